"""What search looks up: syllables and pairs of syllables, as spelt and without diacritics, in one bag.

A term as spelt is the syllable itself; its folded twin bears `~`, so that `ma` typed without marks does not
pass for the word “ma”. A pair is joined by `_`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def bag_terms(words: Sequence[str]) -> list[str]:
    """Exact and folded terms, single and in pairs, of canonical syllables."""
    plain = ["~" + fold(word) for word in words]
    return [*words, *_pairs(words), *plain, *_pairs(plain)]


def _pairs(words: Sequence[str]) -> Iterable[str]:
    return (f"{first}_{second}" for first, second in pairwise(words))


def letter_runs(words: Iterable[str]) -> list[str]:
    """Runs of four letters of the folded text, blanks (as `_`) included: they survive a typing error."""
    text = f"_{'_'.join(fold(word) for word in words)}_"
    return [text[at : at + 4] for at in range(len(text) - 3)]
