"""Words beside each other on a page: columns of text, a letterhead, a table that only its alignment shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from corpus.read.pdfletters import Line, level

_LABEL = re.compile(r"\(?\w{1,5}[.)]|[-–—+*•·▪]")  # an item's number stands apart from its words by a tab
_GUTTER = 6.0  # points between columns
_FAR = 2.5  # letters' sizes below both sides at which the page is one column again
_LEAST_ROWS = 3  # of an aligned table
_LEAST_CELLS = 3


@dataclass(frozen=True, slots=True)
class Stretch:
    """Lines of one column in order, or the rows of an aligned table; and where on the page it begins."""

    top: float
    lines: tuple[Line, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    beside: bool = False  # another column lies beside it


def read_columns(lines: Sequence[Line]) -> list[Stretch]:
    """The page's lines as they are read: what stands beside each other one after the other."""
    ordered = sorted(lines, key=lambda line: -line.box.top)
    found: list[Stretch] = []
    for is_table, group in groupby(_with_tables(ordered), key=lambda one: isinstance(one, Stretch)):
        if is_table:
            found += [one for one in group if isinstance(one, Stretch)]
        else:
            found += _columns([one for one in group if isinstance(one, Line)])
    return found


# Tables without rules


def _with_tables(lines: Sequence[Line]) -> Iterator[Line | Stretch]:
    """The lines, each run of rows with several cells at the same places as a table."""
    rows = list(_rows(lines))
    above: list[Line] = []  # the row before, which may be a table's head though its words lie close together
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and len(rows[end]) >= _LEAST_CELLS:
            end += 1
        table = _aligned(rows[at:end], above) if end - at >= _LEAST_ROWS else None
        if table is None:
            yield from above
            end = max(end, at + 1)
            for row in rows[at : end - 1]:
                yield from row
            above = rows[end - 1]
        else:
            if len(table.rows) == end - at:
                yield from above
            above = []
            yield table
        at = end
    yield from above


def _rows(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines at one height, cut into cells, from left to right."""
    row: list[Line] = []
    for line in lines:
        if row and not level(row[0].box, line.box):
            yield sorted(row, key=lambda one: one.box.left)
            row = []
        parts = line.parts()
        row += [line] if len(parts) == 2 and _LABEL.fullmatch(parts[0].words()) else parts
    if row:
        yield sorted(row, key=lambda one: one.box.left)


def _aligned(rows: Sequence[Sequence[Line]], above: Sequence[Line]) -> Stretch | None:
    """The rows under the columns of the fullest one; None where too little lies below each other."""
    fullest = max(rows, key=len)
    edges = [(cell.box.left, cell.box.right) for cell in fullest]
    places = [(cell, edges[_column_of(cell, edges)]) for row in rows for cell in row]
    if sum(_overlap(cell, edge) > 0 for cell, edge in places) < 0.8 * len(places):
        return None
    alone = [(cell, edge) for cell, edge in places if sum(_overlap(cell, one) > 0 for one in edges) == 1]
    wide = [
        (
            min([edge[0], *(cell.box.left for cell, at in alone if at == edge)]),
            max([edge[1], *(cell.box.right for cell, at in alone if at == edge)]),
        )
        for edge in edges
    ]
    head = _head(above, rows[0], wide)
    written = [_in_columns(row, wide) for row in ([head] if head else []) + [list(row) for row in rows]]
    return Stretch((above if head else rows[0])[0].box.top, rows=tuple(written))


def _head(
    above: Sequence[Line], first: Sequence[Line], edges: Sequence[tuple[float, float]]
) -> list[Line] | None:
    """The words of the row above, if they head the columns: close by, and hardly a column without one."""
    if not above or above[0].box.bottom - first[0].box.top > 1.5 * first[0].size:
        return None
    words = [word for line in above for word in line.each_word()]
    inside = all(edges[0][0] - word.size < word.box.left < edges[-1][1] + 2 * word.size for word in words)
    headed = {_column_of(word, edges) for word in words}
    return words if inside and len(headed) >= max(len(edges) - 1, 3) else None


def _in_columns(row: Sequence[Line], edges: Sequence[tuple[float, float]]) -> tuple[str, ...]:
    cells = [""] * len(edges)
    # A counter's narrow column stands close to the names: what lies over both is two heads.
    first, second = edges[:2]
    for cell in (
        word
        for whole in row
        for word in (whole.each_word() if _overlap(whole, first) and _overlap(whole, second) else [whole])
    ):
        place = _column_of(cell, edges)
        cells[place] = f"{cells[place]} {' '.join(cell.words().split())}".strip()
    return tuple(cells)


def _column_of(cell: Line, edges: Sequence[tuple[float, float]]) -> int:
    middle = (cell.box.left + cell.box.right) / 2
    return max(
        range(len(edges)),
        key=lambda place: (_overlap(cell, edges[place]), -abs(middle - sum(edges[place]) / 2)),
    )


def _overlap(cell: Line, edge: tuple[float, float]) -> float:
    return max(0.0, min(cell.box.right, edge[1]) - max(cell.box.left, edge[0]))


# Columns


def _columns(lines: Sequence[Line]) -> Iterator[Stretch]:
    at = 0
    alone: list[Line] = []
    while at < len(lines):
        size = _beside(lines, at)
        if size and not _is_one(lines[at : at + size]):
            yield from _single(alone)
            alone = []
            yield from _sides(lines[at : at + size])
        else:
            alone += lines[at : at + (size or 1)]
        at += size or 1
    yield from _single(alone)


def _single(lines: Sequence[Line]) -> Iterator[Stretch]:
    """Lines below each other; what was cut for nothing is whole again."""
    whole = list(dict.fromkeys(line.whole or line for line in lines))
    if whole:
        yield Stretch(whole[0].box.top, tuple(whole))


def _is_one(lines: Sequence[Line]) -> bool:
    """Whether they are the parts of a single line, which nothing above or below bears out."""
    return lines[0].whole is not None and all(line.whole is lines[0].whole for line in lines)


def _beside(lines: Sequence[Line], at: int) -> int:
    """How many lines from here on lie on either side of a gutter; 0 where the first has none beside it."""
    if at + 1 >= len(lines) or not level(lines[at].box, lines[at + 1].box):
        return 0
    first, second = sorted((lines[at].box, lines[at + 1].box), key=lambda box: box.left)
    low, high = first.right, second.left
    if high - low < _GUTTER:
        return 0
    last = {True: lines[at].box, False: lines[at].box}
    for index, line in enumerate(lines[at:], at):
        box = line.box
        is_left = box.right <= high - _GUTTER and (box.left < low or box.right - low < high - box.left)
        if is_left:
            low = max(low, box.right)
        elif box.left >= low + _GUTTER:
            high = min(high, box.left)
        else:
            return index - at
        if high - low < _GUTTER or _leaves(box.top, min(last[True].bottom, last[False].bottom), line):
            return index - at
        last[is_left] = box
    return len(lines) - at


def _leaves(top: float, bottom: float, line: Line) -> bool:
    """Whether a line begins well below all that was beside each other."""
    return bottom - top > _FAR * line.size


def _sides(lines: Sequence[Line]) -> Iterator[Stretch]:
    """The left side, then the right one; a gutter inside either is found again."""
    top = lines[0].box.top
    gutter = _gutter(lines)
    left: list[Line] = []
    right: list[Line] = []
    for line in lines:
        (left if line.box.right <= gutter else right).append(Line(line.letters))  # cut for good
    for side in (left, right):
        for stretch in _columns(side) if side and len(side) < len(lines) else _single(side):
            yield replace(stretch, top=top, beside=True)


def _gutter(lines: Sequence[Line]) -> float:
    """The middle of the widest strip that no line crosses, the leftmost of equals."""
    edges = sorted((line.box.left, line.box.right) for line in lines)
    reach, best, place = edges[0][1], 0.0, edges[0][1]
    for _, (left, right) in pairwise(edges):
        if left - reach > best:
            best, place = left - reach, (left + reach) / 2
        reach = max(reach, right)
    return place
