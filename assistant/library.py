"""The reports as the assistant needs them: cards, words, passages with their statements and figures.

What is read from the index is kept per edition of a report, so that a replaced report is read anew and an
unchanged one never twice.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict, defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Protocol

from assistant.audits.material import gather
from assistant.audits.names import check_names
from assistant.scenery import Keeper
from assistant.statements import statements
from assistant.steps import Step, step
from assistant.understanding.naming import Card
from assistant.understanding.places import place_name
from assistant.understanding.terms import term, terms
from assistant.understanding.understand import Scene
from corpus.passages import PassageKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from assistant.audits.finding import Finding
    from assistant.lexicon import Lexicon
    from assistant.scenery import Gist
    from assistant.statements import Statement
    from corpus.figures import Figure
    from corpus.index import Hit
    from corpus.passages import Passage, PassageId
    from corpus.report import Report, Span
    from corpus.stores.reports import ReportCard
    from corpus.vocabulary import Vocabulary

_KEPT_REPORTS = 160  # some two megabytes each
_KEPT_TEXTS = 256
_KEPT_PASSAGES = 5000


class Source(Protocol):
    """What the assistant asks of an index."""

    def reports(self) -> tuple[ReportCard, ...]:
        """A card of each report."""

    def report(self, report_id: str) -> Report | None:
        """A report as it was read."""
        ...

    def report_passages(self, report_id: str) -> tuple[Passage, ...]:
        """All passages of a report, in reading order."""

    def search(self, query: str, *, limit: int = 10, reports: Sequence[str] = ()) -> tuple[Hit, ...]:
        """The passages that match best, best first."""

    def figures(self, *, report_id: str | Sequence[str] | None = None) -> tuple[Figure, ...]:
        """The figures of these reports, or of all."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One report opened: its passages in order, and the figures that stand in each."""

    card: Card
    passages: Mapping[PassageId, Passage]
    figures: tuple[Figure, ...]
    by_passage: Mapping[PassageId, tuple[Figure, ...]]
    home: Mapping[str, PassageId]  # figure → the passage that it is cited from
    by_word: Mapping[str, tuple[int, ...]]  # a label's word → figures, by their place in `figures`
    by_indicator: Mapping[str, tuple[Figure, ...]]

    def figures_saying(self, weights: Mapping[str, float], most: int) -> list[Figure]:
        """The figures whose labels say most of some weighted words."""
        said: defaultdict[int, float] = defaultdict(float)
        for word, weight in weights.items():
            for index in self.by_word.get(word, ()):
                said[index] += weight
        best = sorted(said, key=lambda index: (-said[index], index))[:most]
        return [self.figures[index] for index in best]


@dataclass(frozen=True)
class _Seen:
    """The reports as they stood at the last look."""

    editions: tuple[tuple[str, tuple[int, int]], ...]
    listed: Mapping[str, ReportCard]
    scene: Scene
    _swapped: list[tuple[Finding, ...]] = field(default_factory=list)
    audited: list[tuple[Finding, ...]] = field(default_factory=list)

    @cached_property
    def place_names(self) -> frozenset[str]:
        own = [card.place for card in self.scene.cards if card.place]
        return frozenset(place_name(place)[0] for place in (*own, *self.scene.known_places))

    def swapped_names(self, index: Source) -> tuple[Finding, ...]:
        """Looked for once, when a question first needs it."""
        if not self._swapped:
            self._swapped.append(tuple(check_names(gather(index))))
        return self._swapped[0]

    @cached_property
    def by_id(self) -> dict[str, Card]:
        return {card.id: card for card in self.scene.cards}

    @cached_property
    def levels(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(card.level for card in self.scene.cards if card.level))


class Library:
    """The index, read with an eye to questions."""

    def __init__(
        self, index: Source, vocabulary: Vocabulary | None = None, folder: Path | None = None
    ) -> None:
        self.index = index
        self.vocabulary = vocabulary
        self._keeper = Keeper(folder, index.report_passages)
        self._shelves: OrderedDict[tuple[str, tuple[int, int]], Shelf] = OrderedDict()
        self._seen: _Seen | None = None
        self._statements: dict[tuple[tuple[int, int], PassageId], tuple[Statement, ...]] = {}
        # A question's are asked for three times.
        self._indicators = lru_cache(maxsize=_KEPT_TEXTS)(self._find_indicators)

    def refresh(self) -> None:
        """Look whether reports came, changed or went; until the next look everything stays as it was seen."""
        listed = {str(card.id): card for card in self.index.reports()}
        editions = tuple((name, card.version) for name, card in listed.items())
        if self._seen is None or self._seen.editions != editions:
            self._seen = _Seen(editions, listed, self._set_scene(tuple(listed.values())))

    def scene(self) -> Scene:
        """What questions are understood against."""
        return self._look().scene

    def _look(self) -> _Seen:
        if self._seen is None:
            self.refresh()
        if self._seen is None:
            raise AssertionError  # refresh has just set it
        return self._seen

    @property
    def cards(self) -> tuple[Card, ...]:
        """A card of each report."""
        return self.scene().cards

    @property
    def lexicon(self) -> Lexicon:
        """What the reports' words weigh."""
        return self.scene().lexicon

    @property
    def place_names(self) -> frozenset[str]:
        """The folded names of all places that the reports name, and of the provinces."""
        return self._look().place_names

    @property
    def swapped_names(self) -> tuple[Finding, ...]:
        """The abbreviations that stand behind another's name somewhere."""
        return self._look().swapped_names(self.index)

    @property
    def findings(self) -> tuple[Finding, ...] | None:
        """What the audit found in these very editions; None where it has not run: it is never waited for."""
        return self._look().audited[-1] if self._look().audited else None

    def keep_findings(self, findings: Sequence[Finding]) -> None:
        """Keep what an audit of the reports as they stand found."""
        self._look().audited[:] = [tuple(findings)]

    @property
    def levels(self) -> tuple[str, ...]:
        """The levels that the reports are of, each once."""
        return self._look().levels

    def card(self, report_id: str) -> Card | None:
        """One report's card."""
        return self._look().by_id.get(report_id)

    @step(Step.SEARCH)
    def search(self, text: str, *, limit: int, reports: Sequence[str] = ()) -> tuple[Passage, ...]:
        """The passages that fit a text best."""
        return tuple(hit.passage for hit in self.index.search(text, limit=limit, reports=reports))

    def shelf(self, report_id: str) -> Shelf:
        """A report opened."""
        card = self._look().listed[report_id]
        key = (str(card.id), card.version)
        if key in self._shelves:
            self._shelves.move_to_end(key)
            return self._shelves[key]
        shelf = self._open(card)
        self._shelves[key] = shelf
        while len(self._shelves) > _KEPT_REPORTS:
            self._shelves.popitem(last=False)
        return shelf

    def figures_in(self, passage: Passage) -> tuple[Figure, ...]:
        """The figures that stand in a passage."""
        return self.shelf(passage.report_id).by_passage.get(passage.id, ())

    def statements_of(self, passage: Passage) -> tuple[Statement, ...]:
        """What a passage says, sentence by sentence or row by row."""
        key = (self._look().listed[passage.report_id].version, passage.id)
        found = self._statements.get(key)
        if found is None:
            # Running text needs no figures: its report stays closed.
            figures = self.figures_in(passage) if passage.kind is PassageKind.TABLE else ()
            columns = dict.fromkeys(part for figure in figures for part in figure.table_column or ())
            found = self._statements[key] = statements(passage, " . ".join(columns))
            if len(self._statements) > _KEPT_PASSAGES:
                self._statements = {key: found}
        return found

    def passage_of(self, figure: Figure) -> Passage | None:
        """The passage that a figure is cited from: its row, its footnote, or its sentence's passage."""
        shelf = self.shelf(figure.report_id)
        home = shelf.home.get(figure.id)
        return shelf.passages[home] if home is not None else None

    def _placed(self, figure: Figure, card: ReportCard) -> Figure:
        """A figure without a place, or of one that nobody knows, is of its report's place."""
        if figure.place and place_name(figure.place)[0] in self.place_names:
            return figure
        return replace(figure, place=card.place, level=card.level)

    def _set_scene(self, listed: Sequence[ReportCard]) -> Scene:
        gists = self._keeper.look(listed)
        harvested = (place for gist in gists.values() for place in gist.places)
        return Scene(
            lexicon=self._keeper.lexicon,
            cards=tuple(_card(card, gists[card.id]) for card in listed),
            known_places=tuple(dict.fromkeys((*harvested, *self._provinces()))),
            short=self._short_forms(),
            abbreviations=self._abbreviations(),
            find_indicators=self._indicators,
        )

    def _provinces(self) -> Iterable[str]:
        return self.vocabulary.places.provinces.values() if self.vocabulary else ()

    def _short_forms(self) -> Mapping[str, str]:
        return self.vocabulary.abbreviations.typed if self.vocabulary else {}

    def _abbreviations(self) -> Mapping[str, tuple[str, ...]]:
        if self.vocabulary is None:
            return {}
        found: defaultdict[str, list[str]] = defaultdict(list)
        for short, written in self.vocabulary.abbreviations.exact.items():
            if len(short.split()) == 1 and "-" not in short:
                found[term(short)].append(written)
        return {short: tuple(written) for short, written in found.items()}

    def _find_indicators(self, text: str) -> tuple[str, ...]:
        if self.vocabulary is None:
            return ()
        mentions = self.vocabulary.find_indicators(text, loose=True)
        return tuple(
            dict.fromkeys(one.id for mention in mentions for one in (mention.indicator, *mention.others))
        )

    @step(Step.OPEN)
    def _open(self, card: ReportCard) -> Shelf:
        passages = self.index.report_passages(card.id)
        figures = tuple(self._placed(figure, card) for figure in self.index.figures(report_id=card.id))
        home = _homes(passages, figures)
        by_passage: defaultdict[PassageId, list[Figure]] = defaultdict(list)
        for figure in figures:
            if figure.id in home:
                by_passage[home[figure.id]].append(figure)
        return Shelf(
            card=self._look().by_id[card.id],
            passages={passage.id: passage for passage in passages},
            figures=figures,
            by_passage={name: tuple(inside) for name, inside in by_passage.items()},
            home=home,
            by_word=_by_word(figures),
            by_indicator=_by_indicator(figures),
        )


def _by_word(figures: Sequence[Figure]) -> dict[str, tuple[int, ...]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for index, figure in enumerate(figures):
        for word in set(
            terms(" ".join((figure.label, *(figure.table_row or ()), *(figure.table_column or ()))))
        ):
            found[word].append(index)
    return {word: tuple(indexes) for word, indexes in found.items()}


def _by_indicator(figures: Iterable[Figure]) -> dict[str, tuple[Figure, ...]]:
    found: defaultdict[str, list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.indicator is not None:
            found[figure.indicator].append(figure)
    return {indicator: tuple(inside) for indicator, inside in found.items()}


def _is_whole_table(passage: Passage) -> bool:
    return passage.kind is PassageKind.TABLE and passage.table_row is None


def _card(card: ReportCard, gist: Gist) -> Card:
    return Card(
        id=card.id,
        file=card.file,
        title=card.title,
        issuer=card.issuer,
        place=card.place,
        level=card.level,
        number=card.number,
        date=card.date or gist.latest_date,
        period=card.period,
        opening=gist.opening,
    )


def _homes(passages: Sequence[Passage], figures: Sequence[Figure]) -> dict[str, PassageId]:
    """Where each figure stands: the passage whose stretches of source hold it, rows before whole tables."""
    pieces: list[tuple[Span, PassageId]] = sorted(
        (span, passage.id) for passage in passages if not _is_whole_table(passage) for span in passage.spans
    )
    starts = [span.start for span, _ in pieces]
    homes: dict[str, PassageId] = {}
    for figure in figures:
        if not figure.spans:
            continue
        at = figure.spans[0].start
        for index in range(bisect_right(starts, at) - 1, max(bisect_right(starts, at) - 6, -1), -1):
            span, name = pieces[index]
            if span.start <= at < span.end:
                homes[figure.id] = name
                break
    return homes
