"""Places or indicators put in order of one number."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from assistant.calculation import Calculation, RefusalReason, Value
from assistant.steps import Step, step
from assistant.tools.rounding import exact_places, write
from assistant.tools.units import convert_figure, gap_unit
from assistant.tools.wording import bracketed, name_of, refuse, written_of
from corpus.figures import Bound, Figure

TOOL = "rank"


@step(Step.COMPUTE)
def rank(figures: Sequence[Figure], *, lowest_first: bool = False) -> Calculation:
    """The figures in order, highest first unless asked otherwise; equal numbers share a rank."""
    sound = [figure for figure in figures if figure.quantity is not None]
    if len(sound) < 2:
        return refuse(
            TOOL, RefusalReason.TOO_FEW, "Cần ít nhất hai số liệu cùng loại để xếp hạng.", tuple(figures)
        )
    unit = sound[0].unit
    held = [(figure, convert_figure(figure, unit)) for figure in sound]
    if any(quantity is None for _, quantity in held):
        message = "Các số liệu ghi bằng những đơn vị không quy đổi được cho nhau nên không xếp hạng được."
        return refuse(TOOL, RefusalReason.UNLIKE_UNITS, message, tuple(sound))
    pairs = [(one, q.low if q.value is None else q.value) for one, q in held if q is not None]
    ordered = sorted(pairs, key=lambda pair: (pair[1] if lowest_first else -pair[1], name_of(pair[0])))
    return Calculation(
        tool=TOOL,
        inputs=tuple(figure for figure, _ in ordered),
        arguments={"lowest_first": lowest_first, "figure_ids": " ".join(one.id for one, _ in ordered)},
        formula=_formula(ordered, unit),
        result=_result(ordered),
        units={"difference": gap_unit(unit) or ""},
        shown=_shown(ordered, unit),
    )


def _result(ordered: Sequence[tuple[Figure, Decimal]]) -> dict[str, Value]:
    result: dict[str, Value] = {}
    numbers = [number for _, number in ordered]
    for at, (figure, number) in enumerate(ordered, start=1):
        result[f"name_{at}"] = figure.place or figure.label
        result[f"rank_{at}"] = numbers.index(number) + 1
        result[f"value_{at}"] = number
    result["difference"] = abs(numbers[0] - numbers[-1])
    result["note"] = _note([figure for figure, _ in ordered])
    return result


def _note(figures: Sequence[Figure]) -> str | None:
    periods = list(dict.fromkeys(figure.period or "không ghi kỳ" for figure in figures))
    notes = [f"Các số liệu thuộc những kỳ khác nhau: {', '.join(periods)}."] if len(periods) > 1 else []
    soft = [one.written for one in figures if one.quantity and one.quantity.bound is not Bound.EXACT]
    if soft:
        notes.append(f"Có số ghi dạng “{'”, “'.join(soft)}” nên thứ hạng chỉ là gần đúng.")
    return " ".join(notes) or None


def _shown(ordered: Sequence[tuple[Figure, Decimal]], unit: str | None) -> dict[str, str]:
    shown = {f"value_{at}": written_of(figure) for at, (figure, _) in enumerate(ordered, start=1)}
    numbers = [number for _, number in ordered]
    gap = abs(numbers[0] - numbers[-1])
    return {**shown, "difference": write(gap, exact_places(numbers), gap_unit(unit))}


def _formula(ordered: Sequence[tuple[Figure, Decimal]], unit: str | None) -> str:
    order = " > " if ordered[0][1] >= ordered[-1][1] else " < "
    row = order.join(f"{name_of(figure)}: {written_of(figure)}" for figure, _ in ordered)
    high, low = max(n for _, n in ordered), min(n for _, n in ordered)
    gap = write(high - low, exact_places([high, low]), gap_unit(unit))
    return f"{row}; chênh: {bracketed(high, write(high))} − {bracketed(low, write(low))} = {gap}"
