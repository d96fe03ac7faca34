"""A page of a PDF: its lines, its ruled tables, its short rules, and whether it is a picture."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from ctypes import byref, c_int
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.read.pdfgrid import Box, Grid, find_grids
from corpus.read.pdfletters import Letter, Line, read_letters, whole_lines

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfObject, PdfPage

PDFIUM = threading.Lock()  # it serves one thread at a time
_RULE = 0.45  # a note's rule is at most this share of the page's width
_GROUND, _HALF = 0.9, 0.5  # of the sides of a page: a background, and no cell
_FEW = 12  # words; below a quarter of it a page is a picture
# A narrow cell breaks its line inside a number, or after a stroke.
_TORN = re.compile(r"(?<=[\d.,]) ?\n(?=[\d.,%])|(?<=/) ?\n")


@dataclass(slots=True)
class Ruled:
    """A ruled table and the letters that lie in it."""

    grid: Grid
    letters: list[Letter]

    def rows(self) -> str:
        """Its rows with tabs."""
        cells: dict[tuple[int, int], list[Letter]] = {}
        here: list[Letter] | None = None  # the cell that blanks belong to
        for letter in self.letters:
            if letter.sign.isspace():
                if here is not None:
                    here.append(letter)
                continue
            if here is None or not letter.follows(here[-1]):
                place = self.grid.cell((letter.left + letter.right) / 2, (letter.bottom + letter.top) / 2)
                here = cells.setdefault(place, []) if place is not None else None
            if here is not None:
                here.append(letter)
        return _rows(self.grid, cells)


@dataclass(slots=True)
class Page:
    """A page's lines, tables and short rules."""

    lines: list[Line]
    tables: list[Ruled]
    rules: list[Box]
    width: float
    height: float
    pictured: bool = False  # whether a picture covers much of it

    @property
    def size(self) -> tuple[int, int]:
        """Its paper, in whole points."""
        return round(self.width), round(self.height)


def read_page(document: PdfDocument, number: int) -> Page:
    """One page under the lock, so that another thread waits for no more than a page."""
    with PDFIUM:
        page = document[number]
        read = _sorted_out(page)
        if is_bare(read):
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
    letters = read_letters(page)
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


def _drawn(page: PdfPage) -> list[Box]:
    """What is drawn on the page, but for its background."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    width, height = page.get_size()
    found = page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3)
    drawn = ((Box(*one.get_bounds()), one) for one in found)
    return [box for box, one in drawn if not _is_ground(box, one, width, height)]


def _is_ground(box: Box, path: PdfObject, width: float, height: float) -> bool:
    """Whether a box lies behind much of the page: as large as the page, or half of it and without a line."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    across, down = (box.right - box.left) / width, (box.top - box.bottom) / height
    if across < _HALF or down < _HALF / 4:
        return False
    fill, stroked = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(path, byref(fill), byref(stroked))
    return (across > _GROUND and down > _GROUND) or not stroked.value


def _sort_out(letters: Iterable[Letter], grids: Sequence[Grid]) -> tuple[list[Line], list[Ruled]]:
    """Letters of tables to their tables, the others to lines."""
    lines, line = [], Line()
    tables = [Ruled(grid, []) for grid in grids]
    here: Ruled | None = None  # the table that blanks belong to
    for letter in letters:
        if letter.sign == "\n":
            lines.append(line)
            line = Line()
        if letter.sign == "\r":
            continue
        if not letter.sign.isspace():
            if line.leaves(letter):  # the library does not tell every end of a line
                lines.append(line)
                line = Line()
            before = (line if here is None else here).letters
            if not before or not letter.follows(before[-1]):
                here = _table_of(letter, tables)
        (line if here is None else here).letters.append(letter)
    lines.append(line)
    return whole_lines(one for one in lines if one.inked), [table for table in tables if table.letters]


def _table_of(letter: Letter, tables: Sequence[Ruled]) -> Ruled | None:
    x, y = (letter.left + letter.right) / 2, (letter.bottom + letter.top) / 2
    return next((one for one in tables if one.grid.holds(x, y) and one.grid.cell(x, y) is not None), None)


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


def is_bare(page: Page) -> bool:
    """Whether next to nothing is written on a page."""
    return words_of([page]) < _FEW / 4


def words_of(pages: Sequence[Page]) -> int:
    """How many words the pages hold."""
    return sum(len(words.split()) for words in written(pages))


def written(pages: Sequence[Page]) -> Iterator[str]:
    """All that is written on the pages, in lines and tables."""
    for page in pages:
        yield from (line.words() for line in page.lines)
        yield from ("".join(letter.sign for letter in table.letters) for table in page.tables)
