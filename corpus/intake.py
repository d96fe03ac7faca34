"""From files to what is stored of them: read, split, and read for figures, on several cores where it pays."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from multiprocessing import get_context
from typing import TYPE_CHECKING

from corpus.errors import UnreadableReportError
from corpus.extract import extract_figures
from corpus.read import read_report, read_text, with_beyond
from corpus.read.documents import WRITTEN_OUT
from corpus.read.sidecar import apply_sidecar
from corpus.split import split_passages
from corpus.tying import tie_figures
from corpus.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from corpus.figures import Figure
    from corpus.passages import Passage
    from corpus.report import Beyond, Report, ReportId
    from corpus.stores.reports import ReportCard

_WORTH_IT = 3_000_000  # bytes to read that are worth the start of other processes
_MOST_WORKERS = 8
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
class Reading:
    """A report with all that is derived from its words."""

    report: Report
    passages: tuple[Passage, ...]
    figures: tuple[Figure, ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a file gave no report; an error of ours does not survive the way between processes."""

    reason: str


def read_one(path: Path, report_id: ReportId) -> Reading | Unreadable:
    """What one file gives."""
    try:
        return _derive(read_report(path, report_id=report_id))
    except UnreadableReportError as error:
        return Unreadable(error.reason)
    except OSError as error:
        return Unreadable(error.strerror or "unreadable")


def read_kept(source: str, path: Path, card: ReportCard, beyond: Beyond) -> Reading:
    """What the text gives that was kept of a report, with what its file told beyond it; that may be gone."""
    written_out = card.family if card.family in WRITTEN_OUT else None
    report = read_text(source, file=card.file, report_id=card.id, family=written_out)
    return _derive(with_beyond(replace(report, front=apply_sidecar(path, report.front)), beyond))


def _derive(report: Report) -> Reading:
    passages = split_passages(report)
    return Reading(report, passages, tie_figures(extract_figures(report, load_vocabulary()), passages))


def read_all(requests: Sequence[Request]) -> Iterator[tuple[Request, Reading | Unreadable]]:
    """What each file gives, in the order asked for."""
    workers = min(os.cpu_count() or 1, _MOST_WORKERS)
    if workers < 2 or sum(request.size for request in requests) < _WORTH_IT:
        yield from ((request, read_one(request.path, request.report_id)) for request in requests)
        return
    done = 0
    try:
        for pair in _read_beside(requests, workers):
            yield pair
            done += 1
    except BrokenProcessPool:
        yield from ((request, read_one(request.path, request.report_id)) for request in requests[done:])


def _read_beside(requests: Sequence[Request], workers: int) -> Iterator[tuple[Request, Reading | Unreadable]]:
    # A fork would copy the threads' locks of a serving process; a fresh interpreter has none.
    pool = ProcessPoolExecutor(
        workers, get_context("spawn"), initializer=_leave_with, initargs=(os.getpid(),)
    )
    waiting: deque[tuple[Request, Future[Reading | Unreadable]]] = deque()
    with pool:
        try:
            for request in requests:
                waiting.append((request, pool.submit(read_one, request.path, request.report_id)))
                if len(waiting) >= workers * _AHEAD:
                    first, future = waiting.popleft()
                    yield first, future.result()
            for first, future in waiting:
                yield first, future.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _leave_with(parent: int) -> None:
    """End this process when its parent is killed; its queue would keep it waiting for ever."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
