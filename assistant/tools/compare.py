"""A result held against its target: verdict, gap and ratio, by the rules of comparison and nothing else.

Everything is worked out for “higher is better”; where lower is better, both sides are mirrored at zero.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import IntEnum

from assistant.calculation import Verdict
from corpus.figures import Bound, Quantity
from corpus.vocabulary import Better

_UPWARD = (Bound.ABOVE, Bound.AT_LEAST)
_DOWNWARD = (Bound.BELOW, Bound.AT_MOST)
_MIRRORED = {
    Bound.ABOVE: Bound.BELOW,
    Bound.AT_LEAST: Bound.AT_MOST,
    Bound.BELOW: Bound.ABOVE,
    Bound.AT_MOST: Bound.AT_LEAST,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A result held against its target, both in one unit."""

    better: Better
    verdict: Verdict | None  # None: without a direction only the gap is said
    against: Decimal  # the end of the target that the gap is measured from
    gap: Decimal | None  # positive is the good side; without a direction simply result − target
    ratio: Decimal | None  # percent
    inverse: bool = False  # the ratio is target/result, as lower is better
    at_least: bool = False  # the result is a bound, so gap and ratio are too


class _Zone(IntEnum):
    SHORT = 0
    MET = 1
    BEYOND = 2


_VERDICTS = {_Zone.SHORT: Verdict.MISSED, _Zone.MET: Verdict.MET, _Zone.BEYOND: Verdict.EXCEEDED}


def direction(indicator: Better | None, target: Quantity) -> Better:
    """Which way is good: as the indicator says, else as the target's own bound says, else none."""
    if indicator is not None and indicator is not Better.NONE:
        return indicator
    if target.bound in _UPWARD:
        return Better.HIGHER
    if target.bound in _DOWNWARD:
        return Better.LOWER
    return Better.NONE


def compare(result: Quantity, target: Quantity, better: Better) -> Comparison:
    """The verdict, gap and ratio of a result; both quantities must be in the same unit."""
    if better is Better.LOWER:
        held = _compare_upwards(mirror(result), mirror(target))
        return replace(held, better=better, against=-held.against, ratio=_invert(held), inverse=True)
    if better is Better.HIGHER:
        return _compare_upwards(result, target)
    return _compare_without_direction(result, target, better)


def mirror(quantity: Quantity) -> Quantity:
    """The quantity reflected at zero, its bound turned round."""
    bound = _MIRRORED.get(quantity.bound, quantity.bound)
    return replace(quantity, low=-quantity.high, high=-quantity.low, bound=bound)


def _invert(held: Comparison) -> Decimal | None:
    """Target/result, from a comparison of the mirrored numbers."""
    if held.ratio is None or held.gap is None:
        return None
    return _ratio(held.against, held.against + held.gap)


def _compare_upwards(result: Quantity, target: Quantity) -> Comparison:
    worst, best = _worst(result, target), _best(result, target)
    decided = worst is not _Zone.SHORT or best is _Zone.SHORT
    verdict = _VERDICTS[worst] if decided else Verdict.UNDECIDABLE
    against = target.high if worst is _Zone.BEYOND else target.low
    number = result.low if worst is not _Zone.SHORT else result.high
    inside = worst is _Zone.MET and target.low != target.high
    gap = Decimal(0) if inside else number - against
    return Comparison(
        better=Better.HIGHER,
        verdict=verdict,
        against=against,
        gap=gap if decided else None,
        ratio=_ratio(number, against) if decided and not inside else None,
        at_least=result.bound is not Bound.EXACT,
    )


def _worst(result: Quantity, target: Quantity) -> _Zone:
    """The zone of a result's lower end: without one it may lie anywhere below."""
    return _Zone.SHORT if result.bound in _DOWNWARD else _zone(result.low, target)


def _best(result: Quantity, target: Quantity) -> _Zone:
    """The zone of a result's upper end; `<80` never reaches 80."""
    if result.bound in _UPWARD:
        return _Zone.BEYOND
    if result.bound is Bound.BELOW and result.high == target.low:
        return _Zone.SHORT
    return _zone(result.high, target)


def _zone(number: Decimal, target: Quantity) -> _Zone:
    if number < target.low:
        return _Zone.SHORT
    return _Zone.MET if number <= target.high else _Zone.BEYOND


def _ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    """The percentage, where both are positive: a ratio with a negative or zero side says nothing."""
    if whole == 0 or (part < 0) != (whole < 0) or part == 0:
        return None
    return part / whole * 100


def _compare_without_direction(result: Quantity, target: Quantity, better: Better) -> Comparison:
    number = result.value if result.value is not None else result.low
    against = min(max(number, target.low), target.high)
    inside = result.bound is Bound.EXACT and target.low <= result.low and result.high <= target.high
    ranged = target.low != target.high or better is Better.WITHIN
    verdict = Verdict.MET if inside and ranged else None
    if better is Better.WITHIN and not inside and result.bound is Bound.EXACT:
        verdict = Verdict.MISSED
    at_least = result.bound is not Bound.EXACT
    return Comparison(
        better=better, verdict=verdict, against=against, gap=number - against, ratio=None, at_least=at_least
    )
