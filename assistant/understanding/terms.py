"""Words as questions and reports are compared by: folded, one spelling of y/i, typing errors mended.

Folding merges different words (`bản`, `bán`), so a match in the exact spelling counts for more wherever
the person typed diacritics.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.text import canonical
from corpus.words import term, terms, words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["exact", "flat", "is_typed_plainly", "mend", "set_tones", "term", "terms", "words"]

_SHORTEST = 3
_MARKED_Y = re.compile(r"^([bcdđghklmnpqrstvx]{0,3})([yýỳỷỹỵ])$")
_LETTERS = "abcdeghiklmnopqrstuvxy"


@lru_cache(maxsize=131072)
def exact(word: str) -> str:
    """One word with its diacritics, in one spelling: `Tỷ` → `tỉ`, but `ủy` stays."""
    return _MARKED_Y.sub(
        lambda match: match.group(1) + "iíìỉĩị"["yýỳỷỹỵ".index(match.group(2))], canonical(word)
    )


_TONE = "\u0300\u0301\u0303\u0309\u0323"
_HORN, _HAT = "\u031b", "\u0302"
# Two letters of which the second bears the tone, as hasty hands type them: `ngừoi`, `đuợc`, `tíêng`.
_PAIRS = re.compile(
    rf"(?P<first>u|i|y)(?P<one>[{_TONE}{_HORN}{_HAT}]*)(?P<second>o|e)(?P<other>[{_TONE}{_HORN}{_HAT}]*)(?=[a-z])",
    re.IGNORECASE,
)


def set_tones(text: str) -> str:
    """The text with tones and horns where they belong, in letters that are written in no other way."""
    if text.isascii():
        return text
    split = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", _PAIRS.sub(_set_right, split))


def _set_right(match: re.Match[str]) -> str:
    first, second = match["first"].lower(), match["second"].lower()
    marks = match["one"] + match["other"]
    tone = "".join(mark for mark in marks if mark in _TONE)
    if len(tone) > 1 or not marks:
        return match.group()
    if first == "u" and second == "o" and _HORN in marks:
        return f"{match['first']}{_HORN}{match['second']}{_HORN}{tone}"
    if second == "e" and first in "iy" and _HAT in match["other"]:
        return f"{match['first']}{match['second']}{_HAT}{tone}"
    if first == "u" and second == "o" and _HAT in match["other"]:
        return f"{match['first']}{match['second']}{_HAT}{tone}"
    return match.group()


@lru_cache(maxsize=16384)
def flat(text: str) -> str:
    """The text's terms with one blank between and around them, for patterns."""
    return f" {' '.join(terms(text))} "


def is_typed_plainly(text: str) -> bool:
    """Whether the person typed (nearly) no diacritics, so that exact spelling tells nothing."""
    letters = [word for word in words(text) if word.isalpha() and len(word) > 1]
    marked = sum(canonical(word) != term(word) for word in letters)
    return marked * 5 < len(letters)


def mend(word: str, known: Mapping[str, int], company: Callable[[str], int] = lambda _: 0) -> str:
    """The known term that a mistyped term most likely stands for; the term itself if there is none.

    `company` tells how well a term goes with its neighbours, which decides before frequency does.
    """
    if word in known or len(word) < _SHORTEST or not word.isalpha():
        return word
    found = [near for near in _edits(word) if near in known]
    return max(found, key=lambda near: (company(near), known[near], near), default=word)


def near_spellings(word: str) -> set[str]:
    """What a word may be a slip for: a letter too many, too few, another, or two swapped."""
    return _edits(word)


def _edits(word: str) -> set[str]:
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    dropped = {left + right[1:] for left, right in cuts if right}
    replaced = {left + letter + right[1:] for left, right in cuts if right for letter in _LETTERS}
    added = {left + letter + right for left, right in cuts for letter in _LETTERS}
    return swapped | dropped | replaced | added
