"""Words before the check (`Draft`) and after it (`Answer`), with what they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from assistant.calculation import Calculation
from assistant.steps import Lap
from corpus.passages import PassageId, PassageKind
from corpus.report import ReportId, Span


class Status(StrEnum):
    """How far the reports tell what was asked."""

    ANSWERED = "answered"
    PARTIAL = "partial"
    CONFLICTING = "conflicting"
    NOT_FOUND = "not_found"
    CLARIFY = "clarify"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """A marker's passage: the words as they stand in the source, and where."""

    marker: int
    passage_id: PassageId
    report_id: ReportId
    report_title: str
    file: str
    section: tuple[str, ...]
    kind: PassageKind
    text: str
    spans: tuple[Span, ...]
    footnote: str | None = None
    table_row: str | None = None
    page: int | None = None
    confidence: int | None = None  # per cent, where it was read in a picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence or table row of a draft, with the markers and calculations that it rests on."""

    text: str  # Vietnamese Markdown, markers such as [1] included
    markers: tuple[int, ...] = ()
    calculations: tuple[int, ...] = ()  # indexes into Draft.calculations
    quote: bool = False  # the words stand verbatim in a cited passage
    block: str = "p"  # "p" (joins the paragraph), "row", "item", "head": how it is laid out


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an engine wrote, before the check."""

    status: Status
    sentences: tuple[Sentence, ...]
    citations: tuple[Citation, ...] = ()
    calculations: tuple[Calculation, ...] = ()
    warnings: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    engine: str = "rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the reader gets: every figure in it stands in a citation or a calculation."""

    answer_id: str
    conversation_id: str
    status: Status
    text: str
    citations: tuple[Citation, ...] = ()
    calculations: tuple[Calculation, ...] = ()
    calculation_markers: tuple[tuple[int, ...], ...] = ()  # markers of each calculation's inputs
    warnings: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    engine: str = "rules"
    elapsed_ms: int = 0
    withheld: int = 0  # sentences that the check held back
    laps: tuple[Lap, ...] = ()  # how long each step took
