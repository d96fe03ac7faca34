"""Report → passages: whole sentences of one section, each with the footnotes that it bears.

A footnote is borne by a sentence pages away from it, so no splitter that only cuts can keep the two together;
here the sentence leads and its notes follow. Each footnote is a passage of its own as well, so that it can be
cited as “chú thích 27”, and so is each row of a table beside the table as a whole.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TYPE_CHECKING

from corpus.passages import Note, Passage, PassageId, PassageKind
from corpus.report import BlockKind, Stitched, Table, join_stitched, merge_spans
from corpus.sentences import split_sentences
from corpus.tokens import count_tokens

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from corpus.report import Block, Footnote, Mark, Report, Row, Span

LIMIT = 320  # tokens of running text in a passage, about 1,150 characters
TABLE_LIMIT = 1600
SENTENCE_LIMIT = 900  # beyond it something went wrong, and clauses serve as sentences


@dataclass(frozen=True, slots=True)
class _Piece:
    """A stretch of a block, footnote or cell, with the marks that it bears."""

    body: Stitched
    marks: tuple[Mark, ...]  # `at` counts in this piece
    tokens: int
    lead: _Piece | None = None  # the sentence that leads in, for a list item


def split_passages(report: Report, *, limit: int = LIMIT) -> tuple[Passage, ...]:
    """The report's passages in reading order; a footnote follows the passage that bears it."""
    return _Splitter(report, limit).split()


def edition_mark(source: str) -> str:
    """A short hash of a report's text, part of its passages' ids."""
    return hashlib.sha256(source.encode()).hexdigest()[:8]


class _Splitter:
    def __init__(self, report: Report, limit: int) -> None:
        self._report = report
        self._limit = limit
        self._edition = edition_mark(report.source)
        self._passages: list[Passage] = []
        self._anchors: dict[int, str] = {}  # footnote → the whole sentence that bears its mark
        self._placed: set[int] = set()

    def split(self) -> tuple[Passage, ...]:
        report = self._report
        titles = {table.title for table in report.tables}
        waiting: list[Mark] = []  # borne by a heading, until its section's first passage
        for part in _stretches(report):
            if isinstance(part, list):
                waiting = self._split_blocks(part, waiting, titles)
            else:
                self._split_table(part)
        self._flush_headings(waiting)
        for index in range(len(report.footnotes)):
            self._add_footnote(index)
        return tuple(replace(passage, order=order) for order, passage in enumerate(self._numbered()))

    def _numbered(self) -> Iterator[Passage]:
        for order, passage in enumerate(self._passages):
            name = PassageId(f"{self._report.id}-{self._edition}-{order:04d}")
            yield replace(passage, id=name)

    # Running text

    def _split_blocks(self, blocks: list[Block], waiting: list[Mark], titles: set[str]) -> list[Mark]:
        for kind, group in groupby(blocks, key=_is_heading):
            if kind:
                waiting = waiting + [mark for block in group for mark in self._heading_marks(block)]
                continue
            shown = [block for block in group if not _is_title(block, titles)]
            pieces = list(_with_leads(list(self._pieces(shown))))
            for packed in _pack(pieces, self._limit):
                self._add_body(packed, shown[0].section, waiting)
                waiting = []
        return waiting

    def _heading_marks(self, block: Block) -> tuple[Mark, ...]:
        for mark in block.marks:
            self._anchor(mark, block.text)
        return tuple(replace(mark, at=0) for mark in block.marks)

    def _pieces(self, blocks: Iterable[Block]) -> Iterator[tuple[Block, list[_Piece]]]:
        for block in blocks:
            sentences = _sentences(block.body, block.marks)
            for sentence in sentences:
                for mark in sentence.marks:
                    self._anchor(mark, sentence.body.text)
            yield block, sentences

    def _anchor(self, mark: Mark, sentence: str) -> None:
        if mark.footnote is not None:
            self._anchors.setdefault(mark.footnote, sentence)

    def _add_body(self, pieces: list[_Piece], section: int | None, waiting: list[Mark]) -> None:
        body = join_stitched((piece.body for piece in pieces), "\n")
        marks = waiting + list(_shifted(pieces))
        self._add(PassageKind.BODY, body, section, marks)

    def _flush_headings(self, waiting: list[Mark]) -> None:
        """A heading at the very end still gives its notes a place."""
        for mark in waiting:
            if mark.footnote is not None:
                self._add_footnote(mark.footnote)

    def _add(self, kind: PassageKind, body: Stitched, section: int | None, marks: Sequence[Mark]) -> None:
        if not body.text.strip():
            return
        self._passages.append(
            self._passage(kind=kind, text=body.text, spans=body.spans(), section=section, marks=marks)
        )
        self._add_notes_of(marks)

    def _add_notes_of(self, marks: Iterable[Mark]) -> None:
        for mark in marks:
            if mark.footnote is not None:
                self._add_footnote(mark.footnote)

    def _passage(  # noqa: PLR0913 - a passage has that many sides
        self,
        *,
        kind: PassageKind,
        text: str,
        spans: tuple[Span, ...],
        section: int | None,
        marks: Iterable[Mark] = (),
        table: Table | None = None,
        row: tuple[str, ...] | None = None,
        footnote: str | None = None,
        anchor: str | None = None,
    ) -> Passage:
        notes = tuple(self._notes(marks))
        return Passage(
            id=PassageId(""),
            report_id=self._report.id,
            file=self._report.file,
            kind=kind,
            text=text,
            spans=spans,
            order=0,
            section=self._report.path(section),
            notes=notes,
            footnote=footnote,
            anchor=anchor,
            table_title=table.title if table else None,
            table_row=row,
            tokens=count_tokens(text) + sum(count_tokens(note.text) for note in notes),
            page=self._report.page_of(spans[0].start) if spans else None,
            confidence=self._report.confidence_of(spans),
        )

    def _notes(self, marks: Iterable[Mark]) -> Iterator[Note]:
        seen = set()
        for mark in marks:
            if mark.footnote is None or mark.footnote in seen:
                continue
            seen.add(mark.footnote)
            note = self._report.footnotes[mark.footnote]
            yield Note(number=note.number, text=note.text, at=mark.at, spans=note.body.spans())

    # Footnotes

    def _add_footnote(self, index: int) -> None:
        if index in self._placed:
            return
        self._placed.add(index)
        note = self._report.footnotes[index]
        sentences = _sentences(note.body, note.marks)
        for sentence in sentences:
            for mark in sentence.marks:
                self._anchor(mark, sentence.body.text)
        for pieces in _balance(sentences, self._limit):
            self._add_note_part(note, index, pieces)

    def _add_note_part(self, note: Footnote, index: int, pieces: list[_Piece]) -> None:
        body = join_stitched((piece.body for piece in pieces), " ")
        marks = list(_shifted(pieces))
        self._passages.append(
            self._passage(
                kind=PassageKind.FOOTNOTE,
                text=body.text,
                spans=body.spans(),
                section=note.section,
                marks=marks,
                footnote=note.number,
                anchor=self._anchors.get(index) or note.anchor or None,
            )
        )
        self._add_notes_of(marks)

    # Tables

    def _split_table(self, table: Table) -> None:
        title = next((block for block in self._report.blocks if _is_title(block, {table.title})), None)
        marks = [replace(mark, at=0) for mark in title.marks] if title else []
        if title:
            self._heading_marks(title)
        label_column = table.label_column if table.label_column is not None else _label_column(table)
        rows = [_row_piece(row, label_column) for row in table.rows]
        for piece in rows:
            for mark in piece.marks:
                self._anchor(mark, piece.body.text)
        header = " | ".join(" / ".join(column) for column in table.columns)
        for part in _balance(rows, TABLE_LIMIT):
            self._add_table_part(table, header, part, marks)
            marks = []
        for row, piece in zip(table.rows, rows, strict=True):
            self._passages.append(
                self._passage(
                    kind=PassageKind.TABLE,
                    text=piece.body.text,
                    spans=row.spans or piece.body.spans(),
                    section=table.section,
                    marks=piece.marks,
                    table=table,
                    row=row.label,
                )
            )
            self._add_notes_of(piece.marks)

    def _add_table_part(self, table: Table, header: str, rows: list[_Piece], marks: list[Mark]) -> None:
        body = join_stitched((Stitched(header), *(row.body for row in rows)), "\n")
        shown = [replace(mark, at=mark.at + len(header) + 1) for mark in _shifted(rows)]
        self._passages.append(
            self._passage(
                kind=PassageKind.TABLE,
                text=body.text,
                spans=merge_spans(body.spans()),
                section=table.section,
                marks=[*marks, *shown],
                table=table,
            )
        )
        self._add_notes_of(marks)


def _stretches(report: Report) -> Iterator[list[Block] | Table]:
    """Blocks of one section between tables, and the tables, in reading order."""
    parts: list[Block | Table] = sorted((*report.blocks, *report.tables), key=lambda part: part.order)
    blocks: list[Block] = []
    for part in parts:
        if isinstance(part, Table):
            yield blocks
            yield part
            blocks = []
            continue
        if blocks and blocks[-1].section != part.section:
            yield blocks
            blocks = []
        blocks.append(part)
    yield blocks


def _is_heading(block: Block) -> bool:
    return block.kind is BlockKind.HEADING


def _is_title(block: Block, titles: set[str]) -> bool:
    return block.kind is BlockKind.TABLE_TITLE and block.text in titles


def _sentences(body: Stitched, marks: Sequence[Mark]) -> list[_Piece]:
    bounds = [bound for stretch in split_sentences(body.text) for bound in _bearable(body.text, *stretch)]
    if not bounds:
        return []
    pieces: list[_Piece] = []
    left = list(marks)
    for number, (start, end) in enumerate(bounds):
        last = number == len(bounds) - 1
        borne = [mark for mark in left if mark.at <= end or last]
        left = [mark for mark in left if mark not in borne]
        pieces.append(_piece(body, start, end, borne))
    return pieces


def _bearable(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The sentence itself, or its clauses where no passage could hold it."""
    if end - start < SENTENCE_LIMIT * 3:
        yield start, end
        return
    at = start
    while end - at > SENTENCE_LIMIT * 3:
        cut = text.rfind("; ", at, at + SENTENCE_LIMIT * 3) + 1
        cut = cut or text.rfind(" ", at, at + SENTENCE_LIMIT * 3) + 1 or at + SENTENCE_LIMIT * 3
        yield at, cut
        at = cut
    yield at, end


def _piece(body: Stitched, start: int, end: int, marks: Iterable[Mark]) -> _Piece:
    start += len(body.text[start:end]) - len(body.text[start:end].lstrip())
    cut = body.cut(start, end).strip()
    kept = tuple(replace(mark, at=min(max(mark.at - start, 0), len(cut.text))) for mark in marks)
    return _Piece(cut, kept, count_tokens(cut.text))


def _with_leads(blocks: list[tuple[Block, list[_Piece]]]) -> Iterator[list[_Piece]]:
    """Each block's sentences; items know the sentence that leads in to their list."""
    lead: _Piece | None = None
    for block, pieces in blocks:
        if block.kind is BlockKind.ITEM:
            yield [replace(piece, lead=lead) for piece in pieces]
            continue
        lead = pieces[-1] if pieces and pieces[-1].body.text.endswith(":") else None
        yield pieces


def _pack(blocks: Iterable[list[_Piece]], limit: int) -> Iterator[list[_Piece]]:
    """Short blocks together, long ones in balanced parts; a list never without its lead-in sentence."""
    packed: list[_Piece] = []
    for pieces in blocks:
        for part in _balance(pieces, limit):
            whole = _Piece(
                join_stitched((piece.body for piece in part), " "),
                tuple(_shifted(part)),
                sum(piece.tokens for piece in part),
                part[0].lead,
            )
            if packed and sum(piece.tokens for piece in packed) + whole.tokens > limit:
                yield packed
                packed = [whole.lead] if whole.lead and whole.lead.tokens < limit // 2 else []
            packed.append(whole)
    if packed:
        yield packed


def _balance(pieces: Sequence[_Piece], limit: int) -> Iterator[list[_Piece]]:
    """The pieces in as few runs as the limit allows, of about equal size.

    A paragraph only half as long again stays whole: its halves would say less than it does.
    """
    total = sum(piece.tokens for piece in pieces)
    if total <= limit * 1.5:
        if pieces:
            yield list(pieces)
        return
    goal = total / max(1, -(-total // limit))
    run: list[_Piece] = []
    size = done = 0
    for piece in pieces:
        # Half of a piece beyond the goal is still nearer to it than leaving the piece out.
        if run and (size + piece.tokens > limit or done + size + piece.tokens / 2 > goal * _runs(done, goal)):
            yield run
            done, run, size = done + size, [], 0
        run.append(piece)
        size += piece.tokens
    if run:
        yield run


def _runs(done: int, goal: float) -> int:
    return int(done / goal + 0.5) + 1 if goal else 1


def _shifted(pieces: Sequence[_Piece]) -> Iterator[Mark]:
    """The pieces' marks, counted in the text of the pieces joined by one character."""
    offset = 0
    for piece in pieces:
        for mark in piece.marks:
            yield replace(mark, at=mark.at + offset)
        offset += len(piece.body.text) + 1


def _row_piece(row: Row, label_column: int) -> _Piece:
    """A row as printed: its cells in order, its own name where the table prints names."""
    parts = [(cell.column, cell.body, cell.marks) for cell in row.cells]
    if row.label and not any(cell.written == row.label[-1] for cell in row.cells):
        parts.append((label_column, Stitched(row.label[-1]), ()))
    parts.sort(key=lambda part: part[0])
    marks: list[Mark] = []
    offset = 0
    for _, body, borne in parts:
        marks += [replace(mark, at=mark.at + offset) for mark in borne]
        offset += len(body.text) + 3
    whole = join_stitched((body for _, body, _ in parts), " | ")
    return _Piece(whole, tuple(marks), count_tokens(whole.text))


def _label_column(table: Table) -> int:
    """The column of the rows' names: the first in which no row has a cell."""
    filled = {cell.column for row in table.rows for cell in row.cells}
    return next((column for column in range(len(table.columns)) if column not in filled), -1)
