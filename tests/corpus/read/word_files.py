"""A Report written as a Word file with real footnotes: what an official's own file of it would be."""

from __future__ import annotations

import io
from collections.abc import Sequence

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.table import _Cell
from docx.text.paragraph import Paragraph
from lxml import etree

from corpus.report import Block, BlockKind, Footnote, Mark, Report, Stitched, Table


def as_word(report: Report) -> bytes:
    """The report's blocks, notes and tables as .docx."""
    document = Document()
    notes = _Notes(report)
    for part in sorted([*report.blocks, *report.tables], key=lambda one: one.order):
        if isinstance(part, Table):
            _write_table(document, part, notes)
        else:
            _write_block(document, part, notes)
    notes.attach(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


class _Notes:
    def __init__(self, report: Report) -> None:
        self._notes: Sequence[Footnote] = report.footnotes
        self._written: dict[int, int] = {}

    def refer(self, paragraph: Paragraph, mark: Mark) -> None:
        """Put a real reference where the mark stood."""
        if mark.footnote is None:
            return
        number = self._written.setdefault(mark.footnote, len(self._written) + 1)
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(number))
        paragraph.add_run()._r.append(reference)

    def attach(self, document: WordDocument) -> None:
        """Write the notes' own part."""
        root = etree.fromstring(f"<w:footnotes {nsdecls('w')}/>".encode())
        for index, number in self._written.items():
            note, paragraph = OxmlElement("w:footnote"), OxmlElement("w:p")
            note.set(qn("w:id"), str(number))
            run, text = OxmlElement("w:r"), OxmlElement("w:t")
            text.text = self._notes[index].text
            text.set(qn("xml:space"), "preserve")
            run.append(text)
            paragraph.append(run)
            note.append(paragraph)
            root.append(note)
        package = document.part.package
        blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        part = Part(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, blob, package)
        document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def _write_block(document: WordDocument, block: Block, notes: _Notes) -> None:
    paragraph = document.add_paragraph()
    _write_text(paragraph, block.body, block.marks, notes)
    if block.kind is BlockKind.HEADING:
        for run in paragraph.runs:
            run.bold = True


def _write_text(paragraph: Paragraph, body: Stitched, marks: Sequence[Mark], notes: _Notes) -> None:
    position = 0
    for mark in sorted(marks, key=lambda one: one.at):
        paragraph.add_run(body.text[position : mark.at])
        notes.refer(paragraph, mark)
        position = mark.at
    paragraph.add_run(body.text[position:])


def _write_table(document: WordDocument, table: Table, notes: _Notes) -> None:
    """The header as printed, a column that spans others merged over them, then the rows."""
    depth = max(len(column) for column in table.columns)
    grid = document.add_table(rows=depth, cols=len(table.columns))
    grid.style = "Table Grid"
    for level in range(depth):
        _write_header(grid.rows[level].cells, table, level)
    used = {written.column for row in table.rows for written in row.cells}
    label = next((column for column in range(len(table.columns)) if column not in used), 0)
    for row in table.rows:
        cells = grid.add_row().cells
        cells[label].text = row.label[-1] if row.label else ""
        for written in row.cells:
            _write_text(cells[written.column].paragraphs[0], written.body, written.marks, notes)


def _write_header(cells: Sequence[_Cell], table: Table, level: int) -> None:
    start = 0
    while start < len(table.columns):
        path = table.columns[start][: level + 1]
        end = start + 1
        while len(path) > level and end < len(table.columns) and table.columns[end][: level + 1] == path:
            end += 1
        if len(path) > level:
            cells[start].merge(cells[end - 1]).text = path[level]
        start = end
