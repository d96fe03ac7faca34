"""Which reports a search is narrowed to: by id, place, level and period."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from corpus.text import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corpus.report import ReportId
    from corpus.stores.reports import ReportCard

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_YEARS = re.compile(r"((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)")


class Filters(NamedTuple):
    """What is asked of a report; empty asks nothing."""

    reports: Sequence[str] = ()
    places: Sequence[str] = ()
    levels: Sequence[str] = ()
    periods: Sequence[str] = ()

    def choose(self, cards: Iterable[ReportCard]) -> tuple[ReportId, ...] | None:
        """The reports that are left; None where nothing is asked."""
        if not any(self):
            return None
        named = frozenset(self.reports)
        return tuple(card.id for card in cards if (not named or card.id in named) and self._fits(card))

    def _fits(self, card: ReportCard) -> bool:
        return (
            (not self.places or _names(card.place, self.places))
            and (not self.levels or _names(card.level, self.levels))
            and (not self.periods or _covers(card, self.periods))
        )


def _names(value: str | None, wanted: Iterable[str]) -> bool:
    """Whether one of the names asked for stands in the value, with or without its level and diacritics."""
    return value is not None and any(_spaced(name) in _spaced(value) for name in wanted)


def _covers(card: ReportCard, periods: Iterable[str]) -> bool:
    """Whether the report's period or date touches one of the years asked for."""
    years = _years(f"{card.period or ''} {card.date or ''}")
    return any(years & _years(period) for period in periods)


# Thousands of reports share a few names of places, levels and periods.


@lru_cache(maxsize=65536)
def _spaced(text: str) -> str:
    return f" {folded(text)} "


@lru_cache(maxsize=65536)
def _years(text: str) -> frozenset[int]:
    spans = ((int(first), int(last)) for first, last in _YEARS.findall(text))
    between = {year for first, last in spans for year in range(first, last + 1)}
    return frozenset(between | {int(year) for year in _YEAR.findall(text)})
