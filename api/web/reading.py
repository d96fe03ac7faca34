"""A report laid out for reading: outline, blocks with their notes in place, tables as tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from api.web.prose import highlighted_offsets, prose_html
from corpus.report import Block, BlockKind, Footnote, Report, Row, Section, Span, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """A footnote as it is shown under the text that bears its mark."""

    index: int
    number: str
    html: Markup
    cited: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """A table row: its label's indent, and a cell (or nothing) for every column."""

    label: str
    parents: str
    cells: tuple[Markup, ...]
    cited: bool
    anchor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """A block or a table in reading order."""

    kind: str
    anchor: str
    html: Markup = field(default_factory=Markup)
    heading_level: int = 0
    section: int | None = None
    notes: tuple[NoteView, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[RowView, ...] = ()
    title: str = ""
    cited: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlineView:
    """A heading of the outline."""

    anchor: str
    number: str
    title: str
    level: int


def outline(report: Report) -> tuple[OutlineView, ...]:
    """The headings in order, as links."""
    return tuple(_outlined(section) for section in report.sections)


def _outlined(section: Section) -> OutlineView:
    return OutlineView(
        anchor=f"m{section.order}", number=section.number or "", title=section.title, level=section.level
    )


def laid_out(report: Report, highlights: Sequence[Span] = ()) -> tuple[ItemView, ...]:
    """Everything of the report in reading order, the wanted stretches highlighted."""
    parts: list[Block | Table] = sorted([*report.blocks, *report.tables], key=lambda part: part.order)
    blocks = {block.order: number for number, block in enumerate(report.blocks)}
    notes = _notes_by_block(report)
    return tuple(
        _table_view(part, highlights)
        if isinstance(part, Table)
        else _block_view(report, part, notes.get(blocks[part.order], ()), highlights)
        for part in parts
    )


def quoted_spans(report: Report, within: Sequence[Span], quotes: Iterable[str]) -> tuple[Span, ...]:
    """Where the quoted words stand inside the given stretches; all of these where none is found."""
    bodies = [*(block.body for block in report.blocks), *(note.body for note in report.footnotes)]
    near = [body for body in bodies if highlighted_offsets(body, within)]
    found: list[Span] = []
    for quote in quotes:
        for body in near:
            at = body.text.find(quote)
            if at >= 0:
                found += body.spans(at, at + len(quote))
                break
    return tuple(found) or tuple(within)


def around(report: Report, spans: Sequence[Span], *, neighbours: int = 1) -> tuple[ItemView, ...]:
    """The parts that hold the given stretches, with a neighbour on each side."""
    parts = laid_out(report, spans)
    held = [number for number, part in enumerate(parts) if _is_cited(part)]
    if not held:
        return ()
    return parts[max(0, held[0] - neighbours) : held[-1] + neighbours + 1]


def _is_cited(part: ItemView) -> bool:
    return part.cited or any(note.cited for note in part.notes) or any(row.cited for row in part.rows)


def _notes_by_block(report: Report) -> dict[int, tuple[Footnote, ...]]:
    """Notes under the block that bears them; a note's own notes follow it; homeless ones close the report."""
    by_block: dict[int, list[Footnote]] = {}
    last = len(report.blocks) - 1
    previous = last
    for note in report.footnotes:
        home = note.anchor_block
        if home is None:
            home = previous
        previous = home
        by_block.setdefault(home, []).append(note)
    return {block: tuple(notes) for block, notes in by_block.items()}


def _block_view(
    report: Report, block: Block, notes: Iterable[Footnote], highlights: Sequence[Span]
) -> ItemView:
    heading = block.kind is BlockKind.HEADING
    level = report.sections[block.section].level if heading and block.section is not None else 0
    return ItemView(
        kind=block.kind.value,
        anchor=f"m{block.section}" if heading else f"d{block.order}",
        html=prose_html(block.body, marks=block.marks, highlights=highlights, link_sentences=not heading),
        heading_level=min(level + 2, 6) if heading else 0,
        section=block.section,
        notes=tuple(_note_view(note, highlights) for note in notes),
        cited=bool(highlighted_offsets(block.body, highlights)),
    )


def _note_view(note: Footnote, highlights: Sequence[Span]) -> NoteView:
    return NoteView(
        index=note.order,
        number=note.number,
        html=prose_html(note.body, marks=note.marks, highlights=highlights),
        cited=bool(highlighted_offsets(note.body, highlights)),
    )


def _table_view(table: Table, highlights: Sequence[Span]) -> ItemView:
    return ItemView(
        kind="table",
        anchor=f"d{table.order}",
        columns=tuple(" / ".join(column) for column in table.columns),
        rows=tuple(_row_view(table, row, highlights) for row in table.rows),
        section=table.section,
        title=table.title,
    )


def _row_view(table: Table, row: Row, highlights: Sequence[Span]) -> RowView:
    cells = {cell.column: prose_html(cell.body, marks=cell.marks, link_sentences=False) for cell in row.cells}
    cited = any(
        span.start < wanted.end and wanted.start < span.end for span in row.spans for wanted in highlights
    )
    return RowView(
        label=row.label[-1] if row.label else "",
        parents=" › ".join(row.label[:-1]),
        cells=tuple(cells.get(number, Markup("")) for number in range(len(table.columns))),
        cited=cited,
        anchor=f"h{table.order}-{row.order}",
    )
