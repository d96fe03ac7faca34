"""Indicators: what is measured, under its many names, and whether more of it is better."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import NamedTuple

from corpus.text import fold, nfc
from corpus.vocabulary.phrases import Keys, Match, Phrasebook, Word, bare, keys_of, spelling, words_of
from corpus.vocabulary.units import load_units

_DIVISIONS = frozenset(
    ("xã", "phường", "thị trấn", "huyện", "thành phố", "thị xã", "thôn", "bản", "tổ dân phố")
)
_NEARBY = 3  # words around a mention in a question that may turn its meaning
_WINDOW = 8  # words around a mistyped one that its name may reach
_MISTYPED_FROM = 4  # letters; shorter words are too alike


class Better(StrEnum):
    """Which way an indicator is good."""

    HIGHER = "higher"
    LOWER = "lower"
    WITHIN = "within"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One indicator of the vocabulary."""

    id: str
    name: str
    synonyms: tuple[str, ...]
    unit_families: tuple[str, ...]  # none given: any
    better: Better
    field: str
    warning: str | None = None
    without: tuple[str, ...] = ()  # words that make a label mean something else
    derived: bool = False  # itself a rate of change or a share

    @property
    def unit_family(self) -> str | None:
        """The first family of units that it is given in."""
        return self.unit_families[0] if self.unit_families else None

    def allows(self, unit: str | None) -> bool:
        """Whether it can be given in that unit; an unknown unit rules nothing out."""
        if unit is None or not self.unit_families:
            return True
        known = load_units().find(unit)
        if known is None:
            return True
        first, *others = known.family.split(", ")
        return first in self.unit_families and _DIVISIONS.issuperset(others)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """An indicator named in a text; `others` bear the same name and differ in unit."""

    indicator: Indicator
    others: tuple[Indicator, ...]
    start: int
    end: int
    exact: bool = True  # False: found only without diacritics, or mistyped


@dataclass(frozen=True)
class Indicators:
    """All indicators and the ways to find them by name."""

    all: tuple[Indicator, ...]
    derived: tuple[Keys, ...]
    narrowing: tuple[Keys, ...]
    _cache: dict[tuple[str, str | None], Indicator | None] = field(default_factory=dict, repr=False)

    @cached_property
    def by_id(self) -> dict[str, Indicator]:
        """The indicators under their ids."""
        return {indicator.id: indicator for indicator in self.all}

    def match(self, label: str, unit: str | None = None) -> Indicator | None:
        """The indicator that a label names: the longest name wins, and no narrower label will do."""
        known = (label, unit)
        if known not in self._cache:
            self._cache[known] = self._match(keys_of(label), unit)
        return self._cache[known]

    def find(self, text: str, *, loose: bool = False) -> tuple[Mention, ...]:
        """The indicators that a text names, in order; `loose` also without diacritics or mistyped."""
        words = words_of(text)
        line = _Line(words, tuple(word.key for word in words))
        mentions = self._mentions(line, self._bare_line(text, line) if loose else line)
        return tuple(sorted(mentions, key=lambda mention: mention.start))

    def _bare_line(self, text: str, line: _Line) -> _Line:
        """The words without diacritics, slips put right where that makes a longer name."""
        keys = [word.key for word in words_of(text, bare)]
        for at, key in enumerate(keys):
            if key in self._bare_book.words or len(key) < _MISTYPED_FROM:
                continue
            near = range(max(0, at - _WINDOW), min(len(keys), at + _WINDOW + 1))
            meant = sorted({edit for edit in _edits(key) if edit in self._bare_book.words})
            sizes = {edit: self._longest([edit if i == at else keys[i] for i in near]) for edit in meant}
            keys[at] = max(meant, key=lambda edit: sizes[edit], default=key)
        return _Line(line.words, tuple(keys))

    def _longest(self, keys: Sequence[str]) -> int:
        return max((found.phrase.size for found in self._bare_book.find(keys)), default=0)

    def _match(self, keys: Keys, unit: str | None) -> Indicator | None:
        ranked = sorted(self._book.find(keys), key=_rank)
        for found in ranked:
            indicator = self.all[found.phrase.owner]
            if indicator.allows(unit) and self._means(found, keys):
                return indicator
        return None

    def _means(self, found: Match, keys: Keys) -> bool:
        """Whether the words around the name leave its meaning alone."""
        without, narrowing, derived = self._limits[found.phrase.owner]
        return not any(_disturbs(words, keys, found.at) for words in (*without, *narrowing, *derived))

    @cached_property
    def _limits(self) -> list[tuple[tuple[Keys, ...], tuple[Keys, ...], tuple[Keys, ...]]]:
        limits = []
        for indicator in self.all:
            names = [keys_of(name.replace("…", " ")) for name in (indicator.name, *indicator.synonyms)]
            narrowing = tuple(
                words for words in self.narrowing if not any(_stands(words, name) for name in names)
            )
            without = tuple(keys_of(words) for words in indicator.without)
            limits.append((without, narrowing, () if indicator.derived else self.derived))
        return limits

    def _mentions(self, line: _Line, loose: _Line) -> list[Mention]:
        exact = self._book.find(line.keys)
        known = {(found.phrase.owner, found.at) for found in exact}
        book = self._book if loose is line else self._bare_book
        found_loosely = [] if loose is line else book.find(loose.keys)
        candidates = exact + [found for found in found_loosely if _is_meant(found, line, loose)]
        taken: set[int] = set()
        mentions = []
        for found in sorted(candidates, key=_rank):
            span = range(found.at[0], found.at[-1] + 1)
            others = {at for other in candidates for at in other.at if at not in span}
            if taken.intersection(span) or not self._undisturbed(found, line, others):
                continue
            taken.update(span)
            same = [other.phrase.owner for other in candidates if other.at == found.at]
            mentions.append(
                Mention(
                    indicator=self.all[found.phrase.owner],
                    others=tuple(self.all[owner] for owner in sorted(set(same) - {found.phrase.owner})),
                    start=line.words[span[0]].start,
                    end=line.words[span[-1]].end,
                    exact=(found.phrase.owner, found.at) in known,
                )
            )
        return mentions

    def _undisturbed(self, found: Match, line: _Line, elsewhere: set[int]) -> bool:
        """Whether no word nearby, itself not part of a name, turns the meaning."""
        near = range(max(0, found.at[0] - _NEARBY), min(len(line.keys), found.at[-1] + _NEARBY + 1))
        rest = ["" if at in found.at or at in elsewhere else line.keys[at] for at in near]
        without, _, derived = self._limits[found.phrase.owner]
        return not any(_stands(words, rest) for words in (*without, *derived))

    @cached_property
    def _book(self) -> Phrasebook:
        return Phrasebook(self._names(), spelling)

    @cached_property
    def _bare_book(self) -> Phrasebook:
        return Phrasebook(self._names(), bare)

    def _names(self) -> Iterator[tuple[str, int]]:
        for owner, indicator in enumerate(self.all):
            for name in dict.fromkeys((indicator.name, *indicator.synonyms)):
                yield name, owner


class _Line(NamedTuple):
    """A text's words and the keys that they are looked up by."""

    words: list[Word]
    keys: Keys


def _is_meant(found: Match, line: _Line, loose: _Line) -> bool:
    """Whether the words could be meant so: one that was typed with diacritics has the right ones."""
    return all(
        line.keys[at] in (spelled, fold(line.keys[at])) or bare(line.keys[at]) != loose.keys[at]
        for at, spelled in zip(found.at, found.phrase.spelled, strict=True)
    )


def _rank(found: Match) -> tuple[int, int, int, int]:
    """More words first, then fewer gaps, then what stands earlier, then the data's own order."""
    return (-found.phrase.size, found.at[-1] - found.at[0], found.at[0], found.phrase.owner)


def _stands(words: Keys, line: Sequence[str]) -> bool:
    size = len(words)
    return words[0] in line and any(
        tuple(line[at : at + size]) == words for at in range(len(line) - size + 1)
    )


def _disturbs(words: Keys, keys: Sequence[str], name: tuple[int, ...]) -> bool:
    """Whether words stand in the line that are not wholly part of the name."""
    size = len(words)
    return words[0] in keys and any(
        tuple(keys[at : at + size]) == words and not set(range(at, at + size)) <= set(name)
        for at in range(len(keys) - size + 1)
    )


def _edits(word: str) -> Iterator[str]:
    """Words one slip away: letters swapped, dropped, doubled or replaced."""
    letters = "abcdeghiklmnopqrstuvxy"
    for at in range(len(word)):
        yield word[:at] + word[at + 1 :]
        yield word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :]
    for at in range(len(word) + 1):
        for letter in letters:
            yield word[:at] + letter + word[at:]
            yield word[:at] + letter + word[at + 1 :]


@lru_cache(maxsize=1)
def load_indicators() -> Indicators:
    """The indicators of `indicators/*.toml`, with the rules of `matching.toml`."""
    folder = files("corpus.vocabulary")
    rules = tomllib.loads(folder.joinpath("matching.toml").read_text(encoding="utf-8"))
    tables = sorted(folder.joinpath("indicators").iterdir(), key=lambda file: file.name)
    found = [
        indicator
        for table in tables
        if table.name.endswith(".toml")
        for indicator in _read_table(table.read_text(encoding="utf-8"))
    ]
    return Indicators(
        all=tuple(found),
        derived=tuple(keys_of(words) for words in rules["derived"]),
        narrowing=tuple(keys_of(words) for words in rules["narrowing"]),
    )


def _read_table(text: str) -> Iterator[Indicator]:
    data = tomllib.loads(nfc(text))
    for key, row in data["indicator"].items():
        yield Indicator(
            id=key,
            name=row["name"],
            synonyms=tuple(row.get("also", ())),
            unit_families=tuple(row.get("unit", ())),
            better=Better(row["better"]),
            field=data["field"],
            warning=row.get("warning"),
            without=tuple(row.get("without", ())),
            derived=row.get("derived", False),
        )
