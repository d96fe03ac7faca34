"""Series in which one value is many times its neighbours, and shares in tables that pass 100%."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from statistics import median

from assistant.audits.columns import Role, roles_of
from assistant.audits.finding import Certainty, Finding, Kind
from assistant.audits.material import Material
from assistant.audits.rows import row_name
from assistant.tools.pairing import RESULTS
from assistant.tools.periods import read_period
from assistant.tools.rounding import write
from assistant.tools.wording import name_of, written_of
from corpus.figures import Figure
from corpus.numbers import parse_quantity
from corpus.report import Cell, Row, Table
from corpus.text import folded

_SHARE = re.compile(r"^(?:ty le|ti le|ty trong|do che phu|so .* chiem)\b|\bchiem ty (?:le|trong)\b")
GROWS = re.compile(r"tang|giam|toc do|so voi|vuot|tang truong|hoan thanh|dat ke hoach|lap day|bao phu")
_TIMES = 8  # so many times its neighbours, and a digit or a mark must be wrong


def check_series(material: Material) -> Iterator[Finding]:
    """Table rows in which one year is many times its neighbours, or a share passes 100%."""
    for table in material.report.tables:
        roles = roles_of(table)
        for row in table.rows:
            results = _numbers(row, roles)
            yield from _leaps(material, row, results)
            yield from _over_100(material, table, row, results)


def _numbers(row: Row, roles: Sequence[Role]) -> list[tuple[Cell, Decimal]]:
    """The results and targets of a row that are plain numbers."""
    found = []
    for cell in row.cells:
        quantity = parse_quantity(cell.written)
        if roles[cell.column] in (Role.RESULT, Role.TARGET) and quantity and quantity.value is not None:
            found.append((cell, quantity.value))
    return found


def _leaps(material: Material, row: Row, results: Sequence[tuple[Cell, Decimal]]) -> Iterator[Finding]:
    if len(results) < 4 or GROWS.search(folded(" ".join(row.label))):
        return
    for at, (cell, number) in enumerate(results):
        others = [other for here, (_, other) in enumerate(results) if here != at]
        middle = median(others)
        if middle <= 0 or number <= 0 or max(others) > middle * _TIMES / 2 or min(others) * 4 < middle:
            continue
        if not (number >= middle * _TIMES or number * _TIMES <= middle):
            continue
        likely = _shifted(number, middle)
        name = row_name(row)
        yield Finding(
            kind=Kind.OUTLIER,
            certainty=Certainty.CLEAR if likely is not None else Certainty.ARGUABLE,
            printed=cell.written,
            recomputed=f"có thể là {write(likely)}" if likely is not None else "không rõ",
            what=(
                f"Dòng “{name}” ghi {cell.written}, lệch hẳn các số còn lại của dòng "
                f"({'; '.join(other.written for other, _ in results if other is not cell)})."
            ),
            arithmetic=f"{write(number)} / {write(middle)} (mức giữa) = {write(number / middle, 2)} lần",
            sources=(material.row_source(row),),
        )


def _shifted(number: Decimal, middle: Decimal) -> Decimal | None:
    """The number with its mark moved, where that brings it among its neighbours."""
    for power in (-1, -2, -3, 1, 2, 3):
        moved = number.scaleb(power)
        if middle * Decimal("0.7") <= moved <= middle * Decimal("1.4"):
            return moved.normalize() if moved != moved.to_integral_value() else moved.quantize(Decimal(1))
    return None


def _over_100(
    material: Material, table: Table, row: Row, results: Sequence[tuple[Cell, Decimal]]
) -> Iterator[Finding]:
    label = folded(" ".join(row.label))
    roles = roles_of(table)
    unit = next((cell.written.strip() for cell in row.cells if roles[cell.column] is Role.UNIT), "")
    if unit != "%" or not _SHARE.search(folded(row.label[-1]) if row.label else label) or GROWS.search(label):
        return
    if sum(1 for _, number in results if number > 100) * 2 > len(results):
        return  # a share that always passes 100 is measured against something else
    for cell, number in results:
        if number > 100:
            yield Finding(
                kind=Kind.OUTLIER,
                certainty=Certainty.CLEAR,
                printed=cell.written,
                recomputed="không quá 100%",
                what=f"Dòng “{row_name(row)}” là một tỷ lệ nhưng ghi {cell.written}%.",
                arithmetic=f"{write(number)} > 100",
                sources=(material.row_source(row),),
            )


def check_years(material: Material) -> Iterator[Finding]:
    """Years of running text in which one value is many times the others of its series."""
    series: dict[tuple[str, str | None, str | None], dict[int, Figure]] = {}
    for figure in material.figures:
        year = _whole_year(figure)
        if figure.table_row is None and figure.indicator is not None and year is not None:
            key = (figure.indicator, figure.place, figure.unit)
            series.setdefault(key, {}).setdefault(year, figure)
    for years in series.values():
        yield from _year_leaps(material, list(years.values()))


def _whole_year(figure: Figure) -> int | None:
    """The year of a result that is one plain number for one whole year."""
    period = read_period(figure.period)
    plain = figure.quantity is not None and figure.quantity.value is not None
    if figure.kind not in RESULTS or not plain or period is None or period.years > 1 or period.months:
        return None
    return period.last


def _year_leaps(material: Material, figures: Sequence[Figure]) -> Iterator[Finding]:
    if len(figures) < 3 or GROWS.search(folded(" ".join(figure.label for figure in figures))):
        return
    for figure in figures:
        number = figure.quantity.low if figure.quantity else Decimal(0)
        others = [one.quantity.low for one in figures if one is not figure and one.quantity is not None]
        middle = median(others)
        leaps = middle > 0 and (number >= middle * _TIMES or 0 < number * _TIMES <= middle)
        likely = _shifted(number, middle) if leaps and max(others) <= min(others) * 3 else None
        if likely is not None:
            yield Finding(
                kind=Kind.OUTLIER,
                certainty=Certainty.CLEAR,
                printed=written_of(figure),
                recomputed=f"có thể là {write(likely)}",
                what=f"{name_of(figure)} ghi {written_of(figure)}, lệch hẳn các năm khác của chuỗi.",
                arithmetic=f"{write(number)} / {write(middle)} (mức giữa) = {write(number / middle, 2)} lần",
                sources=(material.figure_source(figure),),
            )
