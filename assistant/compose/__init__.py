"""From evidence to a draft: what every engine offers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from assistant.answer import Draft
    from assistant.evidence import Evidence
    from assistant.library import Library
    from assistant.query import Query


class Composer(Protocol):
    """An engine that writes a draft; the check decides what of it may be said."""

    def compose(self, query: Query, evidence: Evidence, library: Library) -> Draft:
        """The draft of an answer."""
        ...
