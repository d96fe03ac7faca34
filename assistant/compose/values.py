"""The plain value first: “Tỷ lệ …: 54%”, where one figure surely is what was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.compose.figures import amount_of, best_of, in_its_time, label_of, where_of
from assistant.compose.words import phrase
from assistant.query import Intent
from corpus.figures import FigureKind

if TYPE_CHECKING:
    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer
    from assistant.measures import Measured

_SURE = 0.8
_SAID, _ALL = 0.75, 0.95
_OF_PERIOD = 0.8
_FOUND = 3


def lead_with_value(hand: Hand, writer: Writer) -> bool:
    """Say the value in one sentence; False where several figures may be meant."""
    if not hand.query.wants(Intent.HOW_MANY) or len(hand.query.places) > 1 or len(hand.query.counted) > 1:
        return False
    if hand.query.wants(Intent.DOCUMENT, Intent.TASK, Intent.DEFINITION, Intent.AGREE, Intent.TREND):
        return False
    best = best_of([one for one in hand.good() if _is_sure(one, hand)], hand)
    if best is None:
        return False
    figure = in_its_time(best, hand)
    passage = hand.library.passage_of(figure)
    top = [one.statement.passage.id for one in hand.evidence.found[:_FOUND]]
    if passage is None or passage.id not in top or figure.unit is None:
        return False
    name = "value.estimated" if figure.kind is FigureKind.ESTIMATE else "value.plain"
    writer.say(
        phrase(
            name,
            label=label_of(figure),
            where=where_of(figure),
            amount=amount_of(figure),
            marker=writer.mark(passage),
        )
    )
    return True


def _is_sure(one: Measured, hand: Hand) -> bool:
    """Whether a figure says nearly all of the subject, in the very period and unit."""
    rate = "%" in (one.figure.unit or "")
    # “A và B”: a label that says only one of them would tell half of what was asked.
    said = _ALL if " va " in hand.query.line else _SAID
    fits = not hand.query.units or rate == ("%" in hand.query.units)
    timely = not hand.query.periods or one.period >= _OF_PERIOD
    return one.score >= _SURE and one.recall >= said and fits and timely and not one.figure.flags
