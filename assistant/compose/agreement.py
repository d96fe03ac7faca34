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
from corpus.passages import PassageKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer
    from assistant.statements import Statement
    from corpus.figures import Figure

_FEWEST = 2
_LOOKED_AT = 6
_MEANT = 0.3
_FAR_MORE = Decimal("1.5")
_BREAKS_DOWN = re.compile(r"\s*(?:trong đó|gồm|bao gồm|cụ thể|trong số)", re.IGNORECASE)
_OPENS = re.compile(r"\(|trong đó|bao gồm|gồm|:", re.IGNORECASE)


def check_sums(hand: Hand, writer: Writer) -> bool:
    """Add the parts that a statement lists and say whether they make its total."""
    meant = {one.figure.id for one in hand.ranked if one.score >= _MEANT}
    for found in hand.evidence.found[:_LOOKED_AT]:
        if not found.fit.place or not _has_named(found.statement, hand):
            continue
        for total, parts in (*_told_in_notes(found.statement, hand), *totals_in(found.statement, hand)):
            asked = total.id in meant or _is_named(total, hand) or _is_asked(parts, hand)
            if asked and _say(total, parts, writer):
                return True
    return False


def _is_asked(parts: Sequence[Figure], hand: Hand) -> bool:
    """Whether the question names the parts."""
    asked = {word for one in subject_concepts(hand.query) for phrase_ in one.phrases for word in phrase_}
    named = sum(bool(label_terms(part) & asked) for part in parts)
    return named >= _FEWEST


def _has_named(statement: Statement, hand: Hand) -> bool:
    """Whether a number that the question names stands there: else it is another sum than the one meant."""
    if not hand.query.numbers:
        return True
    notes = _told_in_notes(statement, hand)
    near = (*hand.library.figures_in(statement.passage), *(part for _, parts in notes for part in parts))
    return any(_is_named(one, hand) for one in near)


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
        if opening is None or ";" in statement.text[at : opening.start()]:
            continue  # what opens there belongs to the next of a list
        closing = statement.text.find(")", opening.end()) if opening.group() == "(" else -1
        stop = closing if closing >= 0 else len(statement.text)
        parts = [one for where, one in placed[index + 1 :] if where < stop and one.unit == total.unit]
        if len(parts) >= _FEWEST and _may_hold(total, parts):
            found.append((total, parts))
    return [(total, kept) for total, parts in found if len(kept := _outermost(parts, found)) >= _FEWEST]


def _may_hold(total: Figure, parts: Sequence[Figure]) -> bool:
    """Whether what follows a figure can be its parts: then they are not far more than it is."""
    amounts = [one.quantity.low for one in parts if one.quantity is not None]
    return total.quantity is not None and sum(amounts) <= total.quantity.high * _FAR_MORE


def _outermost(parts: Sequence[Figure], totals: Sequence[tuple[Figure, Sequence[Figure]]]) -> list[Figure]:
    """The parts without the parts of a part, which would be counted twice."""
    inner = {one.id for total, within in totals if total in parts for one in within}
    return [one for one in parts if one.id not in inner]


def _told_in_notes(statement: Statement, hand: Hand) -> list[tuple[Figure, list[Figure]]]:
    """Totals of a sentence whose parts its note tells: “158 công trình¹” – “Trong đó: 20 …, 139 …”."""
    if statement.passage.kind is not PassageKind.BODY:
        return []
    placed = _placed(statement, hand)
    found = []
    for note in statement.passage.notes:
        before = [one for at, one in placed if statement.start + at < note.at <= statement.end + 1]
        for passage in hand.library.shelf(statement.passage.report_id).passages.values():
            if passage.footnote == note.number and _BREAKS_DOWN.match(passage.text):
                first = hand.library.statements_of(passage)[:1]
                parts = [one for part in first for _, one in _placed(part, hand)]
                found.extend(_broken_down(before, parts))
    return found


def _broken_down(before: Sequence[Figure], parts: Sequence[Figure]) -> list[tuple[Figure, list[Figure]]]:
    """The nearest total before a note that its parts count alike with."""
    for total in reversed(before):
        alike = [one for one in parts if _counts_alike(one, total)]
        if len(alike) >= _FEWEST:
            return [(total, alike)]
    return []


def _counts_alike(one: Figure, total: Figure) -> bool:
    part, whole = one.quantity, total.quantity
    return one.unit == total.unit and part is not None and whole is not None and part.low <= whole.high


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
