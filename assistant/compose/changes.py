"""How something changed: between two periods, over the years, all years together."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from assistant.compose.figures import amount_of, best_of, in_its_time, label_of, same_measure, series_of
from assistant.compose.spoken import spoken, when, where_and_when
from assistant.compose.words import phrase
from assistant.measures import RESULTS, label_terms, moves_instead, period_fit
from assistant.query import Intent
from assistant.tools.aggregate import aggregate
from assistant.tools.change_between import change_between
from assistant.tools.implied_base import implied_base
from assistant.tools.trend import trend
from assistant.understanding.periods import Years, years_of
from assistant.understanding.terms import flat
from corpus.figures import FigureKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.calculation import Calculation
    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer
    from assistant.measures import Measured
    from corpus.figures import Figure

_FEWEST = 2
_LOOKED_AT = 40
_AS_LIKELY = 0.7


_EACH_YEAR = re.compile(
    r" (?:tung|qua|theo|cac|nhung|moi|hang) (?:tung |cac )?nam(?= )"
    r"| dien bien| xu huong| bien dong| nhat(?= )"
)


def say_change_over(hand: Hand, writer: Writer) -> bool:
    """“Từ 2021 đến 2025 tăng bao nhiêu”: from the first year to the last, not year by year."""
    query = hand.query
    spans = [period for period in query.periods if not period.single and not period.since]
    others = [period for period in query.periods if period.single]
    if len(spans) != 1 or any(one.first not in spans[0] for one in others) or not query.wants(Intent.CHANGE):
        return False
    if _EACH_YEAR.search(query.line) or query.wants(Intent.TOTAL, Intent.MEAN, Intent.TARGET, Intent.PACE):
        return False
    first, last = spans[0].first, spans[0].last
    ends = replace(hand, query=replace(query, periods=(Years(first, first), Years(last, last))))
    return say_change(ends, writer) or say_stated_change(ends, writer)


def say_change_of_years(hand: Hand, writer: Writer) -> bool:
    """“Năm 2024 chênh bao nhiêu so với năm 2023”: two years are named and no target."""
    query = hand.query
    years = {period for period in query.periods if period.single}
    named = len(years) == len(query.periods) == _FEWEST and not _AIMS.search(query.line)
    named = named and not query.wants(Intent.PACE)
    return named and query.wants(Intent.CHANGE) and say_change(hand, writer)


_YEAR_AGO = re.compile(r" so (?:voi )?(?:cung ki(?: nam (?:truoc|ngoai))?|nam (?:truoc|ngoai))(?= )")
_SURE = 0.7
_TRIED = 6


def say_change_in_a_year(hand: Hand, writer: Writer) -> bool:
    """“Tăng bao nhiêu so với cùng kỳ”: the same months a year before, where the report gives both."""
    query = hand.query
    if not _YEAR_AGO.search(query.line) or not query.wants(Intent.CHANGE) or len(query.periods) > 1:
        return False
    sure = [one for one in hand.good() if one.recall >= _SURE or one.figure.indicator in query.indicators]
    best = best_of(sure, hand)
    if best is None:
        return False
    others = [one for one in sure if one.figure.place == best.figure.place]
    pairs = (_year_apart(one, hand) for one in (best, *others[:_TRIED]))
    found = next((pair for pair in pairs if pair is not None), None)
    if found is None:
        return False
    before, after = found
    made = change_between(before, after)
    if made.refusal is not None:
        return False
    number = writer.add(made)
    writer.say(_change_words(before, after, made, writer), calculations=(number,))
    writer.say(phrase("target.formula", formula=made.formula), calculations=(number,))
    return True


def _year_apart(one: Measured, hand: Hand) -> tuple[Figure, Figure] | None:
    """A result and that of the same months a year before, of one row or sentence."""
    after = in_its_time(one, hand)
    now = years_of(after.period)
    if now is None or not now.single:
        return None
    ago = replace(now, first=now.first - 1, last=now.last - 1)
    row = [other for other in hand.library.group_of(after) if other.kind in RESULTS]
    before = (other for other in row if years_of(other.period) == ago and same_measure(other, after))
    first = next(before, None)
    return (first, after) if first is not None else None


_AIMS = re.compile(r" (?:muc tieu|chi tieu|ke hoach|nghi quyet|du toan|phan dau|dai hoi|de ra)(?= )")


def say_stated_change(hand: Hand, writer: Writer) -> bool:
    """What a report itself says of the change since a year, and that year's value that follows from it."""
    bases = {period.first for period in hand.query.periods if period.single}
    stated = [
        one
        for one in hand.ranked
        if one.figure.kind is FigureKind.CHANGE and one.recall >= _SAID and base_year(one.figure) in bases
    ]
    best = best_of(stated, hand)
    if best is None:
        return False
    change = best.figure
    writer.say(
        phrase(
            "value.plain",
            **spoken(change),
            amount=amount_of(change),
            marker=writer.mark_figure(change),
        )
    )
    say_base(change, hand, writer)
    return True


_SINCE = re.compile(r"so (?:với )?(?:năm )?((?:19|20)\d\d)")
_SOON = 30  # characters between a change and the year that it is counted from


def base_year(change: Figure) -> int | None:
    """The year that a change is counted from: in its period, else in the words after it."""
    at = change.sentence.find(change.written)
    after = change.sentence[at + len(change.written) :][:_SOON] if at >= 0 else ""
    found = _SINCE.search(change.period or "") or _SINCE.search(after)
    return int(found[1]) if found else None


_SAID = 0.55


def say_base(change: Figure, hand: Hand, writer: Writer, *, led: bool = False) -> bool:
    """“Đạt 65, tăng 20 so với năm 2020” says what it was in 2020."""
    results = [
        one
        for one in hand.library.figures_beside(change)
        if one.kind in RESULTS
        and one.sentence == change.sentence
        and one.unit == change.unit
        and (one.group == change.group or label_terms(one) <= label_terms(change))
    ]
    if not results:
        return False
    result = min(results, key=lambda one: abs(one.spans[0].start - change.spans[0].start))
    made = implied_base(result, change, falling=" giam " in flat(change.label))
    since = base_year(change)
    if made.refusal is not None or since is None:
        return False
    percent = made.shown.get("percent")
    way = "giảm" if " giam " in flat(change.label) else "tăng"
    writer.say(
        phrase(
            "change.base_led" if led else "change.base",
            label=label_of(result),
            where=where_and_when(result, timely=False),
            now=amount_of(result),
            marker=writer.mark_figure(result),
            when=f"năm {since}",
            base=made.shown["base"],
            percent=phrase("change.base_percent", way=way, percent=percent) if percent else "",
            formula=made.formula,
        ),
        calculations=(writer.add(made),),
    )
    return True


def say_change(hand: Hand, writer: Writer) -> bool:
    """The change between the two periods that the question names."""
    periods = sorted({period for period in hand.query.periods if not period.until} or set(hand.query.periods))
    if len(periods) < _FEWEST:
        return False
    after = _at(periods[-1], hand, None)
    before = _at(periods[0], hand, after)
    if after is None or before is None or before.id == after.id:
        return _say_growth(periods[0], periods[-1], hand, writer)
    # Two stretches that the question itself names are held against each other as they are.
    stretches = all(not period.single for period in periods)
    made = change_between(before, after, any_period=stretches)
    if made.refusal is not None:
        return False
    number = writer.add(made)
    writer.say(_change_words(before, after, made, writer), calculations=(number,))
    if hand.query.wants(Intent.SHARE) and "times" in made.shown:
        writer.say(phrase("change.times", times=made.shown["times"]), calculations=(number,))
    writer.say(phrase("target.formula", formula=made.formula), calculations=(number,))
    return True


def _say_growth(before: Years, after: Years, hand: Hand, writer: Writer) -> bool:
    """“GRDP tăng bao nhiêu so với năm trước”: the year's rate of growth says it, not how two rates differ."""
    if after.last != before.last + 1 or not (before.single and after.single):
        return False
    rates = [one for one in hand.asked_for((after,)) if one.period == 1 and _is_growth_of(one.figure, hand)]
    best = best_of(rates, hand)
    if best is None or best.score < 0.5:
        return False
    marker = writer.mark_figure(best.figure)
    writer.say(phrase("value.plain", **spoken(best.figure), amount=amount_of(best.figure), marker=marker))
    return True


def _is_growth_of(figure: Figure, hand: Hand) -> bool:
    base = (figure.indicator or "").removesuffix("_growth")
    if figure.kind not in RESULTS or base == (figure.indicator or ""):
        return False
    return any(one.removesuffix("_growth").startswith(base) for one in hand.query.indicators)


def _change_words(before: Figure, after: Figure, made: Calculation, writer: Writer) -> str:
    way = {"tăng": "up", "giảm": "down"}.get(str(made.result["direction"]), "same")
    percent = made.shown.get("percent")
    return phrase(
        f"change.{way}",
        label=label_of(after),
        where=where_and_when(after, timely=False),
        before=amount_of(before),
        before_period=when(before.period),
        before_marker=writer.mark_figure(before),
        after=amount_of(after),
        after_period=when(after.period),
        after_marker=writer.mark_figure(after),
        difference=made.shown["difference"].lstrip("-−"),
        percent=phrase("change.percent", percent=percent.lstrip("-−")) if percent else "",
    )


def _at(period: Years, hand: Hand, like: Figure | None) -> Figure | None:
    ranked = [
        one
        for one in hand.asked_for((period,))
        if one.figure.kind in RESULTS
        and one.figure.quantity is not None
        and one.period >= 0.8
        and one.score >= 0.5
        and not _grows_instead(one.figure, hand)
        and not _rates_instead(one.figure, hand)
        and (like is None or (one.figure.unit == like.unit and same_measure(one.figure, like)))
    ]
    best = best_of(ranked, hand)
    return best.figure if best else None


def _grows_instead(figure: Figure, hand: Hand) -> bool:
    """A rate of growth or of decline where what grew or fell was asked for."""
    label = flat(figure.label)
    if re.search(r" (?:ti trong|co cau)(?= )", hand.query.line):
        return " tang " in label
    rate = re.search(r" muc (?:giam|tang) | giam binh quan | tang binh quan | toc do (?:tang|giam) ", label)
    return bool(rate) and not _RATE_ASKED.search(hand.query.line)


_RATE_MEANT = re.compile(r" (?:ti le|ti trong|toc do|phan tram|diem)(?= )")


def _rates_instead(figure: Figure, hand: Hand) -> bool:
    """A percentage where things are counted: “chênh nhau mấy doanh nghiệp”."""
    query = hand.query
    asked = "%" in "".join(query.units) or _RATE_MEANT.search(query.line)
    named = figure.indicator is not None and figure.indicator in query.indicators
    return bool(query.counted) and not asked and not named and "%" in (figure.unit or "")


_RATE_ASKED = re.compile(r" (?:muc giam|muc tang|toc do|tang truong|(?:tang|giam) binh quan)(?= )")


def say_trend(hand: Hand, writer: Writer) -> bool:
    """The values of each year as a small table, with the highest and the lowest."""
    series = yearly(hand)
    made = trend(series, hand.dates)
    if made.refusal is not None or _leaves_out(series):
        return False
    number = writer.add(made)
    figures = made.inputs
    first = figures[0]
    writer.say(
        phrase("trend.head", label=label_of(first), where=where_and_when(first, timely=False)),
        block="head",
    )
    writer.say(phrase("trend.columns"), block="row")
    writer.say("| --- | --- | --- |", block="row")
    for figure in figures:
        text = f"| {figure.period} | {amount_of(figure)} | {writer.mark_figure(figure)} |"
        writer.say(text, block="row", calculations=(number,))
    markers = " ".join(dict.fromkeys(writer.mark_figure(figure) for figure in figures))
    if len(figures) > _FEWEST:
        _say_extremes(made, markers, number, writer)
    if hand.query.wants(Intent.CHANGE) and not hand.query.wants(Intent.RANK):
        way = "giảm" if made.shown["difference"].startswith(("-", "−")) else "tăng"
        difference = made.shown["difference"].lstrip("-−")
        ends = {"first": years_of(first.period), "last": years_of(figures[-1].period)}
        text = phrase("trend.change", **_as_text(ends), way=way, difference=difference, markers=markers)
        writer.say(text, calculations=(number,), block="after")
    if hand.query.wants(Intent.TOTAL):
        _say_whole(figures, "sum", markers, writer)
    elif hand.query.wants(Intent.MEAN) and len(_of_one_row(figures)) == len(figures):
        _say_whole(figures, "mean", markers, writer)
    return True


def _say_extremes(made: Calculation, markers: str, number: int, writer: Writer) -> None:
    highest, lowest = str(made.result["highest"]), str(made.result["lowest"])
    writer.say(
        phrase(
            "trend.highest",
            highest=highest,
            highest_value=made.shown[f"y{highest}"],
            lowest=lowest,
            lowest_value=made.shown[f"y{lowest}"],
            markers=markers,
        ),
        calculations=(number,),
        block="after",
    )


def _as_text(ends: dict[str, Years | None]) -> dict[str, str]:
    return {name: str(span.last) if span else "" for name, span in ends.items()}


_YEAR_TOLD = re.compile(r"(?<![\d/.,-])((?:19|20)\d\d)(?![\d.,/-]*\d)")


def _leaves_out(series: Sequence[Figure]) -> bool:
    """Whether the sentence of the years tells of more of them: then half of it is worse than a quote."""
    if any(figure.table_row is not None for figure in series):
        return False
    told = {span.last for figure in series if (span := years_of(figure.period))}
    return any(
        int(year) not in told
        for figure in series
        for year in _YEAR_TOLD.findall(figure.sentence.replace("/", " "))
    )


def _say_whole(figures: Sequence[Figure], how: Literal["sum", "mean"], markers: str, writer: Writer) -> None:
    """What the years come to, or what they are on average, under their table."""
    made = aggregate(figures, how)
    if made.refusal is None:
        number = writer.add(made)
        writer.say(
            phrase(f"trend.{how}", **{how: made.shown[how]}, formula=made.formula, markers=markers),
            calculations=(number,),
            block="after",
        )


_OPENED = 5  # reports that are looked through for a series


def yearly(hand: Hand) -> list[Figure]:
    """The figures of single years of what was asked: one row or note where it holds them all."""
    best: list[Figure] = []
    seen: set[str] = set()
    opened: set[str] = set()
    likely = [
        one
        for one in hand.ranked
        if one.figure.kind in RESULTS
        and one.score >= 0.5
        and one.recall >= 0.45
        and not moves_instead(one.figure, hand.query)
    ]
    best_year = max((one.score for one in likely if _is_year(one.figure)), default=0.0)
    for one in likely[:_LOOKED_AT]:
        if one.figure.id in seen or one.score < _AS_LIKELY * best_year:
            continue
        if len(opened | {one.figure.report_id}) > _OPENED:
            continue  # of many reports those whose figures fit best
        opened.add(one.figure.report_id)
        series = series_of(one.figure, hand.library)
        seen.update(figure.id for figure in series)
        single = _without_running([figure for figure in series if _is_year(figure) and _asked(figure, hand)])
        if len({figure.period for figure in single}) > len({figure.period for figure in best}):
            best = single
    return best


def _without_running(series: list[Figure]) -> list[Figure]:
    """What ran up “đến 2024” is no year's among those of single years."""
    years = [figure for figure in series if (span := years_of(figure.period)) and not span.until]
    return years if len(years) >= _FEWEST else series


def _is_year(figure: Figure) -> bool:
    span = years_of(figure.period)
    return span is not None and span.single and span.months is None


def _asked(figure: Figure, hand: Hand) -> bool:
    return not hand.query.periods or period_fit(figure, hand.query.periods) > 0


def say_total(hand: Hand, writer: Writer) -> bool:
    """The sum or the mean of the years that were asked for."""
    series = _of_one_row(yearly(hand))
    if len(series) < _FEWEST or any("%" in (figure.unit or "") for figure in series):
        return False  # rates are not added up
    how = "mean" if hand.query.wants(Intent.MEAN) and not hand.query.wants(Intent.TOTAL) else "sum"
    ordered = sorted(series, key=lambda figure: figure.period or "")
    made = aggregate(ordered, "sum" if how == "sum" else "mean")
    if made.refusal is not None:
        return False
    number = writer.add(made)
    markers = " ".join(dict.fromkeys(writer.mark_figure(figure) for figure in ordered))
    text = phrase(f"total.{how}", **{how: made.shown[how]}, markers=markers, formula=made.formula)
    writer.say(
        f"{label_of(ordered[0])}{where_of_place(ordered[0])}: {text[:1].lower()}{text[1:]}",
        calculations=(number,),
    )
    return True


def _of_one_row(series: Sequence[Figure]) -> list[Figure]:
    """Only what may be added up: one figure a year, all of one row or told in the same words."""
    years: dict[str, Figure] = {}
    for figure in series:
        span = years_of(figure.period)
        if span is not None and not span.until and figure.period:
            years.setdefault(figure.period, figure)
    kept = list(years.values())
    rows = {figure.table_row for figure in kept}
    labels = {flat(figure.label) for figure in kept}
    alike = len(labels) == 1 or (len(rows) == 1 and None not in rows)
    return kept if alike else []


def where_of_place(figure: Figure) -> str:
    """The place alone."""
    return where_and_when(figure, timely=False)
