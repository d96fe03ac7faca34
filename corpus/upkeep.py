"""The stores of one data folder, kept in step whatever happens to the process that writes them.

SQL is the truth. A report is staged in SQL, made searchable by words, and only then made live; what a killed
writer leaves between the two is mended under the writers' lock by the next one who looks.
"""

from __future__ import annotations

import logging
import threading
import time
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.adding import Batch, Change, Fresh, Outcome, Told, plan, unreadable
from corpus.bags import make_bag, tell_about
from corpus.errors import StoreBusyError
from corpus.memory import give_back
from corpus.stores.lexical import DamagedIndexError, Entry, LexicalIndex
from corpus.stores.originals import KEPT_FAMILY, Originals
from corpus.stores.reports import ReportCard, ReportStore, content_format
from corpus.stores.sql import STAGED, server_lock

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from corpus.report import Beyond
    from corpus.stores.lock import WriterLock

log = logging.getLogger(__name__)

_FRESH = 0.01  # seconds: one question looks several times
WAIT = 120.0  # seconds that a writer waits for another one


class Upkeep:
    """SQL and the lexical index, one following the other."""

    def __init__(self, store: ReportStore, folder: Path, originals: Originals, lock: WriterLock) -> None:
        self.store = store
        self.lexical = LexicalIndex(folder)
        self.originals = originals
        self.lock = lock
        self.cards: tuple[ReportCard, ...] = ()
        self._opening = threading.RLock()
        self._seen = -1  # the generation that cards and lexical index were last brought to
        self._looked = -_FRESH  # when it was last seen to be the newest

    # Reading

    def refresh(self, *, anew: bool = False) -> None:
        """See the newest generation, also one that another process wrote."""
        moment = time.monotonic()
        if moment - self._looked < _FRESH and not anew:
            return
        generation = self.store.generation()
        if generation == self._seen and not anew:
            self._looked = moment
            return
        with self._opening:
            cards = self.store.cards(known=self.cards)
            outdated = any(card.format != content_format() for card in cards)
            behind = not outdated and self._is_behind(cards)
            if not outdated:
                self.cards, self._seen = cards, generation
        # Out of the lock for opening: a writer of this process may be waiting for it.
        if outdated:
            with self.writing(WAIT):
                pass
        elif behind:
            self._catch_up()

    def _is_behind(self, cards: Sequence[ReportCard]) -> bool:
        try:
            self.lexical.reload()
            return self.lexical.editions() != _sizes(cards)
        except DamagedIndexError:
            return True

    def _catch_up(self) -> None:
        """Mend what a killed writer left between the stores; a living one is left to finish."""
        try:
            with self.writing(0.0):
                pass
        except StoreBusyError:
            return

    def repair(self, damage: DamagedIndexError) -> None:
        """Have the lexical index in order, unless another process has seen to it while we waited."""
        with self._locked(WAIT):
            try:
                self.lexical.open()
                self.lexical.editions()
            except DamagedIndexError:
                self._rebuild_lexical(damage, self.store.cards())

    def tell_change(self) -> None:
        """Have every searcher look anew, this one at once."""
        self.store.bump()
        self._looked = -_FRESH

    # Writing

    @contextmanager
    def writing(self, wait: float) -> Iterator[None]:
        """Hold the writers' lock, with everything in order to begin with."""
        with self._locked(wait):
            self._recover()
            yield

    @contextmanager
    def _locked(self, wait: float) -> Iterator[None]:
        with self.lock.hold(wait), server_lock(self.store.engine, wait):
            yield

    def add_many(
        self,
        paths: Iterable[Path],
        progress: Callable[[Outcome], None] | None,
        *,
        again: bool,
        processes: int | None = None,
    ) -> tuple[Outcome, ...]:
        """Under the writers' lock: index files; a bad one is named and the rest go on."""
        from corpus.intake import Unreadable, read_all  # noqa: PLC0415 - searching reads no files

        told, batch = Told(progress), Batch()
        for request, rows in read_all(plan(paths, self.cards, told, again=again), processes):
            if isinstance(rows, Unreadable):
                told(unreadable(request.path, rows.reason))
                continue
            batch.add(Fresh(request, rows))
            if batch.is_due():
                self._take_in(batch, told)
        self._take_in(batch, told)
        self._keep_missing(told.outcomes)
        return told.outcomes

    def remove(self, report_id: str) -> bool:
        """Under the writers' lock: take a report out; False where there is none."""
        card = next((card for card in self.cards if card.id == report_id), None)
        if card is None:
            return False
        # SQL first: a passage that the lexical index still finds is not given out without its words.
        self.store.remove([card.edition])
        self.lexical.write((), drop=[card.edition])
        self._settle()
        self._rest()
        return True

    def rebuild(self) -> None:
        """Under the writers' lock: read every report again from its stored source."""
        self._read_again(self.cards)
        self.lexical.rebuild(self._entries(self.cards))
        self.store.bump()
        self._settle()

    def _take_in(self, batch: Batch, told: Told) -> None:
        self._commit(batch.empty(), told)
        give_back()  # now that nothing holds the batch any more

    def _commit(self, batch: Sequence[Fresh], told: Told) -> None:
        """Stage, make searchable, make live: a kill in between leaves the old editions or the new ones."""
        if not batch:
            return
        for item in batch:
            if item.rows.report["family"] == KEPT_FAMILY:
                self.originals.keep(item.request.path, item.request.content_hash)
        staged = self.store.stage([item.to_store() for item in batch], now())
        entries = [
            entry
            for item, edition in zip(batch, staged, strict=True)
            for entry in item.entries(edition, staged[edition])
        ]
        replaced = self.store.replaced(staged)
        try:
            self.lexical.write(entries, drop=replaced)
        except DamagedIndexError as damage:
            self._rebuild_lexical(damage, self.store.cards())
            self.lexical.write(entries, drop=replaced)
        try:
            self.store.make_live(dict(zip(staged, (item.rows for item in batch), strict=True)))
            self._settle()
            for item in batch:
                told(item.outcome())
        finally:
            self._rest()

    def _rest(self) -> None:
        """Let segments be merged once everyone finds what was written: a large merge takes a while."""
        try:
            self.lexical.rest()
        except DamagedIndexError as damage:
            self._rebuild_lexical(damage, self.store.cards())

    def _keep_missing(self, outcomes: Iterable[Outcome]) -> None:
        """Copies of known files that come again, where none could be made the first time."""
        cards = {card.id: card for card in self.cards if card.family == KEPT_FAMILY}
        for outcome in outcomes:
            known = outcome.change in {Change.UNCHANGED, Change.DUPLICATE}
            card = cards.get(outcome.report_id) if known and outcome.report_id else None
            if card is not None:
                self.originals.keep(outcome.path, card.hash)

    def _entries(self, cards: Iterable[ReportCard]) -> Iterator[Entry]:
        for card in cards:
            told = (card.issuer, card.place, card.number, card.date, card.period)
            about = tell_about(card.title, card.file, told)
            for key, passage in self.store.passages_of(card.edition):
                yield Entry(key, card.edition, card.id, make_bag(passage, about))

    def _settle(self) -> None:
        self.cards = self.store.cards(known=self.cards)
        self._seen = self.store.generation()
        self.originals.sweep(card.hash for card in self.cards)

    # Mending

    def _recover(self) -> None:
        """Drop half-added editions, read those of an older format again, align the lexical index."""
        abandoned = [card.edition for card in self.store.cards(STAGED)]
        if abandoned:
            log.warning("dropping %d editions that were never finished", len(abandoned))
            self.store.remove(abandoned)
        self.cards = self.store.cards(known=self.cards)
        old = [card for card in self.cards if card.format != content_format()]
        try:
            self.lexical.reload()
            self.lexical.editions()
        except DamagedIndexError as damage:
            self._rebuild_lexical(damage, [card for card in self.cards if card not in old])
        if old:
            log.warning("reading %d reports again: their stored form is of another version", len(old))
            self._read_again(old)
        self._align(self.cards, self.lexical.editions())
        self._settle()

    def _align(self, cards: Sequence[ReportCard], held: dict[int, int]) -> None:
        wanted = _sizes(cards)
        stale = [edition for edition, count in held.items() if wanted.get(edition) != count]
        missing = [card for card in cards if card.passages and held.get(card.edition) != card.passages]
        if stale or missing:
            log.warning("lexical index: %d editions to drop, %d to take in", len(stale), len(missing))
            self.lexical.write(self._entries(missing), drop=stale)
            self._rest()

    def _rebuild_lexical(self, damage: DamagedIndexError, cards: Sequence[ReportCard]) -> None:
        if cards or damage.reason != "missing":
            log.warning("rebuilding the lexical index from SQL: %s", damage.reason)
        self.lexical.rebuild(self._entries(cards))

    def _read_again(self, cards: Sequence[ReportCard]) -> None:
        """New editions of reports from their stored sources; the files may be gone."""
        from corpus.intake import Unreadable, read_all_kept  # noqa: PLC0415 - searching reads no files

        def kept(card: ReportCard) -> tuple[str, Beyond]:
            return self.store.source(card.id) or "", self.store.beyond(card.edition)

        batch = Batch()
        for request, rows in read_all_kept(cards, kept):
            if not isinstance(rows, Unreadable):
                batch.add(Fresh(request, rows))
            if batch.is_due():
                self._take_in(batch, Told())
        self._take_in(batch, Told())


def now() -> str:
    """The time as it is stored."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def _sizes(cards: Iterable[ReportCard]) -> dict[int, int]:
    return {card.edition: card.passages for card in cards if card.passages}
