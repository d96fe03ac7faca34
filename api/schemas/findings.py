"""What the audit found, as the doors give it."""

from typing import Literal

from pydantic import BaseModel, Field

from api.schemas.answers import Span

Kind = Literal[
    "percent",
    "sum",
    "prose_vs_table",
    "cross_report",
    "superseded",
    "outlier",
    "unit",
    "name_swap",
    "duplicate",
]
Certainty = Literal["clear", "rounding", "arguable"]


class FindingSource(BaseModel):
    """Words of a report as they stand."""

    file: str
    text: str
    spans: list[Span]


class FindingOut(BaseModel):
    """Something that a report prints and that its figures, or another's, do not bear out."""

    kind: Kind = Field(description="Loại chênh lệch")
    certainty: Certainty = Field(description="Rõ, do làm tròn, hay cần xem lại")
    printed: str = Field(description="Số như in", examples=["61%"])
    recomputed: str = Field(description="Số tính lại", examples=["79,27%"])
    what: str = Field(description="Một câu nói rõ")
    arithmetic: str = Field(description="Phép tính")
    sources: list[FindingSource]


class FindingPage(BaseModel):
    """One page of findings."""

    total: int
    results: list[FindingOut]
