"""Tables against themselves: total rows, total columns, and columns of percentages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.audits.columns import Role, roles_of
from assistant.audits.finding import Certainty, Finding, Kind
from assistant.audits.grids import Grid, Rule, follows, grid_of, learn
from assistant.audits.material import Material
from assistant.audits.sums import one_digit_apart
from assistant.tools.agree import Agreement, agree
from assistant.tools.rounding import write
from corpus.report import Row, Table
from corpus.text import folded

_TOTAL = re.compile(r"^(?:tong(?: cong| so)?|cong|toan (?:tinh|huyen|thanh pho|thi xa|xa))$")
_RATE = re.compile(r"%|tỷ lệ|tỉ lệ|bình quân|tốc độ|mật độ|so sánh|tăng|giảm", re.IGNORECASE)
_CLOSE = Decimal("0.05")
_HALF = Decimal("0.5")
_SKIP = frozenset({Role.ORDER, Role.UNIT})


@dataclass(frozen=True, slots=True)
class _Doubt:
    """A finding and the cell, by row and column, that it doubts."""

    cell: tuple[int, int]
    finding: Finding


def check_tables(material: Material) -> Iterator[Finding]:
    """Every total or percentage of a table that its own rows and columns do not bear out."""
    for table in material.report.tables:
        roles = roles_of(table)
        skip = frozenset(at for at, role in enumerate(roles) if role in _SKIP)
        grid = grid_of(table, skip)
        body = [at for at, row in enumerate(table.rows) if not is_total(row)]
        doubted: set[tuple[int, int]] = set()
        for found in (*_check_total_rows(material, grid), *_check_parents(material, grid)):
            doubted.add(found.cell)
            yield found.finding
        if Role.TARGET in roles:
            continue  # results against targets know a direction: they are checked row by row
        for rule in sorted(learn(grid, body, _rates(table)), key=lambda one: one.ratio):
            for found in _check_rule(material, grid, rule):
                # What follows from a number that is doubted already is no second mistake.
                if not any((found.cell[0], other) in doubted for other in rule.others):
                    doubted.add(found.cell)
                    yield found.finding


def is_total(row: Row) -> bool:
    """Whether a row sums up others: `Tổng`, `Cộng`, `Toàn tỉnh`."""
    return bool(row.label) and bool(_TOTAL.match(folded(row.label[-1])))


def _rates(table: Table) -> frozenset[int]:
    """The columns that hold percentages and the like: they are not added up."""
    return frozenset(at for at, path in enumerate(table.columns) if _RATE.search(" ".join(path)))


def _check_total_rows(material: Material, grid: Grid) -> Iterator[_Doubt]:
    for at, row in enumerate(grid.rows):
        if not is_total(row):
            continue
        ways = [parts for parts in _parts_of_total(grid, at) if len(parts) > 1]
        if ways:
            parts = max(ways, key=lambda one: _right(grid, at, one))
            yield from _check_sums(material, grid, at, parts)


def _parts_of_total(grid: Grid, at: int) -> Iterator[list[int]]:
    """What a total row may sum up: the rows above or below, all, the outermost or the leaves."""
    for step in (-1, 1):
        rows = _between_totals(grid, at, step)
        depths = [len(grid.rows[here].label) for here in rows]
        yield rows
        yield [here for here, depth in zip(rows, depths, strict=True) if depth == min(depths)]
        yield [here for here in rows if not _children(grid, here)]


def _check_parents(material: Material, grid: Grid) -> Iterator[_Doubt]:
    """Rows with sub-rows, where most columns show that they sum these up."""
    for at, row in enumerate(grid.rows):
        parts = [] if is_total(row) else _children(grid, at)
        if len(parts) > 1 and _right(grid, at, parts) > 1:
            yield from _check_sums(material, grid, at, parts)


def _children(grid: Grid, at: int) -> list[int]:
    """The rows right below that hang under a row."""
    label = grid.rows[at].label
    found: list[int] = []
    for here in range(at + 1, len(grid.rows)):
        other = grid.rows[here].label
        if other[: len(label)] != label or len(other) <= len(label):
            break
        if len(other) == len(label) + 1:
            found.append(here)
    return found


def _right(grid: Grid, at: int, parts: Sequence[int]) -> int:
    """How many columns of a row are the sum of those of its parts."""
    sums = _sums(grid, at, parts)
    return sum(1 for _, printed, exact in sums if agree(printed, exact) is not Agreement.DIFFERS)


def _check_sums(material: Material, grid: Grid, at: int, parts: Sequence[int]) -> Iterator[_Doubt]:
    right = _right(grid, at, parts)
    for column, printed, exact in _sums(grid, at, parts):
        agreement = agree(printed, exact)
        if agreement is Agreement.EXACT:
            continue
        certainty = _total_certainty(agreement, right, printed, exact)
        if certainty is not None:
            made = _total_finding(material, grid, (at, column), parts, (printed, exact), certainty)
            yield _Doubt((at, column), made)


def _total_certainty(agreement: Agreement, right: int, printed: Decimal, exact: Decimal) -> Certainty | None:
    """Only a row that sums up other columns, or nearly this one, is known to be a total."""
    if agreement is Agreement.ROUNDED:
        return Certainty.ROUNDING
    off = abs(printed - exact) / printed if printed else Decimal(1)
    if right > 0 or off <= _CLOSE or one_digit_apart(printed, exact):
        return Certainty.CLEAR
    return Certainty.ARGUABLE if off <= _HALF else None


def _between_totals(grid: Grid, at: int, step: int) -> list[int]:
    """The rows next to a total row, up to the next one."""
    found: list[int] = []
    here = at + step
    while 0 <= here < len(grid.rows) and not is_total(grid.rows[here]):
        found.append(here)
        here += step
    return sorted(found)


def _sums(grid: Grid, at: int, parts: Sequence[int]) -> Iterator[tuple[int, Decimal, Decimal]]:
    rates = _rates(grid.table)
    for column, printed in grid.numbers[at].items():
        held = [grid.numbers[part][column] for part in parts if column in grid.numbers[part]]
        if len(held) > 1 and column not in rates:
            yield column, printed, sum(held, Decimal(0))


def _total_finding(  # noqa: PLR0913, PLR0917  # a cell, what it was counted from, and how it came out
    material: Material,
    grid: Grid,
    cell: tuple[int, int],
    parts: Sequence[int],
    numbers: tuple[Decimal, Decimal],
    certainty: Certainty,
) -> Finding:
    at, column = cell
    printed, exact = numbers
    name = " / ".join(grid.table.columns[column])
    held = [grid.numbers[part][column] for part in parts if column in grid.numbers[part]]
    return Finding(
        kind=Kind.SUM,
        certainty=certainty,
        printed=_written(grid.rows[at], column, printed),
        recomputed=write(exact),
        what=(
            f"Cột “{name}”: dòng “{grid.rows[at].label[-1]}” ghi {_written(grid.rows[at], column, printed)}, "
            f"cộng các dòng được {write(exact)}."
        ),
        arithmetic=f"{' + '.join(write(number) for number in held)} = {write(exact)}",
        sources=(material.row_source(grid.rows[at]),),
    )


def _written(row: Row, column: int, number: Decimal) -> str:
    return next((cell.written for cell in row.cells if cell.column == column), write(number))


def _check_rule(material: Material, grid: Grid, rule: Rule) -> Iterator[_Doubt]:
    for at, row in enumerate(grid.rows):
        pair = follows(rule, grid.numbers[at])
        if pair is None or (is_total(row) and not rule.ratio):
            continue
        printed, exact = pair
        agreement = agree(printed, exact)
        if agreement is Agreement.EXACT:
            continue
        certainty = Certainty.ROUNDING if agreement is Agreement.ROUNDED else Certainty.CLEAR
        made = _rule_finding(material, grid, rule, row, (printed, exact), certainty)
        yield _Doubt((at, rule.column), made)


def _rule_finding(  # noqa: PLR0913, PLR0917  # a rule, the row that breaks it, and how it came out
    material: Material,
    grid: Grid,
    rule: Rule,
    row: Row,
    numbers: tuple[Decimal, Decimal],
    certainty: Certainty,
) -> Finding:
    printed, exact = numbers
    label = row.label[-1] if row.label else ""
    cells = {cell.column: cell.written for cell in row.cells}
    known = [cells[other] for other in rule.others]
    shown = write(exact, 2 if rule.ratio else None, "%" if rule.ratio else None)
    name = " / ".join(grid.table.columns[rule.column])
    less = " − 100" if rule.growth else ""
    sum_of = f"{known[0]} / {known[1]} × 100{less}" if rule.ratio else " + ".join(known)
    return Finding(
        kind=Kind.PERCENT if rule.ratio else Kind.SUM,
        certainty=certainty,
        printed=cells.get(rule.column, write(printed)),
        recomputed=shown,
        what=(
            f"Dòng “{label}”, cột “{name}” ghi {cells.get(rule.column)}; theo cách tính của các dòng khác "
            f"trong bảng phải là {shown}."
        ),
        arithmetic=f"{sum_of} = {shown}",
        sources=(material.row_source(row),),
    )
