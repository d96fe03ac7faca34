"""When a number holds: by its own words, its clause, its sentence, its paragraph, its heading, its report."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.extract.clauses import Piece
from corpus.extract.kinds import Standing
from corpus.extract.stretch import Sentence, told_at
from corpus.extract.times import Time
from corpus.figures import FigureKind

_YEARS = re.compile(r"(?:19|20)\d\d")
_LINKS = ("", "vào", "trong", "của", "tính")
_BASE_REACH = 40


@dataclass(frozen=True, slots=True)
class Spoken:
    """The period that the words give, and the time that names it where one does."""

    time: Time | None
    period: str | None


def read_period(sentence: Sentence, piece: Piece, *, inherited: bool) -> Spoken:
    """The period that a number's words and those around them give."""
    own = _own_time(sentence, piece)
    if own is not None and own.shape != "yearly":
        sentence.said.own_periods.add(own.period)
        return Spoken(own, own.period)
    opening = _opening_time(sentence, piece)
    carried = _carried(sentence, piece, opening, inherited=inherited)
    period = carried or sentence.lead or _noted(sentence, piece)
    if own is None:
        return Spoken(opening if opening and period == opening.period else None, period)
    period = period if period and not period.isdigit() else _yearly_base(sentence)
    return Spoken(own, f"hằng năm {period}" if period and "năm " not in period else "hằng năm")


def _yearly_base(sentence: Sentence) -> str | None:
    """The years that "hằng năm" runs through: those aimed at, or those since the term began."""
    around, context = sentence.prose.surroundings, sentence.context
    if around.aims:
        return around.period or context.usual_target_period
    return context.clock.since_start


def _own_time(sentence: Sentence, piece: Piece) -> Time | None:
    """The period that a number's own words name, what follows it at once first."""
    found = piece.found
    plain = [time for time in sentence.times if not time.reference]
    for time in plain:
        if time.start >= found.end and sentence.text[found.end : time.start].strip(" (") in _LINKS:
            return time
    before = [time for time in plain if piece.start <= time.start and time.end <= found.start]
    unnamed = [time for time in before if not time.named]
    return next(iter([*reversed(unnamed), *before]), None)


def _opening_time(sentence: Sentence, piece: Piece) -> Time | None:
    """The period with which the sentence begins."""
    first = sentence.pieces[0].found.start
    opening = [time for time in _dated(sentence) if time.end <= first]
    return opening[-1] if opening and piece.found.start >= first else None


def _dated(sentence: Sentence) -> list[Time]:
    return [time for time in sentence.times if not (time.reference or time.named or time.shape == "yearly")]


def _carried(sentence: Sentence, piece: Piece, opening: Time | None, *, inherited: bool) -> str | None:
    """The period that goes on: the last number's for one subject, the clause's own for another."""
    earlier = told_at(sentence.said.periods, piece.depth)
    if inherited or piece.depth:
        return earlier or (opening.period if opening else None)
    clause = sentence.text.rfind(";", 0, piece.found.start) + 1
    here = [time.period for time in _dated(sentence) if clause <= time.start < piece.start]
    if here and clause:
        return here[-1]
    if opening:
        return opening.period
    return earlier if len(sentence.said.own_periods) <= 1 else None


def _noted(sentence: Sentence, piece: Piece) -> str | None:
    """The years of the note that a number bears: `bình quân 2.142 tỷ đồng/năm¹`, year by year below."""
    at = sentence.at + piece.found.end
    return next((years for where, years in sentence.prose.notes if at <= where <= at + 2), None)


def whole_period(sentence: Sentence, piece: Piece, spoken: Spoken, standing: Standing) -> str | None:
    """The figure's period, with what heading and report say where its own words say nothing."""
    aimed = standing.kind in (FigureKind.TARGET, FigureKind.PLAN)
    period = _of_setter(sentence, piece, spoken, standing) or spoken.period
    if period is None:
        period = (aimed and _named_period(sentence, piece)) or _usual(sentence, aimed=aimed)
    if aimed and period and period.isdigit() and spoken.time and spoken.time.shape == "year":
        return f"đến {period}" if sentence.prose.surroundings.aims else period
    if standing.kind is FigureKind.ACTUAL and _is_still_to_come(period, sentence.context.clock.now):
        period = sentence.context.usual_period  # of a term that goes on a report tells what came so far
    base = _base(sentence, piece) if standing.kind is FigureKind.CHANGE else None
    return f"{period} so với {base}" if base and period and base not in period else period


def _is_still_to_come(period: str | None, now: int | None) -> bool:
    """Whether a stretch ends after the report was written: no result can be of all of it."""
    years = [int(year) for year in _YEARS.findall(period or "")]
    return now is not None and len(years) > 1 and years[-1] > now and "so với" not in (period or "")


def _of_setter(sentence: Sentence, piece: Piece, spoken: Spoken, standing: Standing) -> str | None:
    """A resolution's target is due at the end of its term, whatever the year of the result beside it."""
    own = spoken.time is not None and spoken.time.start >= piece.start
    if standing.kind is not FigureKind.TARGET or not standing.set_by or own:
        return None
    return sentence.context.usual_target_period


def _named_period(sentence: Sentence, piece: Piece) -> str | None:
    """The period of the programme that sets a target, where nothing nearer is said."""
    named = [time for time in sentence.times if time.named and time.shape in ("until", "range")]
    return next((time.period for time in named if time.end <= piece.found.start), None)


def _usual(sentence: Sentence, *, aimed: bool) -> str | None:
    above = sentence.prose.surroundings.period
    return above or (sentence.context.usual_target_period if aimed else sentence.context.usual_period)


def _base(sentence: Sentence, piece: Piece) -> str | None:
    """The period that a change is measured from."""
    reach = range(piece.found.end, piece.end + _BASE_REACH)
    return next((time.period for time in sentence.times if time.reference and time.start in reach), None)
