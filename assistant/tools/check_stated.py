"""Whether what a report states follows from its own figures: “đạt X%”, and totals from their parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.calculation import Calculation, RefusalReason, Value
from assistant.steps import Step, step
from assistant.tools.agree import Agreement, Between, agree_between, percent_between, spread
from assistant.tools.rounding import exact_places, places_of, ratio_places, write, write_ratio
from assistant.tools.units import convert_figure
from assistant.tools.wording import bracketed, refuse, written_of
from corpus.figures import Figure, Quantity
from corpus.vocabulary import Better

TOOL = "check_stated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recount:
    """A stated number, worked out again in one way."""

    printed: Decimal
    exact: Decimal
    agreement: Agreement
    way: str  # "kết quả / mục tiêu", "mục tiêu / kết quả", "phần vượt / mục tiêu", "tổng các phần"
    formula: str
    vague: bool = False  # an input is only a bound or about right


def recount_ratio(  # noqa: PLR0913  # two numbers, their units and how the ratio is meant
    result: Quantity,
    target: Quantity,
    printed: Decimal,
    *,
    unit: str | None = None,
    better: Better | None = None,
    exceeding: bool = False,
) -> Recount | None:
    """The stated percentage recomputed, in the way that fits it best; None where it cannot be."""
    part = spread(result, unit)
    ways = [
        _ratio_way(result, end, printed, part, inverse=inverse, exceeding=exceeding)
        for end in dict.fromkeys((target.low, target.high))
        for inverse in _senses(better)
    ]
    found = [way for way in ways if way is not None]
    if not found:
        return None
    best = min(found, key=lambda way: (way.agreement is Agreement.DIFFERS, _distance(way)))
    lead = best if best.agreement is not Agreement.DIFFERS else _plainest(found, better)
    return replace(lead, vague=part.vague)


def _senses(better: Better | None) -> tuple[bool, ...]:
    """Which way round to divide: both where the direction is not known."""
    if better is Better.HIGHER:
        return (False,)
    return (True, False) if better is Better.LOWER else (False, True)


def _plainest(found: Sequence[Recount], better: Better | None) -> Recount:
    """What a stated number is held against when no way gives it: the way that the direction asks for."""
    first = found[0].way if better is not None else None
    alike = [way for way in found if first in (None, way.way)]
    return min(alike, key=_distance)


def _distance(way: Recount) -> Decimal:
    return abs(way.printed - way.exact)


def _ratio_way(  # noqa: PLR0913  # the pieces of one division
    result: Quantity, end: Decimal, printed: Decimal, part: Between, *, inverse: bool, exceeding: bool
) -> Recount | None:
    number = result.low if result.value is None else result.value
    over, under = (end, number) if inverse else (number, end)
    if under <= 0 or over < 0:
        return None
    less = Decimal(100) if exceeding else Decimal(0)
    exact = over / under * 100 - less
    ends = Between(over, over), Between(under, under)
    ends = (ends[0], part) if inverse else (part, ends[1])
    between = percent_between(*ends)
    low, high = (between[0] - less, between[1] - less) if between else (exact, exact)
    formula = (
        f"{write(over)} / {write(under)} × 100{' − 100' if exceeding else ''} = {_percent(exact, printed)}"
    )
    way = "mục tiêu / kết quả" if inverse else "kết quả / mục tiêu"
    return Recount(
        printed=printed,
        exact=exact,
        agreement=agree_between(printed, exact, low, high),
        way=f"phần vượt ({way})" if exceeding else way,
        formula=formula,
    )


def _percent(exact: Decimal, printed: Decimal) -> str:
    return write(exact, max(1, places_of(printed)), "%")


def recount_sum(
    total: Quantity, parts: Sequence[Quantity], unit: str | None = None, units: Sequence[str | None] = ()
) -> Recount | None:
    """The stated total recomputed from its parts, all in one unit; None where one is a range."""
    printed = total.value
    numbers = [part.value for part in parts]
    if printed is None or any(number is None for number in numbers):
        return None
    known = [number for number in numbers if number is not None]
    exact = sum(known, Decimal(0))
    own_units = units or [unit] * len(parts)
    spreads = [spread(part, one) for part, one in zip(parts, own_units, strict=True)]
    held = spread(total, unit)
    low, high = sum((s.low for s in spreads), Decimal(0)), sum((s.high for s in spreads), Decimal(0))
    agreement = agree_between(printed, exact, low, high)
    added = " + ".join(bracketed(number, write(number)) for number in known)
    return Recount(
        printed=printed,
        exact=exact,
        agreement=agreement,
        way="tổng các phần",
        formula=f"{added} = {write(exact)}",
        vague=held.vague or any(one.vague for one in spreads),
    )


@step(Step.COMPUTE)
def check_ratio(
    result: Figure,
    target: Figure,
    stated: Figure,
    *,
    better: Better | None = None,
    exceeding: bool = False,
) -> Calculation:
    """Whether “đạt X%” (or “vượt X%”) follows from a result and its target."""
    inputs = (result, target, stated)
    wanted = convert_figure(target, result.unit)
    if any(figure.quantity is None for figure in inputs):
        return refuse(
            TOOL, RefusalReason.MALFORMED, "Có số in không đúng cách viết nên không đối chiếu được.", inputs
        )
    if wanted is None or result.quantity is None or stated.quantity is None:
        message = f"“{result.unit}” và “{target.unit}” là hai đơn vị không quy đổi được cho nhau."
        return refuse(TOOL, RefusalReason.UNLIKE_UNITS, message, inputs)
    printed = stated.quantity.low
    found = recount_ratio(
        result.quantity, wanted, printed, unit=result.unit, better=better, exceeding=exceeding
    )
    if found is None:
        message = "Mục tiêu hoặc kết quả không dương nên không tính được tỷ lệ."
        return refuse(TOOL, RefusalReason.ZERO_BASE, message, inputs)
    places = max(places_of(printed), ratio_places((result.quantity.low, wanted.low)))
    return _checked(inputs, found, write_ratio(found.exact, places), "%", written_of(stated))


@step(Step.COMPUTE)
def check_parts(total: Figure, parts: Sequence[Figure]) -> Calculation:
    """Whether a total is what its parts add up to."""
    inputs = (total, *parts)
    if len(parts) < 2:
        return refuse(TOOL, RefusalReason.TOO_FEW, "Cần tổng và ít nhất hai phần để cộng lại.", inputs)
    if total.quantity is None or any(part.quantity is None for part in parts):
        return refuse(
            TOOL, RefusalReason.MALFORMED, "Có số in không đúng cách viết nên không cộng được.", inputs
        )
    converted = [_counted_in(part, total.unit) for part in parts]
    if any(part is None for part in converted):
        message = "Các phần và tổng ghi bằng những đơn vị không quy đổi được cho nhau."
        return refuse(TOOL, RefusalReason.UNLIKE_UNITS, message, inputs)
    known = [part for part in converted if part is not None]
    found = recount_sum(total.quantity, known, total.unit)
    if found is None:
        message = "Tổng hoặc các phần là khoảng giá trị nên không cộng được."
        return refuse(TOOL, RefusalReason.UNDECIDABLE, message, inputs)
    places = exact_places([part.low for part in known])
    return _checked(inputs, found, write(found.exact, places, total.unit), total.unit, written_of(total))


def _counted_in(part: Figure, unit: str | None) -> Quantity | None:
    """A part in its total's unit: “11 cơ quan” are eleven of “tổ chức, cơ quan, đơn vị”."""
    if part.unit is not None and part.unit != unit and part.unit in (unit or "").split(", "):
        return part.quantity
    return convert_figure(part, unit)


def _checked(
    inputs: Sequence[Figure], found: Recount, recomputed: str, unit: str | None, printed: str
) -> Calculation:
    result: dict[str, Value] = {
        "printed": found.printed,
        "recomputed": found.exact,
        "difference": found.printed - found.exact,
        "agreement": found.agreement.value,
        "way": found.way,
        "note": "Có số chỉ là xấp xỉ nên phép đối chiếu cũng chỉ xấp xỉ." if found.vague else None,
    }
    return Calculation(
        tool=TOOL,
        inputs=tuple(inputs),
        arguments={"figure_ids": " ".join(figure.id for figure in inputs)},
        formula=found.formula,
        result=result,
        units={"printed": unit or "", "recomputed": unit or "", "difference": unit or ""},
        shown={"printed": printed, "recomputed": recomputed},
    )
