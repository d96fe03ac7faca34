"""Whether a printed number follows from others: right, right when rounded, or not."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from assistant.tools.rounding import digits_of, places_of, round_half_up
from assistant.tools.units import is_measured
from corpus.figures import Bound, Quantity


class Agreement(StrEnum):
    """How a printed number stands to the recomputed one."""

    EXACT = "khớp"
    ROUNDED = "khớp sau làm tròn"
    DIFFERS = "lệch"


@dataclass(frozen=True, slots=True)
class Between:
    """Where a printed number may truly lie."""

    low: Decimal
    high: Decimal
    vague: bool = False  # "trên", "gần", "khoảng": the ends are soft


def spread(quantity: Quantity, unit: str | None) -> Between:
    """The numbers that would be printed so: `41,6` → 41,55 to 41,65.

    Amounts that are measured (ha, tỷ đồng, nghìn người) are rounded by nature; whole counts are themselves.
    """
    vague = quantity.approximate or quantity.bound not in (Bound.EXACT, Bound.RANGE)
    half = _half(quantity.low, unit)
    return Between(quantity.low - half, quantity.high + half, vague)


def _half(value: Decimal, unit: str | None) -> Decimal:
    places = places_of(value)
    if places or (is_measured(unit) and digits_of(value) > 2):
        return Decimal(5).scaleb(-places - 1)
    return Decimal(0)


def agree(printed: Decimal, exact: Decimal) -> Agreement:
    """Whether a printed number is the exact one, rounded half up, cut off, or something else."""
    places = places_of(printed)
    if printed == exact or round_half_up(exact, places) == printed:
        return Agreement.EXACT
    cut = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_DOWN)
    last = Decimal(1).scaleb(-places)
    # Within one unit of the last place is how people round by hand: up, down, or from a rounded number.
    near = abs(printed - round_half_up(exact, places)) <= last if places else abs(printed - exact) < last
    if cut == printed or near:
        return Agreement.ROUNDED
    return Agreement.DIFFERS


def agree_between(printed: Decimal, exact: Decimal, lowest: Decimal, highest: Decimal) -> Agreement:
    """The same, where the recomputed number is known only to lie between two ends."""
    first = agree(printed, exact)
    if first is not Agreement.DIFFERS:
        return first
    half = Decimal(5).scaleb(-places_of(printed) - 1)
    if lowest - half <= printed <= highest + half:
        return Agreement.ROUNDED
    return Agreement.DIFFERS


def percent_between(part: Between, whole: Between) -> tuple[Decimal, Decimal] | None:
    """The lowest and highest percentage of part in whole, both positive."""
    if whole.low <= 0 or part.low < 0:
        return None
    return part.low / whole.high * 100, part.high / whole.low * 100
