"""One figure in another: its share, or how many times as much."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.compose.agreement import totals_in
from assistant.compose.figures import amount_of, is_named, label_of
from assistant.compose.words import phrase
from assistant.measures import EMPTY, RESULTS, label_terms, measure
from assistant.tools.aggregate import aggregate
from assistant.tools.units import convert_figure
from corpus.figures import Bound, FigureKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer
    from assistant.measures import Measured
    from assistant.query import Query
    from corpus.figures import Figure

_LOOKED_AT = 8
_STATED = 0.9  # of the subject that the label of a share says
_ROUNDED = Decimal("1.01")
_AMOUNTS = RESULTS | {FigureKind.PLAN}
# Where a question turns from the part to the whole.
_TURN = re.compile(
    r" (?:chiem|bang|tren|trong)(?: (?:bao nhieu|may|khoang|ti le|ti trong))?(?: (?:phan tram|%))?"
    r"(?: (?:cua|trong|so voi|tren))?(?= )"
)

# “Trong tổng đàn gia súc thì đàn trâu chiếm …”: the whole stands before the part.
_WHOLE_FIRST = re.compile(r" trong (?:\w+ )+thi(?= )")


def say_share(hand: Hand, writer: Writer) -> bool:
    """The share of the part in the whole that the question names."""
    found = None if _is_stated(hand) else _part_and_whole(hand)
    if found is None:
        return False
    part, whole = found
    made = aggregate((part, whole), "share")
    if made.refusal is not None:
        return False
    number = writer.add(made)
    writer.say(
        phrase(
            "total.share",
            part_label=label_of(part),
            part=amount_of(part),
            part_marker=writer.mark_figure(part),
            share=_about(made.shown["share"], found),
            whole_label=label_of(whole)[:1].lower() + label_of(whole)[1:],
            whole=amount_of(whole),
            whole_marker=writer.mark_figure(whole),
            formula=made.formula,
        ),
        calculations=(number,),
    )
    stated = _stated_share(part, hand)
    if stated is not None:
        marker = writer.mark_figure(stated)
        writer.say(phrase("total.share_stated", stated=amount_of(stated), marker=marker))
    return True


def _is_stated(hand: Hand) -> bool:
    """Whether a report states the share itself: “dân tộc Thái chiếm 32%”."""
    best = next(iter(hand.ranked), None)
    asked = "%" in hand.query.units or " ti trong" in hand.query.line
    return best is not None and asked and best.recall >= _STATED and "%" in (best.figure.unit or "")


def _about(share: str, figures: Sequence[Figure]) -> str:
    """“khoảng” before a share of figures that are themselves “trên 17.000”."""
    soft = any(one.quantity and one.quantity.bound is not Bound.EXACT for one in figures)
    return f"khoảng {share}" if soft else share


def _stated_share(part: Figure, hand: Hand) -> Figure | None:
    """The share that the report itself prints right after the part, where the question gives its number."""
    after = [
        one
        for one in hand.library.figures_beside(part)
        if one.sentence == part.sentence and one.kind is FigureKind.SHARE and one.spans > part.spans
    ]
    return next((one for one in after if is_named(one, hand.query.numbers)), None)


def _part_and_whole(hand: Hand) -> tuple[Figure, Figure] | None:
    turn = next(
        (
            match
            for match in _TURN.finditer(hand.query.line)
            if "bao nhieu" in match.group() or "may" in match.group() or "chiem" in match.group()
        ),
        None,
    )
    if turn is None:
        return None
    at = hand.query.line[: turn.start() + 1].count(" ") - 1
    said = tuple(one for one in hand.query.concepts if one.at <= at)
    after_turn = tuple(one for one in hand.query.concepts if one.at > at)
    told_first = _WHOLE_FIRST.search(hand.query.line[: turn.start() + 1])
    if told_first is not None and all(one.weak for one in after_turn):
        middle = hand.query.line[: told_first.end()].count(" ") - 1
        said, after_turn = (
            tuple(one for one in said if one.at > middle),
            tuple(one for one in said if one.at < middle),
        )
    before = replace(hand.query, concepts=said, indicators=())
    after = replace(hand.query, concepts=after_turn, indicators=())
    part, whole = _amounts(before, hand), _amounts(after, hand)
    if " tong " in hand.query.line[turn.start() :]:
        within = _in_its_total(part, hand)
        if within is not None:
            return within
    pairs = [
        (one.score + other.score, one.figure, other.figure)
        for one in part[:_LOOKED_AT]
        for other in whole[:_LOOKED_AT]
        if _fit(one.figure, other.figure) and not _are_siblings(one.figure, other.figure)
    ]
    if pairs:
        _, first, second = max(pairs, key=lambda pair: pair[0])
        return first, second
    return _in_its_total(part, hand)


def _in_its_total(parts: Sequence[Measured], hand: Hand) -> tuple[Figure, Figure] | None:
    """The part with the total that the same statement breaks down: “Tổng … 100 (phần thứ nhất 40; …)”."""
    named = [_most_said(one.figure, hand) for one in parts[:_LOOKED_AT]]
    wanted = {one.id: one for one in named}
    for found in hand.evidence.found[:_LOOKED_AT]:
        for total, members in totals_in(found.statement, hand):
            for member in members:
                if member.id in wanted and _fit(member, total) and _holds(total, members):
                    return member, total
    return next((pair for one in wanted.values() if (pair := _of_bearer(one, hand)) is not None), None)


def _most_said(part: Figure, hand: Hand) -> Figure:
    """Of the parts of one list the one whose words the question says, not one that bears others too.

    “Giá trị sản xuất công nghiệp … công nghiệp chế biến” names the second of “công nghiệp sản xuất điện 40;
    công nghiệp chế biến 60”, though the first shares more words with it.
    """
    asked = set(hand.query.line.split())
    beside = [one for one in hand.library.figures_beside(part) if _are_siblings(part, one)]
    alike = [one for one in beside if one.unit == part.unit and one.kind in _AMOUNTS and one.quantity]
    return max((part, *alike), key=lambda one: _said_of(one, asked))


def _said_of(figure: Figure, asked: set[str]) -> float:
    """How much of a figure's own words the question says."""
    own = label_terms(figure) - EMPTY
    return len(own & asked) / len(own) if own else 0.0


_LISTS_PARTS = re.compile(r"\W*(?:trong đó|bao gồm|gồm|chia ra)\b", re.IGNORECASE)


def _of_bearer(part: Figure, hand: Hand) -> tuple[Figure, Figure] | None:
    """A part that a note tells, with the last total of the sentence that bears the note's mark."""
    passage = hand.library.passage_of(part)
    if passage is None or not passage.anchor or not _LISTS_PARTS.match(passage.text):
        return None
    before = [
        (at, one)
        for one in (*hand.near, *hand.library.figures_around(part))
        if one.report_id == part.report_id
        and one.footnote is None
        and one.kind in _AMOUNTS
        and (at := passage.anchor.rfind(one.written)) >= 0
        and passage.anchor.strip()[:_HEAD] in one.sentence
        and _fit(part, one)
    ]
    return (part, max(before, key=lambda one: one[0])[1]) if before else None


_HEAD = 40  # characters by which a sentence is known


def _are_siblings(one: Figure, other: Figure) -> bool:
    """Whether both are parts that one list tells: neither is the whole of the other."""
    return one.sentence == other.sentence and _LISTS_PARTS.match(one.sentence) is not None


def _holds(total: Figure, members: Sequence[Figure]) -> bool:
    """Whether what follows a figure can be its parts: together they are no more than it is."""
    amounts = [one.quantity.low for one in members if one.quantity is not None]
    return total.quantity is not None and sum(amounts) <= total.quantity.high * _ROUNDED


def _amounts(query: Query, hand: Hand) -> list[Measured]:
    if not [concept for concept in query.concepts if not concept.weak]:
        return []
    ranked = measure(query, hand.near, hand.library)
    return [
        one
        for one in ranked
        if one.figure.kind in _AMOUNTS and one.figure.quantity is not None and one.recall >= 0.6
    ]


def _fit(part: Figure, whole: Figure) -> bool:
    if part.id == whole.id or part.label == whole.label or part.report_id != whole.report_id:
        return False
    if part.indicator is not None and part.indicator == whole.indicator and part.place == whole.place:
        return False  # two numbers of one thing are no part and whole
    if "%" in (part.unit or "") or part.quantity is None:
        return False
    amount = convert_figure(whole, part.unit)
    return amount is not None and part.quantity.low <= amount.high
