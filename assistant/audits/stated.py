"""Where running text states a share of a target: “đạt 95% chỉ tiêu”, with its result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.audits.material import Text
from corpus.numbers import Found

_TARGET = r"(?:chỉ tiêu|mục tiêu|kế hoạch|KH\b|dự toán|nghị quyết|NQ\w*|CTNQ)"
_SAYS = re.compile(
    r"(?:đạt|bằng|vượt|hoàn thành|tương đương)(?:\s+(?:tỷ lệ|mức|và vượt))?\s*$", re.IGNORECASE
)
_OF_TARGET = re.compile(rf"\s*(?:,\s*)?(?:(?:so với|so|với|của|mức|và|vượt|các)\s+)*{_TARGET}", re.IGNORECASE)
_SET = re.compile(rf"{_TARGET}(?:\s+(?!đạt\b)\w+){{0,6}}?\s*(?:\d{{4}}\s*)?[:là]*\s*$", re.IGNORECASE)
_CHANGE = re.compile(
    r"(?:tăng|giảm|thêm|vượt)(?:\s+(?:bình quân|trên|hơn|gần|khoảng|\w+ năm))?\s*$", re.IGNORECASE
)
_BEYOND = re.compile(r"(?:vượt|so với|bằng|đạt)\s*$", re.IGNORECASE)
_GOAL = re.compile(rf"{_TARGET}|phấn đấu|phân đấu|giao", re.IGNORECASE)
_STOP = re.compile(r"[;]|\.\s+(?=[A-ZĐÀ-Ỹ(])")
_BARE = re.compile(r"(?!.*tỷ lệ)[^,;.()\d]{0,40},?\s*(?:đạt|bằng)\s*", re.IGNORECASE)
_NEAR = 90
_BRACKET = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """A share of a target as running text states it."""

    text: Text
    share: Found
    result: Found
    exceeding: bool  # “vượt 5% kế hoạch” is what lies beyond the target
    of_plan: bool  # kế hoạch, dự toán: not the resolution
    implied: bool  # nothing says what it is a share of: “đạt 66,7%”
    target: Found | None  # where the same words name it
    before: tuple[int, int]  # offsets of the clause that says what is measured


def find_stated(text: Text) -> Iterator[Stated]:
    """Every stated share of a target whose result stands before it in the same clause."""
    for at, share in enumerate(text.quantities):
        words = text.words
        lead = words[max(0, share.start - 30) : share.start]
        says = _SAYS.search(lead)
        implied = not _is_share(text, share)
        if says is None or (implied and not _may_be_share(text, share)):
            continue
        result = _result_before(text, at)
        if result is None:
            continue
        if implied and not _BARE.fullmatch(text.words[result.end : share.start]):
            continue
        tail = words[share.end : share.end + 60]
        aim = _OF_TARGET.match(tail)
        yield Stated(
            text=text,
            share=share,
            result=result,
            exceeding=says.group().lower().startswith("vượt"),
            of_plan=bool(aim)
            and bool(re.search(r"kế hoạch|KH\b|dự toán", (aim or says).group(), re.IGNORECASE)),
            implied=implied,
            target=None if implied else _target_near(text, at, result),
            before=(_clause_start(text, result.start), result.end),
        )


def _may_be_share(text: Text, share: Found) -> bool:
    """Whether a percentage stands bare at the end of its clause: `, đạt 66,7%;`."""
    return share.unit == "%" and bool(re.match(r"\s*(?:[;.)]|$)", text.words[share.end :]))


def _is_share(text: Text, share: Found) -> bool:
    """Whether a quantity is a percentage of a target; a forgotten `%` before “Nghị quyết” counts as well."""
    if share.quantity is None:
        return False
    if share.unit == "%":
        return bool(_OF_TARGET.match(text.words[share.end : share.end + 60]))
    bare = text.words[share.number_end : share.number_end + 30]
    return (share.unit or "").lower().startswith(("nghị quyết", "kế hoạch", "chỉ tiêu")) and bool(
        _OF_TARGET.match(bare)
    )


def _result_before(text: Text, at: int) -> Found | None:
    """The quantity that a share belongs to: the last before it that is no share and no change itself."""
    for found in reversed(text.quantities[:at]):
        between = text.words[found.end : text.quantities[at].start]
        if _STOP.search(between) or len(between) > 4 * _NEAR:
            return None
        if _is_share(text, found) and _SAYS.search(text.words[max(0, found.start - 30) : found.start]):
            continue
        if _CHANGE.search(text.words[max(0, found.start - 24) : found.start]) or _names_target(text, found):
            continue
        return found
    return None


def _names_target(text: Text, found: Found) -> bool:
    """Whether words such as “mục tiêu” lead to a quantity; in “vượt kế hoạch 5 ha” it is what lies beyond."""
    lead = text.words[max(0, found.start - 60) : found.start]
    named = _SET.search(lead)
    return (
        bool(named) and not _SAYS.search(lead) and not _BEYOND.search(lead[: named.start() if named else 0])
    )


def _target_near(text: Text, at: int, result: Found) -> Found | None:
    """The target that the words themselves name: in brackets after the share, or earlier in the clause."""
    share = text.quantities[at]
    for found in text.quantities[at + 1 : at + 3]:
        between = text.words[share.end : found.start]
        opened = between.rfind("(")
        near = opened >= 0 and ")" not in between[opened:] and len(between) < _BRACKET
        if near and between.count(".") <= 1 and _GOAL.search(between[opened:]):
            return found
        break
    for found in reversed(text.quantities[:at]):
        if found is result or _STOP.search(text.words[found.end : share.start]):
            continue
        if abs(found.start - result.start) < _BRACKET and _names_target(text, found):
            return found
    return None


def _clause_start(text: Text, end: int) -> int:
    """Where the clause begins that leads to `end`: after the last stop, semicolon or quantity."""
    start = next((a for a, b in text.sentences if a <= end <= b), 0)
    start = max(start, text.words.rfind(";", start, end) + 1)
    closed = text.words.rfind(") ", start, end)
    if closed >= 0 and text.words[closed + 2 : closed + 3].isupper():
        start = closed + 2
    for found in text.quantities:
        if found.end <= start or found.end >= end:
            continue
        comma = text.words.find(",", found.end, end)
        if comma >= 0:
            start = max(start, comma + 1)
    return start
