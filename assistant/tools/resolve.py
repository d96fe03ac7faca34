"""From what was asked to the figures that a tool works on; what cannot be resolved is refused in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.calculation import Calculation, RefusalReason
from assistant.tools.choose import latest_period, newest
from assistant.tools.facts import Desk, words_of
from assistant.tools.find_figures import Which, find, nothing_found, places_of
from assistant.tools.pairing import RESULTS, TARGETS, nearest_target, ratio_after
from assistant.tools.wording import refuse
from corpus.figures import Figure, FigureId, FigureKind
from corpus.text import folded


@dataclass(frozen=True, slots=True, kw_only=True)
class Matched:
    """A result with its target, the other targets, the report's own ratio, and earlier values."""

    result: Figure
    target: Figure | None
    others: tuple[Figure, ...] = ()
    ratio: Figure | None = None
    earlier: tuple[Figure, ...] = ()


def by_id(desk: Desk, tool: str, figure_id: str) -> Figure | Calculation:
    """The figure of this id, or a refusal that says how to get one."""
    figure = desk.facts.figure(FigureId(figure_id))
    if figure is not None:
        return figure
    message = f"Không có số liệu mang mã “{figure_id}”. Hãy gọi find_figures để lấy mã đúng."
    return refuse(tool, RefusalReason.NO_FIGURE, message)


def one_place(tool: str, which: Which, figures: Sequence[Figure]) -> Calculation | None:
    """A refusal where several places answer and none was named: their figures must not be mixed."""
    places = places_of(figures)
    if which.place is not None or len(places) < 2:
        return None
    message = f"“{which.indicator}” có ở nhiều nơi: {', '.join(places)}. Hãy nêu rõ nơi (place)."
    return refuse(tool, RefusalReason.AMBIGUOUS, message, (), which.arguments())


def result_of(desk: Desk, tool: str, which: Which) -> tuple[Figure, tuple[Figure, ...]] | Calculation:
    """The result that leads for what was asked, with the values that earlier reports gave."""
    found = closest(desk, which, find(desk, which, RESULTS))
    if not found:
        return nothing_found(tool, desk, which, which.arguments())
    refusal = one_place(tool, which, found)
    if refusal is not None:
        return refusal
    of_period = found if which.period else latest_period(found)
    chosen = newest(of_period, desk.dates)
    if chosen is None:
        return nothing_found(tool, desk, which, which.arguments())
    return chosen.leading, chosen.earlier


def closest(desk: Desk, which: Which, found: Sequence[Figure]) -> tuple[Figure, ...]:
    """For words that are no known indicator: only the figures whose label adds the least to them."""
    if not found or desk.indicator(which.indicator) is not None:
        return tuple(found)
    asked = frozenset(folded(which.indicator).split())
    least = min(len(words_of(figure) - asked) for figure in found)
    return tuple(figure for figure in found if len(words_of(figure) - asked) == least)


def targets_of(desk: Desk, which: Which, result: Figure, set_by: str | None) -> tuple[Figure, ...]:
    """The targets for a result, the one that is meant first; those of its own row or clause before others."""
    wide = replace(which, place=which.place or result.place, period=None)
    found = list(closest(desk, wide, find(desk, wide, TARGETS)))
    own = [one for one in found if one.group is not None and one.group == result.group]
    if set_by is not None:
        wanted = folded(set_by)
        named = [one for one in found if wanted in folded(_setter(one))]
        own, found = [one for one in own if one in named], named
    pool = own or [one for one in found if one.report_id == result.report_id] or found
    if not pool:
        return ()
    first = nearest_target(result, pool)
    others = [
        one
        for one in found
        if (one.written, one.unit, one.set_by) != (first.written, first.unit, first.set_by)
    ]
    return (first, *_distinct(others))


def _setter(target: Figure) -> str:
    return f"{target.set_by or ''} {'kế hoạch' if target.kind is FigureKind.PLAN else 'mục tiêu'}"


def _distinct(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    seen: dict[tuple[str, str | None, str | None], Figure] = {}
    for figure in figures:
        seen.setdefault((figure.written, figure.unit, figure.period), figure)
    return tuple(seen.values())


def match(  # noqa: PLR0913  # what was asked, and what may be given by id
    desk: Desk,
    tool: str,
    which: Which,
    *,
    set_by: str | None = None,
    target_period: str | None = None,
    result_id: str | None = None,
    target_id: str | None = None,
) -> Matched | Calculation:
    """The result and target that are meant."""
    found = _given_result(desk, tool, result_id) if result_id else result_of(desk, tool, which)
    if isinstance(found, Calculation):
        return found
    result, earlier = found
    if target_id:
        given = by_id(desk, tool, target_id)
        targets: tuple[Figure, ...] | Calculation = given if isinstance(given, Calculation) else (given,)
    else:
        targets = targets_of(desk, which, result, set_by)
    if isinstance(targets, Calculation):
        return targets
    if target_period is not None:
        targets = tuple(one for one in targets if folded(target_period) in folded(one.period or ""))
    ratio = ratio_after(result, _shares(desk, which, result))
    return Matched(
        result=result,
        target=targets[0] if targets else None,
        others=targets[1:4],
        ratio=ratio,
        earlier=earlier,
    )


def _shares(desk: Desk, which: Which, result: Figure) -> Sequence[Figure]:
    """The shares of target that reports state for what was asked; the store has given them already."""
    wide = replace(which, place=which.place or result.place, period=None)
    return find(desk, wide, frozenset({FigureKind.SHARE}))


def _given_result(desk: Desk, tool: str, result_id: str) -> tuple[Figure, tuple[Figure, ...]] | Calculation:
    given = by_id(desk, tool, result_id)
    return given if isinstance(given, Calculation) else (given, ())
