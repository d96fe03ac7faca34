"""A question understood: what is asked, of where and when, and in which report."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.understanding.periods import Years
    from corpus.report import ReportId


class Intent(StrEnum):
    """What a question wants; several may hold at once, the leading one first."""

    ABUSE = "abuse"
    HELP = "help"
    GREETING = "greeting"
    OUTSIDE = "outside"
    AGREE = "agree"
    LIST_VERDICT = "list_verdict"
    PACE = "pace"
    CONVERT = "convert"
    PLACES = "places"
    RANK = "rank"
    TREND = "trend"
    TARGET = "target"
    SHARE = "share"
    CHANGE = "change"
    TOTAL = "total"
    MEAN = "mean"
    TASK = "task"
    DOCUMENT = "document"
    DEFINITION = "definition"
    REASON = "reason"
    HOW_MANY = "how_many"


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that the question speaks of, in any of its wordings."""

    phrases: tuple[tuple[str, ...], ...]  # alternatives, each words in a row
    spelled: tuple[str, ...]  # the first alternative with the diacritics that were typed
    weight: float
    at: int  # index of its first word in the question
    known: bool = True  # whether the reports have the word at all
    shown: str = ""  # as it was typed
    folded: float = 0.75  # what the same letters with other diacritics count for
    bound: bool = False  # whether it is one word with the next: `thất nghiệp`
    weak: bool = False  # says what is wanted of the subject rather than the subject: “tăng”, “mục tiêu”


@dataclass(frozen=True, slots=True)
class AskedPlace:
    """A place that the question names: its name, and its level where that was said or is known."""

    name: str  # folded: "tam duong"
    shown: str  # as people write it: "huyện Tam Đường"
    level: str | None
    own: bool = False  # whether some report is about it


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What the rest of the way needs to know of a question."""

    question: str
    line: str  # mended and flattened, for cues
    plain: bool  # typed without diacritics
    intents: tuple[Intent, ...] = ()
    concepts: tuple[Concept, ...] = ()
    must: tuple[Concept, ...] = ()  # what a follow-up names anew, of which an answer must speak
    indicators: tuple[str, ...] = ()
    places: tuple[AskedPlace, ...] = ()
    level: str | None = None  # “toàn huyện”, without a name
    periods: tuple[Years, ...] = ()
    reports: tuple[ReportId, ...] = ()  # named by the question, or given with it
    limited: tuple[ReportId, ...] = ()  # the only reports that may be searched, where the caller says so
    units: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()  # what “bao nhiêu” is followed by, as typed: “hồ sơ”, “dự án”
    documents: frozenset[tuple[str, str]] = frozenset()  # named by number, the reports themselves aside
    numbers: tuple[str, ...] = ()  # numbers that the question itself names
    target_by: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    verdicts: tuple[str, ...] = ()
    newly: str = ""  # the verb that asks only for what was added: “trồng” mới, never all that stands
    inherited: tuple[str, ...] = ()  # subject, place, period, report: what came from the question before
    about: str = ""  # the earlier question that gave the subject
    before: Query | None = None

    @property
    def counts(self) -> bool:
        """Whether a number is what answers."""
        return bool(self.units) or self.wants(
            Intent.HOW_MANY, Intent.TARGET, Intent.CHANGE, Intent.TREND, Intent.TOTAL, Intent.SHARE
        )

    def wants(self, *intents: Intent) -> bool:
        """Whether any of the intents holds."""
        return any(map(self.intents.__contains__, intents))
