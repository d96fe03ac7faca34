"""What a family makes of a file: pieces in the order of the source, of one kind each.

A family (OCR text, a PDF's text dump, later DOCX or PDF with positions) only has to give these pieces;
stitching, headings, tables and footnotes are shared by all.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from corpus.read.lifted import Lifted
from corpus.report import Span


class PieceKind(StrEnum):
    """What a piece is, as far as its look on the page tells."""

    PROSE = "prose"
    NOTE = "note"
    GRID = "grid"
    FURNITURE = "furniture"


class GridRow(NamedTuple):
    """A table's row as printed: its cells in order, and whether a break of page stood before it."""

    cells: tuple[Lifted, ...]
    after_break: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of the file of one kind."""

    kind: PieceKind
    text: Lifted
    start: int  # where it starts in the source
    number: str = ""  # of a note
    lead: Span | None = None  # a note's own mark
    bold: bool = False
    rows: tuple[GridRow, ...] = ()  # of a grid
    columns: tuple[tuple[str, ...], ...] = ()  # of a grid whose family already knows its header
    ink: tuple[Span, ...] = ()  # of a grid whose rows do not hold all of it
    problems: tuple[tuple[str, str, tuple[Span, ...]], ...] = ()
