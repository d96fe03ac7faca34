"""A figure in another unit of its family."""

from __future__ import annotations

from assistant.calculation import Calculation, RefusalReason
from assistant.steps import Step, step
from assistant.tools.rounding import trim, write
from assistant.tools.units import factor, unit_of
from assistant.tools.wording import name_of, refuse, written_of
from corpus.figures import Figure

TOOL = "convert_unit"


@step(Step.COMPUTE)
def convert_unit(figure: Figure, unit: str) -> Calculation:
    """The same quantity in `unit`, exactly; refused where the two units measure different things."""
    if figure.quantity is None:
        message = f"Số “{figure.written}” in trong báo cáo không phải cách viết số hợp lệ nên không đổi được."
        return refuse(TOOL, RefusalReason.MALFORMED, message, (figure,))
    source, target = unit_of(figure.unit), unit_of(unit)
    times = factor(figure.unit, unit) if source and target and source.family == target.family else None
    if times is None:
        message = f"Không đổi được {name_of(figure)} từ “{figure.unit or 'không ghi đơn vị'}” sang “{unit}”."
        return refuse(TOOL, RefusalReason.UNLIKE_UNITS, message, (figure,))
    low, high = figure.quantity.low * times, figure.quantity.high * times
    shown = write(low, None, unit) if low == high else f"{write(low)} - {write(high, None, unit)}"
    return Calculation(
        tool=TOOL,
        inputs=(figure,),
        arguments={"figure_id": figure.id, "unit": unit},
        formula=f"{written_of(figure)} × {write(trim(times))} = {shown}",
        result={"value": low, "high": None if low == high else high, "bound": figure.quantity.bound.value},
        units={"value": unit, "high": unit},
        shown={"value": shown},
    )
