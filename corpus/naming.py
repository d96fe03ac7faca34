"""Which reports a question names by their places: “Tam Đường”, “toàn tỉnh”, “thanh pho lai chau”."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from corpus.text import fold, syllables

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from corpus.report import ReportId
    from corpus.stores.reports import ReportCard

Words = tuple[str, ...]

_LEVELS = tuple(
    tuple(syllables(level))
    for level in ("tỉnh", "thành phố", "thị xã", "huyện", "quận", "thị trấn", "phường", "xã")
)


class _Place(NamedTuple):
    level: Words
    name: Words
    reports: frozenset[ReportId]


class ReportPlaces:
    """The places of the collection's reports, ready to be looked for in questions."""

    def __init__(self, cards: Iterable[ReportCard]) -> None:
        reports: defaultdict[tuple[Words, Words], set[ReportId]] = defaultdict(set)
        for card in cards:
            if card.place:
                reports[_parts(card.place)].add(card.id)
        places = [_Place(level, name, frozenset(ids)) for (level, name), ids in reports.items()]
        self._marked = _Finder(places)
        self._plain = _Finder(
            [_Place(_plain(place.level), _plain(place.name), place.reports) for place in places]
        )

    def named(self, words: Sequence[str]) -> frozenset[ReportId]:
        """The reports of the places that the words name; none where they name no place of a report.

        A bare name is every place of that name; a level by itself (“toàn huyện”) is a place only where the
        collection has a single one of that level.
        """
        # Without marks “tinh” may be any of three words, so what is typed with marks is compared with marks.
        plain = _plain(words)
        return self._plain.find(plain) if plain == tuple(words) else self._marked.find(tuple(words))


class _Finder:
    """Places by the first syllable of their names, all with marks or all without."""

    def __init__(self, places: Sequence[_Place]) -> None:
        self._by_first: defaultdict[str, list[_Place]] = defaultdict(list)
        levels: defaultdict[Words, list[_Place]] = defaultdict(list)
        for place in places:
            if place.name:
                self._by_first[place.name[0]].append(place)
            if place.level:
                levels[place.level].append(place)
        self._alone: Mapping[Words, _Place] = {
            level: found[0] for level, found in levels.items() if len(found) == 1
        }
        self._levels = {*_LEVELS, *map(_plain, _LEVELS)}

    def find(self, words: Words) -> frozenset[ReportId]:
        """The reports of every place met."""
        found: set[ReportId] = set()
        for at in range(len(words)):
            for place in self._names_at(words, at):
                before = self._level_before(words, at)
                if not before or before == place.level:
                    found |= place.reports
            for level, place in self._alone.items():
                end = at + len(level)
                if words[at:end] == level and not self._names_at(words, end):
                    found |= place.reports
        return frozenset(found)

    def _names_at(self, words: Words, at: int) -> list[_Place]:
        if at >= len(words):
            return []
        near = self._by_first.get(words[at], ())
        return [place for place in near if words[at : at + len(place.name)] == place.name]

    def _level_before(self, words: Words, at: int) -> Words:
        pairs = (words[max(0, at - length) : at] for length in (2, 1))
        return next((part for part in pairs if part in self._levels), ())


def _parts(place: str) -> tuple[Words, Words]:
    words = tuple(syllables(place))
    level = next((level for level in _LEVELS if words[: len(level)] == level), ())
    return level, words[len(level) :]


def _plain(words: Iterable[str]) -> Words:
    return tuple(fold(word) for word in words)
