"""Files on their way into the index: which are to be read, and what becomes of each."""

from __future__ import annotations

import hashlib
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.errors import BaocaoError, UnreadableReportError
from corpus.report import ReportId
from corpus.stores import reports as stores
from corpus.stores.lexical import Entry

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from corpus.intake import Request
    from corpus.stores.reports import ReportCard
    from corpus.stores.rows import Rows

_BATCH = 1_500_000  # characters that become searchable in one commit,
_PATIENCE = 1.5  # or what was read in so many seconds,
_GROWING = 0.1  # or in so much of the time since the first file: each commit costs, and many files take long,
_MOST_PATIENCE = 8.0  # but not in more


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


@dataclass(frozen=True, slots=True)
class Fresh:
    """A file that was read and is not stored yet."""

    request: Request
    rows: Rows

    def to_store(self) -> stores.Fresh:
        """As SQL takes it."""
        return stores.Fresh(self.rows, self.request.content_hash, str(self.request.path.resolve()))

    def entries(self, edition: int, keys: Sequence[int]) -> Iterator[Entry]:
        """As the lexical index takes it, once its passages have their keys."""
        for key, bag in zip(keys, self.rows.bags, strict=True):
            yield Entry(key, edition, self.request.report_id, bag)

    def outcome(self) -> Outcome:
        """What became of it once it is live."""
        return Outcome(
            path=self.request.path,
            change=Change.REPLACED if self.request.replaces else Change.ADDED,
            report_id=self.request.report_id,
            passages=len(self.rows.passages),
            figures=len(self.rows.figures),
        )


@dataclass(frozen=True, slots=True)
class _Known:
    """A report whose very words are indexed, or about to be."""

    file: str
    report_id: ReportId
    passages: int
    figures: int

    def outcome(self, path: Path) -> Outcome:
        same = self.file == path.name
        return Outcome(
            path=path,
            change=Change.UNCHANGED if same else Change.DUPLICATE,
            report_id=self.report_id,
            passages=self.passages,
            figures=self.figures,
            same_as=None if same else self.file,
        )


class Batch:
    """Files read since the last commit, not more than some seconds' or a large bite's worth."""

    def __init__(self) -> None:
        self._items: list[Fresh] = []
        self._begun = self._since = time.monotonic()

    def add(self, item: Fresh) -> None:
        """Take one more."""
        self._items.append(item)

    def is_due(self) -> bool:
        """Whether it is time to commit."""
        size = sum(item.rows.size for item in self._items)
        since, now = self._since, time.monotonic()
        patience = min(max(_PATIENCE, (now - self._begun) * _GROWING), _MOST_PATIENCE)
        return size >= _BATCH or now - since > patience

    def empty(self) -> list[Fresh]:
        """All of them, so that the next batch begins."""
        items, self._items, self._since = self._items, [], time.monotonic()
        return items


class Told:
    """The outcomes so far, each told as it comes."""

    def __init__(self, progress: Callable[[Outcome], None] | None = None) -> None:
        self._progress = progress
        self._outcomes: list[Outcome] = []

    def __call__(self, outcome: Outcome) -> None:
        """Keep it and pass it on."""
        self._outcomes.append(outcome)
        if self._progress:
            self._progress(outcome)

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All of them, in the order in which they were told."""
        return tuple(self._outcomes)


def plan(paths: Iterable[Path], cards: Sequence[ReportCard], told: Told, *, again: bool) -> list[Request]:
    """The files that are to be read; the fate of the others is told at once."""
    from corpus.intake import Request  # noqa: PLC0415 - searching reads no files

    taken = {card.id: Path(card.path) for card in cards}
    known = {card.hash: _Known(card.file, card.id, card.passages, card.figures) for card in cards}
    requests: list[Request] = []
    for path in paths:
        try:
            raw = path.read_bytes()
        except OSError as exc:
            reason = "missing" if isinstance(exc, FileNotFoundError) else exc.strerror or "unreadable"
            told(unreadable(path, reason))
            continue
        content_hash = hash_of(path, raw)
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


def unreadable(path: Path, reason: str) -> Outcome:
    """The outcome of a file that gives no report."""
    return Outcome(path=path, change=Change.FAILED, error=UnreadableReportError(path, reason))


def hash_of(path: Path, raw: bytes) -> str:
    """What tells a file's content from another's."""
    return hashlib.sha256(raw + sidecar_of(path)).hexdigest()


def sidecar_of(path: Path) -> bytes:
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
