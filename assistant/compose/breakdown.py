"""What a row of headings is made up of: “Cơ cấu kinh tế năm 2025” is told by the rows below it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.compose.figures import amount_of, stands
from assistant.compose.spoken import bare_name, when
from assistant.compose.words import phrase
from assistant.measures import RESULTS, TARGETS, period_fit, place_fits
from assistant.query import Intent
from assistant.understanding.terms import terms
from corpus.figures import FigureKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer
    from corpus.figures import Figure
    from corpus.report import ReportId

_LOOKED_AT = 30
_FEWEST = 2
_OF_PERIOD = 0.8
_MADE_UP = re.compile(r" (?:co cau|chia ra|phan theo|bao gom|gom nhung|gom cac|tung loai|tung nganh)(?= )")
_OTHERWISE = (Intent.TREND, Intent.CHANGE, Intent.TOTAL, Intent.AGREE, Intent.LIST_VERDICT)


@dataclass(frozen=True, slots=True)
class _Heading:
    """A row of a table that stands over others."""

    report: ReportId
    table: str | None
    path: tuple[str, ...]


def say_parts(hand: Hand, writer: Writer) -> bool:
    """The parts of what was asked as a small table; False where no row of headings is meant."""
    if hand.query.wants(*_OTHERWISE) or len(hand.query.periods) > 1:
        return False
    for heading in _headings(hand):
        parts = _parts(heading, hand)
        if len(parts) >= _FEWEST:
            _say(parts, writer)
            return True
    return False


def _headings(hand: Hand) -> list[_Heading]:
    """Headings of rows that say all that was asked, the latest report's first."""
    found: list[_Heading] = []
    for one in hand.evidence.found[:_LOOKED_AT]:
        passage = one.statement.passage
        row = passage.table_row or ()
        found += [
            _Heading(passage.report_id, passage.table_title, path)
            for path in (row, row[:-1])
            if path and _says_all(path[-1], hand) and not _adds(row[len(path) :], hand)
        ]
    dated = {card.id: card.date or "" for card in hand.library.in_order(one.report for one in found)}
    return sorted(dict.fromkeys(found), key=lambda one: dated.get(one.report, ""), reverse=True)


def _says_all(heading: str, hand: Hand) -> bool:
    said = set(terms(heading))
    telling = [concept for concept in hand.query.concepts if not concept.weak]
    return len(telling) >= _FEWEST and all(
        any(said.issuperset(words) for words in concept.phrases) for concept in telling
    )


def _adds(row: Sequence[str], hand: Hand) -> bool:
    """Whether the row itself, and not its heading alone, was asked for."""
    own = {word for name in row for word in terms(name)}
    telling = [concept for concept in hand.query.concepts if not concept.weak]
    return any(own.intersection(words) for concept in telling for words in concept.phrases)


def _parts(heading: _Heading, hand: Hand) -> list[Figure]:
    """The value of each row below the heading, of the time that was asked for."""
    kinds = TARGETS if "target" in hand.query.kinds else RESULTS
    rows: dict[str, list[Figure]] = {}
    for figure in hand.library.figures_of_rows(heading.report, heading.table, heading.path):
        row = figure.table_row or ()
        below = row == heading.path or row[:-1] == heading.path
        if below and figure.table_title == heading.table and figure.kind in kinds:
            rows.setdefault("" if row == heading.path else row[-1], []).append(figure)
    if rows.pop("", None) and not _MADE_UP.search(hand.query.line):
        return []  # the heading has a value of its own
    best = [_in_time(figures, hand) for figures in rows.values()]
    timely = [one for one in best if one is not None]
    same = {(one.period, one.unit, one.place) for one in timely}
    return timely if len(same) == 1 and len(timely) == len(best) else []


def _in_time(figures: Sequence[Figure], hand: Hand) -> Figure | None:
    asked = hand.query.periods
    fitting = [
        one
        for one in figures
        if place_fits(one, hand.query) and (not asked or period_fit(one, asked) >= _OF_PERIOD)
    ]
    return max(fitting, key=lambda one: (period_fit(one, asked), stands(one, hand)), default=None)


def _say(parts: Sequence[Figure], writer: Writer) -> None:
    first = parts[0]
    values = {
        "label": bare_name((first.table_row or ("", ""))[-2]),
        "where": f" của {first.place}" if first.place else "",
        "when": f" {when(first.period)}" if first.period else "",
    }
    writer.say(phrase("parts.head", **values), block="head")
    aimed, told = first.kind in TARGETS, first.kind is FigureKind.ACTUAL
    kind = phrase("parts.aimed") if aimed else phrase("parts.told") if told else phrase("parts.estimated")
    writer.say(phrase("parts.columns", kind=kind), block="row")
    writer.say("| --- | --- | --- |", block="row")
    for figure in parts:
        name = bare_name((figure.table_row or ("",))[-1])
        writer.say(f"| {name} | {amount_of(figure)} | {writer.mark_figure(figure)} |", block="row")
