"""A figure: one number that a report prints, with what it says, of where and when."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from corpus.passages import PassageId
from corpus.report import ReportId, Span

FigureId = NewType("FigureId", str)


class FigureKind(StrEnum):
    """How a figure stands to what happened."""

    ACTUAL = "actual"
    ESTIMATE = "estimate"
    TARGET = "target"
    PLAN = "plan"
    CHANGE = "change"
    SHARE = "share"


class Bound(StrEnum):
    """Whether the number is itself, a lower bound (`>`, trên, từ) or an upper bound (`<`, dưới)."""

    EXACT = "exact"
    ABOVE = "above"  # > 5, trên 5, hơn 5
    AT_LEAST = "at_least"  # ≥ 5, từ 5 trở lên, ít nhất 5
    BELOW = "below"  # < 5, dưới 5
    AT_MOST = "at_most"  # ≤ 5, không quá 5
    RANGE = "range"  # 9-10: low and high


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number as arithmetic sees it. `low == high` unless it is a range."""

    low: Decimal
    high: Decimal
    bound: Bound = Bound.EXACT
    approximate: bool = False  # gần, khoảng, trên dưới
    out_of: Decimal | None = None  # 800 of "788/800"

    @property
    def value(self) -> Decimal | None:
        """The single number it is compared by; None for a range."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number with label, place, period, kind and unit, and where it stands."""

    id: FigureId  # stable for the same file content: report id + first span
    report_id: ReportId
    file: str
    written: str  # as printed: "gần 97", ">5", "9-10"
    quantity: Quantity | None  # None: malformed as printed, kept and flagged
    unit: str | None  # canonical: "%", "điểm %", "tỷ đồng", "nghìn tấn"
    label: str  # as written, what is measured
    indicator: str | None  # canonical indicator id of the vocabulary
    place: str | None  # with its level: "huyện Tam Đường"
    level: str | None
    period: str | None  # "2023", "2021-2023", "10 tháng 2023", "đến 2030", "hằng năm 2020-2025"
    kind: FigureKind
    sentence: str  # the whole sentence, or the row, its cells joined by " | "
    section: tuple[str, ...]  # heading path
    spans: tuple[Span, ...]  # of the number and its unit
    sentence_spans: tuple[Span, ...]
    footnote: str | None = None  # the note's number, where the figure stands in a note
    table_row: tuple[str, ...] | None = None
    table_column: tuple[str, ...] | None = None
    table_title: str | None = None
    # For `change` and `share`: what it is measured against ("so với năm 2020", "kế hoạch", "Nghị quyết").
    refers_to: str | None = None
    # For `target` and `plan`: who set it ("Nghị quyết Đại hội", "kế hoạch tỉnh giao", "dự toán").
    set_by: str | None = None
    # The report's own verdict on the same row or clause ("Đạt", "Vượt", "Chưa đạt", "Khó đạt", "Không đạt").
    stated_verdict: str | None = None
    # Figures of one clause or row share a group, so that result, target and ratio find one another.
    group: str | None = None
    flags: tuple[str, ...] = ()  # "malformed", "outlier", …
    passage: PassageId | None = None  # that it is cited from, once its report is split
