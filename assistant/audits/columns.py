"""What the columns of a table hold, as their labels say: targets, results, ratios, units."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from corpus.figures import Quantity
from corpus.numbers import parse_quantity
from corpus.report import Cell, Row, Table
from corpus.text import folded


class Role(StrEnum):
    """What a column is for."""

    ORDER = "order"
    UNIT = "unit"
    TARGET = "target"
    RESULT = "result"
    RATIO = "ratio"
    OTHER = "other"


_LAST = (
    (Role.ORDER, re.compile(r"^(?:s?tt|so thu tu|so tt)$")),
    (Role.UNIT, re.compile(r"^(?:don vi|dvt)")),
    (Role.OTHER, re.compile(r"ghi chu|danh gia|so sanh|nhan xet|co quan|ngay|so hieu|ky hieu|trich yeu")),
    (Role.RATIO, re.compile(r"ty le|so voi|dat ?%|% ?dat|\bdat\b.*\bke hoach\b|th kh|hoan thanh")),
    (Role.RESULT, re.compile(r"thuc hien|ket qua|uoc|dat duoc|\bth\b")),
    (Role.TARGET, re.compile(r"muc tieu|chi tieu(?! chu yeu)|ke hoach|nghi quyet|nq|du toan|giao|\bkh\b")),
)


_EARLIER = re.compile(
    r"(?:so (?:voi )?|^)(?:cung ky|nam truoc|thang truoc|ky truoc|dau (?:nam|ky)|nam (?:19|20)\d\d)"
)
_COMPARES = re.compile(r"so sanh|danh gia")


def roles_of(table: Table) -> list[Role]:
    """The role of each column; one that compares is a ratio where it holds numbers and not words."""
    roles = [role_of(path) for path in table.columns]
    for at, path in enumerate(table.columns):
        if roles[at] is not Role.OTHER or not _COMPARES.search(folded(" ".join(path[-1:]))):
            continue
        written = [cell.written for row in table.rows for cell in row.cells if cell.column == at]
        numbers = sum(1 for one in written if parse_quantity(one.rstrip("% ")) is not None)
        if numbers * 2 > len(written):
            roles[at] = Role.RATIO
    return roles


def role_of(path: tuple[str, ...]) -> Role:
    """A column's role, from the innermost label that tells one."""
    if path and _EARLIER.search(folded(path[-1])):
        return Role.OTHER  # held against an earlier period, not against a target
    for label in reversed(path):
        plain = folded(label)
        sign = f"{plain} %" if "%" in label else plain
        for role, pattern in _LAST:
            if pattern.search(sign):
                return Role.RATIO if role is Role.TARGET and _is_compared(path, label) else role
        if "%" in label:
            return Role.RATIO
    return Role.OTHER


def _is_compared(path: tuple[str, ...], label: str) -> bool:
    """Whether a label names what is compared with, below one that says so: `So sánh (%) / Kế hoạch`."""
    return any(_COMPARES.search(folded(above)) or "%" in above for above in path if above != label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row with its unit, its targets, and each result with the ratio that follows it."""

    table: Table
    row: Row
    unit: str | None
    targets: tuple[tuple[Cell, Quantity], ...]
    results: tuple[tuple[Cell, Quantity, Cell | None], ...]
    # ratios whose column names one of several targets: `Dự toán / Huyện giao` and `So sánh (%) / Huyện giao`
    named: tuple[tuple[Cell, Quantity, Cell, Cell, Quantity], ...] = ()


def lines(table: Table) -> Iterator[Line]:
    """The rows of a table that hold targets and results."""
    roles = roles_of(table)
    if Role.TARGET not in roles:
        return
    for row in table.rows:
        line = _line(table, row, roles)
        if line.targets and line.results:
            yield line


def _line(table: Table, row: Row, roles: list[Role]) -> Line:
    unit: str | None = None
    targets: list[tuple[Cell, Quantity]] = []
    results: list[tuple[Cell, Quantity, Cell | None]] = []
    for cell in sorted(row.cells, key=lambda one: one.column):
        role = roles[cell.column]
        if role is Role.UNIT:
            unit = cell.written.strip() or None
        if role is Role.RATIO and results and results[-1][2] is None:
            held, quantity, _ = results[-1]
            results[-1] = (held, quantity, cell)
        quantity_here = parse_quantity(cell.written) if role in (Role.TARGET, Role.RESULT) else None
        if quantity_here is not None and role is Role.TARGET:
            targets.append((cell, quantity_here))
        elif quantity_here is not None:
            results.append((cell, quantity_here, None))
    named = tuple(_named(table, row, roles, targets, results))
    if named:
        results = [(cell, quantity, None) for cell, quantity, _ in results]
    return Line(table=table, row=row, unit=unit, targets=tuple(targets), results=tuple(results), named=named)


def _named(
    table: Table,
    row: Row,
    roles: list[Role],
    targets: list[tuple[Cell, Quantity]],
    results: list[tuple[Cell, Quantity, Cell | None]],
) -> Iterator[tuple[Cell, Quantity, Cell, Cell, Quantity]]:
    """Where one result is held against several targets, each ratio with the target that it names."""
    if len(targets) < 2 or len(results) != 1:
        return
    names = {table.columns[cell.column][-1]: (cell, quantity) for cell, quantity in targets}
    for cell in row.cells:
        path = table.columns[cell.column]
        if roles[cell.column] is Role.RATIO and len(path) > 1 and path[-1] in names:
            yield (results[0][0], results[0][1], cell, *names[path[-1]])
