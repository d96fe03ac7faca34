"""“Cộng A, B và C thì được bao nhiêu”: the amounts that one sentence tells of the things that are named."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.compose.agreement import totals_in
from assistant.compose.words import phrase
from assistant.measures import EMPTY, RESULTS, label_terms
from assistant.tools.aggregate import aggregate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer
    from assistant.statements import Statement
    from corpus.figures import Figure

_FEWEST, _MOST = 2, 6
_LOOKED_AT = 3
_ADDS = re.compile(r" (?:cong|gop|tong cong|ca thay|tat ca|tinh chung)(?= )")


def say_named_parts(hand: Hand, writer: Writer) -> bool:
    """The sum of what a sentence tells, where the question names each part of it and no total is printed."""
    if not _ADDS.search(hand.query.line) or hand.query.periods:
        return False
    for found in hand.evidence.found[:_LOOKED_AT]:
        parts = _named(found.statement, hand) if found.fit.place else []
        if parts and _say(parts, writer):
            return True
    return False


def _named(statement: Statement, hand: Hand) -> Sequence[Figure]:
    """All amounts of one unit in a statement, if the question says words of each that no other has."""
    told = [
        one
        for one in hand.library.figures_in(statement.passage)
        if one.written in statement.text and one.kind in RESULTS and one.quantity is not None
    ]
    unit = told[0].unit if told else None
    if unit is None or "%" in unit or any(one.unit != unit for one in told):
        return ()
    if not _FEWEST <= len(told) <= _MOST or totals_in(statement, hand):
        return ()
    asked = set(hand.query.line.split())
    labels = [label_terms(one) - EMPTY for one in told]
    own = [label - frozenset().union(*(other for other in labels if other is not label)) for label in labels]
    return told if all(words & asked for words in own) else ()


def _say(parts: Sequence[Figure], writer: Writer) -> bool:
    made = aggregate(parts, "sum")
    if made.refusal is not None:
        return False
    markers = " ".join(dict.fromkeys(writer.mark_figure(part) for part in parts))
    writer.say(
        phrase("total.sum", sum=made.shown["sum"], markers=markers, formula=made.formula),
        calculations=(writer.add(made),),
    )
    return True
