"""Text lifted out of the source: what it says, which marks it bore, which ink it used up.

Emphasis (`**`, `<i>`) and footnote marks are taken out of the words; their ink stays accounted for.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple

from corpus.report import Run, Span, Stitched, merge_spans


class Sighting(NamedTuple):
    """A footnote mark where it was met: its number, its offset in the words, its place in the source."""

    number: str
    at: int
    span: Span


class CutKind(StrEnum):
    """What becomes of a stretch of source that is not words."""

    MARK = "mark"  # kept as a sighting
    EMPHASIS = "emphasis"  # its ink is kept with the words around it
    BLANK = "blank"  # becomes one blank
    VOID = "void"  # blanks that vanish


class Cut(NamedTuple):
    """A stretch of source that is not words."""

    start: int
    end: int
    kind: CutKind
    number: str = ""


class Lifted(NamedTuple):
    """A stretch of the source as words."""

    body: Stitched
    marks: tuple[Sighting, ...]
    spans: tuple[Span, ...]  # its ink with its emphasis, without its marks

    @property
    def text(self) -> str:
        """The words."""
        return self.body.text


NOTHING = Lifted(Stitched(""), (), ())


def lift(source: str, start: int, end: int, cuts: Sequence[Cut] = ()) -> Lifted:
    """The words of `source[start:end]` without what `cuts` takes out."""
    start, end = _without_blanks(source, start, end)
    if start >= end:
        return NOTHING
    words, runs, marks, spans, length = [], [], [], [], 0
    at = start
    for cut in (*cuts, Cut(end, end, CutKind.VOID)):
        if cut.end < start or cut.start > end:
            continue
        for word, run in _pieces(source, at, max(at, cut.start), length):
            words.append(word)
            runs.append(run)
            length += len(word)
        if cut.kind is CutKind.MARK:
            marks.append(Sighting(cut.number, length, Span(cut.start, cut.end)))
        elif cut.kind is CutKind.BLANK and words:
            words.append(" ")
            length += 1
        elif cut.kind is CutKind.EMPHASIS:
            spans.append(Span(cut.start, cut.end))
        at = max(at, cut.end)
    spans += [run.source for run in runs]
    return _stripped(Lifted(Stitched("".join(words), tuple(runs)), tuple(marks), merge_spans(spans)))


def _without_blanks(source: str, start: int, end: int) -> tuple[int, int]:
    while start < end and source[start].isspace():
        start += 1
    while end > start and source[end - 1].isspace():
        end -= 1
    return start, end


def _stripped(lifted: Lifted) -> Lifted:
    text = lifted.body.text
    if text == text.strip():
        return lifted
    left = len(text) - len(text.lstrip())
    body = lifted.body.strip()
    marks = tuple(
        Sighting(mark.number, min(max(mark.at - left, 0), len(body.text)), mark.span) for mark in lifted.marks
    )
    return Lifted(body, marks, lifted.spans)


def _pieces(source: str, start: int, end: int, at: int) -> Iterator[tuple[str, Run]]:
    """The stretch in composed letters, with runs that say where each part stood."""
    if start >= end:
        return
    written = source[start:end]
    if unicodedata.is_normalized("NFC", written):
        yield written, Run(at, len(written), Span(start, end))
        return
    for first, last in _clusters(written):
        letter = unicodedata.normalize("NFC", written[first:last])
        yield letter, Run(at, len(letter), Span(start + first, start + last))
        at += len(letter)


def _clusters(written: str) -> Iterator[tuple[int, int]]:
    """Stretches that composing leaves alone, and each letter with its accents."""
    first = 0
    for index in range(1, len(written) + 1):
        if index == len(written) or not unicodedata.combining(written[index]):
            yield first, index
            first = index


def join(parts: Iterable[Lifted], joint: str | None = None) -> Lifted:
    """The parts one after the other; a line that ends in a hyphenated number is joined without a blank."""
    words: list[str] = []
    runs: list[Run] = []
    marks: list[Sighting] = []
    spans: list[Span] = []
    length, last = 0, ""
    for part in parts:
        if words and part.text:
            between = _joint(last, part.text) if joint is None else joint
            words.append(between)
            length += len(between)
        runs += [Run(run.at + length, run.length, run.source) for run in part.body.runs]
        marks += [Sighting(mark.number, mark.at + length, mark.span) for mark in part.marks]
        spans += part.spans
        if part.text:
            words.append(part.text)
            length += len(part.text)
            last = part.text
    return Lifted(Stitched("".join(words), tuple(runs)), tuple(marks), merge_spans(spans))


def _joint(before: str, after: str) -> str:
    """What stands between two joined lines."""
    if len(before) > 1 and before[-1] in "-–" and before[-2].isalnum():
        return ""
    return "" if after[0] in ".,;:)!?”…" and not after.startswith("...") else " "


def cut_lifted(lifted: Lifted, start: int, end: int) -> Lifted:
    """The stretch `text[start:end]` with its own marks and ink (emphasis around it is left out)."""
    body = lifted.body.cut(start, end)
    marks = tuple(
        Sighting(mark.number, mark.at - start, mark.span) for mark in lifted.marks if start <= mark.at <= end
    )
    return _stripped(Lifted(body, marks, body.spans()))
