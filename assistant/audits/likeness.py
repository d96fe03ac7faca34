"""How alike two labels are: the share of their words that they have in common."""

from __future__ import annotations

from functools import lru_cache

from corpus.text import folded
from corpus.vocabulary import load_vocabulary

# Words that say nothing of what is measured.
_EMPTY_WORDS = """
    dat uoc thuc hien la va cua cho cac nhung co duoc den het nam nay so voi tren dia ban tong trong do
    khoang hon gan theo tai o ve thi tu da con bang chi tieu nghi quyet ke hoach muc giai doan hang binh
    quan
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())


@lru_cache(maxsize=8192)
def plain_words(label: str) -> frozenset[str]:
    """A label's words that mean something, abbreviations written out, without diacritics."""
    spelled = load_vocabulary().expand_abbreviations(label)
    return frozenset(word for word in folded(spelled).split() if word not in _EMPTY and not word.isdigit())


def likeness(one: str, other: str) -> float:
    """Common words over the shorter label's: 1 where one holds the other, 0 where they share none."""
    left, right = plain_words(one), plain_words(other)
    if not left or not right:
        return 0.0
    return len(left & right) / min(len(left), len(right))


def overlap(one: str, other: str) -> float:
    """Common words over all words: 1 only for labels of the same words."""
    left, right = plain_words(one), plain_words(other)
    if not left or not right:
        return 0.0
    return len(left & right) / len(left | right)
