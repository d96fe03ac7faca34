"""One figure for each of another: pupils to a teacher, earnings to a guest."""

from __future__ import annotations

from decimal import Decimal

from assistant.calculation import Calculation, RefusalReason
from assistant.steps import Step, step
from assistant.tools.rounding import write
from assistant.tools.units import convert_figure
from assistant.tools.wording import bracketed, refuse
from corpus.figures import Figure

TOOL = "quotient"
_PLACES = 2


@step(Step.COMPUTE)
def quotient(amount: Figure, among: Figure, unit: str | None = None) -> Calculation:
    """How much of the first falls to each of the second, in a unit of the first that is asked for."""
    unit = unit or amount.unit
    shared, by = convert_figure(amount, unit), among.quantity
    if shared is None or by is None or shared.value is None or by.value is None:
        message = "Một trong hai số không phải một con số cụ thể nên không chia được."
        return refuse(TOOL, RefusalReason.MALFORMED, message, (amount, among))
    if not by.value:
        return refuse(TOOL, RefusalReason.ZERO_BASE, "Không chia được cho 0.", (amount, among))
    value = shared.value / by.value
    shown = write(value, _places(value), unit)
    return Calculation(
        tool=TOOL,
        inputs=(amount, among),
        arguments={"amount_id": amount.id, "among_id": among.id, "unit": unit or ""},
        formula=f"{write(shared.value)} / {bracketed(by.value, write(by.value))} = {shown}",
        result={"quotient": value},
        units={"quotient": unit or ""},
        shown={"quotient": shown},
    )


def _places(value: Decimal) -> int:
    """Two decimals, more where two would leave next to nothing."""
    places = _PLACES
    while value and places < 6 and abs(value) < Decimal(1).scaleb(1 - places):
        places += 1
    return places
