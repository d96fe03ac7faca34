"""Which indicators were met, beaten or missed: as the report's own table says, or as its figures do."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.calculation import Verdict
from assistant.compose.figures import amount_of, label_of, told_after
from assistant.compose.words import phrase
from assistant.compose.writer import name_of_report, quotable
from assistant.measures import RESULTS, TARGETS, subject_concepts
from assistant.tools.compare_with_target import compare_with_target
from assistant.tools.pairing import Pair, pairs
from assistant.understanding.terms import flat, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer
    from corpus.figures import Figure
    from corpus.passages import Passage

_MOST = 25
# What a question asks for, as reports print it.
_PRINTED = {
    "missed": ("khong dat", "chua dat", "kho dat"),
    "exceeded": ("vuot",),
    "met": ("dat",),
    "unrated": ("khong danh gia",),
}
_WORDS = {
    "missed": "không đạt hoặc chưa đạt",
    "exceeded": "vượt",
    "met": "đạt",
    "unrated": "“không đánh giá”",
}
_VERDICTS = {"missed": Verdict.MISSED, "exceeded": Verdict.EXCEEDED, "met": Verdict.MET}


def list_by_verdict(hand: Hand, writer: Writer) -> bool:
    """The indicators with the verdict that was asked for, each with result, target and source."""
    wanted = _wanted(hand)
    if wanted is None:
        return _list_group(hand, writer)
    for report in _reports(hand):
        rows = _printed(report, wanted, hand) or _computed(report, wanted, hand)
        rows = _of_field(rows, hand)
        if rows:
            _say(report, rows, wanted, hand, writer)
            return True
    return False


def _wanted(hand: Hand) -> str | None:
    verdicts = hand.query.verdicts
    for name in ("unrated", "missed", "exceeded", "met"):
        if name in verdicts:
            return name
    return None


def _reports(hand: Hand) -> list[str]:
    """The reports that hold such lists, the latest first."""
    scope = [card for card in hand.library.cards if card.id in hand.evidence.scope]
    years = {period.last for period in hand.query.periods if period.single}
    # “tính đến 2023”: the report of that year, not what a later one came to.
    scope = [card for card in scope if card.year in years] or scope
    return [card.id for card in sorted(scope, key=lambda card: card.date or "", reverse=True)]


def _printed(report: str, wanted: str, hand: Hand) -> list[tuple[Figure, Figure | None]]:
    """Results whose row prints the verdict; of a row's several results the last that bears it."""
    rows: dict[str, tuple[Figure, Figure | None]] = {}
    exact = _exact_words(hand)
    for one in _pairs(report, hand):
        stated = " ".join(terms(one.result.stated_verdict or ""))
        if stated and (stated in exact if exact else stated in _PRINTED[wanted]):
            rows[one.result.group or one.result.id] = (one.result, one.target)
    for figure in hand.library.shelf(report).figures:
        stated = " ".join(terms(figure.stated_verdict or ""))
        if stated and stated in (exact or _PRINTED[wanted]):
            rows.setdefault(figure.group or figure.id, (figure, None))
    return list(rows.values())


def _exact_words(hand: Hand) -> tuple[str, ...]:
    """A verdict quoted by the question is meant to the letter: “Khó đạt” is not “Chưa đạt”."""
    quoted = re.findall(r"[\"“']([^\"“”']{2,20})[\"”']", hand.query.question)
    known = {word for words in _PRINTED.values() for word in words}
    return tuple(said for text in quoted if (said := " ".join(terms(text))) in known)


def _computed(report: str, wanted: str, hand: Hand) -> list[tuple[Figure, Figure | None]]:
    verdict = _VERDICTS.get(wanted)
    if verdict is None:
        return []
    rows: dict[str, tuple[Figure, Figure | None]] = {}
    for one in _pairs(report, hand):
        made = compare_with_target(one.result, one.target, better=hand.better(one.result))
        if made.refusal is None and made.result.get("verdict") == verdict.value:
            rows[one.result.group or one.result.id] = (one.result, one.target)
    return list(rows.values())


def _pairs(report: str, hand: Hand) -> Iterable[Pair]:
    figures = [one for one in hand.library.shelf(report).figures if one.kind in RESULTS | TARGETS]
    grouped = [one for one in pairs(figures) if _in_period(one.result, hand)]
    paired = {one.result.id for one in grouped}
    for figure in figures:
        if figure.kind in RESULTS and figure.id not in paired and figure.table_row is None:
            target = told_after(figure, hand)
            if target is not None:
                grouped.append(Pair(result=figure, target=target))
    return grouped


def _in_period(figure: Figure, hand: Hand) -> bool:
    asked = [period for period in hand.query.periods if not period.single]
    if not asked or not figure.period:
        return True
    return any(str(period) in figure.period for period in asked) or not re.search(
        r"\d{4}\s*[-–]\s*\d{4}", figure.period
    )


def _of_field(rows: Sequence[tuple[Figure, Figure | None]], hand: Hand) -> list[tuple[Figure, Figure | None]]:
    """Those of the field that the question names, if it names one that is known."""
    vocabulary = hand.library.vocabulary
    line = hand.query.line
    kept = []
    for result, target in rows:
        known = vocabulary.indicator(result.indicator) if vocabulary else None
        field = flat(known.field) if known else ""
        kept.append(
            (result, target, field, flat(" ".join((*result.section, *(result.table_row or ())[:-1]))))
        )
    asked = {field for _, _, field, _ in kept if field.strip() and field in line}
    every = {flat(one.field) for one in vocabulary.indicators} if vocabulary else set()
    named = [field for field in every if field.strip() and field in line]
    if not named:
        return list(rows)
    return [
        (result, target)
        for result, target, field, above in kept
        if field in asked or any(name in above for name in named)
    ]


def _say(
    report: str, rows: Sequence[tuple[Figure, Figure | None]], wanted: str, hand: Hand, writer: Writer
) -> None:
    card = hand.library.card(report)
    name = name_of_report(card) if card else ""
    writer.say(phrase("lists.head", report=name, verdict=_WORDS[wanted]), block="head")
    for result, target in rows[:_MOST]:
        values = {"label": label_of(result), "marker": writer.mark_figure(result)}
        if target is None:
            writer.say(phrase("lists.item_plain", **values), block="item")
        else:
            text = phrase("lists.item", result=amount_of(result), target=amount_of(target), **values)
            writer.say(text, block="item")
    for passage in _notes(report, hand):
        writer.say(
            phrase("lists.note", quote=quotable(passage.text), marker=writer.mark(passage)),
            quote=True,
            block="after",
        )


def _list_group(hand: Hand, writer: Writer) -> bool:
    """The rows under the table heading that the question names: “nhóm chỉ tiêu môi trường”."""
    words = {word for one in subject_concepts(hand.query) for phrase_ in one.phrases for word in phrase_}
    for report in _reports(hand):
        groups: dict[str, list[Figure]] = {}
        for figure in hand.library.shelf(report).figures:
            for parent in (figure.table_row or ())[:-1]:
                if figure.kind in RESULTS and words and words <= set(terms(parent)):
                    groups.setdefault(parent, []).append(figure)
        for parent, figures in groups.items():
            rows = {figure.group or figure.id: figure for figure in figures if _in_period(figure, hand)}
            if rows:
                _say_group(report, parent, list(rows.values())[:_MOST], hand, writer)
                return True
    return False


def _say_group(report: str, parent: str, figures: Sequence[Figure], hand: Hand, writer: Writer) -> None:
    card = hand.library.card(report)
    group = re.sub(r"^[IVX\d.\s-]+(?=\D)", "", parent).strip()
    writer.say(
        phrase("lists.head_group", group=group, report=name_of_report(card) if card else ""), block="head"
    )
    for figure in figures:
        values = {
            "label": label_of(figure),
            "result": amount_of(figure),
            "marker": writer.mark_figure(figure),
        }
        writer.say(phrase("lists.item_result", **values), block="item")


def _notes(report: str, hand: Hand) -> list[Passage]:
    """What the report itself remarks under its table (“Ghi chú: …”) on what was asked."""
    return [
        passage
        for passage in hand.library.shelf(report).passages.values()
        if flat(passage.text).startswith(" ghi chu ") and len(passage.text) < 600
    ][:1]
