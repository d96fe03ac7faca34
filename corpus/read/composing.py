"""Stitched pieces put together to a Report: blocks, sections, tables, footnotes tied to their marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.read.footnotes import Bearer, tie_footnotes
from corpus.read.front import find_front_matter
from corpus.read.headings import Heading, Tree
from corpus.read.lifted import Lifted, join
from corpus.read.pieces import Piece, PieceKind
from corpus.read.roles import Part, assign_roles
from corpus.read.tabs import DraftTable, build_known, build_tables
from corpus.report import (
    Block,
    BlockKind,
    Cell,
    Furniture,
    Problem,
    Report,
    ReportId,
    Row,
    Section,
    Table,
    merge_spans,
)


@dataclass(slots=True)
class _Draft:
    """A report under construction."""

    blocks: list[Block] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    furniture: list[Furniture] = field(default_factory=list)
    bearers: list[Bearer] = field(default_factory=list)
    notes: list[Piece] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    section: int | None = None
    order: int = 0
    tree: Tree = field(default_factory=Tree)


def compose(source: str, file: str, report_id: ReportId, family: str, pieces: Sequence[Piece]) -> Report:
    """The report that the pieces make."""
    draft = _Draft()
    grid: list[Piece] = []
    for part in assign_roles(pieces):
        if part.piece.kind is PieceKind.GRID:
            grid.append(part.piece)
            continue
        if part.piece.kind is PieceKind.PROSE:
            _add_tables(draft, grid)
            grid = []
        _add_part(draft, part)
    _add_tables(draft, grid)
    return _finish(draft, source, file, report_id, family)


def _add_part(draft: _Draft, part: Part) -> None:
    piece = part.piece
    if piece.kind is PieceKind.FURNITURE:
        draft.furniture.append(Furniture(text=piece.text.text, spans=piece.text.spans))
    elif piece.kind is PieceKind.NOTE:
        draft.notes.append(piece)
    elif part.kind is not None:
        if part.heading is not None:
            _add_section(draft, part.heading, piece)
        _add_block(draft, part.kind, piece.text)


def _add_section(draft: _Draft, heading: Heading, piece: Piece) -> None:
    parent, depth = draft.tree.add(heading)
    draft.section = len(draft.sections)
    draft.sections.append(
        Section(
            number=heading.number,
            title=heading.title,
            level=depth,
            order=draft.section,
            parent=parent,
            spans=piece.text.spans,
        )
    )


def _add_block(draft: _Draft, kind: BlockKind, text: Lifted) -> None:
    if text.marks:
        is_heading = kind is BlockKind.HEADING
        draft.bearers.append(Bearer.of_block(len(draft.blocks), text, is_heading=is_heading))
    draft.blocks.append(
        Block(kind=kind, body=text.body, section=draft.section, order=draft.order, spans=text.spans)
    )
    draft.order += 1


def _add_tables(draft: _Draft, pieces: Sequence[Piece]) -> None:
    for table in build_tables([row for piece in pieces if not piece.columns for row in piece.rows]):
        _add_table(draft, table)
    for piece in pieces:
        if piece.columns:
            _add_table(draft, build_known(piece))


def _add_table(draft: _Draft, table: DraftTable) -> None:
    place = len(draft.tables)
    title = _table_title(draft)
    rows = []
    for order, row in enumerate(table.rows):
        named = {**row.cells, -1: join(row.name)}
        draft.bearers += [
            Bearer.of_cell(place, order, index, cell) for index, cell in named.items() if cell.marks
        ]
        cells = tuple(
            Cell(column=index, body=cell.body) for index, cell in sorted(row.cells.items()) if cell.text
        )
        rows.append(Row(label=row.label, cells=cells, spans=merge_spans(row.spans), order=order))
    draft.bearers += [Bearer.of_cell(place, -1, -1, cell) for cell in table.header if cell.marks]
    draft.tables.append(
        Table(
            title=title,
            columns=table.columns,
            rows=tuple(rows),
            section=draft.section,
            order=draft.order,
            spans=table.spans,
            label_column=table.label_column,
        )
    )
    draft.problems += [Problem(kind=kind, note=note, spans=spans) for kind, note, spans in table.problems]
    draft.order += 1


def _table_title(draft: _Draft) -> str:
    """The words above a table: its own title, else the last short line, else its section's title."""
    titles: list[str] = []
    above = draft.tables[-1].order if draft.tables else -1
    for block in reversed(draft.blocks):
        if block.kind is not BlockKind.TABLE_TITLE or block.order < above:
            break
        if not block.text.startswith("("):
            titles.append(block.text)
    if titles:
        return " ".join(reversed(titles))
    return draft.sections[draft.section].title if draft.section is not None else ""


def _finish(draft: _Draft, source: str, file: str, report_id: ReportId, family: str) -> Report:
    tied = tie_footnotes(draft.notes, draft.bearers, draft.blocks, draft.tables)
    front, inferred = find_front_matter(tied.blocks, draft.sections, tied.footnotes)
    return Report(
        id=report_id,
        file=file,
        family=family,
        source=source,
        front=front,
        sections=tuple(draft.sections),
        blocks=tied.blocks,
        footnotes=tied.footnotes,
        tables=tied.tables,
        furniture=tuple(draft.furniture),
        marks=tied.marks,
        problems=(*draft.problems, *tied.problems, *inferred),
    )
