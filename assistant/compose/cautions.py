"""What must be said beside a right figure: an estimate, another report's value, a dispute, a misprint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answer import Status
from assistant.audits.finding import Certainty, Kind
from assistant.compose.figures import same_measure
from assistant.compose.words import phrase
from assistant.compose.writer import name_of_report
from assistant.measures import RESULTS
from corpus.figures import FigureKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assistant.answer import Draft
    from assistant.audits.finding import Finding
    from assistant.library import Library
    from assistant.query import Query
    from assistant.understanding.naming import Card
    from corpus.figures import Figure

_MOST = 3
_REPORTS = 12
_TOLD = frozenset((Status.ANSWERED, Status.PARTIAL, Status.CONFLICTING))


def cautions(draft: Draft, query: Query, lead: Figure | None, library: Library) -> tuple[str, ...]:
    """The warnings of an answer, the gravest first, each once, at most three."""
    if draft.status not in _TOLD:
        return draft.warnings
    figures = _used(draft, lead)
    found = [
        *draft.warnings,
        *_misprints(figures),
        *_disputes(figures, library),
        *(_vintages(lead, library) if lead else ()),
        *_estimates(figures[:1]),
        *_of_indicators(figures, query, library),
    ]
    return tuple(dict.fromkeys(found))[:_MOST]


def _used(draft: Draft, lead: Figure | None) -> list[Figure]:
    reckoned = [figure for made in draft.calculations for figure in made.inputs]
    return list({one.id: one for one in ([lead] if lead else []) + reckoned}.values())


def _misprints(figures: Iterable[Figure]) -> Iterator[str]:
    for figure in figures:
        for flag in ("malformed", "outlier"):
            if flag in figure.flags:
                yield phrase(f"warnings.{flag}", written=figure.written)


def _estimates(figures: Iterable[Figure]) -> Iterator[str]:
    if any(figure.kind is FigureKind.ESTIMATE for figure in figures):
        yield phrase("warnings.estimate")


def _vintages(lead: Figure, library: Library) -> Iterator[str]:
    """Another report's value of the very same, before or after this one."""
    own = library.card(lead.report_id)
    if own is None or lead.kind not in RESULTS or lead.indicator is None or not own.date:
        return
    others = [card for card in library.cards[:_REPORTS] if _is_another_edition(card, own)]
    told = library.of_indicator(lead.indicator, [card.id for card in others])
    for card in others:
        if card.date and any(_contradicts(other, lead) for other in told[card.id]):
            name = "earlier" if card.date < own.date else "later"
            yield phrase(f"warnings.{name}", report=name_of_report(card))


def _is_another_edition(card: Card, own: Card) -> bool:
    """Whether a report tells of the same place at another time."""
    return card.id != own.id and bool(card.date) and card.place == own.place and card.date != own.date


def _contradicts(other: Figure, lead: Figure) -> bool:
    return (
        other.kind in RESULTS
        and other.period == lead.period
        and other.unit == lead.unit
        and other.quantity != lead.quantity
        and same_measure(other, lead)
    )


def _disputes(figures: Iterable[Figure], library: Library) -> Iterator[str]:
    """What the audit found clearly amiss, where the audit has run already; it is never waited for."""
    for finding in library.findings or ():
        clear = finding.certainty is Certainty.CLEAR and finding.kind is not Kind.SUPERSEDED
        if clear and any(_speaks_of(finding, figure) for figure in figures):
            yield phrase("warnings.disputed", what=finding.what)
            return


def _speaks_of(finding: Finding, figure: Figure) -> bool:
    """Whether a finding's own words hold the figure, and its number is the one in dispute."""
    if figure.written not in finding.printed and figure.written not in finding.what:
        return False
    places = {(span.start, span.end) for span in figure.spans}
    return any(
        source.report_id == figure.report_id
        and any(span.start <= start and end <= span.end for span in source.spans for start, end in places)
        for source in finding.sources
    )


def _of_indicators(figures: Iterable[Figure], query: Query, library: Library) -> Iterator[str]:
    """What the vocabulary warns of: two indicators that are easily taken for one another."""
    vocabulary = library.vocabulary
    if vocabulary is None:
        return
    for name in dict.fromkeys((*(one.indicator for one in figures), *query.indicators)):
        known = vocabulary.indicator(name)
        if known is not None and known.warning:
            yield known.warning
            return
