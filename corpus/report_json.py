"""A report in the form that `baocao read --json` prints and the HTTP API returns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import TypeAlias

from corpus.report import Footnote, Report, Row, Section, Span, Table

Json: TypeAlias = "dict[str, Json] | list[Json] | str | int | float | bool | None"


def report_as_json(report: Report) -> dict[str, Json]:
    """The whole report as plain data; spans are half-open pairs of code points of its source."""
    problems: list[Json] = [
        {"kind": one.kind, "note": one.note, "spans": spans_as_json(one.spans)} for one in report.problems
    ]
    front: dict[str, Json] = {**asdict(report.front), "problems": problems}
    return {
        "report": front,
        "sections": [_section(section) for section in report.sections],
        "blocks": [
            {
                "kind": block.kind.value,
                "text": block.text,
                "section": block.section,
                "spans": spans_as_json(block.spans),
                **_confidence(report, block.spans),
            }
            for block in report.blocks
        ],
        "footnotes": [{**_footnote(note), **_confidence(report, note.spans)} for note in report.footnotes],
        "tables": [_table(table) for table in report.tables],
        "furniture": [{"text": one.text, "spans": spans_as_json(one.spans)} for one in report.furniture],
        "marks": [{"number": mark.number, "spans": spans_as_json(mark.spans)} for mark in report.marks],
    }


def spans_as_json(spans: Iterable[Span]) -> list[Json]:
    """Spans as lists of two numbers."""
    return [[span.start, span.end] for span in spans]


def column_names(table: Table) -> list[str]:
    """Each column's path joined by ` / `; columns of the same path are told apart by a number."""
    names: list[str] = []
    for index, path in enumerate(table.columns):
        name = " / ".join(path) or f"Cột {index + 1}"
        names.append(name if name not in names else f"{name} ({names.count(name) + 1})")
    return names


def _section(section: Section) -> Json:
    return {
        "number": section.number,
        "title": section.title,
        "level": section.level,
        "order": section.order,
        "spans": spans_as_json(section.spans),
    }


def _confidence(report: Report, spans: Iterable[Span]) -> dict[str, Json]:
    """How sure the reading is, in per cent, where it was read in a picture."""
    confidence = report.confidence_of(spans)
    return {} if confidence is None else {"confidence": confidence}


def _footnote(note: Footnote) -> dict[str, Json]:
    return {
        "number": note.number,
        "text": note.text,
        "anchor": note.anchor,
        "anchor_in": note.anchor_in.value,
        "spans": spans_as_json(note.spans),
    }


def _table(table: Table) -> Json:
    names = column_names(table)
    rows: list[Json] = [{"label": list(row.label), "cells": _cells(table, row, names)} for row in table.rows]
    return {"title": table.title, "columns": list(names), "rows": rows, "spans": spans_as_json(table.spans)}


def _cells(table: Table, row: Row, names: list[str]) -> Json:
    """Every column but the label's, empty cells as empty text."""
    written = {names[cell.column]: cell.written for cell in row.cells}
    return {name: written.get(name, "") for index, name in enumerate(names) if index != table.label_column}
