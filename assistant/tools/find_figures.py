"""The figures that answer a question of indicator, place, period and report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.calculation import Calculation, RefusalReason, Value
from assistant.tools.facts import Desk, same_place, words_of
from assistant.tools.periods import due_year, read_period
from assistant.tools.wording import name_of, refuse, written_of
from corpus.figures import Figure, FigureKind
from corpus.report import ReportId
from corpus.text import folded

TOOL = "find_figures"


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """What figures are meant: an indicator by id, name or words, and where and when it holds."""

    indicator: str
    place: str | None = None
    period: str | None = None
    report_id: str | None = None

    def arguments(self) -> dict[str, Value]:
        """The same as a calculation's arguments, without what was left open."""
        given = {
            "indicator": self.indicator,
            "place": self.place,
            "period": self.period,
            "report_id": self.report_id,
        }
        return {name: value for name, value in given.items() if value is not None}


def find(desk: Desk, which: Which, kinds: frozenset[FigureKind] | None = None) -> tuple[Figure, ...]:
    """The figures that fit, those whose label says nothing more than was asked first."""
    known = desk.indicator(which.indicator)
    found: Sequence[Figure] = ()
    if known is not None:
        found = _ask(desk, which, indicator=known.id)
    if not found:
        found = _ask(desk, which, label=which.indicator)
    asked = frozenset(folded(which.indicator).split())
    fitting = [
        figure
        for figure in found
        if (kinds is None or figure.kind in kinds)
        and (which.place is None or same_place(which.place, figure.place))
        and (which.period is None or same_period(which.period, figure.period))
    ]
    if known is not None:
        return tuple(fitting)
    return tuple(sorted(fitting, key=lambda figure: len(words_of(figure) - asked)))


def _ask(
    desk: Desk, which: Which, *, indicator: str | None = None, label: str | None = None
) -> Sequence[Figure]:
    """The store's answer, for just that place where it knows it by that name: few rows of many reports."""
    report = ReportId(which.report_id) if which.report_id else None
    if which.place is not None:
        here = desk.facts.figures(indicator=indicator, label=label, place=which.place, report_id=report)
        if here:
            return here
    return desk.facts.figures(indicator=indicator, label=label, report_id=report)


def same_period(asked: str, period: str | None) -> bool:
    """Whether a period is the one asked for: `2025` is also `đến 2025`; a span only by both its ends."""
    wanted, here = read_period(asked), read_period(period)
    if wanted is None or here is None:
        return period is not None and folded(asked) == folded(period)
    if (wanted.months, wanted.month) != (here.months, here.month):
        return False
    return (wanted.first, wanted.last) == (here.first, here.last)


def places_of(figures: Sequence[Figure]) -> tuple[str, ...]:
    """The places that the figures speak of, in order."""
    return tuple(dict.fromkeys(figure.place for figure in figures if figure.place))


def find_figures(
    desk: Desk, which: Which, *, kinds: frozenset[FigureKind] | None = None, limit: int = 20
) -> Calculation:
    """The figures that fit, latest period and newest report first."""
    arguments = which.arguments()
    found = sorted(find(desk, which, kinds), key=lambda one: _age(one, desk.dates), reverse=True)
    if not found:
        return nothing_found(TOOL, desk, which, arguments)
    kept = found[:limit]
    return Calculation(
        tool=TOOL,
        inputs=tuple(kept),
        arguments=arguments,
        formula="; ".join(f"{name_of(figure)}: {written_of(figure)}" for figure in kept),
        result=_rows(kept, len(found)),
        shown={f"value_{at}": written_of(figure) for at, figure in enumerate(kept, start=1)},
    )


def _age(figure: Figure, dates: Mapping[ReportId, str]) -> tuple[int, str]:
    return due_year(figure.period) or 0, dates.get(figure.report_id, "")


def _rows(kept: Sequence[Figure], count: int) -> dict[str, Value]:
    rows: dict[str, Value] = {"count": count, "returned": len(kept)}
    for at, figure in enumerate(kept, start=1):
        rows[f"id_{at}"] = figure.id
        rows[f"name_{at}"] = name_of(figure)
        rows[f"kind_{at}"] = figure.kind.value
    return rows


def nothing_found(tool: str, desk: Desk, which: Which, arguments: Mapping[str, Value]) -> Calculation:
    """A refusal that says what was not found: the indicator itself, or only that place or period."""
    anywhere = find(desk, Which(indicator=which.indicator, report_id=which.report_id))
    if not anywhere:
        known = desk.indicator(which.indicator)
        reason = RefusalReason.UNKNOWN_INDICATOR if known is None else RefusalReason.NO_FIGURE
        message = f"Các báo cáo không có số liệu nào về “{which.indicator}”."
        return refuse(tool, reason, message, (), arguments)
    asked = " ".join(
        part for part in (which.place and f"ở {which.place}", which.period and f"kỳ {which.period}") if part
    )
    have = ", ".join(dict.fromkeys(f"{one.place or '?'} {one.period or '?'}" for one in anywhere[:8]))
    message = f"Không có số liệu “{which.indicator}” {asked}. Các báo cáo có: {have}."
    return refuse(tool, RefusalReason.NO_FIGURE, message, (), arguments)
