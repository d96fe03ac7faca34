"""What words weigh: how rare each is in the reports at hand, so that “che phủ rừng” outweighs “tỉnh”."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from assistant.understanding.terms import exact, term, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Beyond this many passages a sample weighs words just as well.
ENOUGH = 6000
_OFTEN = 3
_ONE = 8  # so many times more often in a row than by chance


@dataclass(frozen=True)
class Lexicon:
    """In how many passages each word stands, and which words follow one another."""

    passages: int
    terms: Mapping[str, int]
    pairs: Mapping[tuple[str, str], int]
    spelled: Mapping[str, int]  # how often, every time counted
    spelled_pairs: Mapping[tuple[str, str], int]

    @cached_property
    def length(self) -> int:
        """How many words were counted."""
        return sum(self.spelled.values())

    @cached_property
    def best_spelled(self) -> Mapping[tuple[str, str], int]:
        """Two folded words in a row → how often their likeliest spelling stands so."""
        best: dict[tuple[str, str], int] = {}
        for (first, second), count in self.spelled_pairs.items():
            folded = (term(first), term(second))
            best[folded] = max(best.get(folded, 0), count)
        return best

    def weight(self, word: str) -> float:
        """How much a word tells, between 0 (in every passage) and about 1 (in hardly any)."""
        known = self._weighed.get(word)
        if known is None:
            known = self._rarity(self.terms.get(word, 0))
            if word in self.terms:
                self._weighed[word] = known
        return known

    @cached_property
    def _weighed(self) -> dict[str, float]:
        """What the words looked up so far weigh: the same are asked for with every figure."""
        return {}

    def spelled_weight(self, word: str) -> float:
        """How much a word tells as it is spelled, with its diacritics."""
        return self._rarity(self.spelled.get(word, 0))

    def pair_weight(self, first: str, second: str) -> float:
        """How much two words in a row tell."""
        return self._rarity(self.pairs.get((first, second), 0))

    def are_one(self, first: str, second: str) -> bool:
        """Whether two words in a row, with their diacritics, are one: `hàng không`, `trẻ em`."""
        together = self.spelled_pairs.get((first, second), 0)
        total = self.length
        apart = self.spelled.get(first, 0) * self.spelled.get(second, 0)
        return together >= _OFTEN and together * total > _ONE * apart

    def _rarity(self, count: int) -> float:
        total = max(self.passages, 20)
        return math.log(1 + (total - min(count, total) + 0.5) / (count + 0.5)) / math.log(2 * total + 2)


def build_lexicon(texts: Iterable[str]) -> Lexicon:
    """The lexicon of some passages' texts."""
    terms: Counter[str] = Counter()
    pairs: Counter[tuple[str, str]] = Counter()
    spelled: Counter[str] = Counter()
    spelled_pairs: Counter[tuple[str, str]] = Counter()
    total = 0
    for text in islice(texts, ENOUGH):
        total += 1
        written = words(text)
        plain = [term(word) for word in written]
        marked = [exact(word) for word in written]
        terms.update(set(plain))
        pairs.update(set(pairwise(plain)))
        spelled.update(marked)
        spelled_pairs.update(pairwise(marked))
    return Lexicon(total, terms, pairs, spelled, spelled_pairs)
