"""Which family a file belongs to, told by its text alone.

A family is a function from the source and its lines to pieces; a new one (DOCX, PDF with positions) joins the
registry and everything after it is shared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from corpus.read.dump import read_dump
from corpus.read.ocr import read_ocr
from corpus.read.pieces import Piece
from corpus.report import Span


class Family(NamedTuple):
    """A way that reports come as files."""

    name: str
    read: Callable[[str, Iterable[Span]], Iterable[Piece]]


OCR = Family("ocr", read_ocr)
DUMP = Family("dump", read_dump)
_SHORT, _LONG = 25, 130  # a line of fewer letters tells nothing; one of more is no line of a page
_ENDS = frozenset('.;:!?,…”")*')


def find_lines(source: str) -> Iterator[Span]:
    """Where each line stands, its line end left out."""
    start = 0
    while True:
        end = source.find("\n", start)
        if end < 0:
            yield Span(start, len(source))
            return
        yield Span(start, end)
        start = end + 1


def recognise(source: str) -> Family:
    """The family: a dump's lines break inside sentences and are never long, an OCR paragraph is one line."""
    torn, long, previous = 0, 0, ""
    for line in find_lines(source):
        written = source[line.start : min(line.end, line.start + _LONG + 50)].strip()
        if len(written) < _SHORT or "\t" in written:
            continue
        if len(written) > _LONG:
            long += 1
        elif previous and len(previous) <= _LONG and previous[-1] not in _ENDS and written[0].islower():
            torn += 1
        previous = written
    return DUMP if torn > 1 and torn > 2 * long else OCR
