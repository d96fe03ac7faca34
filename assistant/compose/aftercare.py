"""What stands around a checked answer: warnings that belong to its figures, and questions to ask next."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.compose.cautions import cautions
from assistant.compose.follow_ups import follow_ups
from assistant.compose.leading import leading_figure

if TYPE_CHECKING:
    from assistant.answer import Draft
    from assistant.library import Library
    from assistant.query import Query


def attend(draft: Draft, query: Query, library: Library) -> Draft:
    """The draft with its warnings and follow-ups; its words stay as they are."""
    lead = leading_figure(draft, query, library)
    return replace(
        draft,
        warnings=cautions(draft, query, lead, library),
        follow_ups=follow_ups(draft, query, lead, library),
    )
