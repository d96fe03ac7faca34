"""An answer as the doors give it: plain JSON values, numbers as exact decimal strings."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.steps import own_times

if TYPE_CHECKING:
    from assistant.answer import Answer, Citation
    from assistant.calculation import Calculation, Value
    from corpus.figures import Figure

Json = str | int | float | bool | None | list["Json"] | dict[str, "Json"]


def answer_as_json(answer: Answer) -> dict[str, Json]:
    """The answer in the form that every door returns."""
    markers = [*answer.calculation_markers, *(() for _ in answer.calculations)]
    return {
        "answer_id": answer.answer_id,
        "conversation_id": answer.conversation_id,
        "status": answer.status.value,
        "answer": answer.text,
        "citations": [_citation(citation) for citation in answer.citations],
        "calculations": [
            calculation_as_json(calculation, marked)
            for calculation, marked in zip(answer.calculations, markers, strict=False)
        ],
        "warnings": list(answer.warnings),
        "follow_ups": list(answer.follow_ups),
        "engine": answer.engine,
        "elapsed_ms": answer.elapsed_ms,
        "steps_ms": dict(own_times(answer.laps)),
    }


def calculation_as_json(calculation: Calculation, markers: tuple[int, ...] = ()) -> dict[str, Json]:
    """One calculation: its inputs as sourced figures, its results named."""
    refusal = calculation.refusal
    return {
        "tool": calculation.tool,
        "inputs": {
            **{name: _value(value) for name, value in calculation.arguments.items()},
            "figures": [figure_as_json(figure) for figure in calculation.inputs],
        },
        "formula": calculation.formula,
        "result": {
            **{name: _value(value) for name, value in calculation.result.items()},
            "shown": dict(calculation.shown),
            "units": dict(calculation.units),
        }
        if refusal is None
        else None,
        "refusal": None if refusal is None else {"reason": refusal.reason.value, "message": refusal.message},
        "markers": list(markers),
    }


def figure_as_json(figure: Figure) -> dict[str, Json]:
    """A figure as an input: what it says, as written, and where it stands."""
    return {
        "figure_id": figure.id,
        "written": figure.written,
        "unit": figure.unit,
        "label": figure.label,
        "place": figure.place,
        "period": figure.period,
        "kind": figure.kind.value,
        "file": figure.file,
        "spans": [list(span) for span in figure.spans],
    }


def _citation(citation: Citation) -> dict[str, Json]:
    return {
        "marker": citation.marker,
        "passage_id": citation.passage_id,
        "report_id": citation.report_id,
        "report_title": citation.report_title,
        "file": citation.file,
        "section": list(citation.section),
        "kind": citation.kind.value,
        "footnote": citation.footnote,
        "table_row": citation.table_row,
        "page": citation.page,
        "confidence": citation.confidence,
        "text": citation.text,
        "spans": [list(span) for span in citation.spans],
    }


def _value(value: Value) -> Json:
    return format(value, "f") if isinstance(value, Decimal) else value
