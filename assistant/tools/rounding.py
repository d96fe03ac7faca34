"""How results are written: half up, in Vietnamese form, and never with more digits than they deserve."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from corpus.figures import Figure, Quantity
from corpus.numbers import write_number

_RATES = ("%", "‰", "điểm")


def round_half_up(value: Decimal, places: int) -> Decimal:
    """The value with so many decimals: `2.345` → `2.35`."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def places_of(value: Decimal) -> int:
    """How many decimals a number is printed with."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def digits_of(value: Decimal) -> int:
    """How many significant digits a number is printed with: `43.6` → 3, `300` → 3."""
    return max(1, len(value.as_tuple().digits) if value else 1)


def numbers_in(figures: Sequence[Figure]) -> tuple[Decimal, ...]:
    """Every number that the figures hold, ends of ranges included."""
    held = [figure.quantity for figure in figures if figure.quantity is not None]
    return tuple(end for quantity in held for end in _ends(quantity))


def _ends(quantity: Quantity) -> tuple[Decimal, ...]:
    return (quantity.low,) if quantity.low == quantity.high else (quantity.low, quantity.high)


def ratio_places(numbers: Sequence[Decimal]) -> int:
    """Decimals that a percentage of these numbers deserves: one for coarse numbers, else two."""
    return 2 if min((digits_of(number) for number in numbers), default=1) > 3 else 1


def exact_places(numbers: Sequence[Decimal]) -> int:
    """Decimals of a sum or a difference: those of its most precise part."""
    return max((places_of(number) for number in numbers), default=0)


def write(value: Decimal, places: int | None = None, unit: str | None = None) -> str:
    """A number as a reader expects it: `write(Decimal("79.27"), 1, "%")` → `79,3%`."""
    if places is None:
        places = places_of(value)
    return with_unit(write_number(trim(round_half_up(value, places)), None), unit)


def write_ratio(value: Decimal, places: int) -> str:
    """A percentage that says 100 only when it is 100: `99.97` → `99,97%`."""
    while places < 6 and value != 100 and round_half_up(value, places) == 100:
        places += 1
    return write(value, places, "%")


def trim(value: Decimal) -> Decimal:
    """The number without zeros behind the decimal mark."""
    if value == value.to_integral_value():
        return value.quantize(Decimal(1))
    return value.normalize()


def with_unit(written: str, unit: str | None) -> str:
    """A written number with its unit, joined as the unit wants it: `79,3%`, `4 điểm %`, `42 triệu đồng`."""
    if not unit:
        return written
    glued = unit.startswith(_RATES) and not unit.startswith("điểm")
    return f"{written}{unit}" if glued else f"{written} {unit}"
