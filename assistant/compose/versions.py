"""The same of the same place and time in several reports: each one's number, and by how much they differ."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answer import Status
from assistant.compose.figures import Hand, amount_of, best_of, is_named, same_measure
from assistant.compose.spoken import spoken_subject, when, where_and_when
from assistant.compose.words import phrase
from assistant.compose.writer import name_of_report
from assistant.evidence import gather
from assistant.measures import RESULTS
from assistant.query import Intent
from assistant.tools.change_between import change_between
from assistant.understanding.periods import years_of
from corpus.figures import FigureKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.compose.writer import Writer
    from assistant.measures import Measured
    from assistant.understanding.periods import Years
    from corpus.figures import Figure

_TIMELY = 0.8
_MEANT = 0.5
_MOST = 4
_FEWEST = 2


def say_versions(hand: Hand, writer: Writer) -> bool:
    """What each report says of one thing in one year; False where only one says anything."""
    query = hand.query
    years = [period for period in query.periods if period.single and period.months is None]
    if not query.wants(Intent.AGREE) or len(query.places) > 1 or len(years) != 1:
        return False
    told = _told(hand, years[0])
    if len({one.report_id for one in told}) < _FEWEST and query.reports:
        # “theo báo cáo A và theo báo cáo B”: of the two that are named only one may have been known.
        freed = replace(query, reports=())
        hand = Hand(freed, gather(freed, hand.library), hand.library)
        told = _told(hand, years[0])
    if len(told) < _FEWEST:
        return False
    values = {(one.quantity.low, one.quantity.high) for one in told if one.quantity}
    if len(values) == 1:
        _say_same(told, writer)
        return True
    _say_different(told, hand, writer)
    return True


def _told(hand: Hand, year: Years) -> list[Figure]:
    """One figure for each number that a report gives, the latest report's first."""
    fitting = [one for one in hand.ranked if _is_meant(one, hand, year)]
    single = {one.figure.report_id for one in fitting if one.period >= _TIMELY}
    fitting = [one for one in fitting if one.period >= _TIMELY or one.figure.report_id not in single]
    best = best_of(fitting, hand)
    if best is None:
        return []
    alike = [one.figure for one in fitting if same_measure(one.figure, best.figure)]
    named = [one for one in alike if is_named(one, hand.query.numbers)]
    if len({_value(one) for one in named}) >= _FEWEST:
        alike = named
    kept: dict[tuple[str, object], Figure] = {}
    for figure in sorted(alike, key=lambda one: _ends_with(one, year), reverse=True):
        kept.setdefault((figure.report_id, _value(figure)), figure)
    return sorted(kept.values(), key=hand.date, reverse=True)[:_MOST]


def _is_meant(one: Measured, hand: Hand, year: Years) -> bool:
    figure = one.figure
    known = figure.indicator is not None and figure.indicator in hand.query.indicators
    right = known or one.recall >= _MEANT
    amount = figure.quantity is not None and figure.quantity.value is not None and figure.unit is not None
    timely = one.period >= _TIMELY or _reached_by(figure, year)
    return figure.kind in RESULTS and amount and right and timely and one.score >= _MEANT


def _reached_by(figure: Figure, year: Years) -> bool:
    """A table's “giai đoạn 2021-2023” tells where one stood in 2023, unless it is a mean or a growth."""
    span = years_of(figure.period)
    mean = "/năm" in (figure.unit or "") or re.search(r"tăng|bình quân", figure.label, re.IGNORECASE)
    return span is not None and figure.table_row is not None and span.last == year.last and not mean


def _value(figure: Figure) -> object:
    return figure.quantity.value if figure.quantity else None


def _ends_with(figure: Figure, year: Years) -> bool:
    """Whether a figure is of the very year rather than of a stretch that ends with it."""
    span = years_of(figure.period)
    return span is not None and span.single and span.last == year.last


def _say_same(told: Sequence[Figure], writer: Writer) -> None:
    first = told[0]
    markers = " ".join(dict.fromkeys(writer.mark_figure(one) for one in told))
    values = {"label": spoken_subject(first), "where": where_and_when(first), "amount": amount_of(first)}
    writer.say(phrase("versions.same", **values, markers=markers))


def _say_different(told: Sequence[Figure], hand: Hand, writer: Writer) -> None:
    """The gap between the latest report's number and the earliest's, then each in a line of its own."""
    latest, earliest = told[0], told[-1]
    made = change_between(earliest, latest, any_period=True)
    if made.refusal is None:
        text = phrase(
            "versions.differ",
            label=spoken_subject(latest),
            where=f"{where_and_when(latest, timely=False)} {when(str(years_of(latest.period) or ''))}",
            gap=made.shown["difference"].lstrip("-−"),
        )
        writer.say(text, calculations=(writer.add(made),))
    for figure in told:
        card = hand.library.card(figure.report_id)
        text = phrase(
            "versions.item_estimate" if figure.kind is FigureKind.ESTIMATE else "versions.item",
            report=name_of_report(card) if card else "",
            amount=amount_of(figure),
            marker=writer.mark_figure(figure),
        )
        writer.say(text, block="item")
    if hand.date(latest) > hand.date(earliest):
        text = phrase("versions.latest", amount=amount_of(latest), marker=writer.mark_figure(latest))
        writer.say(text, block="after")
    writer.status = Status.CONFLICTING
