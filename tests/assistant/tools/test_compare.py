"""The rules of comparison, case by case and as laws."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.calculation import Verdict
from assistant.tools.compare import compare, direction, mirror
from corpus.figures import Bound, Quantity
from corpus.vocabulary import Better

MET, MISSED, EXCEEDED, OPEN = Verdict.MET, Verdict.MISSED, Verdict.EXCEEDED, Verdict.UNDECIDABLE


def quantity(written: str) -> Quantity:
    """`>5`, `≤5`, `9-10`, `-0.95` as a quantity."""
    for sign, bound in (
        (">=", Bound.AT_LEAST),
        ("<=", Bound.AT_MOST),
        (">", Bound.ABOVE),
        ("<", Bound.BELOW),
    ):
        if written.startswith(sign):
            number = Decimal(written.removeprefix(sign))
            return Quantity(low=number, high=number, bound=bound)
    low, dash, high = written.partition("..")
    if dash:
        return Quantity(low=Decimal(low), high=Decimal(high), bound=Bound.RANGE)
    return Quantity(low=Decimal(written), high=Decimal(written))


@pytest.mark.parametrize(
    ("result", "target", "better", "verdict", "gap"),
    [
        ("43.6", "55", Better.HIGHER, MISSED, "-11.4"),
        ("55", "55.0", Better.HIGHER, MET, "0"),
        ("62", "55", Better.HIGHER, EXCEEDED, "7"),
        ("9.2", "10.5", Better.LOWER, EXCEEDED, "1.3"),
        ("10.5", "10.5", Better.LOWER, MET, "0"),
        ("22.98", "20", Better.LOWER, MISSED, "-2.98"),
        ("5", ">5", Better.HIGHER, MET, "0"),
        ("4.5", ">5", Better.HIGHER, MISSED, "-0.5"),
        ("98.2", ">95", Better.HIGHER, EXCEEDED, "3.2"),
        ("15", "<15", Better.LOWER, MET, "0"),
        ("16.7", "<15", Better.LOWER, MISSED, "-1.7"),
        ("9.5", "9..10", Better.HIGHER, MET, "0"),
        ("10.5", "9..10", Better.HIGHER, EXCEEDED, "0.5"),
        ("3.91", "9..10", Better.HIGHER, MISSED, "-5.09"),
        ("10.04", "9.5..10", Better.LOWER, MISSED, "-0.04"),
        ("9.4", "9.5..10", Better.LOWER, EXCEEDED, "0.1"),
        (">80", ">80", Better.HIGHER, MET, "0"),
        (">96", ">80", Better.HIGHER, EXCEEDED, "16"),
        ("<15", "<15", Better.LOWER, MET, "0"),
        (">80", "90", Better.HIGHER, OPEN, None),
        ("<80", "90", Better.HIGHER, MISSED, "-10"),
        ("<80", "80", Better.HIGHER, MISSED, "0"),
        ("<90", "80", Better.HIGHER, OPEN, None),
        ("96..97", "95", Better.HIGHER, EXCEEDED, "1"),
        ("94..97", "95", Better.HIGHER, OPEN, None),
        ("-7.8", "11.5", Better.HIGHER, MISSED, "-19.3"),
    ],
)
def test_the_verdict_follows_the_rules(
    result: str, target: str, better: Better, verdict: Verdict, gap: str | None
) -> None:
    held = compare(quantity(result), quantity(target), better)

    assert held.verdict is verdict
    assert held.gap == (None if gap is None else Decimal(gap))


def test_without_a_direction_only_the_gap_is_said() -> None:
    """Services at 40,14% for 36,43% are neither good nor bad: a structure has no direction."""
    held = compare(quantity("40.14"), quantity("36.43"), Better.NONE)

    assert (held.verdict, held.gap, held.ratio) == (None, Decimal("3.71"), None)


def test_inside_a_range_is_met_whichever_way_is_better() -> None:
    assert compare(quantity("12"), quantity("10..15"), Better.NONE).verdict is MET


def test_the_ratio_is_inverted_where_lower_is_better() -> None:
    held = compare(quantity("9.2"), quantity("10.5"), Better.LOWER)

    assert held.inverse
    assert held.ratio == Decimal("10.5") / Decimal("9.2") * 100


def test_a_negative_result_has_no_ratio() -> None:
    assert compare(quantity("-7.8"), quantity("11.5"), Better.HIGHER).ratio is None


@pytest.mark.parametrize(
    ("indicator", "target", "expected"),
    [
        (Better.LOWER, ">5", Better.LOWER),
        (None, ">5", Better.HIGHER),
        (None, "<15", Better.LOWER),
        (None, "20", Better.NONE),
        (Better.NONE, "36.43", Better.NONE),
    ],
)
def test_the_indicator_tells_the_direction_else_the_targets_bound(
    indicator: Better | None, target: str, expected: Better
) -> None:
    assert direction(indicator, quantity(target)) is expected


numbers = st.decimals(min_value="-1000", max_value="10000", places=2)
positive = st.decimals(min_value="0.01", max_value="10000", places=2)
_TURNED = {MISSED: EXCEEDED, EXCEEDED: MISSED, MET: MET}


@given(numbers, numbers)
def test_swapping_the_direction_mirrors_the_verdict(result: Decimal, target: Decimal) -> None:
    up = compare(quantity(str(result)), quantity(str(target)), Better.HIGHER)
    down = compare(quantity(str(result)), quantity(str(target)), Better.LOWER)

    assert up.verdict is not None
    assert down.verdict is _TURNED[up.verdict]
    assert up.gap is not None
    assert down.gap == -up.gap


@given(positive, positive, st.sampled_from([Better.HIGHER, Better.LOWER]))
def test_the_ratio_passes_100_exactly_where_the_target_is_met(
    result: Decimal, target: Decimal, better: Better
) -> None:
    held = compare(quantity(str(result)), quantity(str(target)), better)

    assert held.ratio is not None
    assert (held.ratio >= 100) is (held.verdict is not MISSED)


@given(numbers, st.sampled_from(list(Bound)))
def test_mirroring_twice_changes_nothing(number: Decimal, bound: Bound) -> None:
    original = Quantity(low=number, high=number, bound=bound)

    assert mirror(mirror(original)) == original
