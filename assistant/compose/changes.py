"""How something changed: between two periods, over the years, all years together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.compose.figures import amount_of, best_of, label_of, same_measure, series_of
from assistant.compose.spoken import when, where_and_when
from assistant.compose.words import phrase
from assistant.measures import RESULTS, period_fit
from assistant.query import Intent
from assistant.tools.aggregate import aggregate
from assistant.tools.change_between import change_between
from assistant.tools.trend import trend
from assistant.understanding.periods import years_of
from assistant.understanding.terms import flat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.calculation import Calculation
    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer
    from assistant.understanding.periods import Years
    from corpus.figures import Figure

_FEWEST = 2
_LOOKED_AT = 40
_AS_LIKELY = 0.7


def say_change(hand: Hand, writer: Writer) -> bool:
    """The change between the two periods that the question names."""
    periods = sorted({period for period in hand.query.periods if not period.until} or set(hand.query.periods))
    if len(periods) < _FEWEST:
        return False
    after = _at(periods[-1], hand, None)
    before = _at(periods[0], hand, after)
    if after is None or before is None or before.id == after.id:
        return False
    made = change_between(before, after)
    if made.refusal is not None:
        return False
    number = writer.add(made)
    writer.say(_change_words(before, after, made, writer), calculations=(number,))
    if hand.query.wants(Intent.SHARE) and "times" in made.shown:
        writer.say(phrase("change.times", times=made.shown["times"]), calculations=(number,))
    writer.say(phrase("target.formula", formula=made.formula), calculations=(number,))
    return True


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
        and (like is None or (one.figure.unit == like.unit and same_measure(one.figure, like)))
    ]
    best = best_of(ranked, hand)
    return best.figure if best else None


def _grows_instead(figure: Figure, hand: Hand) -> bool:
    """A rate of growth where a share of a whole was asked for."""
    asked = re.search(r" (?:ti trong|co cau)(?= )", hand.query.line)
    return bool(asked) and " tang " in flat(figure.label)


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
    if hand.query.wants(Intent.CHANGE) and not hand.query.wants(Intent.RANK):
        way = "giảm" if made.shown["difference"].startswith(("-", "−")) else "tăng"
        difference = made.shown["difference"].lstrip("-−")
        text = phrase("trend.change", way=way, difference=difference, markers=markers)
        writer.say(text, calculations=(number,), block="after")
    if hand.query.wants(Intent.TOTAL):
        _say_sum(figures, markers, writer)
    return True


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


def _say_sum(figures: Sequence[Figure], markers: str, writer: Writer) -> None:
    made = aggregate(figures, "sum")
    if made.refusal is None:
        number = writer.add(made)
        writer.say(
            phrase("trend.total", sum=made.shown["sum"], formula=made.formula, markers=markers),
            calculations=(number,),
            block="after",
        )


def yearly(hand: Hand) -> list[Figure]:
    """The figures of single years of what was asked: one row or note where it holds them all."""
    best: list[Figure] = []
    seen: set[str] = set()
    likely = [
        one for one in hand.ranked if one.figure.kind in RESULTS and one.score >= 0.5 and one.recall >= 0.45
    ]
    for one in likely[:_LOOKED_AT]:
        if one.figure.id in seen or one.score < _AS_LIKELY * likely[0].score:
            continue
        series = series_of(one.figure, hand.library.shelf(one.figure.report_id).figures)
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
