"""A passage: what is searched and shown. Whole sentences of one section with the footnotes that they bear."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from corpus.report import ReportId, Span

PassageId = NewType("PassageId", str)


class PassageKind(StrEnum):
    """What a passage quotes."""

    BODY = "body"
    FOOTNOTE = "footnote"
    TABLE = "table"


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A footnote borne by a passage's sentences, citable on its own."""

    number: str
    text: str
    at: int  # offset in the passage's text where its mark stood
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words of a report as they may be quoted; headings and titles are context, never quoted text."""

    id: PassageId  # stable while the report's content is: report id + order
    report_id: ReportId
    file: str
    kind: PassageKind
    text: str  # stitched, marks removed, cells joined by " | "
    spans: tuple[Span, ...]
    order: int
    section: tuple[str, ...]  # heading path with numbers
    notes: tuple[Note, ...] = ()
    footnote: str | None = None  # the note's number, for a passage that is a footnote
    anchor: str | None = None  # for a footnote: the sentence that bears its mark
    table_title: str | None = None
    table_row: tuple[str, ...] | None = None  # full row label; None for the table as a whole
    tokens: int = 0
    page: int | None = None  # where it begins, in a document that tells its pages
    confidence: int | None = None  # per cent, where it was read in a picture
