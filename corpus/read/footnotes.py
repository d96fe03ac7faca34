"""Footnotes tied to the places that bear their marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from corpus.read.lifted import Lifted, Sighting
from corpus.read.pieces import Piece
from corpus.report import AnchorIn, Block, Footnote, Mark, Problem, Span, Table, merge_spans
from corpus.sentences import split_sentences


@dataclass(frozen=True, slots=True)
class Bearer:
    """Text that may bear marks: a block, a cell or a note."""

    text: Lifted
    anchor_in: AnchorIn
    block: int | None = None
    cell: tuple[int, int, int] | None = None  # table, row (-1: header), column (-1: label)
    note: int | None = None

    @classmethod
    def of_block(cls, block: int, text: Lifted, *, is_heading: bool) -> Bearer:
        """A paragraph or heading."""
        return cls(text, AnchorIn.HEADING if is_heading else AnchorIn.PROSE, block=block)

    @classmethod
    def of_cell(cls, table: int, row: int, column: int, text: Lifted) -> Bearer:
        """A table's cell."""
        return cls(text, AnchorIn.TABLE, cell=(table, row, column))

    @classmethod
    def of_note(cls, note: int, text: Lifted) -> Bearer:
        """A footnote's own text."""
        return cls(text, AnchorIn.FOOTNOTE, note=note)


class Tied(NamedTuple):
    """Blocks and tables with their marks, and the footnotes with their anchors."""

    blocks: tuple[Block, ...]
    tables: tuple[Table, ...]
    footnotes: tuple[Footnote, ...]
    marks: tuple[Mark, ...]
    problems: tuple[Problem, ...]


class _Seen(NamedTuple):
    sighting: Sighting
    bearer: Bearer


def tie_footnotes(
    notes: Sequence[Piece], bearers: Sequence[Bearer], blocks: Sequence[Block], tables: Sequence[Table]
) -> Tied:
    """Each note with the mark that stands last before it, each mark with its note."""
    everyone = [*bearers, *(Bearer.of_note(index, note.text) for index, note in enumerate(notes))]
    seen = sorted(
        (_Seen(mark, bearer) for bearer in everyone for mark in bearer.text.marks),
        key=lambda one: one.sighting.span,
    )
    bound = _bind(notes, seen)
    by_note = {note: place for place, note in bound.items()}
    marks = [_mark(one, bound.get(place)) for place, one in enumerate(seen)]
    own = _borne_by_notes(seen, marks)
    footnotes = tuple(
        _footnote(
            index, note, seen[by_note[index]] if index in by_note else None, blocks, tuple(own.get(index, ()))
        )
        for index, note in enumerate(notes)
    )
    return Tied(
        _marked_blocks(blocks, seen, marks),
        _marked_tables(tables, seen, marks),
        footnotes,
        tuple(marks),
        tuple(_problems(notes, seen, bound)),
    )


def _bind(notes: Sequence[Piece], seen: Sequence[_Seen]) -> dict[int, int]:
    """Which mark (by its place among all) belongs to which note."""
    waiting: dict[str, list[int]] = defaultdict(list)
    for place, one in enumerate(seen):
        waiting[one.sighting.number].append(place)
    bound: dict[int, int] = {}
    last: dict[str, int] = {}  # where the last note of each number stood
    for index, note in enumerate(notes):
        free = [place for place in waiting[note.number] if seen[place].bearer.note != index]
        chosen = _choose(free, seen, after=last.get(note.number, -1), before=note.start)
        if chosen is not None:
            bound[chosen] = index
            waiting[note.number].remove(chosen)
        last[note.number] = note.start
    return bound


def _choose(free: Sequence[int], seen: Sequence[_Seen], *, after: int, before: int) -> int | None:
    """The first mark since the last note of that number, else the nearest before the note, else any."""
    earlier = -1
    for count, place in enumerate(free):
        start = seen[place].sighting.span.start
        if after < start < before:
            return place
        if start >= before:
            return free[count - 1] if count else place
        earlier = place
    return earlier if earlier >= 0 else None


def _mark(one: _Seen, note: int | None) -> Mark:
    sighting = one.sighting
    return Mark(number=sighting.number, at=sighting.at, spans=(sighting.span,), footnote=note)


def _borne_by_notes(seen: Sequence[_Seen], marks: Sequence[Mark]) -> dict[int, list[Mark]]:
    borne: dict[int, list[Mark]] = defaultdict(list)
    for one, mark in zip(seen, marks, strict=True):
        if one.bearer.note is not None:
            borne[one.bearer.note].append(mark)
    return borne


def _footnote(
    index: int, note: Piece, one: _Seen | None, blocks: Sequence[Block], own: tuple[Mark, ...]
) -> Footnote:
    block = one.bearer.block if one else None
    lead: tuple[Span, ...] = (note.lead,) if note.lead else ()
    return Footnote(
        number=note.number,
        body=note.text.body,
        anchor=_anchor(one) if one else "",
        anchor_in=one.bearer.anchor_in if one else AnchorIn.MISSING,
        anchor_block=block,
        section=blocks[block].section if block is not None else None,
        order=index,
        spans=merge_spans([*lead, *note.text.spans]),
        marks=own,
    )


def _anchor(one: _Seen) -> str:
    """The sentence that bears the mark, up to the mark."""
    text, at = one.bearer.text.text, one.sighting.at
    start = 0
    for first, _last in split_sentences(text):
        if first < at:
            start = first
    return text[start:at].strip()


def _marked_blocks(
    blocks: Sequence[Block], seen: Sequence[_Seen], marks: Sequence[Mark]
) -> tuple[Block, ...]:
    borne: dict[int, list[Mark]] = defaultdict(list)
    for one, mark in zip(seen, marks, strict=True):
        if one.bearer.block is not None:
            borne[one.bearer.block].append(mark)
    return tuple(
        replace(block, marks=tuple(borne[index])) if index in borne else block
        for index, block in enumerate(blocks)
    )


def _marked_tables(
    tables: Sequence[Table], seen: Sequence[_Seen], marks: Sequence[Mark]
) -> tuple[Table, ...]:
    borne: dict[tuple[int, int, int], list[Mark]] = defaultdict(list)
    for one, mark in zip(seen, marks, strict=True):
        if one.bearer.cell is not None:
            borne[one.bearer.cell].append(mark)
    if not borne:
        return tuple(tables)
    return tuple(
        replace(
            table,
            rows=tuple(
                replace(
                    row,
                    cells=tuple(
                        replace(cell, marks=tuple(borne.get((number, row.order, cell.column), ())))
                        for cell in row.cells
                    ),
                )
                for row in table.rows
            ),
        )
        for number, table in enumerate(tables)
    )


def _problems(notes: Sequence[Piece], seen: Sequence[_Seen], bound: dict[int, int]) -> list[Problem]:
    told = {note.number for note in notes}
    tied = set(bound.values())
    loose = [one.sighting for place, one in enumerate(seen) if place not in bound]
    found = [_loose_mark(sighting, doubled=sighting.number in told) for sighting in loose]
    for index, note in enumerate(notes):
        if index not in tied:
            said = f"Chú thích {note.number} không có dấu trong văn bản."
            found.append(Problem(kind="note_without_mark", note=said, spans=note.text.spans[:1]))
    return found


def _loose_mark(sighting: Sighting, *, doubled: bool) -> Problem:
    """A mark that no note is tied to."""
    if doubled:
        said = f"Dấu chú thích {sighting.number} xuất hiện hơn một lần."
        return Problem(kind="doubled_mark", note=said, spans=(sighting.span,))
    said = f"Dấu chú thích {sighting.number} không có lời chú thích."
    return Problem(kind="mark_without_note", note=said, spans=(sighting.span,))
