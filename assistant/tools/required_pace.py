"""What is still missing to a target: per year until it is due, and as a compound rate."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext

from assistant.calculation import Calculation, RefusalReason, Value, Verdict
from assistant.steps import Step, step
from assistant.tools.compare import compare, direction
from assistant.tools.periods import due_year
from assistant.tools.rounding import exact_places, ratio_places, write
from assistant.tools.units import convert_figure, gap_unit, is_rate
from assistant.tools.wording import bracketed, name_of, refuse, target_name
from corpus.figures import Bound, Figure, Quantity
from corpus.vocabulary import Better

TOOL = "required_pace"
_DIGITS = 40  # of a compound rate before it is rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """The way that is left: from a number in one year to another in a later one."""

    now: Decimal
    wanted: Decimal
    years: int
    unit: str | None

    @property
    def missing(self) -> Decimal:
        """How much lies between the two."""
        return self.wanted - self.now

    @property
    def compound(self) -> Decimal | None:
        """Percent a year, where growing by a rate makes sense: positive amounts, not rates."""
        if is_rate(self.unit) or self.now <= 0 or self.wanted <= 0:
            return None
        with localcontext() as context:
            context.prec = _DIGITS
            growth = ((self.wanted / self.now).ln() / self.years).exp() - 1
        return (growth * 100).quantize(Decimal("1e-8"))


@step(Step.COMPUTE)
def required_pace(
    result: Figure,
    target: Figure | None,
    *,
    better: Better | None = None,
    from_year: int | None = None,
    to_year: int | None = None,
) -> Calculation:
    """How much a year is needed from the result's year to the target's."""
    if target is None:
        message = f"Báo cáo không nêu mục tiêu cho {name_of(result)} nên không tính được phần còn thiếu."
        return refuse(TOOL, RefusalReason.NO_TARGET, message, (result,))
    wanted = convert_figure(target, result.unit)
    if result.quantity is None or target.quantity is None:
        message = "Một trong hai số không phải cách viết số hợp lệ nên không tính được."
        return refuse(TOOL, RefusalReason.MALFORMED, message, (result, target))
    if wanted is None:
        message = f"“{result.unit}” và “{target.unit}” là hai đơn vị không quy đổi được cho nhau."
        return refuse(TOOL, RefusalReason.UNLIKE_UNITS, message, (result, target))
    start, end = from_year or due_year(result.period), to_year or due_year(target.period)
    if start is None or end is None or end <= start:
        message = (
            f"Không rõ còn bao nhiêu năm: kết quả thuộc kỳ “{result.period or 'không ghi'}”, mục tiêu thuộc "
            f"kỳ “{target.period or 'không ghi'}”. Hãy nêu năm bắt đầu và năm phải đạt."
        )
        return refuse(TOOL, RefusalReason.UNLIKE_PERIODS, message, (result, target))
    return _pace(result, target, wanted, better, end - start)


def _pace(result: Figure, target: Figure, wanted: Quantity, better: Better | None, years: int) -> Calculation:
    measured = result.quantity or wanted
    held = compare(measured, wanted, direction(better, wanted))
    number = measured.low if measured.value is None else measured.value
    way = Way(now=number, wanted=held.against, years=years, unit=result.unit)
    reached = held.verdict in (Verdict.MET, Verdict.EXCEEDED)
    arguments: dict[str, Value] = {"result_id": result.id, "target_id": target.id, "years": years}
    if reached:
        return Calculation(
            tool=TOOL,
            inputs=(result, target),
            arguments=arguments,
            formula=f"{write(number)} đã {held.verdict or ''} {target_name(target)} {target.written}",
            result={"reached": True, "missing": Decimal(0), "verdict": (held.verdict or Verdict.MET).value},
            units={"missing": gap_unit(result.unit) or ""},
            shown={"missing": write(Decimal(0), 0, gap_unit(result.unit))},
        )
    shown = show_way(way)
    return Calculation(
        tool=TOOL,
        inputs=(result, target),
        arguments=arguments,
        formula=tell_way(way, shown),
        result={
            "reached": False,
            "missing": way.missing,
            "per_year": way.missing / way.years,
            "compound": way.compound,
            "years": years,
            "target_name": target_name(target),
            "note": _note(way, target),
        },
        units={"missing": gap_unit(way.unit) or "", "per_year": per_year_unit(way.unit), "compound": "%/năm"},
        shown=shown,
    )


def per_year_unit(unit: str | None) -> str:
    """The unit of what is gained in a year."""
    point = gap_unit(unit) or ""
    return point if point.endswith("/năm") else f"{point}/năm"


def show_way(way: Way) -> dict[str, str]:
    """What the whole way is, a year of it, and the compound rate, as they may be written."""
    numbers = (way.now, way.wanted)
    places = exact_places(numbers)
    shown = {
        "missing": write(way.missing, places, gap_unit(way.unit)),
        "per_year": write(way.missing / way.years, max(places, 1), per_year_unit(way.unit)),
    }
    if way.compound is not None:
        shown["compound"] = write(way.compound, ratio_places(numbers), "%/năm")
    return shown


def tell_way(way: Way, shown: dict[str, str]) -> str:
    """The steps of the reckoning, the numbers put in."""
    now, wanted = bracketed(way.now, write(way.now)), bracketed(way.wanted, write(way.wanted))
    steps = [
        f"{wanted} − {now} = {shown['missing']}",
        f"{bracketed(way.missing, write(way.missing))} / {way.years} năm = {shown['per_year']}",
    ]
    if "compound" in shown:
        steps.append(f"({wanted} / {now})^(1/{way.years}) − 1 = {shown['compound']} (tăng trưởng kép)")
    return "; ".join(steps)


def _note(way: Way, target: Figure) -> str:
    decimals = ratio_places((way.now, way.wanted))
    notes = [f"Tốc độ kép làm tròn đến {decimals} chữ số thập phân."] if way.compound is not None else []
    if target.quantity and target.quantity.bound is not Bound.EXACT:
        notes.append(f"Mục tiêu ghi “{target.written}” nên đây là mức tối thiểu.")
    return " ".join(notes)
