"""Ratios of table rows: each against the row's own result and target."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.audits.columns import Line, lines
from assistant.audits.finding import Certainty, Finding, Kind
from assistant.audits.material import Material
from assistant.audits.words import percent
from assistant.tools.agree import Agreement
from assistant.tools.check_stated import recount_ratio
from corpus.figures import Bound
from corpus.numbers import parse_quantity
from corpus.report import Row
from corpus.vocabulary import Better


def check_rows(material: Material) -> Iterator[Finding]:
    """Every ratio of a table row against the row's own result and target."""
    for table in material.report.tables:
        for line in lines(table):
            yield from _check_line(material, line)


def row_name(row: Row) -> str:
    """A row's own name, with its parent's where it says little by itself."""
    own = row.label[-1] if row.label else ""
    return " - ".join(row.label[-2:]) if len(own) < 30 and len(row.label) > 1 else own


def _check_line(material: Material, line: Line) -> Iterator[Finding]:
    label = row_name(line.row)
    indicator = material.vocabulary.match_indicator(label, line.unit)
    better = indicator.better if indicator and indicator.better in (Better.HIGHER, Better.LOWER) else None
    first, against = line.targets[0]
    held = [(cell, result, ratio, first, against) for cell, result, ratio in line.results]
    for cell, result, ratio, aim, target in [*held, *line.named]:
        stated = parse_quantity(ratio.written.rstrip("% ")) if ratio is not None else None
        if ratio is None or stated is None or stated.value is None or result == target:
            continue
        recount = recount_ratio(result, target, stated.value, unit=line.unit, better=better)
        if recount is None or recount.agreement is Agreement.EXACT:
            continue
        if stated.bound is Bound.ABOVE and recount.exact > stated.value:
            continue
        # Some cut every ratio at 100: that is a habit, and may be meant.
        capped = stated.value == 100 and recount.exact > 100
        certainty = Certainty.ARGUABLE if capped or recount.vague else Certainty.CLEAR
        if recount.agreement is Agreement.ROUNDED:
            certainty = Certainty.ROUNDING
        exact = percent(recount.exact, stated.value)
        said = ratio.written if "%" in ratio.written else f"{ratio.written}%"
        yield Finding(
            kind=Kind.PERCENT,
            certainty=certainty,
            printed=said,
            recomputed=exact,
            what=(
                f"Dòng “{label}” ghi {said}, trong khi tính từ {cell.written} và mục tiêu "
                f"{aim.written} là {exact} ({recount.way})."
            ),
            arithmetic=recount.formula,
            sources=(material.row_source(line.row),),
        )
