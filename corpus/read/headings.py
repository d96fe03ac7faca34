"""The heading tree: which paragraphs are headings, their numbers and titles, and what stands under what."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.read.numbering import Number, Rank, read_number

_LONGEST = 420
_COUNTED = re.compile(r"\s(?:[IVX]{1,5}|\d{1,2}|[A-Z])\b")  # the count of `BIỂU 02`, `PHỤ LỤC I`
_STOPS = frozenset(".;!?,…")
_CLOSERS = '”")]’ '


@dataclass(frozen=True, slots=True)
class Heading:
    """A paragraph read as a heading."""

    number: str | None
    title: str
    rank: int


def is_capitals(text: str) -> bool:
    """Whether a text is set in capitals."""
    letters = [letter for letter in text[:400] if letter.isalpha()]
    return len(letters) > 3 and sum(letter.isupper() for letter in letters) > 0.85 * len(letters)


def read_heading(text: str, following: str, *, bold: bool) -> Heading | None:
    """The paragraph as a heading, if it is one; `following` is the paragraph after it."""
    if not text or len(text) > _LONGEST:
        return None
    number = read_number(text)
    if number is None:
        return None
    title = text[number.end :].strip()
    if number.rank in {Rank.APPENDIX, Rank.PART, Rank.CHAPTER}:
        return _titled(number, title)
    if not title or not _reads_as_title(number, title, following, bold=bold):
        return None
    return Heading(number.printed, title, number.rank)


def _titled(number: Number, title: str) -> Heading | None:
    """A part's or appendix's heading: its title in capitals, or short and no sentence."""
    if title and not is_capitals(title) and (len(title) > 160 or not title[0].isupper() or _stops(title)):
        return None
    if number.rank == Rank.APPENDIX and title and not _COUNTED.search(number.printed):
        return Heading(None, f"{number.printed} {title}", number.rank)
    return Heading(number.printed, title, number.rank)


def _reads_as_title(number: Number, title: str, following: str, *, bold: bool) -> bool:
    if number.rank == Rank.BULLET:
        return number.printed == "*" and len(title) < 120 and not _stops(title)
    if is_capitals(title.split(":", 1)[0]) and len(title) > 4:
        return True
    if title.endswith(":"):
        return bold or (number.rank < Rank.PAREN and len(title) < 120)
    if not _stops(title):
        return ". " not in title
    return title.endswith((".", ")")) and _stands_alone(number, title, following)


def _stops(title: str) -> bool:
    return title.rstrip(_CLOSERS)[-1:] in _STOPS


def _stands_alone(number: Number, title: str, following: str) -> bool:
    """A title with a full stop: one short sentence of a decimal number, and no item of its kind after it."""
    if number.rank >= Rank.DIGIT_PAREN or len(title) > 180 or ". " in title[:-1] or ";" in title:
        return False
    after = read_number(following)
    return after is None or after.rank > number.rank


@dataclass(slots=True)
class _Level:
    order: int
    rank: int
    digits: str
    number: str


class Tree:
    """Finds each heading's parent while they come in order."""

    def __init__(self) -> None:
        self._stack: list[_Level] = []
        self._count = 0

    def add(self, heading: Heading) -> tuple[int | None, int]:
        """The parent's order and the level of the heading that comes next; the report's title stands at 0."""
        if heading.rank == Rank.TITLE:
            self._count += 1
            return None, 0
        rank, digits = self._settle(heading)
        while self._stack and self._stack[-1].rank >= rank:
            self._stack.pop()
        self._drop_strangers(rank, digits)
        parent = self._stack[-1].order if self._stack else None
        depth = len(self._stack) + 1
        self._stack.append(_Level(self._count, rank, digits, heading.number or ""))
        self._count += 1
        return parent, depth

    def _settle(self, heading: Heading) -> tuple[int, str]:
        """The rank and the digits; a mistyped number (`2.13.` after `2.1.2.`) takes the place it means."""
        digits = ".".join(part for part in _parts(heading.number or ""))
        if not Rank.DECIMAL < heading.rank < Rank.DIGIT_PAREN:
            return heading.rank, digits
        expected = [
            number
            for level in self._stack
            if Rank.DECIMAL < level.rank < Rank.DIGIT_PAREN
            for number in _successors(level.digits)
        ]
        if digits in expected:
            return heading.rank, digits
        tight = digits.replace(".", "")
        for number in reversed(expected):
            if number.replace(".", "") == tight:
                return Rank.DECIMAL + number.count(".") + 1, number
        return heading.rank, digits

    def _drop_strangers(self, rank: int, digits: str) -> None:
        """`2.1.` does not stand under `1.` but where `2.` would have stood."""
        if not (Rank.DECIMAL + 1 < rank < Rank.DIGIT_PAREN) or not self._stack:
            return
        top = self._stack[-1]
        if not Rank.DECIMAL < top.rank < Rank.DIGIT_PAREN or digits.startswith(top.digits + "."):
            return
        prefix = digits.split(".")[: top.digits.count(".") + 1]
        if ".".join(prefix) in _successors(top.digits):
            self._stack.pop()


def _parts(number: str) -> list[str]:
    return [
        part for part in "".join(letter if letter.isdigit() else "." for letter in number).split(".") if part
    ]


def _successors(digits: str) -> list[str]:
    """The numbers that may come after one: its next sibling and its first child."""
    head, _, last = digits.rpartition(".")
    if not last.isdigit():
        return []
    following = str(int(last) + 1)
    return [f"{head}.{following}" if head else following, f"{digits}.1"]
