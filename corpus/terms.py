"""What search looks up: syllables and pairs of syllables, as spelt and without diacritics, in one bag.

A term as spelt is the syllable itself; its folded twin bears `~`, so that `ma` typed without marks does not
pass for the word “ma”. A pair is joined by `_`. Abbreviations are written out on both sides, and kept.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.text import canonical, fold, nfc, syllables
from corpus.vocabulary.abbreviations import load_abbreviations

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Words:
    """The syllables of a text with its abbreviations written out, and what these were written as."""

    spelled: tuple[str, ...]
    shortened: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.spelled)

    def terms(self) -> list[str]:
        """Every term of the bag."""
        return [*bag_terms(self.spelled), *self.shortened]

    def runs(self) -> list[str]:
        """Every run of letters, as spelt and folded; what has no diacritics only folded."""
        plain = tuple(map(fold, self.spelled))
        spelled = [] if plain == self.spelled else letter_runs(self.spelled)
        return [*spelled, *("~" + run for run in letter_runs(plain))]


def words_of(text: str) -> Words:
    """The words of a passage or of its headings."""
    return _written_out(text, load_abbreviations().expand(text))


def asked_words(question: str) -> Words:
    """The words of a question: people shorten more, and ask with words that the answer does not have."""
    words = _written_out(question, load_abbreviations().expand(question, typed=True))
    telling = _without_asking(words.spelled)
    return Words(telling, words.shortened) if telling else words


def _written_out(text: str, expanded: str) -> Words:
    after = syllables(expanded)
    before = after if expanded == text else syllables(text)
    if before == after:
        return Words(tuple(after))
    return Words(tuple(after), tuple((Counter(before) - Counter(after)).elements()))


def bag_terms(words: Sequence[str]) -> list[str]:
    """Exact and folded terms, single and in pairs, of canonical syllables."""
    plain = ["~" + fold(word) for word in words]
    return [*words, *_pairs(words), *plain, *_pairs(plain)]


def _pairs(words: Sequence[str]) -> Iterable[str]:
    return map("_".join, pairwise(words))


def letter_runs(words: Iterable[str]) -> list[str]:
    """Runs of four letters, blanks (as `_`) included: most of them survive a typing error."""
    text = f"_{'_'.join(words)}_"
    return [text[at : at + 4] for at in range(len(text) - 3)]


def _without_asking(words: Sequence[str]) -> tuple[str, ...]:
    phrases, single = _asking()
    plain = [fold(word) for word in words]
    kept = [word not in single for word in words]
    for length in sorted({len(phrase) for phrase in phrases}):
        for at in range(len(words) - length + 1):
            if tuple(plain[at : at + length]) in phrases:
                kept[at : at + length] = [False] * length
    return tuple(word for word, keep in zip(words, kept, strict=True) if keep)


@lru_cache(maxsize=1)
def _asking() -> tuple[frozenset[tuple[str, ...]], frozenset[str]]:
    """Phrases folded, and single syllables as spelt."""
    text = files("corpus.vocabulary").joinpath("question_words.txt").read_text(encoding="utf-8")
    lines = [nfc(line).split() for line in text.splitlines() if line and not re.match(r"\s*#", line)]
    phrases = frozenset(tuple(fold(word) for word in line) for line in lines if len(line) > 1)
    return phrases, frozenset(canonical(line[0]) for line in lines if len(line) == 1)
