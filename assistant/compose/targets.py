"""A result held against its target: which target, the verdict, by how much, and the report's own word."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.calculation import Verdict
from assistant.compose.figures import (
    CLOSE_AIM,
    amount_of,
    best_of,
    exactly,
    in_its_time,
    is_named,
    label_of,
    same_kind_of_unit,
    same_measure,
    targets_for,
)
from assistant.compose.spoken import spoken, spoken_subject, when, where_and_when
from assistant.compose.words import phrase
from assistant.measures import RESULTS, TARGETS, unit_fits
from assistant.tools.change_between import change_between
from assistant.tools.compare_with_target import compare_with_target
from assistant.tools.implied_target import implied_target
from assistant.tools.pairing import ratio_after
from assistant.tools.required_pace import required_pace
from assistant.tools.units import factor
from assistant.understanding.periods import years_of
from corpus.figures import FigureKind
from corpus.numbers import parse_number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from assistant.calculation import Calculation
    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer
    from assistant.measures import Measured
    from assistant.query import Query
    from corpus.figures import Figure

_SAID = 0.55  # share of the subject that both targets must say
_NEARLY = 0.85
_DUE = 0.9
_LIKELY_DUE = 0.8
_LOOKED_AT = 25
_LESS_IN_TIME = 0.2
_EXCESS = re.compile(r"vượt(?: (?:kế hoạch|chỉ tiêu|dự toán|nghị quyết)(?: \w+)?)?\s*$", re.IGNORECASE)


def compare(hand: Hand, writer: Writer) -> bool:
    """Say how the result that was asked about stands to its target; False where that cannot be told."""
    if _asks_for_aim_alone(hand):
        return say_aim(hand, writer)
    found = pledge_and_resolution(hand) or pair(hand)
    planned = found is not None and found[1].kind is FigureKind.PLAN and _in_one_row(*found)
    if "plan" in hand.query.target_by and not planned and _implied(hand, writer):
        return True
    if found is None:
        return _implied(hand, writer)
    result, target = exactly(found[0], hand), found[1]
    stated = _stated_ratio(result, hand)
    made = compare_with_target(result, target, better=hand.better(result), stated_ratio=stated)
    if made.refusal is not None:
        return False
    number = writer.add(made)
    _name_other_setter(target, hand.query, writer)
    say_comparison(result, target, made, number, writer)
    return True


_SET_BY = {
    "budget": re.compile(r"dự toán", re.IGNORECASE),
    "plan": re.compile(r"kế hoạch|giao", re.IGNORECASE),
    "resolution": re.compile(r"nghị quyết|đại hội|nqđh", re.IGNORECASE),
}
_ASKED_BY = {"budget": "dự toán", "plan": "kế hoạch", "resolution": "chỉ tiêu Nghị quyết"}


def _name_other_setter(target: Figure, query: Query, writer: Writer) -> None:
    """Held against another target than the one that was asked for, an answer says so first."""
    asked = [name for name in query.target_by if name in _SET_BY]
    setter = target.set_by or ""
    others = any(pattern.search(setter) for name, pattern in _SET_BY.items() if name not in asked)
    if asked and others and not any(_SET_BY[name].search(setter) for name in asked):
        said = " hoặc ".join(_ASKED_BY[name] for name in asked)
        writer.say(phrase("target.other_setter", asked=said, target_name=target_name(target)))


_AIM_ALONE = re.compile(
    r"^ (?:(?:den|toi) (?:het )?nam \d+ )?(?:\w+ ){0,6}"
    r"(?:muc tieu|chi tieu|muc phan dau)(?: \w+){0,20} (?:bao nhieu|may|the nao|la gi)(?= )"
    r"|^ (?:\w+ ){0,2}(?:ke hoach|du toan)(?: \w+){0,20} (?:bao nhieu|may|the nao|la gi)(?= )"
    r"| (?:dat|de) (?:ra )?muc tieu (?:gi|nao|bao nhieu|the nao)(?= )"
)
_HELD_AGAINST = re.compile(
    r" (?:so voi|vuot|thieu|hut|cach|chenh|chua|ket qua|thuc hien|hoan thanh|da|duoc|co dat"
    r"|hien nay|hien tai|hien co|hien dat|hien|bay gio|den nay)(?= )"
)


def _asks_for_aim_alone(hand: Hand) -> bool:
    """“Mục tiêu đến 2030 là bao nhiêu”: nothing is to be held against it."""
    line = hand.query.line
    return bool(_AIM_ALONE.search(line)) and not _HELD_AGAINST.search(line)


def say_aim(hand: Hand, writer: Writer) -> bool:
    """The target itself, the latest report's first."""
    due = [one for one in hand.good(kinds=TARGETS) if one.period >= _LIKELY_DUE]
    best = best_of(due, hand, close=CLOSE_AIM)
    if best is None or best.figure.unit is None or len(hand.query.places) > 1:
        return False
    tell_aim(best.figure, writer)
    return True


_AIMED_LABEL = re.compile(r"^(?:tổng\s+)?(?:kế hoạch|dự toán|mục tiêu|chỉ tiêu)\s+(?=\w)", re.IGNORECASE)


def tell_aim(figure: Figure, writer: Writer) -> None:
    """A goal in one sentence that calls it one."""
    label = _AIMED_LABEL.sub("", spoken_subject(figure))
    writer.say(
        phrase(
            "points.plan" if figure.kind is FigureKind.PLAN else "points.aim",
            label=label[:1].lower() + label[1:] if label[1:2].islower() else label,
            where=where_and_when(figure),
            amount=amount_of(figure),
            marker=writer.mark_figure(figure),
        )
    )


def pledge_and_resolution(hand: Hand) -> tuple[Figure, Figure] | None:
    """“Mức phấn đấu … so với chỉ tiêu Nghị quyết”: one target held against the other."""
    said = re.search(r" so voi (.*)$", hand.query.line)
    if said is None or " phan dau" not in hand.query.line[: said.start() + 1]:
        return None
    if not re.search(r" nghi quyet| chi tieu| dai hoi", said.group()):
        return None
    pledges = [
        one.figure
        for one in hand.ranked
        if one.figure.kind in TARGETS and one.recall >= _SAID and not is_resolution(one.figure)
    ]
    results = [one.figure for one in hand.ranked if one.figure.kind in RESULTS and one.recall >= _SAID]
    for pledge in pledges[:4]:
        alike = [result for result in results[:8] if same_measure(result, pledge)]
        pool = [one for result in alike for one in targets_for(result, hand)]
        for target in pool:
            if is_resolution(target) and same_kind_of_unit(target, pledge) and target.id != pledge.id:
                return pledge, target
    return None


def is_resolution(target: Figure) -> bool:
    """Whether a resolution set the target."""
    said = f"{target.set_by or ''} {target.table_title or ''}"
    return bool(re.search(r"nghị quyết|đại hội|nqđh", said, re.IGNORECASE))


def pace(hand: Hand, writer: Writer) -> bool:
    """What is missing to the target, and how much of it each year."""
    found = pair(hand) or _pair_before(hand)
    if found is None:
        return False
    result, target = found
    said = say_pace(result, target, hand, writer)
    grown = change_between(result, target, any_period=True)
    if "%" in hand.query.units and grown.refusal is None and "percent" in grown.shown and not said:
        number = writer.add(grown)
        writer.say(
            phrase(
                "between.percent",
                before=amount_of(result),
                before_marker=writer.mark_figure(result),
                after=amount_of(target),
                after_marker=writer.mark_figure(target),
                percent=grown.shown["percent"],
                formula=grown.formula,
            ),
            calculations=(number,),
        )
    made = compare_with_target(result, target, better=hand.better(result))
    if made.refusal is None:
        say_comparison(result, target, made, writer.add(made), writer)
        said = True
    return said


def _pair_before(hand: Hand) -> tuple[Figure, Figure] | None:
    """“Trong hai năm 2024-2025 phải tăng bao nhiêu”: the years ahead are no time of a result."""
    ahead = [period for period in hand.query.periods if not period.single]
    if not ahead or len(ahead) != len(hand.query.periods):
        return None
    found = pair(replace(hand, query=replace(hand.query, periods=())))
    due = years_of(found[1].period) if found else None
    return found if due is not None and due.last == ahead[-1].last else None


def pair(hand: Hand) -> tuple[Figure, Figure] | None:
    """The result and the target that are meant."""
    named = _both_named(hand)
    if named is not None or not _has_subject(hand.query):
        return named
    results = [one for one in hand.good() if _is_of_that_time(one, hand.query)]
    if not any(one.figure.indicator in hand.query.indicators for one in results):
        results = _before_due(hand) or results  # what is asked about by its name has no result in that year
    results = in_unit_asked(results, hand.query)
    best = best_of(results, hand)
    if best is None:
        return None
    aims = aims_named(hand.query)
    if aims:
        return _with_aim(aims, results, hand)
    late = None
    others = [one for one in results if one is not best and not _are_two(one.figure, best.figure)]
    for one in [best, *others[:6]]:
        result = in_its_time(one, hand)
        targets = targets_for(result, hand)
        if not targets or one.score < _NEARLY * best.score or one.period < best.period - _LESS_IN_TIME:
            continue
        if is_resolution(targets[0]) or not _due_too_late(targets[0], hand.query):
            return result, targets[0]
        late = late or (result, targets[0])
    # The goal of the next term is no goal of the resolution that the question names.
    return None if "resolution" in hand.query.target_by else late


def in_unit_asked(results: Sequence[Measured], query: Query) -> list[Measured]:
    """Those in the unit that was asked for; a rate may be asked of anything, an area of no rate."""
    units = [unit for unit in query.units if unit not in _OF_ANYTHING]
    if not units:
        return list(results)
    same = [one for one in results if one.figure.unit and one.figure.unit.startswith(tuple(units))]
    return same or [one for one in results if any(_is_in(one.figure.unit, unit) for unit in units)]


def _is_in(unit: str | None, asked: str) -> bool:
    return unit is not None and (unit_fits(unit, (asked,)) or factor(unit, asked) is not None)


_OF_ANYTHING = frozenset(("%", "điểm %", "lần", "người"))


def _are_two(one: Figure, other: Figure) -> bool:
    """Whether two figures are known to be of two indicators."""
    return None not in {one.indicator, other.indicator} and one.indicator != other.indicator


def _is_of_that_time(one: Measured, query: Query) -> bool:
    """Neither one year of the stretch that was asked for, nor a stretch that holds the year."""
    span = years_of(one.figure.period)
    years = [period for period in query.periods if period.single and not (period.until or period.since)]
    if one.figure.table_row is None and span is not None and not (span.single or span.until):
        # What is told of a whole stretch in prose answers for its last year, and for no other alone.
        alone = bool(years) and len(years) == len(query.periods)
        if alone and all(span.last != year.last for year in years):
            return False
    return not _is_midway(one.figure, query)


def _is_midway(figure: Figure, query: Query) -> bool:
    """Whether a figure is of one year in the midst of the stretch that was asked for."""
    span = years_of(figure.period)
    stretches = [period for period in query.periods if not (period.single or period.since)]
    if span is None or not span.single or len(stretches) != len(query.periods) or not stretches:
        return False
    return all(span.last != period.last for period in stretches)


def _both_named(hand: Hand) -> tuple[Figure, Figure] | None:
    """“Từ 43,6 tỷ …, để đạt 55 tỷ”: the question gives both numbers, so no other pair can be meant."""
    if len(hand.query.numbers) < len(("result", "target")):
        return None
    near = [one.figure for one in hand.ranked if is_named(one.figure, hand.query.numbers)]
    results = [figure for figure in near if figure.kind in RESULTS]
    targets = [figure for figure in near if figure.kind in TARGETS]
    pairs = [(result, target) for result in results for target in targets if _go_together(result, target)]
    return min(pairs, key=_looseness, default=None)


def _go_together(result: Figure, target: Figure) -> bool:
    alike = same_measure(result, target) or _in_one_row(result, target)
    return alike and result.quantity != target.quantity


def _looseness(pair: tuple[Figure, Figure]) -> tuple[bool, bool]:
    """A result of one very year first, then one that stands in the row of its target."""
    span = years_of(pair[0].period)
    return (span is None or not span.single, not _in_one_row(*pair))


def _in_one_row(result: Figure, target: Figure) -> bool:
    return result.group is not None and (result.report_id, result.group) == (target.report_id, target.group)


def _has_subject(query: Query) -> bool:
    """Whether the question says what it is about, other than by numbers."""
    if query.indicators:
        return True
    return any(not one.weak and not one.phrases[0][0][0].isdigit() for one in query.concepts)


_AIM = re.compile(
    r" (?:muc tieu|chi tieu|ke hoach|giao|muc)"
    r"(?: (?:la|duoc|tren|duoi|khoang|dat|giao|phan dau|de ra|\w+ quyet))*"
    r" (\d[\d.,]*)(?= (?!thang|quy))"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


def aims_named(query: Query) -> tuple[Decimal, ...]:
    """The amounts that the question itself names as a goal or as where one stands: “mục tiêu 10.000 ha”."""
    found = [text.rstrip(".,") for text in _AIM.findall(query.line)]
    numbers = (parse_number(text) for text in found if not _YEAR.fullmatch(text))
    return tuple(number for number in numbers if number is not None)


def _with_aim(
    aims: Sequence[Decimal], results: Sequence[Measured], hand: Hand
) -> tuple[Figure, Figure] | None:
    """The pair of which one is the very number that the question names; without it nothing is reckoned."""
    found: dict[str, tuple[Measured, Figure, Figure]] = {}
    for one in results[:_LOOKED_AT]:
        result = in_its_time(one, hand)
        for target in targets_for(result, hand):
            if any(_is_amount(figure, aims) for figure in (target, result)):
                found.setdefault(one.figure.id, (one, result, target))
    others = [text for text in hand.query.numbers if parse_number(text) not in aims]
    named = [one for one, result, _ in found.values() if is_named(result, others)]
    likely = named or [one for one, _, _ in found.values()]
    timely = max((one.period for one in likely), default=0) - _LESS_IN_TIME
    best = best_of([one for one in likely if one.period >= timely], hand)
    return found[best.figure.id][1:] if best else None


def _is_amount(figure: Figure, amounts: Sequence[Decimal]) -> bool:
    quantity = figure.quantity
    return quantity is not None and bool({quantity.low, quantity.high}.intersection(amounts))


def _due_too_late(target: Figure, query: Query) -> bool:
    """Whether a target is due after every year that the question names."""
    asked = [period.last for period in query.periods if not period.since]
    due = years_of(target.period)
    return bool(asked) and due is not None and due.last > max(asked)


def _before_due(hand: Hand) -> list[Measured]:
    """Results of any time, where the year that the question names is the one that a target is due in."""
    meant = (one for one in hand.ranked if one.recall >= _SAID and one.period >= _DUE)
    due = [one.figure for one in meant if one.figure.kind in TARGETS]
    if not due:
        return []
    good = hand.good(in_time=False)
    return [one for one in good if any(same_measure(one.figure, target) for target in due)]


def say_comparison(result: Figure, target: Figure, made: Calculation, number: int, writer: Writer) -> None:
    """The verdict in one sentence, then ratio and the report's own word."""
    verdict = made.result.get("verdict")
    name = _sentence_for(verdict, made)
    writer.say(
        phrase(
            f"target.{name}",
            **spoken(result),
            result=amount_of(result),
            result_marker=writer.mark_figure(result),
            target_name=target_name(target),
            target=amount_of(target),
            target_marker=writer.mark_figure(target),
            gap=made.shown.get("gap", ""),
            note=made.result.get("note") or "",
        ),
        calculations=(number,),
    )
    ratio = made.shown.get("ratio")
    if ratio:
        part, _, whole = str(made.result["ratio_of"]).partition(" / ")
        name = "target.ratio_lower" if part == "mục tiêu" else "target.ratio"
        said = phrase(name, part=part[:1].upper() + part[1:], ratio=ratio, whole=whole)
        writer.say(said, calculations=(number,))
    if target.group == result.group and target.report_id == result.report_id:
        _say_stated(result, made, writer, number)  # the report judged it against this very target


_SETTERS = re.compile(
    r"nghị quyết|đại hội|nqđh|kế hoạch|dự toán|giao|đề án|chương trình|mục tiêu|chỉ tiêu", re.IGNORECASE
)


_DUE_YEAR = re.compile(r"đến (?:năm )?(?:19|20)\d\d")


def target_name(target: Figure) -> str:
    """Which target is meant: “mục tiêu Nghị quyết Đại hội”, “kế hoạch tỉnh giao”."""
    setter = re.sub(r"\s+", " ", target.set_by or "").strip()
    word = "kế hoạch" if target.kind is FigureKind.PLAN else "mục tiêu"
    ahead = _DUE_YEAR.search(target.period or "")
    due = f" {when(ahead.group())}" if ahead else ""
    if not setter or not _SETTERS.search(setter):
        return f"{word}{due}"
    if re.match(r"(?i)nghị quyết|đại hội|nqđh", setter) and word == "kế hoạch":
        word = "chỉ tiêu"
    if re.match(r"(?i)kế hoạch|dự toán|chỉ tiêu|mục tiêu", setter):
        return setter[:1].lower() + setter[1:]
    return f"{word} {setter}"


def _sentence_for(verdict: object, made: Calculation) -> str:
    lower = "thấp" in str(made.result.get("direction") or "").split("tốt")[0]
    if verdict == Verdict.EXCEEDED.value:
        return "exceeded_lower" if lower else "exceeded"
    if verdict == Verdict.MET.value:
        return "met"
    if verdict == Verdict.MISSED.value:
        return "missed_lower" if lower else "missed"
    return "undecided" if verdict == Verdict.UNDECIDABLE.value else "plain_gap"


def _say_stated(result: Figure, made: Calculation, writer: Writer, number: int) -> None:
    stated = result.stated_verdict
    if stated and made.result.get("stated_verdict_agrees") is not None:
        agrees = made.result["stated_verdict_agrees"]
        name = "target.stated_same" if agrees else "target.stated_other"
        writer.say(phrase(name, stated=stated, marker=writer.mark_figure(result)), calculations=(number,))
        if not agrees:
            writer.warnings.append(phrase("warnings.differs_stated"))
    if made.result.get("stated_ratio_agrees") is False:
        writer.say(
            phrase(
                "target.stated_ratio_other",
                stated=made.result["stated_ratio"],
                marker=writer.mark_figure(result),
                ratio=made.shown.get("ratio", ""),
            ),
            calculations=(number,),
        )


def _stated_ratio(result: Figure, hand: Hand) -> Figure | None:
    """The share of the target that the report prints after this very result."""
    figures = hand.library.figures_beside(result)
    return ratio_after(result, (one for one in figures if one.kind is FigureKind.SHARE))


def _implied(hand: Hand, writer: Writer) -> bool:
    """A result that only says by how much it beat its plan."""
    results = [one for one in hand.good() if not _is_excess(one.figure)]
    best = best_of(results, hand)
    if best is None or best.figure.group is None:
        return False
    result, told = best.figure, False
    for stated in hand.library.group_of(result):
        if stated.id == result.id or not (stated.refers_to or _is_excess(stated)):
            continue
        made = implied_target(result, stated, excess=_is_excess(stated))
        if made.refusal is None and "target" in made.shown:
            number = writer.add(made)
            writer.say(
                phrase(
                    "target.implied",
                    **spoken(result),
                    result=amount_of(result),
                    result_marker=writer.mark_figure(result),
                    verdict=made.result["verdict"],
                    gap=made.shown["gap"],
                    target=made.shown["target"],
                ),
                calculations=(number,),
            )
            return True
        planned = _PLAN.search(stated.refers_to or "") or _is_excess(stated)
        if made.refusal is None and planned and "about" in made.shown and _ASKS_PLAN.search(hand.query.line):
            _say_about(result, stated, made, writer)
            told = True
    return told


def _say_about(result: Figure, stated: Figure, made: Calculation, writer: Writer) -> None:
    """About what the plan was that a result came so much of."""
    writer.say(
        phrase(
            "target.implied_about",
            **spoken(result),
            result=amount_of(result),
            result_marker=writer.mark_figure(result),
            words="vượt" if _is_excess(stated) else "bằng",
            stated=amount_of(stated),
            plan=stated.refers_to or "kế hoạch",
            target=made.shown["about"],
            formula=made.shown["about_formula"],
        ),
        calculations=(writer.add(made),),
    )


_PLAN = re.compile(r"kế hoạch|\bKH\b|dự toán|chỉ tiêu|mục tiêu|nghị quyết", re.IGNORECASE)
_ASKS_PLAN = re.compile(
    r" (?:ke hoach|du toan|chi tieu)(?: \w+){0,6} (?:la )?(?:bao nhieu|may)(?= )|(?: suy ra| tuc)(?= )"
)


def _is_excess(stated: Figure) -> bool:
    """Whether a figure is by how much the plan was beaten: “vượt kế hoạch 5 ha”."""
    if re.search(r"\bvượt\b", stated.label):
        return True
    found = re.search(rf"(?<![\d.,]){re.escape(stated.written)}(?![\d.,]*\d)", stated.sentence)
    at = found.start() if found else 0
    return bool(_EXCESS.search(stated.sentence[max(0, at - 32) : at]))


def say_pace(result: Figure, target: Figure, hand: Hand, writer: Writer) -> bool:
    """What is missing each year until the target is due."""
    years = [period.last for period in hand.query.periods]
    now = years_of(result.period)
    years += [now.last] if len(years) == 1 and now is not None and now.last < years[0] else []
    made = required_pace(result, target, better=hand.better(result))
    if made.refusal is not None and len(years) > 1:
        made = required_pace(
            result, target, better=hand.better(result), from_year=min(years), to_year=max(years)
        )
    if made.refusal is not None:
        return False
    number = writer.add(made)
    values = {
        "result": amount_of(result),
        "result_marker": writer.mark_figure(result),
        "target": amount_of(target),
        "target_marker": writer.mark_figure(target),
    }
    if made.result.get("reached"):
        writer.say(phrase("pace.reached", label=label_of(result), **values), calculations=(number,))
        return True
    compound = made.shown.get("compound")
    writer.say(
        phrase(
            "pace.needed",
            from_year=when(result.period),
            to_year=when(target.period),
            missing=made.shown["missing"],
            per_year=made.shown["per_year"],
            compound=phrase("pace.compound", compound=compound) if compound else "",
            **values,
        ),
        calculations=(number,),
    )
    writer.say(phrase("target.formula", formula=made.formula), calculations=(number,))
    return True
