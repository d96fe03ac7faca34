"""Footnote marks and emphasis inside a line of OCR text, told from exponents of units."""

from __future__ import annotations

import re
from collections.abc import Iterator

from corpus.read.lifted import Cut, CutKind

_SUPER = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_DIGITS = str.maketrans(_SUPER, "0123456789")
_MARK = (
    rf"⁽[{_SUPER}]{{1,3}}⁾|[{_SUPER}]+|\[\^\d{{1,3}}\]:?|\[\d{{1,3}}\]"
    r"|<sup>[ (\[]{0,2}\d{1,3}[ )\]]{0,2}</sup>"
)
_TAGS = r"</?(?:i|b|u|em|strong|sup|sub|br|p|center)\s?/?>"
_TOKEN = re.compile(rf"(?P<mark>{_MARK})|(?P<stars>\*+|{_TAGS})|(?P<blank>[^\S\n]{{2,}}|[^\S\n ])")
_LEADING = re.compile(rf"[\s*]{{0,8}}(?P<mark>{_MARK})\s{{0,4}}(?P<next>\S?)")
# An exponent belongs to its unit: 9.068,78 km², 20.000m³.
_UNITS = frozenset({"m", "km", "dm", "cm", "mm", "dam", "hm"})
_WORD = re.compile(r"[^\W\d_]+$")
_NUMBER = re.compile(r"\d+")
_AFTER_MARK = frozenset('.,;:)]!?”"')
_BULLET = re.compile(r"\s*(\*+)\s")


def plain_number(mark: str) -> str:
    """The mark's number in plain digits: `⁽³¹⁾` → `31`."""
    found = _NUMBER.search(mark.translate(_DIGITS))
    return found.group() if found else ""


def find_cuts(source: str, start: int, end: int) -> list[Cut]:
    """What in a line is not words: marks, emphasis, blanks that stand for one."""
    bullet = _BULLET.match(source, start, end)
    kept = bullet.end(1) - 1 if bullet else -1
    cuts: list[Cut] = []
    for found in _TOKEN.finditer(source, start, end):
        cuts += _cuts_of(source, found, start, end, kept)
    return cuts


def _cuts_of(source: str, found: re.Match[str], start: int, end: int, kept: int) -> Iterator[Cut]:
    first, last = found.span()
    if found["blank"]:
        yield Cut(first, last, CutKind.BLANK)
    elif found["stars"]:
        yield from _emphasis(source, first, last, kept)
    elif (exponent := exponent_length(source, first, last, start)) < last - first:
        yield from _mark(source, first + exponent, last, start, end)


def _emphasis(source: str, first: int, last: int, kept: int) -> Iterator[Cut]:
    """Stars that hug a word; the bullet star of a line stays."""
    if first <= kept < last:
        if first < kept:
            yield Cut(first, kept, CutKind.EMPHASIS)
        return
    before, after = source[first - 1 : first], source[last : last + 1]
    if source[first] == "<" or before.strip() or after.strip():
        yield Cut(first, last, CutKind.EMPHASIS)


def _mark(source: str, first: int, last: int, start: int, end: int) -> Iterator[Cut]:
    blank = first
    while blank > start and source[blank - 1] in " \t\xa0":
        blank -= 1
    if blank < first and (last == end or source[last] in _AFTER_MARK or source[last].isspace()):
        yield Cut(blank, first, CutKind.VOID)
    yield Cut(first, last, CutKind.MARK, plain_number(source[first:last]))


def exponent_length(source: str, first: int, last: int, start: int) -> int:
    """How many of the superscripts at `first` are an exponent: 1 in `km²`, 0 in `ha⁶`."""
    if source[first] not in "²³":
        return 0
    before = source[max(start, first - 4) : first]
    word = _WORD.search(before)
    is_unit = word is not None and word.group() in _UNITS
    return 1 if is_unit and last > first else 0


def leading_mark(source: str, start: int, end: int) -> tuple[str, int, int] | None:
    """The mark that opens a footnote's text: its number, where its ink starts (emphasis too) and ends.

    A mark followed by punctuation does not open a note: it closes the words of the page before.
    """
    found = _LEADING.match(source, start, end)
    if found is None or found["next"] in {".", ",", ";", ":", ")"}:
        return None
    if found["mark"].endswith(":") and not found["mark"].startswith("[^"):
        return None
    first = start
    while source[first].isspace():
        first += 1
    return plain_number(found["mark"]), first, found.end("mark")
