"""Where reports, or places of one report, say different numbers: both are shown, with their sources."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.answer import Status
from corpus.numbers import parse_number
from corpus.passages import PassageKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer
    from assistant.statements import Statement

_NUMBER = re.compile(r"(?<![\w.,])\d[\d.]*(?:,\d+)?")
_LIKELY = 0.3  # share of the subject that a statement with the number must say
_NEARLY = 0.72
_MOST = 3


def quote_numbers(hand: Hand, writer: Writer) -> bool:
    """“X hay Y?”: the statement that holds each number that the question names."""
    wanted = [value for text in hand.query.numbers if (value := parse_number(text)) is not None]
    if len(wanted) < 2 or not re.search(r" hay | va | khop ", hand.query.line):
        return False
    found = [statement for value in wanted if (statement := _holding(value, hand)) is not None]
    told = {id(statement): statement for statement in found}
    if len(found) < 2:
        return False
    for statement in told.values():
        writer.quote(statement)
    if len(told) > 1 and " hay " in hand.query.line:
        writer.status = Status.CONFLICTING
    return True


def _holding(value: Decimal, hand: Hand) -> Statement | None:
    near = [one for one in (*hand.evidence.found, *hand.evidence.outside) if one.ranked.strong >= _LIKELY]
    for one in near:
        if value in _values(one.statement.text):
            return one.statement
    text = f"{value:f}".replace(".", ",")
    for passage in hand.library.search(
        f"{_grouped(text)} {hand.query.line}", limit=12, reports=hand.evidence.scope
    ):
        if passage.kind is PassageKind.TABLE and passage.table_row is None:
            continue
        for statement in hand.library.statements_of(passage):
            if value in _values(statement.text):
                return statement
    return None


def _grouped(text: str) -> str:
    whole, _, decimals = text.partition(",")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{grouped},{decimals}" if decimals else grouped


def _values(text: str) -> set[Decimal]:
    return {
        value for found in _NUMBER.findall(text) if (value := parse_number(found.rstrip("."))) is not None
    }


def quote_each_report(hand: Hand, writer: Writer) -> bool:
    """The best statement of each report and kind of place in it, where the question asks how they differ."""
    found = hand.evidence.found
    if not found:
        return False
    seen: set[tuple[str, bool]] = set()
    quoted: list[Statement] = []
    for one in _numbered(hand):
        passage = one.passage
        key = (str(passage.report_id), passage.kind is PassageKind.TABLE)
        if key not in seen and len(quoted) < _MOST:
            seen.add(key)
            quoted.append(one)
    if len(quoted) < 2:
        return False
    for statement in quoted:
        writer.quote(statement)
    writer.status = Status.CONFLICTING
    return True


def _numbered(hand: Hand) -> Iterable[Statement]:
    best = hand.evidence.found[0].score
    for one in hand.evidence.found:
        if one.score >= _NEARLY * best and one.statement.counts and one.fit.period > 0:
            yield one.statement
