"""Phrases with gaps, and finding them in a line of words quickly.

A phrase is written as words, `…` standing for up to eight others: `suy dinh dưỡng … nhẹ cân`. Its rarest word
is its anchor, so that only phrases whose anchor stands in the text are tried.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from corpus.text import canonical, fold, nfc

_WORD = re.compile(r"[^\W_]+")
_FINAL_Y = re.compile(r"^([^aeiouyăâêôơưàáảãạèéẻẽẹ]+)(y|ý|ỳ|ỷ|ỹ|ỵ)$")
_I_FOR_Y = dict(zip("yýỳỷỹỵ", "iíìỉĩị", strict=True))
_WIDEST_GAP = 8

Keys = tuple[str, ...]


@lru_cache(maxsize=65536)
def spelling(word: str) -> str:
    """One spelling for words that are typed in several: `Tỷ` and `tỉ`, `sỹ` and `sĩ`, `hoà` and `hòa`."""
    return _FINAL_Y.sub(lambda found: found[1] + _I_FOR_Y[found[2]], canonical(word))


def bare(word: str) -> str:
    """The word without diacritics, `y` and `i` alike."""
    return _FINAL_Y.sub(lambda found: found[1] + _I_FOR_Y[found[2]], fold(word))


class Word(NamedTuple):
    """A word of a text under its key, and where it stands."""

    key: str
    start: int
    end: int


def words_of(text: str, key: Callable[[str], str] = spelling) -> list[Word]:
    """The words of a text in order."""
    return [Word(key(found[0]), *found.span()) for found in _WORD.finditer(nfc(text))]


def keys_of(text: str, key: Callable[[str], str] = spelling) -> Keys:
    """The keys of a text's words."""
    return tuple(word.key for word in words_of(text, key))


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of a vocabulary: stretches of words, and what it stands for."""

    parts: tuple[Keys, ...]
    owner: int
    spelled: Keys = ()  # its words with diacritics

    @property
    def size(self) -> int:
        """How many words it holds."""
        return sum(map(len, self.parts))


class Match(NamedTuple):
    """A phrase in a line of words: the positions that it covers."""

    phrase: Phrase
    at: tuple[int, ...]


class Phrasebook:
    """Many phrases, looked up by their rarest words."""

    def __init__(self, phrases: Iterable[tuple[str, int]], key: Callable[[str], str] = spelling) -> None:
        """Take written phrases, each with the number of its owner."""
        self.key = key
        book = [Phrase(_parts(written, key), owner, keys_of(written)) for written, owner in phrases]
        counts = Counter(word for phrase in book for part in phrase.parts for word in set(part))
        self.words = frozenset(counts)
        self._by_anchor: Mapping[str, list[Phrase]] = _anchored(book, counts)

    def find(self, keys: Sequence[str]) -> list[Match]:
        """Every phrase that stands in the words, each once."""
        positions: dict[str, list[int]] = defaultdict(list)
        for at, key in enumerate(keys):
            positions[key].append(at)
        tried = (phrase for key in positions for phrase in self._by_anchor.get(key, ()))
        placed = ((phrase, place(phrase.parts, keys, positions)) for phrase in tried)
        return [Match(phrase, at) for phrase, at in placed if at]


def _parts(written: str, key: Callable[[str], str]) -> tuple[Keys, ...]:
    return tuple(keys_of(part, key) for part in written.split("…"))


def _anchored(book: list[Phrase], counts: Mapping[str, int]) -> dict[str, list[Phrase]]:
    by_anchor: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in book:
        words = [word for part in phrase.parts for word in part]
        by_anchor[min(words, key=lambda word: counts[word])].append(phrase)
    return by_anchor


def place(
    parts: tuple[Keys, ...], keys: Sequence[str], positions: Mapping[str, list[int]]
) -> tuple[int, ...]:
    """Where the parts stand in order with no wide gap between them; nothing where they do not."""
    for start in positions.get(parts[0][0], ()):
        covered: list[int] = []
        at = start
        for number, part in enumerate(parts):
            latest = at if not number else at + _WIDEST_GAP
            at = next((i for i in range(at, latest + 1) if tuple(keys[i : i + len(part)]) == part), -1)
            if at < 0:
                break
            covered += range(at, at + len(part))
            at += len(part)
        else:
            return tuple(covered)
    return ()
