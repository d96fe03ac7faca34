"""Rows of cells put together to a table: headers that span, labels with parents, rows that pages tore.

What a row hangs under is told by its number (`II`, `3`, `3.1`), by its dash or plus, by an empty row above it,
or by a second label column that only some rows have.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.read.lifted import NOTHING, Lifted, join
from corpus.read.pieces import GridRow, Piece
from corpus.read.units import is_unit
from corpus.report import Span, merge_spans

_COUNTER = re.compile(r"(?:STT|TT|Số\s?TT|S\.?T\.?T|SỐ TT|T\.T)\.?", re.IGNORECASE)
_ROMAN = re.compile(r"[IVX]{1,6}[.)]?")
_LETTER = re.compile(r"[A-HĐ][.)]?")
_ROMAN_WORDS = re.compile(r"(?P<number>[IVX]{1,6}|[A-H])[.)\-–]?\s+(?P<name>\S.*)", re.DOTALL)
_DECIMAL = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.)]?")
_SMALL = re.compile(r"[a-zđ][.)]?")
_MARKER = re.compile(r"\s*(?P<marker>[-–—+*•])\s*(?=\S)")
_NUMERIC = re.compile(r"[<>≥≤~±+-]?\s?\d[\d.,]*(?:\s?[-–/]\s?\d[\d.,]*)?\s?[%‰]?")
_GROUP, _PLAIN, _DASH, _PLUS = 0, 10, 20, 30


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
        size = _table_length(rest, depth)
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
    return DraftTable(piece.columns, tuple(builder.rows), merge_spans(piece.ink), label, (), problems)


def header_depth(rows: Sequence[GridRow]) -> int:
    """How many rows at the top are header."""
    if not rows or not _is_header(rows[0]):
        return 0
    depth = 1
    while depth < len(rows) and depth < 5 and _goes_on_header(rows[:depth], rows[depth]):
        depth += 1
    return depth


def _texts(row: GridRow) -> list[str]:
    return [cell.text for cell in row.cells]


def _is_header(row: GridRow) -> bool:
    texts = _texts(row)
    if texts and _COUNTER.fullmatch(texts[0]):
        return True
    filled = [text for text in texts if text]
    return (
        len(filled) > 1
        and not any(_NUMERIC.fullmatch(text) for text in filled)
        and bool(texts[0] or texts[1])
    )


def _goes_on_header(above: Sequence[GridRow], row: GridRow) -> bool:
    """A further header row: empty where the labels stand, words below what spans."""
    texts = _texts(row)
    if _counts_columns(texts):
        return True
    filled = [index for index, text in enumerate(texts) if text]
    if (
        not filled
        or filled[0] < 2 - (len(texts) < 3)
        or any(_NUMERIC.fullmatch(texts[index]) for index in filled)
    ):
        return False
    spanned = [index for index in filled if _spans(above, index)]
    return len(spanned) == len(filled)


def _spans(above: Sequence[GridRow], index: int) -> bool:
    """Whether some header cell above reaches over a column: the cell itself is empty, or the next one is."""
    last = above[-1]
    for place in (index, index + 1):
        if place < len(last.cells) and not last.cells[place].text:
            return True
    return len(above) > 1


def _counts_columns(texts: Sequence[str]) -> bool:
    """A row that numbers the columns: `1 2 3 4` or `(1) (2) (3)` or `A B 1 2`."""
    bare = [text.strip("()[] ") for text in texts if text.strip()]
    if len(bare) < 3 or len(bare) < len(texts) - 1:
        return False
    digits = [text for text in bare if text.isdigit()]
    letters = [text for text in bare if len(text) == 1 and text.isalpha()]
    ordered = [int(text) for text in digits]
    return (
        len(digits) >= 2
        and len(digits) + len(letters) == len(bare)
        and ordered == list(range(ordered[0], ordered[0] + len(ordered)))
        and ordered[0] <= 2
    )


def _same_header(first: Sequence[GridRow], second: Sequence[GridRow]) -> bool:
    return [_squeezed(row) for row in first] == [_squeezed(row) for row in second]


def _squeezed(row: GridRow) -> list[str]:
    return ["".join(cell.text.lower().split()) for cell in row.cells if cell.text]


def _table_length(rows: Sequence[GridRow], depth: int) -> int:
    """Rows up to where another header starts."""
    header = rows[:depth]
    index = depth
    while index < len(rows):
        here = rows[index]
        if here.cells and _COUNTER.fullmatch(here.cells[0].text):
            if not depth or not _same_header(header[:1], [here]):
                return index
        index += 1
    return len(rows)


def _build(rows: Sequence[GridRow], depth: int) -> DraftTable:
    header = rows[:depth]
    columns = _columns(header, max(len(row.cells) for row in rows))
    counter = 0 if header and _COUNTER.fullmatch(header[0].cells[0].text) else None
    label = 0 if counter is None else 1
    body = _without_repeats(rows[depth:], header)
    builder = _Builder(counter, label, columns, _numeric_columns(body, len(columns)))
    for row in body:
        _add_row(builder, row)
    spans = merge_spans(span for row in rows for cell in row.cells for span in cell.spans)
    heads = tuple(cell for row in rows[:depth] for cell in row.cells)
    return DraftTable(columns, tuple(builder.rows), spans, label, heads, tuple(builder.problems))


def _without_repeats(rows: Sequence[GridRow], header: Sequence[GridRow]) -> list[GridRow]:
    """The rows without the headers that each page repeats; the row after one stands after a break."""
    kept: list[GridRow] = []
    index, depth = 0, len(header)
    broken = False
    while index < len(rows):
        if depth and _same_header(header, rows[index : index + depth]):
            index, broken = index + depth, True
            continue
        if depth and _same_header(header[:1], rows[index : index + 1]):
            index, broken = index + 1, True
            continue
        if broken and depth > 1 and any(_same_header([head], [rows[index]]) for head in header[1:]):
            index += 1
            continue
        kept.append(GridRow(rows[index].cells, rows[index].after_break or broken))
        broken = False
        index += 1
    return kept


def _columns(header: Sequence[GridRow], width: int) -> tuple[tuple[str, ...], ...]:
    """Each column's full path."""
    named = [row for row in header if not _counts_columns(_texts(row))]
    paths: list[list[str]] = [[] for _ in range(width)]
    for level, row in enumerate(named):
        carried, owner = "", None
        for index in range(width):
            text = row.cells[index].text if index < len(row.cells) else ""
            below = any(index < len(lower.cells) and lower.cells[index].text for lower in named[level + 1 :])
            above = tuple(paths[index][:level])
            if text:
                carried, owner = text, above
                paths[index].append(text)
            elif below and carried and owner == above:
                paths[index].append(carried)
            else:
                carried = carried if below else ""
    return tuple(tuple(path) for path in paths)


def _numeric_columns(rows: Sequence[GridRow], width: int) -> tuple[bool, ...]:
    counts = [[0, 0] for _ in range(width)]
    for row in rows:
        for index, cell in enumerate(row.cells):
            if cell.text:
                counts[index][bool(_NUMERIC.fullmatch(cell.text))] += 1
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
    """The cells in their columns: where a second label stands beside the first, the rest has shifted by one."""
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
    if len(cells) < at + 4 or not cells[at + 1].text or _NUMERIC.fullmatch(cells[at + 1].text):
        return False
    spare = len(cells) > len(builder.columns) or not builder.columns[-1] or not cells[-1].text
    after = cells[at + 2].text
    if is_unit(after) and builder.numeric[at + 2]:
        return spare and not is_unit(cells[at + 1].text)
    return (
        spare
        and builder.numeric[at + 1]
        and bool(_NUMERIC.fullmatch(after))
        and bool(_NUMERIC.fullmatch(cells[at + 3].text or "0"))
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
        row.after_break
        and bool(values)
        and not any(_NUMERIC.fullmatch(cell.text) for cell in values.values())
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
    rank = _rank(builder, number, name.text, bare=not values)
    grouped = _ROMAN_WORDS.fullmatch(name.text) if rank == _GROUP and name is counter else None
    _close_parents(builder, rank, number, name.text)
    cells = dict(values)
    if counter.text and name is not counter and builder.counter is not None:
        cells[builder.counter] = counter
    prefix = (builder.second_label,) if builder.second_label else ()
    parents = tuple(_clean(join(parent.name).text) for parent in builder.stack)
    row = DraftRow([name], tuple(part for part in parents if part), cells, spans, prefix)
    if grouped:
        row.name = [_shortened(name, grouped.start("name"))]
    builder.rows.append(row)
    if not builder.second_label:
        builder.stack.append(
            _Parent(rank, row.name, closed_by_kin=not values and rank == _PLAIN, number=number)
        )


def _shortened(name: Lifted, start: int) -> Lifted:
    return replace_body(name, start)


def replace_body(name: Lifted, start: int) -> Lifted:
    """The name from `start` on."""
    return name._replace(
        body=name.body.cut(start, len(name.text)),
        marks=tuple(mark._replace(at=max(0, mark.at - start)) for mark in name.marks),
    )


def _rank(builder: _Builder, number: str, name: str, *, bare: bool) -> int:
    """How high a row stands: groups, plain rows, dashes, pluses; decimal numbers by their depth."""
    marker = number if number in {"-", "–", "+", "*", "•"} else ""
    if not marker and (found := _MARKER.match(name)):
        marker = found["marker"]
    if marker:
        return _PLUS if marker in "+*•" else _DASH
    if number and _LETTER.fullmatch(number) and not _ROMAN.fullmatch(number):
        return _GROUP - 1
    if number and _ROMAN.fullmatch(number):
        return _GROUP
    if not number and bare and (found_words := _ROMAN_WORDS.fullmatch(name)):
        return _GROUP if _ROMAN.fullmatch(found_words["number"]) else _GROUP - 1
    if number and _DECIMAL.fullmatch(number):
        return _PLAIN + number.strip(".)").count(".")
    if number and _SMALL.fullmatch(number):
        return _PLAIN + 5
    return _PLAIN


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
