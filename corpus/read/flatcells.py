"""The cells of one flattened line: label, unit, values, verdicts, and the empty cells that blanks betray.

In a flattened row each cell is followed by one blank, so that two blanks running hide an empty cell:
`Số huyện  Huyện 2 2   ` holds two values and, after them, two empty cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum
from functools import lru_cache
from typing import NamedTuple

from corpus.read.units import is_unit
from corpus.read.words import words


class Shape(Enum):
    """What a cell holds."""

    NUMBER = "number"
    WORDS = "words"
    EMPTY = "empty"


class Item(NamedTuple):
    """A cell's place in the source, and its shape; an empty one has no length."""

    start: int
    end: int
    shape: Shape


class Line(NamedTuple):
    """A line cut into its label, its unit and the cells after them."""

    label: tuple[int, int] | None
    unit: tuple[int, int] | None
    items: tuple[Item, ...]


class _Token(NamedTuple):
    start: int
    end: int
    text: str
    blanks: int  # before it


_TOKEN = re.compile(r"\S+")
_NUMBER = re.compile(
    r"[<>≥≤~≈±+-]{0,2}\d[\d.,]*(?:[-–/]\d[\d.,]*)?[%‰]?(?:\([\d.,%]+\))?[*)]?|[-–—x×]|\.{3}|…"
)
_SIGN = re.compile(r"[<>≥≤~≈±]|[Tt]rên|[Dd]ưới|[Gg]ần|[Kk]hoảng")
_VERDICT_WORDS = frozenset(words("verdicts"))
_OPENERS = frozenset(words("verdict_openers"))
_UNFINISHED = frozenset(words("unfinished_verdicts"))
_SMALL_UNITS = frozenset(words("small_units"))
_LONGEST_NOTE = 6  # words behind a row's values
_VALUES = 3  # that must run before such words
_WIDE = 3  # blanks that can only be empty cells


def tokens_of(source: str, start: int, end: int) -> list[_Token]:
    """The words of a line, each with the blanks before it."""
    tokens: list[_Token] = []
    last = start
    for found in _TOKEN.finditer(source, start, end):
        tokens.append(_Token(found.start(), found.end(), found.group(), found.start() - last))
        last = found.end()
    return tokens


def read_line(source: str, start: int, end: int, *, has_unit: bool, least: int = 2) -> Line:
    """A line's label, unit and cells; no cells where it has no run of values."""
    tokens = tokens_of(source, start, end)
    trailing = end - tokens[-1].end if tokens else 0
    first = _tail_start(tokens, trailing, least)
    items = _items(tokens[first:], trailing, after_label=first > 0)
    head = tokens[:first]
    filled = any(item.shape is not Shape.EMPTY for item in items)
    unit = _unit_length(head) if has_unit and filled else 0
    return Line(_extent(head[: len(head) - unit]), _extent(head[len(head) - unit :]), items)


def is_verdict(text: str) -> bool:
    """Whether words can be a verdict: `Không đạt`, `Vượt`, `đánh giá`."""
    said = [word.strip(".,;()").lower() for word in text.split()]
    return bool(said) and len(said) < 6 and all(word in _VERDICT_WORDS for word in said)


def is_unfinished_verdict(text: str) -> bool:
    """Whether a verdict wants its second half: `Không`, `Chưa`, `Khó`, `Hoàn`."""
    return text.strip().lower() in _UNFINISHED


def _extent(tokens: Sequence[_Token]) -> tuple[int, int] | None:
    return (tokens[0].start, tokens[-1].end) if tokens else None


def _tail_start(tokens: Sequence[_Token], trailing: int, least: int) -> int:
    """Where the cells begin: after the last word that is neither value nor verdict, or at a wide blank."""
    wide = next((index for index, token in enumerate(tokens) if index and token.blanks >= _WIDE), None)
    position = _values_start(tokens)
    real = sum(
        1
        for token in tokens[position:]
        if (is_number(token.text) and token.text[-1].isdigit()) or "%" in token.text
    )
    if wide is not None:
        return min(wide, position) if real >= least else wide
    if real >= least or (real and (trailing >= _WIDE or _unit_length(tokens[:position]))):
        return position
    return len(tokens)


def _values_start(tokens: Sequence[_Token]) -> int:
    """Where the run of values and verdicts begins that ends the line, maybe with a note of a few words."""
    position = _without_note(tokens)
    noted = position < len(tokens)
    while position > 0:
        token = tokens[position - 1]
        if (
            not is_number(token.text)
            and not _SIGN.fullmatch(token.text)
            and token.text.strip(".,;()").lower() not in _VERDICT_WORDS
        ):
            break
        position -= 1
    while position < len(tokens) and not _opens_tail(tokens, position):
        position += 1
    return position if not noted or position < _without_note(tokens) else len(tokens)


def _without_note(tokens: Sequence[_Token]) -> int:
    """Where a note of a few words begins that stands behind the values: `… 13.547 14.000 Phấn đấu vượt`."""
    end = len(tokens)
    while end > 0 and not is_number(tokens[end - 1].text):
        end -= 1
    words = tokens[end:]
    if not 0 < len(words) <= _LONGEST_NOTE or not words[0].text[:1].isupper() or end < _VALUES + 1:
        return len(tokens)
    return end if all(is_number(token.text) for token in tokens[end - _VALUES : end]) else len(tokens)


def _opens_tail(tokens: Sequence[_Token], position: int) -> bool:
    text = tokens[position].text
    if is_number(text):
        return position > 0 or len(tokens) > 1
    return (
        _SIGN.fullmatch(text) is not None
        and position + 1 < len(tokens)
        and is_number(tokens[position + 1].text)
    )


def is_number(text: str) -> bool:
    """Whether a token is a value as tables print them, or the dash that stands for none."""
    return _NUMBER.fullmatch(text) is not None


def _items(tokens: Sequence[_Token], trailing: int, *, after_label: bool) -> tuple[Item, ...]:
    items: list[Item] = []
    index = 0
    while index < len(tokens):
        token = tokens[index]
        if index or after_label:
            items += [Item(token.start, token.start, Shape.EMPTY)] * max(0, token.blanks - 1)
        if _SIGN.fullmatch(token.text) and index + 1 < len(tokens) and is_number(tokens[index + 1].text):
            items.append(Item(token.start, tokens[index + 1].end, Shape.NUMBER))
            index += 2
        elif is_number(token.text):
            items.append(Item(token.start, token.end, Shape.NUMBER))
            index += 1
        else:
            last = _words_end(tokens, index)
            items.append(Item(token.start, tokens[last - 1].end, Shape.WORDS))
            index = last
    if tokens or after_label:
        items += [Item(0, 0, Shape.EMPTY)] * max(0, trailing - 1)
    return tuple(items)


def _words_end(tokens: Sequence[_Token], index: int) -> int:
    last = index + 1
    while (
        last < len(tokens)
        and tokens[last].blanks == 1
        and not is_number(tokens[last].text)
        and not _SIGN.fullmatch(tokens[last].text)
    ):
        if tokens[last].text[:1].isupper() and tokens[last].text.lower() in _OPENERS:
            break
        last += 1
    return last


def _unit_length(head: Sequence[_Token]) -> int:
    """How many words at the end of a label are its unit."""
    for size in (4, 3, 2, 1):
        parts = [token.text for token in head[-size:]]
        if len(parts) == size and is_unit(" ".join(parts)) and _sets_off(parts, len(head) == size):
            return size
    for size in (1, 2, 3):
        if (
            size < len(head)
            and head[-size].text[0].isupper()
            and not head[-size].text.isupper()
            and all(token.text[0].islower() for token in head[len(head) - size + 1 :])
        ):
            return size
    return 0


def _sets_off(parts: Sequence[str], whole: bool) -> bool:  # noqa: FBT001
    """A unit starts with a capital or a sign; in small letters only some are told from a label."""
    first = parts[0]
    if whole or first[0].isupper() or not first[0].isalpha() or "/" in first:
        return True
    return first.lower() in _SMALL_UNITS


@lru_cache(maxsize=4096)
def align(shapes: tuple[Shape, ...], columns: tuple[Shape, ...]) -> tuple[int, ...] | None:
    """The one way to lay cells on columns of like shape, or None where there is none or more than one."""
    ways = _ways(shapes, columns)
    return ways[0] if len(ways) == 1 else None


def _ways(shapes: tuple[Shape, ...], columns: tuple[Shape, ...]) -> list[tuple[int, ...]]:
    """Up to two ways to lay cells on columns in order."""
    if not shapes:
        return [()]
    ways: list[tuple[int, ...]] = []
    for column in range(len(columns) - len(shapes) + 1):
        if shapes[0] not in {columns[column], Shape.EMPTY}:
            continue
        for rest in _ways(shapes[1:], columns[column + 1 :]):
            ways.append((column, *(place + column + 1 for place in rest)))
            if len(ways) > 1:
                return ways
    return ways
