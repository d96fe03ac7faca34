"""Word files as text of the OCR family: their own notes, numbering and tables written where they are shown.

A DOCX knows exactly what OCR has to guess. Writing it down in the form that the shared reader understands
(superscript marks, notes after the paragraph that bears them, tab-separated rows) keeps one way of reading.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.errors import UnreadableReportError
from corpus.read.layouttables import only_places
from corpus.read.oldfonts import as_unicode
from corpus.read.wordfonts import Fonts, is_on
from corpus.read.wordlists import Numbering

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_NOTES = {
    "footnoteReference": "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes",
    "endnoteReference": "http://schemas.openxmlformats.org/officeDocument/2006/relationships/endnotes",
}
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LARGEST = 256 * 1024 * 1024  # bytes unpacked; a report's text is far below, a bomb far above
_ALWAYS_LEFT_OUT = frozenset(
    {"instrText", "delText", "delInstrText", "del", "moveFrom", "fldChar", "rPr", "pPr"}
)
_SIGNS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}

_SYMBOLS = {0xB3: "≥", 0xA3: "≤", 0xB1: "±", 0xB4: "×", 0x25: "%", 0x2B: "+", 0x2F: "/", 0xBB: "≈"}

Problem = tuple[str, str]


def read_word(raw: bytes, file: str) -> tuple[str, tuple[Problem, ...]]:
    """The document's text, and what its reader should know."""
    document = _open(raw, file)
    writer = _Writer(document)
    text = writer.write()
    return text, tuple(writer.problems.items())


def _open(raw: bytes, file: str) -> Document:
    from docx import Document  # noqa: PLC0415 -- an optional part, and slow to import
    from docx.opc.exceptions import PackageNotFoundError  # noqa: PLC0415
    from lxml.etree import XMLSyntaxError  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _LARGEST:
                raise UnreadableReportError(file, "too_large")
        return Document(io.BytesIO(raw))
    except (
        zipfile.BadZipFile,
        PackageNotFoundError,
        XMLSyntaxError,
        KeyError,
        ValueError,
        EOFError,
    ) as error:
        raise UnreadableReportError(file, "damaged_word") from error


class _Writer:
    """Walks the document once, in reading order."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.problems: dict[str, str] = {}
        self._numbering = Numbering(document)
        self._fonts = Fonts(document, self._numbering)
        self._notes = {name: _notes_of(document, kind) for name, kind in _NOTES.items()}
        self._count = 0
        self._borne: list[tuple[str, str]] = []  # notes of the paragraph at hand: mark, words
        self._boxes: list[_Element] = []

    def write(self) -> str:
        """The whole text."""
        return "\n\n".join(block for block in self._blocks(self.document.element.body) if block) + "\n"

    def _blocks(self, parent: _Element) -> Iterator[str]:
        for child in parent:
            name = _name(child)
            if name == "p":
                yield from self._paragraph(child)
            elif name == "tbl":
                yield from self._table(child)
                yield from self._notes_borne()
            elif name in {"sdt", "sdtContent", "ins", "smartTag", "customXml"}:
                yield from self._blocks(child)

    def _paragraph(self, paragraph: _Element) -> Iterator[str]:
        label = self._numbering.label(paragraph)
        words = self._words(paragraph).strip()
        if words:
            line = f"{label} {words}".strip()
            yield f"**{line}**" if self._is_heading(paragraph) else line
        yield from self._notes_borne()
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            yield from self._blocks(box)

    def _notes_borne(self) -> Iterator[str]:
        borne, self._borne = self._borne, []
        for mark, words in borne:
            yield f"{mark} {words}"

    def _is_heading(self, paragraph: _Element) -> bool:
        style = self._numbering.style_name(paragraph).lower()
        if style.startswith(("heading", "title", "tiêu đề", "đầu đề")):
            return True
        runs = [run for run in paragraph.iter(f"{_W}r") if "".join(run.itertext(f"{_W}t")).strip()]
        return bool(runs) and all(self._fonts.is_bold(run, paragraph) for run in runs)

    def _words(self, element: _Element) -> str:
        return "".join(self._pieces(element))

    def _pieces(self, element: _Element) -> Iterator[str]:
        for child in element:
            name = _name(child)
            if name in _ALWAYS_LEFT_OUT or child.tag == f"{_MC}Fallback":
                if name in {"del", "moveFrom"}:
                    self.problems["tracked_changes"] = (
                        "Tệp có phần sửa đổi đang theo dõi; đọc như đã chấp nhận."
                    )
            elif name == "r" and is_on(child, "vanish"):
                self.problems["hidden_text"] = "Tệp có chữ ẩn; phần ấy không được đọc."
            elif name == "r":
                words = self._written(child)
                yield _raised(words) if _is_raised(child) else words
            elif name == "txbxContent":
                self._boxes.append(child)
            else:
                yield from self._leaf(child, name)

    def _written(self, run: _Element) -> str:
        """A run's words as they are printed: old fonts in Unicode, capitals where the font makes them."""
        words = self._words(run)
        font = self._fonts.old_font(run) if words.strip() else None
        if font is not None:
            self.problems["old_font"] = "Tệp có chữ dùng phông cũ (TCVN3 hoặc VNI); đã chuyển sang Unicode."
            words = as_unicode(words, font)
        return words.upper() if is_on(run, "caps") else words

    def _leaf(self, element: _Element, name: str) -> Iterator[str]:
        if name == "t" or element.tag == _MATH:
            yield (element.text or "").replace("\t", " ")
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name == "sym":
            yield _symbol(element.get(f"{_W}char", "20"))
        elif name in _NOTES:
            yield self._bear(element, name)
        else:
            yield from self._pieces(element)

    def _bear(self, reference: _Element, kind: str) -> str:
        """The note's mark; its words follow the paragraph."""
        note = self._notes[kind].get(reference.get(f"{_W}id", ""))
        self._count += 1
        mark = str(self._count).translate(_SUPERSCRIPTS)
        if note is None:
            self.problems["mark_without_note"] = "Có dấu chú thích mà tệp không có chú thích đó."
            return mark
        at = len(self._borne)
        self._borne.append((mark, ""))
        words = " ".join(filter(None, (self._words(part).strip() for part in note.iter(f"{_W}p"))))
        self._borne[at] = (mark, words.replace("\n", " "))
        return mark

    def _table(self, table: _Element) -> Iterator[str]:
        rows = [row for row in table.iter(f"{_W}tr") if _table_of(row) is table]
        plain = [["\n".join(_plain_words(cell)) for cell in _cells(row)] for row in rows]
        if only_places(plain, ruled=self._fonts.is_ruled(table)):
            for column in range(max(map(len, plain), default=0)):
                for cell in (_cells(row)[column] for row in rows if len(_cells(row)) > column):
                    yield from self._blocks(cell)
        else:
            yield "\n".join(map(self._row, rows))

    def _row(self, row: _Element) -> str:
        cells: list[str] = [""] * _count(row, "gridBefore")
        for cell in _cells(row):
            properties = cell.find(f"{_W}tcPr")
            merge = None if properties is None else properties.find(f"{_W}vMerge")
            continued = merge is not None and merge.get(f"{_W}val", "continue") == "continue"
            words = "" if continued else " ".join(" ".join(self._lines(cell)).split())
            cells += [words, *[""] * (_span(properties) - 1)]
        return "\t".join(cells)

    def _lines(self, cell: _Element) -> Iterator[str]:
        """A cell's paragraphs with their numbers, those of a table inside it as well."""
        for part in cell:
            if _name(part) == "p":
                yield f"{self._numbering.label(part)} {self._words(part)}"
                boxes, self._boxes = self._boxes, []
                for box in boxes:
                    yield from self._lines(box)
            elif _name(part) not in _ALWAYS_LEFT_OUT:
                yield from self._lines(part)


def _name(element: _Element) -> str:
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _symbol(code: str) -> str:
    """A sign of a symbol font; its bullets stand for strokes."""
    place = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,5}", code) else 32
    return _SYMBOLS.get(place & 0xFF, "-") if 0xF000 <= place <= 0xF0FF else chr(place)


def _is_raised(run: _Element) -> bool:
    found = run.find(f"{_W}rPr/{_W}vertAlign")
    return found is not None and found.get(f"{_W}val") == "superscript"


def _raised(words: str) -> str:
    return words.translate(_SUPERSCRIPTS) if words.strip().isdigit() else words


def _table_of(row: _Element) -> _Element | None:
    return next(row.iterancestors(f"{_W}tbl"), None)


def _cells(row: _Element) -> list[_Element]:
    return [cell for cell in row.iter(f"{_W}tc") if next(cell.iterancestors(f"{_W}tr"), None) is row]


def _plain_words(cell: _Element) -> Iterator[str]:
    """A cell's paragraphs, only to see what kind of table it stands in."""
    return ("".join(one.text or "" for one in part.iter(f"{_W}t")) for part in cell.iter(f"{_W}p"))


def _count(row: _Element, name: str) -> int:
    """How many columns a row leaves out at its start."""
    found = row.find(f"{_W}trPr/{_W}{name}")
    written = "0" if found is None else found.get(f"{_W}val", "0")
    return min(int(written), 200) if written.isdigit() else 0


def _span(properties: _Element | None) -> int:
    found = None if properties is None else properties.find(f"{_W}gridSpan")
    written = "1" if found is None else found.get(f"{_W}val", "1")
    return min(int(written), 200) if written.isdigit() else 1


def _notes_of(document: Document, relation: str) -> dict[str, _Element]:
    """The notes of one part by their ids; the rules that part them from the text left out."""
    from docx.oxml import parse_xml  # noqa: PLC0415 -- its parser resolves no entities

    parts = [one.target_part for one in document.part.rels.values() if one.reltype == relation]
    if not parts:
        return {}
    return {
        note.get(f"{_W}id"): note
        for note in parse_xml(parts[0].blob)
        if note.get(f"{_W}type", "normal") == "normal"
    }
