"""From a report to its figures: tables, running text and footnotes."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.extract.context import ReportContext
from corpus.extract.prose import extract_prose, last_subject
from corpus.extract.stretch import Prose
from corpus.extract.tables import extract_table
from corpus.extract.times import find_times
from corpus.figures import Figure
from corpus.report import Block, BlockKind, Footnote, Report
from corpus.vocabulary import Vocabulary

__all__ = ["extract_figures"]

_RUNNING = (BlockKind.PARAGRAPH, BlockKind.ITEM)


def extract_figures(report: Report, vocabulary: Vocabulary) -> tuple[Figure, ...]:
    """Every figure of a report, in reading order: running text, tables, then footnotes."""
    context = ReportContext(report, vocabulary)
    figures = [
        *_from_blocks(context),
        *(
            figure
            for number, table in enumerate(report.tables)
            for figure in extract_table(table, number, context)
        ),
        *_from_footnotes(context),
    ]
    return tuple({figure.id: figure for figure in figures}.values())


def _from_blocks(context: ReportContext) -> Iterator[Figure]:
    lead: Block | None = None
    for block in context.report.blocks:
        if block.kind is BlockKind.PARAGRAPH and block.text.rstrip().endswith(":"):
            lead = block
        elif block.kind is BlockKind.HEADING:
            lead = None
        if block.kind in _RUNNING:
            yield from extract_prose(_prose(context, block, lead), context)


def _prose(context: ReportContext, block: Block, lead: Block | None) -> Prose:
    surroundings = context.surroundings(block.section)
    announced = lead.text if lead is not None and lead is not block and block.kind is BlockKind.ITEM else ""
    return Prose(
        body=block.body,
        surroundings=context.announced(surroundings, announced),
        key=f"b{block.order}",
        notes=tuple(_noted_years(context, block)),
    )


def _noted_years(context: ReportContext, block: Block) -> Iterator[tuple[int, str]]:
    """Where a block bears notes that give figures year by year, and from which year to which."""
    for mark in block.marks:
        if mark.footnote is None:
            continue
        times = find_times(context.report.footnotes[mark.footnote].text, context.clock)
        years = {int(time.period) for time in times if time.shape == "year" and not time.reference}
        if len(years) > 1:
            yield mark.at, f"{min(years)}-{max(years)}"


def _from_footnotes(context: ReportContext) -> Iterator[Figure]:
    for note in context.report.footnotes:
        yield from extract_prose(_note(context, note), context)


def _note(context: ReportContext, note: Footnote) -> Prose:
    subject, period = last_subject(note.anchor, context)
    return Prose(
        body=note.body,
        surroundings=context.surroundings(note.section),
        key=f"f{note.order}",
        footnote=note.number,
        subject=subject,
        period=period,
    )
