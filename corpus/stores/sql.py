"""The truth: reports, passages, figures, their corrections and vectors in one SQL database.

SQLite in WAL mode by default, PostgreSQL by URL. Other rooms add tables of their own to `METADATA`, on the
same engine.

A report's content lives in an *edition*. A new edition is first `staged` (its passages stand beside the old
ones), then made `live` in one transaction that also removes the old edition. Row keys are never used twice,
so that a derived index which lags behind can never point at another passage's words.
"""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy import (
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    create_engine,
    event,
    inspect,
    make_url,
    text,
)
from sqlalchemy.exc import SQLAlchemyError

from corpus.errors import StoreBusyError, StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import Engine
    from sqlalchemy.engine.interfaces import DBAPIConnection
    from sqlalchemy.pool import ConnectionPoolEntry

METADATA = MetaData()
STAGED, LIVE = "staged", "live"
_SERVER_LOCK = 0x62616F63616F  # any number that is ours

REPORTS = Table(
    "reports",
    METADATA,
    Column("edition", Integer, primary_key=True, autoincrement=True),
    Column("report_id", String, nullable=False, index=True),
    Column("state", String, nullable=False, index=True),
    Column("hash", String, nullable=False, index=True),
    Column("format", String, nullable=False),  # of `document` and of the payloads below
    Column("file", String, nullable=False),
    Column("path", String, nullable=False),  # where it was read from
    Column("family", String, nullable=False),
    Column("title", Text, nullable=False),
    Column("issuer", Text),
    Column("place", String),
    Column("level", String),
    Column("number", String),
    Column("date", String),
    Column("period", String),
    Column("characters", Integer, nullable=False),
    Column("passages", Integer, nullable=False),
    Column("figures", Integer, nullable=False),
    Column("footnotes", Integer, nullable=False),
    Column("tables", Integer, nullable=False),
    Column("problems", Integer, nullable=False),
    Column("added_at", String, nullable=False),
    Column("source", Text, nullable=False),
    Column("document", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)

PASSAGES = Table(
    "passages",
    METADATA,
    Column("key", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, index=True),
    Column("edition", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("payload", Text, nullable=False),
    Index("passages_by_place", "edition", "position"),
    sqlite_autoincrement=True,
)

FIGURES = Table(
    "figures",
    METADATA,
    Column("key", Integer, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False, index=True),
    Column("edition", Integer, nullable=False),
    Column("report_id", String, nullable=False, index=True),
    Column("passage", String),  # that it is cited from
    Column("indicator", String),
    Column("place", String),
    Column("period", String),
    Column("kind", String, nullable=False),
    Column("footnote", String),
    Column("label", Text, nullable=False),  # folded
    Column("payload", Text, nullable=False),
    Index("figures_by_indicator", "indicator", "place", "period"),
    Index("figures_by_place", "place", "period"),
    Index("figures_by_passage", "passage"),
    Index("figures_by_report", "edition", "indicator"),
    # Looking for words inside labels reads them all, but only them.
    Index("figures_by_label", "label"),
    sqlite_autoincrement=True,
)

# For each edition: its figures, and which of them bear which word in their labels.
LABELS = Table(
    "figure_labels",
    METADATA,
    Column("edition", Integer, primary_key=True, autoincrement=False),
    Column("payload", Text, nullable=False),
)

CORRECTIONS = Table(
    "figure_corrections",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("figure_id", String, nullable=False, index=True),
    Column("report_id", String, nullable=False, index=True),
    Column("read_as", String, nullable=False),  # `written` when the correction was made
    Column("label", Text, nullable=False),
    Column("withdrawn", Integer, nullable=False),
    Column("written", String),
    Column("unit", String),
    Column("quantity", Text),
    Column("reason", Text, nullable=False),
    Column("author", String),
    Column("made_at", String, nullable=False),
    Column("revoked_at", String),
    Column("revoked_because", Text),
    sqlite_autoincrement=True,
)

VECTORS = Table(
    "vectors",
    METADATA,
    Column("passage", Integer, primary_key=True, autoincrement=False),
    Column("model", String, primary_key=True),
    Column("edition", Integer, nullable=False, index=True),
    Column("data", LargeBinary, nullable=False),
)

BEYOND = Table(
    "told_beyond",
    METADATA,
    Column("edition", Integer, primary_key=True, autoincrement=False),
    Column("format", String, nullable=False),  # of the payload
    Column("payload", Text, nullable=False),
)

META = Table(
    "meta",
    METADATA,
    Column("name", String, primary_key=True),
    Column("value", Text, nullable=False),
)


def open_engine(home: Path, database_url: str | None = None) -> Engine:
    """An engine with our tables: SQLite in the data folder, or the database at the URL."""
    try:
        url = make_url(database_url or f"sqlite:///{(home / 'baocao.sqlite').as_posix()}")
        sqlite = url.get_backend_name() == "sqlite"
        if url.drivername == "postgresql":
            url = url.set(drivername="postgresql+psycopg")
        if sqlite:
            home.mkdir(parents=True, exist_ok=True)
        engine = create_engine(url, pool_pre_ping=not sqlite)
        if sqlite:
            event.listen(engine, "connect", _prepare_sqlite)
        METADATA.create_all(engine)
        _bring_up_to_date(engine)
    except (SQLAlchemyError, OSError) as exc:
        raise StoreError("sql", str(exc).splitlines()[0]) from exc
    return engine


def _bring_up_to_date(engine: Engine) -> None:
    """Give tables of an earlier version what they lack; their rows are then filled by reading again."""
    if _tells_passages(engine):
        return
    try:
        with engine.begin() as connection:
            connection.execute(text(f"ALTER TABLE {FIGURES.name} ADD COLUMN passage VARCHAR"))
    except SQLAlchemyError:
        if not _tells_passages(engine):  # another process was faster
            raise
    for index in FIGURES.indexes:
        index.create(engine, checkfirst=True)


def _tells_passages(engine: Engine) -> bool:
    return any(
        column["name"] == FIGURES.c.passage.name for column in inspect(engine).get_columns(FIGURES.name)
    )


@contextmanager
def server_lock(engine: Engine, wait: float) -> Iterator[None]:
    """On a database server, hold its lock as well: the lock file keeps off only this machine's writers."""
    if engine.dialect.name != "postgresql":
        yield
        return
    until = time.monotonic() + wait
    with engine.connect() as connection:
        while not connection.scalar(text("SELECT pg_try_advisory_lock(:key)"), {"key": _SERVER_LOCK}):
            if time.monotonic() >= until:
                raise StoreBusyError("index", "another machine is writing")
            time.sleep(0.2)
        try:
            yield
        finally:
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _SERVER_LOCK})


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    cursor = connection.cursor()
    for pragma in ("busy_timeout=15000", "journal_mode=WAL", "synchronous=NORMAL", "cache_size=-16000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
