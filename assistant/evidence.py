"""What an answer may rest on: the statements and figures that fit a question, and the nearest that do not.

Both paths are tried together: statements by their words, figures by what they measure. A place, a report or a
period that the question names is never silently swapped for another: what lies outside is kept apart, so that
the answer can say what the reports do tell instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from assistant.kinds import Kind, holds, kinds_asked, names_documents, stands_under
from assistant.query import Intent
from assistant.ranking import rank
from assistant.statements import in_a_row, years_in
from assistant.steps import Step, step
from assistant.understanding.periods import years_of
from assistant.understanding.places import place_name
from assistant.understanding.terms import flat, terms
from corpus.figures import FigureKind
from corpus.passages import PassageKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.library import Library
    from assistant.query import AskedPlace, Concept, Query
    from assistant.ranking import Ranked
    from assistant.statements import Statement
    from assistant.understanding.naming import Card
    from assistant.understanding.periods import Years
    from corpus.passages import Passage
    from corpus.report import ReportId

_LEVELS = ("tỉnh", "thành phố", "thị xã", "huyện", "phường", "xã", "thị trấn")
_WIDE = 45
_NARROW = 25
_WEIGHED, _FEW = 90, 12  # statements; reports
_KEPT = 40
_MONTHS = re.compile(r"(?<!\d)0?(\d{1,2}) tháng", re.IGNORECASE)
_MONTHS_IN_WORDS = re.compile(r"\b(ba|sáu|chín|mười một|mười) tháng", re.IGNORECASE)
_COUNTED_OUT = {"ba": 3, "sáu": 6, "chín": 9, "mười": 10, "mười một": 11}
_OTHER_MONTHS = 0.5
_OF_BEARER = 0.9
_MOVED = 0.85
_AIM = 0.8  # what is aimed at is no answer to how much there is
_AIMS = frozenset((FigureKind.TARGET, FigureKind.PLAN))
_OPPOSITE = 0.7
_NO_SUCH_THING = 0.8  # speaks of the subject, but holds no day, no cause, no body
_NO_CAUSE = 0.6  # “vì sao” is answered by nothing else
_SUCH_A_HEAD = 1.12  # stands under “Nguyên nhân”
_NO_FIGURE = 0.7  # a row of a table that counts nothing
_LABELLED = 1.3
_OTHER_UNIT = 0.9
_LABEL = re.compile(r"[-–+*\s]*([^\W\d][^:;.,]{3,60}):\s")
_OTHER_DOCUMENT = 0.7
_OPPOSITES = {"thu": "chi", "chi": "thu", "xuat": "nhap", "nhap": "xuat"}
_UNNAMED = 0.75  # a statement that leaves out the very part that a follow-up names
DOCUMENT = re.compile(r"\d+[a-z]?\s?[-/](?:\d{4}/)?[A-ZĐ]{2,}|(?:Điều|khoản) \d+")
_NAMES_TABLE = re.compile(r" (?:phu luc|bieu|bang|dong tong|cot)(?= )")
# Money is counted: “đồng thời” and “tỷ lệ” name none.
_MONEY = r"(?:\d|nghìn|triệu|tỷ|trăm)\s*(?:nghìn |triệu )*(?:tỷ|triệu|đồng)\b(?! lệ| trọng| suất)|đồng\s*/"
UNIT_WORDS = {
    "%": re.compile("%"),
    "điểm %": re.compile(r"%|điểm"),
    "tỷ đồng": re.compile(_MONEY, re.IGNORECASE),
    "triệu đồng": re.compile(_MONEY, re.IGNORECASE),
    "ha": re.compile(r"(?<![^\W\d])ha\b|héc|m²|km²", re.IGNORECASE),
    "km²": re.compile(r"km²|km2|(?<![^\W\d])ha\b", re.IGNORECASE),
    "km": re.compile(r"km|\bm\b", re.IGNORECASE),
    "tấn": re.compile(r"tấn|kg|kilogram", re.IGNORECASE),
    "người": re.compile(
        r"người|lao động|học sinh|viên\b|cán bộ|đồng chí|đ/c|lượt|công dân|khẩu|bị cáo|bị can|đối tượng"
        r"|đại biểu|bác s[ỹĩ]|trẻ|thanh niên|phụ nữ|cử tri|nghệ nhân|công chức|dân số|\bca\b",
        re.IGNORECASE,
    ),
    "lần": re.compile(r"lần|đồng|%|\d"),
}


class Fit(NamedTuple):
    """How a statement lies to what the question names."""

    place: bool
    report: bool
    period: float  # 1 said here, less where only the report's date speaks for it, 0 where it clashes


class Found(NamedTuple):
    """A statement with its rank and its fit."""

    ranked: Ranked
    fit: Fit
    score: float

    @property
    def statement(self) -> Statement:
        """The statement itself."""
        return self.ranked.statement


@dataclass(frozen=True, slots=True)
class Evidence:
    """The statements within what was asked, best first, and the best of those outside."""

    found: tuple[Found, ...]
    outside: tuple[Found, ...]
    scope: tuple[ReportId, ...]  # the reports that were searched


@step(Step.GATHER)
def gather(query: Query, library: Library) -> Evidence:
    """The evidence for a question."""
    scope = reports_in_scope(query, library)
    asked = _Asked.of(query, library)
    ranked = _ranked(query, library, scope)
    # Of a few reports, what the words alone put far behind no time brings to the front.
    near = ranked[:_WEIGHED] if len(scope) <= _FEW else ranked
    found = sorted((_weigh(one, asked) for one in near), key=lambda one: -one.score)
    inside = [one for one in found if one.fit.place and one.fit.report]
    outside = [one for one in found if not (one.fit.place and one.fit.report)]
    return Evidence(tuple(inside[:_KEPT]), tuple(outside[:10]), scope)


def reports_in_scope(query: Query, library: Library) -> tuple[ReportId, ...]:
    """The reports that the question is about: those named, else those of its places, else all."""
    limited = frozenset(query.limited)
    named = library.in_order(query.reports)
    placed = [
        card for card in library.cards_at(query.places) if any(is_of(card, one) for one in query.places)
    ]
    for chosen in (named, placed, library.cards_of(query.level) if query.level else ()):
        scope = tuple(card.id for card in chosen if not limited or card.id in limited)
        if scope:
            return scope
    return tuple(card.id for card in library.cards if not limited or card.id in limited)


def is_of(card: Card, place: AskedPlace) -> bool:
    """Whether a report is about a place."""
    if not card.place:
        return False
    name, level = place_name(card.place)
    return name == place.name and (place.level is None or place.level == (card.level or level))


def _ranked(query: Query, library: Library, scope: tuple[ReportId, ...]) -> Sequence[Ranked]:
    """The statements that fit best by their words alone, whatever the time and the place asked for."""
    key = ("ranked", search_text(query), scope, query.limited, query.concepts, query.units, query.counted)
    return library.once((*key, query.counts), lambda: rank(query, _candidates(query, library, scope)))


def _candidates(query: Query, library: Library, scope: Sequence[ReportId]) -> list[Statement]:
    text = search_text(query)
    passages: dict[str, Passage] = {}
    allowed = query.limited or ()
    everything = len(scope) == len(library.cards)
    for passage in library.search(text, limit=_WIDE, reports=scope):
        passages[passage.id] = passage
    if not everything:
        for passage in library.search(text, limit=_NARROW, reports=allowed):
            passages.setdefault(passage.id, passage)
    told = [
        passage
        for passage in passages.values()
        if not (passage.kind is PassageKind.TABLE and passage.table_row is None)
    ]
    library.fetch_figures(told)  # rows stand under their columns, and figures tell periods and kinds
    return [statement for passage in told for statement in library.statements_of(passage)]


def search_text(query: Query) -> str:
    """The words to search by: the question's own, then what reports write for them."""
    said = [word for concept in query.concepts for word in concept.spelled or concept.phrases[0]]
    meant = [" ".join(phrase) for concept in query.concepts for phrase in concept.phrases[1:]]
    names = [place.name for place in query.places if not place.own]
    return " ".join((*said, *meant, *names)) or query.question


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question asks of statements, put together once for all of them."""

    query: Query
    library: Library
    what_is: bool
    opposites: tuple[tuple[str, str], ...]  # a word that was asked for, and one that must not stand for it
    kinds: tuple[Kind, ...]
    counts: bool
    words: frozenset[str]
    levels: dict[ReportId, float]  # what the level of a report counts, as far as it was worked out

    @classmethod
    def of(cls, query: Query, library: Library) -> _Asked:
        said = {concept.phrases[0][0] for concept in query.concepts if len(concept.phrases[0]) == 1}
        opposites = tuple(
            (word, other) for word, other in _OPPOSITES.items() if word in said and other not in said
        )
        words = frozenset(query.line.split())
        return cls(
            query, library, _asks_what_is(query), opposites, kinds_asked(query), query.counts, words, {}
        )

    def level_weight(self, report: ReportId, card: Card | None) -> float:
        """What the level of a statement's report counts."""
        found = self.levels.get(report)
        if found is None:
            found = self.levels[report] = level_weight(card, self.query, self.library)
        return found


def _weigh(ranked: Ranked, asked: _Asked) -> Found:
    statement, query, library = ranked.statement, asked.query, asked.library
    card = library.card(statement.passage.report_id)
    fit = Fit(
        place=_place_fits(statement, card, query),
        report=not query.reports or statement.passage.report_id in query.reports,
        period=_period_fit(statement, card, query, library),
    )
    level = asked.level_weight(statement.passage.report_id, card)
    score = ranked.score * (0.75 + 0.25 * fit.period) * level
    if asked.what_is and _only_aims(statement, query, library):
        score *= _AIM
    if _label_of(statement.text) <= asked.words:
        score *= _LABELLED
    if query.must and not any(_says(concept, statement) for concept in query.must):
        score *= _UNNAMED
    if asked.opposites and _says_opposite(asked, statement):
        score *= _OPPOSITE
    for kind in asked.kinds:
        told = 1 if holds(kind, statement) else _NO_CAUSE if kind is Kind.WHY else _NO_SUCH_THING
        score *= _SUCH_A_HEAD if stands_under(kind, statement) else told
    if asked.counts and statement.passage.table_row and not library.figures_in(statement.passage):
        score *= _NO_FIGURE
    if not names_documents(query, statement):
        score *= _OTHER_DOCUMENT
    if row_moves_instead(statement, query):
        score *= _MOVED
    return Found(ranked, fit, score * _answers_kind(statement, asked) + _years_told(statement, query))


MOVES = re.compile(r"(?<! gia) (?:tang|giam)(?= )")


def row_moves_instead(statement: Statement, query: Query) -> bool:
    """Whether a row tells how much something rose or fell where the thing itself was asked for."""
    row = statement.passage.table_row
    if not row or query.intents != (Intent.HOW_MANY,):
        return False
    return bool(MOVES.search(flat(row[-1]))) and not MOVES.search(query.line)


def _asks_what_is(query: Query) -> bool:
    """Whether a number is asked for as it stands, with no word of an aim and no year."""
    return (
        bool(query.units or query.counted)
        and query.wants(Intent.HOW_MANY)
        and query.intents == (Intent.HOW_MANY,)
        and not (query.periods or query.kinds or query.target_by)
    )


def _only_aims(statement: Statement, query: Query, library: Library) -> bool:
    """Whether what a sentence counts of the thing asked for is still to be reached."""
    here = [one for one in library.figures_in(statement.passage) if one.written in statement.text]
    named = [one for one in here if one.indicator in query.indicators]
    counted = named or [one for one in here if one.unit in (*query.units, *query.counted)]
    return bool(counted) and all(one.kind in _AIMS for one in counted)


def labels_itself(statement: Statement, query: Query) -> bool:
    """Whether a statement opens with the very thing that is asked for: “Nguyên nhân chủ quan: …”."""
    return _label_of(statement.text) <= frozenset(query.line.split())


_NO_LABEL = frozenset(("",))


@lru_cache(maxsize=16384)
def _label_of(text: str) -> frozenset[str]:
    """The words of a label of several that a statement opens with; else a word that no question has."""
    label = _LABEL.match(text)
    said = terms(label.group(1)) if label else []
    return frozenset(said) if len(said) > 1 else _NO_LABEL


def _says_opposite(asked: _Asked, statement: Statement) -> bool:
    """“Tổng chi …” is no answer about “tổng thu”, however alike the rest."""
    return any(other in statement.terms and word not in statement.terms for word, other in asked.opposites)


def _says(concept: Concept, statement: Statement) -> bool:
    return any(all(word in statement.terms for word in phrase) for phrase in concept.phrases)


def _years_told(statement: Statement, query: Query) -> float:
    """A question for each year is answered by a statement that tells several."""
    if not query.wants(Intent.TREND) or not query.periods:
        return 0.0
    told = sum(any(year in period for period in query.periods) for year in statement.years)
    return min(0.05 * max(told - 1, 0), 0.15)


def _answers_kind(statement: Statement, asked: _Asked) -> float:
    """A question for a number is answered by a statement that has one, in the unit asked for."""
    query, table = asked.query, statement.passage.kind is PassageKind.TABLE
    if table and (query.wants(Intent.TASK) or _NAMES_TABLE.search(query.line)):
        return 1.12
    if query.wants(Intent.DOCUMENT) and not query.units:
        return 1.06 if DOCUMENT.search(statement.text) else 0.85
    if not asked.counts:
        return 1.0
    if statement.counts:
        return 1.0 if table or not _lacks_unit(query, statement) else _OTHER_UNIT
    return 0.78 if query.counted or query.units else 0.88


def _lacks_unit(query: Query, statement: Statement) -> bool:
    """Whether money is asked for and none stands in a statement."""
    return any(unit.endswith("đồng") and not UNIT_WORDS[unit].search(statement.text) for unit in query.units)


def _place_fits(statement: Statement, card: Card | None, query: Query) -> bool:
    if not query.places:
        return query.level is None or card is None or card.level == query.level
    return any((card and is_of(card, place)) or names_place(statement, place) for place in query.places)


def names_place(statement: Statement, place: AskedPlace) -> bool:
    """Whether a statement, or the heading or row that it stands under, names a place."""
    words = tuple(place.name.split())
    pairs = [in_a_row(*pair) for pair in pairwise(words)]
    if not pairs:
        return words[0] in statement.terms or words[0] in statement.around
    here = all(pair in statement.line for pair in pairs)
    above = all(pair in statement.around_line for pair in pairs) and statement.passage.table_row is not None
    if place.own and place.level and (here or above):
        return _with_level(statement, place)
    return here or above


def _with_level(statement: Statement, place: AskedPlace) -> bool:
    """“Lai Châu” in a text may be the province or the town: its level has to stand before it."""
    level = place.level or ""
    wanted = (*terms(level), *place.name.split())
    own = statement.words
    row = tuple(terms(" ".join(statement.passage.table_row or ())))
    return any(_runs(wanted, words) for words in (own, row))


def _runs(wanted: tuple[str, ...], words: tuple[str, ...]) -> bool:
    return any(words[at : at + len(wanted)] == wanted for at in range(len(words) - len(wanted) + 1))


def _period_fit(statement: Statement, card: Card | None, query: Query, library: Library) -> float:
    asked = query.periods
    if not asked or any(
        one.months is None and any(year in one for year in _named(statement, one)) for one in asked
    ):
        return 1.0  # nothing that figures add could say it better
    years = set.intersection(*(_named(statement, one) for one in asked))
    spanned = set(statement.spanned)
    said = bool(years or spanned)
    months: set[int] = set()
    if any(period.months for period in asked):
        months.update(_months_in(statement.passage.text[: statement.end]))
    for figure in library.figures_in(statement.passage):
        span = years_of(figure.period)
        if span is not None and figure.written in statement.text:
            months.update([span.months] if span.months else [])
            (years if span.single else spanned).update(range(span.first, min(span.last, span.first + 40) + 1))
    return max(
        max(_year_fit(period, years, spanned, statement, card), 0.0 if said else _borne(period, statement))
        * (1 if period.months in months | {None} else _OTHER_MONTHS)
        for period in asked
    )


def _named(statement: Statement, asked: Years) -> set[int]:
    """The years that a statement names, but not the ends of a stretch far longer than the one asked for."""
    beyond = not asked.single and statement.spanned and not _stays_within(asked, set(statement.spanned))
    return set(statement.years - statement.spanned) if beyond else set(statement.years)


def _months_in(text: str) -> set[int]:
    """How many months of a year a text speaks of, in figures or in words."""
    spoken = {_COUNTED_OUT[word.lower()] for word in _MONTHS_IN_WORDS.findall(text)}
    return spoken | {int(number) for number in _MONTHS.findall(text)}


def _borne(asked: Years, statement: Statement) -> float:
    """A note that names no year is of the year that the sentence bearing its mark names."""
    if statement.passage.kind is not PassageKind.FOOTNOTE or not statement.passage.anchor:
        return 0.0
    return _OF_BEARER if any(year in asked for year in years_in(statement.passage.anchor)) else 0.0


def _year_fit(  # noqa: PLR0911 - each way out is one kind of time
    asked: Years, years: set[int], spanned: set[int], statement: Statement, card: Card | None
) -> float:
    if any(year in asked for year in years):
        return 1.0
    if not asked.single and any(year in asked for year in spanned):
        return 1.0 if _stays_within(asked, spanned) else _BEYOND
    if asked.last in spanned:
        # Within a range is not of that year, unless the range ends with it.
        return 0.8 if asked.last == max(spanned) else 0.55
    if years or spanned:
        return 0.0
    if statement.led_by is not None and statement.led_by in asked:
        return 0.85
    if any(year in asked for year in statement.around_years):
        return 0.9
    if card and card.year and card.year in asked:
        return 0.8
    return 0.5


_BEYOND = 0.55  # what several years more came to is no answer about some of them
_SEVERAL = 3


def _stays_within(asked: Years, spanned: set[int]) -> bool:
    """Whether a stretch ends about where the one asked for does."""
    return max(spanned) - asked.last < _SEVERAL or asked.since or asked.until


def level_weight(card: Card | None, query: Query, library: Library) -> float:
    """Without a place, the highest level speaks: a province's report before a district's."""
    if query.places or query.level or query.reports or card is None or card.level is None:
        return 1.0
    top = min(library.levels, key=_rank_of, default=card.level)
    return 1.0 if card.level == top else 0.9


def _rank_of(level: str) -> int:
    return _LEVELS.index(level) if level in _LEVELS else len(_LEVELS)


def best_per_report(found: Iterable[Found]) -> dict[ReportId, Found]:
    """The best statement of each report."""
    best: dict[ReportId, Found] = {}
    for one in found:
        best.setdefault(one.statement.passage.report_id, one)
    return best


def narrowed(query: Query, **changes: object) -> Query:
    """The question with some of what it names changed."""
    return replace(query, **changes)  # type: ignore[arg-type] # the caller names fields of Query
