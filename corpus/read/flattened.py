"""Tables that a text dump has flattened to lines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from corpus.read.dumped import DumpLine
from corpus.read.pieces import Piece


class Flattened(NamedTuple):
    """A flattened table put together again, and the lines it was made of."""

    piece: Piece
    lines: frozenset[int]


def find_flattened(source: str, lines: Sequence[DumpLine]) -> list[Flattened]:
    """The flattened tables among a dump's lines."""
    del source, lines
    return []
