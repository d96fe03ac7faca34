"""Who does what by when: read from the tables that assign tasks, by the task, by the body or by the time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.compose.words import phrase
from assistant.compose.writer import quotable
from assistant.evidence import is_of
from assistant.ledgers import Role, tasks_in
from assistant.measures import EMPTY, reports_to_open, subject_concepts
from assistant.understanding.periods import find_years
from assistant.understanding.terms import flat, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer
    from assistant.ledgers import Entry
    from assistant.query import Query
    from assistant.understanding.naming import Card

_MOST = 15
_FEW = 12
_BEST = 3
_COVERED, _PARTLY = 0.75, 0.45
_NAMED = 0.8  # of the telling words of a task's name
_RUN = 4  # words of a task's name that stand in a row in the question
_FEWEST = 3
_AS_GOOD = 0.95
_WHAT = re.compile(
    r" (?:lam (?:gi|viec gi|nhung gi|nhung viec)"
    r"|(?:nhung |cac )?(?:nhiem vu|cong viec|dau viec|viec) (?:gi|nao)"
    r"|giao (?:nhung |cac )?(?:nhiem vu|viec|gi|lam gi|lam nhung))(?= )"
)
_SAID_OF_TASKS = frozenset(terms("việc nhiệm vụ công làm xong hoàn thành biểu bảng giao phân thời hạn"))
_SHARED = re.compile(r"[;,] ")


@dataclass(frozen=True, slots=True)
class _Match:
    entry: Entry
    score: float


def say_task(hand: Hand, writer: Writer) -> bool:
    """The task that is asked about, with its body and time; else the tasks of a body or of a time."""
    near = reports_to_open(hand.evidence)
    # The table may be another report's than the one that speaks of the subject most; it is named.
    chosen = _chosen(near, hand) or _chosen(_others(near, hand), hand)
    for entry in chosen[:_MOST]:
        _say(entry, writer, block="item" if len(chosen) > 1 else "p")
    return bool(chosen)


def _chosen(reports: Iterable[str], hand: Hand) -> list[Entry]:
    entries = [
        entry for report in reports for entry in tasks_in(hand.library.shelf(report).passages.values())
    ]
    if _WHAT.search(hand.query.line):
        return _of_body(entries, hand) or _of_time(entries, hand)
    return _named(entries, hand)


def _others(near: Sequence[str], hand: Hand) -> list[str]:
    """The further reports that may be searched, where they are few."""
    cards = hand.library.cards
    if len(cards) > _FEW:
        return []
    allowed = [card for card in cards if not hand.query.limited or card.id in hand.query.limited]
    return [card.id for card in allowed if card.id not in near and _is_of_asked_place(card, hand.query)]


def _is_of_asked_place(card: Card, query: Query) -> bool:
    own = [place for place in query.places if place.own]
    return not own or any(is_of(card, place) for place in own)


def _say(entry: Entry, writer: Writer, *, block: str) -> None:
    cells = entry.cells
    parts = [
        phrase(f"tasks.{role.value}", value=quotable(cells[role]))
        for role in (Role.LEAD, Role.PARTNER, Role.DUE)
        if role in cells
    ]
    text = phrase(
        "tasks.one",
        task=quotable(cells[Role.TASK]).rstrip("."),
        told="; ".join(parts),
        report=writer.report_name(entry.passage),
        marker=writer.mark(entry.passage),
    )
    writer.say(text, block=block)


def _named(entries: Sequence[Entry], hand: Hand) -> list[Entry]:
    """The tasks whose names answer to the question's words."""
    found = [one for entry in entries if (one := _match(entry, hand)) is not None]
    best = max((one.score for one in found), default=0.0)
    return [one.entry for one in found if one.score >= _AS_GOOD * best][:_BEST]


def _match(entry: Entry, hand: Hand) -> _Match | None:
    """How well a task answers: what it says of the question, and what the question says of its name."""
    name = entry.cells[Role.TASK]
    said = terms(name)
    known = {*said, *terms(entry.above)} | {
        word for place in hand.query.places for word in place.name.split() if word in said
    }
    subject = subject_concepts(hand.query)
    total = sum(one.weight for one in subject)
    if not total:
        return None
    covered = sum(one.weight for one in subject if any(known.issuperset(row) for row in one.phrases)) / total
    line = hand.query.line
    telling = [word for word in terms(name.partition(",")[0]) if word not in EMPTY]
    asked = set(line.split())
    named = sum(word in asked for word in telling) / max(len(telling), 1)
    wholly = named >= _NAMED and len(telling) >= _FEWEST
    if covered < _PARTLY or not (covered >= _COVERED or wholly or _runs(said, line) >= _RUN):
        return None
    return _Match(entry, covered + named)


def _runs(words: Sequence[str], line: str) -> int:
    """The most words in a row that stand in a row in the question as well."""
    best = 0
    for start in range(len(words)):
        for end in range(start + best + 1, len(words) + 1):
            if f" {' '.join(words[start:end])} " not in line:
                break
            best = end - start
    return best


def _of_body(entries: Iterable[Entry], hand: Hand) -> list[Entry]:
    """The tasks of the body that the question names; of those it leads, if there are any."""
    for role in (Role.LEAD, Role.PARTNER):
        found = [(_names_body(entry.cells.get(role, ""), hand.query.line), entry) for entry in entries]
        longest = max((length for length, _ in found), default=0)
        if longest:
            return [entry for length, entry in found if length == longest]
    return []


def _names_body(cell: str, line: str) -> int:
    """How many words of a body that a cell names stand in the question, if the whole name does."""
    names = [flat(name) for name in (cell, *_SHARED.split(cell))]
    return max((len(name.split()) for name in names if len(name.split()) > 1 and name in line), default=0)


def _of_time(entries: Sequence[Entry], hand: Hand) -> list[Entry]:
    """The tasks that are due when the question says, of the subject that it names, if it names one."""
    line = hand.query.line
    due = [(flat(entry.cells.get(Role.DUE, "")), entry) for entry in entries if _is_of_subject(entry, hand)]
    literal = [entry for when, entry in due if re.search(r"\d", when) and when in line]
    if literal:
        return literal
    asked = {period.last for period in hand.query.periods}
    return [entry for when, entry in due if asked.intersection(years.last for years in find_years(when))]


def _is_of_subject(entry: Entry, hand: Hand) -> bool:
    known = {*terms(" ".join(entry.cells.values())), *terms(entry.above), *_SAID_OF_TASKS}
    return all(one.weak or any(known.issuperset(row) for row in one.phrases) for one in hand.query.concepts)
