"""Whether a report's own numbers agree: parts with their total, a stated share with its figures."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.compose.figures import amount_of
from assistant.compose.words import phrase
from assistant.measures import label_terms, subject_concepts
from assistant.tools.agree import Agreement
from assistant.tools.check_stated import check_parts
from assistant.tools.rounding import write
from corpus.numbers import parse_number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer
    from assistant.statements import Statement
    from corpus.figures import Figure

_FEWEST = 2
_LOOKED_AT = 6
_MEANT = 0.3
_OPENS = re.compile(r"\(|trong đó|bao gồm|gồm|:", re.IGNORECASE)


def check_sums(hand: Hand, writer: Writer) -> bool:
    """Add the parts that a statement lists and say whether they make its total."""
    meant = {one.figure.id for one in hand.ranked if one.score >= _MEANT}
    for found in hand.evidence.found[:_LOOKED_AT]:
        for total, parts in totals_in(found.statement, hand):
            asked = total.id in meant or _is_named(total, hand) or _is_asked(parts, hand)
            if asked and _say(total, parts, writer):
                return True
    return False


def _is_asked(parts: Sequence[Figure], hand: Hand) -> bool:
    """Whether the question names the parts."""
    asked = {word for one in subject_concepts(hand.query) for phrase_ in one.phrases for word in phrase_}
    named = sum(bool(label_terms(part) & asked) for part in parts)
    return named >= _FEWEST


def _is_named(total: Figure, hand: Hand) -> bool:
    """Whether the question itself names the number."""
    value = total.quantity.value if total.quantity else None
    return value is not None and any(parse_number(number) == value for number in hand.query.numbers)


def totals_in(statement: Statement, hand: Hand) -> list[tuple[Figure, list[Figure]]]:
    """Each total of a statement with the parts that follow it in brackets or after “trong đó”."""
    placed = _placed(statement, hand)
    found: list[tuple[Figure, list[Figure]]] = []
    for index, (at, total) in enumerate(placed):
        following = placed[index + 1] if index + 1 < len(placed) else None
        if following is None:
            break
        opening = _OPENS.search(statement.text, at + len(total.written), following[0])
        if opening is None:
            continue
        closing = statement.text.find(")", opening.end()) if opening.group() == "(" else -1
        stop = closing if closing >= 0 else len(statement.text)
        parts = [one for where, one in placed[index + 1 :] if where < stop and one.unit == total.unit]
        if len(parts) >= _FEWEST:
            found.append((total, parts))
    return found


def _placed(statement: Statement, hand: Hand) -> list[tuple[int, Figure]]:
    """The figures of a statement with the places where they stand in it."""
    inside = [figure for figure in hand.library.figures_in(statement.passage) if figure.spans]
    placed, at = [], 0
    for figure in sorted(inside, key=lambda one: one.spans[0]):
        where = statement.text.find(figure.written, at)
        if where >= 0 and figure.quantity is not None:
            placed.append((where, figure))
            at = where + len(figure.written)
    return placed


def _say(total: Figure, parts: Sequence[Figure], writer: Writer) -> bool:
    made = check_parts(total, parts)
    if made.refusal is not None:
        return False
    number = writer.add(made)
    same = made.result["agreement"] != Agreement.DIFFERS.value
    difference = made.result["difference"]
    gap = write(abs(difference), None, total.unit) if isinstance(difference, Decimal) else ""
    writer.say(
        phrase(
            "agree.sum_same" if same else "agree.sum_differs",
            sum=made.shown["recomputed"],
            total=amount_of(total),
            marker=writer.mark_figure(total),
            gap=gap,
            formula=made.formula,
        ),
        calculations=(number,),
    )
    return True
