"""Tables that a text dump has flattened to lines, rebuilt by the grammar of their cells.

The header opens with `TT`; it comes again on every page, and what stands the same each time is header. A row
is a label over one or more lines, a unit, values, a verdict; the page may tear the label or the verdict.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from corpus.read.dumped import DumpLine, Zone
from corpus.read.flatcells import Item, Shape, align, is_unfinished_verdict, is_verdict, read_line
from corpus.read.flatheads import has_unit_column, header_columns, opens_header, opens_plain_header
from corpus.read.lifted import NOTHING, Lifted, join, lift
from corpus.read.marks import find_cuts
from corpus.read.pieces import GridRow, Piece, PieceKind
from corpus.read.words import words
from corpus.report import Span

_GROUP = re.compile(r"(?P<number>[IVX]{1,6}|[A-H])[.)]?\s+(?P<name>[^\W\d_a-z].*)")
_ROMAN = re.compile(r"[IVX]{1,6}[.)]?|[A-H][.)]?")
_COUNT = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,2})*)[.)]?")
_COUNTED = re.compile(r"(?P<number>\d{1,3}(?:\.\d{1,2})*)[.)]?\s+(?=[^\W\d_a-z])")
_END = re.compile(r"(?:Ghi chú|GHI CHÚ|Nguồn|Chú thích)\s?:|(?:PHỤ LỤC|Phụ lục|BIỂU|Phần thứ|PHẦN)\b")
_YEAR = re.compile(r"(?:19|20)\d\d(?:[-–](?:19|20)\d\d)?")
_COLUMN_COUNT = re.compile(r"\(?(?:1|A)\)?(?:\s+\(?(?:\d{1,2}|[A-C])\)?){2,}")
_LONGEST_LABEL = 8  # lines
_HEAD = 8  # lines that tell a header without a counter
_PAGES = 60  # that one table may run over
_EMPTY_ROW = 3  # blanks on a line of their own that stand for a row's empty cells


class _Waiting(NamedTuple):
    """A line of a label whose values are still to come, and where its words stand in the source."""

    place: int
    start: int
    end: int


class Flattened(NamedTuple):
    """A flattened table put together again, and the lines it was made of."""

    piece: Piece
    lines: frozenset[int]


@dataclass(slots=True)
class _FlatRow:
    """A row under construction."""

    count: Lifted | None
    label: list[Lifted]
    unit: Lifted | None = None
    items: list[Item] = field(default_factory=list)
    verdict: list[Lifted] = field(default_factory=list)  # words that came on lines of their own
    bare: bool = False


@dataclass(slots=True)
class _Walk:
    rows: list[_FlatRow] = field(default_factory=list)
    pending: list[_Waiting] = field(default_factory=list)
    count: Lifted | None = None
    counted: int = 0
    before: int = 0  # what was counted before the last number alone on its line
    used: set[int] = field(default_factory=set)
    torn: bool = False  # a header has just been passed


def find_flattened(source: str, lines: Sequence[DumpLine]) -> list[Flattened]:
    """The flattened tables among a dump's lines."""
    found: list[Flattened] = []
    position = 0
    starts = [
        place for place, line in enumerate(lines) if line.zone is not Zone.NOTES and _opens(lines, place)
    ]
    for number, start in enumerate(starts):
        if start < position:
            continue
        table, position = _read_table(source, lines, start, starts[number : number + _PAGES])
        if table is not None:
            found.append(table)
    return found


def _opens(lines: Sequence[DumpLine], place: int) -> bool:
    return opens_header(lines[place].text) or opens_plain_header(
        [line.text for line in lines[place : place + _HEAD]]
    )


def _read_table(
    source: str, lines: Sequence[DumpLine], start: int, starts: Sequence[int]
) -> tuple[Flattened | None, int]:
    depth = _header_length(source, lines, start, starts)
    header = [line.text for line in lines[start : start + depth]]
    has_unit = has_unit_column(header)
    walk = _Walk(used=set(range(start, start + depth)))
    position = start + depth
    while position < len(lines):
        line = lines[position]
        if [one.text for one in lines[position : position + depth]] == header and depth:
            _drop_page_number(walk, lines, position)
            walk.used |= set(range(position, position + depth))
            walk.torn = True
            position += depth
            continue
        if _ends_table(walk, line, lines, position):
            break
        _read_row_line(source, walk, lines, position, has_unit=has_unit)
        position += 1
    _flush(source, walk, final=True)
    if sum(1 for row in walk.rows if row.items) < 2:
        return None, start + 1
    return _as_piece(source, lines, range(start, start + depth), walk, has_unit=has_unit), max(walk.used) + 1


def _drop_page_number(walk: _Walk, lines: Sequence[DumpLine], position: int) -> None:
    """A number alone before the header numbers the page and counts no row."""
    if walk.count is not None and not walk.pending and _COUNT.fullmatch(lines[position - 1].text):
        walk.count = None
        walk.counted = walk.before
        walk.used.discard(position - 1)


def _header_length(source: str, lines: Sequence[DumpLine], start: int, starts: Sequence[int]) -> int:
    """How many lines are header: as many as come again, else up to what opens the first row."""
    again = [other for other in starts[1:] if lines[other].text == lines[start].text]
    opening = _first_row(source, lines, start)
    if not again:
        return opening
    lengths = []
    for other in again:
        length = 0
        while (
            start + length < other
            and other + length < len(lines)
            and lines[start + length].text == lines[other + length].text
        ):
            length += 1
        lengths.append(length)
    shared = min(lengths)
    return min(shared, opening) if shared > 1 and opening > 1 else max(shared, opening)


def _first_row(source: str, lines: Sequence[DumpLine], start: int) -> int:
    for length, line in enumerate(lines[start + 1 : start + 120], start=1):
        text = line.text
        if _COLUMN_COUNT.fullmatch(text):
            return length + 1
        if _GROUP.fullmatch(text) and text[0] in "IA" and text.split()[0].strip(".)") in {"I", "A"}:
            return length
        if text.strip(".)") in {"1", "I", "A"} or (text.startswith(("1 ", "1. ")) and _COUNTED.match(text)):
            return length
        if text.startswith(("- ", "+ ")) or _is_row(source, line):
            return length
    return 1


def _is_row(source: str, line: DumpLine) -> bool:
    """Whether a line holds a label and values, of which some are no years."""
    cells = read_line(source, line.at, line.at + len(line.text), has_unit=False)
    values = [source[item.start : item.end] for item in cells.items if item.shape is Shape.NUMBER]
    return cells.label is not None and not all(_YEAR.fullmatch(value) for value in values) and len(values) > 1


def _ends_table(walk: _Walk, line: DumpLine, lines: Sequence[DumpLine], position: int) -> bool:
    if line.zone is Zone.NOTES or _END.match(line.text):
        return True
    if line.zone is Zone.FURNITURE and not _COUNT.fullmatch(line.text):
        walk.used.add(position)
        return False
    if len(walk.pending) > _LONGEST_LABEL:
        return True
    del lines
    return False


def _read_row_line(
    source: str, walk: _Walk, lines: Sequence[DumpLine], position: int, *, has_unit: bool
) -> None:
    line = lines[position]
    walk.used.add(position)
    if line.zone is Zone.FURNITURE and not _COUNT.fullmatch(line.text):
        walk.used.discard(position)
        return
    if _ROMAN.fullmatch(line.text) or _COUNT.fullmatch(line.text):
        _count(source, walk, lines, line, position)
        return
    start, count = line.at, None
    group = _GROUP.fullmatch(line.text)
    counted = _COUNTED.match(line.text)
    if counted and _is_next(walk, counted["number"]) and _heads_group(walk):
        _flush(source, walk)
    if not walk.pending and group:
        count, start = lift(source, start, start + len(group["number"])), start + group.start("name")
    elif not walk.pending and walk.count is None and counted and _is_next(walk, counted["number"]):
        count, start = lift(source, start, start + counted.end("number")), start + counted.end()
        walk.counted = int(counted["number"].split(".")[0])
    cells = read_line(source, start, line.span.end, has_unit=has_unit)
    if count is not None:
        _flush(source, walk)
        walk.count = count
    if cells.items and (any(item.shape is not Shape.EMPTY for item in cells.items) or group):
        _value_row(source, walk, cells.label, cells.unit, cells.items)
    else:
        _text_line(
            source, walk, lines, _Waiting(position, start, line.at + len(line.text)), bare=bool(cells.items)
        )
    walk.torn = False if walk.pending or cells.items else walk.torn


def _heads_group(walk: _Walk) -> bool:
    """Whether what waits for values is a group's title: `II Chỉ tiêu xã hội`, with no blanks behind it."""
    return bool(walk.pending) and walk.count is not None and bool(_ROMAN.fullmatch(walk.count.text))


def _is_next(walk: _Walk, number: str) -> bool:
    first = int(number.split(".", maxsplit=1)[0])
    return first in {walk.counted, walk.counted + 1}


def _count(source: str, walk: _Walk, lines: Sequence[DumpLine], line: DumpLine, position: int) -> None:
    """A number alone on its line: the next row's, or the page's."""
    if _ROMAN.fullmatch(line.text):
        _flush(source, walk)
        walk.count = lift(source, line.at, line.at + len(line.text))
        return
    if _is_next(walk, _COUNT.fullmatch(line.text)["number"]):  # type: ignore[index]  # matched by the caller
        _flush(source, walk)
        walk.count = lift(source, line.at, line.at + len(line.text))
        walk.before = walk.counted
        walk.counted = int(line.text.strip(".)").split(".")[0])
    elif walk.pending and not _numbers_page(lines, position):
        walk.pending.append(_Waiting(position, line.at, line.at + len(line.text)))
    else:
        walk.used.discard(position)


def _numbers_page(lines: Sequence[DumpLine], position: int) -> bool:
    return position + 1 >= len(lines) or opens_header(lines[position + 1].text)


def _value_row(
    source: str,
    walk: _Walk,
    label: tuple[int, int] | None,
    unit: tuple[int, int] | None,
    items: Sequence[Item],
) -> None:
    names = [_lifted(source, waiting.start, waiting.end) for waiting in walk.pending]
    if label:
        names.append(_lifted(source, *label))
    walk.rows.append(_FlatRow(walk.count, names, lift(source, *unit) if unit else None, list(items)))
    walk.pending, walk.count = [], None


def _text_line(source: str, walk: _Walk, lines: Sequence[DumpLine], waiting: _Waiting, *, bare: bool) -> None:
    """A line without values: the rest of a verdict or of a torn label, or the next row's label."""
    position = waiting.place
    line = lines[position]
    last = walk.rows[-1] if walk.rows else None
    if last and last.items and not walk.pending and walk.count is None:
        if is_verdict(line.text) and _wants_verdict(last):
            last.verdict.append(lift(source, line.at, line.at + len(line.text)))
            return
        if line.text[0].islower() or line.text[0] in ",;)(":
            _continue_label(source, last, line)
            return
    if (
        walk.pending
        and len(walk.pending) == 1
        and line.text[0].isupper()
        and not walk.torn
        and _is_closed(source, lines, position - 1)
    ):
        _flush(source, walk)
    walk.pending.append(waiting)
    if bare or _is_closed(source, lines, position):
        _flush(source, walk)


def _is_closed(source: str, lines: Sequence[DumpLine], position: int) -> bool:
    """Whether a line of blanks for empty cells follows."""
    end = lines[position + 1].span.start if position + 1 < len(lines) else len(source)
    gap = source[lines[position].span.end : end]
    return any(len(blanks) >= _EMPTY_ROW for blanks in gap.split("\n"))


def _wants_verdict(row: _FlatRow) -> bool:
    if row.verdict:
        return is_unfinished_verdict(" ".join(part.text for part in row.verdict)) or True
    last = row.items[-1]
    return last.shape is not Shape.WORDS or True


def _continue_label(source: str, row: _FlatRow, line: DumpLine) -> None:
    """The rest of a label, and at its end maybe the rest of a torn verdict."""
    end = line.at + len(line.text)
    said = " ".join(part.text for part in row.verdict) if row.verdict else ""
    if not said and row.items[-1].shape is Shape.WORDS:
        said = source[row.items[-1].start : row.items[-1].end]
    cut = _verdict_rest(line.text) if is_unfinished_verdict(said) else 0
    if cut:
        row.verdict.append(lift(source, end - cut, end))
        end -= cut
    rest = _lifted(source, line.at, end)
    if rest.text:
        row.label.append(rest)


def _verdict_rest(text: str) -> int:
    """The length of the verdict's second half at the end of a line: `… tập trung đánh giá`."""
    for rest in words("verdict_rests"):
        if text.lower().endswith(f" {rest}") or text.lower() == rest:
            return len(rest)
    return 0


def _flush(source: str, walk: _Walk, *, final: bool = False) -> None:
    """The label waiting for values gets none: it heads a group, or at the end belongs to no row."""
    if final and walk.pending and walk.count is None:
        walk.used -= {waiting.place for waiting in walk.pending}
        walk.pending = []
        return
    if walk.pending:
        names = [_lifted(source, waiting.start, waiting.end) for waiting in walk.pending]
        walk.rows.append(_FlatRow(walk.count, names, bare=True))
        walk.pending, walk.count = [], None


def _lifted(source: str, start: int, end: int) -> Lifted:
    return lift(source, start, end, find_cuts(source, start, end))


def _as_piece(
    source: str, lines: Sequence[DumpLine], header: range, walk: _Walk, *, has_unit: bool
) -> Flattened:
    shapes = _column_shapes(walk.rows)
    used = sorted(walk.used)
    piece = Piece(
        kind=PieceKind.GRID,
        text=NOTHING,
        start=lines[header.start].at,
        rows=tuple(
            GridRow(_cells(source, row, shapes, has_unit=has_unit), after_break=False) for row in walk.rows
        ),
        columns=_columns(source, lines, header, shapes, has_unit=has_unit),
        ink=tuple(Span(lines[place].at, lines[place].at + len(lines[place].text)) for place in used),
        problems=tuple(_problems(walk.rows, shapes)),
    )
    return Flattened(piece, frozenset(lines[place].index for place in used))


def _columns(
    source: str, lines: Sequence[DumpLine], header: range, shapes: tuple[Shape, ...], *, has_unit: bool
) -> tuple[tuple[str, ...], ...]:
    """The columns' paths; where the header cannot be told apart, none but the first has a name."""
    counted = opens_header(lines[header.start].text)
    leaves = 1 + counted + has_unit + len(shapes)
    named = [place for place in header if not _COLUMN_COUNT.fullmatch(lines[place].text)]
    texts = [lines[place].text for place in named]
    after_blank = [place == header.start or _follows_blank(source, lines, place) for place in named]
    ends_in_words = bool(shapes) and shapes[-1] is Shape.WORDS
    known = header_columns(texts, after_blank, leaves, ends_in_words=ends_in_words)
    columns = known or ((texts[0],), *(() for _ in range(leaves - 1)))
    return columns if counted else ((), *columns)


def _follows_blank(source: str, lines: Sequence[DumpLine], place: int) -> bool:
    return place > 0 and source[lines[place - 1].span.end : lines[place].span.start].count("\n") > 1


def _column_shapes(rows: Sequence[_FlatRow]) -> tuple[Shape, ...]:
    """The shapes of the columns after the unit, as most full rows have them."""
    patterns: Counter[tuple[Shape, ...]] = Counter()
    for row in rows:
        shapes = [item.shape for item in _with_verdict(row)]
        if shapes and Shape.EMPTY not in shapes:
            patterns[tuple(shapes)] += 1
    if not patterns:
        return _common_shapes(rows)
    often = [pattern for pattern, count in patterns.items() if count * 5 >= patterns.most_common(1)[0][1]]
    return max(often, key=lambda pattern: (len(pattern), patterns[pattern]))


def _common_shapes(rows: Sequence[_FlatRow]) -> tuple[Shape, ...]:
    """The shapes of columns of which one is empty in every row: words at the end, numbers elsewhere."""
    filled = [tuple(item.shape for item in _with_verdict(row)) for row in rows]
    patterns = Counter(shapes for shapes in filled if Shape.NUMBER in shapes)
    if not patterns:
        return tuple(Shape.NUMBER for _ in max((row.items for row in rows), key=len, default=[]))
    shapes = max(patterns, key=lambda pattern: (patterns[pattern], len(pattern)))
    words = max((place for place, shape in enumerate(shapes) if shape is Shape.NUMBER), default=0) + 1
    return tuple(
        Shape.WORDS if shape is Shape.WORDS or (shape is Shape.EMPTY and place >= words) else Shape.NUMBER
        for place, shape in enumerate(shapes)
    )


def _with_verdict(row: _FlatRow) -> list[Item]:
    """A row's cells, the verdict from lines of its own as the last, without a missing unit's empty cell."""
    items = list(row.items)
    if (
        row.unit is None
        and len(items) > 1
        and items[0].shape is Shape.EMPTY
        and items[-1].shape is not Shape.EMPTY
    ):
        items.pop(0)
    if row.verdict and items:
        if items[-1].shape is Shape.WORDS:
            return items
        ends = [span for part in row.verdict for span in part.spans]
        items.append(Item(ends[0].start, ends[-1].end, Shape.WORDS))
    return items


def _cells(source: str, row: _FlatRow, shapes: tuple[Shape, ...], *, has_unit: bool) -> tuple[Lifted, ...]:
    count = row.count or NOTHING
    label = join(row.label)
    values = _laid(source, row, shapes)
    return (count, label, *([row.unit or NOTHING] if has_unit else []), *values)


def _laid(source: str, row: _FlatRow, shapes: tuple[Shape, ...]) -> list[Lifted]:
    """The values in their columns; what cannot be placed stays out (and is told as a problem)."""
    laid = [NOTHING for _ in shapes]
    items = _with_verdict(row)
    places = _places(items, shapes)
    for item, place in zip(items, places or (), strict=False):
        if item.shape is not Shape.EMPTY:
            laid[place] = _lifted(source, item.start, item.end)
    if row.verdict and places:
        _lay_verdict(row, items, places, laid)
    return laid


def _lay_verdict(row: _FlatRow, items: Sequence[Item], places: Sequence[int], laid: list[Lifted]) -> None:
    """A verdict over several lines is one cell."""
    place = places[-1]
    torn = len(row.items) == len(items)
    laid[place] = join([laid[place], *row.verdict]) if torn else join(row.verdict)


def _places(items: Sequence[Item], shapes: tuple[Shape, ...]) -> tuple[int, ...] | None:
    found = [item.shape for item in items]
    while len(found) > len(shapes) and found[-1] is Shape.EMPTY:
        found.pop()
    if len(found) == len(shapes):
        return tuple(range(len(shapes)))
    if len(found) > len(shapes):
        return None
    return align(tuple(found), shapes)


def _problems(rows: Sequence[_FlatRow], shapes: tuple[Shape, ...]) -> list[tuple[str, str, tuple[Span, ...]]]:
    found = []
    for row in rows:
        items = _with_verdict(row)
        if any(item.shape is not Shape.EMPTY for item in items) and _places(items, shapes) is None:
            label = join(row.label)
            spans = tuple(Span(item.start, item.end) for item in items if item.end > item.start)
            found.append(
                ("missing_cells", f"Dòng “{label.text}” thiếu ô, không xếp chắc chắn được vào cột.", spans)
            )
    return found
