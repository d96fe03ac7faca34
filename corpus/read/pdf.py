"""PDF files with a text layer as text of the OCR family: sizes and places tell what a dump has to guess.

Marks are small raised digits, notes stand below a short rule or in small letters, a paragraph ends where its
last line is short or the next is indented, a table's cells lie between its lines.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from ctypes import byref, c_int, create_string_buffer
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from corpus.errors import UnreadableReportError
from corpus.read.pdfgrid import Box, Grid, find_grids
from corpus.read.scan import ScannedParagraph, can_recognise, problems, recognise
from corpus.report import Recognised

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage, PdfTextPage

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SMALL = 0.8  # a mark's letters are at most this share of its line's
_RAISED = 0.12  # and stand at least this share of a letter above the line
_SHORT = 0.93  # a line that ends before this share of the column's width ends its paragraph
_INDENT = 6.0  # points
_GAP = 1.45  # times the usual distance of lines
_RULE = 0.45  # a note's rule is at most this share of the page's width
_BOLD = 600  # the weight of a font from which it is bold
_MOST_PAGES = 3000
_DOTS_PER_POINT = 300 / 72  # of the pictures that are recognised
_MOST_DOTS = 7_000  # of either side: an A3 sheet at full size, anything larger made smaller
_FEW = 12  # words; below a quarter of it a page is a picture
_STRANGE = re.compile("[\ufffd\ue000-\uf8ff]")
_TCVN3 = re.compile("[®§][\xb8µ¶·¹»¾¼½Æ]|[µ¶·\xb8¹][ngtcmu]|®[¹Þµ]|Þ[nu]|Ò[n]|Õ[t]")
_MARK = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_LEAD = re.compile(r"(\d{1,3})(?:\s+|(?=[^\W\d_]))")
_LOOSE = re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]) ([.,;:)])")  # a blank that the library put after a raised mark
# A narrow cell breaks its line inside a number, or after a stroke.
_TORN = re.compile(r"(?<=[\d.,]) ?\n(?=[\d.,%])|(?<=/) ?\n")
_NUMBER = re.compile(r"[-–—\s]*\d{1,4}[-–—\s]*")


class Letter(NamedTuple):
    """A character with its place and size."""

    sign: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool = False


@dataclass(slots=True)
class Line:
    """A line of letters in the order in which the file gives them."""

    letters: list[Letter] = field(default_factory=list)

    @property
    def inked(self) -> list[Letter]:
        """The letters that can be seen."""
        return [letter for letter in self.letters if not letter.sign.isspace()]

    @property
    def size(self) -> float:
        """The usual size of its letters."""
        return median(letter.size for letter in self.inked)

    @property
    def base(self) -> float:
        """The height that its letters stand on."""
        return median(letter.bottom for letter in self.inked)

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(letter.bold for letter in self.inked)

    @property
    def box(self) -> Box:
        """Where it lies."""
        inked = self.inked
        return Box(
            min(one.left for one in inked),
            min(one.bottom for one in inked),
            max(one.right for one in inked),
            max(one.top for one in inked),
        )

    def words(self) -> str:
        """Its text, small raised digits as superscripts."""
        inked = self.inked
        if not inked:
            return ""
        largest = max(letter.size for letter in inked)
        base = median(letter.bottom for letter in inked if letter.size > _SMALL * largest)
        return "".join(
            one.sign.translate(_SUPERSCRIPTS) if _is_mark(one, largest, base) else one.sign
            for one in self.letters
        ).strip()


def _is_mark(letter: Letter, largest: float, base: float) -> bool:
    return (
        letter.sign.isdigit()
        and letter.size <= _SMALL * largest
        and letter.bottom >= base + _RAISED * largest
    )


@dataclass(slots=True)
class Page:
    """A page's lines, tables and short rules."""

    lines: list[Line]
    tables: list[tuple[float, str]]  # top edge, rows with tabs
    rules: list[Box]
    width: float
    height: float
    pictured: bool = False  # whether a picture covers much of it


PDFIUM = threading.Lock()  # it serves one thread at a time


class PdfText(NamedTuple):
    """A document's text, its pages parted by form feeds, and what its reader should know."""

    text: str
    problems: tuple[tuple[str, str], ...] = ()
    recognised: tuple[Recognised, ...] = ()


def read_pdf(raw: bytes, file: str) -> PdfText:
    """The text of the document's own letters, and of what is recognised in its pictures."""
    with PDFIUM:
        document = _open(raw, file)
    try:
        return _read(document, file)
    finally:
        with PDFIUM:
            document.close()


def _read(document: PdfDocument, file: str) -> PdfText:
    pages = [_read_page(document, number) for number in range(len(document))]
    whole = _words_of(pages) < max(_FEW * len(pages) / 4, _FEW)
    bare = [number for number, page in enumerate(pages) if whole or (page.pictured and _is_bare(page))]
    if bare and not can_recognise():
        if whole:
            raise UnreadableReportError(file, "scanned_pdf")
        return _lay_out(pages, file)._replace(problems=(_unread(bare),))
    found = dict(zip(bare, recognise(_pictures(document, bare)), strict=True))
    if whole and not any(found.values()):
        raise UnreadableReportError(file, "scanned_pdf")
    told = problems({number + 1: page for number, page in found.items()}, whole=whole) if found else ()
    return _lay_out(pages, file, found)._replace(problems=told)


def _is_bare(page: Page) -> bool:
    return _words_of([page]) < _FEW / 4


def _unread(numbers: Sequence[int]) -> tuple[str, str]:
    pages = ", ".join(str(number + 1) for number in numbers)
    told = f"Trang {pages} chỉ có ảnh, chưa đọc được: cài tesseract cùng dữ liệu tiếng Việt rồi đọc lại."
    return "pages_unread", told


def _lay_out(
    pages: Sequence[Page], file: str, scans: Mapping[int, Sequence[ScannedParagraph] | None] | None = None
) -> PdfText:
    """The pages' text; what was recognised stands for the pages that have no letters of their own."""
    _refuse_garbled(pages, file)
    _drop_repeated(pages)
    marks: set[str] = set()
    laid_out = [_blocks(page, marks) for page in pages]
    _join_notes(laid_out)
    scanned = scans or {}
    return _joined_pages(
        [scanned.get(number) or (*body, *notes) for number, (body, notes) in enumerate(laid_out)]
    )


def _joined_pages(pages: Sequence[Sequence[str | ScannedParagraph]]) -> PdfText:
    parts: list[str] = []
    recognised: list[Recognised] = []
    at = 0
    for number, blocks in enumerate(pages):
        feed = "\f\n" if number else ""
        at += len(feed)
        parts.append(feed)
        for block in blocks:
            if isinstance(block, ScannedParagraph):
                recognised += _recognised(block, at)
            words = f"{block if isinstance(block, str) else block.text}\n\n"
            parts.append(words)
            at += len(words)
    return PdfText("".join(parts), recognised=tuple(recognised))


def _recognised(paragraph: ScannedParagraph, at: int) -> Iterator[Recognised]:
    for line in paragraph.lines:
        yield Recognised(at, at + len(line.text), round(line.confidence), *line.box)
        at += len(line.text) + 1


def _pictures(document: PdfDocument, numbers: Iterable[int]) -> Iterator[bytes]:
    """The pages in grey, in the plainest format there is."""
    for number in numbers:
        with PDFIUM:
            page = document[number]
            scale = min(_DOTS_PER_POINT, _MOST_DOTS / max(page.get_size()))
            grey = page.render(scale=scale, grayscale=True).to_numpy()
            height, width = grey.shape[:2]
            shades: bytes = grey.reshape(height, width).tobytes()
        yield f"P5 {width} {height} 255\n".encode() + shades


def _join_notes(pages: Sequence[tuple[list[str], list[str]]]) -> None:
    """A note that goes on below the next page's rule, whole again."""
    for (_, before), (_, notes) in pairwise(pages):
        if before and notes and _MARK.match(notes[0]) is None:
            before[-1] += f" {notes.pop(0)}"


def _open(raw: bytes, file: str) -> PdfDocument:
    import pypdfium2  # noqa: PLC0415 -- an optional part

    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        reason = "password" if "password" in str(error).lower() else "damaged_pdf"
        raise UnreadableReportError(file, reason) from error
    if len(document) > _MOST_PAGES:
        document.close()
        raise UnreadableReportError(file, "too_many_pages")
    return document


def _words_of(pages: Sequence[Page]) -> int:
    return sum(len(words.split()) for words in _written(pages))


def _written(pages: Sequence[Page]) -> Iterator[str]:
    for page in pages:
        yield from (line.words() for line in page.lines)
        yield from (rows for _, rows in page.tables)


def _refuse_garbled(pages: Sequence[Page], file: str) -> None:
    words = " ".join(_written(pages))
    if len(_STRANGE.findall(words)) * 20 > len(words):
        raise UnreadableReportError(file, "no_unicode")
    if len(_TCVN3.findall(words)) * 60 > len(words):
        raise UnreadableReportError(file, "tcvn3")


def _read_page(document: PdfDocument, number: int) -> Page:
    """One page under the lock, so that another thread waits for no more than a page."""
    with PDFIUM:
        page = document[number]
        read = _sorted_out(page)
        if _is_bare(read):
            read.pictured = _is_pictured(page)
        page.close()
    return read


def _is_pictured(page: PdfPage) -> bool:
    """Whether a picture covers a quarter of the page or more."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415 -- an optional part

    width, height = page.get_size()
    boxes = (
        Box(*one.get_bounds()) for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3)
    )
    return any((box.right - box.left) * (box.top - box.bottom) > width * height / 4 for box in boxes)


def _sorted_out(page: PdfPage) -> Page:
    letters = _letters(page)
    boxes = _drawn(page)
    width, height = page.get_size()
    grids = find_grids(boxes)
    lines, tables = _sort_out(letters, grids)
    rules = [
        box
        for box in boxes
        if box.top - box.bottom < 3 and 20 < box.right - box.left < _RULE * width
        if not any(grid.holds(box.left + 1, box.top) for grid in grids)
    ]
    return Page(lines, tables, rules, width, height)


def _letters(page: PdfPage) -> list[Letter]:
    import pypdfium2.raw as pdfium  # noqa: PLC0415 -- an optional part

    words = page.get_textpage()
    found: list[Letter] = []
    bold, size = False, 0.0
    for index in range(words.count_chars()):
        sign = chr(pdfium.FPDFText_GetUnicode(words, index))
        left, bottom, right, top = words.get_charbox(index)
        before, size = size, pdfium.FPDFText_GetFontSize(words, index)
        if size != before or not found or found[-1].sign.isspace():  # a font changes between words
            bold = _is_bold(words, index)
        found.append(Letter(sign, left, bottom, right, top, size, bold))
    words.close()
    return found


def _is_bold(words: PdfTextPage, index: int) -> bool:
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    if pdfium.FPDFText_GetFontWeight(words, index) >= _BOLD:
        return True
    name, flags = create_string_buffer(256), c_int(0)
    pdfium.FPDFText_GetFontInfo(words, index, name, len(name), byref(flags))
    return b"bold" in name.value.lower()


def _drawn(page: PdfPage) -> list[Box]:
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    return [
        Box(*one.get_bounds()) for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3)
    ]


def _sort_out(letters: Iterable[Letter], grids: Sequence[Grid]) -> tuple[list[Line], list[tuple[float, str]]]:
    """Letters of tables to their cells, the others to lines."""
    lines, line = [], Line()
    cells: list[dict[tuple[int, int], list[Letter]]] = [{} for _ in grids]
    here: list[Letter] | None = None  # the cell that blanks belong to
    for letter in letters:
        if letter.sign == "\n":
            lines.append(line)
            line = Line()
        if letter.sign == "\r":
            continue
        if letter.sign.isspace():
            (line.letters if here is None else here).append(letter)
            continue
        here = _cell_of(letter, grids, cells)
        if here is not None:
            here.append(letter)
        else:
            line.letters.append(letter)
    lines.append(line)
    tables = [(grid.box.top, _rows(grid, held)) for grid, held in zip(grids, cells, strict=True) if held]
    return _whole_lines(one for one in lines if one.inked), tables


def _whole_lines(lines: Iterable[Line]) -> list[Line]:
    """Lines that a raised mark had cut in two, whole again."""
    whole: list[Line] = []
    for line in lines:
        if whole and _goes_on(whole[-1], line):
            whole[-1].letters.extend(line.letters)
        else:
            whole.append(line)
    return whole


def _goes_on(before: Line, line: Line) -> bool:
    """Whether a line lies right of another at the same height, no wider gap than a letter between."""
    last, first = before.box, line.box
    low, high = max(last.bottom, first.bottom), min(last.top, first.top)
    level = high - low > 0.5 * min(last.top - last.bottom, first.top - first.bottom)
    return level and -2 <= first.left - last.right < 1.5 * before.size


def _cell_of(
    letter: Letter, grids: Sequence[Grid], cells: Sequence[dict[tuple[int, int], list[Letter]]]
) -> list[Letter] | None:
    x, y = (letter.left + letter.right) / 2, (letter.bottom + letter.top) / 2
    for grid, held in zip(grids, cells, strict=True):
        place = grid.cell(x, y) if grid.holds(x, y) else None
        if place is not None:
            return held.setdefault(place, [])
    return None


def _rows(grid: Grid, cells: dict[tuple[int, int], list[Letter]]) -> str:
    rows = []
    for row in range(len(grid.rows) - 1):
        written = [
            " ".join(_TORN.sub("", Line(cells.get((row, column), [])).words()).split())
            for column in range(len(grid.columns) - 1)
        ]
        if any(written):
            rows.append("\t".join(written))
    return "\n".join(rows)


def _drop_repeated(pages: Sequence[Page]) -> None:
    """Headers and footers: the same words (but for numbers) at the same height of three pages or more."""
    seen = Counter(_place(line, page) for page in pages for line in page.lines if _at_edge(line, page))
    for page in pages:
        page.lines = [
            line
            for line in page.lines
            if not (
                _at_edge(line, page) and (seen[_place(line, page)] > 2 or _NUMBER.fullmatch(line.words()))
            )
        ]


def _at_edge(line: Line, page: Page) -> bool:
    return line.box.bottom > 0.92 * page.height or line.box.top < 0.08 * page.height


def _place(line: Line, page: Page) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.words()), round(line.box.bottom / page.height * 100)


def _blocks(page: Page, marks: set[str]) -> tuple[list[str], list[str]]:
    """The page's paragraphs and tables from the top down, and its notes; `marks` grows page by page."""
    body, notes = _part_notes(page)
    parts = [*page.tables]
    parts += [(paragraph[0].box.top, _as_paragraph(paragraph)) for paragraph in _paragraphs(body)]
    marks.update(mark for line in body for mark in _MARK.findall(line.words()))
    return (
        [words for _, words in sorted(parts, key=lambda part: -part[0])],
        [_as_note(_joined(note), marks) for note in _notes(notes, marks)],
    )


def _as_paragraph(lines: Sequence[Line]) -> str:
    words = _joined(lines)
    return f"**{words}**" if lines[0].bold else words


def _part_notes(page: Page) -> tuple[list[Line], list[Line]]:
    """Lines above and below the rule of the notes, or the first line that opens with a raised number."""
    lines = sorted(page.lines, key=lambda line: -line.box.top)
    if not lines:
        return [], []
    usual = median(line.size for line in lines)
    edge = max((rule.top for rule in page.rules if _parts_notes(rule, lines)), default=None)
    if edge is not None:
        above = [one for one in lines if one.box.bottom >= edge]
        return above, lines[len(above) :]
    for index, line in enumerate(lines):
        small = all(one.size <= usual for one in lines[index:])
        if _opens_note(line) and small and line.box.top < 0.6 * page.height:
            first = index
            while first and lines[first - 1].size < 0.95 * usual:
                first -= 1
            return lines[:first], lines[first:]
    return lines, []


def _parts_notes(rule: Box, lines: Sequence[Line]) -> bool:
    """Whether a rule stands above a line that opens a note, or above small letters alone."""
    below = [line for line in lines if line.box.top < rule.top + 2]
    usual = median(line.size for line in lines)
    return bool(below) and (any(map(_opens_note, below)) or all(line.size < 0.95 * usual for line in below))


def _opens_note(line: Line) -> bool:
    return line.words().startswith(tuple("⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _as_note(words: str, marks: set[str]) -> str:
    """The note's words with its number raised, though the page may print it level."""
    lead = _LEAD.match(words)
    if lead is None or lead.group(1).translate(_SUPERSCRIPTS) not in marks:
        return words
    return f"{lead.group(1).translate(_SUPERSCRIPTS)} {words[lead.end() :]}"


def _notes(lines: Sequence[Line], marks: set[str]) -> Iterator[list[Line]]:
    note: list[Line] = []
    for line in lines:
        if note and (_opens_note(line) or _as_note(line.words(), marks) != line.words()):
            yield note
            note = []
        note.append(line)
    if note:
        yield note


def _paragraphs(lines: Sequence[Line]) -> Iterator[list[Line]]:
    if not lines:
        return
    left = Counter(round(line.box.left) for line in lines).most_common(1)[0][0]
    right = max(line.box.right for line in lines)
    steps = [first.base - second.base for first, second in pairwise(lines)]
    usual = median([step for step in steps if step > 0] or [0])
    paragraph = [lines[0]]
    for line, step in zip(lines[1:], steps, strict=True):
        if _ends(paragraph[-1], line, left, right) or (usual and step > _GAP * usual):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    yield paragraph


def _ends(line: Line, below: Line, left: float, right: float) -> bool:
    short = line.box.right < left + _SHORT * (right - left) - below.inked[0].size
    indented = below.box.left > left + _INDENT and line.box.left <= below.box.left - _INDENT
    return short or indented or line.bold != below.bold or abs(line.size - below.size) > 0.6


def _joined(lines: Sequence[Line]) -> str:
    words = " ".join(" ".join(line.words().split()) for line in lines)
    return _LOOSE.sub(r"\1\2", words)
