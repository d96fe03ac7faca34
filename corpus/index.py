"""The index: reports in, passages and figures out.

SQL holds the truth. The lexical index and the vectors are derived from it, checked when they are opened, and
rebuilt with a word in the log when they are missing, damaged or of another format. Nothing is opened before
it is needed.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.adding import Change, Outcome, hash_of
from corpus.embedding import EmbeddingsError
from corpus.errors import StoreBusyError
from corpus.filters import Filters
from corpus.fusion import POOL, Ranking, find_weight, fuse
from corpus.naming import ReportPlaces
from corpus.passages import PassageKind
from corpus.recent import Recent
from corpus.report import ReportId
from corpus.stores.figures import Correction, FigureQuery, FigureStore
from corpus.stores.lexical import DamagedIndexError
from corpus.stores.lock import WriterLock
from corpus.stores.originals import KEPT_FAMILY, Keeping, Originals
from corpus.stores.reports import ReportCard, ReportStore
from corpus.stores.sql import open_engine
from corpus.stores.vectors import DamagedVectorsError
from corpus.terms import asked_words
from corpus.upkeep import WAIT, Upkeep, now

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from sqlalchemy import Engine

    from corpus.embedding import Embedder
    from corpus.figures import Figure
    from corpus.passages import Passage
    from corpus.report import Report
    from corpus.semantic import Vectors

__all__ = ["Change", "Context", "Correction", "Hit", "Index", "Outcome", "ReportCard"]

log = logging.getLogger(__name__)

_KEPT_PASSAGES = 4000
_LONGEST_QUERY = 20_000  # characters of a query that are looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A passage found, and how well it matches."""

    passage: Passage
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A passage among its neighbours: what the reading view shows around a citation."""

    passage: Passage
    report: ReportCard
    before: tuple[Passage, ...]
    after: tuple[Passage, ...]
    section: tuple[Passage, ...]


class Index:
    """Everything that is known of the reports of one data folder."""

    def __init__(
        self,
        home: Path,
        *,
        database_url: str | None = None,
        chroma_url: str | None = None,
        embeddings: str | Embedder | None = None,
        keeping: Keeping | None = None,
    ) -> None:
        self.home = home
        self._keeping = keeping or Keeping()
        self._database_url = database_url
        self._chroma_url = chroma_url
        self._embeddings = embeddings
        self._report = lru_cache(maxsize=32)(self._load_report)
        self._placed: tuple[tuple[ReportCard, ...], ReportPlaces] = ((), ReportPlaces(()))
        self._kept: tuple[tuple[ReportCard, ...], Recent[int, Passage]] = ((), Recent(_KEPT_PASSAGES))

    @classmethod
    def open(
        cls,
        home: Path,
        *,
        database_url: str | None = None,
        chroma_url: str | None = None,
        embeddings: str | Embedder | None = None,
        keeping: Keeping | None = None,
    ) -> Index:
        """The index of a data folder; its stores open when they are first needed."""
        return cls(
            home, database_url=database_url, chroma_url=chroma_url, embeddings=embeddings, keeping=keeping
        )

    @cached_property
    def engine(self) -> Engine:
        """The database, for other rooms' tables as well."""
        return open_engine(self.home, self._database_url)

    @cached_property
    def _stores(self) -> Upkeep:
        lock = WriterLock(self.home / "writer.lock")
        originals = Originals(self.home, self._keeping)
        return Upkeep(ReportStore(self.engine), self.home / "lexical", originals, lock)

    @cached_property
    def _vectors(self) -> Vectors:
        from corpus.semantic import Vectors  # noqa: PLC0415 - brings numpy, which words alone do not need

        folder = self.home / "vectors"
        return Vectors(self._stores.store, folder, chroma_url=self._chroma_url, embeddings=self._embeddings)

    @cached_property
    def _figures(self) -> FigureStore:
        return FigureStore(self.engine)

    def close(self) -> None:
        """Let go of the stores."""
        if "_vectors" in self.__dict__:
            self._vectors.close()
        if "engine" in self.__dict__:
            self.engine.dispose()

    # Reports

    def reports(self) -> tuple[ReportCard, ...]:
        """A card of each report, in the order of their files."""
        self._stores.refresh()
        return self._stores.cards

    def card(self, report_id: str) -> ReportCard | None:
        """One report's card."""
        return next((card for card in self.reports() if card.id == report_id), None)

    def report(self, report_id: str) -> Report | None:
        """The whole report as it was read, None where there is no such report."""
        card = self.card(report_id)
        return self._report(card.id, card.edition) if card else None

    def _load_report(self, report_id: str, _edition: int) -> Report | None:
        # The edition is a part of the cache's key: a replaced report is another one.
        return self._stores.store.report(report_id)

    def source(self, report_id: str) -> str | None:
        """The text that the report's spans point into."""
        return self._stores.store.source(report_id)

    def original(self, report_id: str) -> Path | None:
        """A report's PDF as it was read: the copy kept of it, else the file if it is still the same."""
        card = self.card(report_id)
        if card is None or card.family != KEPT_FAMILY:
            return None
        kept, path = self._stores.originals.find(card.hash), Path(card.path)
        if kept is not None or not path.is_file():
            return kept
        return path if hash_of(path, path.read_bytes()) == card.hash else None

    def report_passages(self, report_id: str, *, under: Sequence[str] = ()) -> tuple[Passage, ...]:
        """All passages of a report, in reading order, or those whose headings or row begin with a path."""
        card = self.card(report_id)
        if card and under:
            return tuple(self._stores.store.passages_under(card.edition, under))
        return tuple(passage for _, passage in self._stores.store.passages_of(card.edition)) if card else ()

    # Passages

    def passage(self, passage_id: str) -> Passage | None:
        """One passage, None where no report holds it."""
        found = self._stores.store.find_passage(passage_id)
        return found[2] if found else None

    def passages(self, passage_ids: Sequence[str]) -> tuple[Passage, ...]:
        """These passages, as far as there are such, in no order."""
        return self._stores.store.live_passages(passage_ids) if passage_ids else ()

    def context(self, passage_id: str, *, around: int = 3) -> Context | None:
        """The passage with its neighbours and the rest of its section."""
        found = self._stores.store.find_passage(passage_id)
        card = self.card(found[2].report_id) if found else None
        if found is None or card is None:
            return None
        passage = found[2]
        whole = [other for _, other in self._stores.store.passages_of(found[1])]
        running = [other for other in whole if _is_running(other)]
        before = [other for other in running if other.order < passage.order]
        after = [other for other in running if other.order > passage.order]
        return Context(
            passage=passage,
            report=card,
            before=tuple(before[-around:]) if around else (),
            after=tuple(after[:around]),
            section=tuple(other for other in whole if other.section == passage.section),
        )

    def similar(self, passage_id: str, *, limit: int = 10) -> tuple[Hit, ...]:
        """Passages like this one, nearest first: the same words in another report come out on top."""
        self._stores.refresh()
        passage = self.passage(passage_id)
        if passage is None or limit < 1:
            return ()
        words = "\n".join((passage.text, *(note.text for note in passage.notes)))
        near = self._hits(self._nearest(words, limit * 2 + 8))
        return tuple(hit for hit in near if hit.passage.id != passage_id)[:limit]

    # Search

    def search(  # noqa: PLR0913 - each is one way to narrow
        self,
        query: str,
        *,
        limit: int = 10,
        reports: Sequence[str] = (),
        places: Sequence[str] = (),
        levels: Sequence[str] = (),
        periods: Sequence[str] = (),
    ) -> tuple[Hit, ...]:
        """The passages that match best, best first."""
        if limit < 1:
            return ()
        self._stores.refresh()
        asked = query[:_LONGEST_QUERY]
        only = Filters(reports, places, levels, periods).choose(self._stores.cards)
        ranking = self._rank(asked, limit, only)
        hits = self._hits(ranking)
        if len(hits) < len(ranking):  # a report was replaced between the two stores: look again
            self._stores.refresh(anew=True)
            hits = self._hits(self._rank(asked, limit, only))
        return hits[:limit]

    def _rank(self, query: str, limit: int, only: Sequence[str] | None) -> Ranking:
        weight = self._vectors.weight() if self._embeddings else 0.0
        if not weight:
            return self._by_words(query, limit, only)
        by_words = self._by_words(query, max(limit, POOL), only)
        try:
            near = self._hits(self._nearest(query, POOL if only is None else 4 * POOL))
        except EmbeddingsError as error:
            log.warning("searching by words alone: %s", error)
            return by_words[:limit]
        keys = self._stores.store.keys([hit.passage.id for hit in near])
        by_vectors = [
            (keys[hit.passage.id], hit.score) for hit in near if only is None or hit.passage.report_id in only
        ]
        return fuse(by_words, by_vectors, weight)[:limit]

    def _by_words(self, query: str, limit: int, only: Sequence[str] | None) -> Ranking:
        words = asked_words(query)
        named = sorted(self._places().named(words.spelled))
        lexical = self._stores.lexical
        try:
            found = lexical.search(words, limit=limit, report_ids=only, named=named)
        except DamagedIndexError as damage:
            self._stores.repair(damage)
            found = lexical.search(words, limit=limit, report_ids=only, named=named)
        return [(hit.key, hit.score) for hit in found]

    def _places(self) -> ReportPlaces:
        """The places of the reports as they were last seen."""
        cards, places = self._placed
        if cards is not self._stores.cards:
            cards = self._stores.cards
            places = ReportPlaces(cards)
            self._placed = cards, places
        return places

    def _nearest(self, text: str, limit: int) -> Ranking:
        try:
            if self._vectors.behind(self._stores.cards):
                self._catch_up()
            return self._vectors.nearest(text, limit)
        except DamagedVectorsError as damage:
            log.warning("making the vectors anew: %s", damage.reason)
            with self._stores.writing(WAIT):
                self._vectors.discard()
                self._vectors.refresh(self._stores.cards, self._trial)
            return self._vectors.nearest(text, limit)

    def _catch_up(self) -> None:
        try:
            with self._stores.writing(0.0):
                self._vectors.refresh(self._stores.cards, self._trial)
        except StoreBusyError:
            return

    def _trial(self) -> float:
        """How much configured embeddings may count without harm, tried on the collection itself."""
        cards = self._stores.cards
        some = cards[:: 1 + len(cards) // 20]
        passages = [item for card in some for item in self._vectors.passages(card)]
        return find_weight(
            passages,
            lambda query: self._by_words(query, POOL, None),
            lambda query: self._vectors.nearest(query, POOL),
        )

    def _hits(self, ranking: Ranking) -> tuple[Hit, ...]:
        passages = self._passages_of([key for key, _ in ranking])
        return tuple(Hit(passage=passages[key], score=score) for key, score in ranking if key in passages)

    def _passages_of(self, keys: Sequence[int]) -> dict[int, Passage]:
        """The passages under these keys, those of dropped editions left out: kept while no report changes."""
        cards, kept = self._kept
        if cards is not self._stores.cards:
            cards, kept = self._kept = self._stores.cards, Recent(_KEPT_PASSAGES)
        found = kept.several(keys)
        missing = [key for key in keys if key not in found]
        if missing:
            read = self._stores.store.passages(missing)
            kept.keep(read)
            found |= read
        return found

    # Figures

    def figures(  # noqa: PLR0913 - each is one way to choose
        self,
        *,
        indicator: str | Sequence[str] | None = None,
        place: str | Sequence[str] | None = None,
        period: str | Sequence[str] | None = None,
        kind: str | Sequence[str] | None = None,
        report_id: str | Sequence[str] | None = None,
        passage: str | Sequence[str] | None = None,
        footnote: str | None = None,
        label: str | None = None,
        corrected: bool = True,
    ) -> tuple[Figure, ...]:
        """The figures that fit, as corrected unless the bare reading is asked for."""
        self._stores.refresh()
        query = FigureQuery(
            indicators=_several(indicator),
            places=_several(place),
            periods=_several(period),
            kinds=_several(kind),
            report_ids=_several(report_id),
            passages=_several(passage),
            footnote=footnote,
            label=label,
        )
        return self._figures.find(query, corrected=corrected)

    def figures_saying(
        self, report_ids: Sequence[str], weights: Mapping[str, float], *, most: int
    ) -> tuple[Figure, ...]:
        """Of each report the figures whose labels say most of some weighted words, best first."""
        self._stores.refresh()
        editions = {card.id: card.edition for card in self._stores.cards}
        chosen = [editions[ReportId(name)] for name in report_ids if name in editions]
        return self._figures.saying(chosen, weights, most)

    def figure(self, figure_id: str, *, corrected: bool = True) -> Figure | None:
        """One figure, None where there is none or it is withdrawn."""
        self._stores.refresh()
        return self._figures.get(figure_id, corrected=corrected)

    def correct_figure(
        self, figure_id: str, replacement: Figure | None, *, reason: str, author: str | None = None
    ) -> Correction | None:
        """Let an administrator's figure stand for what was read; None withdraws it.

        Returns the correction, or None where there is no such figure.
        """
        read = self.figure(figure_id, corrected=False)
        if read is None:
            return None
        kept = self._figures.add_correction(
            read, replacement=replacement, reason=reason, author=author, at=now()
        )
        self._stores.tell_change()
        return kept

    def revoke_correction(self, correction: int, *, reason: str) -> bool:
        """Bring a figure back to what was read; False where no such correction stands."""
        done = self._figures.revoke(correction, reason=reason, at=now())
        self._stores.tell_change()
        return done

    def corrections(self, *, revoked: bool = False, figure_id: str | None = None) -> tuple[Correction, ...]:
        """What administrators corrected, oldest first."""
        return self._figures.corrections(revoked=revoked, figure_id=figure_id)

    # Adding and removing

    def add(self, path: Path, *, wait: float = WAIT) -> Outcome:
        """Read, split and index one file, in the place of its older edition."""
        return self.add_many([path], wait=wait)[0]

    def add_many(  # noqa: PLR0913 - each is one way to go about it
        self,
        paths: Iterable[Path],
        progress: Callable[[Outcome], None] | None = None,
        *,
        again: bool = False,
        vectors: bool = True,
        wait: float = WAIT,
        processes: int | None = None,
    ) -> tuple[Outcome, ...]:
        """Index files one after the other; a bad one is named in its outcome and the rest go on.

        By words a report is found as soon as its outcome is told, by vectors when all is done. Where there is
        much to read, other processes read it; `processes` says how many, one being this process alone.
        """
        with self._stores.writing(wait):
            outcomes = self._stores.add_many(paths, progress, again=again, processes=processes)
            if vectors:
                self._refresh_vectors()
        return outcomes

    def _refresh_vectors(self) -> None:
        """What words find must not wait for an embedding service that is away."""
        try:
            self._vectors.refresh(self._stores.cards, self._trial)
        except EmbeddingsError as error:
            log.warning("no vectors for now: %s", error)

    def remove(self, report_id: str, *, wait: float = WAIT) -> bool:
        """Take a report out; False where there is none."""
        with self._stores.writing(wait):
            return self._stores.remove(report_id)

    def rebuild(self, *, wait: float = WAIT) -> None:
        """Read every report again from its stored source, and derive all stores anew."""
        with self._stores.writing(wait):
            self._stores.rebuild()
            self._vectors.discard()
            self._refresh_vectors()


def _several(value: str | Sequence[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (str(value),) if isinstance(value, str) else tuple(str(one) for one in value)


def _is_running(passage: Passage) -> bool:
    """Whether the passage is one of those that a reader meets one after the other."""
    if passage.kind is PassageKind.TABLE:
        return passage.table_row is not None
    return passage.kind is PassageKind.BODY
