"""The plan that a report implies: “400 ha, vượt kế hoạch 5 ha” says 395 ha without printing it."""

from __future__ import annotations

from decimal import Decimal

from assistant.calculation import Calculation, RefusalReason, Value, Verdict
from assistant.tools.rounding import exact_places, write
from assistant.tools.units import convert_figure, is_rate
from assistant.tools.wording import bracketed, refuse, written_of
from corpus.figures import Figure, Quantity

TOOL = "implied_target"
_WHOLE = 100  # from here on a plan is told without decimals


def implied_target(result: Figure, stated: Figure, *, excess: bool) -> Calculation:
    """The plan behind a result and what is stated of it: its excess or shortfall, or its share of it."""
    measured, said = result.quantity, stated.quantity
    if measured is None or said is None or measured.value is None or said.value is None:
        message = "Một trong hai số không phải một con số cụ thể nên không suy ra được kế hoạch."
        return refuse(TOOL, RefusalReason.MALFORMED, message, (result, stated))
    if is_rate(stated.unit) and not is_rate(result.unit):
        return _from_share(result, stated, said.value, excess=excess)
    amount = convert_figure(stated, result.unit)
    if amount is None or not excess:
        message = f"“{result.unit}” và “{stated.unit}” không quy đổi được cho nhau."
        return refuse(TOOL, RefusalReason.UNLIKE_UNITS, message, (result, stated))
    return _from_excess(result, stated, measured.value, amount)


def _from_excess(result: Figure, stated: Figure, number: Decimal, amount: Quantity) -> Calculation:
    plan = number - amount.low
    shown = {
        "result": written_of(result),
        "gap": write(amount.low, None, result.unit),
        "target": write(plan, exact_places((number, amount.low)), result.unit),
    }
    formula = f"{write(number)} − {bracketed(amount.low, write(amount.low))} = {shown['target']}"
    verdict = Verdict.EXCEEDED if amount.low > 0 else Verdict.MET
    return _made(result, stated, formula, plan, verdict, shown)


def _from_share(result: Figure, stated: Figure, percent: Decimal, *, excess: bool) -> Calculation:
    """The verdict, and about what the plan was: the share was rounded, so the plan is no exact number."""
    share = percent + 100 if excess else percent
    verdict = Verdict.EXCEEDED if share > 100 else Verdict.MET if share == 100 else Verdict.MISSED
    shown = {"result": written_of(result), "ratio": written_of(stated)}
    words = "vượt" if excess else "bằng"
    formula = f"báo cáo ghi {written_of(result)}, {words} {written_of(stated)} kế hoạch"
    number = result.quantity.value if result.quantity else None
    if number is not None and share > 0:
        about = number / share * 100
        places = 0 if abs(about) >= _WHOLE else 1
        shown["about"] = write(about, places, result.unit)
        base = f"(100 + {write(percent)})" if excess else write(percent)
        shown["about_formula"] = f"{write(number)} / {base} × 100 ≈ {shown['about']}"
    return _made(result, stated, formula, None, verdict, shown)


def _made(  # noqa: PLR0913, PLR0917 - the pieces of one calculation
    result: Figure,
    stated: Figure,
    formula: str,
    plan: Decimal | None,
    verdict: Verdict,
    shown: dict[str, str],
) -> Calculation:
    values: dict[str, Value] = {"verdict": verdict.value, "target": plan}
    return Calculation(
        tool=TOOL,
        inputs=(result, stated),
        arguments={"result_id": result.id, "stated_id": stated.id},
        formula=formula,
        result=values,
        units={"target": result.unit or ""},
        shown=shown,
    )
