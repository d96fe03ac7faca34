"""The same thing in several places, or several things of one kind, put in order."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answer import Status
from assistant.compose.figures import (
    Hand,
    alike,
    amount_of,
    best_of,
    in_its_time,
    label_of,
    same_kind_of_unit,
    series_of,
)
from assistant.compose.spoken import spoken, spoken_subject, where_and_when
from assistant.compose.words import phrase
from assistant.evidence import gather
from assistant.measures import RESULTS, TARGETS
from assistant.query import Intent
from assistant.tools.aggregate import aggregate
from assistant.tools.change_between import change_between
from assistant.tools.rank import rank
from assistant.tools.units import convert_figure
from assistant.understanding.periods import Years, years_of
from assistant.understanding.places import place_name
from assistant.understanding.terms import terms
from corpus.figures import FigureKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.compose.writer import Writer
    from assistant.measures import Measured
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
        return _say_untold(figures, hand, writer)
    if _differ(figures):
        return _say_unlike(figures, writer)
    if len(figures) == _FEWEST and _SHARED.search(hand.query.line):
        said = _say_share(figures, hand, writer)
        if said:
            return True
    made = rank(figures)
    if made.refusal is not None:
        return False
    number = writer.add(made)
    label = label_of(figures[0]) if hand.query.places else name_of_column(figures[0])
    writer.say(phrase("places.head", label=lowered(label)), block="head")
    say_rows(figures, writer, number)
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
    if _of_other_times(figures):
        writer.say(phrase("places.caution"), block="after")
    _say_missing(figures, hand, writer)
    return True


def say_rows(figures: Sequence[Figure], writer: Writer, number: int) -> None:
    """A table of places, a row each."""
    writer.say(phrase("places.columns"), block="row")
    writer.say("| --- | --- | --- | --- |", block="row")
    for figure in figures:
        cells = (figure.place or "", amount_of(figure), figure.period or "", writer.mark_figure(figure))
        writer.say(f"| {' | '.join(cells)} |", block="row", calculations=(number,))


def _say_missing(figures: list[Figure], hand: Hand, writer: Writer) -> None:
    """The places that the question names and no figure was found of: the highest was told without them."""
    told = {place_name(figure.place) for figure in figures if figure.place}
    names = {name for name, _ in told}
    missing = [
        place.shown
        for place in hand.query.places
        if place.name not in names or (place.own and (place.name, place.level) not in told)
    ]
    if missing:
        writer.say(phrase("places.missing", places=", ".join(missing)), block="after")
        writer.status = Status.PARTIAL


def _say_untold(figures: list[Figure], hand: Hand, writer: Writer) -> bool:
    """The one figure of two that were asked for, and of which place none is told."""
    asked = hand.query.places
    if len(figures) != 1 or len(asked) != _FEWEST or not _is_sure(figures[0], hand):
        return False
    (figure,) = figures
    other = next((one for one in asked if not _is_of(figure, one)), None)
    if other is None or not any(_is_of(figure, one) for one in asked):
        return False
    values = {**spoken(figure), "amount": amount_of(figure), "marker": writer.mark_figure(figure)}
    writer.say(phrase("value.plain", **values))
    writer.say(phrase("places.untold", label=lowered(spoken_subject(figure)), place=other.shown))
    writer.status = Status.PARTIAL
    return True


def _is_sure(figure: Figure, hand: Hand) -> bool:
    """Whether a figure surely is of the one indicator asked for, with none of another to be mistaken for."""
    return figure.indicator is not None and hand.query.indicators == (figure.indicator,)


def _is_of(figure: Figure, place: AskedPlace) -> bool:
    name, level = place_name(figure.place or "")
    return name == place.name and place.level in {None, level}


_SHARED = re.compile(
    r" chiem(?= )| bang (?:bao nhieu|may)(?: phan)?(?: tram)?(?: cua| so voi)?(?= )"
    r"| gap (?:bao nhieu|may)(?= )"
    r"| (?:bao nhieu|may) phan tram (?:cua|so voi|toan)(?= )"
)


def lowered(label: str) -> str:
    """A label in the middle of a sentence; an abbreviation keeps its capitals."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def _differ(figures: list[Figure]) -> bool:
    """Whether the figures are of indicators that are not the same: income is not GRDP."""
    return len({figure.indicator for figure in figures if figure.indicator}) > 1


def _say_unlike(figures: list[Figure], writer: Writer) -> bool:
    """Each figure for itself, and that they are not to be set against each other."""
    for figure in figures:
        values = {**spoken(figure), "amount": amount_of(figure), "marker": writer.mark_figure(figure)}
        writer.say(phrase("value.plain", **values))
    writer.say(phrase("places.unlike"))
    return True


def _say_share(figures: list[Figure], hand: Hand, writer: Writer) -> bool:
    """How much of the one the other is, or how many times as much."""
    times = " gap " in hand.query.line
    unit = figures[0].unit
    held = {one.id: quantity.low for one in figures if (quantity := convert_figure(one, unit)) is not None}
    if len(held) < _FEWEST:
        return False
    ordered = sorted(figures, key=lambda one: held[one.id], reverse=times)
    if "%" in (ordered[0].unit or "") and not times:
        return False
    made = change_between(ordered[1], ordered[0], any_period=True) if times else aggregate(ordered, "share")
    shown = made.shown.get("times" if times else "share")
    if made.refusal is not None or shown is None:
        return False
    first, second = ordered
    writer.say(
        phrase(
            "places.times" if times else "places.share",
            label=spoken_subject(first),
            where=where_and_when(first),
            amount=amount_of(first),
            marker=writer.mark_figure(first),
            other_where=where_and_when(second).removeprefix(" của"),
            other=amount_of(second),
            other_marker=writer.mark_figure(second),
            shown=shown,
            formula=made.formula.split("; ")[-1],
        ),
        calculations=(writer.add(made),),
    )
    if _of_other_times(figures):
        writer.say(phrase("places.caution"))
    return True


def _of_other_times(figures: list[Figure]) -> bool:
    """Whether the figures are of other years: “đến 2023” and “2023” are not."""
    spans = [years_of(figure.period) for figure in figures]
    return len({(span.last, span.months) if span else None for span in spans}) > 1


def _column(hand: Hand) -> list[Figure]:
    """The column of a table of places that tells what was asked, one figure a place."""
    for one in hand.ranked[:_LOOKED_AT]:
        figure = one.figure
        rate = " ti le " in hand.query.line and figure.unit != "%"
        if figure.table_column is None or rate or (hand.query.units and figure.unit is None):
            continue
        column = [
            other
            for other in hand.library.figures_of_table(figure.report_id, figure.table_title)
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


def name_of_column(figure: Figure) -> str:
    """What a column of a table of places measures."""
    parts = [part.strip() for part in figure.table_column or () if part.strip()]
    return ", ".join(part for part in parts if not _OPENING.fullmatch(part)) or label_of(figure)


_OPENING = re.compile(r"(?:trong đó|chia ra|gồm|cụ thể)\W*", re.IGNORECASE)


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
        meant = {*query.indicators, *(one.indicator for one in others)} - {None}
        fitting = [one for one in fitting if one.figure.indicator in meant] or fitting
        amounts = [one for one in fitting if _is_rate(one.figure) == _asks_for_rate(query)]
        amounts = amounts or [one for one in fitting if not _is_rate_of_target(one.figure)]
        # “21/36” of one place is no more or less than “28/28” of another.
        amounts = [one for one in amounts if one.figure.quantity and one.figure.quantity.out_of is None] or [
            one for one in fitting if one.figure.quantity and one.figure.quantity.out_of is None
        ]
        amounts = _counted_as_asked(amounts, query) or amounts
        best = best_of(amounts or fitting, alone)
        if best is not None:
            if best.figure.kind not in RESULTS:
                return best.figure
            return _like_in_time(in_its_time(best, alone), alone, others)
    return None


def _counted_as_asked(ranked: list[Measured], query: Query) -> list[Measured]:
    """Those that count the very things that the question counts: products, not those who make them."""
    asked = set(query.line.split())
    return [one for one in ranked if set(terms(one.figure.unit or "")) & asked]


def _like_in_time(figure: Figure, hand: Hand, others: list[Figure]) -> Figure:
    """Of a row of years the one of the other places' time, where the question names none itself."""
    years = [span.last for one in others if (span := years_of(one.period))]
    if hand.query.periods or not years:
        return figure
    row = series_of(figure, hand.library)
    alike = [one for one in row if (span := years_of(one.period)) and span.last == max(years)]
    return max(alike, key=lambda one: (years_of(one.period) or _NEVER).single, default=figure)


_NEVER = Years(0, 0)


def _asks_for_rate(query: Query) -> bool:
    """“Tỷ lệ”, “bao nhiêu %”; but not how much of the one the other is."""
    if _SHARED.search(query.line) and " ti le " not in query.line:
        return False
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
