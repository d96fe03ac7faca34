"""Vietnamese letters: one spelling for what is typed in many.

NFC always, never NFKC: compatibility folding turns the mark in `16,7%³` into a digit.
"""

import re
import unicodedata
from functools import lru_cache

_TONES = "\u0300\u0301\u0303\u0309\u0323"
# Old and new tone placement (hoà/hòa, thuỷ/thủy): the tone moves to the first of the two vowels.
_MOVED_TONE = re.compile(rf"((?<!q)u|o)([aey])([{_TONES}])(?![\w\u0300-\u036f])")
_SYLLABLE = re.compile(r"[^\W_]+")


def nfc(text: str) -> str:
    """The text with composed letters, nothing else changed."""
    return unicodedata.normalize("NFC", text)


@lru_cache(maxsize=65536)
def canonical(word: str) -> str:
    """One word in lower case with its tone in the modern place: `Thuỷ` → `thủy`."""
    split = unicodedata.normalize("NFD", word.lower())
    return unicodedata.normalize("NFC", _MOVED_TONE.sub(r"\1\3\2", split))


@lru_cache(maxsize=65536)
def fold(word: str) -> str:
    """One word in lower case without any diacritics: `Đường` → `duong`."""
    split = unicodedata.normalize("NFD", word.lower().replace("đ", "d").replace("Đ", "d"))
    return "".join(letter for letter in split if not unicodedata.combining(letter))


def syllables(text: str) -> list[str]:
    """The words and numbers of a text, canonical."""
    return [canonical(word) for word in _SYLLABLE.findall(nfc(text))]


def folded(text: str) -> str:
    """The syllables of a text without diacritics, one blank between them."""
    return " ".join(fold(word) for word in _SYLLABLE.findall(nfc(text)))
