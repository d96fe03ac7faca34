"""The index: reports in, passages and figures out.

SQL holds the truth. The lexical index and the vectors are derived from it, checked when they are opened, and
rebuilt with a word in the log when they are missing, damaged or of another format. Nothing is opened before
it is needed.
"""

from __future__ import annotations

import hashlib
import logging
import re
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import BaocaoError, StoreBusyError, UnreadableReportError
from corpus.naming import named_reports
from corpus.passages import PassageKind
from corpus.report import ReportId
from corpus.stores.figures import FigureQuery, FigureStore
from corpus.stores.lexical import DamagedIndexError, Entry, LexicalIndex
from corpus.stores.lock import WriterLock
from corpus.stores.reports import ReportCard, ReportStore, content_format
from corpus.stores.sql import STAGED, open_engine
from corpus.stores.vectors import DamagedVectorsError
from corpus.terms import asked_words
from corpus.text import fold, syllables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import Engine

    from corpus.figures import Figure
    from corpus.intake import Reading, Request
    from corpus.passages import Passage
    from corpus.report import Report
    from corpus.semantic import Vectors
    from corpus.stores.figures import Correction
    from corpus.terms import Words

log = logging.getLogger(__name__)

WAIT = 120.0  # seconds that a writer waits for another one
_BATCH = 1_500_000  # characters that become searchable in one commit,
_PATIENCE = 1.5  # or what was read in so many seconds


class Change(StrEnum):
    """What became of a file that was to be indexed."""

    ADDED = "added"
    REPLACED = "replaced"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One file's fate, with the error where it could not be read."""

    path: Path
    change: Change
    report_id: ReportId | None = None
    passages: int = 0
    figures: int = 0
    error: BaocaoError | None = None
    same_as: str | None = None  # the file that holds the same words


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


@dataclass(frozen=True, slots=True)
class _Known:
    """A report whose very words are indexed, or about to be."""

    file: str
    report_id: ReportId
    passages: int
    figures: int

    def outcome(self, path: Path) -> Outcome:
        """What becomes of a file with the same words."""
        same = self.file == path.name
        return Outcome(
            path=path,
            change=Change.UNCHANGED if same else Change.DUPLICATE,
            report_id=self.report_id,
            passages=self.passages,
            figures=self.figures,
            same_as=None if same else self.file,
        )


@dataclass(frozen=True, slots=True)
class _Fresh:
    """A file that was read and is not stored yet."""

    request: Request
    reading: Reading

    def outcome(self) -> Outcome:
        """What became of it once it is live."""
        return Outcome(
            path=self.request.path,
            change=Change.REPLACED if self.request.replaces else Change.ADDED,
            report_id=self.request.report_id,
            passages=len(self.reading.passages),
            figures=len(self.reading.figures),
        )


class _Batch:
    """Files read since the last commit, not more than a second's or a large bite's worth."""

    def __init__(self) -> None:
        self._items: list[_Fresh] = []
        self._since = time.monotonic()

    def add(self, item: _Fresh) -> None:
        self._items.append(item)

    def is_due(self) -> bool:
        size = sum(len(item.reading.report.source) for item in self._items)
        return size >= _BATCH or time.monotonic() - self._since > _PATIENCE

    def empty(self) -> list[_Fresh]:
        items, self._items, self._since = self._items, [], time.monotonic()
        return items


class _Told:
    """The outcomes so far, each told as it comes."""

    def __init__(self, progress: Callable[[Outcome], None] | None) -> None:
        self._progress = progress
        self._outcomes: list[Outcome] = []

    def __call__(self, outcome: Outcome) -> None:
        self._outcomes.append(outcome)
        if self._progress:
            self._progress(outcome)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        return tuple(self._outcomes)


class Index:
    """Everything that is known of the reports of one data folder."""

    def __init__(
        self,
        home: Path,
        *,
        database_url: str | None = None,
        chroma_url: str | None = None,
        embeddings: str | None = None,
    ) -> None:
        self.home = home
        self._database_url = database_url
        self._chroma_url = chroma_url
        self._embeddings = embeddings
        self._lock = WriterLock(home / "writer.lock")
        self._lexical = LexicalIndex(home / "lexical")
        self._opening = threading.RLock()
        self._seen = -1  # the generation that cards and lexical index were last brought to
        self._cards: tuple[ReportCard, ...] = ()

    @classmethod
    def open(
        cls,
        home: Path,
        *,
        database_url: str | None = None,
        chroma_url: str | None = None,
        embeddings: str | None = None,
    ) -> Index:
        """The index of a data folder; its stores open when they are first needed."""
        return cls(home, database_url=database_url, chroma_url=chroma_url, embeddings=embeddings)

    @cached_property
    def engine(self) -> Engine:
        """The database, for other rooms' tables as well."""
        return open_engine(self.home, self._database_url)

    @cached_property
    def _store(self) -> ReportStore:
        return ReportStore(self.engine)

    @cached_property
    def _vectors(self) -> Vectors:
        from corpus.semantic import Vectors  # noqa: PLC0415 - brings numpy, which words alone do not need

        return Vectors(self._store, self.home / "vectors", chroma_url=self._chroma_url, spec=self._embeddings)

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
        self._refresh()
        return self._cards

    def card(self, report_id: str) -> ReportCard | None:
        """One report's card."""
        return next((card for card in self.reports() if card.id == report_id), None)

    def report(self, report_id: str) -> Report | None:
        """The whole report as it was read, None where there is no such report."""
        card = self.card(report_id)
        return self._report(card.id, card.edition) if card else None

    @lru_cache(maxsize=32)  # noqa: B019 - an index lives as long as its process
    def _report(self, report_id: str, edition: int) -> Report | None:
        del edition  # part of the key: a replaced report is another one
        return self._store.report(report_id)

    def source(self, report_id: str) -> str | None:
        """The text that the report's spans point into."""
        return self._store.source(report_id)

    def report_passages(self, report_id: str) -> tuple[Passage, ...]:
        """All passages of a report, in reading order."""
        card = self.card(report_id)
        return tuple(passage for _, passage in self._store.passages_of(card.edition)) if card else ()

    # Passages

    def passage(self, passage_id: str) -> Passage | None:
        """One passage, None where no report holds it."""
        found = self._store.find_passage(passage_id)
        return found[2] if found else None

    def context(self, passage_id: str, *, around: int = 3) -> Context | None:
        """The passage with its neighbours and the rest of its section."""
        found = self._store.find_passage(passage_id)
        card = self.card(found[2].report_id) if found else None
        if found is None or card is None:
            return None
        passage = found[2]
        whole = [other for _, other in self._store.passages_of(found[1])]
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
        self._refresh()
        here = self._store.find_passage(passage_id)
        if here is None or limit < 1:
            return ()
        passage = here[2]
        near = self._nearest("\n".join((passage.text, *(note.text for note in passage.notes))), limit * 2 + 8)
        passages = self._store.passages([key for key, _ in near])
        hits = [Hit(passage=passages[key], score=score) for key, score in near if key in passages]
        return tuple(hit for hit in hits if hit.passage.id != passage_id)[:limit]

    def _nearest(self, text: str, limit: int) -> list[tuple[int, float]]:
        try:
            if self._vectors.behind(self._cards):
                self._catch_up_vectors(0.0)
            return self._vectors.nearest(text, limit)
        except DamagedVectorsError as damage:
            log.warning("making the vectors anew: %s", damage.reason)
            with self._lock.hold(WAIT):
                self._vectors.discard()
                self._vectors.refresh(self._cards, self._measure_weight)
            return self._vectors.nearest(text, limit)

    def _catch_up_vectors(self, wait: float) -> None:
        try:
            with self._lock.hold(wait):
                self._vectors.refresh(self._cards, self._measure_weight)
        except StoreBusyError:
            return

    def _measure_weight(self) -> float:
        """How much configured embeddings may count without harm, tried on the collection itself."""
        return 0.0

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
        self._refresh()
        words = asked_words(query[:_LONGEST_QUERY])
        if not words or limit < 1:
            return ()
        only = self._chosen(reports, places, levels, periods)
        found = self._search_words(words, limit, only)
        passages = self._store.passages([key for key, _ in found])
        if len(passages) < len(found):  # a report was replaced between the two stores: look again
            self._refresh(anew=True)
            found = self._search_words(words, limit, only)
            passages = self._store.passages([key for key, _ in found])
        return tuple(Hit(passage=passages[key], score=score) for key, score in found if key in passages)

    def _search_words(
        self, words: Words, limit: int, only: tuple[str, ...] | None
    ) -> list[tuple[int, float]]:
        named = sorted(named_reports(words.spelled, self._cards))
        try:
            found = self._lexical.search(words, limit=limit, report_ids=only, named=named)
        except DamagedIndexError as damage:
            self._repair(damage)
            found = self._lexical.search(words, limit=limit, report_ids=only, named=named)
        return [(hit.key, hit.score) for hit in found]

    def _chosen(
        self, reports: Sequence[str], places: Sequence[str], levels: Sequence[str], periods: Sequence[str]
    ) -> tuple[str, ...] | None:
        """The reports that the filters leave; None where there are no filters."""
        if not (reports or places or levels or periods):
            return None
        return tuple(
            card.id
            for card in self._cards
            if (not reports or card.id in reports)
            and (not places or _names(card.place, places))
            and (not levels or _names(card.level, levels))
            and (not periods or _covers(card, periods))
        )

    # Figures

    def figures(  # noqa: PLR0913 - each is one way to choose
        self,
        *,
        indicator: str | Sequence[str] | None = None,
        place: str | Sequence[str] | None = None,
        period: str | Sequence[str] | None = None,
        kind: str | Sequence[str] | None = None,
        report_id: str | Sequence[str] | None = None,
        footnote: str | None = None,
        label: str | None = None,
        corrected: bool = True,
    ) -> tuple[Figure, ...]:
        """The figures that fit, as corrected unless the bare reading is asked for."""
        self._refresh()
        query = FigureQuery(
            indicators=_several(indicator),
            places=_several(place),
            periods=_several(period),
            kinds=_several(kind),
            report_ids=_several(report_id),
            footnote=footnote,
            label=label,
        )
        return self._figures.find(query, corrected=corrected)

    def figure(self, figure_id: str, *, corrected: bool = True) -> Figure | None:
        """One figure, None where there is none or it is withdrawn."""
        self._refresh()
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
            read, replacement=replacement, reason=reason, author=author, at=_now()
        )
        self._store.bump()
        return kept

    def revoke_correction(self, correction: int, *, reason: str) -> bool:
        """Bring a figure back to what was read; False where no such correction stands."""
        done = self._figures.revoke(correction, reason=reason, at=_now())
        self._store.bump()
        return done

    def corrections(self, *, revoked: bool = False, figure_id: str | None = None) -> tuple[Correction, ...]:
        """What administrators corrected, oldest first."""
        return self._figures.corrections(revoked=revoked, figure_id=figure_id)

    # Adding and removing

    def add(self, path: Path, *, wait: float = WAIT) -> Outcome:
        """Read, split and index one file, in the place of its older edition."""
        return self.add_many([path], wait=wait)[0]

    def add_many(
        self,
        paths: Iterable[Path],
        progress: Callable[[Outcome], None] | None = None,
        *,
        again: bool = False,
        vectors: bool = True,
        wait: float = WAIT,
    ) -> tuple[Outcome, ...]:
        """Index files one after the other; a bad one is named in its outcome and the rest go on.

        By words a report is found as soon as its outcome is told, by vectors when all is done.
        """
        from corpus.intake import Unreadable, read_all  # noqa: PLC0415 - searching reads no files

        told = _Told(progress)
        with self._writing(wait):
            batch = _Batch()
            for request, reading in read_all(self._requests(paths, told, again=again)):
                if isinstance(reading, Unreadable):
                    error = UnreadableReportError(request.path, reading.reason)
                    told(Outcome(path=request.path, change=Change.FAILED, error=error))
                    continue
                batch.add(_Fresh(request, reading))
                if batch.is_due():
                    self._commit(batch.empty(), told)
            self._commit(batch.empty(), told)
            if vectors:
                self._vectors.refresh(self._cards, self._measure_weight)
        return told.outcomes

    def remove(self, report_id: str, *, wait: float = WAIT) -> bool:
        """Take a report out; False where there is none."""
        with self._writing(wait):
            card = self.card(report_id)
            if card is None:
                return False
            # SQL first: a passage that the lexical index still finds is not given out without its words.
            self._store.remove([card.edition])
            self._lexical.write((), drop=[card.edition])
            self._settle()
        return True

    def rebuild(self, *, wait: float = WAIT) -> None:
        """Read every report again from its stored source, and derive all stores anew."""
        with self._writing(wait):
            self._read_again(self._cards)
            self._lexical.rebuild(self._entries(self._store.cards()))
            self._store.bump()
            self._settle()

    @contextmanager
    def _writing(self, wait: float) -> Iterator[None]:
        with self._lock.hold(wait):
            self._recover()
            yield

    def _requests(self, paths: Iterable[Path], told: _Told, *, again: bool) -> list[Request]:
        """What is to be read; the rest is told at once."""
        from corpus.intake import Request  # noqa: PLC0415 - searching reads no files

        taken = {card.id: Path(card.path) for card in self._cards}
        known = {card.hash: _Known(card.file, card.id, card.passages, card.figures) for card in self._cards}
        requests: list[Request] = []
        for path in paths:
            try:
                raw = path.read_bytes()
            except OSError as exc:
                reason = "missing" if isinstance(exc, FileNotFoundError) else exc.strerror or "unreadable"
                told(Outcome(path=path, change=Change.FAILED, error=UnreadableReportError(path, reason)))
                continue
            content_hash = hashlib.sha256(raw + _sidecar(path)).hexdigest()
            twin = known.get(content_hash)
            if twin and not (again and twin.file == path.name):
                told(twin.outcome(path))
                continue
            name = _free_name(path, taken)
            requests.append(
                Request(
                    path=path,
                    content_hash=content_hash,
                    report_id=name,
                    replaces=name in taken,
                    size=len(raw),
                )
            )
            taken[name] = path.resolve()
            known[content_hash] = _Known(path.name, name, 0, 0)
        return requests

    def _commit(self, batch: Sequence[_Fresh], told: _Told) -> None:
        """Stage, make searchable, make live: a kill in between leaves the old editions or the new ones."""
        if not batch:
            return
        staged: dict[int, _Fresh] = {}
        for item in batch:
            edition = self._store.stage(
                item.reading.report,
                item.reading.passages,
                content_hash=item.request.content_hash,
                path=str(item.request.path.resolve()),
                added_at=_now(),
            )
            staged[edition] = item
        replaced = self._store.replaced(staged)
        try:
            self._lexical.write(self._staged_entries(staged), drop=replaced)
        except DamagedIndexError as damage:
            self._rebuild_lexical(damage, self._store.cards())
            self._lexical.write(self._staged_entries(staged), drop=replaced)
        self._store.make_live({edition: item.reading.figures for edition, item in staged.items()})
        self._settle()
        for item in batch:
            told(item.outcome())

    def _staged_entries(self, staged: Iterable[int]) -> Iterator[Entry]:
        for card in self._store.cards(STAGED):
            if card.edition in staged:
                yield from self._entries([card])

    def _entries(self, cards: Iterable[ReportCard]) -> Iterator[Entry]:
        for card in cards:
            for key, passage in self._store.passages_of(card.edition):
                yield _entry(key, passage, card)

    # Keeping the derived stores in step

    def _refresh(self, *, anew: bool = False) -> None:
        """Bring cards and lexical index to the newest generation, also one that another process wrote."""
        generation = self._store.generation()
        if generation == self._seen and not anew:
            return
        with self._opening:
            cards = self._store.cards()
            old = [card for card in cards if card.format != content_format()]
            if old:
                self._upgrade()
                cards = self._store.cards()
            self._cards = cards
            try:
                self._lexical.reload()
                behind = self._lexical.editions() != _sizes(cards)
            except DamagedIndexError as damage:
                self._repair(damage)
                behind = False
            self._seen = generation
        if behind:
            self._catch_up()

    def _settle(self) -> None:
        """Under the writers' lock: see what was just written."""
        self._cards = self._store.cards()
        self._seen = self._store.generation()

    def _catch_up(self) -> None:
        """Mend what a killed writer left between the stores; a living one is left to finish."""
        try:
            with self._lock.hold(0.0):
                self._recover()
        except StoreBusyError:
            return

    def _recover(self) -> None:
        """Under the writers' lock: drop half-added editions and bring the lexical index to SQL."""
        abandoned = [card.edition for card in self._store.cards(STAGED)]
        if abandoned:
            log.warning("dropping %d editions that were never finished", len(abandoned))
            self._store.remove(abandoned)
        self._cards = self._store.cards()
        old = [card for card in self._cards if card.format != content_format()]
        try:
            self._lexical.reload()
            self._lexical.editions()
        except DamagedIndexError as damage:
            self._rebuild_lexical(damage, [card for card in self._cards if card not in old])
        if old:
            log.warning("reading %d reports again: their stored form is of another version", len(old))
            self._read_again(old)
        self._align(self._cards, self._lexical.editions())
        self._settle()

    def _align(self, cards: Sequence[ReportCard], held: dict[int, int]) -> None:
        wanted = _sizes(cards)
        stale = [edition for edition, count in held.items() if wanted.get(edition) != count]
        missing = [card for card in cards if card.passages and held.get(card.edition) != card.passages]
        if stale or missing:
            log.warning("lexical index: %d editions to drop, %d to take in", len(stale), len(missing))
            self._lexical.write(self._entries(missing), drop=stale)

    def _repair(self, damage: DamagedIndexError) -> None:
        with self._lock.hold(WAIT):
            try:
                self._lexical.open()  # another process may have mended it while we waited
            except DamagedIndexError:
                self._rebuild_lexical(damage, self._store.cards())

    def _rebuild_lexical(self, damage: DamagedIndexError, cards: Sequence[ReportCard]) -> None:
        if cards or damage.reason != "missing":
            log.warning("rebuilding the lexical index from SQL: %s", damage.reason)
        self._lexical.rebuild(self._entries(cards))

    def _upgrade(self) -> None:
        with self._lock.hold(WAIT):
            self._recover()

    def _read_again(self, cards: Sequence[ReportCard]) -> None:
        """New editions of reports from their stored sources; the files may be gone."""
        from corpus.intake import Request, derive, read_again  # noqa: PLC0415 - searching reads no files

        for card in cards:
            report = read_again(self._store.source(card.id) or "", card.file, card.id)
            request = Request(
                path=Path(card.path),
                content_hash=card.hash,
                report_id=card.id,
                replaces=True,
                size=card.characters,
            )
            self._commit([_Fresh(request, derive(report))], _Told(None))


_LONGEST_QUERY = 20_000  # characters of a query that are looked at


def _sidecar(path: Path) -> bytes:
    """What a file beside the report says of it; it counts as a part of the report."""
    beside = path.with_name(f"{path.name}.toml")
    return beside.read_bytes() if beside.is_file() else b""


def _free_name(path: Path, taken: Mapping[ReportId, Path]) -> ReportId:
    """The file's stem, numbered where another file that still exists has it."""
    here, number = path.resolve(), 1
    name = ReportId(path.stem)
    while name in taken and taken[name] != here and taken[name].is_file():
        number += 1
        name = ReportId(f"{path.stem}-{number}")
    return name


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _sizes(cards: Iterable[ReportCard]) -> dict[int, int]:
    return {card.edition: card.passages for card in cards if card.passages}


def _several(value: str | Sequence[str] | None) -> tuple[str, ...]:
    if value is None:
        return ()
    return (str(value),) if isinstance(value, str) else tuple(str(one) for one in value)


def _is_running(passage: Passage) -> bool:
    """Whether the passage is one of those that a reader meets one after the other."""
    if passage.kind is PassageKind.TABLE:
        return passage.table_row is not None
    return passage.kind is PassageKind.BODY


def _names(value: str | None, wanted: Iterable[str]) -> bool:
    """Whether one of the names asked for stands in the value, with or without its level and diacritics."""
    if value is None:
        return False
    have = f" {' '.join(fold(word) for word in syllables(value))} "
    return any(f" {' '.join(fold(word) for word in syllables(name))} " in have for name in wanted)


def _covers(card: ReportCard, periods: Iterable[str]) -> bool:
    """Whether the report's period or date touches one of the years asked for."""
    years = _years(f"{card.period or ''} {card.date or ''}")
    return any(years & _years(period) for period in periods)


def _years(text: str) -> set[int]:
    found = [int(year) for year in re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)]
    spans = re.findall(r"((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)", text)
    return set(found) | {year for first, last in spans for year in range(int(first), int(last) + 1)}


def _entry(key: int, passage: Passage, card: ReportCard) -> Entry:
    text = "\n".join((passage.text, *(note.text for note in passage.notes)))
    around = (*passage.section, passage.table_title, *(passage.table_row or ()), passage.anchor)
    title = None if card.title == card.file else card.title
    about = (title, card.issuer, card.place, card.number, card.date, card.period)
    return Entry(
        key=key,
        edition=card.edition,
        report_id=card.id,
        text=text,
        context="\n".join(part for part in around if part),
        about="\n".join(part for part in about if part),
    )
