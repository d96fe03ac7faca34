"""What the doors need of the house: no more than they call."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from assistant.answer import Answer
from corpus.figures import Figure
from corpus.index import Context, Hit, Index
from corpus.passages import Passage
from corpus.report import Report
from corpus.stores.reports import ReportCard


class Reading(Protocol):
    """The reports as somebody may read them: all of them, or those that they may see."""

    def reports(self) -> tuple[ReportCard, ...]:
        """A card of each report."""
        ...

    def card(self, report_id: str) -> ReportCard | None:
        """One report's card."""
        ...

    def report(self, report_id: str) -> Report | None:
        """A whole report."""
        ...

    def source(self, report_id: str) -> str | None:
        """The text that a report's spans point into."""
        ...

    def original(self, report_id: str) -> Path | None:
        """A report's PDF as it was read, as long as it is there."""
        ...

    def report_passages(self, report_id: str, *, under: Sequence[str] = ()) -> tuple[Passage, ...]:
        """All passages of a report, or those under a path."""
        ...

    def passages(self, passage_ids: Sequence[str]) -> tuple[Passage, ...]:
        """These passages, in no order."""
        ...

    def context(self, passage_id: str, *, around: int = 3) -> Context | None:
        """A passage among its neighbours."""
        ...

    def search(  # noqa: PLR0913 # each is one way to narrow a search
        self,
        query: str,
        *,
        limit: int = 10,
        reports: Sequence[str] = (),
        places: Sequence[str] = (),
        levels: Sequence[str] = (),
        periods: Sequence[str] = (),
    ) -> tuple[Hit, ...]:
        """The passages that match best."""
        ...

    def figures(  # noqa: PLR0913 # each is one way to choose
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
        """The figures that fit."""
        ...

    def figures_saying(
        self, report_ids: Sequence[str], weights: Mapping[str, float], *, most: int
    ) -> tuple[Figure, ...]:
        """Of each report the figures whose labels say most of some weighted words."""
        ...

    def figure(self, figure_id: str, *, corrected: bool = True) -> Figure | None:
        """One figure."""
        ...


class Answering(Protocol):
    """Whoever answers."""

    def ask(
        self,
        question: str,
        *,
        conversation_id: str | None = None,
        report_ids: Sequence[str] = (),
        history: Sequence[str] = (),
    ) -> Answer:
        """An answer from the reports, or that they do not tell."""
        ...


@dataclass(frozen=True, slots=True)
class House:
    """What an app opens: the index, and assistants over all of it or over what somebody may see."""

    index: Index
    answering: Callable[[Reading], Answering]
