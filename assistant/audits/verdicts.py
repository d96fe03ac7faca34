"""Verdicts that a table prints against its own figures: “Đạt” below the target, “Chưa đạt” above it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from assistant.audits.finding import Certainty, Finding, Kind
from assistant.audits.material import Material
from assistant.calculation import Verdict
from assistant.tools.compare import Comparison, compare, direction
from assistant.tools.pairing import Pair, by_group, pairs_of
from assistant.tools.rounding import write
from assistant.tools.units import convert_figure, gap_unit
from assistant.tools.wording import written_of
from corpus.figures import Figure
from corpus.vocabulary import Better

_FAR = 50
_GOOD = frozenset({"đạt", "vượt"})
_BAD = frozenset({"chưa đạt", "không đạt"})


def check_verdicts(material: Material) -> Iterator[Finding]:
    """Every printed verdict that its result and target contradict."""
    rows = [figure for figure in material.figures if figure.table_row is not None]
    for group in by_group(rows).values():
        held = [(pair, _hold(material, pair)) for pair in pairs_of(group)]
        told = [(pair, one) for pair, one in held if one is not None and _said(pair.result)]
        for pair, one in told:
            if _contradicts(_said(pair.result), one):
                yield _finding(material, pair, one)
        yield from _two_ways(material, told)


def _said(result: Figure) -> str:
    return (result.stated_verdict or "").strip().lower()


def _hold(material: Material, pair: Pair) -> Comparison | None:
    wanted = convert_figure(pair.target, pair.result.unit)
    if pair.result.quantity is None or wanted is None:
        return None
    known = material.vocabulary.indicator(pair.result.indicator)
    return compare(pair.result.quantity, wanted, direction(known.better if known else None, wanted))


def _contradicts(said: str, held: Comparison) -> bool:
    if said in _GOOD:
        return held.verdict is Verdict.MISSED
    return said in _BAD and held.verdict in (Verdict.MET, Verdict.EXCEEDED)


def _finding(material: Material, pair: Pair, held: Comparison) -> Finding:
    verdict = held.verdict.value if held.verdict else ""
    name = " ".join((pair.result.table_row or (pair.result.label,))[-1].split()).strip(" +-")
    result, target = written_of(pair.result), written_of(pair.target)
    return Finding(
        kind=Kind.PERCENT,
        # A result far below may have another base: a count of communes after they were merged.
        certainty=Certainty.CLEAR if held.ratio is None or held.ratio > _FAR else Certainty.ARGUABLE,
        printed=pair.result.stated_verdict or "",
        recomputed=verdict,
        what=(
            f"{name}: kết quả {result} so với mục tiêu {target} ghi “{pair.result.stated_verdict}”, "
            f"trong khi số liệu cho thấy {verdict}."
        ),
        arithmetic=_arithmetic(pair, held),
        sources=(material.figure_source(pair.result),),
    )


def _arithmetic(pair: Pair, held: Comparison) -> str:
    gap = write(held.gap, None, gap_unit(pair.result.unit)) if held.gap is not None else "không rõ"
    return f"{pair.result.written} so với {pair.target.written}: chênh {gap}"


def _two_ways(material: Material, told: Sequence[tuple[Pair, Comparison]]) -> Iterator[Finding]:
    """A row without a direction whose verdicts take now more, now less for better."""
    ways = {_way(_said(pair.result), held) for pair, held in told if held.better is Better.NONE}
    if len(ways - {None}) < 2:
        return
    first = told[0][0]
    verdicts = "; ".join(f"{written_of(pair.result)}: {pair.result.stated_verdict}" for pair, _ in told)
    name = " ".join((first.result.table_row or (first.result.label,))[-1].split()).strip(" +-")
    yield Finding(
        kind=Kind.PERCENT,
        certainty=Certainty.ARGUABLE,
        printed=verdicts,
        recomputed="hai cách nhận xét trái nhau",
        what=(
            f"{name}: so với mục tiêu {written_of(first.target)}, các nhận xét {verdicts} hiểu chiều tốt - "
            "xấu trái ngược nhau."
        ),
        arithmetic="; ".join(_arithmetic(pair, held) for pair, held in told),
        sources=(material.figure_source(first.result),),
    )


def _way(said: str, held: Comparison) -> Better | None:
    """Which way a verdict takes to be good."""
    if held.gap is None or held.gap == 0 or said not in _GOOD | _BAD:
        return None
    return Better.HIGHER if (held.gap > 0) == (said in _GOOD) else Better.LOWER
