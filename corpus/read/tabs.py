"""Rows of cells put together to a table: headers that span, labels with parents, rows that pages tore.

What a row hangs under is told by its number (`II`, `3`, `3.1`), by its dash or plus, by an empty row above
it, or by a second label column that only some rows have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.read.flatheads import names_unit
from corpus.read.lifted import NOTHING, Lifted, join
from corpus.read.pieces import GridRow, Piece
from corpus.read.tabheads import COUNTER, NUMERIC, columns_of, header_depth, table_length, without_repeats
from corpus.read.units import is_unit
from corpus.report import Span, merge_spans

_ROMAN = re.compile(r"[IVX]{1,6}[.)]?")
_LETTER = re.compile(r"[A-HĐ][.)]?")
_ROMAN_WORDS = re.compile(r"(?P<number>[IVX]{1,6}|[A-H])[.)\-–]?\s+(?P<name>\S.*)", re.DOTALL)
_DECIMAL = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.)]?")
_SMALL = re.compile(r"[a-zđ][.)]?")
_MARKER = re.compile(r"\s*(?P<marker>[-–—+*•])\s*(?=\S)")
_MARKERS = frozenset({"-", "–", "—", "+", "*", "•"})
_GROUP, _PLAIN, _PART, _DASH, _PLUS = 0, 10, 16, 20, 30
_OF_WHICH = re.compile(r"(?:trong đó|gồm|bao gồm|riêng)\b\s*:?\s*", re.IGNORECASE)


@dataclass(slots=True)
class DraftRow:
    """A row under construction: its own name, its parents, its cells by column."""

    name: list[Lifted]
    parents: tuple[str, ...]
    cells: dict[int, Lifted]
    spans: list[Span]
    prefix: tuple[str, ...] = ()

    @property
    def label(self) -> tuple[str, ...]:
        """Parents first, its own name last."""
        own = _clean(join(self.name).text)
        return (*self.parents, *self.prefix, *([own] if own else []))


@dataclass(frozen=True, slots=True)
class DraftTable:
    """A table without its title and place."""

    columns: tuple[tuple[str, ...], ...]
    rows: tuple[DraftRow, ...]
    spans: tuple[Span, ...]
    label_column: int | None = None
    header: tuple[Lifted, ...] = ()
    problems: tuple[tuple[str, str, tuple[Span, ...]], ...] = ()


@dataclass(slots=True)
class _Parent:
    rank: int
    name: list[Lifted]
    closed_by_kin: bool = False
    number: str = ""


@dataclass(slots=True)
class _Builder:
    counter: int | None
    label: int
    columns: tuple[tuple[str, ...], ...]
    numeric: tuple[bool, ...]
    rows: list[DraftRow] = field(default_factory=list)
    stack: list[_Parent] = field(default_factory=list)
    second_label: str = ""
    problems: list[tuple[str, str, tuple[Span, ...]]] = field(default_factory=list)


def build_tables(rows: Sequence[GridRow]) -> list[DraftTable]:
    """The tables among consecutive rows: a new header opens a new table, the same header again does not."""
    tables: list[DraftTable] = []
    rest = list(rows)
    while rest:
        depth = header_depth(rest)
        size = table_length(rest, depth)
        tables.append(_build(rest[:size], depth))
        rest = rest[size:]
    return tables


def build_known(piece: Piece) -> DraftTable:
    """The table of a grid whose family already knows the columns."""
    counter, label = 0, 1
    builder = _Builder(counter, label, piece.columns, _numeric_columns(piece.rows, len(piece.columns)))
    for row in piece.rows:
        _add_row(builder, row)
    problems = (*piece.problems, *builder.problems)
    return DraftTable(piece.columns, tuple(builder.rows), _without_marks(piece), label, (), problems)


def _without_marks(piece: Piece) -> tuple[Span, ...]:
    """The grid's ink without the marks that its cells bear."""
    cells = [cell for row in piece.rows for cell in row.cells]
    marks = sorted(mark.span for cell in cells for mark in cell.marks)
    spans: list[Span] = []
    for ink in piece.ink:
        start = ink.start
        for mark in marks:
            if start <= mark.start and mark.end <= ink.end:
                spans.append(Span(start, mark.start))
                start = mark.end
        spans.append(Span(start, ink.end))
    return merge_spans(span for span in spans if span.start < span.end)


def _build(rows: Sequence[GridRow], depth: int) -> DraftTable:
    header = rows[:depth]
    columns = columns_of(header, max(len(row.cells) for row in rows))
    counter = 0 if header and COUNTER.fullmatch(header[0].cells[0].text) else None
    label = 0 if counter is None else 1
    body = without_repeats(rows[depth:], header)
    builder = _Builder(counter, label, columns, _numeric_columns(body, len(columns)))
    for row in body:
        _add_row(builder, row)
    spans = merge_spans(span for row in rows for cell in row.cells for span in cell.spans)
    heads = tuple(cell for row in rows[:depth] for cell in row.cells)
    return DraftTable(columns, tuple(builder.rows), spans, label, heads, tuple(builder.problems))


def _numeric_columns(rows: Sequence[GridRow], width: int) -> tuple[bool, ...]:
    counts = [[0, 0] for _ in range(width)]
    for row in rows:
        for index, cell in enumerate(row.cells):
            if cell.text:
                counts[index][bool(NUMERIC.fullmatch(cell.text))] += 1
    return tuple(yes > no for no, yes in counts)


def _add_row(builder: _Builder, row: GridRow) -> None:
    cells = _unshifted(builder, row)
    label = cells[builder.label] if builder.label < len(cells) else NOTHING
    counter = cells[builder.counter] if builder.counter is not None and cells else NOTHING
    values = {
        index: cell
        for index, cell in enumerate(cells)
        if index not in {builder.label, builder.counter} and (cell.text or cell.marks)
    }
    spans = [span for cell in row.cells for span in cell.spans]
    if not (label.text or counter.text or values):
        return
    if _continues(builder, counter, label, values, row):
        _continue_row(builder, label, values, spans)
        return
    _new_row(builder, counter, label, values, spans)


def _unshifted(builder: _Builder, row: GridRow) -> tuple[Lifted, ...]:
    """The cells in their columns: a second label beside the first shifts the rest by one."""
    cells, at = row.cells, builder.label
    builder_second = ""
    if _is_shifted(builder, cells):
        first, second = cells[at], cells[at + 1]
        parent = _clean(first.text) or builder.second_label
        builder_second = parent
        cells = (*cells[:at], second, *cells[at + 2 :])
        builder.problems.append(
            ("shifted_cells", f"Các ô của dòng “{second.text}” bị lệch một cột, đã xếp lại.", second.spans)
        )
    builder.second_label = builder_second
    return cells


def _is_shifted(builder: _Builder, cells: Sequence[Lifted]) -> bool:
    at = builder.label
    if len(cells) < at + 4 or not cells[at + 1].text or NUMERIC.fullmatch(cells[at + 1].text):
        return False
    spare = len(cells) > len(builder.columns) or not builder.columns[-1] or not cells[-1].text
    after = cells[at + 2].text
    heads_units = bool(builder.columns[at + 1]) and names_unit(builder.columns[at + 1][-1])
    if is_unit(after) and (heads_units or builder.numeric[at + 2]):
        # “Hộ gia đình” begins like a unit; below a shifted row, alone in its column, it is a label.
        hangs = bool(builder.second_label) and not cells[at].text
        return spare and (hangs or not is_unit(cells[at + 1].text))
    return (
        spare
        and builder.numeric[at + 1]
        and bool(NUMERIC.fullmatch(after))
        and bool(NUMERIC.fullmatch(cells[at + 3].text or "0"))
    )


def _continues(
    builder: _Builder, counter: Lifted, label: Lifted, values: dict[int, Lifted], row: GridRow
) -> bool:
    """Whether a row is the rest of the one before: a small letter first, or only words below words."""
    if not builder.rows or counter.text or builder.second_label:
        return False
    if label.text:
        opens_low = label.text[0].islower() or label.text[0] in ",;)."
        return opens_low and (not values or not builder.rows[-1].cells)
    return (
        row.after_break and bool(values) and not any(NUMERIC.fullmatch(cell.text) for cell in values.values())
    )


def _continue_row(builder: _Builder, label: Lifted, values: dict[int, Lifted], spans: list[Span]) -> None:
    last = builder.rows[-1]
    if label.text:
        last.name.append(label)
    for index, cell in values.items():
        before = last.cells.get(index)
        last.cells[index] = join([before, cell]) if before else cell
    last.spans += spans


def _new_row(
    builder: _Builder, counter: Lifted, label: Lifted, values: dict[int, Lifted], spans: list[Span]
) -> None:
    name, number = label, counter.text
    if (
        not label.text
        and counter.text
        and not _DECIMAL.fullmatch(counter.text)
        and not _ROMAN.fullmatch(counter.text)
    ):
        name, number = counter, ""
    rank = _rank(number, name.text, bare=not values)
    grouped = _ROMAN_WORDS.fullmatch(name.text) if rank == _GROUP and name is counter else None
    _close_parents(builder, rank, number, name.text)
    cells = dict(values)
    if counter.text and name is not counter and builder.counter is not None:
        cells[builder.counter] = counter
    prefix = (builder.second_label,) if builder.second_label else ()
    parents = tuple(_clean(join(parent.name).text) for parent in builder.stack)
    row = DraftRow([name], tuple(part for part in parents if part), cells, spans, prefix)
    if grouped:
        row.name = [_from(name, grouped.start("name"))]
    builder.rows.append(row)
    if not builder.second_label:
        builder.stack.append(
            _Parent(rank, row.name, closed_by_kin=not values and rank == _PLAIN, number=number)
        )


def _from(name: Lifted, start: int) -> Lifted:
    """The name from `start` on."""
    return name._replace(
        body=name.body.cut(start, len(name.text)),
        marks=tuple(mark._replace(at=max(0, mark.at - start)) for mark in name.marks),
    )


def _rank(number: str, name: str, *, bare: bool) -> int:
    """How high a row stands: groups, plain rows, dashes, pluses; decimal numbers by their depth."""
    marker = number if number in _MARKERS else ""
    if not marker and (found := _MARKER.match(name)):
        marker = found["marker"]
    if marker:
        return _PLUS if marker in "+*•" else _DASH
    if number:
        return _numbered_rank(number)
    grouped = _ROMAN_WORDS.fullmatch(name) if bare else None
    if grouped is None:
        return _PART if _OF_WHICH.match(name) else _PLAIN
    return _GROUP if _ROMAN.fullmatch(grouped["number"]) else _GROUP - 1


def _numbered_rank(number: str) -> int:
    if _ROMAN.fullmatch(number):
        return _GROUP
    if _LETTER.fullmatch(number):
        return _GROUP - 1
    if _DECIMAL.fullmatch(number):
        return _PLAIN + number.strip(".)").count(".")
    return _PLAIN + 5 if _SMALL.fullmatch(number) else _PLAIN


def _close_parents(builder: _Builder, rank: int, number: str, name: str) -> None:
    """Drop from the stack what the coming row does not hang under."""
    while builder.stack:
        top = builder.stack[-1]
        if top.rank < rank:
            return
        if top.closed_by_kin and top.rank == rank == _PLAIN and not number and not _akin(top, name):
            return
        builder.stack.pop()


def _akin(parent: _Parent, name: str) -> bool:
    """Whether a row's name opens like the parent's, so that it is its sibling and not its child."""
    own = join(parent.name).text.lower().split()[:2]
    return name.lower().split()[:2] == own


def _clean(name: str) -> str:
    found = _MARKER.match(name)
    return (name[found.end() :] if found else name).strip().rstrip(":").strip()
