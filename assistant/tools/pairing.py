"""Results, targets and stated ratios that belong together: of one row or clause, else of one indicator."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from assistant.tools.periods import due_year, read_period
from corpus.figures import Figure, FigureKind

RESULTS = frozenset({FigureKind.ACTUAL, FigureKind.ESTIMATE})
TARGETS = frozenset({FigureKind.TARGET, FigureKind.PLAN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A result with its target, and what the report itself says of the two."""

    result: Figure
    target: Figure
    ratio: Figure | None = None
    others: tuple[Figure, ...] = ()  # further targets of the same result


def by_group(figures: Iterable[Figure]) -> dict[tuple[str, str], list[Figure]]:
    """The figures of each row or clause, in the order in which they stand."""
    groups: dict[tuple[str, str], list[Figure]] = {}
    for figure in figures:
        if figure.group is not None:
            groups.setdefault((figure.report_id, figure.group), []).append(figure)
    return groups


def pairs(figures: Iterable[Figure]) -> Iterator[Pair]:
    """Every result with the target that stands in the same row or clause."""
    for group in by_group(figures).values():
        yield from pairs_of(group)


def pairs_of(group: Sequence[Figure]) -> Iterator[Pair]:
    """The pairs of one row or clause: the results of a row share its target, each with its own ratio."""
    targets = [figure for figure in group if figure.kind in TARGETS]
    if not targets:
        return
    for at, result in enumerate(group):
        if result.kind not in RESULTS:
            continue
        target = nearest_target(result, targets)
        if _is_of_one_month(result, target) or _is_of_another_year(result, target, group):
            continue
        others = tuple(one for one in targets if one is not target)
        yield Pair(result=result, target=target, ratio=_ratio_from(group, at + 1), others=others)


def _is_of_another_year(result: Figure, target: Figure, group: Sequence[Figure]) -> bool:
    """Last year's months beside this year's plan: the plan is for those of its own year."""
    year = due_year(target.period)
    if target.kind is not FigureKind.PLAN or year is None or due_year(result.period) == year:
        return False
    return any(one.kind in RESULTS and due_year(one.period) == year for one in group)


def _is_of_one_month(result: Figure, target: Figure) -> bool:
    """Whether a result is of one month and the target of more."""
    held, due = read_period(result.period), read_period(target.period)
    return held is not None and held.month is not None and (due is None or due.month != held.month)


def nearest_target(result: Figure, targets: Sequence[Figure]) -> Figure:
    """The target meant for a result: a resolution's before a plan's, a due year at or after the result's."""
    if len(targets) == 1:
        return targets[0]
    year = due_year(result.period)

    def fitness(target: Figure) -> tuple[bool, bool]:
        due = due_year(target.period)
        past = year is not None and due is not None and due < year
        return (past, target.kind is FigureKind.PLAN)

    return min(targets, key=fitness)


def _ratio_from(group: Sequence[Figure], at: int) -> Figure | None:
    """The stated share that follows a result most closely, before the next result begins."""
    for figure in group[at:]:
        if figure.kind in RESULTS:
            return None
        if figure.kind is FigureKind.SHARE and figure.refers_to is not None:
            return figure
    return None


def ratio_after(result: Figure, shares: Iterable[Figure]) -> Figure | None:
    """The share of plan that the report states right after a result, in the same row or clause."""
    if result.group is None:
        return None
    own = [
        one
        for one in shares
        if (one.report_id, one.group) == (result.report_id, result.group) and one.refers_to is not None
    ]
    after = [one for one in own if one.spans and result.spans and one.spans[0] > result.spans[0]]
    return after[0] if after else None
