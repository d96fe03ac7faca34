"""What the checks read: each report's running text with its quantities, its table rows, and its figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from assistant.audits.finding import Source
from corpus.figures import Figure
from corpus.numbers import Found, find_quantities
from corpus.report import (
    Block,
    BlockKind,
    Footnote,
    Report,
    ReportId,
    Row,
    Span,
    Stitched,
    Table,
    join_stitched,
)
from corpus.sentences import split_sentences
from corpus.vocabulary import Vocabulary, load_vocabulary

_RUNNING = frozenset({BlockKind.PARAGRAPH, BlockKind.ITEM})


class Library(Protocol):
    """Reports and their figures; the index is one."""

    def reports(self) -> Sequence[HasId]:
        """A card for each report."""
        ...

    def report(self, report_id: str) -> Report | None:
        """The report as read."""
        ...

    def figures(self) -> Sequence[Figure]:
        """Every figure of every report."""
        ...


class HasId(Protocol):
    """Anything that names a report."""

    @property
    def id(self) -> ReportId:
        """The report's id."""
        ...


@dataclass(frozen=True, eq=False)
class Text:
    """A block or a footnote of a report, whole, with the quantities that it holds."""

    report: Report
    body: Stitched
    footnote: Footnote | None = None
    block: Block | None = None

    @property
    def words(self) -> str:
        """The text itself."""
        return self.body.text

    @cached_property
    def quantities(self) -> tuple[Found, ...]:
        """The quantities in it, in order."""
        return find_quantities(self.body.text)

    @cached_property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Offsets of its sentences."""
        return split_sentences(self.body.text)

    def source(self, start: int, end: int) -> Source:
        """The whole sentences that hold `words[start:end]`."""
        touched = [(a, b) for a, b in self.sentences if a < end and start < b] or [(start, end)]
        first, last = touched[0][0], touched[-1][1]
        cut = self.body.cut(first, last)
        return Source(report_id=self.report.id, file=self.report.file, text=cut.text, spans=cut.spans())

    def spans(self, found: Found) -> tuple[Span, ...]:
        """Where a quantity stands in the source."""
        return self.body.spans(found.start, found.end)


@dataclass(frozen=True, eq=False)
class Material:
    """One report, ready to be checked."""

    report: Report
    figures: tuple[Figure, ...] = ()
    vocabulary: Vocabulary = field(default_factory=load_vocabulary)

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Its running text and its footnotes."""
        blocks = [
            Text(self.report, block.body, block=block)
            for block in self.report.blocks
            if block.kind in _RUNNING
        ]
        return (*blocks, *(Text(self.report, note.body, footnote=note) for note in self.report.footnotes))

    @cached_property
    def by_place(self) -> dict[int, Figure]:
        """The figures by the offset in the source where their number begins."""
        return {figure.spans[0].start: figure for figure in self.figures if figure.spans}

    def figure_at(self, text: Text, found: Found) -> Figure | None:
        """The figure that was read from a quantity, if any."""
        for span in text.body.spans(found.start, found.end):
            for at in range(span.start, span.end):
                if at in self.by_place:
                    return self.by_place[at]
        return None

    def rows(self) -> Iterator[tuple[Table, Row]]:
        """Every row of every table."""
        for table in self.report.tables:
            for row in table.rows:
                yield table, row

    def row_source(self, row: Row) -> Source:
        """A row as it may be quoted: its label and its cells in order."""
        return Source(
            report_id=self.report.id,
            file=self.report.file,
            text=row_text(row),
            spans=row.spans,
        )

    def figure_source(self, figure: Figure) -> Source:
        """The sentence or row that a figure stands in."""
        return Source(
            report_id=figure.report_id,
            file=figure.file,
            text=figure.sentence,
            spans=figure.sentence_spans or figure.spans,
        )


def row_text(row: Row) -> str:
    """A row's cells in order, its label after the number that leads it, joined by ` | `."""
    lead = [cell for cell in row.cells if cell.column == 0]
    rest = [cell for cell in row.cells if cell.column != 0]
    parts = [
        *(cell.body for cell in lead),
        *(Stitched(word) for word in row.label),
        *(cell.body for cell in rest),
    ]
    return join_stitched(parts, " | ").text


def gather(library: Library) -> tuple[Material, ...]:
    """Every report of a library with its figures."""
    figures: dict[ReportId, list[Figure]] = {}
    for figure in library.figures():
        figures.setdefault(figure.report_id, []).append(figure)
    found = []
    for card in library.reports():
        report = library.report(card.id)
        if report is not None:
            found.append(Material(report, tuple(figures.get(card.id, ()))))
    return tuple(found)
