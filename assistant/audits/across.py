"""One indicator, place and period in two reports: an estimate that was superseded, or two that disagree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from assistant.audits.finding import Certainty, Finding, Kind, Source, distinct
from assistant.audits.likeness import likeness
from assistant.audits.material import Material
from assistant.audits.values import (
    FAR,
    FLOW,
    LIKE,
    NEAR,
    agreement,
    arithmetic,
    by_time,
    named,
    numbers,
    off,
    same_time,
)
from assistant.tools.agree import Agreement
from assistant.tools.periods import read_period
from assistant.tools.units import convert_figure
from assistant.tools.wording import written_of
from corpus.figures import Figure, FigureKind
from corpus.report import ReportId


def check_across(materials: Sequence[Material]) -> Iterator[Finding]:
    """Values and targets that two reports give differently."""
    dates = {material.report.id: report_date(material) for material in materials}
    figures = [figure for material in materials for figure in material.figures]
    for group in by_time(figures).values():
        yield from _across(group, dates)
    for group in _targets(figures).values():
        yield from _target_conflicts(group)


def report_date(material: Material) -> str:
    """When a report was made: its own date, else the last year that its results speak of."""
    if material.report.front.date:
        return material.report.front.date
    periods = [read_period(one.period) for one in material.figures if one.kind is FigureKind.ACTUAL]
    return str(max((period.last for period in periods if period is not None), default=""))


def _across(group: Sequence[Figure], dates: dict[ReportId, str]) -> Iterator[Finding]:
    by_report: dict[ReportId, list[Figure]] = {}
    for figure in group:
        by_report.setdefault(figure.report_id, []).append(figure)
    for one, other in combinations(by_report.values(), 2):
        pairs = [
            (left, right)
            for left in one
            for right in other
            if likeness(left.label, right.label) >= LIKE
            and (same_time(left, right) or _end_of_span(left, right))
        ]
        if not pairs or any(agreement(*pair) is not Agreement.DIFFERS for pair in pairs):
            continue
        left, right = min(pairs, key=lambda pair: (not same_time(*pair), pair[0].table_row is None))
        first, last = sorted((left, right), key=lambda each: dates.get(each.report_id, ""))
        yield _vintage(first, last)


def _end_of_span(one: Figure, other: Figure) -> bool:
    """What stands at a span's end may be that year's: an area for 2021-2023 is that of 2023."""
    left, right = read_period(one.period), read_period(other.period)
    if left is None or right is None or left.months != right.months or left.last != right.last:
        return False
    return not FLOW.search(f"{one.label} {other.label} {one.unit}") and off(one, other) <= NEAR


def _vintage(first: Figure, last: Figure) -> Finding:
    estimate = first.kind is FigureKind.ESTIMATE
    sure = off(first, last) <= FAR and same_time(first, last)
    if estimate:
        what = (
            f"{named(last)}: báo cáo trước ước {written_of(first)}, báo cáo sau ghi {written_of(last)}; "
            "dùng số của báo cáo sau."
        )
    else:
        what = (
            f"{named(last)}: hai báo cáo cùng ghi là đã thực hiện nhưng khác nhau: {written_of(first)} và "
            f"{written_of(last)}."
        )
    return Finding(
        kind=Kind.SUPERSEDED if estimate else Kind.CROSS_REPORT,
        certainty=Certainty.CLEAR if estimate and sure else Certainty.ARGUABLE,
        printed=written_of(first),
        recomputed=written_of(last),
        what=what,
        arithmetic=arithmetic(first, last),
        sources=distinct((_source(first), _source(last))),
    )


def _source(figure: Figure) -> Source:
    return Source(
        report_id=figure.report_id,
        file=figure.file,
        text=figure.sentence,
        spans=figure.sentence_spans or figure.spans,
    )


def _targets(figures: Iterable[Figure]) -> dict[tuple[str, str, int], list[Figure]]:
    groups: dict[tuple[str, str, int], list[Figure]] = {}
    for figure in figures:
        period = read_period(figure.period)
        if figure.kind is not FigureKind.TARGET or figure.quantity is None or period is None:
            continue
        if figure.indicator is not None and figure.place is not None:
            groups.setdefault((figure.indicator, figure.place, period.last), []).append(figure)
    return groups


def _target_conflicts(group: Sequence[Figure]) -> Iterator[Finding]:
    told: set[frozenset[str]] = set()
    for one, other in combinations(group, 2):
        if one.report_id == other.report_id or likeness(one.label, other.label) < LIKE:
            continue
        left, right = numbers(one, other)
        if convert_figure(other, one.unit) is None or left == right or _within(one, other):
            continue
        mark = frozenset((one.written, other.written))
        if mark in told:
            continue
        told.add(mark)
        yield Finding(
            kind=Kind.CROSS_REPORT,
            certainty=Certainty.ARGUABLE,
            printed=written_of(one),
            recomputed=written_of(other),
            what=f"Mục tiêu {named(one)}: hai báo cáo ghi {written_of(one)} và {written_of(other)}.",
            arithmetic=arithmetic(one, other),
            sources=distinct((_source(one), _source(other))),
        )


def _within(one: Figure, other: Figure) -> bool:
    """Whether one target is the other's range or end of it."""
    left, right = one.quantity, convert_figure(other, one.unit)
    return left is not None and right is not None and left.low <= right.high and right.low <= left.high
