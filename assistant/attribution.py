"""Whether words that a model wrote mean what their sources say, beyond the figures themselves.

The check proves that a figure stands in a cited passage; these rules ask whether it is said of the same
thing, place and year, and whether the words around it have a source at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from assistant.understanding.periods import years_of
from assistant.understanding.terms import terms
from corpus.figures import Figure, FigureKind
from corpus.numbers import Found, find_quantities
from corpus.text import folded, nfc

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.calculation import Calculation
    from corpus.passages import Passage

_MARKER = re.compile(r"\s*\[\d{1,3}\]")
_YEAR = re.compile(r"(?<![\d.,/])(?:19|20)\d\d(?![\d.,]*\d)")
_SPAN = re.compile(r"((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)")
# Names are words with a capital inside a sentence; a run of them is one name.
_NAME = re.compile(r"(?<=[\w,;:(] )[^\W\d_a-zà-ỹ][\w-]*(?: [^\W\d_a-zà-ỹ][\w-]*)*")
_POLAR = (
    "tăng", "giảm", "vượt", "chưa", "không", "thiếu", "hụt", "cao hơn", "thấp hơn", "cao nhất", "thấp nhất",
    "ước", "mục tiêu", "kế hoạch",
)  # fmt: skip
# What a figure's kind lets one say, where the column that says it is no part of the row.
_KINDS = {FigureKind.ESTIMATE: "ước", FigureKind.TARGET: "mục tiêu", FigureKind.PLAN: "kế hoạch"}
_AHEAD = frozenset({FigureKind.TARGET, FigureKind.PLAN})
_RESULT = re.compile(r" (?:ước đạt|đã đạt|thực hiện(?: được)?|đạt được|ước) $")
_TARGET = re.compile(r" (?:mục tiêu|kế hoạch|chỉ tiêu|chỉ tiêu giao|nghị quyết)(?: là| đề ra| giao)? $")
_GAP = re.compile(r"[\W_]+")
_REACH = 14  # words before a number that say what it measures
_TELLING = 0.05  # by how much another figure's label must fit better to be the one that was meant
_NAMED = 0.6  # share of its label that must be said for a figure to be meant at all
_BORNE = 0.5  # share of a sentence's words that its sources must hold


class Fault(StrEnum):
    """Which rule a sentence breaks."""

    NO_SOURCE = "no_source"
    NAME = "name"
    POLARITY = "polarity"
    LABEL = "label"
    YEAR = "year"
    KIND = "kind"
    WORDS = "words"


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What a sentence says that it rests on."""

    passages: Sequence[Passage]
    figures: Sequence[Figure]  # that stand in those passages
    calculations: Sequence[Calculation]
    around: str = ""  # titles, places and dates of the passages' reports

    def words(self) -> str:
        """Every word that may be said on this basis."""
        said = [self.around]
        for passage in self.passages:
            said += [passage.text, *passage.section, passage.table_title or "", passage.anchor or ""]
            said += [note.text for note in passage.notes]
        for figure in self.figures:
            said += [*(figure.table_column or ()), *(figure.table_row or ()), _KINDS.get(figure.kind, "")]
        for calculation in self.calculations:
            said += [calculation.formula, *calculation.shown.values(), *map(str, calculation.result.values())]
            said += [word for figure in calculation.inputs for word in _words_of(figure)]
        return nfc(" ".join(said))


def find_fault(text: str, basis: Basis) -> Fault | None:
    """The rule that a sentence breaks; None where it says what its sources say."""
    said = _MARKER.sub("", nfc(text))
    if not basis.passages and not basis.calculations:
        return Fault.NO_SOURCE
    known = basis.words()
    if any(name not in known and folded(name) not in folded(known) for name in _NAME.findall(said)):
        return Fault.NAME
    if not set(_polar_words(said)) <= set(_polar_words(known)) | _computed_words(basis):
        return Fault.POLARITY
    fault = _figure_fault(said, basis)
    if fault is not None:
        return fault
    return None if _borne_words(said, known) >= _BORNE else Fault.WORDS


def _words_of(figure: Figure) -> Iterable[str]:
    return (figure.label, figure.place or "", figure.period or "", figure.sentence, *figure.section)


def _polar_words(text: str) -> list[str]:
    even = f" {_GAP.sub(' ', text.lower())} "
    return [word for word in _POLAR if f" {word} " in even]


def _computed_words(basis: Basis) -> set[str]:
    """A calculation's own sign lets one say which way it went; its tool, what it was held against."""
    words: set[str] = set()
    for calculation in basis.calculations:
        words |= {"mục tiêu"} if "target" in calculation.tool or "pace" in calculation.tool else set()
        verdict = str(calculation.result.get("verdict", ""))
        words |= {"chưa", "thiếu", "hụt", "thấp hơn"} if verdict == "chưa đạt" else set()
        words |= {"vượt"} if verdict == "vượt" else set()
        words |= (
            {"tăng", "giảm"} if calculation.tool in {"change_between", "trend", "required_pace"} else set()
        )
        words |= (
            {"cao hơn", "thấp hơn", "cao nhất", "thấp nhất"}
            if calculation.tool in {"rank", "trend"}
            else set()
        )
    return words


def _figure_fault(said: str, basis: Basis) -> Fault | None:
    start = 0
    for found in find_quantities(said):
        window = said[start : found.start]
        start = found.end
        same = [figure for figure in basis.figures if _is(figure, found)]
        if not same:
            continue
        if _other_is_meant(window, same, basis.figures):
            return Fault.LABEL
        if _kind_is_swapped(window, same):
            return Fault.KIND
        if _other_year_is_meant(window, same, basis.figures):
            return Fault.YEAR
    return None


def _is(figure: Figure, found: Found) -> bool:
    here, said = figure.quantity, found.quantity
    if here is None or said is None:
        return False
    return (here.low, here.high, figure.unit) == (said.low, said.high, found.unit)


def _other_is_meant(window: str, same: Sequence[Figure], others: Sequence[Figure]) -> bool:
    """Whether the words before a number name another figure of the passage far better than its own."""
    near = set(terms(window)[-_REACH:])
    own = max(_fit(near, figure) for figure in same)
    values = {figure.written for figure in same}
    rivals = (figure for figure in others if figure.written not in values and figure.unit == same[0].unit)
    return any((fit := _fit(near, rival)) >= _NAMED and fit - own > _TELLING for rival in rivals)


def _kind_is_swapped(window: str, same: Sequence[Figure]) -> bool:
    """Whether a target is said to have been reached, or a result to have been set."""
    before = f" {_GAP.sub(' ', window.lower())} "
    said_result = _RESULT.search(before) is not None
    said_target = _TARGET.search(before) is not None
    set_ahead = {figure.kind in _AHEAD for figure in same}
    return (said_result and set_ahead == {True}) or (said_target and set_ahead == {False})


def _fit(near: set[str], figure: Figure) -> float:
    label = set(terms(figure.label))
    return len(label & near) / len(label) if label else 0.0


def _other_year_is_meant(window: str, same: Sequence[Figure], others: Sequence[Figure]) -> bool:
    """Whether the years said before a number are those of a sister figure and not its own."""
    said = _said_years(window)
    own = [_years(figure) for figure in same]
    if not said or said in own:
        return False
    labels = {folded(figure.label) for figure in same}
    sisters = [_years(other) for other in others if folded(other.label) in labels and other not in same]
    if said in sisters:
        return True
    return not any(said & years or not years for years in own) and any(said & years for years in sisters)


def _said_years(window: str) -> set[int]:
    said = {int(year) for year in _YEAR.findall(window)}
    for first, last in _SPAN.findall(window):
        said |= set(range(int(first), min(int(last), int(first) + 40) + 1))
    return said


def _years(figure: Figure) -> set[int]:
    span = years_of(figure.period)
    return set(range(span.first, min(span.last, span.first + 40) + 1)) if span else set()


def _borne_words(said: str, known: str) -> float:
    spoken = [word for word in terms(said) if len(word) > 1 and not word[0].isdigit()]
    if not spoken:
        return 1.0
    borne = set(terms(known))
    return sum(word in borne for word in spoken) / len(spoken)
