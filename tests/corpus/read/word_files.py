"""A Report written as a Word file with real footnotes: what an official's own file of it would be."""

from __future__ import annotations

import io
from collections.abc import Sequence
from xml.sax.saxutils import escape

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from corpus.report import Block, BlockKind, Footnote, Mark, Report, Stitched, Table

_SMALL = '<w:sz w:val="18"/>'
_RAISED = f'{_SMALL}<w:vertAlign w:val="superscript"/>'
_RULES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r>'
    "<w:continuationSeparator/></w:r></w:p></w:footnote>"
)


def as_word(report: Report) -> bytes:
    """The report's blocks, notes and tables as .docx."""
    document = Document()
    _lie_down(document)
    notes = _Notes(report)
    for part in _in_order(report):
        if isinstance(part, Table):
            _write_table(document, part, notes)
        else:
            _write_block(document, part, notes)
    notes.attach(document)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def _in_order(report: Report) -> list[Block | Table]:
    parts: list[Block | Table] = [*report.blocks, *report.tables]
    return sorted(parts, key=lambda part: part.order)


def _lie_down(document: WordDocument) -> None:
    """A wide page, as such tables are printed on."""
    page = document.sections[0]
    page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Cm(29.7), Cm(21)
    page.left_margin = page.right_margin = Cm(1.5)


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
        run = paragraph.add_run()
        run.font.superscript = True
        run._r.append(reference)

    def attach(self, document: WordDocument) -> None:
        """Write the notes' own part, as Word does: rules first, small letters, raised numbers."""
        notes = "".join(
            f'<w:footnote w:id="{number}"><w:p><w:r><w:rPr>{_RAISED}</w:rPr><w:footnoteRef/></w:r>'
            f'<w:r><w:rPr>{_SMALL}</w:rPr><w:t xml:space="preserve"> {escape(self._notes[index].text)}</w:t>'
            "</w:r></w:p></w:footnote>"
            for index, number in self._written.items()
        )
        blob = f"<w:footnotes {nsdecls('w')}>{_RULES}{notes}</w:footnotes>".encode()
        package = document.part.package
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
    for paragraph in (one for cell in grid._cells for one in cell.paragraphs):
        for run in paragraph.runs:
            run.font.size = Pt(8)


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
