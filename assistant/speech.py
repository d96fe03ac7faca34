"""A speech held against the reports: every figure traced to its source, or said to stand nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from assistant.tools.choose import newest
from assistant.tools.facts import Desk
from assistant.tools.pairing import RESULTS
from assistant.tools.units import convert_figure
from assistant.tools.wording import name_of, written_of
from corpus.figures import Figure, FigureId, Quantity
from corpus.numbers import Found, find_quantities
from corpus.report import ReportId
from corpus.sentences import split_sentences
from corpus.text import folded, nfc

_ENOUGH = 0.34  # share of a label's words that the sentence must say for a figure to be meant
_CLEAR = 0.5


class Trace(StrEnum):
    """How a figure of a draft stands to the reports."""

    FOUND = "found"
    SUPERSEDED = "superseded"
    DISPUTED = "disputed"
    ROUNDED = "rounded"
    DIFFERENT = "different"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedFigure:
    """One figure of a draft, what it rests on, and what would be right."""

    written: str
    start: int
    end: int
    sentence: str
    trace: Trace
    source: Figure | None = None
    right: Figure | None = None  # the value that holds today, where it is another
    note: str = ""


def check_draft(text: str, desk: Desk, disputed: Mapping[FigureId, str]) -> tuple[TracedFigure, ...]:
    """Every figure of the draft in order."""
    draft = nfc(text)
    figures = tuple(desk.facts.figures())
    by_number: dict[Decimal, list[Figure]] = {}
    for figure in figures:
        if figure.quantity is not None:
            by_number.setdefault(figure.quantity.low, []).append(figure)
    return tuple(_traced(draft, desk, figures, by_number, disputed))


def _traced(
    draft: str,
    desk: Desk,
    figures: Sequence[Figure],
    by_number: Mapping[Decimal, Sequence[Figure]],
    disputed: Mapping[FigureId, str],
) -> Iterable[TracedFigure]:
    for start, end in split_sentences(draft):
        sentence = draft[start:end]
        words = frozenset(folded(sentence).split())
        for found in find_quantities(sentence):
            if found.quantity is not None:
                said = _Said(found, found.quantity, sentence, start, words)
                yield _trace(said, desk, figures, by_number, disputed)


@dataclass(frozen=True, slots=True)
class _Said:
    found: Found
    number: Quantity
    sentence: str
    start: int
    words: frozenset[str]

    def traced(
        self, trace: Trace, source: Figure | None = None, right: Figure | None = None, note: str = ""
    ) -> TracedFigure:
        """This figure with its verdict."""
        return TracedFigure(
            written=self.sentence[self.found.start : self.found.end],
            start=self.start + self.found.start,
            end=self.start + self.found.end,
            sentence=self.sentence.strip(),
            trace=trace,
            source=source,
            right=right,
            note=note,
        )


def _trace(
    said: _Said,
    desk: Desk,
    figures: Sequence[Figure],
    by_number: Mapping[Decimal, Sequence[Figure]],
    disputed: Mapping[FigureId, str],
) -> TracedFigure:
    same = [one for one in by_number.get(said.number.low, ()) if one.unit == said.found.unit]
    source = _best(said, same)
    if source is not None:
        if source.id in disputed:
            return said.traced(Trace.DISPUTED, source, note=disputed[source.id])
        newer = _newer(source, desk)
        return said.traced(Trace.SUPERSEDED if newer else Trace.FOUND, source, newer)
    rounded = _best(said, [one for one in figures if _rounds_to(one, said)])
    if rounded is not None:
        return said.traced(Trace.ROUNDED, rounded, rounded)
    results = [one for one in figures if one.unit == said.found.unit and one.kind in RESULTS]
    meant = _best(said, results, _CLEAR)
    if meant is not None and meant.place and _names(said.sentence, meant.place):
        return said.traced(Trace.DIFFERENT, None, meant)
    return said.traced(Trace.NOT_FOUND)


def _best(said: _Said, figures: Iterable[Figure], enough: float = _ENOUGH) -> Figure | None:
    """The figure whose label, place and period the sentence speaks of most."""
    scored = [(_likeness(said, figure), figure) for figure in figures]
    best = max(scored, key=lambda one: one[0], default=None)
    return best[1] if best is not None and best[0][0] >= enough else None


def _likeness(said: _Said, figure: Figure) -> tuple[float, bool, bool]:
    label = set(folded(" ".join((figure.label, *(figure.table_row or ())[-1:]))).split())
    share = len(label & said.words) / len(label) if label else 0.0
    place = bool(figure.place) and _names(said.sentence, figure.place or "")
    period = bool(figure.period) and (figure.period or "") in said.sentence
    return share, place, period


def _names(sentence: str, place: str) -> bool:
    return folded(place.split(" ", 1)[-1]) in folded(sentence)


def _newer(source: Figure, desk: Desk) -> Figure | None:
    """What a later report says of the same thing, place and period, where it says otherwise."""
    if source.indicator is None or source.kind not in RESULTS:
        return None
    same = [
        one
        for one in desk.facts.figures(indicator=source.indicator, place=source.place, period=source.period)
        if one.kind in RESULTS and one.unit == source.unit
    ]
    held = newest(same, desk.dates)
    if held is None or held.leading.quantity == source.quantity:
        return None
    return held.leading if desk.date(held.leading) > desk.date(source) else None


def _rounds_to(figure: Figure, said: _Said) -> bool:
    """Whether a figure, in the draft's unit and rounded to its digits, is what the draft says."""
    converted = convert_figure(figure, said.found.unit)
    if converted is None or converted.low != converted.high or converted.low == said.number.low:
        return False
    exponent = said.number.low.as_tuple().exponent
    places = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    return converted.low.quantize(places, ROUND_HALF_UP) == said.number.low


def right_sentence(traced: TracedFigure) -> str:
    """The sentence with the figure that holds."""
    if traced.right is None:
        return ""
    number = written_of(traced.right)
    return traced.sentence.replace(traced.written, number, 1) if traced.written in traced.sentence else ""


def source_words(figure: Figure, names: Mapping[ReportId, str]) -> str:
    """A figure's source for a footnote: `báo cáo, mục, chú thích`."""
    parts = [names.get(figure.report_id, figure.file), figure.section[-1] if figure.section else ""]
    if figure.footnote:
        parts.append(f"chú thích {figure.footnote}")
    if figure.table_row:
        parts.append(f"dòng “{figure.table_row[-1]}”")
    return ", ".join(part for part in parts if part)


def described(figure: Figure) -> str:
    """A figure with what it measures."""
    return f"{name_of(figure)}: {written_of(figure)}"
