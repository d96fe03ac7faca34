"""`Lần lượt`: several subjects or years named first, their numbers in the same order after them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.extract.clauses import Piece, is_head
from corpus.extract.stretch import Sentence
from corpus.extract.times import Time

_RESPECTIVELY = re.compile(r"\blần lượt\b", re.IGNORECASE)
_BETWEEN = re.compile(r"\s*(?:,|;|và|, và|; và)\s*")
_LISTED = re.compile(r",\s+(?:và\s+)?|\s+và\s+")
_HEAD = re.compile(r"^(?:tỷ lệ|tỉ lệ|diện tích|số|sản lượng|doanh thu|giá trị|năng suất)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Turn:
    """What the list before the numbers gives to one of them."""

    label: str | None = None
    time: Time | None = None


def read_turns(sentence: Sentence, piece: Piece, label: str) -> dict[int, Turn]:
    """For each number of a run that `lần lượt` opens, by its order: its subject or its year."""
    if not _RESPECTIVELY.search(sentence.text, piece.start, piece.found.start):
        return {}
    run = _run(sentence, piece)
    if len(run) < 2:
        return {}
    years = [
        time
        for time in sentence.times
        if piece.start <= time.start < piece.found.start and not time.reference and time.shape == "year"
    ]
    if len(years) == len(run):
        return {one.order: Turn(time=time) for one, time in zip(run, years, strict=True)}
    names = [name.strip() for name in _LISTED.split(_RESPECTIVELY.sub("", label)) if name.strip()]
    if len(names) != len(run):
        return {}
    return {one.order: Turn(label=name) for one, name in zip(run, _with_heads(names), strict=True)}


def _run(sentence: Sentence, piece: Piece) -> list[Piece]:
    run = [piece]
    while (following := sentence.following(run[-1])) is not None:
        between = sentence.text[run[-1].found.end : following.found.start]
        if following.depth != piece.depth or not _BETWEEN.fullmatch(between):
            break
        run.append(following)
    return run


def _with_heads(names: list[str]) -> list[str]:
    """`tỷ lệ hộ nghèo, hộ cận nghèo`: what the first begins with holds for all."""
    head = _HEAD.match(names[0])
    return [name if not head or is_head(name) else f"{head[0]} {name}" for name in names]
