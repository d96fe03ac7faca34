"""When two figures are in like units, and how one is put into the other's."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from corpus.figures import Figure, Quantity
from corpus.vocabulary.units import Unit, load_units

_RATES = {"%": "điểm %", "‰": "điểm ‰"}
# “7.387 người” answers a target of “5.500 lao động”: whoever is counted, it is people.
_ANYBODY = frozenset({"người"})


@lru_cache(maxsize=1024)
def unit_of(name: str | None) -> Unit | None:
    """The unit of that name, with family and exact size."""
    return load_units().find(name) if name else None


def gap_unit(name: str | None) -> str | None:
    """The unit of a difference: rates differ in points, all else in its own unit."""
    head = (name or "").split("/")[0].strip()
    return _RATES.get(head, name)


def is_rate(name: str | None) -> bool:
    """Whether a unit is a percentage or the like."""
    unit = unit_of(name)
    return unit is not None and unit.family.split("/")[0] == "tỷ lệ"


@lru_cache(maxsize=4096)
def factor(source: str | None, target: str | None) -> Decimal | None:
    """What a number in one unit is multiplied by to stand in the other; None for unlike units.

    `factor("nghìn tấn", "tấn")` → 1000. A figure without unit is taken to be in the other's.
    """
    one, other = unit_of(source), unit_of(target)
    if source == target or one is None or other is None:
        return Decimal(1)
    if one.family == other.family:
        return one.factor / other.factor
    return _head_factor(one) / _head_factor(other) if _alike(one, other) else None


def _head_factor(unit: Unit) -> Decimal:
    """The size without “per what”: where one side leaves that unsaid, both mean the same by it."""
    head = unit_of(unit.name.split("/")[0].strip())
    return head.factor if head else unit.factor


def _alike(one: Unit, other: Unit) -> bool:
    """Like units whose names differ in what goes without saying: `%` and `%/năm`, `lượt` and `lượt khách`."""
    left, *per_left = one.family.split("/")
    right, *per_right = other.family.split("/")
    if not set(per_left) <= set(per_right) and not set(per_right) <= set(per_left):
        return False
    return left == right or (_counted(left) and _counted(right) and _same_things(left, right))


def _counted(family: str) -> bool:
    return family not in _measured()


@lru_cache(maxsize=1)
def _measured() -> frozenset[str]:
    """The families of units with a size: money, areas, rates."""
    return frozenset(unit.family for unit in load_units().measures.values())


def _same_things(one: str, other: str) -> bool:
    words, others = set(one.replace(",", " ").split()), set(other.replace(",", " ").split())
    return words <= others or others <= words or one in _ANYBODY or other in _ANYBODY


def is_measured(name: str | None) -> bool:
    """Whether amounts in a unit are rounded by nature: money, areas, thousands of anything; not rates."""
    unit = unit_of(name)
    if unit is None or unit.family.split("/")[0] == "tỷ lệ":
        return False
    return unit.factor >= 1000 or not _counted(unit.family.split("/")[0])


def is_measured_in(name: str | None) -> bool:
    """Whether a unit has a size of its own, as money and areas do, and counts no things."""
    unit = unit_of(name)
    return unit is not None and not _counted(unit.family.split("/")[0])


def like_things(one: str | None, other: str | None) -> bool:
    """Whether amounts in these units may be parts of one total: nothing is left to go without saying."""
    left, right = unit_of(one), unit_of(other)
    if left is None or right is None:
        return False
    if left.family == right.family:
        return True
    counted = _counted(left.family) and _counted(right.family)
    return counted and "/" not in left.family + right.family and _same_things(left.family, right.family)


def convert_quantity(quantity: Quantity, source: str | None, target: str | None) -> Quantity | None:
    """The quantity in the other unit, bound kept; None for unlike units."""
    times = factor(source, target)
    if times is None:
        return None
    if times == 1:
        return quantity
    return replace(quantity, low=quantity.low * times, high=quantity.high * times)


def convert_figure(figure: Figure, target: str | None) -> Quantity | None:
    """A figure's quantity in the other unit; None where there is none or the units are unlike."""
    if figure.quantity is None:
        return None
    return convert_quantity(figure.quantity, figure.unit, target)
