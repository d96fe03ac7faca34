"""How well a statement answers to a question's words: what it covers, how closely, and what is around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from math import fsum
from typing import TYPE_CHECKING, NamedTuple

from assistant.statements import in_a_row
from corpus.passages import PassageKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assistant.query import Concept, Query
    from assistant.statements import Statement

_AROUND = 0.6  # what a heading or an anchor says counts for its statements, but less
_NEAR = 0.35
_SAID = 0.34
_PAIR = 0.6
_ONE_WORD = 1.1
_WINDOW = 24
_LOOKED_AT = 120
UNIT_AFTER = {
    "%": re.compile(r"\s*(?:%|phần trăm|điểm)"),
    "điểm %": re.compile(r"\s*(?:%|điểm)"),
    "tỷ đồng": re.compile(r"\s*(?:nghìn )?(?:tỷ|triệu|đồng)"),
    "triệu đồng": re.compile(r"\s*(?:triệu|tỷ|đồng)"),
    "ha": re.compile(r"\s*(?:ha|héc|m²|km²)"),
    "km": re.compile(r"\s*(?:km|m)\b"),
    "km²": re.compile(r"\s*(?:km²|km2|ha)"),
    "tấn": re.compile(r"\s*(?:nghìn |triệu )?(?:tấn|kg|kilogram|tạ)"),
}


class Ranked(NamedTuple):
    """A statement with how well it covers the question."""

    statement: Statement
    score: float
    cover: float  # share of the question's weight that it and its surroundings say
    own: float  # share that its own words say
    strong: float  # share of the subject alone, without what is wanted of it, said by it or around it
    near: float = 0.0  # share of the subject that stands close to a number, of the unit asked for


def rank(query: Query, candidates: Sequence[Statement]) -> list[Ranked]:
    """The statements, best first."""
    told = _Told.of(query)
    ranked = sorted((_rate(told, statement) for statement in candidates), key=_order)
    wanted = _Wanted.of(query)
    close = [_tightened(wanted, one) for one in ranked[:_LOOKED_AT]]
    return sorted(close, key=_order)


@dataclass(frozen=True, slots=True)
class _Told:
    """What a question's words and those side by side tell, worked out once for all statements."""

    concepts: Sequence[_Weighed]
    links: Sequence[_Link]
    total: float
    subject: float  # what is wanted of it aside

    @classmethod
    def of(cls, query: Query) -> _Told:
        links, subject = _links(query), 0.0
        total = sum(concept.weight for concept in query.concepts) + sum(weight for _, weight, _ in links)
        for weight in (concept.weight for concept in query.concepts if not concept.weak):
            subject += weight
        for weight in (weight for _, weight, telling in links if telling):
            subject += weight
        return cls([_weighed(concept) for concept in query.concepts], links, total or 1.0, subject)


class _Weighed(NamedTuple):
    """A concept, taken apart for the many statements that it is held against."""

    concept: Concept
    word: str  # where it is no more than that
    spelled: str  # with diacritics, where they were typed
    folded: float  # what the word counts where only its letters are the same
    another: bool  # whether the same letters may be another word
    weight: float
    weak: bool


def _weighed(concept: Concept) -> _Weighed:
    spelled = concept.spelled[0] if concept.spelled else ""
    another = bool(spelled) and concept.folded < _SAID
    word = _single_word(concept)
    return _Weighed(concept, word, spelled, concept.folded, another, concept.weight, concept.weak)


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What a question's words weigh, worked out once for all statements."""

    query: Query
    weights: Mapping[str, float]
    total: float
    subject: Mapping[str, float]  # without what is wanted of it
    subject_total: float
    units: Sequence[re.Pattern[str]]

    @classmethod
    def of(cls, query: Query) -> _Wanted:
        subject = [concept for concept in query.concepts if not concept.weak] or list(query.concepts)
        return cls(
            query=query,
            weights=_weights(query.concepts),
            total=sum(concept.weight for concept in query.concepts) or 1.0,
            subject=_weights(subject),
            subject_total=sum(one.weight for one in subject) or 1.0,
            units=[UNIT_AFTER[unit] for unit in query.units if unit in UNIT_AFTER],
        )


def _weights(concepts: Iterable[Concept]) -> dict[str, float]:
    return {word: concept.weight for concept in concepts for phrase in concept.phrases for word in phrase}


def _order(one: Ranked) -> tuple[float, str, int]:
    return -one.score, one.statement.passage.id, one.statement.start


_Link = tuple[str, float, bool]
_Spot = tuple[int, str]  # a word of the question, and where it stands among a statement's words


def _links(query: Query) -> list[_Link]:
    """Words side by side in the question, what it tells when a report has them so, and whether both tell."""
    return [
        (
            in_a_row(first.phrases[0][0], second.phrases[0][0]),
            (_ONE_WORD if first.bound else _PAIR) * (first.weight + second.weight) / 2,
            not (first.weak or second.weak),
        )
        for first, second in zip(query.concepts, query.concepts[1:], strict=False)
        if second.at == first.at + 1 and len(first.phrases[0]) == 1 == len(second.phrases[0])
    ]


def _single_word(concept: Concept) -> str:
    """The word where a concept is no more than that."""
    (first, *more) = concept.phrases
    return "" if more or len(first) > 1 else first[0]


def _rate(told: _Told, statement: Statement) -> Ranked:
    own = everything = strong = 0.0
    terms, around, near = statement.terms, statement.around, statement.near
    for concept, word, spelled, folded, another, weight, weak in told.concepts:
        here = 0.0
        if not word:
            here, beside = _credit(concept, statement)
            most = max(here, beside)
        elif word in terms:
            here = most = folded if spelled and spelled not in statement.spelled else 1.0
        elif another and spelled not in statement.company:
            continue
        else:
            most = _AROUND if word in around else _NEAR if word in near else 0.0
        own += weight * here
        everything += weight * most
        if not weak:
            strong += weight * most
    for pair, weight, telling in told.links:
        credit = 1.0 if pair in statement.line else _AROUND if pair in statement.around_line else 0.0
        own += weight if credit == 1 else 0
        everything += weight * credit
        if telling:
            strong += weight * credit
    cover, mine, subject = everything / told.total, own / told.total, told.subject
    return Ranked(statement, 0.55 * cover + 0.25 * mine, cover, mine, strong / subject if subject else cover)


def _tightened(wanted: _Wanted, one: Ranked) -> Ranked:
    if one.statement.terms.isdisjoint(wanted.weights):
        return one
    spots = [(at, word) for at, word in enumerate(one.statement.words) if word in wanted.weights]
    tight = _tightness(wanted, spots)
    if not wanted.query.counts:
        return Ranked(one.statement, one.score + 0.2 * tight, one.cover, one.own, one.strong, one.near)
    near = _nearness(wanted, one.statement, spots)
    return Ranked(one.statement, one.score + 0.1 * tight + 0.22 * near, one.cover, one.own, one.strong, near)


def _credit(concept: Concept, statement: Statement) -> tuple[float, float]:
    """What a statement itself says of a concept, and what stands around it says."""
    if len(concept.phrases) == 1 and len(concept.phrases[0]) == 1:
        return _credit_word(concept, concept.phrases[0][0], statement)
    here = max(_phrase_in(phrase, statement.terms, statement.line) for phrase in concept.phrases)
    if here == 1:
        return 1.0, 1.0
    around = _AROUND * max(
        _phrase_in(phrase, statement.around, statement.around_line) for phrase in concept.phrases
    )
    near = _NEAR * max(_words_in(phrase, statement.near) for phrase in concept.phrases)
    return here, max(around, near)


def _credit_word(concept: Concept, word: str, statement: Statement) -> tuple[float, float]:
    """The common case, kept fast."""
    if word in statement.terms:
        exact = not concept.spelled or concept.spelled[0] in statement.spelled
        return (1.0, 1.0) if exact else (concept.folded, concept.folded)
    if concept.spelled and concept.folded < _SAID and concept.spelled[0] not in statement.company:
        return 0.0, 0.0  # another word with the same letters
    if word in statement.around:
        return 0.0, _AROUND
    return 0.0, _NEAR if word in statement.near else 0.0


def says(concept: Concept, statement: Statement) -> bool:
    """Whether a statement, or what stands around it, speaks of a concept at all."""
    return max(_credit(concept, statement)) >= _SAID


def says_here(concept: Concept, statement: Statement) -> bool:
    """Whether a statement itself or what it stands under speaks of a concept, not only its neighbours."""
    return max(_credit(concept, statement)) > _NEAR


def _phrase_in(phrase: tuple[str, ...], terms: frozenset[str], line: str) -> float:
    if len(phrase) == 1:
        return float(phrase[0] in terms)
    joined = sum(in_a_row(*pair) in line for pair in pairwise(phrase)) / (len(phrase) - 1)
    return joined if joined == 1 else 0.5 * _words_in(phrase, terms)


def _words_in(phrase: tuple[str, ...], terms: frozenset[str]) -> float:
    return sum(word in terms for word in phrase) / len(phrase)


_REACH = 9  # words between a number and what it counts
_WRONG_UNIT = 0.6


def _nearness(wanted: _Wanted, statement: Statement, spots: Sequence[_Spot]) -> float:
    """The best share of the subject around one number, less where its unit is not the one asked for."""
    weights = wanted.subject
    row = statement.passage.kind is PassageKind.TABLE
    said = weights.keys() & statement.terms if row else set()
    spots = [] if row else [spot for spot in spots if spot[1] in weights]
    best = 0.0
    for at, after in statement.numbers:
        around = said if row else {word for spot, word in spots if -_REACH <= at - spot <= 2 * _REACH}
        # Exact, since a set has its words in another order in each process.
        share = fsum(weights[word] for word in around) / wanted.subject_total
        if wanted.units and not row and not any(unit.match(after) for unit in wanted.units):
            share *= _WRONG_UNIT
        counted = any(after.strip().startswith(noun) for noun in wanted.query.counted)
        best = max(best, share * (1.15 if counted else 1))
    return min(best, 1.0)


def _tightness(wanted: _Wanted, spots: Sequence[_Spot]) -> float:
    """The share of the question's weight that stands within a short stretch of the statement."""
    best, left = 0.0, 0
    inside: dict[str, int] = {}
    held = 0.0
    for at, word in spots:
        inside[word] = inside.get(word, 0) + 1
        if inside[word] == 1:
            held += wanted.weights[word]
        while at - spots[left][0] > _WINDOW:
            gone = spots[left][1]
            inside[gone] -= 1
            if not inside[gone]:
                held -= wanted.weights[gone]
            left += 1
        best = max(best, held)
    return min(best / wanted.total, 1.0)
