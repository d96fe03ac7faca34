"""The reports as the assistant needs them: cards, words, passages with their statements and figures.

What is read from the index is kept per edition of a report, so that a replaced report is read anew and an
unchanged one never twice.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from assistant.audits.finding import Source as Words
from assistant.audits.names import find_swaps, known_names
from assistant.scenery import Keeper
from assistant.statements import statements
from assistant.steps import Step, step
from assistant.understanding.naming import Card
from assistant.understanding.places import place_name
from assistant.understanding.terms import flat, term, terms
from assistant.understanding.understand import Scene
from corpus.passages import PassageKind
from corpus.recent import Recent

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from assistant.audits.finding import Finding
    from assistant.lexicon import Lexicon
    from assistant.query import AskedPlace
    from assistant.scenery import Gist
    from assistant.statements import Statement
    from corpus.figures import Figure
    from corpus.index import Hit
    from corpus.passages import Passage, PassageId
    from corpus.report import Report
    from corpus.stores.reports import ReportCard
    from corpus.vocabulary import Vocabulary

_KEPT_REPORTS = 24  # some two megabytes each, if they are long
_PATHS = 16  # of a report that are looked under before they are forgotten
_KEPT_TEXTS = 256
_KEPT_PASSAGES = 5000
_KEPT_FIGURES = 15000
_KEPT_ONCE = 64  # for one question


T = TypeVar("T")


class Source(Protocol):
    """What the assistant asks of an index."""

    def reports(self) -> tuple[ReportCard, ...]:
        """A card of each report."""

    def report(self, report_id: str) -> Report | None:
        """A report as it was read."""
        ...

    def report_passages(self, report_id: str, *, under: Sequence[str] = ()) -> tuple[Passage, ...]:
        """All passages of a report, in reading order, or those whose headings or row begin with a path."""

    def search(self, query: str, *, limit: int = 10, reports: Sequence[str] = ()) -> tuple[Hit, ...]:
        """The passages that match best, best first."""

    def passages(self, passage_ids: Sequence[str]) -> tuple[Passage, ...]:
        """These passages, in no order."""

    def figures(
        self,
        *,
        report_id: str | Sequence[str] | None = None,
        indicator: str | Sequence[str] | None = None,
        passage: str | Sequence[str] | None = None,
    ) -> tuple[Figure, ...]:
        """The figures of these reports, indicators and passages, or of all."""

    def figures_saying(
        self, report_ids: Sequence[str], weights: Mapping[str, float], *, most: int
    ) -> tuple[Figure, ...]:
        """Of each report the figures whose labels say most of some weighted words, best first."""


class Shelf:
    """One report, opened as far as it is asked for: whole reports are long."""

    def __init__(
        self, card: Card, passages: Callable[..., Iterable[Passage]], figures: Callable[[], Iterable[Figure]]
    ) -> None:
        self.card = card
        self._read_passages, self._read_figures = passages, figures
        self._under: Recent[tuple[str, ...], tuple[Passage, ...]] = Recent(_PATHS)

    @cached_property
    @step(Step.OPEN)
    def passages(self) -> Mapping[PassageId, Passage]:
        """All its passages, in reading order."""
        return {passage.id: passage for passage in self._read_passages()}

    @cached_property
    @step(Step.OPEN)
    def figures(self) -> tuple[Figure, ...]:
        """All its figures, in order."""
        return tuple(self._read_figures())

    def under(self, path: tuple[str, ...]) -> Iterable[Passage]:
        """The passages whose headings or row begin with a path, in reading order, and maybe others."""
        if "passages" in self.__dict__:
            return self.passages.values()
        found = self._under.get(path)
        if found is None:
            found = tuple(self._read_passages(under=path))
            self._under.keep({path: found})
        return found

    @property
    def is_read(self) -> bool:
        """Whether its figures are at hand."""
        return "figures" in self.__dict__

    def between(self, start: int, end: int) -> Sequence[Figure]:
        """The figures that begin within a stretch of its source, by where they do."""
        first, last = (bisect_left(self._by_start, place, key=_start) for place in (start, end))
        return self._by_start[first:last]

    @cached_property
    def _by_start(self) -> list[Figure]:
        return sorted((one for one in self.figures if one.spans), key=_start)


@dataclass(frozen=True)
class _Seen:
    """The reports as they stood at the last look."""

    editions: tuple[tuple[str, tuple[int, int]], ...]
    listed: Mapping[str, ReportCard]
    gists: Mapping[str, Gist]
    scene: Scene
    vocabulary: Vocabulary | None
    epoch: int = 0  # grows when other places are known
    audited: list[tuple[Finding, ...]] = field(default_factory=list)

    @cached_property
    def place_names(self) -> frozenset[str]:
        own = [card.place for card in self.scene.cards if card.place]
        return frozenset(place_name(place)[0] for place in (*own, *self.scene.known_places))

    @cached_property
    def swapped_names(self) -> tuple[Finding, ...]:
        """Looked for once, when a question first needs it."""
        found = [
            mention.named(Words(report_id=card.id, file=card.file, text=mention.sentence, spans=()))
            for name, card in self.listed.items()
            for mention in self.gists[name].mentions
        ]
        known = known_names(self.vocabulary) if self.vocabulary and found else ()
        return tuple(find_swaps((*found, *known)))

    @cached_property
    def by_id(self) -> dict[str, Card]:
        return {card.id: card for card in self.scene.cards}

    @cached_property
    def by_place(self) -> dict[str, list[Card]]:
        """The cards by the names of their places."""
        found: defaultdict[str, list[Card]] = defaultdict(list)
        for card in self.scene.cards:
            if card.place:
                found[place_name(card.place)[0]].append(card)
        return found

    @cached_property
    def positions(self) -> dict[str, int]:
        return {card.id: at for at, card in enumerate(self.scene.cards)}

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
        self._seen: _Seen | None = None
        self._shelves: Recent[tuple[str, int, int, int], Shelf] = Recent(_KEPT_REPORTS)
        self._passages: Recent[tuple[int, int, int, PassageId], Passage] = Recent(_KEPT_PASSAGES)
        self._statements: Recent[tuple[int, int, int, PassageId], tuple[Statement, ...]] = Recent(
            _KEPT_PASSAGES
        )
        self._figures: Recent[tuple[int, int, int, PassageId], tuple[Figure, ...]] = Recent(
            _KEPT_FIGURES, _count
        )
        self._told: Recent[tuple[str, int, int, int, str], tuple[Figure, ...]] = Recent(_KEPT_FIGURES, _count)
        self._once = _nothing_yet()
        # A question's are asked for three times.
        self._indicators = lru_cache(maxsize=_KEPT_TEXTS)(self._find_indicators)

    def refresh(self) -> None:
        """Look whether reports came, changed or went; until the next look everything stays as it was seen."""
        self._once = _nothing_yet()
        listed = {str(card.id): card for card in self.index.reports()}
        editions = tuple((name, card.version) for name, card in listed.items())
        before = self._seen
        if before is None or before.editions != editions:
            gists = self._keeper.look(tuple(listed.values()))
            scene = self._set_scene(tuple(listed.values()), gists)
            seen = _Seen(editions, listed, gists, scene, self.vocabulary)
            if before is not None:
                # Whose a figure is hangs on which places are known.
                same = before.place_names == seen.place_names
                seen = replace(seen, epoch=before.epoch if same else before.epoch + 1)
            self._seen = seen

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

    def cards_at(self, places: Iterable[AskedPlace]) -> list[Card]:
        """The cards of the reports about places of these names."""
        seen = self._look()
        names = dict.fromkeys(place.name for place in places)
        return self.in_order(card.id for name in names for card in seen.by_place.get(name, ()))

    def cards_of(self, level: str) -> tuple[Card, ...]:
        """The cards of the reports of a level."""
        return tuple(card for card in self.cards if card.level == level)

    def in_order(self, reports: Iterable[str]) -> list[Card]:
        """The cards of these reports, as far as there are such, in the order of all."""
        seen = self._look()
        return sorted(
            (seen.by_id[name] for name in set(reports) if name in seen.by_id),
            key=lambda card: seen.positions[card.id],
        )

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
        return self._look().swapped_names

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

    def once(self, key: Hashable, make: Callable[[], T]) -> T:
        """What is made under a key, made once for the question under way.

        Each of several places is looked for, and with other years again, by the same words.
        """
        kept = self._once
        found: T | None = kept.get(key)
        if found is None:
            found = make()
            kept.keep({key: found})
        return found

    def search(self, text: str, *, limit: int, reports: Sequence[str] = ()) -> tuple[Passage, ...]:
        """The passages that fit a text best."""
        key = ("search", text, limit, tuple(reports))
        return self.once(key, lambda: self._search(text, limit, reports))

    @step(Step.SEARCH)
    def _search(self, text: str, limit: int, reports: Sequence[str]) -> tuple[Passage, ...]:
        listed = self._look().listed  # a report that came since is found by the next question
        # Naming all reports is no choice, but one that takes long where there are thousands.
        hits = self.index.search(text, limit=limit, reports=() if len(reports) == len(listed) else reports)
        found = tuple(hit.passage for hit in hits if hit.passage.report_id in listed)
        self._passages.keep({(*self._version(listed[one.report_id]), one.id): one for one in found})
        return found

    def shelf(self, report_id: str) -> Shelf:
        """A report opened."""
        card = self._look().listed[report_id]
        key = (str(card.id), *self._version(card))
        shelf = self._shelves.get(key)
        if shelf is None:
            shelf = Shelf(
                self._look().by_id[card.id],
                partial(self.index.report_passages, card.id),
                partial(self._all_figures, card),
            )
            self._shelves.keep({key: shelf})
        return shelf

    def passage(self, report_id: str, passage_id: PassageId) -> Passage | None:
        """One passage of a report."""
        key = (*self._version(self._look().listed[report_id]), passage_id)
        found = self._passages.get(key)
        if found is None:
            found = next(iter(self.index.passages((passage_id,))), None)
            if found is not None:
                self._passages.keep({key: found})
        return found

    def figures_in(self, passage: Passage) -> tuple[Figure, ...]:
        """The figures that stand in a passage."""
        return self.figures_at(passage.report_id, passage.id)

    def figures_at(self, report_id: str, passage_id: PassageId) -> tuple[Figure, ...]:
        """The figures that stand in a report's passage."""
        found = self._figures.get((*self._version(self._look().listed[report_id]), passage_id))
        return self._have_figures(((report_id, passage_id),))[passage_id] if found is None else found

    def group_of(self, figure: Figure) -> tuple[Figure, ...]:
        """The figures of the same clause or row, itself among them: they stand in one passage."""
        if figure.group is None:
            return ()
        return tuple(one for one in self.figures_beside(figure) if one.group == figure.group)

    def figures_beside(self, figure: Figure) -> tuple[Figure, ...]:
        """The figures of the same passage, and so of the same sentence, itself among them."""
        return () if figure.passage is None else self.figures_at(figure.report_id, figure.passage)

    @step(Step.OPEN)
    def fetch_figures(self, passages: Iterable[Passage]) -> None:
        """Have the figures of these passages at hand, all at one stroke."""
        self._have_figures([(passage.report_id, passage.id) for passage in passages])

    def _have_figures(self, wanted: Sequence[tuple[str, PassageId]]) -> dict[PassageId, tuple[Figure, ...]]:
        listed = self._look().listed
        keys = {name: (*self._version(listed[report]), name) for report, name in wanted}
        held = self._figures.several(keys.values())
        found = {name: held[key] for name, key in keys.items() if key in held}
        missing = [name for name in keys if name not in found]
        if missing:
            read: dict[PassageId, list[Figure]] = {name: [] for name in missing}
            for figure in self.index.figures(passage=missing):
                if figure.passage is not None:
                    read[figure.passage].append(self._placed(figure, listed[figure.report_id]))
            fresh = {name: tuple(figures) for name, figures in read.items()}
            self._figures.keep({keys[name]: figures for name, figures in fresh.items()})
            found |= fresh
        return found

    def figures_around(self, figure: Figure) -> tuple[Figure, ...]:
        """Among them are those that one may be of a row or a series with: of like rows, or of its section."""
        if figure.table_row is None:
            return self.figures_of_section(figure.report_id, figure.section)
        row = figure.table_row
        return self.figures_of(figure.report_id, lambda one: one.table_row == row, under=row)

    def figures_of_section(self, report_id: str, section: tuple[str, ...]) -> tuple[Figure, ...]:
        """Among them are those that stand under a heading."""
        return self.figures_of(report_id, lambda one: one.section == section, under=section)

    def figures_of_table(self, report_id: str, title: str | None) -> tuple[Figure, ...]:
        """Among them are those of the tables of a title."""
        return self.figures_of(report_id, lambda one: one.table_title == title)

    def figures_of_rows(self, report_id: str, title: str | None, path: tuple[str, ...]) -> tuple[Figure, ...]:
        """Among them are those of the rows of a table that have a name or hang right under it."""
        return self.figures_of(
            report_id,
            lambda one: one.table_title == title and path in {one.table_row, (one.table_row or ())[:-1]},
            under=path,
        )

    def figures_between(self, report_id: str, start: int, end: int) -> Sequence[Figure]:
        """The figures that begin within a stretch of a report's source, by where they do."""
        shelf = self.shelf(report_id)
        if shelf.is_read:
            return shelf.between(start, end)
        near = self.figures_of(
            report_id, lambda one: any(span.start < end and start < span.end for span in one.spans)
        )
        inside = [one for one in near if one.spans and start <= one.spans[0].start < end]
        return sorted(inside, key=_start)

    @step(Step.OPEN)
    def figures_of(
        self, report_id: str, wanted: Callable[[Passage], bool], *, under: tuple[str, ...] = ()
    ) -> tuple[Figure, ...]:
        """Among them are those of some passages, in their order in the report; all where they are at hand.

        Where all passages wanted are known to stand `under` one path, no others are read.
        """
        shelf = self.shelf(report_id)
        if shelf.is_read:
            return shelf.figures
        passages = shelf.under(under) if under else shelf.passages.values()
        chosen = [passage.id for passage in passages if wanted(passage)]
        if not chosen:
            return ()
        card = self._look().listed[report_id]
        return tuple(self._placed(figure, card) for figure in self.index.figures(passage=chosen))

    @step(Step.OPEN)
    def of_indicator(self, indicator: str, reports: Sequence[str]) -> dict[str, tuple[Figure, ...]]:
        """What each of some reports tells of an indicator."""
        listed = self._look().listed
        keys = {name: (name, *self._version(listed[name]), indicator) for name in reports}
        held = self._told.several(keys.values())
        found = {name: held[key] for name, key in keys.items() if key in held}
        missing = [name for name in keys if name not in found]
        if missing:
            read: dict[str, list[Figure]] = {name: [] for name in missing}
            for figure in self.index.figures(indicator=indicator, report_id=missing):
                read[figure.report_id].append(self._placed(figure, listed[figure.report_id]))
            fresh = {name: tuple(figures) for name, figures in read.items()}
            self._told.keep({keys[name]: figures for name, figures in fresh.items()})
            found |= fresh
        return found

    def figures_saying(
        self, weights: Mapping[str, float], reports: Sequence[str], most: int
    ) -> tuple[Figure, ...]:
        """Of each of some reports the figures whose labels say most of some weighted words."""
        key = ("saying", tuple(weights.items()), tuple(reports), most)
        return self.once(key, lambda: self._figures_saying(weights, reports, most))

    @step(Step.OPEN)
    def _figures_saying(
        self, weights: Mapping[str, float], reports: Sequence[str], most: int
    ) -> tuple[Figure, ...]:
        listed = self._look().listed
        found = self.index.figures_saying(reports, weights, most=most)
        return tuple(self._placed(figure, listed[figure.report_id]) for figure in found)

    def statements_of(self, passage: Passage) -> tuple[Statement, ...]:
        """What a passage says, sentence by sentence or row by row."""
        key = (*self._version(self._look().listed[passage.report_id]), passage.id)
        found = self._statements.get(key)
        if found is None:
            # Running text needs no figures.
            figures = self.figures_in(passage) if passage.kind is PassageKind.TABLE else ()
            columns = dict.fromkeys(part for figure in figures for part in figure.table_column or ())
            found = statements(passage, " . ".join(columns))
            self._statements.keep({key: found})
        return found

    def passage_of(self, figure: Figure) -> Passage | None:
        """The passage that a figure is cited from: its row, its footnote, or its sentence's passage."""
        return None if figure.passage is None else self.passage(figure.report_id, figure.passage)

    def _all_figures(self, card: ReportCard) -> Iterable[Figure]:
        return (self._placed(figure, card) for figure in self.index.figures(report_id=card.id))

    def _version(self, card: ReportCard) -> tuple[int, int, int]:
        """Another one whenever what is read of a report may be another."""
        return (*card.version, self._look().epoch)

    def _placed(self, figure: Figure, card: ReportCard) -> Figure:
        """A figure without a place, or of one that nobody knows, is of its report's place.

        The rows of a table of places are known by their column's head.
        """
        if figure.place and (
            place_name(figure.place)[0] in self.place_names or _is_row_of(figure.place, figure)
        ):
            return figure
        return replace(figure, place=card.place, level=card.level)

    def _set_scene(self, listed: Sequence[ReportCard], gists: Mapping[str, Gist]) -> Scene:
        harvested = (place for gist in gists.values() for place in gist.places)
        return Scene(
            lexicon=self._keeper.lexicon,
            cards=tuple(_card(card, gists[card.id]) for card in listed),
            known_places=tuple(dict.fromkeys((*harvested, *self._provinces()))),
            short=self._short_forms(),
            abbreviations=self._abbreviations(),
            find_indicators=self._indicators,
            sound=self._sound,
        )

    @cached_property
    def _sound(self) -> frozenset[str]:
        """The words of all that is known to be measured: `học sinh` where no report speaks of pupils."""
        if self.vocabulary is None:
            return frozenset()
        names = [name for one in self.vocabulary.indicators for name in (one.name, *one.synonyms)]
        return frozenset(terms(" ".join((*names, *self.vocabulary.abbreviations.exact.values()))))

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


# What is kept under a key is what was made for it, of whatever type.
_Once = Recent[Hashable, Any]


def _nothing_yet() -> _Once:
    return Recent(_KEPT_ONCE)


def _start(figure: Figure) -> int:
    return figure.spans[0].start


def _count(figures: Sequence[Figure]) -> int:
    return 1 + len(figures)


def _is_row_of(place: str, figure: Figure) -> bool:
    """Whether a row of a table or an item of a list is named for the place."""
    name = place_name(place)[0]
    row = figure.table_row[-1] if figure.table_row else figure.label.rpartition(": ")[2]
    if row and name == place_name(row)[0]:
        return True
    return " " in name and f" {name} " in flat(figure.sentence)


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
