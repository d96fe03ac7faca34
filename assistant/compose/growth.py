"""“Bình quân mỗi năm tăng bao nhiêu”, where no report states the rate: from the first and the last year."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.compose.changes import yearly
from assistant.compose.figures import amount_of, label_of
from assistant.compose.spoken import when, where_and_when
from assistant.compose.words import phrase
from assistant.query import Intent
from assistant.tools.growth_per_year import growth_per_year
from assistant.understanding.periods import years_of
from assistant.understanding.terms import flat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer
    from corpus.figures import Figure

_A_YEAR = "(?:binh quan(?! dau nguoi)|trung binh|moi nam|mot nam|hang nam)"
_ASKED = re.compile(
    rf" {_A_YEAR}(?: (?!phai|can)\w+){{0,5}} (?:tang|giam)(?! gap)(?= )"
    rf"| (?:tang|giam)(?: (?!phai|can|gap)\w+){{0,9}} {_A_YEAR}(?= )"
)
_STATED = 0.55  # of the subject that a stated rate of growth must say
_FEWEST = 2


def say_growth(hand: Hand, writer: Writer) -> bool:
    """What was gained a year over the years asked about; a rate that a report states is left to be told."""
    if not _ASKED.search(hand.query.line) or hand.query.wants(Intent.PACE, Intent.PLACES):
        return False
    if _is_stated(hand):
        return False
    series = sorted(yearly(hand), key=_year)
    if len(series) < _FEWEST or _misses_an_end(series, hand):
        return False
    before, after = series[0], series[-1]
    made = growth_per_year(before, after)
    if made.refusal is not None:
        return False
    compound = made.shown.get("compound")
    writer.say(
        phrase(
            "change.per_year",
            label=label_of(after),
            where=where_and_when(after, timely=False),
            before=amount_of(before),
            before_period=when(before.period),
            before_marker=writer.mark_figure(before),
            after=amount_of(after),
            after_period=when(after.period),
            after_marker=writer.mark_figure(after),
            way=made.result["direction"],
            per_year=made.shown["per_year"].lstrip("-−"),
            compound=phrase("change.compound", compound=compound) if compound else "",
        ),
        calculations=(writer.add(made),),
    )
    writer.say(phrase("target.formula", formula=made.formula), calculations=(0,))
    if hand.query.wants(Intent.TREND):
        _say_years(series, writer)
    return True


def _say_years(series: Sequence[Figure], writer: Writer) -> None:
    """The years between, where each was asked for as well."""
    for figure in series:
        values = {"label": when(figure.period), "result": amount_of(figure)}
        text = phrase("lists.item_result", **values, marker=writer.mark_figure(figure))
        writer.say(text[:1].upper() + text[1:], block="item")


def _is_stated(hand: Hand) -> bool:
    """Whether a report states the rate itself: “tăng bình quân 10%/năm”."""
    return any(
        "%" in (one.figure.unit or "")
        and one.recall >= _STATED
        and one.period >= _STATED
        and re.search(r" tang | giam | tang truong ", flat(one.figure.label))
        for one in hand.ranked[:20]
    )


def _misses_an_end(series: Sequence[Figure], hand: Hand) -> bool:
    """Whether a year that the question names as its first or last has no figure."""
    stretches = [period for period in hand.query.periods if not period.since]
    if not stretches:
        return False
    first = min(period.first for period in stretches)
    last = max(period.last for period in stretches)
    return _year(series[0]) != first or _year(series[-1]) != last


def _year(figure: Figure) -> int:
    span = years_of(figure.period)
    return span.last if span else 0
