"""One indicator, place and period with two values: in prose and in a table, or in two reports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from itertools import combinations

from assistant.audits.finding import Certainty, Finding, Kind, Source, distinct
from assistant.audits.likeness import likeness, plain_words
from assistant.audits.material import Material
from assistant.audits.sums import one_digit_apart
from assistant.tools.agree import Agreement
from assistant.tools.periods import read_period
from assistant.tools.rounding import places_of, round_half_up, write
from assistant.tools.units import convert_figure, factor, gap_unit, is_rate
from assistant.tools.wording import written_of
from corpus.figures import Bound, Figure, FigureKind
from corpus.report import ReportId

_RESULTS = frozenset({FigureKind.ACTUAL, FigureKind.ESTIMATE})
_FLOW = re.compile(r"tăng|giảm|tốc độ|bình quân|mức giảm|/năm", re.IGNORECASE)
_LIKE = 0.5
_FAR = Decimal("0.5")  # numbers that differ so much were hardly meant to be one
_NEAR = Decimal("0.2")
_NAMED = 0.75  # of a row's words that running text must use to name it


@dataclass(frozen=True, slots=True)
class _Key:
    indicator: str
    place: str
    last: int
    months: int | None


def check_prose_and_tables(material: Material) -> Iterator[Finding]:
    """Values of running text that the same report's tables print otherwise."""
    told: set[tuple[str, str, str | None]] = set()
    for key, figures in _grouped(material.figures).items():
        tabled = [one for one in figures if one.table_row is not None]
        for figure in figures:
            mark = (key.indicator, figure.written, figure.unit)
            if figure.table_row is not None or mark in told:
                continue
            finding = _against_table(material, figure, tabled)
            if finding is not None:
                told.add(mark)
                yield finding


def _against_table(material: Material, figure: Figure, tabled: Sequence[Figure]) -> Finding | None:
    same = [
        other
        for other in tabled
        if _same_time(figure, other) and likeness(figure.label, other.label) >= _LIKE
    ]
    if not same or any(_agreement(figure, other) is Agreement.EXACT for other in same):
        return None
    if _stands_elsewhere(material, figure) or _sentence_agrees(material, figure, same):
        return None
    rounded = [other for other in same if _agreement(figure, other) is Agreement.ROUNDED]
    return _contradiction(material, figure, (rounded or same)[0], rounded=bool(rounded))


def _stands_elsewhere(material: Material, figure: Figure) -> bool:
    """Whether a like row of the report's tables holds just this number: then that row is meant."""
    return any(
        other.table_row is not None
        and figure.quantity is not None
        and other.quantity is not None
        and abs(other.quantity.low - figure.quantity.low) * 1000 <= abs(figure.quantity.low)
        and factor(figure.unit, other.unit) == 1
        and likeness(figure.label, " ".join((other.label, *(other.table_row or ())))) >= _LIKE
        for other in material.figures
    )


def _sentence_agrees(material: Material, figure: Figure, tabled: Sequence[Figure]) -> bool:
    """Whether the same sentence gives the table's value too: so far, and by the year's end."""
    return any(
        _agreement(other, row) is Agreement.EXACT
        for other in material.figures
        if other.sentence == figure.sentence and other.indicator == figure.indicator
        if other is not figure and other.kind in _RESULTS and factor(other.unit, figure.unit) is not None
        for row in tabled
    )


def _grouped(figures: Iterable[Figure]) -> dict[_Key, list[Figure]]:
    groups: dict[_Key, list[Figure]] = {}
    for figure in figures:
        period = read_period(figure.period)
        if figure.kind not in _RESULTS or figure.quantity is None or period is None:
            continue
        if figure.indicator is None or figure.place is None:
            continue
        key = _Key(figure.indicator, figure.place, period.last, period.months)
        groups.setdefault(key, []).append(figure)
    return groups


def _same_time(one: Figure, other: Figure) -> bool:
    """One period, or for a share that stands at a time: spans that end in one year."""
    left, right = read_period(one.period), read_period(other.period)
    if left is None or right is None or left.months != right.months or left.last != right.last:
        return False
    if (left.first, left.yearly) == (right.first, right.yearly):
        return True
    flows = _FLOW.search(f"{one.label} {other.label} {one.unit} {other.unit}")
    return is_rate(one.unit) and not flows


def _agreement(one: Figure, other: Figure) -> Agreement:
    """Whether two figures say one thing: one number, one rounded to the other's digits, or not."""
    left, right = one.quantity, convert_figure(other, one.unit)
    if (
        left is None
        or right is None
        or None in (one.unit, other.unit)
        or (is_rate(one.unit) and factor(one.unit, other.unit) != 1)
    ):
        return Agreement.EXACT  # unlike units are not two values of one thing
    if left.low == right.low or left.low != left.high or right.low != right.high:
        apart = left.low > right.high or right.low > left.high
        return Agreement.DIFFERS if apart else Agreement.EXACT
    if _vague(one, other):
        near = abs(left.low - right.low) <= max(abs(left.low), abs(right.low)) / 10
        return Agreement.EXACT if near else Agreement.DIFFERS
    places = min(places_of(left.low), places_of(right.low))
    cut = Decimal(1).scaleb(-places)
    rounded = round_half_up(left.low, places) == round_half_up(right.low, places)
    kept = left.low.quantize(cut, rounding=ROUND_DOWN) == right.low.quantize(cut, rounding=ROUND_DOWN)
    return Agreement.ROUNDED if rounded or kept else Agreement.DIFFERS


def _vague(*figures: Figure) -> bool:
    return any(
        one.quantity is not None and (one.quantity.approximate or one.quantity.bound is not Bound.EXACT)
        for one in figures
    )


def _numbers(one: Figure, other: Figure) -> tuple[Decimal, Decimal]:
    converted = convert_figure(other, one.unit)
    left = one.quantity.low if one.quantity else Decimal(0)
    return left, converted.low if converted else Decimal(0)


def _off(one: Figure, other: Figure) -> Decimal:
    left, right = _numbers(one, other)
    most = max(abs(left), abs(right))
    return abs(left - right) / most if most else Decimal(0)


def _arithmetic(one: Figure, other: Figure) -> str:
    left, right = _numbers(one, other)
    high, low = max(left, right), min(left, right)
    return f"{write(high)} − {write(low)} = {write(high - low, None, gap_unit(one.unit))}"


def _named(figure: Figure) -> str:
    label = " ".join((figure.table_row or (figure.label,))[-1].split()).strip(" +-*")
    return f"{label} ({figure.place}, {figure.period})"


def _contradiction(material: Material, prose: Figure, tabled: Figure, *, rounded: bool) -> Finding:
    exact_time = read_period(prose.period) == read_period(tabled.period)
    near = _off(prose, tabled) <= (_FAR if exact_time else _NEAR)
    left, right = _numbers(prose, tabled)
    named = _covers(prose, tabled) or one_digit_apart(left, right)
    sure = near and named and not _vague(prose, tabled)
    certainty = Certainty.CLEAR if sure else Certainty.ARGUABLE
    return Finding(
        kind=Kind.PROSE_VS_TABLE,
        certainty=Certainty.ROUNDING if rounded else certainty,
        printed=written_of(prose),
        recomputed=written_of(tabled),
        what=f"{_named(tabled)}: lời văn ghi {written_of(prose)}, bảng ghi {written_of(tabled)}.",
        arithmetic=_arithmetic(prose, tabled),
        sources=distinct((material.figure_source(prose), material.figure_source(tabled))),
    )


def _covers(prose: Figure, tabled: Figure) -> bool:
    """Whether the words of running text name what the row names; growth of what must be said in full."""
    row, said = plain_words((tabled.table_row or (tabled.label,))[-1]), plain_words(prose.label)
    share = len(row & said) / len(row) if row else 0
    return share == 1 or (share >= _NAMED and not _FLOW.search(prose.label))


def check_across(materials: Sequence[Material]) -> Iterator[Finding]:
    """Values and targets that two reports give differently."""
    dates = {material.report.id: report_date(material) for material in materials}
    figures = [figure for material in materials for figure in material.figures]
    for group in _grouped(figures).values():
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
            if likeness(left.label, right.label) >= _LIKE
            and (_same_time(left, right) or _end_of_span(left, right))
        ]
        if not pairs or any(_agreement(*pair) is not Agreement.DIFFERS for pair in pairs):
            continue
        left, right = min(pairs, key=lambda pair: (not _same_time(*pair), pair[0].table_row is None))
        first, last = sorted((left, right), key=lambda each: dates.get(each.report_id, ""))
        yield _vintage(first, last)


def _end_of_span(one: Figure, other: Figure) -> bool:
    """What stands at a span's end may be that year's: an area for 2021-2023 is that of 2023."""
    left, right = read_period(one.period), read_period(other.period)
    if left is None or right is None or left.months != right.months or left.last != right.last:
        return False
    return not _FLOW.search(f"{one.label} {other.label} {one.unit}") and _off(one, other) <= _NEAR


def _vintage(first: Figure, last: Figure) -> Finding:
    estimate = first.kind is FigureKind.ESTIMATE
    sure = _off(first, last) <= _FAR and _same_time(first, last)
    if estimate:
        what = (
            f"{_named(last)}: báo cáo trước ước {written_of(first)}, báo cáo sau ghi {written_of(last)}; "
            "dùng số của báo cáo sau."
        )
    else:
        what = (
            f"{_named(last)}: hai báo cáo cùng ghi là đã thực hiện nhưng khác nhau: {written_of(first)} và "
            f"{written_of(last)}."
        )
    return Finding(
        kind=Kind.SUPERSEDED if estimate else Kind.CROSS_REPORT,
        certainty=Certainty.CLEAR if estimate and sure else Certainty.ARGUABLE,
        printed=written_of(first),
        recomputed=written_of(last),
        what=what,
        arithmetic=_arithmetic(first, last),
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
        if one.report_id == other.report_id or likeness(one.label, other.label) < _LIKE:
            continue
        left, right = _numbers(one, other)
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
            what=f"Mục tiêu {_named(one)}: hai báo cáo ghi {written_of(one)} và {written_of(other)}.",
            arithmetic=_arithmetic(one, other),
            sources=distinct((_source(one), _source(other))),
        )


def _within(one: Figure, other: Figure) -> bool:
    """Whether one target is the other's range or end of it."""
    left, right = one.quantity, convert_figure(other, one.unit)
    return left is not None and right is not None and left.low <= right.high and right.low <= left.high
