"""The index without the reports that somebody may not see.

Whatever reads it, retrieval, facts, tools, audit, cannot find them: nothing is hidden on the screen only.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path

from corpus.figures import Figure
from corpus.index import Context, Hit, Index
from corpus.passages import Passage
from corpus.report import Report
from corpus.stores.reports import ReportCard


class VisibleIndex:
    """The index minus the reports in `hidden`."""

    def __init__(self, index: Index, hidden: frozenset[str]) -> None:
        self._index, self.hidden = index, hidden

    def reports(self) -> tuple[ReportCard, ...]:
        """A card of each report that may be seen."""
        return tuple(card for card in self._index.reports() if card.id not in self.hidden)

    def card(self, report_id: str) -> ReportCard | None:
        """One report's card."""
        return None if report_id in self.hidden else self._index.card(report_id)

    def report(self, report_id: str) -> Report | None:
        """A whole report."""
        return None if report_id in self.hidden else self._index.report(report_id)

    def source(self, report_id: str) -> str | None:
        """The text that a report's spans point into."""
        return None if report_id in self.hidden else self._index.source(report_id)

    def original(self, report_id: str) -> Path | None:
        """A report's PDF as it was read."""
        return None if report_id in self.hidden else self._index.original(report_id)

    def report_passages(self, report_id: str, *, under: Sequence[str] = ()) -> tuple[Passage, ...]:
        """All passages of a report, or those under a path."""
        return () if report_id in self.hidden else self._index.report_passages(report_id, under=under)

    def passages(self, passage_ids: Sequence[str]) -> tuple[Passage, ...]:
        """These passages, as far as they may be seen."""
        found = self._index.passages(passage_ids)
        return tuple(passage for passage in found if passage.report_id not in self.hidden)

    def context(self, passage_id: str, *, around: int = 3) -> Context | None:
        """A passage among its neighbours."""
        found = self._index.context(passage_id, around=around)
        return None if found is None or found.report.id in self.hidden else found

    def search(  # noqa: PLR0913 # as the index has it
        self,
        query: str,
        *,
        limit: int = 10,
        reports: Sequence[str] = (),
        places: Sequence[str] = (),
        levels: Sequence[str] = (),
        periods: Sequence[str] = (),
    ) -> tuple[Hit, ...]:
        """The passages that match best among those that may be seen."""
        chosen = self._within(reports)
        if not chosen:
            return ()
        return self._index.search(
            query, limit=limit, reports=chosen, places=places, levels=levels, periods=periods
        )

    def figures(  # noqa: PLR0913 # as the index has it
        self,
        *,
        indicator: str | Sequence[str] | None = None,
        place: str | Sequence[str] | None = None,
        period: str | Sequence[str] | None = None,
        kind: str | Sequence[str] | None = None,
        report_id: str | Sequence[str] | None = None,
        passage: str | Sequence[str] | None = None,
        footnote: str | None = None,
        label: str | None = None,
        corrected: bool = True,
    ) -> tuple[Figure, ...]:
        """The figures that fit among those that may be seen."""
        wanted = (report_id,) if isinstance(report_id, str) else tuple(report_id or ())
        chosen = self._within(wanted)
        if not chosen:
            return ()
        return self._index.figures(
            indicator=indicator,
            place=place,
            period=period,
            kind=kind,
            report_id=chosen,
            passage=passage,
            footnote=footnote,
            label=label,
            corrected=corrected,
        )

    def figures_saying(
        self, report_ids: Sequence[str], weights: Mapping[str, float], *, most: int
    ) -> tuple[Figure, ...]:
        """Of each report that may be seen the figures whose labels say most of some words."""
        chosen = [name for name in report_ids if name not in self.hidden]
        return self._index.figures_saying(chosen, weights, most=most)

    def figure(self, figure_id: str, *, corrected: bool = True) -> Figure | None:
        """One figure."""
        found = self._index.figure(figure_id, corrected=corrected)
        return None if found is None or found.report_id in self.hidden else found

    def _within(self, wanted: Sequence[str]) -> tuple[str, ...]:
        """The reports asked for, or all, as far as they may be seen; never an empty filter meaning all."""
        return tuple(card.id for card in self.reports() if not wanted or card.id in wanted)
