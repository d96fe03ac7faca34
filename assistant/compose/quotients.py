"""“Bình quân mỗi … bao nhiêu …”: one figure for each of another, both found first in the reports."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.compose.figures import amount_of, label_of, where_of
from assistant.compose.words import phrase
from assistant.measures import EMPTY, RESULTS, label_terms, measure
from assistant.tools.quotient import quotient
from assistant.understanding.terms import flat, term
from corpus.numbers import parse_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer
    from assistant.measures import Measured
    from assistant.query import Concept
    from corpus.figures import Figure

_EACH = re.compile(
    r" (?:binh quan|trung binh|tinh ra|chia ra)(?: \w+){0,2}? (?:moi|mot|1|tren mot|tren moi|/)"
    r" (?P<each>\w+(?: \w+)?)"
)
_EACH_FIRST = re.compile(
    r" (?:moi|mot) (?P<each>(?!nam |thang |quy )\w+(?: \w+)?)(?: \w+){0,10} (?:trung binh|binh quan)(?= )"
)
_HAS = re.compile(r" (?:co|dat|duoc|la|phu trach|nop|chiu|gom|cho(?= (?:bao nhieu|may) ))(?= )")
_BY = re.compile(r" chia (?:deu )?cho (?P<by>\d[\d.,]*)")
_LOOKED_AT = 8
_SAID = 0.5
_SAME_MONTHS = 0.7
_TIMES = frozenset(("nam", "thang", "quy", "ngay", "ki", "giai", "nhiem"))  # a mean, not a share
_UNITS = ("tỷ đồng", "triệu đồng", "ha", "tấn", "km", "km²")


def say_quotient(hand: Hand, writer: Writer) -> bool:
    """How much falls to each, where the question asks for that."""
    each = _EACH.search(hand.query.line) or _EACH_FIRST.search(hand.query.line)
    if each is None and not _BY.search(hand.query.line):
        return False
    found = _named(hand, each) if hand.query.numbers else None
    if found is None and each is not None and each["each"].split()[0] not in _TIMES:
        found = _measured(hand, each)
    if found is None:
        return False
    amount, among = found
    asked = _asked_unit(hand)
    made = quotient(amount, among, asked)
    if made.refusal is not None:
        made = quotient(amount, among)
    if made.refusal is not None:
        return False
    number = writer.add(made)
    writer.say(
        phrase(
            "total.each",
            each=made.shown["quotient"],
            amount_label=label_of(amount),
            where=where_of(amount),
            amount=amount_of(amount),
            amount_marker=writer.mark_figure(amount),
            among_label=label_of(among)[:1].lower() + label_of(among)[1:],
            among=amount_of(among),
            among_marker=writer.mark_figure(among),
            formula=made.formula,
        ),
        calculations=(number,),
    )
    return True


def _asked_unit(hand: Hand) -> str | None:
    return next((unit for unit in hand.query.units if unit in _UNITS), None)


def _named(hand: Hand, each: re.Match[str] | None) -> tuple[Figure, Figure] | None:
    """The two figures whose numbers the question itself gives."""
    held: list[Figure] = []
    for text in hand.query.numbers:
        figure = _holding(text, hand)
        if figure is not None and figure not in held:
            held.append(figure)
    if len(held) != 2:  # one among the other
        return None
    first, second = held
    by = _BY.search(hand.query.line)
    if by is not None:
        return (second, first) if _equals(first, by["by"]) else (first, second)
    noun = each["each"].split()[0] if each else ""
    if noun and f" {noun} " in flat(f"{first.unit or ''} {first.label}"):
        return second, first
    return first, second


def _holding(text: str, hand: Hand) -> Figure | None:
    passages = (one.statement.passage for one in hand.evidence.found)
    near = [figure for passage in passages for figure in hand.library.figures_in(passage)]
    return next((one for one in near if one.kind in RESULTS and _equals(one, text)), None)


def _equals(figure: Figure, text: str) -> bool:
    quantity = figure.quantity
    return quantity is not None and quantity.value is not None and quantity.value == parse_number(text)


def _measured(hand: Hand, each: re.Match[str]) -> tuple[Figure, Figure] | None:
    """The figures of what is shared and of what it is shared among, of one place and one period."""
    for shared, among in _halves(hand, each):
        found = _best_pair(shared, among, each["each"], hand) if shared and among else None
        if found is not None:
            return found
    return None


def _halves(hand: Hand, each: re.Match[str]) -> list[tuple[list[Concept], list[Concept]]]:
    """What is shared out and among what: it stands before “bình quân mỗi …”, else after it."""
    turn = hand.query.line[: each.start("each")].count(" ") - 1
    end = turn + len(each["each"].split())
    counted = {term(word) for word in hand.query.counted}
    concepts = [
        one
        for one in hand.query.concepts
        if not (one.phrases[0][0] in counted and _is_unit_word(one, hand))
        and not one.phrases[0][0][0].isdigit()
    ]
    before = [one for one in concepts if one.at < turn and not one.weak]
    among = [one for one in concepts if turn <= one.at < end]
    # “bình quân một giáo viên có bao nhiêu học sinh”: what is shared out comes last.
    has = _HAS.search(hand.query.line, each.end("each"))
    start = hand.query.line[: has.start() + 1].count(" ") - 1 if has else end
    after = [one for one in concepts if one.at >= start and not one.weak]
    wider = [one for one in concepts if turn <= one.at < max(start, end)]
    # “mỗi cơ sở nuôi cá cho bao nhiêu tấn”: the unit alone says what is shared out.
    return [(before, among), (after or wider, wider)]


def _best_pair(
    shared: Sequence[Concept], among: Sequence[Concept], noun: str, hand: Hand
) -> tuple[Figure, Figure] | None:
    amounts = measure(replace(hand.query, concepts=tuple(shared), indicators=()), hand.near, hand.library)
    others = measure(
        replace(hand.query, concepts=tuple(among), indicators=(), units=()), hand.near, hand.library
    )
    asked = _asked_unit(hand)  # “bao nhiêu tấn” is not told by a count of something else
    months = any(period.months for period in hand.query.periods)  # what ran up over years is no half-year's
    pairs = [
        (
            one.score
            + other.score
            + one.period
            + other.period
            + _belonging(one.figure, other.figure, hand)
            + _TOGETHER * _counts(other.figure, noun),
            one.figure,
            other.figure,
        )
        for one in _likely(amounts, months=months)
        for other in _likely(others, months=months)
        if _go_together(one.figure, other.figure)
        and f" {noun.partition(' ')[0]} " in flat(f"{other.figure.unit or ''} {other.figure.label}")
        and (asked is None or quotient(one.figure, other.figure, asked).refusal is None)
    ]
    return max(pairs, key=lambda pair: pair[0])[1:] if pairs else None


def _counts(figure: Figure, noun: str) -> bool:
    """Whether a figure counts just what each share falls to: “26 cơ sở” for “mỗi cơ sở”."""
    unit = flat(figure.unit or "").strip()
    return bool(unit) and f" {noun} ".startswith(f" {unit} ")


def _is_unit_word(concept: Concept, hand: Hand) -> bool:
    """Whether a word of the question is the unit of what is near: `MW`."""
    word = concept.phrases[0][0]
    return any(flat(one.figure.unit or "").strip() == word for one in hand.ranked[:_LOOKED_AT])


def _belonging(amount: Figure, among: Figure, hand: Hand) -> float:
    """More for two of one sentence and for what is counted, less for a part: “trong đó 30 dự án …”."""
    passage = hand.library.passage_of(amount)
    part = passage is not None and _PART.match(passage.text) is not None
    parts = part + _is_told_within(amount, hand) + _is_told_within(among, hand)
    asked = {term(word) for word in hand.query.counted} & set(flat(amount.unit or "").split())
    return _TOGETHER * ((amount.sentence == among.sentence) + bool(asked) - parts)


def _is_told_within(figure: Figure, hand: Hand) -> bool:
    """“2,85 triệu lượt khách, trong đó quốc tế 412 nghìn”: a part, unless that very part is asked for."""
    before = figure.sentence.partition(figure.written)[0].rpartition(";")[2]
    own = set(label_terms(figure)) - EMPTY - {term(word) for word in (figure.unit or "").split()}
    return bool(_WITHIN.search(before)) and not own <= set(hand.query.line.split())


_TOGETHER = 0.4
_WITHIN = re.compile(r"\b(?:trong đó|riêng|bao gồm|gồm)\b[^.;]*$", re.IGNORECASE)
_PART = re.compile(r"\W*(?:trong đó|bao gồm|gồm|chia ra)\b", re.IGNORECASE)


def _likely(ranked: Sequence[Measured], *, months: bool) -> list[Measured]:
    return [
        one
        for one in ranked
        if one.figure.kind in RESULTS
        and one.recall >= _SAID
        and one.period > (_SAME_MONTHS if months else 0)
        and one.figure.unit is not None
        and "%" not in one.figure.unit
    ][:_LOOKED_AT]


def _go_together(one: Figure, other: Figure) -> bool:
    return (
        one.id != other.id
        and one.place == other.place
        and one.period == other.period
        and one.unit != other.unit
        and one.report_id == other.report_id
        and (one.sentence == other.sentence or one.group == other.group or one.section == other.section)
    )
