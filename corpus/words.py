"""Words as they are compared: folded, one spelling of y/i, so that `Tỷ lệ` and `ti le` are the same."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.text import fold, nfc

_WORD = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+\d*|\d+[^\W\d_]+")
# One spelling of the vowel: tỷ/tỉ, kỷ/kỉ, hy/hi, but never that of a diphthong (quý, tây).
_LONE_Y = re.compile(r"^([bcdghklmnpqrstvx]{0,3})y$")


@lru_cache(maxsize=131072)
def term(word: str) -> str:
    """One word as it is compared: `Tỷ` → `ti`."""
    plain = fold(word)
    return _LONE_Y.sub(r"\1i", plain)


def words(text: str) -> list[str]:
    """The words and numbers of a text as written."""
    return _WORD.findall(nfc(text))


def terms(text: str) -> list[str]:
    """The words of a text as they are compared."""
    return [term(word) for word in words(text)]
