"""Calculations and figures as JSON, the same at every door."""

from __future__ import annotations

from decimal import Decimal
from typing import TypedDict

from assistant.calculation import Calculation, Value
from corpus.figures import Figure

Json = str | int | bool | None


class FigureJson(TypedDict):
    """An input of a calculation, enough to name it and to find its source."""

    id: str
    written: str
    unit: str | None
    label: str
    place: str | None
    period: str | None
    kind: str
    set_by: str | None
    report_id: str
    file: str
    sentence: str
    footnote: str | None
    spans: list[list[int]]


class RefusalJson(TypedDict):
    """Why nothing was calculated."""

    reason: str
    message: str


class CalculationJson(TypedDict):
    """A calculation as doors give it; numbers as decimal strings, exact."""

    tool: str
    arguments: dict[str, Json]
    inputs: list[FigureJson]
    formula: str
    result: dict[str, Json]
    units: dict[str, str]
    shown: dict[str, str]
    refusal: RefusalJson | None


def figure_json(figure: Figure) -> FigureJson:
    """A figure's own words and place in the source."""
    return FigureJson(
        id=figure.id,
        written=figure.written,
        unit=figure.unit,
        label=figure.label,
        place=figure.place,
        period=figure.period,
        kind=figure.kind.value,
        set_by=figure.set_by,
        report_id=figure.report_id,
        file=figure.file,
        sentence=figure.sentence,
        footnote=figure.footnote,
        spans=[[span.start, span.end] for span in figure.spans],
    )


def calculation_json(calculation: Calculation) -> CalculationJson:
    """The whole calculation."""
    refusal = calculation.refusal
    return CalculationJson(
        tool=calculation.tool,
        arguments={name: _json(value) for name, value in calculation.arguments.items()},
        inputs=[figure_json(figure) for figure in calculation.inputs],
        formula=calculation.formula,
        result={name: _json(value) for name, value in calculation.result.items()},
        units=dict(calculation.units),
        shown=dict(calculation.shown),
        refusal=RefusalJson(reason=refusal.reason.value, message=refusal.message) if refusal else None,
    )


def _json(value: Value) -> Json:
    return format(value, "f") if isinstance(value, Decimal) else value
