"""When a number holds: by its own words, its clause, its sentence, its paragraph, its heading, its report."""

from __future__ import annotations

import re
from dataclasses import dataclass

from corpus.extract.clauses import Piece
from corpus.extract.counted import noun_of
from corpus.extract.kinds import Standing
from corpus.extract.labels import is_year_before
from corpus.extract.stretch import Sentence, told_at
from corpus.extract.times import Time
from corpus.figures import FigureKind

# What may stand between things that are counted and their year: more of their name.
_OF_THINGS = re.compile(
    r"(?!(?:so|theo|từ|đến|tới|và|với|cho|tại|để|do|vào|trong|trước|sau|kể|tăng|giảm|gồm|cả)\b)"
    r"[^\W\d_]+(?: (?!(?:so|từ|đến|tới|và|với|trước|sau|kể)\b)[^\W\d_]+){0,4}"
)
_POINTS = ("year", "year_end", "months")
_YEARS = re.compile(r"(?:19|20)\d\d")
_LINKS = ("", "vào", "trong", "của", "tính")
_BASE_REACH = 40
_PART_OF_YEAR = re.compile(r"^(?:\d{1,2} tháng |tháng \d{1,2}/)(?P<year>\d{4})$")
_ONE_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_LEADS_ON = re.compile(r"\s*(?::|là|đạt|chỉ|có|còn)[^();]*$")
_FOR_MONTHS = re.compile(r"\b(?:tháng|quý)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Spoken:
    """The period that the words give, and the time that names it where one does."""

    time: Time | None
    period: str | None


def read_period(sentence: Sentence, piece: Piece, *, inherited: bool) -> Spoken:
    """The period that a number's words and those around them give."""
    if is_year_before(sentence, piece):
        return Spoken(
            None, _a_year_before(told_at(sentence.said.periods, piece.depth) or _usual(sentence, aimed=False))
        )
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
        between = sentence.text[found.end : time.start] if time.start >= found.end else "-"
        if between.strip(" (") in _LINKS and not ("(" in between and _tells_another(sentence, piece, time)):
            return time
        if noun_of(found.unit) and time.shape in _POINTS and _OF_THINGS.fullmatch(between.strip()):
            return time  # “2,85 triệu lượt khách du lịch năm 2024”
    before = [time for time in plain if piece.start <= time.start and time.end <= found.start]
    unnamed = [time for time in before if not time.named]
    return next(iter([*reversed(unnamed), *before]), None)


def _a_year_before(period: str | None) -> str | None:
    """The same stretch of the year before: `8 tháng 2024` → `8 tháng 2023`."""
    years = _ONE_YEAR.findall(period or "")
    return _ONE_YEAR.sub(str(int(years[0]) - 1), period or "") if len(years) == 1 else None


def _tells_another(sentence: Sentence, piece: Piece, time: Time) -> bool:
    """Whether a bracket's period is that of the number in it: `ước 26.400 tấn (năm 2020: 24.100 tấn)`."""
    following = sentence.following(piece)
    if following is None or not _LEADS_ON.match(sentence.text[time.end : following.found.start]):
        return False
    return following.depth > piece.depth


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
        month = opening.period.startswith("tháng ")  # what came of one month gives way to the months so far
        return (earlier if month else None) or opening.period
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
    """A resolution's target is due at the end of its term, whatever the year of the result beside it.

    A plan is one for the year, whichever of its months are set against it.
    """
    own = spoken.time is not None and spoken.time.start >= piece.start
    if not standing.set_by or own:
        return None
    if standing.kind is FigureKind.TARGET and sentence.context.clock.term:
        return sentence.context.usual_target_period
    part = _PART_OF_YEAR.search(spoken.period or sentence.context.usual_period or "")
    if part and not _FOR_MONTHS.search(standing.set_by):
        return part["year"]
    return sentence.context.usual_target_period if standing.kind is FigureKind.TARGET else None


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
