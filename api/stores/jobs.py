"""Background work that outlives a request, and the worker that took it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import uuid4

from sqlalchemy import Connection, RowMapping, and_, func, insert, or_, select, update

from api.stores.database import Database
from api.stores.tables import job_files, jobs

LEASE: Final = timedelta(seconds=60)


class JobState(StrEnum):
    """How far a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"  # not one of its files could be used
    CANCELLED = "cancelled"


class FileState(StrEnum):
    """How far one file of a job is."""

    WAITING = "waiting"
    READING = "reading"
    INDEXED = "indexed"
    REFUSED = "refused"
    CANCELLED = "cancelled"


ENDED: Final = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFile:
    """One file that a job is to read."""

    place: int
    name: str
    bytes: int
    replaces: str | None = None
    state: FileState = FileState.WAITING
    report_id: str | None = None
    reason: str | None = None
    problems: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A job with its files."""

    id: str
    kind: str
    state: JobState
    owner: str
    created_at: datetime
    finished_at: datetime | None
    cancel_requested: bool
    files: tuple[JobFile, ...]
    groups: tuple[str, ...] = ()  # who alone may see what comes of it; none: everybody


class Jobs:
    """The queue of one database, shared by all workers."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def add(
        self, job_id: str, kind: str, owner: str, files: Sequence[JobFile], *, groups: Sequence[str] = ()
    ) -> Job:
        """Queue a job."""
        with self.database.writing() as connection:
            connection.execute(
                insert(jobs).values(
                    id=job_id,
                    kind=kind,
                    state=JobState.QUEUED,
                    owner=owner,
                    created_at=datetime.now(UTC),
                    groups=list(groups),
                )
            )
            rows = [
                {"job_id": job_id, "place": one.place, "name": one.name, "bytes": one.bytes}
                | {"state": one.state, "replaces": one.replaces, "reason": one.reason}
                for one in files
            ]
            connection.execute(insert(job_files), rows)
            return _load(connection, job_id)

    def get(self, job_id: str) -> Job | None:
        """One job, as far as it is now."""
        with self.database.reading() as connection:
            if connection.execute(select(jobs.c.id).where(jobs.c.id == job_id)).first() is None:
                return None
            return _load(connection, job_id)

    def listed(self, *, owner: str | None, limit: int, offset: int) -> tuple[int, tuple[Job, ...]]:
        """How many jobs there are, and one page of them, newest first; of one owner or of all."""
        mine = jobs.c.owner == owner if owner is not None else jobs.c.id == jobs.c.id
        page = select(jobs.c.id).where(mine).order_by(jobs.c.created_at.desc()).limit(limit).offset(offset)
        with self.database.reading() as connection:
            count = connection.execute(select(func.count()).select_from(jobs).where(mine)).scalar_one()
            ids = connection.execute(page).scalars().all()
            return count, tuple(_load(connection, one) for one in ids)

    def claim(self) -> Job | None:
        """The oldest job that nobody works on, now this worker's; also one whose worker died."""
        now = datetime.now(UTC)
        free = or_(
            jobs.c.state == JobState.QUEUED,
            and_(jobs.c.state == JobState.RUNNING, jobs.c.leased_until < now),
        )
        oldest = select(jobs.c.id).where(free).order_by(jobs.c.created_at).limit(1)
        with self.database.writing() as connection:
            found = connection.execute(oldest.with_for_update(skip_locked=True)).scalar()
            if found is None:
                return None
            connection.execute(
                update(jobs)
                .where(jobs.c.id == found)
                .values(state=JobState.RUNNING, leased_until=now + LEASE)
            )
            return _load(connection, found)

    def waiting(self) -> bool:
        """Whether any job may be free; a cheap look before a claim."""
        now = datetime.now(UTC)
        free = or_(
            jobs.c.state == JobState.QUEUED,
            and_(jobs.c.state == JobState.RUNNING, jobs.c.leased_until < now),
        )
        with self.database.reading() as connection:
            return connection.execute(select(jobs.c.id).where(free).limit(1)).first() is not None

    def renew(self, job_id: str) -> bool:
        """Keep the lease; whether somebody asked to cancel the job."""
        with self.database.writing() as connection:
            connection.execute(
                update(jobs).where(jobs.c.id == job_id).values(leased_until=datetime.now(UTC) + LEASE)
            )
            return bool(
                connection.execute(select(jobs.c.cancel_requested).where(jobs.c.id == job_id)).scalar()
            )

    def note(self, job_id: str, file: JobFile) -> None:
        """Keep how far one file is."""
        with self.database.writing() as connection:
            connection.execute(
                update(job_files)
                .where(job_files.c.job_id == job_id, job_files.c.place == file.place)
                .values(
                    state=file.state,
                    report_id=file.report_id,
                    reason=file.reason,
                    problems=file.problems,
                )
            )

    def finish(self, job_id: str, state: JobState) -> None:
        """End a job."""
        with self.database.writing() as connection:
            connection.execute(
                update(jobs)
                .where(jobs.c.id == job_id)
                .values(state=state, finished_at=datetime.now(UTC), leased_until=None)
            )

    def hand_back(self, job_id: str) -> None:
        """Put a job back into the queue, for the next worker."""
        with self.database.writing() as connection:
            connection.execute(
                update(jobs)
                .where(jobs.c.id == job_id, jobs.c.state == JobState.RUNNING)
                .values(state=JobState.QUEUED, leased_until=None)
            )

    def cancel(self, job_id: str) -> None:
        """Ask whoever works on it to stop; a job that nobody took ends at once."""
        with self.database.writing() as connection:
            connection.execute(update(jobs).where(jobs.c.id == job_id).values(cancel_requested=True))
            connection.execute(
                update(jobs)
                .where(jobs.c.id == job_id, jobs.c.state == JobState.QUEUED)
                .values(state=JobState.CANCELLED, finished_at=datetime.now(UTC))
            )


def new_job_id() -> str:
    """A name for a job that nobody guesses."""
    return uuid4().hex


def _load(connection: Connection, job_id: str) -> Job:
    row = connection.execute(select(jobs).where(jobs.c.id == job_id)).one()
    inside = select(job_files).where(job_files.c.job_id == job_id).order_by(job_files.c.place)
    return Job(
        id=row.id,
        kind=row.kind,
        state=JobState(row.state),
        owner=row.owner,
        created_at=row.created_at,
        finished_at=row.finished_at,
        cancel_requested=row.cancel_requested,
        groups=tuple(row.groups or ()),
        files=tuple(_file(one) for one in connection.execute(inside).mappings()),
    )


def _file(row: RowMapping) -> JobFile:
    names = ("place", "name", "bytes", "replaces", "report_id", "reason", "problems")
    return JobFile(state=FileState(row["state"]), **{name: row[name] for name in names})
