"""The figure that an answer leads with: what can be asked next, and what must be said of it, hang on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.measures import RESULTS, measure
from assistant.understanding.periods import years_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assistant.answer import Draft, Sentence
    from assistant.library import Library
    from assistant.query import Query
    from corpus.figures import Figure

_MEANT = 0.5  # below it a figure of a quoted sentence measures something else
_LOOKED_AT = 60


def leading_figure(draft: Draft, query: Query, library: Library) -> Figure | None:
    """The figure that the answer reckons with, else the one of its words that fits the question best."""
    for sentence in draft.sentences:
        for index in sentence.calculations:
            if draft.calculations[index].inputs:
                return max(draft.calculations[index].inputs, key=_order)
        figures = list(_said(sentence, draft, library))[:_LOOKED_AT]
        best = next(iter(measure(query, figures, library)), None)
        if best is not None and best.score >= _MEANT:
            return best.figure
    return None


def _order(figure: Figure) -> tuple[bool, int]:
    """Results before targets, the latest first; of several as late the one that is named first."""
    span = years_of(figure.period)
    return (figure.kind in RESULTS, span.last if span else 0)


def _said(sentence: Sentence, draft: Draft, library: Library) -> Iterator[Figure]:
    for citation in draft.citations:
        if citation.marker not in sentence.markers or library.card(citation.report_id) is None:
            continue
        here = library.figures_at(citation.report_id, citation.passage_id)
        yield from (figure for figure in here if figure.written in sentence.text)
