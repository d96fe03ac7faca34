"""Where running text gives a total and then its parts: in brackets, after “gồm”, “trong đó”, or in a note."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.audits.material import Material, Text
from assistant.tools.units import like_things
from corpus.numbers import Found
from corpus.report import Mark

_OPENING = re.compile(
    r"(?P<bracket>\()?\s*\**\s*"
    r"(?P<word>trong đó(?:\s+có)?|bao gồm|gồm có|gồm|cụ thể(?: là)?|chia ra)?\s*\**\s*:?",
    re.IGNORECASE,
)
_LOOSE = re.compile(
    r"còn lại|\bkhác\b|\.\.\.|…|chủ yếu|\bnhư\b|riêng|trong đó|nhất là|tiêu biểu|ngoài ra", re.IGNORECASE
)
# Traits that a person or a place may have several of: their counts overlap and need not add up.
_CROSSING = re.compile(
    r"\bnữ\b(?! \d)|dân tộc|DTTS|tôn giáo|khó khăn|biên giới|nghèo|\btrẻ\b|tuổi|đảng viên|trình độ|cao cấp"
    r"|trung cấp",
    re.IGNORECASE,
)
_CHANGE = re.compile(r"(?:tăng|giảm|vượt|thêm)(?:\s+(?:kế hoạch|được|\w+))?\s*$", re.IGNORECASE)
_NOTE = re.compile(r"\s*(?:trong đó|gồm|bao gồm|cụ thể|chi tiết)\b\s*:?", re.IGNORECASE)
_EACH_YEAR = re.compile(r"\s*năm 20\d\d", re.IGNORECASE)
_SAME_AGAIN = re.compile(r"\s*[=/]\s*")
_MEAN = re.compile(r"bình quân|trung bình", re.IGNORECASE)
_LEAD = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """A total and the parts that are listed after it."""

    text: Text
    total: Found
    parts: tuple[Found, ...]
    listing: Text  # where the parts stand: the same text, or the footnote that the total bears
    whole: bool  # the parts claim to be all there is
    crossing: bool  # the parts may overlap
    mean: bool  # the “total” is their average


@dataclass(frozen=True, slots=True, kw_only=True)
class _List:
    """A stretch that may list parts, and how it was opened."""

    text: Text
    start: int
    end: int
    bracket: bool
    word: str


def find_breakdowns(material: Material) -> Iterator[tuple[Breakdown, ...]]:
    """For every total, the ways to read the list of its parts that follows it."""
    for text in material.texts:
        for at, total in enumerate(text.quantities):
            if total.quantity is None or total.quantity.value is None or not _may_be_total(text, total):
                continue
            ways = tuple(way for listing in _lists(material, text, at) for way in _ways(text, total, listing))
            if ways:
                yield ways


def _may_be_total(text: Text, total: Found) -> bool:
    if total.unit is None or "%" in total.unit or "‰" in total.unit or "/" in total.written:
        return False
    return not _is_change(text, total)


def _is_change(text: Text, found: Found) -> bool:
    return bool(_CHANGE.search(text.words[max(0, found.start - 24) : found.start]))


def _lists(material: Material, text: Text, at: int) -> Iterator[_List]:
    """The stretches after a total that may hold its parts."""
    last = at
    while last + 1 < len(text.quantities) and _SAME_AGAIN.fullmatch(
        text.words[text.quantities[last].end : text.quantities[last + 1].start]
    ):
        last += 1  # 186 lượt = 201 người = 179 vụ việc (…)
    if last + 1 < len(text.quantities):
        opened = _opened(text, text.quantities[last], text.quantities[last + 1])
        if opened is not None:
            yield opened
    yield from _notes(material, text, at)


def _opened(text: Text, total: Found, following: Found) -> _List | None:
    """The list that opens between a total and the next quantity."""
    between = text.words[total.end : following.start]
    for found in _OPENING.finditer(between):
        bracket, word = bool(found["bracket"]), (found["word"] or "").lower()
        if not bracket and not word:
            continue
        lead = between[: found.start()]
        if len(lead) > _LEAD or re.search(r"[.;()]", lead) or (not word and ", " in lead):
            return None
        start = total.end + found.end()
        end = _closing(text, start) if bracket else _sentence_end(text, start)
        return _List(text=text, start=start, end=end, bracket=bracket, word=word)
    return None


def _closing(text: Text, start: int) -> int:
    """The bracket that closes the one before `start`."""
    depth = 1
    for at in range(start, len(text.words)):
        depth += {"(": 1, ")": -1}.get(text.words[at], 0)
        if depth == 0:
            return at
    return len(text.words)


def _sentence_end(text: Text, start: int) -> int:
    return next((b for a, b in text.sentences if a <= start < b), len(text.words))


def _notes(material: Material, text: Text, at: int) -> Iterator[_List]:
    """The footnote whose mark follows a total, if it says what the total is made of."""
    total = text.quantities[at]
    following = text.quantities[at + 1].start if at + 1 < len(text.quantities) else len(text.words)
    for mark in _marks(text):
        if mark.footnote is None or not total.end <= mark.at <= min(total.end + 60, following):
            continue
        footnote = material.report.footnotes[mark.footnote]
        note = Text(material.report, footnote.body, footnote=footnote)
        opened = _NOTE.match(note.words)
        if opened is None and not _EACH_YEAR.match(note.words):
            continue
        start = opened.end() if opened else 0
        for end in dict.fromkeys((_sentence_end(note, start), len(note.words))):
            word = opened.group().strip(" :").lower() if opened else "gồm"
            yield _List(text=note, start=start, end=end, bracket=False, word=word)


def _marks(text: Text) -> tuple[Mark, ...]:
    if text.block is not None:
        return text.block.marks
    return text.footnote.marks if text.footnote is not None else ()


def _ways(text: Text, total: Found, listing: _List) -> Iterator[Breakdown]:
    """The list read item by item: parted by semicolons, or by commas up to the first semicolon."""
    words = listing.text.words
    semicolon = _outer(words, ";", listing.start, listing.end)
    ends = [(listing.end, True)] if semicolon >= 0 else []
    ends.append((semicolon if semicolon >= 0 else listing.end, False))
    if semicolon >= 0:
        ends.append((listing.end, False))  # commas part items as well as semicolons do
    for end, by_semicolon in ends:
        parts = _parts(listing.text, total, (listing.start, end), by_semicolon=by_semicolon)
        if len(parts) < 2:
            continue
        inside = words[listing.start : end]
        told = listing.word.startswith(("bao gồm", "gồm", "cụ thể", "chi")) or not listing.word
        yield Breakdown(
            text=text,
            total=total,
            parts=parts,
            listing=listing.text,
            whole=told and not _LOOSE.search(inside),
            crossing=bool(_CROSSING.search(inside)),
            mean=bool(_MEAN.search(text.words[max(0, total.start - 40) : total.start])),
        )


def _outer(words: str, letter: str, start: int, end: int) -> int:
    """The first such letter outside brackets; -1 where there is none."""
    depth = 0
    for at in range(start, end):
        depth += {"(": 1, ")": -1}.get(words[at], 0)
        if depth == 0 and words[at] == letter:
            return at
    return -1


def _parts(text: Text, total: Found, stretch: tuple[int, int], *, by_semicolon: bool) -> tuple[Found, ...]:
    """From each item the quantity in the total's unit; the list ends where an item has none."""
    parts: list[Found] = []
    for start, end in _items(text, stretch, by_semicolon=by_semicolon):
        inside = [
            one for one in text.quantities if start <= one.start < end and _depth(text, start, one.start) == 0
        ]
        able = [one for one in inside if _fits(text, total, one, end)]
        fitting = next((one for one in able if one.unit == total.unit), able[0] if able else None)
        if fitting is None and inside:
            break  # another thing is counted: the list is over
        if fitting is None and re.search(r"\d", text.words[start:end]):
            return ()  # a number that cannot be read: nothing can be added up
        if fitting is not None:
            parts.append(fitting)
    return tuple(parts)


def _items(text: Text, stretch: tuple[int, int], *, by_semicolon: bool) -> Iterator[tuple[int, int]]:
    """The items of a list, cut at separators outside brackets and outside numbers."""
    start, end = stretch
    numbers = {at for one in text.quantities for at in range(one.number_start, one.number_end)}
    depth = 0
    begun = start
    for at in range(start, end):
        letter = text.words[at]
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if depth or at in numbers:
            continue
        comma = not by_semicolon and (letter == "," or text.words.startswith(" và ", at))
        if letter == ";" or comma or (letter == "." and text.words[at + 1 : at + 2] in ("", " ", "\n")):
            yield begun, at
            begun = at + 1
    yield begun, end


def _depth(text: Text, start: int, at: int) -> int:
    words = text.words[start:at]
    return words.count("(") - words.count(")")


def _fits(text: Text, total: Found, found: Found, end: int) -> bool:
    if found.quantity is None or found.quantity.value is None or "/" in found.written:
        return False
    if _is_change(text, found):
        return False
    if found.unit is None:  # “đại học 33”: nothing follows the number in its item
        return not text.words[found.end : end].strip(" )*.…")
    return like_things(found.unit, total.unit)
