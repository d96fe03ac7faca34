"""“28/26 tổ mà ghi 108% thì đúng chưa”: a printed share, worked out again from its own two numbers."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answer import Status
from assistant.compose.figures import amount_of, label_of, where_of
from assistant.compose.words import phrase
from assistant.measures import RESULTS
from assistant.query import Intent
from assistant.tools.agree import Agreement
from assistant.tools.change_between import change_between
from assistant.tools.check_stated import check_ratio
from assistant.understanding.terms import flat
from corpus.figures import Quantity
from corpus.numbers import parse_number
from corpus.vocabulary import Better

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer
    from assistant.statements import Statement
    from corpus.figures import Figure

_FRACTION = re.compile(r" (\d[\d.,]*/\d[\d.,]*)(?= )")
_REST = re.compile(r" con (?:lai )?(?:bao nhieu|may) (?:\w+ ){1,8}?(?:chua|khong) (?!phai |nhi |nhe |a )\w")
_SAYS_REST = re.compile(r" (?:chua|khong|con lai)(?= )")
_LOOKED_AT = 8
_NEAR, _MEANT = 4, 0.6


def check_fraction(hand: Hand, writer: Writer) -> bool:
    """Whether the percentage that stands by a fraction follows from it, where the question names both."""
    said = {match.group(1) for match in _FRACTION.finditer(hand.query.line)}
    shares = {parse_number(number) for number in hand.query.numbers} - {None}
    if not said or not shares:
        return False
    for found in hand.evidence.found[:_LOOKED_AT]:
        if not found.fit.place:
            continue
        told = [
            one
            for one in hand.library.figures_in(found.statement.passage)
            if one.written in found.statement.text and one.quantity is not None
        ]
        part = next((one for one in told if _is_written(one, said)), None)
        share = next((one for one in told if one.unit == "%" and _value(one) in shares), None)
        if part is not None and share is not None and _say(part, share, writer):
            return True
    return False


def _is_written(figure: Figure, said: set[str]) -> bool:
    quantity = figure.quantity
    return quantity is not None and quantity.out_of is not None and any(one in figure.written for one in said)


def _value(figure: Figure) -> object:
    return figure.quantity.value if figure.quantity else None


def _say(part: Figure, share: Figure, writer: Writer) -> bool:
    whole = part.quantity.out_of if part.quantity else None
    if whole is None:
        return False
    made = check_ratio(
        part, replace(part, quantity=Quantity(low=whole, high=whole)), share, better=Better.HIGHER
    )
    if made.refusal is not None:
        return False
    same = made.result["agreement"] != Agreement.DIFFERS.value
    if not same:
        writer.status = Status.CONFLICTING
    writer.say(
        phrase(
            "agree.share_same" if same else "agree.share_differs",
            stated=amount_of(share),
            marker=writer.mark_figure(share),
            share=made.shown["recomputed"],
            formula=made.formula,
        ),
        calculations=(writer.add(made),),
    )
    return True


def say_rest(hand: Hand, writer: Writer) -> bool:
    """“Còn bao nhiêu người chưa viết”: what is left of “2.615/2.671 người viết”, if no number says it."""
    if not _REST.search(hand.query.line) or hand.query.wants(Intent.LIST_VERDICT):
        return False
    likely = [one for one in hand.ranked[:_LOOKED_AT] if one.score >= _MEANT and one.figure.kind in RESULTS]
    if any(_SAYS_REST.search(flat(one.figure.label)) for one in likely):
        return False
    near = [one.statement for one in hand.evidence.found[:_NEAR] if one.fit.place]
    part = next((one.figure for one in likely if _is_part_in(one.figure, near, hand)), None)
    whole = part.quantity.out_of if part is not None and part.quantity else None
    if part is None or whole is None:
        return False
    made = change_between(part, replace(part, quantity=Quantity(low=whole, high=whole)), any_period=True)
    if made.refusal is not None or made.result["direction"] != "tăng":
        return False
    writer.say(
        phrase(
            "total.rest",
            label=label_of(part),
            where=where_of(part),
            amount=amount_of(part),
            marker=writer.mark_figure(part),
            rest=made.shown["difference"],
        ),
        calculations=(writer.add(made),),
    )
    return True


def _is_part_in(figure: Figure, near: Sequence[Statement], hand: Hand) -> bool:
    """Whether a figure counts some of all of what the question counts, in what was found."""
    quantity, unit = figure.quantity, flat(figure.unit or "")
    if quantity is None or quantity.out_of is None or not unit.strip() or unit not in hand.query.line:
        return False
    return any(figure in hand.library.figures_in(one.passage) and figure.written in one.text for one in near)
