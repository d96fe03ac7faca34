"""The same thing in several places, or several things of one kind, put in order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.compose.figures import Hand, amount_of, best_of, label_of
from assistant.compose.words import phrase
from assistant.evidence import gather
from assistant.measures import RESULTS
from assistant.tools.rank import rank

if TYPE_CHECKING:
    from assistant.compose.writer import Writer
    from corpus.figures import Figure

_FEWEST = 2


def compare_places(hand: Hand, writer: Writer) -> bool:
    """The best figure of each place that the question names, in a table, with the highest and the lowest."""
    figures = _one_each(hand)
    if len(figures) < _FEWEST:
        return False
    made = rank(figures)
    if made.refusal is not None:
        return False
    number = writer.add(made)
    label = label_of(figures[0])
    writer.say(phrase("places.head", label=label[:1].lower() + label[1:]), block="head")
    writer.say(phrase("places.columns"), block="row")
    writer.say("| --- | --- | --- | --- |", block="row")
    for figure in figures:
        cells = (figure.place or "", amount_of(figure), figure.period or "", writer.mark_figure(figure))
        writer.say(f"| {' | '.join(cells)} |", block="row", calculations=(number,))
    top, bottom = made.inputs[0], made.inputs[-1]
    writer.say(
        phrase(
            "places.highest",
            highest=top.place or label_of(top),
            highest_value=amount_of(top),
            highest_marker=writer.mark_figure(top),
            lowest=bottom.place or label_of(bottom),
            lowest_value=amount_of(bottom),
            lowest_marker=writer.mark_figure(bottom),
        ),
        block="after",
        calculations=(number,),
    )
    if len({figure.period for figure in figures}) > 1:
        writer.say(phrase("places.caution"), block="after")
    return True


def _one_each(hand: Hand) -> list[Figure]:
    figures: list[Figure] = []
    for place in hand.query.places:
        query = replace(hand.query, places=(place,), reports=())
        alone = Hand(query, gather(query, hand.library), hand.library)
        best = best_of([one for one in alone.good(kinds=RESULTS) if _fits(one.figure, figures)], alone)
        if best is not None:
            figures.append(best.figure)
    return figures


def _fits(figure: Figure, others: list[Figure]) -> bool:
    return figure.quantity is not None and all(figure.unit == other.unit for other in others)
