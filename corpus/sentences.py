"""Where sentences start and end, in the Vietnamese of official reports.

A full stop ends a sentence unless it belongs to an abbreviation (`TP. Hà Giang`), a numbering
(`1. Về kinh tế`), a number (`2.296,8`) or a name's initial. Nothing is dropped: the sentences cover all that
is not blank.
"""

from __future__ import annotations

import re
from functools import lru_cache

_END = re.compile(r"(?:[.!?…]+[”\"’')\]»]*|\./\.)(?=\s|$)|\n+")
_LAST_WORD = re.compile(r"[^\s(“\"'‘\[]*$")
_ABBREVIATIONS = re.compile(
    r"(?:tp|tx|tt|ts|ths|pgs|gs|bs|cn|ks|q|h|x|p|ubnd|st|stt|tr|vd|v\.v|ko|kg|đ/c|ql|tl|dt|đt|nxb|ct|bt|hđ|đc)",
    re.IGNORECASE,
)
_NUMBERING = re.compile(r"(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[A-HĐ])\.")
_WORD_END = 24


@lru_cache(maxsize=2048)
def split_sentences(text: str) -> tuple[tuple[int, int], ...]:
    """Half-open offsets of the sentences of a text, blanks around them left out."""
    sentences: list[tuple[int, int]] = []
    start = 0
    for found in _END.finditer(text):
        if _ends_here(text, start, found):
            _add(sentences, text, start, found.end())
            start = found.end()
    _add(sentences, text, start, len(text))
    return tuple(sentences)


def _add(sentences: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        sentences.append((start, end))


def _ends_here(text: str, start: int, found: re.Match[str]) -> bool:
    """Whether the sentence that began at `start` ends with the punctuation found."""
    if found.group().startswith("\n"):
        return True
    following = _next_letter(text, found.end())
    if following and not (following.isupper() or following.isdigit() or following in "“\"‘'(-–+*["):
        return False
    if not found.group().startswith(".") or found.group().startswith(".."):
        return True
    word = _word_before(text, start, found.start())
    if _ABBREVIATIONS.fullmatch(word) or (len(word) == 1 and word.isupper()):
        return False
    opening = text[start : found.start() + 1].strip()
    return not (len(opening) <= 12 and _NUMBERING.fullmatch(opening))


def _next_letter(text: str, at: int) -> str:
    while at < len(text) and text[at].isspace():
        at += 1
    return text[at : at + 1]


def _word_before(text: str, start: int, end: int) -> str:
    found = _LAST_WORD.search(text[max(start, end - _WORD_END) : end])
    return found.group() if found else ""
