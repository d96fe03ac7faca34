"""One thing asked of several years, places or goals at once: “… năm 2023, năm 2025 và mục tiêu 2030?”."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.compose.figures import (
    CLOSE_AIM,
    Hand,
    alike,
    amount_of,
    best_of,
    in_its_time,
    same_kind_of_unit,
)
from assistant.compose.spoken import spoken
from assistant.compose.targets import say_comparison, tell_aim
from assistant.compose.words import phrase
from assistant.evidence import gather
from assistant.measures import RESULTS, TARGETS
from assistant.tools.compare_with_target import compare_with_target
from assistant.understanding.periods import find_years, spell_ranges
from assistant.understanding.places import find_levels
from assistant.understanding.terms import flat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.compose.writer import Writer
    from assistant.query import AskedPlace
    from assistant.understanding.periods import Years
    from corpus.figures import Figure

_PIECES = re.compile(r"[,;:?]|\bvà\b|\bva\b|\bcòn\b|(?<=bao nhiêu)|(?<=bao nhieu)", re.IGNORECASE)
_AIM = re.compile(r" (?:muc tieu|chi tieu|phan dau|nghi quyet giao)(?= )")
_NOW = re.compile(r" (?:hien nay|hien tai|den nay|bay gio|hien|thuc hien|ket qua|da dat|dat duoc)(?= )")
_REACHED = re.compile(r" (?:dat|thuc hien|ket qua|da|hien|uoc)(?= )")
_GAP = re.compile(r"(?<! thu) (?:chenh|thieu|hut|cach|kem|con bao nhieu|vuot|hon|so voi)(?= )")
_FEWEST = 2
_SEVERAL = 3
_DUE = 0.8
_TIMELY = 0.8
_ALIKE = 0.3
_SAID = 0.6


@dataclass(frozen=True, slots=True)
class Point:
    """One of the things asked: a result or a goal, of one place and time."""

    aim: bool
    period: Years | None
    place: AskedPlace | None


def say_points(hand: Hand, writer: Writer) -> bool:
    """Each value that was asked for, and how the one stands to the other; False unless all are told."""
    points = find_points(hand)
    aims = sum(point.aim for point in points)
    if len(points) < _FEWEST or not aims:
        return False
    if aims == len(points) and (_GAP.search(hand.query.line) or not _of_several_years(points)):
        return False
    found: list[tuple[Point, Figure]] = []
    for point in points:
        figure = _figure_at(point, hand, [one for _, one in found])
        if figure is None:
            return False
        found.append((point, figure))
    if len({figure.id for _, figure in found}) < len(found):
        return False
    results = [figure for point, figure in found if not point.aim]
    targets = [figure for point, figure in found if point.aim]
    if len(results) == len(targets) == 1:
        return _compare(results[0], targets[0], hand, writer)
    for point, figure in found:
        _say(point, figure, writer)
    if results and _GAP.search(hand.query.line):
        for target in targets:
            _compare(results[-1], target, hand, writer)
    return True


def _of_several_years(points: Sequence[Point]) -> bool:
    """“Mục tiêu 2025 và 2030”: nothing but goals, each of its own year."""
    return len({point.period for point in points if point.period is not None}) == len(points)


def find_points(hand: Hand) -> list[Point]:
    """The points of the question, read piece by piece; a piece without a place means the one before."""
    query = hand.query
    points: list[Point] = []
    place: AskedPlace | None = None
    aimed = False
    for piece in _PIECES.split(query.question):
        line = flat(spell_ranges(piece))
        place = _place_in(line, query.places) or place
        periods = [one for one in find_years(line) if one.single and one.months is None]
        named = _place_in(line, query.places) is not None
        # “Mục tiêu 2025 và 2030”: a bare year is of the goal named before it.
        aim = bool(_AIM.search(line)) or (aimed and bool(periods) and not _REACHED.search(line))
        aimed = aim
        if not periods and not (aim or named or _NOW.search(line)):
            continue
        points += [Point(aim, period, place) for period in periods or (None,)]
    return list(dict.fromkeys(points))


def _place_in(line: str, places: Sequence[AskedPlace]) -> AskedPlace | None:
    """The place that a piece names, by its name or by its level alone."""
    for place in places:
        if f" {place.name} " in line:
            level = flat(place.level or "").strip()
            if not level or f" {level} {place.name} " in line or len({one.name for one in places}) > 1:
                return place
    levels = find_levels(line)
    return next((place for place in places if levels and place.level == levels[0]), None)


def _figure_at(point: Point, hand: Hand, others: Sequence[Figure]) -> Figure | None:
    """The figure of a point: of the goals the latest report's, of the results the one of its time."""
    # A goal of the term is one for the year in which the term ends.
    due = replace(point.period, until=True) if point.period and point.aim else point.period
    query = replace(
        hand.query,
        places=(point.place,) if point.place else hand.query.places[:1],
        periods=(due,) if due else (),
        reports=(),
        numbers=(),
    )
    alone = Hand(query, gather(query, hand.library), hand.library)
    fitting = [
        one
        for one in alone.good(kinds=TARGETS if point.aim else RESULTS)
        if one.recall >= _SAID
        and (not query.indicators or one.figure.indicator in {None, *query.indicators})
        and all(_goes_with(one.figure, other) for other in others)
    ]
    if point.period is not None:
        least = _DUE if point.aim else _TIMELY
        fitting = [one for one in fitting if one.period >= least]
    best = best_of(fitting, alone, close=CLOSE_AIM) if point.aim else best_of(fitting, alone)
    if best is None or best.figure.unit is None:
        return None
    return best.figure if point.aim else in_its_time(best, alone)


def _goes_with(one: Figure, other: Figure) -> bool:
    if not same_kind_of_unit(one, other) or ("%" in (one.unit or "")) != ("%" in (other.unit or "")):
        return False
    if one.indicator and other.indicator:
        return one.indicator == other.indicator
    return alike(one, other) >= _ALIKE


def _say(point: Point, figure: Figure, writer: Writer) -> None:
    if point.aim:
        tell_aim(figure, writer)
        return
    marker = writer.mark_figure(figure)
    writer.say(phrase("value.plain", **spoken(figure), amount=amount_of(figure), marker=marker))


def _compare(result: Figure, target: Figure, hand: Hand, writer: Writer) -> bool:
    made = compare_with_target(result, target, better=hand.better(result))
    if made.refusal is not None:
        return False
    say_comparison(result, target, made, writer.add(made), writer)
    return True
