"""A stretch of running text, its sentences, and what a sentence has said so far."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from corpus.extract.clauses import Piece, split_pieces
from corpus.extract.context import ReportContext, Surroundings
from corpus.extract.counted import noun_of
from corpus.extract.times import Time, find_times
from corpus.numbers import find_quantities
from corpus.report import Stitched
from corpus.vocabulary import PlaceMention

_Told = TypeVar("_Told")
_REACH = 140
_RISES = ("tăng", "giảm")  # `thấp hơn mục tiêu đề ra (tăng 9%)`: the goal is a rate of growth itself
_HELD_AGAINST = re.compile(
    r"\b(?:thấp hơn|cao hơn|so với|chưa đạt|không đạt|vượt)\s+(?:mức\s+)?"
    r"(?:mục tiêu|chỉ tiêu|kế hoạch|nghị quyết)[^,;()\d]*$",
    re.IGNORECASE,
)
_STROKE = re.compile(r"^\s?/\s?$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A stretch of running text: a paragraph, an item or a footnote."""

    body: Stitched
    surroundings: Surroundings
    key: str  # names it among the report's stretches: "b12", "f3"
    footnote: str | None = None
    subject: str = ""  # what a footnote's bearer speaks of
    period: str | None = None  # the bearer's period
    notes: tuple[tuple[int, str], ...] = ()  # where notes are borne, and the years that they give one by one


@dataclass(slots=True)
class Said:
    """What a sentence has said so far, by depth of its brackets; what a bracket says ends with it."""

    subjects: dict[int, str] = field(default_factory=dict)
    groups: dict[int, str] = field(default_factory=dict)
    units: dict[int, str] = field(default_factory=dict)
    values: dict[int, Decimal] = field(default_factory=dict)
    periods: dict[int, str] = field(default_factory=dict)
    acts: dict[int, str] = field(default_factory=dict)  # what is done to the things counted: "kiểm tra"
    verbs: dict[int, str] = field(default_factory=dict)  # what the subject is said to do: "giảm bình quân"
    parents: dict[int, str] = field(default_factory=dict)  # what a colon announced
    measured: dict[str, str] = field(default_factory=dict)  # the last subject of each unit
    whole: str = ""  # what was told of before its parts: “…, trong đó …”
    own_periods: set[str] = field(default_factory=set)  # those that numbers named themselves
    subject_count: int = 0

    def go_to(self, depth: int) -> None:
        """Forget what closed brackets said."""
        for told in (
            self.subjects,
            self.groups,
            self.units,
            self.values,
            self.periods,
            self.acts,
            self.verbs,
            self.parents,
        ):
            for inner in [level for level in told if level > depth]:
                del told[inner]


def told_at(told: Mapping[int, _Told], depth: int) -> _Told | None:
    """What holds at a depth: its own, else what the brackets stand behind."""
    return next((told[level] for level in range(depth, -1, -1) if level in told), None)


@dataclass(slots=True, kw_only=True)
class Sentence:
    """One sentence with its numbers, periods and places, read number by number."""

    prose: Prose
    context: ReportContext
    at: int  # where it begins in the stretch
    text: str
    lead: str | None  # the period that the paragraph or the bearer gives
    times: tuple[Time, ...]
    places: tuple[PlaceMention, ...]
    pieces: list[Piece]
    said: Said

    @property
    def hidden(self) -> list[tuple[int, int]]:
        """The stretches that name periods and measure nothing."""
        return [(time.start, time.end) for time in self.times]

    def following(self, piece: Piece) -> Piece | None:
        """The next number's piece."""
        return self.pieces[piece.order + 1] if piece.order + 1 < len(self.pieces) else None

    def last_unit(self, piece: Piece) -> str | None:
        """The unit of the number before, as far as it still holds."""
        return told_at(self.said.units, piece.depth)

    def earlier_subject(self, piece: Piece) -> str:
        """What the number before was about, else the footnote's bearer."""
        return told_at(self.said.subjects, piece.depth) or self.prose.subject

    def stands_behind_stroke(self, piece: Piece) -> bool:
        """Whether only a stroke parts a number from the one before."""
        return bool(_STROKE.match(self.text[piece.start : piece.found.start]))

    def before_bracket(self, piece: Piece) -> str:
        """What stands before the bracket that a number opens: `bằng 92% kế hoạch (1.600 tỷ đồng)`."""
        if piece.opened is None or not piece.depth:
            return ""
        inside = self.text[piece.opened + 1 : piece.found.start].strip()
        if inside and not (inside.lower() in _RISES and _HELD_AGAINST.search(self.text[: piece.opened])):
            return ""
        return self.text[max(0, piece.opened - _REACH) : piece.opened].rstrip()

    def is_due(self, piece: Piece, unit: str | None) -> bool:
        """Whether a number behind a stroke says what was due: `3.859 ha/3.500 ha`."""
        measured = unit is not None and not noun_of(unit)
        return measured and self.stands_behind_stroke(piece) and unit == self.last_unit(piece)


def read_sentence(prose: Prose, context: ReportContext, at: int, text: str, lead: str | None) -> Sentence:
    """A sentence with all that is found in it."""
    return Sentence(
        prose=prose,
        context=context,
        at=at,
        text=text,
        lead=lead or prose.period,
        times=find_times(text, context.clock),
        places=context.places_in(text),
        pieces=split_pieces(text, find_quantities(text)),
        said=Said(),
    )
