"""Whether a report's own numbers agree: parts with their total, a stated share with its figures."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.compose.figures import amount_of
from assistant.compose.spoken import spoken_subject, where_and_when
from assistant.compose.words import phrase
from assistant.evidence import level_weight
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
    from assistant.evidence import Found
    from assistant.statements import Statement
    from corpus.figures import Figure
    from corpus.passages import Passage

_FEWEST = 2
_LOOKED_AT = 6
_MEANT = 0.3
_FAR_MORE = Decimal("1.5")
_BREAKS_DOWN = re.compile(r"\s*(?:trong đó|gồm|bao gồm|cụ thể|trong số|năm (?:19|20)\d\d\s*:)", re.IGNORECASE)
_OPENS = re.compile(r"\(|trong đó|bao gồm|gồm|:", re.IGNORECASE)


def check_sums(hand: Hand, writer: Writer) -> bool:
    """Add the parts that a statement lists and say whether they make its total."""
    meant = {one.figure.id for one in hand.ranked if one.score >= _MEANT}
    near = [one for one in hand.evidence.found[:_LOOKED_AT] if one.fit.place]
    # Without a place the highest level is meant: the province before its town.
    near.sort(key=lambda one: -_level(one, hand))
    for found in near:
        if not _has_named(found.statement, hand):
            continue
        for total, parts in (*_told_by(found.statement, hand), *totals_in(found.statement, hand)):
            if _is_of_another(total, hand):
                continue
            near_it = total.id in meant and (total.indicator is not None or not hand.query.indicators)
            asked = near_it or _is_named(total, hand) or _is_asked(parts, hand)
            if asked and _say(total, parts, writer):
                return True
    return False


def _is_of_another(total: Figure, hand: Hand) -> bool:
    """Whether a total is known to be of another indicator than the one that is named."""
    named = hand.query.indicators
    return bool(named) and total.indicator is not None and total.indicator not in named


def _level(found: Found, hand: Hand) -> float:
    card = hand.library.card(found.statement.passage.report_id)
    return level_weight(card, hand.query, hand.library)


def _told_by(statement: Statement, hand: Hand) -> list[tuple[Figure, list[Figure]]]:
    """Totals broken down in a note, found from the sentence that bears it or from the note itself."""
    passage = statement.passage
    if passage.kind is not PassageKind.FOOTNOTE or not _BREAKS_DOWN.match(passage.text):
        return _told_in_notes(statement, hand)
    return [
        pair
        for other in hand.library.shelf(passage.report_id).passages.values()
        if any(note.number == passage.footnote for note in other.notes)
        for bearer in hand.library.statements_of(other)
        for pair in _told_in_notes(bearer, hand)
        if all(_stands_in(part, passage, hand) for part in pair[1])
    ]


def _stands_in(part: Figure, passage: Passage, hand: Hand) -> bool:
    own = hand.library.passage_of(part)
    return own is not None and own.id == passage.id


def _is_asked(parts: Sequence[Figure], hand: Hand) -> bool:
    """Whether the question names the parts."""
    asked = {word for one in subject_concepts(hand.query) for phrase_ in one.phrases for word in phrase_}
    named = sum(bool(label_terms(part) & asked) for part in parts)
    return named >= _FEWEST


def _has_named(statement: Statement, hand: Hand) -> bool:
    """Whether a number that the question names stands there: else it is another sum than the one meant."""
    if not hand.query.numbers:
        return True
    notes = _told_by(statement, hand)
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
            if passage.footnote != note.number:
                continue
            told = hand.library.statements_of(passage)
            if _BREAKS_DOWN.match(passage.text):
                found.extend(
                    _broken_down(before, [one for part in told[:1] for _, one in _placed(part, hand)])
                )
            else:
                found.extend(_made_up(before, told, hand))
    return found


def _made_up(
    before: Sequence[Figure], told: Sequence[Statement], hand: Hand
) -> list[tuple[Figure, list[Figure]]]:
    """The total that a note's own amounts, brackets aside, make up to the last digit."""
    parts = [
        one
        for statement in told
        for at, one in _placed(statement, hand)
        if statement.text.count("(", 0, at) == statement.text.count(")", 0, at)
    ]
    for total in before:
        alike = [one for one in parts if _counts_alike(one, total)]
        sums = sum(one.quantity.low for one in alike if one.quantity is not None)
        if len(alike) >= _FEWEST and total.quantity is not None and sums == total.quantity.value:
            return [(total, alike)]
    return []


def _broken_down(before: Sequence[Figure], parts: Sequence[Figure]) -> list[tuple[Figure, list[Figure]]]:
    """The nearest total before a note that its parts count alike with."""
    for total in reversed(before):
        alike = [one for one in parts if _counts_alike(one, total)]
        if len(alike) >= _FEWEST:
            return [(total, alike)]
    return []


def _counts_alike(one: Figure, total: Figure) -> bool:
    part, whole = one.quantity, total.quantity
    same = one.unit == total.unit or (one.unit or "?") in (total.unit or "").split(", ")
    return same and part is not None and whole is not None and part.low <= whole.high


def _placed(statement: Statement, hand: Hand) -> list[tuple[int, Figure]]:
    """The figures of a statement with the places where they stand in it."""
    inside = [
        figure
        for figure in hand.library.figures_in(statement.passage)
        if figure.spans and _is_told_in(figure, statement)
    ]
    placed, at = [], 0
    for figure in sorted(inside, key=lambda one: one.spans[0]):
        where = statement.text.find(figure.written, at)
        if where >= 0 and figure.quantity is not None:
            placed.append((where, figure))
            at = where + len(figure.written)
    return placed


def _is_told_in(figure: Figure, statement: Statement) -> bool:
    """Whether a figure is of this very statement: the same number may stand in the one before."""
    told, said = figure.sentence.strip(), statement.text.strip()
    return not told or told[:_HEAD] in said or said[:_HEAD] in told


_HEAD = 40  # characters by which a sentence is known


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
            label=spoken_subject(total),
            where=where_and_when(total),
            part_markers=_others(total, parts, writer),
            sum=made.shown["recomputed"],
            total=amount_of(total),
            marker=writer.mark_figure(total),
            gap=gap,
            formula=made.formula,
        ),
        calculations=(number,),
    )
    return True


def _others(total: Figure, parts: Sequence[Figure], writer: Writer) -> str:
    """The markers of the parts where they stand elsewhere than their total."""
    own = writer.mark_figure(total)
    return " ".join(mark for mark in dict.fromkeys(writer.mark_figure(part) for part in parts) if mark != own)
