"""“MTQG viết tắt của gì”: the words before the bracket in which a report introduces an abbreviation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.compose.words import phrase
from assistant.understanding.terms import flat
from corpus.passages import PassageKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer
    from assistant.statements import Statement

_WORD = re.compile(r"[^\W\d_]{2,8}")
_REPORTS = 12


def say_abbreviation(hand: Hand, writer: Writer) -> bool:
    """What an abbreviation of the question stands for, where a report itself writes it out."""
    for word in _WORD.findall(hand.query.question):
        short = word.upper()  # only an abbreviation stands in capitals in a bracket
        for statement in _introducing(short, hand):
            full = _written_out(short, statement.text)
            if full is None:
                continue
            passage = statement.passage
            writer.say(phrase("value.abbreviation", short=short, full=full, marker=writer.mark(passage)))
            writer.quote(statement)
            return True
    return False


def _introducing(short: str, hand: Hand) -> Iterable[Statement]:
    for report in hand.evidence.scope[:_REPORTS]:
        for passage in hand.library.shelf(report).passages.values():
            if passage.kind is not PassageKind.TABLE and f"({short})" in passage.text:
                yield from (one for one in hand.library.statements_of(passage) if f"({short})" in one.text)


def _written_out(short: str, text: str) -> str | None:
    """The last words before the bracket, if they begin with the letters: “ủy ban kiểm tra (UBKT)”."""
    letters = flat(short.replace("&", "")).strip()
    words = re.findall(r"\w+", text.partition(f"({short})")[0])[-len(letters) :]
    begin = "".join(flat(word).strip()[:1] for word in words)
    return " ".join(words) if begin == letters else None
