"""The engine without a model: each intent has its own way, quoting is the way that is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.compose.honesty import find_gap, say_gap
from assistant.compose.quotes import quote_best
from assistant.compose.smalltalk import small_talk
from assistant.compose.writer import Writer

if TYPE_CHECKING:
    from assistant.answer import Draft
    from assistant.evidence import Evidence
    from assistant.library import Library
    from assistant.query import Query


class RulesComposer:
    """Exact, instant, and silent where the reports are."""

    def compose(self, query: Query, evidence: Evidence, library: Library) -> Draft:
        """The draft of an answer."""
        talk = small_talk(query, library)
        if talk is not None:
            return talk
        gap = find_gap(query, evidence, library)
        if gap is not None:
            return say_gap(query, gap, evidence, library)
        writer = Writer(library)
        quote_best(query, evidence, writer)
        return writer.draft()
