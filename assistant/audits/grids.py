"""Tables as grids of numbers: how columns hang together is learnt from the rows themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations

from assistant.tools.agree import Agreement, agree
from corpus.numbers import parse_quantity
from corpus.report import Row, Table

_MOST = 0.75  # of the rows must bear a rule out before the others are doubted
_LEAST = 4  # rows
_WIDEST = 14  # columns of numbers; wider tables are searched less


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The numbers of a table: row by row, column by column."""

    table: Table
    rows: tuple[Row, ...]
    numbers: tuple[dict[int, Decimal], ...]

    @property
    def columns(self) -> tuple[int, ...]:
        """The columns that hold numbers in most rows."""
        counts: dict[int, int] = {}
        for row in self.numbers:
            for column in row:
                counts[column] = counts.get(column, 0) + 1
        return tuple(sorted(column for column, count in counts.items() if count >= _LEAST))


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How one column follows from others: their sum, or the percentage of the first in the second.

    A growth is that percentage less 100.
    """

    column: int
    others: tuple[int, ...]
    ratio: bool
    growth: bool = False
    kept: int = 0  # rows that bear it out


def grid_of(table: Table, skip: frozenset[int]) -> Grid:
    """The table's numbers; `skip` names columns that number or name things."""
    rows = []
    for row in table.rows:
        numbers: dict[int, Decimal] = {}
        for cell in row.cells:
            quantity = parse_quantity(cell.written.rstrip("% ")) if cell.column not in skip else None
            if quantity is not None and quantity.value is not None:
                numbers[cell.column] = quantity.value
        rows.append(numbers)
    return Grid(table=table, rows=table.rows, numbers=tuple(rows))


def learn(grid: Grid, at: Sequence[int], rates: frozenset[int]) -> Iterator[Rule]:
    """The rules that hold in most of the rows `at`: how each rate and each sum follows from others."""
    if len(grid.columns) > _WIDEST:
        return
    amounts = [column for column in grid.columns if column not in rates]
    for column in grid.columns:
        rule = (
            _ratio_rule(grid, at, column, amounts)
            if column in rates
            else _sum_rule(grid, at, column, amounts)
        )
        if rule is not None:
            yield rule


def follows(rule: Rule, numbers: dict[int, Decimal]) -> tuple[Decimal, Decimal] | None:
    """The printed and the recomputed number of a row; None where one of them is missing."""
    if rule.column not in numbers or any(other not in numbers for other in rule.others):
        return None
    known = [numbers[other] for other in rule.others]
    if not rule.ratio:
        return numbers[rule.column], sum(known, Decimal(0))
    if known[1] == 0:
        return None
    return numbers[rule.column], known[0] / known[1] * 100 - (100 if rule.growth else 0)


def _sum_rule(grid: Grid, at: Sequence[int], column: int, amounts: Sequence[int]) -> Rule | None:
    others = [other for other in amounts if other != column]
    for size in (2, 3, 4):
        rules = [Rule(column=column, others=chosen, ratio=False) for chosen in combinations(others, size)]
        best = _best(grid, at, rules)
        if best is not None:
            return best
    return None


def _ratio_rule(grid: Grid, at: Sequence[int], column: int, amounts: Sequence[int]) -> Rule | None:
    pairs = [(one, two) for one in amounts for two in amounts if one != two]
    rules = [
        Rule(column=column, others=pair, ratio=True, growth=growth)
        for growth in (False, True)
        for pair in pairs
    ]
    return _best(grid, at, rules)


def _best(grid: Grid, at: Sequence[int], rules: Sequence[Rule]) -> Rule | None:
    """The rule that most rows bear out, if enough do and not merely with zeros."""
    best: Rule | None = None
    for rule in rules:
        told, kept, telling = 0, 0, 0
        for row in at:
            pair = follows(rule, grid.numbers[row])
            if pair is None:
                continue
            told += 1
            fits = pair[0] == pair[1] if not rule.ratio else agree(*pair) is not Agreement.DIFFERS
            kept += fits
            telling += fits and _tells(rule, grid.numbers[row])
        enough = telling >= _LEAST and kept >= _MOST * told
        if enough and (best is None or kept > best.kept):
            best = replace(rule, kept=kept)
    return best


def _tells(rule: Rule, numbers: dict[int, Decimal]) -> bool:
    """Whether a row can speak for a rule: `0 = 0 + 0` and `100% = 5 / 5` say little."""
    known = [numbers[other] for other in rule.others]
    if rule.ratio:
        return known[0] != known[1]
    return sum(1 for number in known if number) >= 2
