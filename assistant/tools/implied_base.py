"""What something was before it changed: “đạt 65 triệu đồng, tăng 20 triệu đồng so với năm 2020” says 45."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.calculation import Calculation, RefusalReason
from assistant.steps import Step, step
from assistant.tools.rounding import exact_places, ratio_places, write
from assistant.tools.units import gap_unit, is_rate
from assistant.tools.wording import refuse

if TYPE_CHECKING:
    from decimal import Decimal

    from corpus.figures import Figure

TOOL = "implied_base"


@step(Step.COMPUTE)
def implied_base(result: Figure, change: Figure, *, falling: bool) -> Calculation:
    """The value before the change, and the change in percent of it; rates change in points only."""
    now = result.quantity.value if result.quantity else None
    moved = change.quantity.value if change.quantity else None
    if now is None or moved is None or result.unit != change.unit:
        message = "Một trong hai số không phải một con số cụ thể cùng đơn vị nên không suy ra được."
        return refuse(TOOL, RefusalReason.MALFORMED, message, (result, change))
    base = now + moved if falling else now - moved
    if is_rate(result.unit):
        # “54%, tăng 20% so với …” may be points or percent of what it was.
        message = f"Không rõ “{change.written}{change.unit or ''}” là điểm phần trăm hay phần trăm."
        return refuse(TOOL, RefusalReason.AMBIGUOUS, message, (result, change))
    numbers = (now, moved)
    shown = {"base": write(base, exact_places(numbers), result.unit)}
    sign = "+" if falling else "−"
    formula = f"{write(now)} {sign} {write(moved)} = {shown['base']}"
    values: dict[str, Decimal | None] = {"base": base, "percent": None}
    if base > 0:
        percent = moved / base * 100
        values["percent"] = percent
        shown["percent"] = write(percent, ratio_places(numbers), "%")
        formula += f"; {write(moved)} / {write(base)} × 100 = {shown['percent']}"
    return Calculation(
        tool=TOOL,
        inputs=(result, change),
        arguments={"result_id": result.id, "change_id": change.id, "falling": falling},
        formula=formula,
        result={**values},
        units={"base": gap_unit(result.unit) or "", "percent": "%"},
        shown=shown,
    )
