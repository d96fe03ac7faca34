"""Documents by number, by subject or by year, read from the tables that list them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.compose.signers import asks_signer
from assistant.compose.words import phrase
from assistant.compose.writer import quotable
from assistant.ledgers import Role, document_kinds, documents_in, issuer_of, kind_of, numbers_in
from assistant.measures import reports_to_open, subject_concepts
from assistant.statements import years_in
from assistant.understanding.terms import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer
    from assistant.ledgers import Entry
    from assistant.query import Concept

_MOST = 25
_BEST = 3
_COVERED = 0.85
_AS_GOOD = 0.97
_SEVERAL = re.compile(r" (?:nhung|cac|gom|liet ke|ke ten|ke)(?= )")
_NUMBERED = re.compile(r"^(?:Số\s+)?", re.IGNORECASE)


def say_documents(hand: Hand, writer: Writer) -> bool:
    """The document that the question names or describes, or all of a kind and year; False where none is."""
    if asks_signer(hand.query):
        return False
    entries = [
        entry
        for report in reports_to_open(hand.evidence)
        for entry in documents_in(hand.library.shelf(report).passages.values())
    ]
    named = hand.query.documents
    chosen = (
        [entry for entry in entries if named & numbers_in(entry.cells[Role.NUMBER])]
        if named
        else _described(entries, hand)
    )
    for entry in chosen[:_MOST]:
        _say(entry, writer, block="item" if len(chosen) > 1 else "p")
    return bool(chosen)


def _say(entry: Entry, writer: Writer, *, block: str) -> None:
    cells = entry.cells
    dated = phrase("documents.dated", date=cells[Role.DATE]) if Role.DATE in cells else ""
    text = phrase(
        "documents.one",
        number=_NUMBERED.sub("", quotable(cells[Role.NUMBER])),
        dated=dated,
        about=quotable(cells[Role.ABOUT]).rstrip("."),
        marker=writer.mark(entry.passage),
    )
    writer.say(text, block=block)


def _described(entries: Sequence[Entry], hand: Hand) -> list[Entry]:
    """The documents of the kind and year asked for that are about what the question says."""
    kinds = [name for name in document_kinds() if f" {name} " in hand.query.line]
    letters = {document_kinds()[name] for name in kinds}
    aside = {word for name in kinds for word in name.split()}
    subject = [
        one for one in subject_concepts(hand.query) if not one.weak and not aside.issuperset(one.phrases[0])
    ]
    several = bool(_SEVERAL.search(hand.query.line))
    day = _DAY.search(hand.query.line)
    if day and several and kinds:
        return [one for one in entries if _is_of_day(one, day) and kind_of(one.cells[Role.NUMBER]) in letters]
    if not subject and not (several and hand.query.periods and kinds):
        return []
    rated = [
        (_covered(subject, entry), entry)
        for entry in entries
        if (not letters or kind_of(entry.cells[Role.NUMBER]) in letters) and _in_time(entry, hand)
    ]
    best = max((score for score, _ in rated), default=0.0)
    if best < _COVERED:
        return []
    chosen = [entry for score, entry in rated if score >= (_COVERED if several else _AS_GOOD * best)]
    return chosen if several or len(chosen) <= _BEST else []


_DAY = re.compile(r" (\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?= )")
_DATE = re.compile(r"(\d{1,2})\s?[/.-]\s?(\d{1,2})\s?[/.-]\s?(\d{4})")


def _is_of_day(entry: Entry, day: re.Match[str]) -> bool:
    """Whether a document was issued on the very day that the question names."""
    issued = _DATE.search(entry.cells.get(Role.DATE, ""))
    return issued is not None and [int(one) for one in issued.groups()] == [int(one) for one in day.groups()]


def _covered(subject: Sequence[Concept], entry: Entry) -> float:
    total = sum(one.weight for one in subject)
    if not total:
        return 1.0
    issuer = issuer_of(entry.cells[Role.NUMBER])
    known = set(terms(" . ".join((*entry.cells.values(), entry.above, issuer, *entry.passage.section))))
    return sum(one.weight for one in subject if any(known.issuperset(row) for row in one.phrases)) / total


def _in_time(entry: Entry, hand: Hand) -> bool:
    issued = years_in(entry.cells.get(Role.DATE, ""))
    return not hand.query.periods or any(year in period for year in issued for period in hand.query.periods)
