"""Whose report it is: the level that the text speaks for, and that place's name.

Nothing is keyed to a place. Reports name themselves in their head, title, signature and last line, and say
“toàn huyện”, “địa bàn tỉnh” of their own place only; these are weighed against each other.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from corpus.read.words import words

LEVELS = ("tỉnh", "huyện", "thành phố", "thị xã", "thị trấn", "phường", "xã", "đặc khu")
_LEVEL = "tỉnh|huyện|thành phố|thị xã|thị trấn|phường|xã|đặc khu"
_NAMED = re.compile(rf"\b(?P<level>(?:Tỉnh|Huyện|Thành|Thị)\s+[ủu][ỷy]|{_LEVEL})\s+(?=\w)", re.IGNORECASE)
_OWN = re.compile(
    r"\b(?:toàn|(?:trên )?địa bàn|Đảng bộ|UBND|HĐND|[ỦU][ỷy] ban nhân dân|Hội đồng nhân dân)"
    rf"\s+(?P<level>{_LEVEL})\b",
    re.IGNORECASE,
)
_IS = re.compile(rf"(?P<name>(?:[^\W\d_]+\s){{1,4}})là\s+(?:một\s+)?(?P<level>{_LEVEL})\b")
_COMMITTEE = re.compile(r"\b(?P<kind>Tỉnh|Huyện|Thành|Thị|Đảng)\s+[ủu][ỷyỳý]\b", re.IGNORECASE)
_COMMITTEE_LEVELS = {"tỉnh": "tỉnh", "huyện": "huyện", "thành": "thành phố", "thị": "thị xã"}
_OF_COMMUNE = re.compile(r"\bĐảng\s+[ủu][ỷy]\s+(?P<level>xã|phường|thị trấn|đặc khu)\b", re.IGNORECASE)
_ABOVE = re.compile(rf"ĐẢNG BỘ\s+(?P<level>{_LEVEL})\b", re.IGNORECASE)
_HEAD_LINE = 60  # letters
_SUFFIX = re.compile(r"(?<!\d)\d{1,4}-\w{1,12}/(?P<suffix>TU|HU|ThU|TXU|ĐU)\b")
_SUFFIX_LEVELS = {"TU": "tỉnh", "HU": "huyện", "ThU": "thành phố", "TXU": "thị xã"}
_WORD = re.compile(r"[^\s]+")
_LONGEST_NAME = 4
_LARGER = frozenset({"tỉnh", "huyện", "thành phố", "thị xã"})
_LEAST = 4  # weight that a level needs to be more than a word in passing
_NOT_NAMES = frozenset(words("no_names"))
_NAME_ENDS = frozenset(words("name_ends"))


class Place(NamedTuple):
    """A place with its level: `huyện Tam Đường`."""

    level: str
    name: str | None

    def __str__(self) -> str:
        return f"{self.level} {self.name}" if self.name else self.level


def find_place(
    head: Iterable[str], titles: Iterable[str], closing: Iterable[str], body: Iterable[str]
) -> Place | None:
    """The place that a report speaks for, or None where the text does not tell."""
    head, titles, closing, body = _own_head(list(head)), list(titles), list(closing), list(body)
    levels: Counter[str] = Counter()
    for weight, texts in ((12, head), (6, titles), (14, closing), (1, body)):
        for text in texts:
            _weigh(levels, text, weight)
    if not levels:
        return None
    level = max(levels, key=lambda one: (levels[one], -LEVELS.index(one)))
    if levels[level] < _LEAST:
        return None
    names: Counter[str] = Counter()
    for weight, texts in ((6, head), (4, titles), (6, closing), (1, body)):
        for text in texts:
            for found_level, name in named_places(text):
                if found_level == level:
                    names[name] += weight
            if (said := _IS.match(text)) is not None and said["name"].istitle() and said["level"] == level:
                names[said["name"].strip()] += 10
    return Place(level, _most_named(names))


def _own_head(head: list[str]) -> list[str]:
    """A head without the body above: ĐẢNG BỘ TỈNH … stands over HUYỆN ỦY …, whose report it is."""
    lines = [(at, text) for at, text in enumerate(head) if text.isupper() and len(text) < _HEAD_LINE]
    for (at, above), (_, below) in pairwise(lines):
        over, under = _ABOVE.match(above), _COMMITTEE.match(below)
        if over is None or under is None:
            continue
        level = _COMMITTEE_LEVELS.get(under["kind"].lower(), LEVELS[-1])
        if LEVELS.index(level) > LEVELS.index(over["level"].lower()):
            return head[:at] + head[at + 1 :]
    return head


def _weigh(levels: Counter[str], text: str, weight: int) -> None:
    for found in _OWN.finditer(text):
        levels[found["level"].lower()] += weight * (3 if found.group().lower().startswith("toàn") else 1)
    for found in _COMMITTEE.finditer(text):
        kind = found["kind"].lower()
        if kind in _COMMITTEE_LEVELS:
            levels[_COMMITTEE_LEVELS[kind]] += weight
    for found in _OF_COMMUNE.finditer(text):  # the body above may stand in its head, never below another's
        levels[found["level"].lower()] += 2 * weight
    if (said := _IS.match(text)) is not None and said["name"].istitle():
        levels[said["level"]] += 10
    if weight > 1:
        for level, _ in named_places(text):
            levels[level] += weight // 3 if level in _LARGER else 0
        for found in _SUFFIX.finditer(text):
            if found["suffix"] in _SUFFIX_LEVELS:
                levels[_SUFFIX_LEVELS[found["suffix"]]] += weight // 3


def named_places(text: str) -> Iterator[tuple[str, str]]:
    """Places that a text names, each with its level."""
    for found in _NAMED.finditer(text):
        name = _name_after(text, found.end(), capitals=found["level"].isupper())
        if name:
            level = found["level"].lower()
            kind = level.split()[0] if _COMMITTEE.fullmatch(level) else ""
            yield _COMMITTEE_LEVELS.get(kind, level), name


def _name_after(text: str, at: int, *, capitals: bool) -> str:
    parts: list[str] = []
    for found in _WORD.finditer(text, at, min(len(text), at + 60)):
        word = found.group()
        bare = word.strip(".,;:()“”\"'/*…")
        fits = bare.isupper() if capitals else bare[:1].isupper() and bare[1:].islower()
        if not bare.isalpha() or not fits or (bare.capitalize() in (_NAME_ENDS if parts else _NOT_NAMES)):
            break
        parts.append(bare.capitalize() if capitals else bare)
        if word != bare or len(parts) == _LONGEST_NAME:
            break
    return " ".join(parts)


def _most_named(names: Counter[str]) -> str | None:
    """The name met most; a longer writing of it wins where it makes up most of its use."""
    if not names:
        return None
    best = max(names, key=lambda name: (names[name], len(name)))
    longer = [name for name in names if name.startswith(f"{best} ") and names[name] * 2 > names[best]]
    return max(longer, key=len) if longer else best
