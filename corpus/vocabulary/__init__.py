"""What we know of words: indicators, units, places and abbreviations, each a data file beside this one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from corpus.vocabulary.abbreviations import Abbreviations, load_abbreviations
from corpus.vocabulary.indicators import Better, Indicator, Indicators, Mention, load_indicators
from corpus.vocabulary.places import PlaceMention, Places, load_places
from corpus.vocabulary.units import Unit, Units, load_units

__all__ = ["Better", "Indicator", "Mention", "PlaceMention", "Unit", "Vocabulary", "load_vocabulary"]


@dataclass(frozen=True)
class Vocabulary:
    """All of it, behind one door."""

    units: Units
    places: Places
    abbreviations: Abbreviations
    known_indicators: Indicators

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every indicator, in the order of the data files."""
        return self.known_indicators.all

    def indicator(self, indicator_id: str | None) -> Indicator | None:
        """The indicator of that id."""
        return self.known_indicators.by_id.get(indicator_id or "")

    def match_indicator(self, label: str, unit: str | None = None) -> Indicator | None:
        """The indicator that a label names, if it fits the unit."""
        return self.known_indicators.match(label, unit)

    def find_indicators(self, text: str, *, loose: bool = False) -> tuple[Mention, ...]:
        """The indicators that a text names; `loose` also without diacritics and mistyped."""
        return self.known_indicators.find(text, loose=loose)

    def find_places(
        self, text: str, *, known: Iterable[str] = (), loose: bool = False
    ) -> tuple[PlaceMention, ...]:
        """The places that a text names; `loose` also finds provinces and `known` ones without capitals."""
        return self.places.find(text, known=known, loose=loose)

    def expand_abbreviations(self, text: str, *, typed: bool = False) -> str:
        """The text with abbreviations written out; `typed` for what a person typed."""
        return self.abbreviations.expand(text, typed=typed)

    def unit(self, name: str | None) -> Unit | None:
        """The unit of that name with its family and size."""
        return self.units.find(name) if name else None


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """The vocabulary of the data files, read once."""
    return Vocabulary(
        units=load_units(),
        places=load_places(),
        abbreviations=load_abbreviations(),
        known_indicators=load_indicators(),
    )
