"""One indicator, place and period with two values: in prose and in a table, or in two reports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from itertools import combinations

from assistant.audits.finding import Certainty, Finding, Kind, distinct
from assistant.audits.likeness import likeness, overlap, plain_words
from assistant.audits.material import Material
from assistant.audits.sums import one_digit_apart
from assistant.tools.agree import Agreement
from assistant.tools.periods import read_period
from assistant.tools.rounding import digits_of, places_of, round_half_up, write
from assistant.tools.units import convert_figure, factor, gap_unit, is_rate
from assistant.tools.wording import written_of
from corpus.figures import Bound, Figure, FigureKind

_RESULTS = frozenset({FigureKind.ACTUAL, FigureKind.ESTIMATE})
FLOW = re.compile(r"tăng|giảm|tốc độ|bình quân|mức giảm|/năm", re.IGNORECASE)
LIKE = 0.5
FAR = Decimal("0.5")  # numbers that differ so much were hardly meant to be one
NEAR = Decimal("0.2")
_SLIP = Decimal("0.1")
_NAMED = 0.75  # of a row's words that running text must use to name it
_BEGINNING = "đến 1/"  # how it stood as a year began is nothing of that year
_OTHER_SIZE = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class _Key:
    indicator: str
    place: str
    last: int
    months: int | None


def check_prose_and_tables(material: Material) -> Iterator[Finding]:
    """Values of running text that the same report's tables print otherwise."""
    told: set[tuple[str, str, str | None]] = set()
    for key, figures in by_time(material.figures).items():
        tabled = [one for one in figures if one.table_row is not None]
        for figure in figures:
            mark = (key.indicator, figure.written, figure.unit)
            if figure.table_row is not None or mark in told:
                continue
            finding = _against_table(material, figure, tabled)
            if finding is not None:
                told.add(mark)
                yield finding


def _against_table(material: Material, figure: Figure, tabled: Sequence[Figure]) -> Finding | None:
    same = [
        other for other in tabled if same_time(figure, other) and likeness(figure.label, other.label) >= LIKE
    ]
    if not same or any(agreement(figure, other) is Agreement.EXACT for other in same):
        return None
    if _stands_elsewhere(material, figure) or _sentence_agrees(material, figure, same):
        return None
    # Half the row's words and another size: doctors in all are no doctors per ten thousand.
    if not any(_covers(figure, other) or off(figure, other) <= _OTHER_SIZE for other in same):
        return None
    rounded = [other for other in same if agreement(figure, other) is Agreement.ROUNDED]
    return _contradiction(material, figure, (rounded or same)[0], rounded=bool(rounded))


def _stands_elsewhere(material: Material, figure: Figure) -> bool:
    """Whether a like row of the report's tables holds just this number: then that row is meant."""
    return any(
        other.table_row is not None
        and figure.quantity is not None
        and other.quantity is not None
        and abs(other.quantity.low - figure.quantity.low) * 1000 <= abs(figure.quantity.low)
        and factor(figure.unit, other.unit) == 1
        and likeness(figure.label, " ".join((other.label, *(other.table_row or ())))) >= LIKE
        for other in material.figures
    )


def _sentence_agrees(material: Material, figure: Figure, tabled: Sequence[Figure]) -> bool:
    """Whether the same sentence gives the table's value too: so far, and by the year's end."""
    if any(row.quantity is not None and write(row.quantity.low) in figure.sentence for row in tabled):
        return True
    return any(
        agreement(other, row) is Agreement.EXACT
        for other in material.figures
        if other.sentence == figure.sentence and other.indicator == figure.indicator
        if other is not figure and other.kind in _RESULTS and factor(other.unit, figure.unit) is not None
        for row in tabled
    )


def by_time(figures: Iterable[Figure]) -> dict[_Key, list[Figure]]:
    """Results by what they measure, where, and the year that they end in."""
    groups: dict[_Key, list[Figure]] = {}
    for figure in figures:
        period = read_period(figure.period)
        if figure.kind not in _RESULTS or figure.quantity is None or period is None:
            continue
        if figure.indicator is None or figure.place is None or (figure.period or "").startswith(_BEGINNING):
            continue
        key = _Key(figure.indicator, figure.place, period.last, period.months)
        groups.setdefault(key, []).append(figure)
    return groups


def same_time(one: Figure, other: Figure) -> bool:
    """One period, or for a share that stands at a time: spans that end in one year."""
    left, right = read_period(one.period), read_period(other.period)
    if left is None or right is None or left.months != right.months or left.last != right.last:
        return False
    if (left.first, left.yearly) == (right.first, right.yearly):
        return True
    flows = FLOW.search(f"{one.label} {other.label} {one.unit} {other.unit}")
    return is_rate(one.unit) and not flows


def agreement(one: Figure, other: Figure) -> Agreement:
    """Whether two figures say one thing: one number, one rounded to the other's digits, or not."""
    left, right = one.quantity, convert_figure(other, one.unit)
    if (
        left is None
        or right is None
        or None in (one.unit, other.unit)
        or (is_rate(one.unit) and factor(one.unit, other.unit) != 1)
    ):
        return Agreement.EXACT  # unlike units are not two values of one thing
    if left.low == right.low or left.low != left.high or right.low != right.high:
        apart = left.low > right.high or right.low > left.high
        return Agreement.DIFFERS if apart else Agreement.EXACT
    if _vague(one, other):
        near = abs(left.low - right.low) <= max(abs(left.low), abs(right.low)) / 10
        return Agreement.EXACT if near else Agreement.DIFFERS
    places = min(places_of(left.low), places_of(right.low))
    cut = Decimal(1).scaleb(-places)
    rounded = round_half_up(left.low, places) == round_half_up(right.low, places)
    kept = left.low.quantize(cut, rounding=ROUND_DOWN) == right.low.quantize(cut, rounding=ROUND_DOWN)
    return Agreement.ROUNDED if rounded or kept else Agreement.DIFFERS


def _vague(*figures: Figure) -> bool:
    return any(
        one.quantity is not None and (one.quantity.approximate or one.quantity.bound is not Bound.EXACT)
        for one in figures
    )


def numbers(one: Figure, other: Figure) -> tuple[Decimal, Decimal]:
    """Both numbers, in the unit of the first."""
    converted = convert_figure(other, one.unit)
    left = one.quantity.low if one.quantity else Decimal(0)
    return left, converted.low if converted else Decimal(0)


def off(one: Figure, other: Figure) -> Decimal:
    """How far apart two figures are, as a part of the larger."""
    left, right = numbers(one, other)
    most = max(abs(left), abs(right))
    return abs(left - right) / most if most else Decimal(0)


def arithmetic(one: Figure, other: Figure) -> str:
    """Their difference, written out."""
    left, right = numbers(one, other)
    high, low = max(left, right), min(left, right)
    return f"{write(high)} − {write(low)} = {write(high - low, None, gap_unit(one.unit))}"


def named(figure: Figure) -> str:
    """What a figure measures, where and when, as its row says it."""
    label = " ".join((figure.table_row or (figure.label,))[-1].split()).strip(" +-*")
    return f"{label} ({figure.place}, {figure.period})"


def _contradiction(material: Material, prose: Figure, tabled: Figure, *, rounded: bool) -> Finding:
    exact_time = read_period(prose.period) == read_period(tabled.period)
    near = off(prose, tabled) <= (FAR if exact_time else NEAR)
    left, right = numbers(prose, tabled)
    told = _covers(prose, tabled) or one_digit_apart(left, right)
    sure = near and told and not _vague(prose, tabled)
    certainty = Certainty.CLEAR if sure else Certainty.ARGUABLE
    return Finding(
        kind=Kind.PROSE_VS_TABLE,
        certainty=Certainty.ROUNDING if rounded else certainty,
        printed=written_of(prose),
        recomputed=written_of(tabled),
        what=f"{named(tabled)}: lời văn ghi {written_of(prose)}, bảng ghi {written_of(tabled)}.",
        arithmetic=arithmetic(prose, tabled),
        sources=distinct((material.figure_source(prose), material.figure_source(tabled))),
    )


def _covers(prose: Figure, tabled: Figure) -> bool:
    """Whether the words of running text name what the row names; growth of what must be said in full."""
    row, said = plain_words((tabled.table_row or (tabled.label,))[-1]), plain_words(prose.label)
    share = len(row & said) / len(row) if row else 0
    return share == 1 or (share >= _NAMED and not FLOW.search(prose.label))


def check_prose(material: Material) -> Iterator[Finding]:
    """Values that one report's running text gives in two places for one thing and time."""
    told: set[frozenset[str]] = set()
    for key, figures in by_time(material.figures).items():
        said = [one for one in figures if one.table_row is None]
        for one, other in combinations(said, 2):
            mark = frozenset((key.indicator, one.written, other.written))
            if one.sentence == other.sentence or mark in told or not _one_thing(one, other):
                continue
            if agreement(one, other) is not Agreement.DIFFERS or _vague(one, other):
                continue
            if one.written in other.sentence or other.written in one.sentence:
                continue  # so far, and by the year's end: the sentence knows both
            told.add(mark)
            yield _two_places(material, one, other)


def _one_thing(one: Figure, other: Figure) -> bool:
    """Whether two mentions are of one thing: the same words and time, and numbers that are nearly one.

    Counts of meetings or members come in many places for many things; only near misses tell of a slip.
    """
    pair = numbers(one, other)
    telling = len(plain_words(one.label)) > 2 or min(map(digits_of, pair)) > 4
    if one.period != other.period or one.kind is not other.kind or not telling:
        return False
    near = off(one, other) <= _SLIP and min(map(digits_of, pair)) > 2
    return overlap(one.label, other.label) >= _NAMED and (near or one_digit_apart(*pair))


def _two_places(material: Material, one: Figure, other: Figure) -> Finding:
    same_words = overlap(one.label, other.label) == 1 and not FLOW.search(one.label)
    sure = one_digit_apart(*numbers(one, other)) or (same_words and off(one, other) <= NEAR)
    return Finding(
        kind=Kind.PROSE_VS_TABLE,
        certainty=Certainty.CLEAR if sure else Certainty.ARGUABLE,
        printed=written_of(one),
        recomputed=written_of(other),
        what=(
            f"{named(one)}: hai chỗ trong cùng một báo cáo ghi khác nhau, {written_of(one)} và "
            f"{written_of(other)}."
        ),
        arithmetic=arithmetic(one, other),
        sources=distinct((material.figure_source(one), material.figure_source(other))),
    )


def check_figure_units(material: Material) -> Iterator[Finding]:
    """One number for one thing in two units: `14,3‰` here, `14,3%` there."""
    told: set[tuple[str, str]] = set()
    for key, figures in by_time(material.figures).items():
        for one, other in combinations(figures, 2):
            times = factor(one.unit, other.unit)
            if one.quantity is None or other.quantity is None or times in (None, 1):
                continue
            if one.quantity.low != other.quantity.low or (key.indicator, one.written) in told:
                continue
            if not one.unit or not other.unit or likeness(one.label, other.label) < LIKE:
                continue
            told.add((key.indicator, one.written))
            yield Finding(
                kind=Kind.UNIT,
                certainty=Certainty.CLEAR,
                printed=f"{written_of(one)}; {written_of(other)}",
                recomputed="hai đơn vị cho cùng một số liệu",
                what=f"{named(one)}: cùng một số nhưng ghi {written_of(one)} và {written_of(other)}.",
                arithmetic=f"{one.unit} ≠ {other.unit}",
                sources=distinct((material.figure_source(one), material.figure_source(other))),
            )
