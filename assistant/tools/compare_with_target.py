"""A result held against a target: vượt, đạt or chưa đạt, by how much, and which target it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.calculation import Calculation, RefusalReason, Value, Verdict
from assistant.steps import Step, step
from assistant.tools.agree import Agreement, agree
from assistant.tools.compare import Comparison, compare, direction
from assistant.tools.rounding import exact_places, numbers_in, ratio_places, write, write_ratio
from assistant.tools.units import convert_figure, gap_unit
from assistant.tools.wording import bracketed, name_of, refuse, target_name, written_of
from corpus.figures import Bound, Figure, Quantity
from corpus.vocabulary import Better

TOOL = "compare_with_target"

_DIRECTIONS = {
    Better.HIGHER: "càng cao càng tốt",
    Better.LOWER: "càng thấp càng tốt",
    Better.WITHIN: "nằm trong khoảng là tốt",
    Better.NONE: "không có chiều tốt - xấu",
}
# The report's own words for a verdict, and what they claim.
_STATED = {
    "vượt": Verdict.EXCEEDED,
    "đạt": Verdict.MET,
    "chưa đạt": Verdict.MISSED,
    "không đạt": Verdict.MISSED,
    "khó đạt": Verdict.MISSED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A result and its target in one unit, ready to be compared."""

    result: Figure
    target: Figure
    measured: Quantity
    wanted: Quantity
    unit: str | None


@step(Step.COMPUTE)
def compare_with_target(
    result: Figure,
    target: Figure | None,
    *,
    better: Better | None = None,
    others: Sequence[Figure] = (),
    stated_ratio: Figure | None = None,
) -> Calculation:
    """Verdict, gap and ratio of a result against a target, with the report's own verdict beside."""
    held = _hold(result, target)
    if isinstance(held, Calculation):
        return held
    compared = compare(held.measured, held.wanted, direction(better, held.wanted))
    stated = [stated_ratio] if stated_ratio is not None and stated_ratio.quantity is not None else []
    return Calculation(
        tool=TOOL,
        inputs=(result, held.target, *others, *stated),
        arguments={"result_id": result.id, "target_id": held.target.id},
        formula=_formula(held, compared),
        result={**_result(held, compared, others), **_beside(held, compared, stated)},
        units=_units(held, compared),
        shown=_shown(held, compared),
    )


def _hold(result: Figure, target: Figure | None) -> Held | Calculation:
    if target is None:
        message = f"Báo cáo không nêu mục tiêu cho {name_of(result)}; có thể hỏi riêng số liệu này."
        return refuse(TOOL, RefusalReason.NO_TARGET, message, (result,))
    if result.quantity is None or target.quantity is None:
        broken = result if result.quantity is None else target
        message = (
            f"Số “{broken.written}” in trong báo cáo không phải cách viết số hợp lệ nên không tính được."
        )
        return refuse(TOOL, RefusalReason.MALFORMED, message, (result, target))
    wanted = convert_figure(target, result.unit)
    if wanted is None:
        message = (
            f"Kết quả tính bằng “{result.unit or 'không ghi đơn vị'}”, mục tiêu tính bằng "
            f"“{target.unit or 'không ghi đơn vị'}”: hai đơn vị không quy đổi được cho nhau."
        )
        return refuse(TOOL, RefusalReason.UNLIKE_UNITS, message, (result, target))
    if wanted.low == wanted.high == 0:
        message = f"Mục tiêu của {name_of(result)} là 0 nên không tính được tỷ lệ hay mức đạt."
        return refuse(TOOL, RefusalReason.ZERO_BASE, message, (result, target))
    return Held(result=result, target=target, measured=result.quantity, wanted=wanted, unit=result.unit)


def _result(held: Held, compared: Comparison, others: Sequence[Figure]) -> dict[str, Value]:
    ratio_of = "mục tiêu / kết quả" if compared.inverse else "kết quả / mục tiêu"
    return {
        "verdict": compared.verdict.value if compared.verdict else None,
        "gap": compared.gap,
        "ratio": compared.ratio,
        "ratio_of": ratio_of if compared.ratio is not None else None,
        "direction": _DIRECTIONS[compared.better],
        "at_least": compared.at_least,
        "target_name": target_name(held.target),
        "other_targets": "; ".join(f"{target_name(one)}: {written_of(one)}" for one in others) or None,
        "note": _note(held, compared),
    }


def _note(held: Held, compared: Comparison) -> str | None:
    if compared.verdict is Verdict.UNDECIDABLE:
        return (
            f"Kết quả chỉ ghi “{held.result.written}”, không phải một con số cụ thể, nên chưa đủ căn cứ để "
            f"nói đạt hay chưa đạt mục tiêu “{held.target.written}”."
        )
    if compared.verdict is None:
        return "Chỉ tiêu này không có chiều tốt - xấu nên chỉ nêu chênh lệch."
    if compared.at_least:
        return f"Kết quả ghi “{held.result.written}” nên chênh lệch và tỷ lệ là mức tối thiểu."
    if held.measured.approximate:
        return f"Kết quả ghi “{held.result.written}”, là số gần đúng."
    return None


def _beside(held: Held, compared: Comparison, stated: Sequence[Figure]) -> dict[str, Value]:
    """What the report itself says of the same pair, and whether the figures bear it out."""
    words = held.result.stated_verdict
    beside: dict[str, Value] = {"stated_verdict": words}
    if words and compared.verdict not in (None, Verdict.UNDECIDABLE):
        claimed = _STATED.get(words.strip().lower())
        beside["stated_verdict_agrees"] = None if claimed is None else claimed is compared.verdict
    for figure in stated:
        beside["stated_ratio"] = written_of(figure)
        printed = figure.quantity.value if figure.quantity else None
        if printed is not None and compared.ratio is not None:
            beside["stated_ratio_agrees"] = agree(printed, compared.ratio) is not Agreement.DIFFERS
    return beside


def _units(held: Held, compared: Comparison) -> dict[str, str]:
    units = {"gap": gap_unit(held.unit) or ""}
    return {**units, "ratio": "%"} if compared.ratio is not None else units


def _numbers(held: Held) -> tuple[Decimal, ...]:
    return (*numbers_in((held.result,)), held.wanted.low, held.wanted.high)


def _shown(held: Held, compared: Comparison) -> dict[str, str]:
    shown = {"result": written_of(held.result), "target": written_of(held.target)}
    if compared.gap is not None:
        shown["gap"] = write(abs(compared.gap), exact_places(_numbers(held)), gap_unit(held.unit))
    if compared.ratio is not None:
        shown["ratio"] = write_ratio(compared.ratio, ratio_places(_numbers(held)))
    return shown


def _formula(held: Held, compared: Comparison) -> str:
    steps = [_gap_step(held, compared), _ratio_step(held, compared)]
    return "; ".join(step for step in steps if step)


def _ends(held: Held, compared: Comparison) -> tuple[Decimal, Decimal]:
    """The two numbers that were set against each other: the result's and the target's."""
    number = held.measured.low if held.measured.value is None else held.measured.value
    return number, compared.against


def _gap_step(held: Held, compared: Comparison) -> str:
    if compared.gap is None:
        return f"so {written_of(held.result)} với {written_of(held.target)}: không đủ căn cứ"
    number, against = _ends(held, compared)
    if compared.gap == 0 and held.wanted.bound is Bound.RANGE:
        return f"{write(number)} nằm trong khoảng {written_of(held.target)}"
    left, right = (against, number) if compared.gap < 0 < _sense(compared) else (number, against)
    if _sense(compared) < 0:
        left, right = (number, against) if compared.gap < 0 else (against, number)
    difference = write(left - right, exact_places(_numbers(held)), gap_unit(held.unit))
    return f"{bracketed(left, write(left))} − {bracketed(right, write(right))} = {difference}"


def _sense(compared: Comparison) -> int:
    """Which way a positive gap points: up, down where lower is better, or nowhere."""
    return {Better.HIGHER: 1, Better.LOWER: -1}.get(compared.better, 0)


def _ratio_step(held: Held, compared: Comparison) -> str:
    if compared.ratio is None:
        return ""
    number, against = _ends(held, compared)
    part, whole = (against, number) if compared.inverse else (number, against)
    ratio = write_ratio(compared.ratio, ratio_places(_numbers(held)))
    words = "mục tiêu / kết quả" if compared.inverse else "kết quả / mục tiêu"
    return f"{write(part)} / {write(whole)} × 100 = {ratio} ({words})"
