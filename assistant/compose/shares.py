"""One figure in another: its share, or how many times as much."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.compose.figures import amount_of, label_of
from assistant.compose.words import phrase
from assistant.measures import RESULTS, measure
from assistant.tools.aggregate import aggregate
from assistant.tools.units import convert_figure

if TYPE_CHECKING:
    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer
    from assistant.measures import Measured
    from assistant.query import Query
    from corpus.figures import Figure

# Where a question turns from the part to the whole.
_TURN = re.compile(r" (?:chiem|bang|tren|trong)(?: (?:bao nhieu|may|khoang|ti le|ti trong))?(?: (?:phan tram|%))?(?: (?:cua|trong|so voi|tren))?(?= )")


def say_share(hand: Hand, writer: Writer) -> bool:
    """The share of the part in the whole that the question names."""
    found = _part_and_whole(hand)
    if found is None:
        return False
    part, whole = found
    made = aggregate((part, whole), "share")
    if made.refusal is not None:
        return False
    number = writer.add(made)
    writer.say(
        phrase(
            "total.share",
            part_label=label_of(part),
            part=amount_of(part),
            part_marker=writer.mark_figure(part),
            share=made.shown["share"],
            whole_label=label_of(whole)[:1].lower() + label_of(whole)[1:],
            whole=amount_of(whole),
            whole_marker=writer.mark_figure(whole),
            formula=made.formula,
        ),
        calculations=(number,),
    )
    return True


def _part_and_whole(hand: Hand) -> tuple[Figure, Figure] | None:
    turn = next(
        (match for match in _TURN.finditer(hand.query.line) if "bao nhieu" in match.group() or "may" in match.group() or "chiem" in match.group()),
        None,
    )
    if turn is None:
        return None
    at = hand.query.line[: turn.start() + 1].count(" ") - 1
    before = replace(hand.query, concepts=tuple(one for one in hand.query.concepts if one.at <= at), indicators=())
    after = replace(hand.query, concepts=tuple(one for one in hand.query.concepts if one.at > at), indicators=())
    part, whole = _amounts(before, hand), _amounts(after, hand)
    for one in part[:8]:
        for other in whole[:8]:
            if _fit(one.figure, other.figure):
                return one.figure, other.figure
    return None


def _amounts(query: Query, hand: Hand) -> list[Measured]:
    if not [concept for concept in query.concepts if not concept.weak]:
        return []
    ranked = measure(query, hand.near, hand.library)
    return [one for one in ranked if one.figure.kind in RESULTS and one.figure.quantity is not None and one.recall >= 0.6]  # noqa: PLR2004


def _fit(part: Figure, whole: Figure) -> bool:
    if part.id == whole.id or part.label == whole.label or part.report_id != whole.report_id:
        return False
    return convert_figure(whole, part.unit) is not None and "%" not in (part.unit or "")
