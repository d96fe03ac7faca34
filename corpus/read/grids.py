"""Lines of cells between tabs (or pipes)."""

from __future__ import annotations

from corpus.read.lifted import lift
from corpus.read.marks import find_cuts
from corpus.read.pieces import GridRow
from corpus.report import Span


def is_grid_line(source: str, line: Span) -> bool:
    """Whether a line holds cells: a tab after or before some ink."""
    first = source.find("\t", line.start, line.end)
    if first < 0:
        return False
    written = source[line.start : line.end]
    return not written.isspace() and (written.count("\t") > 1 or not written.startswith("\t"))


def read_row(source: str, line: Span, *, after_break: bool) -> GridRow:
    """A line's cells."""
    cells, start = [], line.start
    while True:
        tab = source.find("\t", start, line.end)
        end = line.end if tab < 0 else tab
        cells.append(lift(source, start, end, find_cuts(source, start, end)))
        if tab < 0:
            return GridRow(tuple(cells), after_break)
        start = tab + 1
