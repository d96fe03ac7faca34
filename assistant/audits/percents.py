"""Stated shares of a target: “đạt 95% chỉ tiêu” against the result and target that the report prints."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assistant.audits.columns import Line, lines
from assistant.audits.finding import Certainty, Finding, Kind, Source, distinct
from assistant.audits.likeness import likeness
from assistant.audits.material import Material, Text
from assistant.audits.stated import Stated, find_stated
from assistant.audits.words import percent, printed
from assistant.tools.agree import Agreement
from assistant.tools.check_stated import Recount, recount_ratio
from assistant.tools.periods import Period, read_period
from assistant.tools.rounding import write
from assistant.tools.units import convert_quantity, factor, is_rate
from corpus.figures import Figure, FigureKind, Quantity
from corpus.numbers import Found, parse_quantity
from corpus.vocabulary import Better

_ASSIGNED = re.compile(r"giao|\bnăm\b|tỉnh|trung ương", re.IGNORECASE)
_NEXT_SENTENCE = re.compile(r"[.]\s+(?=[^\W\d_a-z])")
_LIKE = 0.5  # words that two labels must share before equal results are taken for one
_TARGETS = frozenset({FigureKind.TARGET, FigureKind.PLAN})
_AIMS = re.compile(r"mục tiêu|chỉ tiêu|phấn đấu|phân đấu|kế hoạch|giao", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aim:
    """A target that a stated share may be held against, and how surely it is the one."""

    quantity: Quantity
    unit: str | None
    source: Source
    sure: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A result whose target is printed beside it somewhere in the report."""

    label: str
    result: Quantity
    unit: str | None
    aim: Aim
    share: Quantity | None = None  # the ratio that is printed with it


def check_percents(material: Material) -> Iterator[Finding]:
    """Every stated share that does not follow, in running text and in tables."""
    known = list(_known(material))
    for text in material.texts:
        for stated in find_stated(text):
            finding = _check(material, stated, known)
            if finding is not None:
                yield finding


def _check(material: Material, stated: Stated, known: Sequence[Known]) -> Finding | None:
    share = stated.share.quantity
    if share is None or share.value is None:
        return None
    recounts = [(aim, _recount(material, stated, aim, share.value)) for aim in _aims(material, stated, known)]
    found = [(aim, recount) for aim, recount in recounts if recount is not None]
    exact = [pair for pair in found if pair[1].agreement is Agreement.EXACT]
    if not found or exact:
        return None
    points = [pair for pair in found if _by_points(stated, pair[0])]
    if points:
        return _finding(stated, *points[0], Certainty.ARGUABLE)
    rounded = [pair for pair in found if pair[1].agreement is Agreement.ROUNDED]
    aim, recount = (rounded or found)[0]
    return _finding(stated, aim, recount, _certainty(found, recount))


def _certainty(found: Sequence[tuple[Aim, Recount]], recount: Recount) -> Certainty:
    if recount.agreement is Agreement.ROUNDED:
        return Certainty.ROUNDING
    values = {aim.quantity for aim, _ in found}
    sure = found[0][0].sure and len(values) == 1 and not recount.vague
    return Certainty.CLEAR if sure else Certainty.ARGUABLE


def _by_points(stated: Stated, aim: Aim) -> bool:
    """Whether “vượt 13,2%” means points: 33,2% against 20%."""
    result, share = stated.result.quantity, stated.share.quantity
    if not stated.exceeding or not is_rate(stated.result.unit) or result is None or share is None:
        return False
    return abs(result.low - aim.quantity.low) == share.low


def _recount(material: Material, stated: Stated, aim: Aim, share: Decimal) -> Recount | None:
    result = stated.result.quantity
    wanted = convert_quantity(aim.quantity, aim.unit, stated.result.unit)
    if result is None or wanted is None:
        return None
    if is_rate(stated.result.unit) and factor(stated.result.unit, aim.unit) != 1:
        return None  # per cent against per mille: a slip of the unit, not of the ratio
    return recount_ratio(
        result,
        wanted,
        share,
        unit=stated.result.unit,
        better=_better(material, stated),
        exceeding=stated.exceeding,
    )


def _better(material: Material, stated: Stated) -> Better | None:
    """Which way is good, where the vocabulary knows; a bound does not turn what it says round."""
    figure = material.figure_at(stated.text, stated.result)
    label = figure.label if figure else label_of(stated)
    known = material.vocabulary.indicator(figure.indicator) if figure else None
    known = known or material.vocabulary.match_indicator(label, stated.result.unit)
    return known.better if known and known.better in (Better.HIGHER, Better.LOWER) else None


def label_of(stated: Stated) -> str:
    """What a result measures, in the clause's own words, those after the number included."""
    start, end = stated.before
    return f"{stated.text.words[start:end]} {stated.text.words[end : stated.share.start]}"


def _aims(material: Material, stated: Stated, known: Sequence[Known]) -> list[Aim]:
    """The targets that may be meant: the clause's own, else its note's, else those of like results."""
    own = _own_aim(stated)
    if own is not None:
        return [own]
    if stated.implied:
        return [replace(aim, sure=False) for aim in _of_like_results(stated, known)]
    if second_of(stated.result) is not None:
        return []  # 13/33 counts, and its target is a share that the words do not name
    nearby = [*_of_notes(material, stated), *_earlier_plan(stated)]
    if nearby:
        return nearby
    alike = _of_like_results(stated, known)
    return alike or _of_figures(material, stated)


def _own_aim(stated: Stated) -> Aim | None:
    """The target in the same words: in brackets, or as the second number of `28/26`."""
    text, result = stated.text, stated.result
    if stated.implied:
        return None
    if stated.target is not None and stated.target.quantity is not None:
        if factor(result.unit, stated.target.unit) is None:
            return None
        source = text.source(result.start, stated.target.end)
        return Aim(quantity=stated.target.quantity, unit=stated.target.unit, source=source, sure=True)
    second = second_of(result)
    if second is not None and _is_plan(result, second):
        source = text.source(result.start, stated.share.end)
        return Aim(quantity=second, unit=result.unit, source=source, sure=True)
    return None


def second_of(found: Found) -> Quantity | None:
    """The second number of `788/800`."""
    _, stroke, second = found.written.partition("/")
    return parse_quantity(second.strip()) if stroke else None


def _is_plan(found: Found, second: Quantity) -> bool:
    """Whether `x/y` sets a result against a plan: more than all, or an amount rather than a count."""
    return (found.quantity is not None and found.quantity.low > second.low) or (found.unit or "").endswith(
        ("đồng", "ha", "tấn", "km")
    )


def _of_notes(material: Material, stated: Stated) -> Iterator[Aim]:
    """Targets that stand in the footnote whose mark follows the share."""
    marks = stated.text.block.marks if stated.text.block else ()
    for mark in marks:
        if mark.footnote is None or not stated.share.end <= mark.at <= stated.share.end + 60:
            continue
        note = Text(material.report, material.report.footnotes[mark.footnote].body)
        if not _AIMS.search(note.words):
            continue
        for found in note.quantities:
            if found.quantity is None or factor(stated.result.unit, found.unit) is None or found.unit is None:
                continue
            source = note.source(found.start, found.end)
            yield Aim(quantity=found.quantity, unit=found.unit, source=source, sure=False)


_PAID = re.compile(r"giải ngân|thanh toán|thực hiện được|thu hồi", re.IGNORECASE)
_FUND = re.compile(r"vốn|kế hoạch|dự toán|kinh phí|tổng", re.IGNORECASE)


def _earlier_plan(stated: Stated) -> Iterator[Aim]:
    """What was allotted, for what was paid out of it: the nearest larger amount before it."""
    text, result = stated.text, stated.result
    if not _PAID.search(text.words[max(0, result.start - 90) : result.start]) or result.quantity is None:
        return
    for found in reversed(text.quantities):
        if found.end > result.start or result.start - found.end > 200:
            continue
        if _NEXT_SENTENCE.search(text.words, found.end, result.start):
            return  # what another sentence speaks of is no plan of this one
        lead = text.words[max(0, found.start - 90) : found.start]
        if found.unit == result.unit and found.quantity and _FUND.search(lead):
            source = text.source(found.start, stated.share.end)
            yield Aim(quantity=found.quantity, unit=found.unit, source=source, sure=True)
            return


def _known(material: Material) -> Iterator[Known]:
    """Results that stand beside their target: in rows, and in clauses that name it."""
    for table in material.report.tables:
        for line in lines(table):
            yield from _known_in_line(material, line)
    for text in material.texts:
        for stated in find_stated(text):
            own = _own_aim(stated)
            if own is not None and own.sure and stated.result.quantity is not None:
                yield Known(
                    label=label_of(stated),
                    result=stated.result.quantity,
                    unit=stated.result.unit,
                    aim=own,
                    share=stated.share.quantity,
                )


def _known_in_line(material: Material, line: Line) -> Iterator[Known]:
    source = material.row_source(line.row)
    for _, target in line.targets[:1]:
        for _, result, _ in line.results:
            aim = Aim(quantity=target, unit=line.unit, source=source, sure=True)
            yield Known(label=" ".join(line.row.label), result=result, unit=line.unit, aim=aim)


def _of_like_results(stated: Stated, known: Sequence[Known]) -> list[Aim]:
    """Targets of results that are the same number in the same unit under a like label."""
    result, unit = stated.result.quantity, stated.result.unit
    label = label_of(stated)
    alike = [
        (likeness(label, one.label), one.aim)
        for one in known
        if result is not None
        and result.low == one.result.low
        and factor(unit, one.unit) == 1
        and (not stated.of_plan or one.share == stated.share.quantity)  # a plan is not the resolution
    ]
    best = max((score for score, _ in alike), default=0.0)
    if best < _LIKE:
        return []
    return [aim for score, aim in alike if score == best]


def _of_figures(material: Material, stated: Stated) -> list[Aim]:
    """Targets of the same indicator and place, as the figures of the report have it."""
    figure = material.figure_at(stated.text, stated.result)
    period = read_period(figure.period) if figure else None
    if figure is None or figure.indicator is None or (period is not None and period.months is not None):
        return []
    return [
        Aim(
            quantity=one.quantity,
            unit=one.unit,
            source=material.figure_source(one),
            sure=one.table_row is not None and not stated.of_plan,
        )
        for one in material.figures
        if one.kind in _TARGETS
        and one.quantity is not None
        and one.sentence != figure.sentence
        and (one.indicator, one.place) == (figure.indicator, figure.place)
        and factor(figure.unit, one.unit) is not None
        and _may_be_meant(stated, one)
        and not _of_a_later_year(one, period)
    ]


def _of_a_later_year(target: Figure, result: Period | None) -> bool:
    """Whether a target is that of one year after the result's: next year's plan was not what was met."""
    due = read_period(target.period)
    if result is None or due is None or due.due or due.first != due.last:
        return False
    return due.first > result.last


def _may_be_meant(stated: Stated, target: Figure) -> bool:
    """Whether a target is of the kind that the words name: what a superior assigns is another."""
    if not stated.of_plan:
        return target.kind is FigureKind.TARGET
    tail = stated.text.words[stated.share.end : stated.share.end + 50]
    return target.kind is FigureKind.PLAN or (target.table_row is None and not _ASSIGNED.search(tail))


def _finding(stated: Stated, aim: Aim, recount: Recount, certainty: Certainty) -> Finding:
    said = printed(stated.share) if stated.share.unit == "%" else f"{stated.share.written}%"
    verb = "vượt" if stated.exceeding else "đạt"
    exact = percent(recount.exact, recount.printed)
    goal = write(aim.quantity.low) if aim.quantity.value is not None else "khoảng mục tiêu"
    label = _named(stated)
    points = f"; {share_points(stated)}" if _by_points(stated, aim) else ""
    what = (
        f"“{label}” ghi {verb} {said}, trong khi tính từ kết quả {printed(stated.result)} và mục tiêu {goal} "
        f"là {exact} ({recount.way}){points}."
    )
    own = stated.text.source(stated.result.start, stated.share.end)
    return Finding(
        kind=Kind.PERCENT,
        certainty=certainty,
        printed=said,
        recomputed=exact,
        what=what,
        arithmetic=recount.formula,
        sources=distinct((own, aim.source)),
    )


def share_points(stated: Stated) -> str:
    """What a stated excess of a rate truly is: points."""
    return f"mức chênh là {stated.share.written} điểm %"


def _named(stated: Stated) -> str:
    """The clause that says what was reached; what follows the number where nothing leads to it."""
    start, end = stated.before
    words = stated.text.words[start:end]
    if end - start < 25:
        words = stated.text.words[start : stated.share.start]
    return " ".join(words.split())[-160:].strip(" ,;.-()*")
