"""How findings speak: numbers, units and sentences in Vietnamese."""

from __future__ import annotations

from decimal import Decimal

from assistant.tools.rounding import places_of, with_unit, write
from corpus.figures import Quantity
from corpus.numbers import Found


def printed(found: Found) -> str:
    """A quantity as it stands, with its unit: `43,6 tỷ đồng`."""
    return with_unit(found.written, found.unit)


def percent(exact: Decimal, like: Decimal) -> str:
    """A recomputed percentage with as many decimals as the printed one, one at least."""
    return write(exact, max(1, places_of(like)), "%")


def single(quantity: Quantity | None) -> Decimal | None:
    """The one number of a quantity, bounds aside; None for ranges and what is malformed."""
    return quantity.value if quantity is not None else None
