"""What something was before it changed: the year that a report counts from, or before what came on top."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.compose.changes import base_year, say_base
from assistant.compose.figures import amount_of, best_of, is_named, label_of
from assistant.compose.spoken import where_and_when
from assistant.compose.words import phrase
from assistant.measures import RESULTS
from assistant.query import Intent
from assistant.tools.implied_base import implied_base
from corpus.figures import FigureKind

if TYPE_CHECKING:
    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer
    from corpus.figures import Figure

_SAID = 0.75
_TWO = 2
_EARLIER = re.compile(r" (?:truoc (?:do|khi|day|kia)|ban dau|luc dau|khi chua)(?= )")


def say_base_of_year(hand: Hand, writer: Writer) -> bool:
    """“Năm 2020 có bao nhiêu”, where a report tells only how much more there is now than then."""
    query = hand.query
    years = {period.first for period in query.periods if period.single}
    if len(years) != 1 or len(query.periods) != 1 or query.intents != (Intent.HOW_MANY,):
        return False
    if any(one.period == 1 and one.recall >= _SAID and one.figure.kind in RESULTS for one in hand.ranked):
        return False
    stated = [
        one
        for one in hand.ranked
        if one.figure.kind is FigureKind.CHANGE and one.recall >= _SAID and base_year(one.figure) in years
    ]
    best = best_of(stated, hand)
    return best is not None and say_base(best.figure, hand, writer, led=True)


def say_before(hand: Hand, writer: Writer) -> bool:
    """“Lập thêm 208, nâng lên 446, trước đó có bao nhiêu”: both numbers stand in one sentence."""
    query = hand.query
    if not _EARLIER.search(query.line) or len(query.numbers) != _TWO or len(hand.query.places) > 1:
        return False
    for found in hand.evidence.found[:_TWO]:
        inside = [
            one
            for one in hand.library.figures_in(found.statement.passage)
            if one.written in found.statement.text and is_named(one, query.numbers) and one.quantity
        ]
        units = {one.unit for one in inside}
        if len(inside) == _TWO and len(units) == 1 and None not in units:
            added, whole = sorted(inside, key=_size)
            return _say(whole, added, writer)
    return False


def _size(figure: Figure) -> Decimal:
    return figure.quantity.low if figure.quantity else Decimal(0)


def _say(whole: Figure, added: Figure, writer: Writer) -> bool:
    made = implied_base(whole, added, falling=False)
    if made.refusal is not None:
        return False
    writer.say(
        phrase(
            "change.before",
            label=label_of(whole),
            where=where_and_when(whole, timely=False),
            base=made.shown["base"],
            whole=amount_of(whole),
            added=amount_of(added),
            marker=writer.mark_figure(whole),
            formula=made.formula.split("; ")[0],
        ),
        calculations=(writer.add(made),),
    )
    return True
