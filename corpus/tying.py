"""Which passage each figure is cited from: its row, its footnote, or the sentences that it stands in."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.passages import PassageKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.figures import Figure
    from corpus.passages import Passage, PassageId
    from corpus.report import Span

_NEIGHBOURS = 5  # stretches that begin before a figure and may hold it


def tie_figures(figures: Sequence[Figure], passages: Sequence[Passage]) -> tuple[Figure, ...]:
    """The figures, each knowing its passage: rows go before whole tables."""
    pieces: list[tuple[Span, PassageId]] = sorted(
        (span, passage.id) for passage in passages if not _is_whole_table(passage) for span in passage.spans
    )
    starts = [span.start for span, _ in pieces]
    return tuple(replace(figure, passage=_home(figure, pieces, starts)) for figure in figures)


def _home(
    figure: Figure, pieces: Sequence[tuple[Span, PassageId]], starts: Sequence[int]
) -> PassageId | None:
    if not figure.spans:
        return None
    at = figure.spans[0].start
    last = bisect_right(starts, at)
    for index in range(last - 1, max(last - 1 - _NEIGHBOURS, -1), -1):
        span, name = pieces[index]
        if span.start <= at < span.end:
            return name
    return None


def _is_whole_table(passage: Passage) -> bool:
    return passage.kind is PassageKind.TABLE and passage.table_row is None
