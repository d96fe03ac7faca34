"""Files that people send: named safely, kept in the data folder until they are indexed, refused in words.

A job is a row in SQL and a folder under `inbox`; whichever worker is free takes it, and one that dies in
the middle is followed by another when its lease runs out.
"""

import logging
import shutil
import threading
import time
import unicodedata
import zipfile
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import IO, Final

from api.metrics import Metrics
from api.stores.jobs import FileState, Job, JobFile, Jobs, JobState, new_job_id
from api.words import words_for
from corpus.archives import is_archive
from corpus.errors import BaocaoError, StoreBusyError
from corpus.files import ARCHIVE, READABLE, find_reports
from corpus.index import Change, Index, Outcome
from corpus.text import nfc

_log = logging.getLogger(__name__)

INBOX: Final = "inbox"
_LONGEST_NAME: Final = 180  # bytes; with a folder in front it still fits every file system
_UNKNOWN: Final = (
    f"Chỉ nhận các loại tệp {', '.join(sorted(READABLE))}. Hãy lưu báo cáo thành một trong các loại đó."
)
_MOST_UNPACKED: Final = 256 * 1024 * 1024
_MOST_MEMBERS: Final = 5000
_LOOK_SECONDS: Final = 2.0
_TIDY_SECONDS: Final = 3600.0
_KNOWN: Final = "Trùng nội dung với một báo cáo đã có, không cần thêm."
_WRITER_WAIT: Final = 20.0


@dataclass(frozen=True, slots=True)
class Sent:
    """One file as it came in."""

    name: str
    content: IO[bytes]
    refused: str | None = None  # why, where that is known already


def safe_name(name: str) -> str:
    """The last part of a name, in composed letters, without what a file system would take amiss."""
    last = nfc(name).replace("\\", "/").rpartition("/")[2]
    kept = "".join(
        letter for letter in last if unicodedata.category(letter)[0] != "C" and letter not in '<>:"|?*'
    )
    stem, dot, suffix = kept.strip(" .").rpartition(".")
    if not dot:
        stem, suffix = suffix, ""
    while len(stem.encode()) > _LONGEST_NAME:
        stem = stem[:-1]
    return f"{stem}{dot}{suffix}" if stem else ""


class Inbox:
    """Where files wait until they are indexed."""

    def __init__(self, home: Path, jobs: Jobs) -> None:
        self.folder, self.jobs = home / INBOX, jobs

    def take(
        self, owner: str, sent: Sequence[Sent], *, replaces: str | None = None, groups: Sequence[str] = ()
    ) -> Job:
        """Keep the files and queue a job; what cannot be a report is refused at once, by name."""
        job_id = new_job_id()
        folder = self.folder / job_id
        try:
            opened = self._opened(folder, sent)
            files = [self._keep(folder, place, one, replaces) for place, one in enumerate(opened)]
            return self.jobs.add(job_id, "upload", owner, files, groups=groups)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise

    def path(self, job_id: str, file: JobFile) -> Path:
        """Where a file of a job lies. Each has a folder of its own: two may bear one name."""
        return self.folder / job_id / str(file.place) / file.name

    def clear(self, job_id: str) -> None:
        """Leave nothing of a job behind."""
        shutil.rmtree(self.folder / job_id, ignore_errors=True)

    def _opened(self, folder: Path, sent: Sequence[Sent]) -> Iterator[Sent]:
        """The files that were sent, each archive as the files that it holds."""
        for place, one in enumerate(sent):
            if not one.name.lower().endswith(ARCHIVE):
                yield one
                continue
            packed = folder / f"{ARCHIVE}{place}" / (safe_name(one.name) or "bo.zip")
            packed.parent.mkdir(parents=True)
            with packed.open("wb") as kept:
                shutil.copyfileobj(one.content, kept, 1024 * 1024)
            inside, left = find_reports([packed], packed.parent) if is_archive(packed) else ((), ())
            if not (inside or left):
                yield one  # refused by its name, as any other file that is no report
            for file in inside:
                with file.open("rb") as content:
                    yield Sent(file.name, content)
            shutil.rmtree(packed.parent)
            for error in left:
                reason = _UNKNOWN if error.reason == "suffix" else words_for(error)
                name = error.file if error.file == packed.name else f"{error.file} (trong {packed.name})"
                yield Sent(name, BytesIO(), reason)

    def _keep(self, folder: Path, place: int, sent: Sent, replaces: str | None) -> JobFile:
        name = safe_name(sent.name)
        target = folder / str(place) / (name or "khong-ten")
        target.parent.mkdir(parents=True)
        with target.open("wb") as kept:
            shutil.copyfileobj(sent.content, kept, 1024 * 1024)
        size = target.stat().st_size
        file = JobFile(place=place, name=name or "(không tên)", bytes=size, replaces=replaces)
        reason = sent.refused or refusal(name, target, size)
        if reason is None:
            return file
        target.unlink()
        return replace(file, state=FileState.REFUSED, reason=reason)


def refusal(name: str, path: Path, size: int) -> str | None:
    """Why a file cannot be a report, as far as its outside tells."""
    suffix = Path(name).suffix.lower()
    if suffix not in READABLE:
        return _UNKNOWN
    if not size:
        return "Tệp trống. Hãy kiểm tra xem đã chọn đúng tệp chưa."
    if suffix == ".docx" and not unpacks_safely(path):
        return "Tệp hỏng hoặc bung ra quá lớn. Hãy mở bằng Word, lưu lại rồi gửi lại."
    return None


def unpacks_safely(file: Path | IO[bytes]) -> bool:
    """Whether a packed file is sound and says that it stays of a bearable size when unpacked."""
    try:
        with zipfile.ZipFile(file) as packed:
            members = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    return len(members) <= _MOST_MEMBERS and sum(one.file_size for one in members) <= _MOST_UNPACKED


class Worker:
    """Takes jobs one at a time, in a thread, until it is told to stop; then hands back what is not done.

    Between jobs it tidies up: what is older than the retention is forgotten.
    """

    def __init__(  # noqa: PLR0913 # each is one thing that the house does for it
        self,
        inbox: Inbox,
        index: Callable[[], Index],
        metrics: Metrics,
        *,
        restrict: Callable[[str, Sequence[str]], None],
        hidden: Callable[[str], Collection[str]],
        tidy: Callable[[], None],
    ) -> None:
        """Keep the parts; `hidden` tells the reports that the owner of a job may not see."""
        self.inbox, self.jobs, self.index, self.metrics = inbox, inbox.jobs, index, metrics
        self._restricting, self._hidden = restrict, hidden
        self._tidy, self._next_tidying = tidy, 0.0
        self._stopping, self._called = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)

    def start(self) -> None:
        """Begin to look for jobs."""
        self._thread.start()

    def call(self) -> None:
        """Say that there is a new job, so that it need not wait for the next look."""
        self._called.set()

    def stop(self) -> None:
        """Finish the file that is being read, hand the rest back, and end."""
        self._stopping.set()
        self._called.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._stopping.is_set():
            try:
                while not self._stopping.is_set() and self.jobs.waiting() and (job := self.jobs.claim()):
                    self.run(job)
                if time.monotonic() >= self._next_tidying:
                    self._tidy()
                    self._next_tidying = time.monotonic() + _TIDY_SECONDS
            except BaocaoError:
                _log.warning("jobs cannot be looked at now", exc_info=True)
            self._called.wait(_LOOK_SECONDS)
            self._called.clear()

    def run(self, job: Job) -> None:
        """Index the files of one job, as far as it was not cancelled and this worker not stopped."""
        try:
            for file in job.files:
                if file.state not in {FileState.WAITING, FileState.READING}:
                    continue
                if self._stopping.is_set():
                    self.jobs.hand_back(job.id)
                    return
                if self.jobs.renew(job.id):
                    break
                self._index(job, file)
        except StoreBusyError:
            _log.warning("another process is indexing; job %s waits", job.id)
            self.jobs.hand_back(job.id)
            self._stopping.wait(_LOOK_SECONDS)
            return
        self._end(job)

    def _index(self, job: Job, file: JobFile) -> None:
        self.jobs.note(job.id, replace(file, state=FileState.READING))
        hidden = self._hidden(job.owner)
        path = _named_apart(self.inbox.path(job.id, file), hidden)
        expected = self._hide_beforehand(job, path)
        outcome = self.index().add(path, wait=_WRITER_WAIT)
        if isinstance(outcome.error, StoreBusyError):
            raise outcome.error
        self._restrict(job, expected, outcome)
        self._succeed_older(file, outcome)
        self.jobs.note(job.id, self._noted(file, outcome, hidden))
        path.unlink(missing_ok=True)

    def _hide_beforehand(self, job: Job, path: Path) -> str | None:
        """Restrict the report before it is there, under the name that it will have unless that is taken."""
        if not job.groups or self.index().card(path.stem) is not None:
            return None
        self._restricting(path.stem, job.groups)
        return path.stem

    def _restrict(self, job: Job, expected: str | None, outcome: Outcome) -> None:
        new = outcome.change in {Change.ADDED, Change.REPLACED}
        if new and job.groups:
            self._restricting(str(outcome.report_id), job.groups)
        if expected is not None and not (new and outcome.report_id == expected):
            self._restricting(expected, ())

    def _succeed_older(self, file: JobFile, outcome: Outcome) -> None:
        taken = {Change.ADDED, Change.REPLACED}
        if file.replaces and outcome.change in taken and outcome.report_id != file.replaces:
            self.index().remove(file.replaces, wait=_WRITER_WAIT)

    def _noted(self, file: JobFile, outcome: Outcome, hidden: Collection[str]) -> JobFile:
        match outcome.change:
            case _ if outcome.report_id in hidden:
                return replace(file, state=FileState.REFUSED, reason=_KNOWN)
            case Change.FAILED:
                reason = words_for(outcome.error) if outcome.error else "Không đọc được tệp."
                return replace(file, state=FileState.REFUSED, reason=reason)
            case Change.DUPLICATE:
                reason = f"Trùng nội dung với “{outcome.same_as}”, không cần thêm."
                return replace(file, state=FileState.REFUSED, reason=reason, report_id=outcome.report_id)
            case Change.ADDED | Change.REPLACED | Change.UNCHANGED:
                card = self.index().card(str(outcome.report_id))
                return replace(
                    file,
                    state=FileState.INDEXED,
                    report_id=outcome.report_id,
                    problems=card.problems if card else 0,
                )

    def _end(self, job: Job) -> None:
        ended = self.jobs.get(job.id)
        files = ended.files if ended else ()
        for file in files:
            if file.state in {FileState.WAITING, FileState.READING}:
                self.jobs.note(job.id, replace(file, state=FileState.CANCELLED))
        state = _outcome([file.state for file in files])
        self.inbox.clear(job.id)
        self.jobs.finish(job.id, state)
        self.metrics.job(job.kind, state)


def _named_apart(path: Path, hidden: Collection[str]) -> Path:
    """The file under a name that is not that of a report which its sender may not see, and so not replace."""
    number, apart = 1, path
    while apart.stem in hidden:
        number += 1
        apart = path.with_stem(f"{path.stem}-{number}")
    if apart != path and path.exists():  # a worker that died may have been here before
        path.replace(apart)
    return apart


def _outcome(states: Sequence[FileState]) -> JobState:
    if FileState.WAITING in states or FileState.READING in states:
        return JobState.CANCELLED
    return JobState.DONE if FileState.INDEXED in states else JobState.FAILED
