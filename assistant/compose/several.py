"""Several measures in one answer, each with its own figure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.compose.joining import join_drafts
from assistant.ranking import says_here

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.answer import Draft
    from assistant.compose.figures import Hand

_ALL = 0.95


def tells_all(hand: Hand) -> bool:
    """Whether one figure is named with everything that the question names: “hộ nghèo và cận nghèo”."""
    return any(one.recall >= _ALL for one in hand.good())


def is_said_together(hand: Hand) -> bool:
    """Whether one statement speaks of everything that the question names."""
    telling = [concept for concept in hand.query.concepts if not concept.weak]
    best = hand.evidence.found[:1]
    return any(all(says_here(concept, one.statement) for concept in telling) for one in best)


def join_told(drafts: Sequence[Draft]) -> Draft | None:
    """What was told of each measure, one after the other; None where two tell the same."""
    leads = {draft.sentences[0].text for draft in drafts}
    return join_drafts(drafts) if len(leads) == len(drafts) else None
