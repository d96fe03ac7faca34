"""How much changed from one figure to another: difference, percent or points, times."""

from __future__ import annotations

from decimal import Decimal

from assistant.calculation import Calculation, RefusalReason, Value
from assistant.steps import Step, step
from assistant.tools.periods import alike
from assistant.tools.rounding import exact_places, ratio_places, write
from assistant.tools.units import convert_figure, gap_unit, is_rate
from assistant.tools.wording import bracketed, name_of, refuse
from corpus.figures import Bound, Figure, Quantity

TOOL = "change_between"


@step(Step.COMPUTE)
def change_between(before: Figure, after: Figure, *, any_period: bool = False) -> Calculation:
    """The change from `before` to `after`, in the unit of `after`; rates change in points, not in percent."""
    refusal = _refusal(before, after, any_period=any_period)
    if refusal is not None:
        return refusal
    old, new = convert_figure(before, after.unit), after.quantity
    if old is None or new is None:  # already refused
        return _unlike(before, after)
    start, end = _number(old), _number(new)
    rate = is_rate(after.unit)
    percent = None if rate or start <= 0 else (end - start) / start * 100
    times = None if rate or start <= 0 or end <= 0 else end / start
    numbers = (start, end)
    shown = {"difference": write(end - start, exact_places(numbers), gap_unit(after.unit))}
    if percent is not None:
        shown["percent"] = write(percent, ratio_places(numbers), "%")
    if times is not None:
        shown["times"] = write(times, 2, "lần")
    return Calculation(
        tool=TOOL,
        inputs=(before, after),
        arguments={"before_id": before.id, "after_id": after.id},
        formula=_formula(start, end, shown),
        result=_result(end - start, percent, times, _note(before, after, start, rate=rate)),
        units={"difference": gap_unit(after.unit) or "", "percent": "%", "times": "lần"},
        shown=shown,
    )


def _refusal(before: Figure, after: Figure, *, any_period: bool) -> Calculation | None:
    if before.quantity is None or after.quantity is None:
        broken = before if before.quantity is None else after
        message = (
            f"Số “{broken.written}” in trong báo cáo không phải cách viết số hợp lệ nên không tính được."
        )
        return refuse(TOOL, RefusalReason.MALFORMED, message, (before, after))
    if convert_figure(before, after.unit) is None:
        return _unlike(before, after)
    if not any_period and not is_rate(after.unit) and not alike(before.period, after.period):
        message = (
            f"Hai số thuộc hai kỳ dài ngắn khác nhau ({before.period} và {after.period}) nên không so "
            "trực tiếp được; hãy chọn hai kỳ cùng độ dài."
        )
        return refuse(TOOL, RefusalReason.UNLIKE_PERIODS, message, (before, after))
    return None


def _unlike(before: Figure, after: Figure) -> Calculation:
    message = (
        f"{name_of(before)} tính bằng “{before.unit}”, {name_of(after)} tính bằng “{after.unit}”: "
        "hai đơn vị không quy đổi được cho nhau."
    )
    return refuse(TOOL, RefusalReason.UNLIKE_UNITS, message, (before, after))


def _number(quantity: Quantity) -> Decimal:
    return quantity.low if quantity.value is None else quantity.value


def _result(
    difference: Decimal, percent: Decimal | None, times: Decimal | None, note: str | None
) -> dict[str, Value]:
    way = "tăng" if difference > 0 else ("giảm" if difference < 0 else "không đổi")
    return {"difference": difference, "percent": percent, "times": times, "direction": way, "note": note}


def _note(before: Figure, after: Figure, start: Decimal, *, rate: bool) -> str | None:
    soft = [one.written for one in (before, after) if one.quantity and one.quantity.bound is not Bound.EXACT]
    if soft:
        return f"Số liệu ghi “{'”, “'.join(soft)}” nên kết quả chỉ là xấp xỉ."
    if not rate and start <= 0:
        return "Số gốc không dương nên không tính tỷ lệ tăng, giảm."
    return None


def _formula(start: Decimal, end: Decimal, shown: dict[str, str]) -> str:
    old, new = bracketed(start, write(start)), bracketed(end, write(end))
    steps = [f"{new} − {old} = {shown['difference']}"]
    if "percent" in shown:
        steps.append(f"({new} − {old}) / {old} × 100 = {shown['percent']}")
    if "times" in shown:
        steps.append(f"{new} / {old} = {shown['times']}")
    return "; ".join(steps)
