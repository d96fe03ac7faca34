"""Figures, indicators and findings as the doors give them."""

from decimal import Decimal

from pydantic import BaseModel, Field

from api.schemas.answers import Span
from assistant.answer_json import Json
from corpus.figures import Bound, Figure, Quantity


class FigureOut(BaseModel):
    """One number that a report prints."""

    id: str = Field(description="Mã số liệu")
    report_id: str
    file: str
    written: str = Field(description="Như in", examples=["gần 97"])
    value: str | dict[str, str | None] | None = Field(
        description="Số thập phân; khoảng hoặc giới hạn ghi `low` và `high`", examples=["97"]
    )
    unit: str | None = Field(description="Đơn vị", examples=["nghìn tấn"])
    label: str = Field(description="Đo cái gì, như in")
    indicator: str | None = Field(description="Mã chỉ tiêu")
    place: str | None
    level: str | None
    period: str | None = Field(description="Kỳ", examples=["2023"])
    kind: str = Field(description="`actual`, `estimate`, `target`, `plan`, `change`, `share`")
    sentence: str = Field(description="Cả câu hoặc cả dòng")
    section: list[str]
    footnote: str | None
    table_row: str | None
    set_by: str | None = Field(description="Ai giao, với mục tiêu và kế hoạch")
    stated_verdict: str | None = Field(description="Nhận xét của chính báo cáo")
    flags: list[str]
    spans: list[Span]


class FigurePage(BaseModel):
    """One page of figures."""

    total: int
    results: list[FigureOut]


class IndicatorOut(BaseModel):
    """What is measured, and whether more is better."""

    id: str
    name: str
    synonyms: list[str]
    unit_family: str | None
    better: str = Field(description="`higher`, `lower`, `within` hoặc `none`")
    field: str | None = Field(description="Lĩnh vực")


class IndicatorPage(BaseModel):
    """One page of indicators."""

    total: int
    results: list[IndicatorOut]


def figure_as_json(figure: Figure) -> dict[str, Json]:
    """A figure with all that it says."""
    return {
        "id": figure.id,
        "report_id": figure.report_id,
        "file": figure.file,
        "written": figure.written,
        "value": _value(figure.quantity),
        "unit": figure.unit,
        "label": figure.label,
        "indicator": figure.indicator,
        "place": figure.place,
        "level": figure.level,
        "period": figure.period,
        "kind": figure.kind.value,
        "sentence": figure.sentence,
        "section": list(figure.section),
        "footnote": figure.footnote,
        "table_row": " / ".join(figure.table_row) if figure.table_row else None,
        "set_by": figure.set_by,
        "stated_verdict": figure.stated_verdict,
        "flags": list(figure.flags),
        "spans": [[span.start, span.end] for span in figure.spans],
    }


def _value(quantity: Quantity | None) -> Json:
    if quantity is None:
        return None
    match quantity.bound:
        case Bound.EXACT:
            return _plain(quantity.low)
        case Bound.ABOVE | Bound.AT_LEAST:
            return {"low": _plain(quantity.low), "high": None}
        case Bound.BELOW | Bound.AT_MOST:
            return {"low": None, "high": _plain(quantity.high)}
        case Bound.RANGE:
            return {"low": _plain(quantity.low), "high": _plain(quantity.high)}


def _plain(value: Decimal) -> str:
    return format(value, "f")
