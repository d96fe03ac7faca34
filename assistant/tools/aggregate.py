"""Figures taken together: their sum, their plain mean, or the share of one in another."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from assistant.calculation import Calculation, RefusalReason, Value
from assistant.steps import Step, step
from assistant.tools.periods import read_period
from assistant.tools.rounding import exact_places, ratio_places, write, write_ratio
from assistant.tools.units import convert_figure, is_rate
from assistant.tools.wording import bracketed, refuse
from corpus.figures import Bound, Figure, Quantity

TOOL = "aggregate"
How = Literal["sum", "mean", "share"]


@step(Step.COMPUTE)
def aggregate(figures: Sequence[Figure], how: How) -> Calculation:
    """The sum or mean of the figures, in the unit of the first; or the share of the first in the second."""
    refusal = _refusal(figures, how)
    if refusal is not None:
        return refusal
    unit = figures[0].unit
    held = [convert_figure(figure, unit) for figure in figures]
    numbers = [_number(quantity) for quantity in held if quantity is not None]
    if how == "share":
        return _share(figures, numbers)
    places = exact_places(numbers) + (1 if how == "mean" else 0)
    total = sum(numbers, Decimal(0))
    value = total if how == "sum" else total / len(numbers)
    unit = _of_all_years(figures) if how == "sum" else unit
    shown = write(value, places, unit)
    added = " + ".join(bracketed(number, write(number)) for number in numbers)
    formula = f"{added} = {shown}" if how == "sum" else f"({added}) / {len(numbers)} = {shown}"
    return Calculation(
        tool=TOOL,
        inputs=tuple(figures),
        arguments=_arguments(figures, how),
        formula=formula,
        result={how: value, "count": len(numbers), "note": _note(figures, how)},
        units={how: unit or ""},
        shown={how: shown},
    )


def _of_all_years(figures: Sequence[Figure]) -> str | None:
    """The unit of what several years make together: people a year become people."""
    unit = figures[0].unit
    periods = [read_period(figure.period) for figure in figures]
    single = all(period is not None and period.first == period.last for period in periods)
    return unit.removesuffix("/năm") if unit and single and len(set(periods)) == len(figures) else unit


def _share(figures: Sequence[Figure], numbers: Sequence[Decimal]) -> Calculation:
    part, whole = numbers
    share = part / whole * 100
    shown = write_ratio(share, ratio_places(numbers))
    note = "Phần lớn hơn tổng: hãy kiểm tra lại hai số liệu." if part > whole else _note(figures, "share")
    result: dict[str, Value] = {"share": share, "note": note}
    return Calculation(
        tool=TOOL,
        inputs=tuple(figures),
        arguments=_arguments(figures, "share"),
        formula=f"{write(part)} / {write(whole)} × 100 = {shown}",
        result=result,
        units={"share": "%"},
        shown={"share": shown},
    )


def _arguments(figures: Sequence[Figure], how: How) -> dict[str, Value]:
    return {"how": how, "figure_ids": " ".join(figure.id for figure in figures)}


def _number(quantity: Quantity) -> Decimal:
    return quantity.low if quantity.value is None else quantity.value


def _refusal(figures: Sequence[Figure], how: How) -> Calculation | None:
    about = tuple(figures)
    if len(figures) < 2 or (how == "share" and len(figures) != 2):
        need = "đúng hai số liệu: phần, rồi tổng" if how == "share" else "ít nhất hai số liệu"
        return refuse(TOOL, RefusalReason.TOO_FEW, f"Phép tính này cần {need}.", about)
    broken = next((figure for figure in figures if figure.quantity is None), None)
    if broken is not None:
        message = (
            f"Số “{broken.written}” in trong báo cáo không phải cách viết số hợp lệ nên không tính được."
        )
        return refuse(TOOL, RefusalReason.MALFORMED, message, about)
    unlike = next((figure for figure in figures if convert_figure(figure, figures[0].unit) is None), None)
    if unlike is not None:
        message = f"“{figures[0].unit}” và “{unlike.unit}” là hai đơn vị không quy đổi được cho nhau."
        return refuse(TOOL, RefusalReason.UNLIKE_UNITS, message, about)
    if how == "share" and (figures[1].quantity is None or figures[1].quantity.low <= 0):
        return refuse(TOOL, RefusalReason.ZERO_BASE, "Tổng không dương nên không tính được tỷ trọng.", about)
    return _overlapping(figures, how)


def _overlapping(figures: Sequence[Figure], how: How) -> Calculation | None:
    """A refusal to count one year twice: 2021-2023 holds 2023 already."""
    if how == "share" or len({(one.indicator or one.label, one.place) for one in figures}) != 1:
        return None
    years: set[int] = set()
    for figure in figures:
        period = read_period(figure.period)
        if period is None or period.due or period.yearly:
            continue
        span = set(range(period.first, period.last + 1))
        if years & span:
            message = "Các số liệu có kỳ trùng nhau (một năm bị tính hai lần); hãy chọn các kỳ rời nhau."
            return refuse(TOOL, RefusalReason.UNLIKE_PERIODS, message, tuple(figures))
        years |= span
    return None


def _note(figures: Sequence[Figure], how: How) -> str | None:
    notes = []
    if how == "sum" and is_rate(figures[0].unit):
        notes.append("Cộng các tỷ lệ chỉ có nghĩa khi chúng là các phần của cùng một tổng.")
    if how == "mean":
        notes.append("Đây là bình quân cộng giản đơn, không có quyền số.")
    soft = [one.written for one in figures if one.quantity and one.quantity.bound is not Bound.EXACT]
    if soft:
        notes.append(f"Có số ghi dạng “{'”, “'.join(soft)}” nên kết quả chỉ là xấp xỉ.")
    return " ".join(notes) or None
