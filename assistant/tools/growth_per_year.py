"""How much something grew a year, between two single years: in its own unit and as a compound rate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.calculation import Calculation, RefusalReason
from assistant.steps import Step, step
from assistant.tools.periods import due_year
from assistant.tools.required_pace import Way, per_year_unit, show_way, tell_way
from assistant.tools.units import convert_figure, gap_unit
from assistant.tools.wording import refuse

if TYPE_CHECKING:
    from corpus.figures import Figure

TOOL = "growth_per_year"


@step(Step.COMPUTE)
def growth_per_year(before: Figure, after: Figure) -> Calculation:
    """What was gained a year from the first figure's year to the second's."""
    old, new = convert_figure(before, after.unit), after.quantity
    start, end = due_year(before.period), due_year(after.period)
    if old is None or new is None or old.value is None or new.value is None:
        message = "Một trong hai số không phải một con số cụ thể cùng đơn vị nên không tính được."
        return refuse(TOOL, RefusalReason.MALFORMED, message, (before, after))
    if start is None or end is None or end <= start:
        message = f"Không rõ bao nhiêu năm giữa “{before.period}” và “{after.period}”."
        return refuse(TOOL, RefusalReason.UNLIKE_PERIODS, message, (before, after))
    way = Way(now=old.value, wanted=new.value, years=end - start, unit=after.unit)
    shown = show_way(way)
    return Calculation(
        tool=TOOL,
        inputs=(before, after),
        arguments={"before_id": before.id, "after_id": after.id, "years": way.years},
        formula=tell_way(way, shown),
        result={
            "difference": way.missing,
            "per_year": way.missing / way.years,
            "compound": way.compound,
            "years": way.years,
            "direction": "tăng" if way.missing >= 0 else "giảm",
        },
        units={
            "difference": gap_unit(way.unit) or "",
            "per_year": per_year_unit(way.unit),
            "compound": "%/năm",
        },
        shown={"difference" if name == "missing" else name: text for name, text in shown.items()},
    )
