r"""A report as it was read: tree, blocks, notes and tables, each with its place in the source.

A `Span` is a half-open pair of code points in the file's decoded text (newlines as `\n`), before any
normalisation. `Stitched` is text put together from such pieces that can give every stretch of itself
back to the source.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, NewType

ReportId = NewType("ReportId", str)


class Span(NamedTuple):
    """A half-open stretch of the source, in code points."""

    start: int
    end: int


class Run(NamedTuple):
    """A stretch of stitched text and the stretch of source that it came from.

    Equal lengths map one to one; unequal ones (letters that NFC composed) map only as a whole.
    """

    at: int
    length: int
    source: Span


@dataclass(frozen=True, slots=True)
class Stitched:
    """Text joined from pieces of the source, which remembers where each piece stood.

    Characters between runs (a blank that joins two lines) stand nowhere in the source.
    """

    text: str
    runs: tuple[Run, ...] = ()

    def __str__(self) -> str:
        return self.text

    def __bool__(self) -> bool:
        return bool(self.text)

    def spans(self, start: int = 0, end: int | None = None) -> tuple[Span, ...]:
        """Where `text[start:end]` stands in the source, neighbouring stretches merged."""
        stop = len(self.text) if end is None else end
        if len(self.runs) == 1:
            span = _overlap(self.runs[0], start, stop)
            return (span,) if span else ()
        return merge_spans(span for span in (_overlap(run, start, stop) for run in self.runs) if span)

    def cut(self, start: int, end: int) -> Stitched:
        """The stretch `text[start:end]`, with its own runs."""
        kept = []
        for run in self.runs:
            span = _overlap(run, start, end)
            if span is None:
                continue
            first, last = max(run.at, start), min(run.at + run.length, end)
            kept.append(Run(first - start, last - first, span))
        return Stitched(self.text[start:end], tuple(kept))

    def strip(self) -> Stitched:
        """The same without blanks at its ends."""
        left = len(self.text) - len(self.text.lstrip())
        return self.cut(left, max(left, len(self.text.rstrip())))


def _overlap(run: Run, start: int, end: int) -> Span | None:
    first, last = max(run.at, start), min(run.at + run.length, end)
    if first >= last:
        return None
    if run.length != run.source.end - run.source.start:
        return run.source
    offset = run.source.start - run.at
    return Span(first + offset, last + offset)


def merge_spans(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same stretches in order, touching ones as one."""
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return tuple(merged)


def join_stitched(parts: Iterable[Stitched], joint: str = " ") -> Stitched:
    """The parts one after the other, with `joint` between them."""
    text, runs = "", []
    for number, part in enumerate(parts):
        if number:
            text += joint
        runs += [Run(run.at + len(text), run.length, run.source) for run in part.runs]
        text += part.text
    return Stitched(text, tuple(runs))


class Recognised(NamedTuple):
    """A line that was recognised in a picture: its place in the source, and how sure that is."""

    start: int
    end: int
    percent: int
    left: int  # its box on the page, in ten-thousandths of the page's width and height, from the upper left
    top: int
    right: int
    bottom: int


class BlockKind(StrEnum):
    """What a block of running text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    TABLE_TITLE = "table_title"
    SIGNATURE = "signature"
    RECIPIENTS = "recipients"


class AnchorIn(StrEnum):
    """What bears a footnote's mark."""

    PROSE = "prose"
    FOOTNOTE = "footnote"
    TABLE = "table"
    HEADING = "heading"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A footnote mark: its number, where it stood in the source, and where it would stand in its text."""

    number: str
    at: int  # offset in the text of the block, footnote or cell that bears it
    spans: tuple[Span, ...]
    footnote: int | None = None  # index in Report.footnotes; None for a mark without a note


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and all that stands below it."""

    number: str | None  # as printed: "II-", "1.", "a)", "(1)", "Phần thứ nhất"
    title: str
    level: int
    order: int  # its index in Report.sections
    parent: int | None
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, list item, heading or the like, whole again and without marks."""

    kind: BlockKind
    body: Stitched
    section: int | None  # index in Report.sections
    order: int  # place in reading order, shared with tables
    spans: tuple[Span, ...]
    marks: tuple[Mark, ...] = ()

    @property
    def text(self) -> str:
        """The words as they are shown."""
        return self.body.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Footnote:
    """A note, whole again, tied to the place that bears its mark."""

    number: str
    body: Stitched
    anchor: str  # the sentence, cell, heading or note that bears the mark, up to the mark
    anchor_in: AnchorIn
    anchor_block: int | None  # index in Report.blocks, where prose or a heading bears the mark
    section: int | None
    order: int  # its index in Report.footnotes
    spans: tuple[Span, ...]  # with its leading mark
    marks: tuple[Mark, ...] = ()  # marks that the note itself bears

    @property
    def text(self) -> str:
        """The note's words without its mark."""
        return self.body.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell as printed, under its full column label."""

    column: int  # index in Table.columns
    body: Stitched
    marks: tuple[Mark, ...] = ()

    @property
    def written(self) -> str:
        """The cell as printed."""
        return self.body.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row under its full label: groups and parents first, its own name last."""

    label: tuple[str, ...]
    cells: tuple[Cell, ...]  # empty cells are absent
    spans: tuple[Span, ...]
    order: int  # its index in Table.rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table whose cells know their full labels, however the pages tore it."""

    title: str
    columns: tuple[tuple[str, ...], ...]  # each a path, spanning header first
    rows: tuple[Row, ...]
    section: int | None
    order: int  # place in reading order, shared with blocks
    spans: tuple[Span, ...]  # headers, repeated headers and rows; its title is a block
    label_column: int | None = None  # whose cells are the rows' names


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """Ink that belongs to the page and not to the text: page numbers, rules, stamps."""

    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What reading noticed and could not put right; nothing was dropped."""

    kind: str  # a short key: "mark_without_note", "note_without_mark", "doubled_mark", "shifted_cells", …
    note: str  # Vietnamese, for the report's page
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Beyond:
    """What a file told beyond its text, so that the text alone cannot tell it again."""

    problems: tuple[Problem, ...] = ()
    recognised: tuple[Recognised, ...] = ()  # what was read in pictures, in order


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontMatter:
    """What a report says of itself; what cannot be found is absent, not guessed."""

    title: str | None = None
    issuer: str | None = None
    place: str | None = None  # with its level: "tỉnh Lai Châu", "huyện Tam Đường"
    level: str | None = None  # "tỉnh", "huyện", "thành phố", "xã", …
    number: str | None = None  # "26-CTr/TU"
    date: str | None = None  # ISO, "2022-12-28", or "2023-11", or "2023"
    period: str | None = None  # "2020-2025", "10 tháng 2023"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report as read from one file."""

    id: ReportId
    file: str  # the file's name
    family: str  # which reader: "ocr", "dump", later "docx", "pdf", …
    source: str  # the decoded text that every span points into
    front: FrontMatter
    sections: tuple[Section, ...] = ()
    blocks: tuple[Block, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    tables: tuple[Table, ...] = ()
    furniture: tuple[Furniture, ...] = ()
    marks: tuple[Mark, ...] = ()  # every mark in the report, bound or not
    problems: tuple[Problem, ...] = field(default=())
    pages: tuple[int, ...] = ()  # where in the source each page of a PDF begins
    beyond: Beyond = field(default_factory=Beyond)  # its problems stand among `problems` too

    @property
    def title(self) -> str:
        """The title; without one the first heading, and without headings the file's name."""
        return self.front.title or (self.sections[0].title if self.sections else "") or self.file

    def page_of(self, at: int) -> int | None:
        """The page, counted from one, that a place of the source was printed on; None where nobody knows."""
        return bisect_right(self.pages, at) or None

    def recognised_in(self, spans: Iterable[Span]) -> tuple[Recognised, ...]:
        """The lines read in pictures that these stretches of the source touch."""
        lines = self.beyond.recognised
        found: dict[int, Recognised] = {}
        for span in spans:
            first = bisect_right(lines, span.start, key=lambda line: line.end)
            for index in range(first, len(lines)):
                if lines[index].start >= span.end:
                    break
                found[index] = lines[index]
        return tuple(found.values())

    def confidence_of(self, spans: Iterable[Span]) -> int | None:
        """How sure the reading of these stretches is, in per cent; None where they were no picture."""
        lines = self.recognised_in(spans)
        letters = sum(line.end - line.start for line in lines)
        sure = sum(line.percent * (line.end - line.start) for line in lines)
        return round(sure / letters) if letters else None

    def path(self, section: int | None) -> tuple[str, ...]:
        """The headings above and at `section`, outermost first, numbers included."""
        return tuple(reversed(list(self._upwards(section))))

    def _upwards(self, section: int | None) -> Iterator[str]:
        while section is not None:
            here = self.sections[section]
            yield f"{here.number} {here.title}" if here.number else here.title
            section = here.parent
