"""Where a number was counted: a place of its clause, else the heading's, else the report's."""

from __future__ import annotations

import re

from corpus.extract.clauses import Piece
from corpus.extract.context import rank_of
from corpus.extract.stretch import Sentence
from corpus.vocabulary import PlaceMention
from corpus.vocabulary.places import LISTED_NAME

_COUNTRY = re.compile(r"\b(?:cả nước|toàn quốc|bình quân chung)\b", re.IGNORECASE)
_BELONGING = re.compile(r"\b(?:của|thuộc|tại|ở|do|được|trên địa bàn|đông bắc|tây bắc)\s+$", re.IGNORECASE)
_ELSEWHERE = re.compile(
    r"\b(?:giữa|giáp|tiếp giáp|nối|kết nối|với|tỉnh bạn|đến từ|so với|từ|như|đi)\s+(?:các\s+)?$",
    re.IGNORECASE,
)
_MARK = re.compile(r"[,;.:](?!\d)")
_LOOK_BACK = 40


def read_place(sentence: Sentence, piece: Piece) -> str | None:
    """The place with its level; several places in one clause leave it to what stands above."""
    before = piece.found.start
    clause = max(piece.start, *(sentence.text.rfind(mark, 0, before) for mark in ",;("))
    if _COUNTRY.search(sentence.text, clause, before):
        return "cả nước"
    begin = max(sentence.text.rfind(";", 0, before), piece.opened or 0)
    here = [place for place in sentence.places if begin < place.end <= before and _counts(sentence, place)]
    close = [place for place in here if place.start >= piece.start]
    if not close and not LISTED_NAME.search(sentence.text, clause, piece.found.end):
        close = here  # another name in a list is no longer of the place before it
    if not close and piece.opened is not None:
        close = _before_bracket(sentence, piece.opened)
    if len({place.name for place in close}) == 1:
        return close[0].name
    return sentence.prose.surroundings.place or sentence.context.place


def _before_bracket(sentence: Sentence, opened: int) -> list[PlaceMention]:
    """The place that a bracket goes on about: `xã An Lộc (2,1%)`, `phường Một 186 tỷ đồng (114% dự toán)`."""
    near = [place for place in sentence.places if opened - _LOOK_BACK < place.end <= opened]
    return [
        place
        for place in near[-1:]
        if not _MARK.search(sentence.text, place.end, opened) and _counts(sentence, place)
    ]


def _counts(sentence: Sentence, place: PlaceMention) -> bool:
    """Whether a place is named because things were counted there."""
    before = sentence.text[max(0, place.start - _LOOK_BACK) : place.start]
    above = rank_of(place.level) < rank_of(sentence.context.level)
    return not _ELSEWHERE.search(before) and not (above and _BELONGING.search(before))
