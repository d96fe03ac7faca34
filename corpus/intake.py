"""From files to what is stored of them: read, split, and read for figures, on several cores where it pays."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.beside import cores, workers
from corpus.errors import UnreadableReportError
from corpus.extract import extract_figures
from corpus.read import read_report, read_text, with_beyond
from corpus.read.documents import WRITTEN_OUT
from corpus.read.sidecar import apply_sidecar
from corpus.split import split_passages
from corpus.stores.rows import Rows, make_rows
from corpus.tying import tie_figures
from corpus.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Executor, Future

    from corpus.report import Beyond, Report, ReportId
    from corpus.stores.reports import ReportCard

_Task = Callable[[], "Rows | Unreadable"]  # to be done here or in another process
_WORTH_IT = 3_000_000  # bytes to read that are worth the start of other processes
_AHEAD = 2  # files for each worker that are read before they are asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A file to read, and the id that its report is to have."""

    path: Path
    content_hash: str
    report_id: ReportId
    replaces: bool
    size: int


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file gave no report; an error of ours does not survive the way between processes."""

    reason: str


def read_one(path: Path, report_id: ReportId) -> Rows | Unreadable:
    """What one file gives."""
    try:
        return _derive(read_report(path, report_id=report_id))
    except UnreadableReportError as error:
        return Unreadable(error.reason)
    except OSError as error:
        return Unreadable(error.strerror or "unreadable")


def read_kept(card: ReportCard, source: str, beyond: Beyond) -> Rows:
    """What the text gives that was kept of a report, with what its file told beyond it; that may be gone."""
    written_out = card.family if card.family in WRITTEN_OUT else None
    report = read_text(source, file=card.file, report_id=card.id, family=written_out)
    return _derive(with_beyond(replace(report, front=apply_sidecar(Path(card.path), report.front)), beyond))


def _derive(report: Report) -> Rows:
    passages = split_passages(report)
    figures = tie_figures(extract_figures(report, load_vocabulary()), passages)
    return make_rows(report, passages, figures)


def read_all(
    requests: Sequence[Request], processes: int | None = None
) -> Iterator[tuple[Request, Rows | Unreadable]]:
    """What each file gives, in the order asked for: by so many processes, else by as many as pay."""
    tasks = ((request, partial(read_one, request.path, request.report_id)) for request in requests)
    yield from _do_all(tasks, processes or _worthwhile(sum(request.size for request in requests)))


def read_all_kept(
    cards: Sequence[ReportCard], kept: Callable[[ReportCard], tuple[str, Beyond]]
) -> Iterator[tuple[Request, Rows | Unreadable]]:
    """What the texts give that were kept of these reports, in their order."""
    tasks = ((_again(card), partial(read_kept, card, *kept(card))) for card in cards)
    yield from _do_all(tasks, _worthwhile(sum(card.characters for card in cards)))


def _again(card: ReportCard) -> Request:
    return Request(
        path=Path(card.path),
        content_hash=card.hash,
        report_id=card.id,
        replaces=True,
        size=card.characters,
    )


def _worthwhile(size: int) -> int:
    return cores() if size >= _WORTH_IT else 1


def _do_all(
    tasks: Iterable[tuple[Request, _Task]], count: int
) -> Iterator[tuple[Request, Rows | Unreadable]]:
    if count < 2:
        yield from ((request, task()) for request, task in tasks)
        return
    waiting: deque[tuple[Request, _Task, Future[Rows | Unreadable] | None]] = deque()
    with workers(count) as pool:
        for request, task in tasks:
            waiting.append((request, task, _begin(pool, task)))
            if len(waiting) >= count * _AHEAD:
                yield _end(*waiting.popleft())
        while waiting:
            yield _end(*waiting.popleft())


def _begin(pool: Executor, task: _Task) -> Future[Rows | Unreadable] | None:
    try:
        return pool.submit(task)
    except BrokenProcessPool:
        return None


def _end(
    request: Request, task: _Task, future: Future[Rows | Unreadable] | None
) -> tuple[Request, Rows | Unreadable]:
    """What another process made of it, or this one where that one is gone."""
    try:
        return request, future.result() if future else task()
    except BrokenProcessPool:
        return request, task()
