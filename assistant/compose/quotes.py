"""Answering in the reports' own words: the sentences, footnotes and rows that say what was asked."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.evidence import is_of, labels_itself, names_place
from assistant.query import Intent
from assistant.ranking import rank
from corpus.passages import PassageKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.compose.writer import Writer
    from assistant.evidence import Evidence, Found
    from assistant.query import AskedPlace, Concept, Query
    from assistant.statements import Statement
    from corpus.passages import Passage, PassageId

_MOST = 3
_MOST_NOTES = 2
_SHORT_NOTE = 600  # letters
_LONGEST_LIST = 1500
_SPEAKS = 0.08  # share of the question that a note must say itself
_LISTS = re.compile(r" (?:nao|gom|nhung|liet ke|ke ten|ke ra)(?= )")
_LINE = re.compile(r"\n")
_END = re.compile(r"[.!?](?=\s|$)|(?<![;,:])\n")
_CLOSE = 0.93  # a statement nearly as good as the best may well be the one that was meant
_NEW = 0.12  # share of the question that a further statement must add


def quote_best(query: Query, evidence: Evidence, writer: Writer, *, most: int = _MOST) -> bool:
    """Quote what answers best; False where nothing does."""
    if len(query.places) > 1:
        return _quote_each_place(query, evidence, writer)
    chosen = choose(query, evidence.found, most=most)
    if not chosen:
        return False
    quoted: set[tuple[PassageId, int]] = set()  # a note may answer itself and belong to what answers
    for number, one in enumerate(_in_order(chosen, writer)):
        notes = _telling_notes(query, one.statement, writer) if one is chosen[0] or not number else []
        for statement in (*_as_quoted(query, one.statement, writer), *notes):
            key = (statement.passage.id, statement.start)
            if key not in quoted:
                writer.quote(statement)
            quoted.add(key)
    return bool(chosen)


def _as_quoted(query: Query, statement: Statement, writer: Writer) -> list[Statement]:
    if statement.passage.kind is PassageKind.FOOTNOTE:
        return [_whole(statement)]
    whole = _to_its_end(query, statement)
    return [whole, *_carried_over(query, whole, writer)]


def _carried_over(query: Query, statement: Statement, writer: Writer) -> list[Statement]:
    """The rest of a list whose last items stand in the next passage."""
    passage = statement.passage
    if statement.text[-1:] not in ";,:" or statement.end < len(passage.text.rstrip()):
        return []
    if passage.kind is not PassageKind.BODY or not _LISTS.search(query.line):
        return []
    shelf = writer.library.shelf(passage.report_id)
    following = next((one for one in shelf.passages.values() if one.order == passage.order + 1), None)
    if following is None or (following.kind, following.section) != (passage.kind, passage.section):
        return []
    first = next(iter(writer.library.statements_of(following)), None)
    return [_to_its_end(query, first)] if first is not None else []


def _to_its_end(query: Query, statement: Statement) -> Statement:
    """A list that was cut at a semicolon, with the rest of it, where a list is what was asked for."""
    if labels_itself(statement, query) and not query.counts:
        return _stretched(statement, _LINE)
    counts = (query.units or query.counted) and not _LISTS.search(query.line)
    if counts or statement.passage.kind is PassageKind.TABLE or statement.text[-1:] not in ";,:":
        return statement
    return _stretched(statement, _END)


def _stretched(statement: Statement, until: re.Pattern[str]) -> Statement:
    """The statement up to what ends it, unless that is far."""
    rest = until.search(statement.passage.text, statement.end)
    end = rest.end() if rest else len(statement.passage.text)
    if end - statement.start > _LONGEST_LIST:
        return statement
    return replace(statement, end=end, text=statement.passage.text[statement.start : end].rstrip())


def _telling_notes(query: Query, statement: Statement, writer: Writer) -> list[Statement]:
    """The notes that a sentence bears which speak of what was asked, or its only one where it counts."""
    borne = [
        (found[0].own, _whole(found[0].statement))
        for passage in _borne(statement, writer)
        if (found := rank(query, writer.library.statements_of(passage)))
    ]
    telling = sorted((one for one in borne if one[0] >= _SPEAKS), key=lambda one: -one[0])
    asks_for_it = query.counts or query.wants(Intent.REASON) or _LISTS.search(query.line)
    if not telling and len(borne) == 1 and asks_for_it:
        telling = borne
    return [note for _, note in telling[:_MOST_NOTES]]


def _borne(statement: Statement, writer: Writer) -> list[Passage]:
    """The notes whose marks stand in a sentence of running text, those quoted already aside."""
    if statement.passage.kind is not PassageKind.BODY:
        return []
    numbers = {
        note.number for note in statement.passage.notes if statement.start < note.at <= statement.end + 1
    }
    if not numbers:
        return []
    return [
        passage
        for passage in writer.library.shelf(statement.passage.report_id).passages.values()
        if passage.kind is PassageKind.FOOTNOTE
        and passage.footnote in numbers
        and passage.anchor
        and statement.text[:60] in passage.anchor
        and not writer.cites(passage)
    ]


def _whole(statement: Statement) -> Statement:
    """A short note is told as a whole."""
    text = statement.passage.text
    if len(text) > _SHORT_NOTE:
        return statement
    return replace(statement, start=0, end=len(text), text=text)


def _quote_each_place(query: Query, evidence: Evidence, writer: Writer) -> bool:
    """The best statement on each place that the question names."""
    quoted = False
    for place in query.places:
        alone = replace(query, places=(place,))
        for one in choose(alone, [one for one in evidence.found if speaks_of(one, place, writer)], most=1):
            writer.quote(one.statement)
            quoted = True
    return quoted


def speaks_of(one: Found, place: AskedPlace, writer: Writer) -> bool:
    """Whether a statement is of a place: it names it, or its report is about it and it names no other."""
    card = writer.library.card(one.statement.passage.report_id)
    return names_place(one.statement, place) or (card is not None and is_of(card, place))


def choose(query: Query, found: Sequence[Found], *, most: int = _MOST) -> list[Found]:
    """The best statement, those nearly as good, and those that say what it leaves out."""
    if not found:
        return []
    chosen = [found[0]]
    total = sum(concept.weight for concept in query.concepts) or 1.0
    said = _said(query, found[0].statement)
    for one in found[1:]:
        if len(chosen) >= most:
            break
        if _repeats(one.statement, [other.statement for other in chosen]):
            continue
        here = _said(query, one.statement)
        new = sum(query.concepts[index].weight for index in here - said) / total
        if one.score >= _CLOSE * found[0].score or (new >= _NEW and one.score >= 0.6 * found[0].score):
            chosen.append(one)
            said |= here
    return chosen


def _said(query: Query, statement: Statement) -> set[int]:
    return {index for index, concept in enumerate(query.concepts) if _says(concept, statement)}


def _says(concept: Concept, statement: Statement) -> bool:
    return any(all(word in statement.terms for word in phrase) for phrase in concept.phrases)


def _repeats(statement: Statement, others: Sequence[Statement]) -> bool:
    if statement.passage.kind is PassageKind.FOOTNOTE and len(statement.passage.text) <= _SHORT_NOTE:
        return any(statement.passage.id == other.passage.id for other in others)
    return any(
        statement.text == other.text
        or (statement.passage.id == other.passage.id and statement.start == other.start)
        for other in others
    )


def _in_order(chosen: Sequence[Found], writer: Writer) -> list[Found]:
    """The best first; of the rest the later report first, since its figures hold."""

    def age(one: Found) -> str:
        card = writer.library.card(one.statement.passage.report_id)
        return (card.date if card else None) or ""

    top = chosen[0]
    rest = sorted(chosen[1:], key=age, reverse=True)
    newer = [
        one
        for one in rest
        if age(one) > age(top) and one.score >= _CLOSE * top.score and _comparable(one, top)
    ]
    return [*newer[:1], top, *[one for one in rest if one not in newer[:1]]]


def _comparable(one: Found, top: Found) -> bool:
    """Whether two statements are of one kind of report and say as much of what was asked."""
    return one.ranked.own >= 0.95 * top.ranked.own and (
        one.statement.passage.kind is not PassageKind.TABLE or top.statement.passage.kind is PassageKind.TABLE
    )
