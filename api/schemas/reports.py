"""Reports, passages and what a search finds, as the doors give them.

Plain dictionaries go out, because a report has thousands of blocks; the models describe them, and a test
holds one against the other.
"""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, Field

from api.schemas.answers import Span
from assistant.answer_json import Json
from corpus.index import Context, Hit
from corpus.passages import Note, Passage
from corpus.report import Block, Footnote, Problem, Report, ReportId, Section, Table
from corpus.report import Span as SourceSpan
from corpus.report_json import column_names
from corpus.stores.reports import ReportCard

_CARD = ("id", "file", "title", "issuer", "place", "level", "number", "date", "period")
_COUNTS = ("characters", "passages", "figures", "footnotes", "tables", "problems")


class ReportOut(BaseModel):
    """A report as a list shows it."""

    id: str = Field(description="Mã báo cáo")
    file: str = Field(description="Tên tệp")
    title: str = Field(description="Tên báo cáo")
    issuer: str | None = Field(description="Cơ quan ban hành")
    place: str | None = Field(description="Nơi mà báo cáo nói về", examples=["huyện Tam Đường"])
    level: str | None = Field(description="Cấp", examples=["huyện"])
    number: str | None = Field(description="Số hiệu")
    date: str | None = Field(description="Ngày ban hành", examples=["2023-12-28"])
    period: str | None = Field(description="Kỳ báo cáo", examples=["2020-2025"])
    counts: dict[str, int] = Field(description="Số ký tự, đoạn trích, số liệu, chú thích, bảng, vấn đề")
    added_at: str = Field(description="Lúc lập chỉ mục (UTC)")


class ReportPage(BaseModel):
    """One page of reports."""

    total: int = Field(description="Có tất cả bao nhiêu")
    results: list[ReportOut] = Field(description="Trang này")


class SectionOut(BaseModel):
    """A heading."""

    number: str | None = Field(description="Số đề mục như in")
    title: str
    level: int
    order: int = Field(description="Thứ tự; các khối chỉ đến đề mục bằng số này")
    parent: int | None
    spans: list[Span]


class BlockOut(BaseModel):
    """A paragraph, item or heading, whole again."""

    kind: str
    text: str
    section: int | None
    order: int
    spans: list[Span]
    confidence: int | None = Field(default=None, description="Độ tin cậy (%), nếu chữ đọc từ ảnh quét")


class FootnoteOut(BaseModel):
    """A note with the sentence that bears its mark."""

    number: str
    text: str
    anchor: str = Field(description="Câu hoặc ô mang dấu chú thích")
    anchor_in: str
    section: int | None
    order: int
    spans: list[Span]


class RowOut(BaseModel):
    """A row under its full label."""

    label: list[str]
    cells: dict[str, str] = Field(description="Tên cột đầy đủ và ô như in")
    spans: list[Span]


class TableOut(BaseModel):
    """A table."""

    title: str
    columns: list[str]
    rows: list[RowOut]
    section: int | None
    order: int
    spans: list[Span]


class ProblemOut(BaseModel):
    """What reading noticed and could not put right."""

    kind: str
    note: str
    spans: list[Span]


class ReportDetail(ReportOut):
    """A whole report."""

    sections: list[SectionOut]
    blocks: list[BlockOut]
    footnotes: list[FootnoteOut]
    tables: list[TableOut]
    problems: list[ProblemOut] = Field(description="Chỗ chưa đọc chắc chắn; không chữ nào bị bỏ")


class NoteOut(BaseModel):
    """A footnote that a passage bears."""

    number: str
    text: str
    spans: list[Span]


class PassageOut(BaseModel):
    """Words of a report as they may be quoted."""

    passage_id: str = Field(description="Mã đoạn trích")
    report_id: str
    report_title: str
    file: str
    section: list[str] = Field(description="Các đề mục bên trên")
    kind: Literal["body", "footnote", "table"]
    footnote: str | None
    anchor: str | None = Field(description="Với chú thích: câu mang dấu của nó")
    table_title: str | None
    table_row: str | None
    page: int | None = Field(default=None, description="Trang của bản PDF, nếu biết")
    confidence: int | None = Field(default=None, description="Độ tin cậy (%), nếu chữ đọc từ ảnh quét")
    text: str
    notes: list[NoteOut] = Field(description="Các chú thích của đoạn này")
    order: int
    spans: list[Span]


class HitOut(PassageOut):
    """A passage that a search found."""

    score: float = Field(description="Càng lớn càng khớp")


class SearchPage(BaseModel):
    """What a search found, best first."""

    results: list[HitOut]


class PassageDetail(PassageOut):
    """A passage among its neighbours."""

    before: list[PassageOut]
    after: list[PassageOut]


def card_as_json(card: ReportCard) -> dict[str, Json]:
    """A report for a list."""
    counts: dict[str, Json] = {name: getattr(card, name) for name in _COUNTS}
    return {**{name: getattr(card, name) for name in _CARD}, "counts": counts, "added_at": card.added_at}


def report_as_json(card: ReportCard, report: Report) -> dict[str, Json]:
    """A whole report."""
    return {
        **card_as_json(card),
        "sections": [_section(one) for one in report.sections],
        "blocks": [_block(one, report) for one in report.blocks],
        "footnotes": [_footnote(one) for one in report.footnotes],
        "tables": [_table(one) for one in report.tables],
        "problems": [_problem(one) for one in report.problems],
    }


def passage_as_json(passage: Passage, titles: Mapping[ReportId, str]) -> dict[str, Json]:
    """A passage, with its report's title out of `titles`."""
    return {
        "passage_id": passage.id,
        "report_id": passage.report_id,
        "report_title": titles.get(passage.report_id, passage.file),
        "file": passage.file,
        "section": list(passage.section),
        "kind": passage.kind.value,
        "footnote": passage.footnote,
        "anchor": passage.anchor,
        "table_title": passage.table_title,
        "table_row": " / ".join(passage.table_row) if passage.table_row else None,
        "page": passage.page,
        "confidence": passage.confidence,
        "text": passage.text,
        "notes": [_note(one) for one in passage.notes],
        "order": passage.order,
        "spans": _spans(passage.spans),
    }


def hit_as_json(hit: Hit, titles: Mapping[ReportId, str]) -> dict[str, Json]:
    """What a search found, with how well it matches."""
    return {**passage_as_json(hit.passage, titles), "score": hit.score}


def context_as_json(context: Context) -> dict[str, Json]:
    """A passage with its neighbours."""
    titles = {context.report.id: context.report.title}
    return {
        **passage_as_json(context.passage, titles),
        "before": [passage_as_json(one, titles) for one in context.before],
        "after": [passage_as_json(one, titles) for one in context.after],
    }


def _spans(spans: tuple[SourceSpan, ...]) -> list[Json]:
    return [[span.start, span.end] for span in spans]


def _section(section: Section) -> Json:
    return {
        "number": section.number,
        "title": section.title,
        "level": section.level,
        "order": section.order,
        "parent": section.parent,
        "spans": _spans(section.spans),
    }


def _block(block: Block, report: Report) -> Json:
    return {
        "kind": block.kind.value,
        "text": block.text,
        "section": block.section,
        "order": block.order,
        "spans": _spans(block.spans),
        "confidence": report.confidence_of(block.spans),
    }


def _footnote(note: Footnote) -> Json:
    return {
        "number": note.number,
        "text": note.text,
        "anchor": note.anchor,
        "anchor_in": note.anchor_in.value,
        "section": note.section,
        "order": note.order,
        "spans": _spans(note.spans),
    }


def _table(table: Table) -> Json:
    columns = column_names(table)
    rows: list[Json] = [
        {
            "label": list(row.label),
            "cells": {columns[cell.column]: cell.written for cell in row.cells},
            "spans": _spans(row.spans),
        }
        for row in table.rows
    ]
    return {
        "title": table.title,
        "columns": list(columns),
        "rows": rows,
        "section": table.section,
        "order": table.order,
        "spans": _spans(table.spans),
    }


def _problem(problem: Problem) -> Json:
    return {"kind": problem.kind, "note": problem.note, "spans": _spans(problem.spans)}


def _note(note: Note) -> Json:
    return {"number": note.number, "text": note.text, "spans": _spans(note.spans)}
