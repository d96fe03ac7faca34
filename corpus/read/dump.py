"""A PDF's text dump: hard-wrapped lines, marks as plain numbers, notes below a rule of blanks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from corpus.read import wraps
from corpus.read.dumped import DumpLine, Zone, sort_lines
from corpus.read.flattened import find_flattened
from corpus.read.grids import is_grid_line, read_row
from corpus.read.lifted import NOTHING, Lifted, join, lift
from corpus.read.marks import find_cuts
from corpus.read.pieces import GridRow, Piece, PieceKind
from corpus.report import Span

_LONGEST = 20_000  # lines


def read_dump(source: str, lines: Iterable[Span]) -> Iterator[Piece]:
    """The pieces of a text dump, by where they start."""
    last_note = 0
    for stretch in _stretches(source, lines):
        sorted_lines, last_note = sort_lines(source, stretch, last_note=last_note)
        yield from _read_stretch(source, sorted_lines)


def _stretches(source: str, lines: Iterable[Span]) -> Iterator[list[Span]]:
    """The whole of a report; of a huge file as many lines as a report may have, cut where a page begins."""
    stretch: list[Span] = []
    for line in lines:
        opens_page = (
            source[line.start : line.start + 1] == " " and not source[line.start : line.end].isspace()
        )
        if len(stretch) >= _LONGEST * (1 if opens_page else 2):
            yield stretch
            stretch = []
        stretch.append(line)
    yield stretch


def _read_stretch(source: str, sorted_lines: Sequence[DumpLine]) -> Iterator[Piece]:
    tables = find_flattened(source, sorted_lines)
    taken = {line for table in tables for line in table.lines}
    pieces = [table.piece for table in tables]
    pieces += _furniture(source, sorted_lines, taken)
    pieces += _notes(source, sorted_lines)
    body = [line for line in sorted_lines if line.zone is Zone.BODY and line.index not in taken]
    pieces += _body(source, body)
    return iter(sorted(pieces, key=lambda piece: piece.start))


def _furniture(source: str, lines: Sequence[DumpLine], taken: set[int]) -> list[Piece]:
    return [
        Piece(kind=PieceKind.FURNITURE, text=lift(source, *line.span), start=line.span.start)
        for line in lines
        if line.zone is Zone.FURNITURE and line.index not in taken
    ]


def _notes(source: str, lines: Sequence[DumpLine]) -> list[Piece]:
    """Each note with its lines; lines above a page's first number go on with the note before."""
    notes: list[Piece] = []
    group: list[DumpLine] = []
    for line in lines:
        if line.zone is not Zone.NOTES:
            continue
        if line.note is not None and group:
            notes.append(_note(source, group))
            group = []
        group.append(line)
    if group:
        notes.append(_note(source, group))
    return notes


def _note(source: str, group: Sequence[DumpLine]) -> Piece:
    first = group[0]
    text = join(
        lifted for lifted in (lift_line(source, line) for line in group) if lifted.text or lifted.marks
    )
    start = first.lead.start if first.lead else first.span.start
    return Piece(kind=PieceKind.NOTE, text=text, start=start, number=first.note or "", lead=first.lead)


def _body(source: str, lines: Sequence[DumpLine]) -> list[Piece]:
    pieces: list[Piece] = []
    prose: list[DumpLine] = []
    rows: list[GridRow] = []
    for line in lines:
        if is_grid_line(source, line.span):
            pieces += _paragraphs(source, prose)
            prose = []
            rows.append(read_row(source, line.span, after_break=False))
            continue
        pieces += _grid(rows)
        rows = []
        prose.append(line)
    return [*pieces, *_paragraphs(source, prose), *_grid(rows)]


def _grid(rows: list[GridRow]) -> list[Piece]:
    if not rows:
        return []
    start = min(cell.spans[0].start for row in rows for cell in row.cells if cell.spans)
    return [Piece(kind=PieceKind.GRID, text=NOTHING, start=start, rows=tuple(rows))]


def _paragraphs(source: str, lines: Sequence[DumpLine]) -> list[Piece]:
    visual = wraps.visual_lines([(line, lift_line(source, line)) for line in lines])
    return [
        Piece(kind=PieceKind.PROSE, text=join(group), start=group[0].spans[0].start)
        for group in wraps.group_lines(visual)
        if group[0].spans
    ]


def lift_line(source: str, line: DumpLine) -> Lifted:
    """A line's words, its marks out of them."""
    start = line.lead.end if line.lead else line.span.start
    cuts = sorted([*find_cuts(source, start, line.span.end), *line.cuts])
    return lift(source, start, line.span.end, cuts)
