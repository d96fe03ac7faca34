"""Indicators that have a result and a target, by verdict, field, place or report."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assistant.calculation import Calculation, RefusalReason, Value, Verdict
from assistant.steps import Step, step
from assistant.tools.compare import compare, direction
from assistant.tools.facts import Desk, same_place
from assistant.tools.pairing import RESULTS, TARGETS, Pair, pairs
from assistant.tools.units import convert_figure
from assistant.tools.wording import name_of, refuse, written_of
from corpus.figures import Figure
from corpus.report import ReportId
from corpus.text import folded

TOOL = "list_indicators"
_NO_VERDICT = "chỉ nêu chênh lệch"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One indicator with its result, its target and how the two stand."""

    pair: Pair
    verdict: Verdict | None
    stated: str | None


@step(Step.COMPUTE)
def list_indicators(  # noqa: PLR0913  # each narrows the list by one thing
    desk: Desk,
    *,
    verdict: str | None = None,
    stated_verdict: str | None = None,
    field: str | None = None,
    place: str | None = None,
    period: str | None = None,
    report_id: str | None = None,
) -> Calculation:
    """The indicators that fit, each with its verdict from the figures and the report's own beside it."""
    given = {
        "verdict": verdict,
        "stated_verdict": stated_verdict,
        "field": field,
        "place": place,
        "period": period,
        "report_id": report_id,
    }
    arguments: dict[str, Value] = {name: value for name, value in given.items() if value is not None}
    report = ReportId(report_id) if report_id else None
    figures = [
        figure
        for kind in sorted(RESULTS | TARGETS)
        for figure in desk.facts.figures(kind=kind, report_id=report)
        if (place is None or same_place(place, figure.place))
        and (field is None or _in_field(desk, figure, field))
    ]
    figures.sort(key=lambda figure: (figure.report_id, figure.spans[:1]))
    rows = [_held(desk, pair) for pair in pairs(figures) if period is None or period == pair.result.period]
    kept = [row for row in rows if _fits(row, verdict, stated_verdict)]
    if not kept:
        message = "Không có chỉ tiêu nào vừa có kết quả vừa có mục tiêu khớp với điều kiện đã nêu."
        return refuse(TOOL, RefusalReason.NO_FIGURE, message, (), arguments)
    return Calculation(
        tool=TOOL,
        inputs=tuple(dict.fromkeys(one for row in kept for one in (row.pair.result, row.pair.target))),
        arguments=arguments,
        formula="; ".join(_line(row) for row in kept),
        result=_result(kept),
        shown=_shown(kept),
    )


def _in_field(desk: Desk, figure: Figure, field: str) -> bool:
    known = desk.indicator(figure.indicator)
    wanted = folded(field)
    if known is not None and known.field and wanted in folded(known.field):
        return True
    return any(wanted in folded(heading) for heading in (*figure.section, *(figure.table_row or ())[:-1]))


def _held(desk: Desk, pair: Pair) -> Listed:
    """How a pair stands; undecidable where the two cannot be compared at all."""
    wanted = convert_figure(pair.target, pair.result.unit)
    if pair.result.quantity is None or wanted is None:
        return Listed(pair=pair, verdict=Verdict.UNDECIDABLE, stated=pair.result.stated_verdict)
    held = compare(pair.result.quantity, wanted, direction(desk.better(pair.result), wanted))
    return Listed(pair=pair, verdict=held.verdict, stated=pair.result.stated_verdict)


def _fits(row: Listed, verdict: str | None, stated: str | None) -> bool:
    if verdict is not None and (row.verdict is None or folded(row.verdict.value) != folded(verdict)):
        return False
    return stated is None or folded(row.stated or "") == folded(stated)


def _word(row: Listed) -> str:
    return row.verdict.value if row.verdict else _NO_VERDICT


def _line(row: Listed) -> str:
    result, target = row.pair.result, row.pair.target
    said = f" (báo cáo ghi “{row.stated}”)" if row.stated else ""
    return f"{name_of(result)}: {written_of(result)} so với {written_of(target)}: {_word(row)}{said}"


def _result(rows: Iterable[Listed]) -> dict[str, Value]:
    result: dict[str, Value] = {}
    for at, row in enumerate(rows, start=1):
        result["count"] = at
        result[f"name_{at}"] = row.pair.result.label
        result[f"verdict_{at}"] = _word(row)
        result[f"stated_verdict_{at}"] = row.stated
    return result


def _shown(rows: Iterable[Listed]) -> dict[str, str]:
    shown = {}
    for at, row in enumerate(rows, start=1):
        shown[f"result_{at}"] = written_of(row.pair.result)
        shown[f"target_{at}"] = written_of(row.pair.target)
    return shown
