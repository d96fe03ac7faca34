"""Rows of single years with a column for the whole period: a sum of them, a mean, or the last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal, localcontext

from assistant.audits.columns import Role, roles_of
from assistant.audits.finding import Certainty, Finding, Kind
from assistant.audits.material import Material
from assistant.audits.rows import row_name
from assistant.tools.agree import Agreement, agree
from assistant.tools.periods import read_period
from assistant.tools.rounding import places_of, write
from assistant.tools.units import is_rate
from corpus.numbers import parse_quantity
from corpus.report import Row, Table

_LEAST = 3  # years


def check_periods(material: Material) -> Iterator[Finding]:
    """Values for a period that its years give in no usual way."""
    for table in material.report.tables:
        years, whole = _columns(table)
        if len(years) < _LEAST or whole is None:
            continue
        for row in table.rows:
            yield from _check(material, row, years, whole)


def _columns(table: Table) -> tuple[list[int], int | None]:
    """The columns of single years, and the one result column that names no year after them."""
    roles = roles_of(table)
    results = [at for at, role in enumerate(roles) if role is Role.RESULT]
    dated = {at: read_period(table.columns[at][-1]) for at in results}
    years = [at for at, period in dated.items() if period is not None and period.first == period.last]
    rest = [at for at in results if at not in years and years and at > years[-1]]
    return years, rest[0] if len(rest) == 1 else None


def _check(material: Material, row: Row, years: Sequence[int], whole: int) -> Iterator[Finding]:
    numbers = {cell.column: parse_quantity(cell.written) for cell in row.cells}
    known = [numbers.get(at) for at in years]
    total = numbers.get(whole)
    values = [one.value for one in known if one is not None and not _bounded(one.bound)]
    plain = [value for value in values if value is not None]
    if total is None or total.value is None or _bounded(total.bound) or len(plain) != len(years):
        return
    ways = {
        "năm cuối": plain[-1],
        "tổng": sum(plain, Decimal(0)),
        "bình quân": sum(plain, Decimal(0)) / len(plain),
    }
    if all(value > -100 for value in plain):
        ways["bình quân nhân"] = _compound(plain)
    if any(agree(total.value, way) is not Agreement.DIFFERS for way in ways.values()):
        return
    nearest = min(ways, key=lambda name: abs(ways[name] - total.low))
    places = max(places_of(total.value), 1)
    unit = next((cell.written for cell in row.cells if cell.column == years[0] - 2), None)
    yield Finding(
        kind=Kind.PERCENT if is_rate(unit) else Kind.SUM,
        certainty=Certainty.ARGUABLE,
        printed=next(cell.written for cell in row.cells if cell.column == whole),
        recomputed=f"{write(ways[nearest], places)} ({nearest})",
        what=(
            f"Dòng “{row_name(row)}”: số cả giai đoạn ghi {write(total.value)}, không phải năm cuối, tổng "
            f"hay bình quân các năm; gần nhất là {nearest} {write(ways[nearest], places)}."
        ),
        arithmetic=f"{'; '.join(map(write, plain))}: {nearest} = {write(ways[nearest], places)}",
        sources=(material.row_source(row),),
    )


def _bounded(bound: str) -> bool:
    return bound != "exact"


def _compound(rates: Sequence[Decimal]) -> Decimal:
    """The yearly rate that compounds to the same: for rates of growth in per cent."""
    with localcontext() as context:
        context.prec = 28
        grown = Decimal(1)
        for rate in rates:
            grown *= 1 + rate / 100
        return ((grown.ln() / len(rates)).exp() - 1) * 100
