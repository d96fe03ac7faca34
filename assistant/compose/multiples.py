"""“A gấp mấy lần B”: two amounts that one statement tells, each by words that only it bears."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.compose.figures import amount_of, label_of
from assistant.compose.words import phrase
from assistant.measures import EMPTY, RESULTS, label_terms
from assistant.tools.change_between import change_between

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer
    from corpus.figures import Figure

_TIMES = re.compile(r" gap (?:bao nhieu|may)(?: lan)?(?: so voi| cua)?(?= )")
_LOOKED_AT = 5
_MOSTLY = 0.6  # of the words that only one figure bears, which its half of the question says


def say_multiple(hand: Hand, writer: Writer) -> bool:
    """How many times the second the first is; False where the halves do not name one figure each."""
    turn = _TIMES.search(hand.query.line)
    if turn is None or len(hand.query.places) > 1 or len(set(hand.query.periods)) > 1:
        return False
    first, second = set(hand.query.line[: turn.start()].split()), set(hand.query.line[turn.end() :].split())
    for found in hand.evidence.found[:_LOOKED_AT]:
        figures = hand.library.figures_in(found.statement.passage) if found.fit.place else ()
        text = found.statement.text
        told = [
            one for one in figures if one.kind in RESULTS and (one.sentence in text or text in one.sentence)
        ]
        if len({one.unit for one in told}) > 1:
            continue  # “52 dự án, vốn 900 tỷ đồng”: which of the two is meant, the names do not tell
        if _say(_named(told, first, second), _named(told, second, first), writer):
            return True
    return False


def _named(told: Sequence[Figure], half: set[str], other: set[str]) -> Figure | None:
    """The figure whose own words this half says and the other does not; none where two fit."""
    fits = [one for one in told if _own_said(one, told, half) >= _MOSTLY > _own_said(one, told, other)]
    return fits[0] if len(fits) == 1 else None


def _own_said(figure: Figure, told: Sequence[Figure], half: set[str]) -> float:
    """How much a half of the question says of what tells a figure from the others of its unit."""
    alike = [label_terms(one) for one in told if one.unit == figure.unit and one.id != figure.id]
    own = label_terms(figure) - EMPTY - (frozenset.intersection(*alike) if alike else frozenset())
    return len(own & half) / len(own) if own else 0.0


def _say(amount: Figure | None, base: Figure | None, writer: Writer) -> bool:
    if amount is None or base is None or amount.id == base.id:
        return False
    made = change_between(base, amount, any_period=True)
    if made.refusal is not None or "times" not in made.shown:
        return False
    number = writer.add(made)
    writer.say(
        phrase(
            "total.times",
            part_label=label_of(amount),
            part=amount_of(amount),
            part_marker=writer.mark_figure(amount),
            times=made.shown["times"],
            whole_label=label_of(base)[:1].lower() + label_of(base)[1:],
            whole=amount_of(base),
            whole_marker=writer.mark_figure(base),
        ),
        calculations=(number,),
    )
    return True
