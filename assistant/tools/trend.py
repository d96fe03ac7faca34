"""How one indicator went over the years: its values in order, highest and lowest, and the change over all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise

from assistant.calculation import Calculation, RefusalReason, Value
from assistant.steps import Step, step
from assistant.tools.choose import newest
from assistant.tools.periods import Period, read_period
from assistant.tools.rounding import exact_places, ratio_places, write
from assistant.tools.units import convert_figure, gap_unit, is_rate
from assistant.tools.wording import bracketed, name_of, refuse, written_of
from corpus.figures import Figure, Quantity
from corpus.report import ReportId

TOOL = "trend"
_NO_DATES: Mapping[ReportId, str] = {}


@step(Step.COMPUTE)
def trend(figures: Sequence[Figure], dates: Mapping[ReportId, str] = _NO_DATES) -> Calculation:
    """One value for each year, the latest report's, with what changed between first and last."""
    series = _series(figures, dates)
    if len(series) < 2:
        message = "Cần số liệu của ít nhất hai năm khác nhau để nói xu hướng; các báo cáo không có đủ."
        return refuse(TOOL, RefusalReason.TOO_FEW, message, series)
    unit = series[-1].unit
    quantities = [convert_figure(figure, unit) for figure in series]
    if any(quantity is None for quantity in quantities):
        message = f"Các năm của {name_of(series[-1])} ghi bằng những đơn vị không quy đổi được cho nhau."
        return refuse(TOOL, RefusalReason.UNLIKE_UNITS, message, series)
    numbers = [_number(quantity) for quantity in quantities if quantity is not None]
    return Calculation(
        tool=TOOL,
        inputs=tuple(series),
        arguments={"figure_ids": " ".join(figure.id for figure in series)},
        formula=_formula(series, numbers, unit),
        result=_result(series, numbers, unit),
        units={"difference": gap_unit(unit) or "", "percent": "%"},
        shown=_shown(series, numbers, unit),
    )


def _series(figures: Sequence[Figure], dates: Mapping[ReportId, str]) -> tuple[Figure, ...]:
    """The leading figure of each single year, oldest first."""
    years: dict[int, list[Figure]] = {}
    for figure in figures:
        period = read_period(figure.period)
        if period is not None and figure.quantity is not None and _whole_year(period):
            years.setdefault(period.last, []).append(figure)
    chosen = [newest(years[year], dates) for year in sorted(years)]
    return tuple(one.leading for one in chosen if one is not None)


def _whole_year(period: Period) -> bool:
    return period.months is None and period.years == 1


def _number(quantity: Quantity) -> Decimal:
    return quantity.low if quantity.value is None else quantity.value


def _year(figure: Figure) -> str:
    period = read_period(figure.period)
    return str(period.last) if period else ""


def _result(series: Sequence[Figure], numbers: Sequence[Decimal], unit: str | None) -> dict[str, Value]:
    top, bottom = numbers.index(max(numbers)), numbers.index(min(numbers))
    steps = [after - before for before, after in pairwise(numbers)]
    values: dict[str, Value] = {f"y{_year(one)}": number for one, number in zip(series, numbers, strict=True)}
    return {
        **values,
        "first": _year(series[0]),
        "last": _year(series[-1]),
        "highest": _year(series[top]),
        "lowest": _year(series[bottom]),
        "difference": numbers[-1] - numbers[0],
        "percent": _percent(numbers, unit),
        "direction": _direction(steps),
    }


def _percent(numbers: Sequence[Decimal], unit: str | None) -> Decimal | None:
    if is_rate(unit) or numbers[0] <= 0:
        return None
    return (numbers[-1] - numbers[0]) / numbers[0] * 100


def _direction(steps: Sequence[Decimal]) -> str:
    if all(step == 0 for step in steps):
        return "không đổi"
    if all(step >= 0 for step in steps):
        return "tăng liên tục"
    if all(step <= 0 for step in steps):
        return "giảm liên tục"
    return "tăng giảm không đều"


def _shown(series: Sequence[Figure], numbers: Sequence[Decimal], unit: str | None) -> dict[str, str]:
    shown = {f"y{_year(figure)}": written_of(figure) for figure in series}
    difference = numbers[-1] - numbers[0]
    shown["difference"] = write(difference, exact_places(numbers), gap_unit(unit))
    percent = _percent(numbers, unit)
    if percent is not None:
        shown["percent"] = write(percent, ratio_places((numbers[0], numbers[-1])), "%")
    return shown


def _formula(series: Sequence[Figure], numbers: Sequence[Decimal], unit: str | None) -> str:
    row = "; ".join(f"năm {_year(figure)}: {written_of(figure)}" for figure in series)
    difference = write(numbers[-1] - numbers[0], exact_places(numbers), gap_unit(unit))
    first, last = (bracketed(number, write(number)) for number in (numbers[0], numbers[-1]))
    return f"{row}; cả kỳ: {last} − {first} = {difference}"
