"""Which figures a question means: by what they measure, where, when, in which unit and of which kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from math import fsum
from typing import TYPE_CHECKING, NamedTuple

from assistant.evidence import MOVES, level_weight
from assistant.query import Intent
from assistant.statements import terms_meant
from assistant.understanding.periods import years_of
from assistant.understanding.places import place_name
from assistant.understanding.terms import exact, flat, term, terms, words
from corpus.figures import FigureKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.evidence import Evidence
    from assistant.lexicon import Lexicon
    from assistant.library import Library
    from assistant.query import AskedPlace, Concept, Query
    from assistant.understanding.periods import Years
    from corpus.figures import Figure
    from corpus.report import ReportId

RESULTS = frozenset((FigureKind.ACTUAL, FigureKind.ESTIMATE))
TARGETS = frozenset((FigureKind.TARGET, FigureKind.PLAN))

_IN_SENTENCE = 0.5
_AROUND = 0.35
_BARE = 0.85
_MOVED = 0.85
_STANDING = 0.5  # a stock is no answer about what was added to it
# Words of a label that tell nothing about what is measured.
EMPTY = frozenset(
    [
        "dat",
        "uoc",
        "la",
        "con",
        "duoc",
        "co",
        "cua",
        "va",
        "cac",
        "trong",
        "tren",
        "den",
        "nam",
        "thuc",
        "hien",
        "khoang",
        "tong",
        "so",
        "ti",
        "le",
        "muc",
        "binh",
        "quan",
        "moi",
        "dia",
        "ban",
    ]
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A figure, and how well it fits what was asked."""

    figure: Figure
    score: float
    recall: float  # share of the subject that its label says
    period: float  # 1 where its period is the one asked for, 0 where another


def measure(query: Query, figures: Iterable[Figure], library: Library) -> list[Measured]:
    """The figures of the places asked about, best first."""
    wanted = _Wanted.of(query, library)
    found = [_rate(wanted, figure) for figure in figures if place_fits(figure, query)]
    return sorted(found, key=lambda one: (-one.score, one.figure.id))


def figures_near(query: Query, evidence: Evidence, library: Library) -> list[Figure]:
    """The figures of the statements found, and those of the indicators asked for in the reports searched."""
    found: dict[str, Figure] = {}
    library.fetch_figures(one.statement.passage for one in evidence.found)
    for one in evidence.found:
        for figure in library.figures_in(one.statement.passage):
            found[figure.id] = figure
    weights = {
        word: concept.weight / len(phrase)
        for concept in subject_concepts(query)
        for phrase in concept.phrases
        for word in phrase
    }
    for figure in library.figures_saying(weights, reports_to_open(evidence), _MOST_FIGURES):
        found[figure.id] = figure
    return list(found.values())


def reports_to_open(evidence: Evidence) -> list[ReportId]:
    """The reports worth opening: all of a few, of many only those that something was found in."""
    if len(evidence.scope) <= _FEW_REPORTS:
        return list(evidence.scope)
    return list(dict.fromkeys(one.statement.passage.report_id for one in evidence.found))[:_FEW_REPORTS]


_FEW_REPORTS = 12
_MOST_FIGURES = 80


def place_fits(figure: Figure, query: Query) -> bool:
    """Whether a figure is of a place that was asked about."""
    if query.limited and figure.report_id not in query.limited:
        return False
    if query.reports and figure.report_id not in query.reports:
        return False
    if not query.places:
        return (
            query.level is None or figure.place is None or place_name(figure.place)[1] in {None, query.level}
        )
    return any(_is_place(figure.place, place) for place in query.places)


def _is_place(where: str | None, place: AskedPlace) -> bool:
    if where is None:
        return False
    name, level = place_name(where)
    return name == place.name and place.level in {None, level}


def period_fit(figure: Figure, asked: Sequence[Years]) -> float:
    """1 for the very period, less for one that holds it, 0 for another."""
    if not asked:
        return 1.0
    span = years_of(figure.period)
    if span is None:
        return 0.5
    return max(_overlap(span, period) for period in asked)


def _overlap(span: Years, asked: Years) -> float:
    if (span.first, span.last) == (asked.first, asked.last):
        if (span.months, span.month) == (asked.months, asked.month):
            return 1.0
        return 0.6 if span.month is None and asked.month is None else 0.4
    if span.last == asked.last and (span.until or asked.until):
        return 0.9
    if span.last == asked.last and not span.single and abs(span.first - asked.first) <= 1:
        return 0.9  # a term is counted from its congress or from the year after it
    if span.first >= asked.first and span.last <= asked.last:
        return 0.8
    return 0.4 if span.first <= asked.first and asked.last <= span.last else 0.0


def subject_concepts(query: Query) -> list[Concept]:
    """What the question is about, without what it wants of it and the numbers that it gives itself."""
    telling = [concept for concept in query.concepts if not concept.weak]
    # “mục tiêu 35.000 ha, hiện có 7.421 ha”: a label says neither, so they are no part of the subject.
    return [one for one in telling if not _is_number(one)] or telling or list(query.concepts)


def _is_number(concept: Concept) -> bool:
    return concept.phrases[0][0][0].isdigit()


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A question's words, put together once for all figures."""

    query: Query
    library: Library
    subject: Sequence[tuple[float, str, Concept]]  # weight, and the word where it is a single one
    words: frozenset[str]
    total: float
    moves: bool  # whether the question asks how much something rose or fell
    levels: dict[ReportId, float]  # what the level of a report counts, as far as it was worked out

    @classmethod
    def of(cls, query: Query, library: Library) -> _Wanted:
        subject, total = subject_concepts(query), 0.0
        for concept in subject:
            total += concept.weight
        words = frozenset(word for concept in query.concepts for phrase in concept.phrases for word in phrase)
        weighed = [(concept.weight, _single_word(concept), concept) for concept in subject]
        return cls(query, library, weighed, words, total, bool(MOVES.search(query.line)), {})

    def level_weight(self, report: ReportId) -> float:
        """What the level of a figure's report counts."""
        found = self.levels.get(report)
        if found is None:
            found = level_weight(self.library.card(report), self.query, self.library)
            self.levels[report] = found
        return found


def _single_word(concept: Concept) -> str:
    """The word where a concept is no more than that."""
    (first, *more) = concept.phrases
    return "" if more or len(first) > 1 else first[0]


def _rate(wanted: _Wanted, figure: Figure) -> Measured:
    query, total = wanted.query, wanted.total
    label, bare, telling, moves = _named(figure.label, figure.table_row or (), figure.table_column or ())
    sentence = _sentence_terms(figure.sentence)
    around = _around_terms(figure.section, figure.table_title or "")
    said = own = 0.0
    for weight, word, concept in wanted.subject:
        if word:  # the common case, kept fast
            inside = (_BARE if word in sentence else 0.0) if bare else 1.0 if word in label else 0.0
            most = inside or (_IN_SENTENCE if word in sentence else _AROUND if word in around else 0.0)
        else:
            beside = _share(concept, sentence)
            inside = _BARE * beside if bare else _share(concept, label)
            most = max(inside, _IN_SENTENCE * beside, _AROUND * _share(concept, around))
        own += weight * inside
        said += weight * most
    recall = said / total if total else 0.0
    score = 0.7 * recall + 0.3 * _precision(telling, wanted.words, wanted.library.lexicon)
    score += _indicator_bonus(query, figure) + _unit_bonus(query, figure)
    if query.must and not any(_share(concept, label) == 1 for concept in query.must):
        score *= 0.75
    if moves and not wanted.moves:
        score *= _MOVED
    if query.newly and not was_added(figure, query.newly):
        score *= _STANDING
    period = period_fit(figure, query.periods)
    score *= wanted.level_weight(figure.report_id)
    return Measured(figure, score * (0.8 + 0.2 * period), own / total if total else 0.0, period)


def was_added(figure: Figure, verb: str) -> bool:
    """Whether a figure counts what was added, not all that stands: a label says so itself."""
    said = words(" ".join((figure.label, *(figure.table_row or ()), *(figure.table_column or ()))))
    return any(exact(word) == "mới" or term(word) == verb for word in said)


def moves_instead(figure: Figure, query: Query) -> bool:
    """Whether a figure tells how much something rose or fell where the thing itself was asked for."""
    return _tells_move(figure.label) and not MOVES.search(query.line)


@lru_cache(maxsize=16384)
def _tells_move(label: str) -> bool:
    return bool(MOVES.search(flat(label)))


_GROWTH = re.compile(
    r" toc do tang| tang truong| tang (?:hay|hoac) giam| (?:tang|giam) binh quan| tang binh quan"
)


_STRUCTURE = re.compile(r" (?:ti trong|co cau)(?= )")


def _indicator_bonus(query: Query, figure: Figure) -> float:
    """More for the indicator that was named; a rate of growth is another indicator than what grows."""
    if not query.indicators or figure.indicator is None:
        return 0.0
    if _STRUCTURE.search(query.line) and figure.indicator.endswith("_growth"):
        return -0.3  # the share of an industry in GRDP is no growth of GRDP
    named = figure.indicator in query.indicators
    if not named and query.wants(Intent.CHANGE, Intent.PACE) and len(query.periods) > 1:
        # “tăng bao nhiêu so với 2021” asks for what grew, not for its rate.
        bases = tuple(one.removesuffix("_growth") for one in query.indicators)
        named = figure.indicator.startswith(bases) and not figure.indicator.endswith("_growth")
    grown = any(figure.indicator.startswith(f"{one}_") for one in query.indicators) and "%" in (
        figure.unit or ""
    )
    return 0.15 if named or (grown and _GROWTH.search(query.line)) else -0.1


def _unit_bonus(query: Query, figure: Figure) -> float:
    """Less for a figure that cannot be what “mấy điểm %” or “bao nhiêu tỷ” asks for."""
    if not query.units or not figure.unit or unit_fits(figure.unit, query.units):
        return 0.0
    if "điểm %" in query.units and "%" not in figure.unit and "‰" not in figure.unit:
        return -0.3
    return -0.08


def _share(concept: Concept, inside: frozenset[str]) -> float:
    if len(concept.phrases) == 1 and len(concept.phrases[0]) == 1:
        return float(concept.phrases[0][0] in inside)
    return max(sum(word in inside for word in phrase) / len(phrase) for phrase in concept.phrases)


def _precision(telling: frozenset[str], asked: frozenset[str], lexicon: Lexicon) -> float:
    # Exact sums, since a set has its words in another order in each process.
    total = fsum(map(lexicon.weight, telling))
    said = fsum(map(lexicon.weight, telling & asked))
    return said / total if total else 0.0


def unit_fits(unit: str, asked: Sequence[str]) -> bool:
    """Whether a unit is one of those that were asked for, or money where money was."""
    return any(
        unit == one
        or unit.startswith(one)
        or (one.endswith("đồng") and "đồng" in unit)
        or (one == "điểm %" and unit == "%")
        for one in asked
    )


def label_terms(figure: Figure) -> frozenset[str]:
    """The words of what a figure measures: its label, its row and the parents of its row."""
    return _terms_of(figure.label, (*(figure.table_row or ()), *(figure.table_column or ())))


class _Named(NamedTuple):
    """What a figure's label, row and column say; many figures share one."""

    terms: frozenset[str]
    bare: bool  # “%”: what it measures is said by the sentence alone
    telling: frozenset[str]  # of its own label
    moves: bool  # it tells how much something rose or fell


@lru_cache(maxsize=30000)
def _named(label: str, row: tuple[str, ...], column: tuple[str, ...]) -> _Named:
    told = _terms_of(label, (*row, *column))
    return _Named(told, len(told - EMPTY) <= 1, _terms_of(label, ()) - EMPTY, _tells_move(label))


@lru_cache(maxsize=60000)
def _terms_of(label: str, above: tuple[str, ...]) -> frozenset[str]:
    return terms_meant(" . ".join((label, *above)))


@lru_cache(maxsize=60000)
def _sentence_terms(text: str) -> frozenset[str]:
    return terms_meant(text)


@lru_cache(maxsize=60000)
def _around_terms(section: tuple[str, ...], title: str) -> frozenset[str]:
    return frozenset(terms(" . ".join((*section, title))))
