"""Ruled tables on a page: their lines, the cells between them, and which cell a point lies in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

_THIN = 2.5  # points; thicker boxes are fills or pictures
_NEAR = 3.0  # points; lines this close are one
_LEAST = 8.0  # points; shorter strokes are decoration


class Box(NamedTuple):
    """A stretch of a page, the origin at its lower left."""

    left: float
    bottom: float
    right: float
    top: float


class Stroke(NamedTuple):
    """A straight line: where it lies, and from where to where."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table: its edges, and which strokes part its cells."""

    box: Box
    columns: tuple[float, ...]  # left to right
    rows: tuple[float, ...]  # top to bottom
    across: tuple[Stroke, ...]
    down: tuple[Stroke, ...]

    def cell(self, x: float, y: float) -> tuple[int, int] | None:
        """Row and column of a point, the first of those that a merged cell covers."""
        column = bisect_right(self.columns, x) - 1
        row = bisect_right([-one for one in self.rows], -y) - 1
        if not (0 <= column < len(self.columns) - 1 and 0 <= row < len(self.rows) - 1):
            return None
        return self._merged(row, column)

    def _merged(self, row: int, column: int) -> tuple[int, int]:
        while column > 0 and not self._parted(self.down, self.columns[column], self._middle(self.rows, row)):
            column -= 1
        while row > 0 and not self._parted(self.across, self.rows[row], self._middle(self.columns, column)):
            row -= 1
        return row, column

    def _middle(self, edges: Sequence[float], index: int) -> float:
        return (edges[index] + edges[index + 1]) / 2

    def _parted(self, strokes: Iterable[Stroke], at: float, through: float) -> bool:
        return any(abs(one.at - at) <= _NEAR and one.start <= through <= one.end for one in strokes)

    def joined_columns(self, other: Grid) -> tuple[float, ...] | None:
        """The columns of both, where they are one table on two pages and one shows but some of them."""
        few, many = sorted((self.columns, other.columns), key=len)
        if len(few) == len(many) or abs(few[0] - many[0]) > _NEAR or abs(few[-1] - many[-1]) > _NEAR:
            return None
        return many if all(any(abs(edge - one) <= _NEAR for one in many) for edge in few) else None

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies within the table."""
        return self.box.left <= x <= self.box.right and self.box.bottom <= y <= self.box.top


def find_grids(boxes: Iterable[Box]) -> list[Grid]:
    """The ruled tables that the drawn boxes make, from the top of the page down."""
    across: list[Stroke] = []
    down: list[Stroke] = []
    for box in boxes:
        _edges(box, across, down)
    groups = _connected(_joined(across), _joined(down))
    grids = (_grid(across, down) for across, down in groups)
    return sorted((grid for grid in grids if grid is not None), key=lambda grid: -grid.box.top)


def _edges(box: Box, across: list[Stroke], down: list[Stroke]) -> None:
    width, height = box.right - box.left, box.top - box.bottom
    if height <= _THIN and width >= _LEAST:
        across.append(Stroke((box.bottom + box.top) / 2, box.left, box.right))
    elif width <= _THIN and height >= _LEAST:
        down.append(Stroke((box.left + box.right) / 2, box.bottom, box.top))
    elif width >= _LEAST and height >= _LEAST:
        across += [Stroke(box.bottom, box.left, box.right), Stroke(box.top, box.left, box.right)]
        down += [Stroke(box.left, box.bottom, box.top), Stroke(box.right, box.bottom, box.top)]


def _joined(strokes: Iterable[Stroke]) -> list[Stroke]:
    """Strokes on one line that touch, as one."""
    joined: list[Stroke] = []
    for line in _by_line(strokes):
        last: Stroke | None = None
        for stroke in sorted(line, key=lambda one: one.start):
            if last is not None and stroke.start <= last.end + _NEAR:
                last = Stroke(last.at, last.start, max(last.end, stroke.end))
                joined[-1] = last
            else:
                last = stroke
                joined.append(stroke)
    return joined


def _by_line(strokes: Iterable[Stroke]) -> list[list[Stroke]]:
    lines: list[list[Stroke]] = []
    for stroke in sorted(strokes, key=lambda one: one.at):
        if lines and stroke.at - lines[-1][0].at <= _NEAR:
            lines[-1].append(stroke)
        else:
            lines.append([stroke])
    return lines


def _connected(across: Sequence[Stroke], down: Sequence[Stroke]) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Strokes that cross one another belong to one table."""
    groups: list[tuple[list[Stroke], list[Stroke]]] = []
    for stroke in across:
        touching = [group for group in groups if any(_cross(stroke, one) for one in group[1])]
        fresh = [one for one in down if _cross(stroke, one) and not any(one in group[1] for group in groups)]
        merged = ([stroke, *(one for group in touching for one in group[0])], [*fresh])
        merged[1].extend(one for group in touching for one in group[1])
        groups = [group for group in groups if group not in touching]
        groups.append(merged)
    return groups


def _cross(across: Stroke, down: Stroke) -> bool:
    return (
        across.start - _NEAR <= down.at <= across.end + _NEAR
        and down.start - _NEAR <= across.at <= down.end + _NEAR
    )


def _grid(across: Sequence[Stroke], down: Sequence[Stroke]) -> Grid | None:
    # A row that the page cuts has no stroke there; those between its cells tell how far it goes.
    ends = [place for stroke in down for place in (stroke.start, stroke.end)]
    rows = _distinct(stroke.at for stroke in across)[::-1]
    if rows and ends and rows[-1] - min(ends) > _LEAST:
        rows.append(min(ends))
    if rows and ends and max(ends) - rows[0] > _LEAST:
        rows.insert(0, max(ends))
    columns = _distinct(stroke.at for stroke in down)
    if len(rows) < 2 or len(columns) < 3:
        return None
    box = Box(columns[0] - _NEAR, rows[-1] - _NEAR, columns[-1] + _NEAR, rows[0] + _NEAR)
    return Grid(box, tuple(columns), tuple(rows), tuple(across), tuple(down))


def _distinct(places: Iterable[float]) -> list[float]:
    kept: list[float] = []
    for place in sorted(places):
        if not kept or place - kept[-1] > _NEAR:
            kept.append(place)
    return kept
