"""The figures at hand for one question, ranked once, and how they are spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.compose.spoken import spoken_label, where_and_when
from assistant.measures import EMPTY, RESULTS, TARGETS, figures_near, label_terms, measure, period_fit
from assistant.statements import terms_meant
from assistant.steps import Step, step
from assistant.tools.units import convert_figure, factor
from assistant.tools.wording import written_of
from assistant.understanding.periods import years_of
from assistant.understanding.places import place_name
from assistant.understanding.terms import flat
from corpus.numbers import parse_number

if TYPE_CHECKING:
    from assistant.evidence import Evidence
    from assistant.library import Library
    from assistant.measures import Measured
    from assistant.query import Query
    from assistant.understanding.periods import Years
    from corpus.figures import Figure
    from corpus.report import ReportId
    from corpus.vocabulary import Better

_GOOD = 0.5  # below it a figure measures something else
_CLOSE = 0.92
CLOSE_NAMED = 0.85  # a row that hangs under another is named by both
CLOSE_AIM = 0.8  # a later report words its goals anew
_ALIKE = 0.62
_FAR = 400  # characters of source between a result and the target that is told after it
_BARE = 3  # words of a label that says nothing of its own
_ALIKE_NAMED = 0.3
_SAID = 0.55  # share of the subject that a figure's label must say
_OF_PERIOD = 0.35


# “Cả nhiệm kỳ” means what the whole term came to, not one of its years.
_WHOLE_TERM = re.compile(r" (?:ca|toan|trong|het) (?:nhiem ki|giai doan)(?= )| nhiem ki (?:vua )?qua(?= )")
_LONG = 3


def _is_long(figure: Figure) -> bool:
    span = years_of(figure.period)
    return span is not None and span.last - span.first >= _LONG


@dataclass(frozen=True)
class Hand:
    """What a composer of figures works with."""

    query: Query
    evidence: Evidence
    library: Library

    @cached_property
    @step(Step.FIGURES)
    def near(self) -> list[Figure]:
        """Every figure of the statements found and of the indicators asked for."""
        return figures_near(self.query, self.evidence, self.library)

    @cached_property
    @step(Step.FIGURES)
    def ranked(self) -> list[Measured]:
        """The figures of what was asked, best first."""
        return measure(self.query, self.near, self.library)

    def good(self, *, kinds: Iterable[object] = RESULTS, in_time: bool = True) -> list[Measured]:
        """The figures of some kinds that measure what was asked."""
        wanted = set(kinds)
        good = [one for one in self.ranked if one.figure.kind in wanted and self.means(one, in_time=in_time)]
        if not _WHOLE_TERM.search(self.query.line) or any(one.single for one in self.query.periods):
            return good
        return [one for one in good if _is_long(one.figure)] or good

    def means(self, one: Measured, *, in_time: bool = True) -> bool:
        """Whether a figure measures what was asked, in the time that was asked for."""
        if in_time and self.query.periods and one.period < _OF_PERIOD:
            return False
        named = one.figure.indicator is not None and one.figure.indicator in self.query.indicators
        return one.score >= _GOOD and (named or one.recall >= _SAID)

    @step(Step.FIGURES)
    def asked_for(self, periods: Sequence[Years]) -> list[Measured]:
        """The ranking for other periods than the question's own."""
        return measure(replace(self.query, periods=tuple(periods)), self.near, self.library)

    def date(self, figure: Figure) -> str:
        """The date of a figure's report."""
        card = self.library.card(figure.report_id)
        return (card.date if card else None) or ""

    @cached_property
    def dates(self) -> dict[ReportId, str]:
        """The dates of all reports that are dated."""
        return {card.id: card.date for card in self.library.cards if card.date}

    def better(self, figure: Figure) -> Better | None:
        """Whether more is better of what a figure measures."""
        vocabulary = self.library.vocabulary
        known = vocabulary.indicator(figure.indicator) if vocabulary else None
        return known.better if known else None


def best_of(ranked: Sequence[Measured], hand: Hand, *, close: float = _CLOSE) -> Measured | None:
    """The best figure; of several as good, the latest report's, its final value before an estimate."""
    if not ranked:
        return None
    top = ranked[0]
    rivals = [
        one
        for one in ranked
        if one.score >= (CLOSE_NAMED if _is_same_named(one, top, hand) else close) * top.score
        and one.period >= top.period
        and same_measure(one.figure, top.figure)
    ]
    return max(rivals or [top], key=lambda one: (hand.date(one.figure), one.score))


def _is_same_named(one: Measured, top: Measured, hand: Hand) -> bool:
    """Whether both are of one indicator: told in rows and named, or in a later report's row."""
    if one.figure.table_row is None or one.figure.indicator != top.figure.indicator:
        return False
    if hand.date(one.figure) > hand.date(top.figure):
        return one.figure.indicator is not None
    return top.figure.table_row is not None and one.figure.indicator in hand.query.indicators


def exactly(figure: Figure, hand: Hand) -> Figure:
    """The cell that a sentence of the same report rounds: 9.415 người/năm where it says 9,4 nghìn."""
    if figure.table_row is not None or figure.indicator is None or figure.quantity is None:
        return figure
    cells = [
        one
        for one in hand.near
        if one.table_row is not None
        and one.report_id == figure.report_id
        and (one.indicator, one.place, one.kind in RESULTS) == (figure.indicator, figure.place, True)
        and rounds_to(one, figure)
    ]
    return max(cells, key=lambda one: stands(one, hand), default=figure)


def rounds_to(one: Figure, other: Figure) -> bool:
    """Whether a figure, in another's unit and rounded to its digits, is that other one."""
    converted = convert_figure(one, other.unit)
    said = other.quantity.low if other.quantity else None
    if converted is None or said is None or converted.low != converted.high or converted.low == said:
        return False
    exponent = said.as_tuple().exponent
    places = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return converted.low.quantize(places, ROUND_HALF_UP) == said


def same_measure(one: Figure, other: Figure) -> bool:
    """Whether two figures measure the same of the same place."""
    if one.place != other.place or not same_kind_of_unit(one, other):
        return False
    if one.sentence == other.sentence and _contains(one, other):
        return True
    if one.indicator and other.indicator:
        return one.indicator == other.indicator and alike(one, other) >= _ALIKE_NAMED
    return alike(one, other) >= _ALIKE


def _contains(one: Figure, other: Figure) -> bool:
    """“thu ngân sách năm 2021 …; năm 2022 thu …”: within a sentence the subject is said once."""
    left, right = label_terms(one) - EMPTY, label_terms(other) - EMPTY
    return bool(left and right) and one.period != other.period and (left <= right or right <= left)


def same_kind_of_unit(one: Figure, other: Figure) -> bool:
    """Whether two figures can be set against each other."""
    if one.unit == other.unit or factor(one.unit, other.unit) is not None:
        return True
    return bool(one.unit) and _plain_unit(one.unit) == _plain_unit(other.unit)


def _plain_unit(unit: str | None) -> str:
    """“bác sỹ/1 vạn dân” and “bác sĩ/vạn dân” are one unit."""
    return flat(unit or "").replace(" 1 ", " ")


def alike(one: Figure, other: Figure) -> float:
    """How much of two labels is the same words, empty ones aside."""
    left, right = _measured_by(one) - EMPTY, _measured_by(other) - EMPTY
    return 2 * len(left & right) / max(len(left) + len(right), 1)


def _measured_by(figure: Figure) -> frozenset[str]:
    """The words of what a figure measures: its label, but in a row of places its column."""
    name = place_name(figure.place or "")[0]
    if figure.table_column and name and f" {name} " in flat(figure.label):
        return terms_meant(" . ".join(figure.table_column))
    own = terms_meant(figure.label)
    if figure.table_row is None and len(own - EMPTY) <= _BARE:
        # “13,5 bác sỹ/1 vạn dân”: what is measured stands in the unit.
        return own | terms_meant(figure.unit or "")
    return own


def in_its_time(best: Measured, hand: Hand) -> Figure:
    """Of a row's results the one of the time that is meant: as asked, else of the report's own day."""
    figure = best.figure
    row = [one for one in hand.library.group_of(figure) if one.kind in RESULTS and same_measure(one, figure)]
    if len(row) < 2:
        return figure
    whole = [one for one in row if _is_long(one)] if _WHOLE_TERM.search(hand.query.line) else []
    if whole and not any(period.single for period in hand.query.periods):
        return max(whole, key=lambda one: stands(one, hand))
    if any(period_fit(one, hand.query.periods) for one in row) and hand.query.periods:
        return max(row, key=lambda one: (period_fit(one, hand.query.periods), one.id == figure.id))
    return max(row, key=lambda one: stands(one, hand))


def stands(figure: Figure, hand: Hand) -> tuple[bool, bool, int, int]:
    """How surely a result of a row is the one of the report's own day.

    Judged by the report before merely listed; not beyond its date; the latest and the longest.
    """
    card = hand.library.card(figure.report_id)
    span = years_of(figure.period)
    last = span.last if span else 0
    now = card is None or card.year is None or last <= card.year
    return (now, figure.stated_verdict is not None, last, -(span.first if span else 0))


def series_of(figure: Figure, library: Library) -> list[Figure]:
    """The figures of the same row, footnote or sentence that measure the same in other periods."""
    return [
        one
        for one in library.figures_around(figure)
        if one.report_id == figure.report_id
        and one.unit == figure.unit
        and one.kind in RESULTS
        and same_measure(one, figure)
        and (
            one.id == figure.id
            or one.sentence == figure.sentence
            or (one.group is not None and one.group == figure.group)
            # Running text has no row at all: there a series keeps to its section.
            or (
                one.table_row == figure.table_row
                and (figure.table_row is not None or one.section == figure.section)
            )
        )
    ]


def targets_for(result: Figure, hand: Hand) -> list[Figure]:
    """The targets that a result may be held against, the one that is meant first."""
    following = told_after(result, hand)
    if following is not None and _is_due(following, result, hand):
        return [following]
    pool = {one.id: one for one in hand.near if one.kind in TARGETS and one.quantity is not None}
    if result.report_id:
        for one in hand.library.group_of(result):
            if one.kind in TARGETS:
                pool[one.id] = one
    fitting = [
        one
        for one in pool.values()
        if one.id != result.id
        and _same_stretch(result, one)
        and (
            (one.group is not None and one.group == result.group and one.report_id == result.report_id)
            or same_measure(one, result)
        )
    ]
    due = [one for one in fitting if _is_due(one, result, hand)]
    return sorted(due, key=lambda one: _target_order(one, result, hand))


def told_after(result: Figure, hand: Hand) -> Figure | None:
    """The target that the report adds in brackets after a result: “đạt 95% (Chỉ tiêu giao 65 triệu đồng)”."""
    if result.table_row is not None or not result.spans:
        return None
    start = result.spans[0].start
    for one in hand.library.figures_between(result.report_id, start + 1, start + _FAR):
        if one.kind in TARGETS and one.quantity is not None and same_kind_of_unit(one, result):
            return one if one.set_by and len(label_terms(one) - EMPTY) <= _BARE else None
        if one.group != result.group:
            return None
    return None


def _same_stretch(result: Figure, target: Figure) -> bool:
    """Months of one year are held against that year's plan, never against the target of a term."""
    span, due = years_of(result.period), years_of(target.period)
    if span is not None and span.month is not None:
        return due is not None and due.month == span.month  # one month is held against no year's plan
    if span is None or span.months is None or target.group == result.group:
        return True
    return due is not None and due.single and due.last == span.last


def _target_order(target: Figure, result: Figure, hand: Hand) -> tuple[bool, bool, bool, bool, str]:
    own = target.group is not None and target.group == result.group and target.report_id == result.report_id
    meant = not hand.query.target_by or _set_by(target, hand.query.target_by)
    named = is_named(target, hand.query.numbers) and not is_named(result, hand.query.numbers)
    return (
        not named,
        not meant,
        not own,
        target.report_id != result.report_id,
        target.id,
    )


def is_named(figure: Figure, numbers: Sequence[str]) -> bool:
    """Whether the question itself names a figure's number."""
    quantity = figure.quantity
    return quantity is not None and any(
        parse_number(number) in {quantity.low, quantity.high} for number in numbers
    )


def _is_due(target: Figure, result: Figure, hand: Hand) -> bool:
    """Whether a target is due in the year that the question looks ahead to, if it does."""
    ahead = max((period.last for period in hand.query.periods if not period.since), default=0)
    now, due = years_of(result.period), years_of(target.period)
    if now is None or ahead <= now.last:
        return True
    return due is None or due.last == ahead


def _set_by(target: Figure, wanted: Sequence[str]) -> bool:
    setter = (target.set_by or "").lower()
    if "resolution" in wanted and ("nghị quyết" in setter or "đại hội" in setter):
        return True
    if "plan" in wanted and ("kế hoạch" in setter or "giao" in setter):
        return True
    if "budget" in wanted and "dự toán" in setter:
        return True
    return "pledge" in wanted and not setter


def label_of(figure: Figure) -> str:
    """What a figure measures, as a list or a table calls it."""
    return spoken_label(figure)


def where_of(figure: Figure) -> str:
    """Whose and when, to follow the label: ` của huyện An Hòa năm 2023`."""
    return where_and_when(figure)


def amount_of(figure: Figure) -> str:
    """The figure as printed, with its unit."""
    return written_of(figure)
