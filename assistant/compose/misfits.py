"""What speaks of the very subject and yet is no answer: no day, no cause, a rate for a count, a mere aim."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.kinds import Kind, holds, kinds_asked, names_documents
from assistant.measures import EMPTY, TARGETS, measure
from assistant.query import Intent
from assistant.understanding.terms import term, terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.evidence import Found
    from assistant.library import Library
    from assistant.query import Query
    from corpus.figures import Figure

_ROW_MEANT, _ROW_NAMED, _ROW_COVERS = 0.7, 0.5, 0.8  # of a row's name, of what is asked
_AS_WELL = 0.95
_NAMED_WELL = 0.66  # of the subject
_COUNT = re.compile(r"^ (?:cho (?:toi |em )?(?:hoi|biet) )?(?:tong )?so (?!lieu |ti |phan |tien )")
_NOW = re.compile(r" (?:hien nay|hien tai|bay gio|den nay|hien gio|luc nay)(?= )")


def find_misfit(query: Query, good: Sequence[Found], library: Library) -> str | None:
    """Why the best statements are no answer: a key of `not_found`; None where they are one."""
    if not _holds_kind(query, good) or _names_other_row(query, good[0], library):
        return "plain"
    if _counts_otherwise(query, good, library):
        return "plain"
    return "only_target" if _only_aimed_at(query, good, library) else None


def wants_number(query: Query) -> bool:
    """Whether only a number that a report prints would answer."""
    if query.wants(Intent.TOTAL, Intent.AGREE, Intent.LIST_VERDICT):
        return False
    if query.units:
        return True
    return query.wants(Intent.HOW_MANY) and not query.wants(Intent.DOCUMENT, Intent.TASK, Intent.REASON)


def _holds_kind(query: Query, good: Sequence[Found]) -> bool:
    """Whether something good holds what is asked for: a day, a cause, a body; the document that is named."""
    asked = kinds_asked(query)
    # A day, a body near other words is of something else; a document's number names it well enough.
    loose = query.wants(Intent.DOCUMENT) or not set(asked) - {Kind.WHY}
    sure = 0.0 if loose else _NAMED_WELL
    return any(
        names_documents(query, one.statement)
        and one.ranked.strong >= sure
        and all(holds(kind, one.statement) for kind in asked)
        for one in good
    )


def _names_other_row(query: Query, one: Found, library: Library) -> bool:
    """Whether the best row is named after something else, and only some of its words are those asked for."""
    row = one.statement.passage.table_row
    measured = {figure.indicator for figure in library.figures_in(one.statement.passage)}
    if not row or not wants_number(query) or not measured or measured.intersection(query.indicators):
        return False
    named = _share_named(row[-1], query, library)
    if named is None or named >= _ROW_MEANT:
        return False
    known = {name for name in measured if name is not None}
    akin = any(_is_akin(name, other) for name in known for other in query.indicators)
    if query.indicators and known and not akin and not query.places:
        return True
    return named < _ROW_NAMED and _covers_little(query, one)


def _share_named(row: str, query: Query, library: Library) -> float | None:
    """How much of a row's name the question says; None where the name tells nothing."""
    telling = {word for word in terms(row) if word not in EMPTY and not word.isdigit()}
    asked = {word for concept in query.concepts for phrase_ in concept.phrases for word in phrase_}
    asked.update(query.line.split())  # with what was taken for filler: “thể nhẹ cân” reads “thế nhé cần”
    asked |= {word for place in query.places for word in place.name.split()}
    total = sum(library.lexicon.weight(word) for word in telling)
    return sum(library.lexicon.weight(word) for word in telling & asked) / total if total else None


def _covers_little(query: Query, one: Found) -> bool:
    here = one.statement.terms  # a cell stands under its column's name as well
    subject = [
        concept
        for concept in query.concepts
        if not (concept.weak or concept.phrases[0][0].isdigit() or EMPTY.issuperset(concept.phrases[0]))
    ]
    weight = sum(concept.weight for concept in subject)
    covered = sum(
        concept.weight for concept in subject if any(here.issuperset(words) for words in concept.phrases)
    )
    return covered < _ROW_COVERS * weight


def _is_akin(one: str, other: str) -> bool:
    """Whether two indicators are of one family: a thing, and its growth."""
    return one.startswith(other) or other.startswith(one)


def _counts_otherwise(query: Query, good: Sequence[Found], library: Library) -> bool:
    """Whether “tổng số …”, “bao nhiêu thôn” find nothing but rates: a share is no count."""
    if query.units:
        return False
    if _COUNT.search(query.line):
        units = [figure.unit or "" for figure in _figures_of(good[:1], library)]
        return bool(units) and all("%" in unit or "‰" in unit for unit in units)
    if not counted_things(query):
        return False
    ranked = measure(query, _figures_of(good, library), library)
    figures = [one.figure for one in ranked if one.recall >= _SAID]
    return bool(figures) and all(_is_other_rate(figure, query, library) for figure in figures)


def _is_other_rate(figure: Figure, query: Query, library: Library) -> bool:
    """The share of villages that have a road does not tell how many villages there are."""
    named = _share_named(figure.label, query, library)
    return "%" in (figure.unit or "") and named is not None and named < _ROW_MEANT


def counted_things(query: Query) -> set[str]:
    """What “bao nhiêu” is followed by, where it is things that are counted one by one."""
    return {term(word) for word in query.counted} - _NO_THINGS


_SAID = 0.75
# “Bao nhiêu phần trăm”, “bao nhiêu tiền”: no things.
_NO_THINGS = frozenset(
    ("phan", "diem", "muc", "nguoi", "luot", "tien", "dong", "ti", "trieu", "nghin", "lan")
)


def _only_aimed_at(query: Query, good: Sequence[Found], library: Library) -> bool:
    """Whether what holds now is asked for, and all that is told of it is an aim."""
    if not wants_number(query) or not _NOW.search(query.line) or query.wants(Intent.TARGET):
        return False
    figures = _figures_of(good, library)
    meant = measure(query, figures, library)
    best = [one for one in meant if one.score >= _AS_WELL * meant[0].score] if meant else []
    return bool(best) and all(one.figure.kind in TARGETS for one in best)


def _figures_of(good: Sequence[Found], library: Library) -> list[Figure]:
    """The figures that stand in statements."""
    return [
        figure
        for one in good
        for figure in library.figures_in(one.statement.passage)
        if figure.written in one.statement.text
    ]
