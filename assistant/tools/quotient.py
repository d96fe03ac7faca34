"""One figure for each of another: pupils to a teacher, earnings to a guest."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from assistant.calculation import Calculation, RefusalReason
from assistant.steps import Step, step
from assistant.tools.rounding import write
from assistant.tools.units import convert_figure, is_measured_in, unit_of
from assistant.tools.wording import bracketed, refuse
from corpus.figures import Figure

TOOL = "quotient"
# From large to small: a share is told in the first unit that it fills.
_LADDERS: tuple[tuple[str | None, ...], ...] = (
    ("nghìn tỷ đồng", "tỷ đồng", "triệu đồng", "nghìn đồng", "đồng"),
    ("triệu USD", "nghìn USD", "USD"),
    ("triệu tấn", "nghìn tấn", "tấn", "kg"),
    ("ha", "m²"),
)
_PLACES = 2


@step(Step.COMPUTE)
def quotient(amount: Figure, among: Figure, unit: str | None = None) -> Calculation:
    """How much of the first falls to each of the second, in a unit of the first that is asked for."""
    shared, by = _spread(amount, among, unit)
    if shared is None or by is None or shared.value is None:
        message = "Một trong hai số không phải một con số cụ thể nên không chia được."
        return refuse(TOOL, RefusalReason.MALFORMED, message, (amount, among))
    if not by:
        return refuse(TOOL, RefusalReason.ZERO_BASE, "Không chia được cho 0.", (amount, among))
    value = shared.value / by
    shown = write(value, _places(value), shared.unit)
    return Calculation(
        tool=TOOL,
        inputs=(amount, among),
        arguments={"amount_id": amount.id, "among_id": among.id, "unit": shared.unit or ""},
        formula=f"{write(shared.value)} / {bracketed(by, write(by))} = {shown}",
        result={"quotient": value},
        units={"quotient": shared.unit or ""},
        shown={"quotient": shown},
    )


class _Shared(NamedTuple):
    """What is shared out, in the unit of the answer."""

    value: Decimal | None
    unit: str | None


def _spread(amount: Figure, among: Figure, asked: str | None) -> tuple[_Shared | None, Decimal | None]:
    """The amount in a unit in which a share can be read, and among how many: “412 nghìn lượt” are 412.000."""
    if amount.quantity is None or among.quantity is None or among.quantity.value is None:
        return None, None
    counted = unit_of(among.unit)
    by = among.quantity.value * (counted.factor if counted and not is_measured_in(among.unit) else 1)
    ladder = next((steps for steps in _LADDERS if amount.unit in steps), (amount.unit,))
    units = (asked,) if asked else ladder[ladder.index(amount.unit) :]
    shared: _Shared | None = None
    for unit in units:
        quantity = convert_figure(amount, unit)
        if quantity is None or quantity.value is None:
            return shared, by
        shared = _Shared(quantity.value, unit)
        if by and abs(quantity.value / by) >= 1:
            break
    return shared, by


def _places(value: Decimal) -> int:
    """Two decimals, more where two would leave next to nothing."""
    places = _PLACES
    while value and places < 6 and abs(value) < Decimal(1).scaleb(1 - places):
        places += 1
    return places
