"""Every indicator with a result and a target, by place and period: the rows of a room and of a sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote

from api.exports.chart import Point, TargetLine
from api.exports.sheets import Cell
from api.web.answers import span_words
from api.web.phrases import phrase, table
from assistant.tools.choose import newest
from assistant.tools.compare_with_target import compare_with_target
from assistant.tools.facts import Desk
from assistant.tools.pairing import RESULTS, TARGETS, Pair, pairs
from assistant.tools.periods import read_period
from assistant.tools.wording import target_name, written_of
from corpus.figures import Figure, FigureKind
from corpus.report import ReportId
from corpus.text import folded

HEADER = (
    "Chỉ tiêu", "Nơi", "Kỳ", "Kết quả", "Giá trị", "Đơn vị", "Loại", "Mục tiêu", "Chênh lệch", "Tỷ lệ",
    "Kết luận", "Báo cáo ghi", "Báo cáo",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorRow:
    """One result against its target, with what earlier reports said of it."""

    key: str  # indicator id, or the label where it is unknown
    name: str
    field: str
    place: str
    period: str
    result: str
    value: Decimal | None
    unit: str
    kind: str
    target: str
    target_name: str
    gap: str
    ratio: str
    verdict: str
    tone: str
    sign: str
    stated: str
    report: str
    figure_id: str
    href: str
    target_href: str
    earlier: tuple[str, ...] = ()
    charted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody filters and sorts by."""

    place: str = ""
    field: str = ""
    verdict: str = ""
    words: str = ""
    sort: str = ""


def indicator_rows(desk: Desk, wanted: Wanted, names: Mapping[ReportId, str]) -> tuple[IndicatorRow, ...]:
    """The rows that fit, the newest report's value leading."""
    figures = tuple(desk.facts.figures())
    held: dict[tuple[str, str, str], list[Pair]] = {}
    for pair in pairs(figures):
        if pair.result.quantity is not None:
            held.setdefault(_key(pair.result), []).append(pair)
    years = _years_by_series(figures)
    rows = (_row(desk, group, years, names) for group in held.values())
    kept = [row for row in rows if row is not None and _fits(row, wanted)]
    return tuple(_sorted(kept, wanted.sort))


def _key(figure: Figure) -> tuple[str, str, str]:
    return (_series(figure), figure.place or "", figure.period or "")


def _series(figure: Figure) -> str:
    return figure.indicator or folded(" ".join(figure.table_row or (figure.label,)))


def _years_by_series(figures: Iterable[Figure]) -> dict[tuple[str, str], set[str]]:
    years: dict[tuple[str, str], set[str]] = {}
    for figure in figures:
        period = read_period(figure.period)
        if figure.kind in RESULTS and period is not None and period.years == 1 and figure.indicator:
            years.setdefault((figure.indicator, figure.place or ""), set()).add(str(period.last))
    return years


def _row(
    desk: Desk,
    group: Sequence[Pair],
    years: Mapping[tuple[str, str], set[str]],
    names: Mapping[ReportId, str],
) -> IndicatorRow | None:
    vintage = newest([pair.result for pair in group], desk.dates)
    if vintage is None:
        return None
    pair = next(one for one in group if one.result is vintage.leading)
    result, target = pair.result, pair.target
    made = compare_with_target(result, target, better=desk.better(result), others=pair.others)
    known = desk.indicator(result.indicator)
    verdict = str((made.result or {}).get("verdict") or "")
    return IndicatorRow(
        key=_series(result),
        name=_capital(known.name if known else " / ".join(result.table_row or (result.label,))),
        field=(known.field or "") if known else "",
        place=result.place or "",
        period=result.period or "",
        result=written_of(result),
        value=result.quantity.value if result.quantity else None,
        unit=result.unit or "",
        kind=phrase("kinds", result.kind.value),
        target=written_of(target),
        target_name=target_name(target),
        gap=made.shown.get("gap", ""),
        ratio=made.shown.get("ratio", ""),
        verdict=verdict,
        tone=table("verdicts", "tones").get(verdict, "none"),
        sign=table("verdicts", "signs").get(verdict, ""),
        stated=result.stated_verdict or "",
        report=names.get(result.report_id, result.file),
        figure_id=result.id,
        href=place_of(result),
        target_href=place_of(target),
        earlier=tuple(f"{written_of(one)} ({names.get(one.report_id, one.file)})" for one in vintage.earlier),
        charted=len(years.get((result.indicator or "", result.place or ""), ())) > 1,
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def place_of(figure: Figure) -> str:
    """The address of a figure in the reading room."""
    spans = span_words(figure.sentence_spans or figure.spans)
    return f"/bao-cao/{quote(figure.report_id, safe='')}?vung={spans}"


def _fits(row: IndicatorRow, wanted: Wanted) -> bool:
    words = folded(wanted.words)
    return (
        wanted.place in ("", row.place)
        and wanted.field in ("", row.field)
        and wanted.verdict in ("", row.verdict or "-")
        and (not words or words in folded(f"{row.name} {row.place} {row.period}"))
    )


def _sorted(rows: Sequence[IndicatorRow], by: str) -> list[IndicatorRow]:
    if by in {"name", "place", "period", "verdict", "field"}:
        return sorted(rows, key=lambda row: (folded(str(getattr(row, by))), folded(row.name)))
    return list(rows)


def sheet_rows(rows: Iterable[IndicatorRow]) -> list[tuple[Cell, ...]]:
    """The rows as a spreadsheet takes them."""
    return [
        (
            row.name, row.place, row.period, row.result, row.value, row.unit, row.kind,
            f"{row.target} ({row.target_name})", row.gap, row.ratio, row.verdict, row.stated, row.report,
        )
        for row in rows
    ]  # fmt: skip


def series(desk: Desk, indicator: str, place: str) -> tuple[list[Point], TargetLine | None, str]:
    """The yearly values of an indicator, its target and its unit, newest values only."""
    told = desk.facts.figures(indicator=indicator, place=place)
    figures = [one for one in told if one.quantity is not None]
    years: dict[int, list[Figure]] = {}
    for figure in figures:
        period = read_period(figure.period)
        if figure.kind in RESULTS and period is not None and period.years == 1 and period.months is None:
            years.setdefault(period.last, []).append(figure)
    leading = {year: newest(group, desk.dates) for year, group in sorted(years.items())}
    chosen = {year: held.leading for year, held in leading.items() if held}
    unit = next((figure.unit or "" for figure in chosen.values()), "")
    points = [
        Point(
            period=str(year),
            value=one.quantity.low,
            written=one.written,
            estimate=one.kind is FigureKind.ESTIMATE,
        )
        for year, one in chosen.items()
        if one.quantity is not None and (one.unit or "") == unit
    ]
    targets = [one for one in figures if one.kind in TARGETS and (one.unit or "") == unit]
    return points, _target_line(targets, desk), unit


def _target_line(targets: Sequence[Figure], desk: Desk) -> TargetLine | None:
    held = newest([one for one in targets if one.quantity and one.quantity.value is not None], desk.dates)
    if held is None or held.leading.quantity is None:
        return None
    target = held.leading
    label = _capital(target_name(target))
    return TargetLine(value=held.leading.quantity.low, written=written_of(target), label=label)
