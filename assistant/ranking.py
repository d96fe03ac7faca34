"""How well a statement answers to a question's words: what it covers, how closely, and what is around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from corpus.passages import PassageKind

if TYPE_CHECKING:
    from collections.abc import Sequence

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


@dataclass(frozen=True, slots=True)
class Ranked:
    """A statement with how well it covers the question."""

    statement: Statement
    score: float
    cover: float  # share of the question's weight that it and its surroundings say
    own: float  # share that its own words say
    strong: float  # share of the subject alone, without what is wanted of it, said by it or around it
    near: float = 0.0  # share of the subject that stands close to a number, of the unit asked for


def rank(query: Query, candidates: Sequence[Statement]) -> list[Ranked]:
    """The statements, best first."""
    links = _links(query)
    total = sum(concept.weight for concept in query.concepts) + sum(weight for _, weight, _ in links) or 1.0
    ranked = sorted((_rate(query, statement, links, total) for statement in candidates), key=_order)
    close = [_tightened(query, one) for one in ranked[:_LOOKED_AT]]
    return sorted(close, key=_order)


def _order(one: Ranked) -> tuple[float, str, int]:
    return -one.score, one.statement.passage.id, one.statement.start


_Link = tuple[tuple[str, str], float, bool]


def _links(query: Query) -> list[_Link]:
    """Words side by side in the question, what it tells when a report has them so, and whether both tell."""
    return [
        (
            (first.phrases[0][0], second.phrases[0][0]),
            (_ONE_WORD if first.bound else _PAIR) * (first.weight + second.weight) / 2,
            not (first.weak or second.weak),
        )
        for first, second in zip(query.concepts, query.concepts[1:], strict=False)
        if second.at == first.at + 1 and len(first.phrases[0]) == 1 == len(second.phrases[0])
    ]


def _rate(query: Query, statement: Statement, links: Sequence[_Link], total: float) -> Ranked:
    own = everything = subject = strong = 0.0
    for concept in query.concepts:
        here, around = _credit(concept, statement)
        own += concept.weight * here
        everything += concept.weight * max(here, around)
        if not concept.weak:
            subject += concept.weight
            strong += concept.weight * max(here, around)
    for pair, weight, telling in links:
        credit = 1.0 if pair in statement.pairs else _AROUND if pair in statement.around_pairs else 0.0
        own += weight if credit == 1 else 0
        everything += weight * credit
        if telling:
            subject += weight
            strong += weight * credit
    cover, mine = everything / total, own / total
    return Ranked(statement, 0.55 * cover + 0.25 * mine, cover, mine, strong / subject if subject else cover)


def _tightened(query: Query, one: Ranked) -> Ranked:
    tight = _tightness(query, one.statement)
    if not query.counts:
        return replace(one, score=one.score + 0.2 * tight)
    near = nearness(query, one.statement)
    return replace(one, score=one.score + 0.1 * tight + 0.22 * near, near=near)


def _credit(concept: Concept, statement: Statement) -> tuple[float, float]:
    """What a statement itself says of a concept, and what stands around it says."""
    if len(concept.phrases) == 1 and len(concept.phrases[0]) == 1:
        return _credit_word(concept, concept.phrases[0][0], statement)
    here = max(_phrase_in(phrase, statement.terms, statement.pairs) for phrase in concept.phrases)
    if here == 1:
        return 1.0, 1.0
    around = _AROUND * max(
        _phrase_in(phrase, statement.around, statement.around_pairs) for phrase in concept.phrases
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


def _phrase_in(phrase: tuple[str, ...], terms: frozenset[str], pairs: frozenset[tuple[str, str]]) -> float:
    if len(phrase) == 1:
        return float(phrase[0] in terms)
    joined = sum(pair in pairs for pair in pairwise(phrase)) / (len(phrase) - 1)
    return joined if joined == 1 else 0.5 * _words_in(phrase, terms)


def _words_in(phrase: tuple[str, ...], terms: frozenset[str]) -> float:
    return sum(word in terms for word in phrase) / len(phrase)


_REACH = 9  # words between a number and what it counts
_WRONG_UNIT = 0.6


def nearness(query: Query, statement: Statement) -> float:
    """The best share of the subject around one number, less where its unit is not the one asked for."""
    subject = [concept for concept in query.concepts if not concept.weak] or list(query.concepts)
    weights = {word: one.weight for one in subject for phrase in one.phrases for word in phrase}
    total = sum(one.weight for one in subject) or 1.0
    spots = [(at, word) for at, word in enumerate(statement.words) if word in weights]
    units = [UNIT_AFTER[unit] for unit in query.units if unit in UNIT_AFTER]
    best = 0.0
    for at, after in statement.numbers:
        if statement.passage.kind is PassageKind.TABLE:
            around = weights.keys() & statement.terms
        else:
            around = {word for spot, word in spots if -_REACH <= at - spot <= 2 * _REACH}
        share = sum(weights[word] for word in around) / total
        if (
            units
            and not any(unit.match(after) for unit in units)
            and statement.passage.kind is not PassageKind.TABLE
        ):
            share *= _WRONG_UNIT
        best = max(
            best, share * (1.15 if any(after.strip().startswith(noun) for noun in query.counted) else 1)
        )
    return min(best, 1.0)


def _tightness(query: Query, statement: Statement) -> float:
    """The share of the question's weight that stands within a short stretch of the statement."""
    weights = {
        word: concept.weight for concept in query.concepts for phrase in concept.phrases for word in phrase
    }
    total = sum(concept.weight for concept in query.concepts) or 1.0
    spots = [(at, word) for at, word in enumerate(statement.words) if word in weights]
    best, left = 0.0, 0
    inside: dict[str, int] = {}
    held = 0.0
    for at, word in spots:
        inside[word] = inside.get(word, 0) + 1
        if inside[word] == 1:
            held += weights[word]
        while at - spots[left][0] > _WINDOW:
            gone = spots[left][1]
            inside[gone] -= 1
            if not inside[gone]:
                held -= weights[gone]
            left += 1
        best = max(best, held)
    return min(best / total, 1.0)
