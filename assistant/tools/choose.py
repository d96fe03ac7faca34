"""Which of several figures leads: the latest report's, the final value before an estimate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.tools.periods import due_year
from corpus.figures import Figure, FigureKind
from corpus.report import ReportId

_FINAL = {FigureKind.ACTUAL: 2, FigureKind.ESTIMATE: 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Vintage:
    """The figure that leads, and those of other reports that said otherwise before."""

    leading: Figure
    earlier: tuple[Figure, ...] = ()


def newest(figures: Sequence[Figure], dates: Mapping[ReportId, str]) -> Vintage | None:
    """The value that holds today for one indicator, place and period; None where there is none."""
    if not figures:
        return None
    ranked = sorted(figures, key=lambda one: _age(one, dates), reverse=True)
    leading, *rest = ranked
    said = [one for one in rest if one.quantity != leading.quantity or one.unit != leading.unit]
    return Vintage(leading=leading, earlier=_first_of_each(said))


def _age(figure: Figure, dates: Mapping[ReportId, str]) -> tuple[bool, str, bool, int]:
    """Later reports first, within one its tables, whose columns tell the time surely, then final values."""
    readable, tabled = figure.quantity is not None, figure.table_row is not None
    return (readable, dates.get(figure.report_id, ""), tabled, _FINAL.get(figure.kind, 0))


def _first_of_each(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """One figure for each report and value, in order."""
    seen: dict[tuple[ReportId, str, str | None], Figure] = {}
    for figure in figures:
        seen.setdefault((figure.report_id, figure.written, figure.unit), figure)
    return tuple(seen.values())


def latest_period(figures: Sequence[Figure]) -> tuple[Figure, ...]:
    """Those figures whose period ends last; figures without one only where none has any."""
    years = [due_year(figure.period) for figure in figures]
    last = max((year for year in years if year is not None), default=None)
    return tuple(one for one, year in zip(figures, years, strict=True) if year == last)
