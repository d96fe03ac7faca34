"""Where the tools get their figures: anything that can list them by what they say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from corpus.figures import Figure, FigureId, FigureKind
from corpus.report import ReportId
from corpus.text import folded
from corpus.vocabulary import Better, Indicator, Vocabulary, load_vocabulary


class Facts(Protocol):
    """A source of figures; the index is one."""

    def figures(  # noqa: PLR0913  # each narrows by one thing that a figure says
        self,
        *,
        indicator: str | None = None,
        label: str | None = None,
        place: str | None = None,
        period: str | None = None,
        kind: FigureKind | None = None,
        report_id: ReportId | None = None,
    ) -> Sequence[Figure]:
        """The figures that fit every given condition."""
        ...

    def figure(self, figure_id: FigureId) -> Figure | None:
        """The figure of this id, if there is one."""
        ...


class FiguresInMemory:
    """Facts held in a plain tuple: for tests, and for reports that are not indexed."""

    def __init__(self, figures: Iterable[Figure]) -> None:
        self._figures = tuple(figures)

    def figures(  # noqa: PLR0913  # the protocol's own shape
        self,
        *,
        indicator: str | None = None,
        label: str | None = None,
        place: str | None = None,
        period: str | None = None,
        kind: FigureKind | None = None,
        report_id: ReportId | None = None,
    ) -> Sequence[Figure]:
        """The figures that fit every given condition."""
        words = frozenset(folded(label or "").split())
        return tuple(
            figure
            for figure in self._figures
            if indicator in (None, figure.indicator)
            and (not words or words <= words_of(figure))
            and (place is None or same_place(place, figure.place))
            and (period is None or period == figure.period)
            and kind in (None, figure.kind)
            and report_id in (None, figure.report_id)
        )

    def figure(self, figure_id: FigureId) -> Figure | None:
        """The figure of this id, if there is one."""
        return next((figure for figure in self._figures if figure.id == figure_id), None)


class Remembered:
    """Facts that ask their source once for each question: one tool call sees one state of the store."""

    def __init__(self, source: Facts) -> None:
        self._source = source
        self._answers: dict[tuple[object, ...], Sequence[Figure]] = {}

    def figures(  # noqa: PLR0913  # the protocol's own shape
        self,
        *,
        indicator: str | None = None,
        label: str | None = None,
        place: str | None = None,
        period: str | None = None,
        kind: FigureKind | None = None,
        report_id: ReportId | None = None,
    ) -> Sequence[Figure]:
        """The figures that fit every given condition."""
        asked = (indicator, label, place, period, kind, report_id)
        if asked not in self._answers:
            self._answers[asked] = self._source.figures(
                indicator=indicator, label=label, place=place, period=period, kind=kind, report_id=report_id
            )
        return self._answers[asked]

    def figure(self, figure_id: FigureId) -> Figure | None:
        """The figure of this id, if there is one."""
        return self._source.figure(figure_id)


def words_of(figure: Figure) -> frozenset[str]:
    """The words of a figure's label, row and table title, without diacritics."""
    return frozenset(folded(" ".join((figure.label, *(figure.table_row or ())))).split())


@lru_cache(maxsize=8192)
def same_place(asked: str, place: str | None) -> bool:
    """Whether a place is the one asked for, its level given or not: `Tam Đường` is `huyện Tam Đường`."""
    wanted, here = folded(asked), folded(place or "")
    return bool(here) and (wanted == here or here.endswith(f" {wanted}") or wanted.endswith(f" {here}"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a tool works with: the figures, what the indicators mean, and how old the reports are."""

    facts: Facts
    vocabulary: Vocabulary = field(default_factory=load_vocabulary)
    dates: Mapping[ReportId, str] = field(default_factory=dict)  # ISO dates, as far as they are known

    def indicator(self, name: str | None) -> Indicator | None:
        """The indicator of this id or name, if it is known."""
        if not name:
            return None
        return self.vocabulary.indicator(name) or self.vocabulary.match_indicator(name)

    def better(self, figure: Figure) -> Better | None:
        """Whether more is better of what a figure measures; None where the vocabulary does not tell."""
        known = self.indicator(figure.indicator)
        return known.better if known else None

    def date(self, figure: Figure) -> str:
        """The date of a figure's report; empty sorts before all others."""
        return self.dates.get(figure.report_id, "")
