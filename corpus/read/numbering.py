"""How headings and items are numbered: `A-`, `II.`, `2.1.3.`, `a)`, `(1)`, `Phần thứ nhất`, `PHỤ LỤC I`."""

from __future__ import annotations

import re
from enum import IntEnum
from typing import NamedTuple


class Rank(IntEnum):
    """How high a kind of number stands; decimal numbers add their depth."""

    TITLE = -1
    APPENDIX = 0
    PART = 1
    CHAPTER = 2
    LETTER = 3
    ROMAN = 4
    ARTICLE = 5
    DECIMAL = 10  # 1. is 11, 1.1. is 12, …
    DIGIT_PAREN = 20
    SMALL = 21
    PAREN = 22
    BULLET = 30


class Number(NamedTuple):
    """A number that opens a line: as printed, its rank, and where the title starts."""

    printed: str
    rank: int
    end: int

    @property
    def digits(self) -> str:
        """Its digits alone: `2.1.3.` → `213`."""
        return "".join(letter for letter in self.printed if letter.isdigit())


_ORDINAL = r"(?:nhất|hai|ba|tư|bốn|năm|sáu|bảy|bẩy|tám|chín|mười|[IVX]{1,5}|\d{1,2})"
_COUNT = r"(?:[IVX]{1,5}|\d{1,2}|[A-Z])"
_SEPARATOR = r"\s?(?:[-–—.:)]|/(?!\d))+"  # "III/2023" is what a break left of a quarter
_MAYBE_SEPARATOR = r"\s{0,2}[-–.:/]{0,2}"
_PATTERNS: tuple[tuple[Rank, re.Pattern[str]], ...] = (
    (
        Rank.APPENDIX,
        re.compile(
            rf"(?:(?:PHỤ LỤC|PHỤ BIỂU|BIỂU|BẢNG)(?:\s+SỐ)?(?:\s+{_COUNT})?\b"
            rf"|(?:Phụ lục|Phụ biểu|Biểu)(?:\s+số)?(?:\s+{_COUNT})?\b(?=\s*[-–.:/]|\s*$|\s+[A-ZĐ]{{2}}))"
            rf"{_MAYBE_SEPARATOR}"
        ),
    ),
    (
        Rank.PART,
        re.compile(rf"(?:PHẦN|Phần)\s+(?:(?:THỨ|thứ)\s+)?{_ORDINAL}\b\s{{0,2}}[-–.:/]{{0,2}}", re.IGNORECASE),
    ),
    (
        Rank.CHAPTER,
        re.compile(r"(?:CHƯƠNG|Chương|MỤC|Mục)\s+(?:[IVX]{1,5}|\d{1,2})\b\s{0,2}[-–.:/]{0,2}"),
    ),
    (Rank.ARTICLE, re.compile(r"(?:ĐIỀU|Điều)\s+\d{1,3}\s?[-–.:]")),
    (Rank.ROMAN, re.compile(rf"[IVX]{{1,6}}{_SEPARATOR}(?=\s*\S)")),
    (Rank.LETTER, re.compile(rf"[A-HĐJKLM]{_SEPARATOR}(?=\s*[^\W\d_][^.])")),
    (Rank.DECIMAL, re.compile(r"\d{1,2}(?:\.\s?\d{1,2}){0,4}(?:\.(?=\s*\D)|\s?[-–/:](?=\s)|(?=\s))")),
    (Rank.DIGIT_PAREN, re.compile(r"\d{1,2}\s?\)")),
    (Rank.SMALL, re.compile(r"[a-zđ]\s?[).](?=\s*[^\W\d_])")),
    (Rank.PAREN, re.compile(r"\((?:\d{1,2}|[a-zđ]|[ivx]{1,4})\)[.:]?")),
    (Rank.BULLET, re.compile(r"[-–—+•*○●▪](?=\s)|[-+•](?=[^\W\d_])")),
)
_BARE_DECIMAL = re.compile(r"\d{1,2}")


def read_number(text: str) -> Number | None:
    """The number that opens a line, if one does and words with a capital follow."""
    if not text or not _may_open(text[0]):
        return None
    for rank, pattern in _PATTERNS:
        found = pattern.match(text)
        if found is None or not found.group().strip():
            continue
        number = _checked(text, rank, found)
        if number is not None:
            return number
    return None


def _may_open(letter: str) -> bool:
    return letter in "-–—+•*○●▪(" or letter.isalnum()


def _checked(text: str, rank: Rank, found: re.Match[str]) -> Number | None:
    printed = found.group().strip()
    end = found.end()
    while end < len(text) and text[end] == " ":
        end += 1
    rest = text[end:]
    if rank is Rank.DECIMAL:
        return _decimal(printed, rest, end)
    if rank is Rank.BULLET:
        return Number(printed, rank, end) if rest else None
    if rank in {Rank.APPENDIX, Rank.PART, Rank.CHAPTER}:
        return Number(printed, rank, end)
    return Number(printed, rank, end) if _capital(rest) else None


def _decimal(printed: str, rest: str, end: int) -> Number | None:
    depth = printed.rstrip(".-–/: ").count(".") + 1
    if (depth == 1 and _BARE_DECIMAL.fullmatch(printed)) or not _capital(rest):
        return None
    return Number(printed, Rank.DECIMAL + depth, end)


def _capital(rest: str) -> bool:
    """Whether words start with a capital, quotes and digits before it allowed."""
    for letter in rest[:4]:
        if letter.isalpha():
            return letter.isupper()
        if letter.isdigit():
            return True
        if letter not in "“\"'‘(*[- ":
            return False
    return False


def opens_item(line: str) -> bool:
    """Whether a line inside a paragraph starts an item or heading of its own."""
    return read_number(line.lstrip(" *_#")) is not None
