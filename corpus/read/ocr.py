"""OCR text: paragraphs between blank lines, superscript marks, tables with tabs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from corpus.read.grids import is_grid_line, read_row
from corpus.read.layouttables import only_places
from corpus.read.lifted import NOTHING, Lifted, join, lift
from corpus.read.marks import find_cuts, leading_mark
from corpus.read.numbering import opens_item
from corpus.read.pieces import GridRow, Piece, PieceKind
from corpus.report import Span

_RULE = re.compile(r"[\s*_=\-–—.·•~#|]*")
_PAGE = re.compile(r"\s*(?:[-–—]\s*)?(?:(?:Trang|trang|Page)\s+)?\d{1,4}(?:\s*/\s*\d{1,4})?(?:\s*[-–—])?\s*")
# Lines of a letterhead that stand close together: its number, then place and day.
_LETTERHEAD = re.compile(
    r"\s*(?:Số\s?:?\s*[\d…._]{0,8}\s?[-/]\s?[A-ZĐ]{2}|[^\W\d_][^,;:.\d]{1,40},\s+ngày\s[\s\d…._]{0,8}tháng\b)"
)
# The organ below the body that it belongs to: its own line, though no blank parts them.
_ORGAN = re.compile(
    r"\s*\**(?:SỞ|BAN|(?:VĂN )?PHÒNG|CÔNG AN|(?:CHI )?CỤC|(?:TỈNH|HUYỆN|THÀNH|THỊ|ĐẢNG) [ỦU]Y"
    r"|[ỦU]Y BAN|UBND|HĐND)\s[^a-zà-ỹđ\n.;:]{2,60}$"
)


def read_ocr(source: str, lines: Iterable[Span]) -> Iterator[Piece]:
    """The pieces of OCR text, in order."""
    paragraph: list[Span] = []
    rows: list[GridRow] = []
    broken = False
    for line in lines:
        if is_grid_line(source, line):
            yield from _paragraph(source, paragraph)
            paragraph = []
            rows.append(read_row(source, line, after_break=broken))
            broken = False
        elif source[line.start : line.end].isspace() or line.start == line.end:
            yield from _paragraph(source, paragraph)
            paragraph = []
            broken = True
        else:
            yield from _grid(rows)
            rows = []
            paragraph.append(line)
            broken = False
    yield from _paragraph(source, paragraph)
    yield from _grid(rows)


def _grid(rows: list[GridRow]) -> Iterator[Piece]:
    if rows and only_places([[cell.text for cell in row.cells] for row in rows], ruled=True):
        for cell in (cell for row in rows for cell in row.cells if cell.spans):
            yield Piece(kind=PieceKind.PROSE, text=cell, start=cell.spans[0].start)
    elif rows:
        start = min(cell.spans[0].start for row in rows for cell in row.cells if cell.spans)
        yield Piece(kind=PieceKind.GRID, text=NOTHING, start=start, rows=tuple(rows))


def _paragraph(source: str, lines: list[Span]) -> Iterator[Piece]:
    """One paragraph's lines as pieces: notes, items and furniture are parted, wrapped lines joined."""
    group: list[Span] = []
    for line in lines:
        if group and (_starts_anew(source, line) or _stands_alone(source, group[-1])):
            yield _piece(source, group)
            group = []
        group.append(line)
    if group:
        yield _piece(source, group)


def _stands_alone(source: str, line: Span) -> bool:
    """Whether nothing goes on after a line: a rule, the number or the day of a letterhead."""
    written = source[line.start : line.end]
    return _RULE.fullmatch(written) is not None or _LETTERHEAD.match(written) is not None


def _starts_anew(source: str, line: Span) -> bool:
    written = source[line.start : line.end]
    if _LETTERHEAD.match(written) or _RULE.fullmatch(written) or _ORGAN.match(written):
        return True
    return leading_mark(source, *line) is not None or opens_item(written)


def _piece(source: str, lines: list[Span]) -> Piece:
    first, last = lines[0], lines[-1]
    lead = leading_mark(source, *first)
    if lead is not None:
        number, start, end = lead
        text = join([_lift(source, end, first.end), *(_lift(source, *line) for line in lines[1:])])
        return Piece(kind=PieceKind.NOTE, text=text, start=first.start, number=number, lead=Span(start, end))
    kind = PieceKind.FURNITURE if _is_furniture(source, first, last) else PieceKind.PROSE
    text = (
        _plain(source, first, last)
        if kind is PieceKind.FURNITURE
        else join(_lift(source, *line) for line in lines)
    )
    written = source[first.start : last.end].strip()
    bold = written.startswith(("**", "<b>")) and not written.startswith("** ")
    return Piece(kind=kind, text=text, start=first.start, bold=bold and written.endswith(("**", "</b>")))


def _is_furniture(source: str, first: Span, last: Span) -> bool:
    written = source[first.start : last.end]
    return _RULE.fullmatch(written) is not None or (
        len(written) < 40 and _PAGE.fullmatch(written) is not None
    )


def _plain(source: str, first: Span, last: Span) -> Lifted:
    return lift(source, first.start, last.end)


def _lift(source: str, start: int, end: int) -> Lifted:
    return lift(source, start, end, find_cuts(source, start, end))
