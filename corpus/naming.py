"""Which reports a question names by their places: “Tam Đường”, “toàn tỉnh”, “thanh pho lai chau”."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.text import fold, syllables

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from corpus.report import ReportId
    from corpus.stores.reports import ReportCard

_LEVELS = tuple(
    tuple(syllables(level))
    for level in ("tỉnh", "thành phố", "thị xã", "huyện", "quận", "thị trấn", "phường", "xã")
)


def named_reports(words: Sequence[str], cards: Iterable[ReportCard]) -> frozenset[ReportId]:
    """The reports of the places that the words name; none where they name no place of a report.

    A bare name is every place of that name; a level by itself (“toàn huyện”) is a place only where the
    collection has a single one of that level.
    """
    placed = [(card.id, _parts(card.place)) for card in cards if card.place]
    places = {place for _, place in placed}
    # Without marks “tinh” may be any of three words, so what is typed with marks is compared with marks.
    marked = any(word != fold(word) for word in words)
    said = tuple(words) if marked else tuple(fold(word) for word in words)
    named = {place for place in places if _is_named(place, said, places, marked=marked)}
    return frozenset(report for report, place in placed if place in named)


Place = tuple[tuple[str, ...], tuple[str, ...]]  # level and name


def _parts(place: str) -> Place:
    words = tuple(syllables(place))
    level = next((level for level in _LEVELS if words[: len(level)] == level), ())
    return level, words[len(level) :]


def _is_named(place: Place, said: Sequence[str], places: set[Place], *, marked: bool) -> bool:
    level, name = (part if marked else _plain(part) for part in place)
    for at in _occurrences(name, said):
        before = _level_before(said, at, marked=marked)
        if not before or before == level:
            return True
    alone = level and sum(other[0] == place[0] for other in places) == 1
    return bool(alone) and any(
        not _starts_a_name(said[at + len(level) :], places, marked=marked) for at in _occurrences(level, said)
    )


def _occurrences(part: Sequence[str], said: Sequence[str]) -> Iterator[int]:
    if part:
        yield from (at for at in range(len(said) - len(part) + 1) if tuple(said[at : at + len(part)]) == part)


def _level_before(said: Sequence[str], at: int, *, marked: bool) -> tuple[str, ...]:
    for level in _LEVELS:
        shown = level if marked else _plain(level)
        if tuple(said[max(0, at - len(shown)) : at]) == shown:
            return shown
    return ()


def _starts_a_name(rest: Sequence[str], places: set[Place], *, marked: bool) -> bool:
    names = {name if marked else _plain(name) for _, name in places if name}
    return any(tuple(rest[: len(name)]) == name for name in names)


def _plain(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(fold(word) for word in words)
