"""The same thing in several places, or several things of one kind, put in order."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.compose.figures import (
    Hand,
    alike,
    amount_of,
    best_of,
    in_its_time,
    label_of,
    same_kind_of_unit,
)
from assistant.compose.words import phrase
from assistant.evidence import gather
from assistant.measures import RESULTS, TARGETS
from assistant.query import Intent
from assistant.tools.rank import rank
from corpus.figures import FigureKind

if TYPE_CHECKING:
    from assistant.compose.writer import Writer
    from assistant.query import AskedPlace, Query
    from corpus.figures import Figure
    from corpus.report import ReportId

_FEWEST = 2
_SEVERAL = 3
_LOOKED_AT = 40
_ALIKE = 0.3


def compare_places(hand: Hand, writer: Writer) -> bool:
    """The best figure of each place that the question names, in a table, with the highest and the lowest."""
    figures = _one_each(hand) if hand.query.places else _column(hand)
    if len(figures) < _FEWEST:
        return False
    made = rank(figures)
    if made.refusal is not None:
        return False
    number = writer.add(made)
    label = label_of(figures[0]) if hand.query.places else _name_of_column(figures[0])
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
    if hand.query.wants(Intent.CHANGE, Intent.TARGET, Intent.HOW_MANY) and "difference" in made.shown:
        markers = " ".join(dict.fromkeys((writer.mark_figure(top), writer.mark_figure(bottom))))
        writer.say(
            phrase("places.difference", difference=made.shown["difference"], markers=markers),
            block="after",
            calculations=(number,),
        )
    if len({figure.period for figure in figures}) > 1:
        writer.say(phrase("places.caution"), block="after")
    return True


def _column(hand: Hand) -> list[Figure]:
    """The column of a table of places that tells what was asked, one figure a place."""
    for one in hand.ranked[:_LOOKED_AT]:
        figure = one.figure
        rate = " ti le " in hand.query.line and figure.unit != "%"
        if figure.table_column is None or rate or (hand.query.units and figure.unit is None):
            continue
        column = [
            other
            for other in hand.library.shelf(figure.report_id).figures
            if other.table_column == figure.table_column
            and other.table_title == figure.table_title
            and other.unit == figure.unit
            and other.quantity is not None
            and other.place is not None
            and _is_below(other.place, figure.report_id, hand)
        ]
        by_place = {other.place: other for other in column}
        if len(by_place) == len(column) >= _SEVERAL:
            return column
    return []


def _name_of_column(figure: Figure) -> str:
    return " - ".join(part.strip() for part in figure.table_column or () if part.strip()) or label_of(figure)


def _is_below(place: str, report: ReportId, hand: Hand) -> bool:
    """Whether a row is of one place among several, not of the whole."""
    card = hand.library.card(report)
    return card is None or place != card.place


def _one_each(hand: Hand) -> list[Figure]:
    figures: list[Figure] = []
    for place in hand.query.places:
        figure = _best_of_place(place, hand, figures)
        if figure is not None:
            figures.append(figure)
    return figures


def _best_of_place(place: AskedPlace, hand: Hand, others: list[Figure]) -> Figure | None:
    """The figure of one place, from the report that was named if that has it."""
    tries = [(hand.query.reports, hand.query.periods), ((), hand.query.periods), ((), ())]
    for reports, periods in dict.fromkeys(tries):
        query = replace(hand.query, places=(place,), reports=reports, periods=periods)
        alone = Hand(query, gather(query, hand.library), hand.library)
        kinds = {*RESULTS, FigureKind.SHARE, *(TARGETS if "target" in query.kinds else ())}
        fitting = [one for one in alone.good(kinds=kinds) if _fits(one.figure, others)]
        amounts = [one for one in fitting if _is_rate(one.figure) == _asks_for_rate(query)]
        amounts = amounts or [one for one in fitting if not _is_rate_of_target(one.figure)]
        # “21/36” of one place is no more or less than “28/28” of another.
        amounts = [one for one in amounts if one.figure.quantity and one.figure.quantity.out_of is None] or [
            one for one in fitting if one.figure.quantity and one.figure.quantity.out_of is None
        ]
        best = best_of(amounts or fitting, alone)
        if best is not None:
            return in_its_time(best, alone) if best.figure.kind in RESULTS else best.figure
    return None


def _asks_for_rate(query: Query) -> bool:
    """“Tỷ lệ”, “bao nhiêu %”; but not how much of the one the other is."""
    return " ti le " in query.line or ("%" in query.units and not query.wants(Intent.SHARE))


def _is_rate(figure: Figure) -> bool:
    return "%" in (figure.unit or "")


def _is_rate_of_target(figure: Figure) -> bool:
    """“79,27% Nghị quyết” tells how far a target was met, not how much there is."""
    return figure.kind is FigureKind.SHARE and bool(figure.refers_to)


def _fits(figure: Figure, others: list[Figure]) -> bool:
    if figure.quantity is None or (
        figure.kind is FigureKind.SHARE and not others and figure.table_row is None
    ):
        return False
    return all(
        _is_rate(figure) == _is_rate(other)
        and same_kind_of_unit(figure, other)
        and alike(figure, other) >= _ALIKE
        for other in others
    )
