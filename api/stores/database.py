"""The doors' own database: beside the index's file with SQLite, inside the same database with PostgreSQL.

A file of its own with SQLite, because a report being indexed holds that file's only write lock, and a
question must not wait for it.
"""

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from corpus.errors import StoreBusyError, StoreError

_log = logging.getLogger(__name__)

FILE: Final = "people.sqlite3"
VERSION_TABLE: Final = "doors_version"
_MIGRATIONS: Final = Path(__file__).resolve().parent.parent / "migrations"
# Any number will do, as long as no other lock of this database bears it.
_MIGRATION_LOCK: Final = 7_203_311


# Vietnamese as it is written: escaped, it takes three times the room and longer to write.
_plain_json = partial(json.dumps, ensure_ascii=False)


class _Sqlite(Protocol):
    """As much of a raw SQLite connection as is set up here."""

    isolation_level: str | None

    def execute(self, statement: str) -> "_Closing": ...


class _Closing(Protocol):
    def close(self) -> None: ...


class Database:
    """One engine; reads outside of transactions, writes inside."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._own = threading.local()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A connection that takes no lock."""
        with _worded(), self.engine.connect() as connection:
            yield connection.execution_options(isolation_level="AUTOCOMMIT")

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that commits as a whole; within another of this thread it is part of that one."""
        outer: Connection | None = getattr(self._own, "writing", None)
        if outer is not None:
            yield outer
            return
        with _worded(), self.engine.begin() as connection:
            self._own.writing = connection
            try:
                yield connection
            finally:
                self._own.writing = None

    def close(self) -> None:
        """Let the connections go."""
        self.engine.dispose()


@contextmanager
def _worded() -> Iterator[None]:
    try:
        yield
    except OperationalError as error:
        if "locked" in str(error.orig):
            raise StoreBusyError("people", str(error.orig)) from error
        raise StoreError("people", str(error.orig)) from error
    except SQLAlchemyError as error:
        raise StoreError("people", str(error)) from error


def open_database(home: Path, url: str | None = None) -> Database:
    """The database with its tables at their newest form."""
    engine = _postgres(url) if url and not url.startswith("sqlite") else _sqlite(home, url)
    database = Database(engine)
    with _worded():
        migrate(engine)
    return database


def _sqlite(home: Path, url: str | None) -> Engine:
    home.mkdir(parents=True, exist_ok=True)
    engine = create_engine(
        url or f"sqlite:///{home / FILE}", connect_args={"timeout": 30}, json_serializer=_plain_json
    )
    event.listen(engine, "connect", _configure)
    event.listen(engine, "begin", _begin)
    return engine


def _configure(connection: _Sqlite, record: object) -> None:
    del record
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    # A transaction that starts by reading and then writes would fail with "locked" instead of waiting.
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _postgres(url: str) -> Engine:
    named = url.replace("postgres://", "postgresql://", 1)
    if named.startswith("postgresql://"):
        named = named.replace("postgresql://", "postgresql+psycopg://", 1)
    return create_engine(named, pool_pre_ping=True, json_serializer=_plain_json)


def migrate(engine: Engine) -> None:
    """Bring the tables to their newest form; of several processes one does it, the others wait."""
    config = migrations()
    newest = ScriptDirectory.from_config(config).get_current_head()
    if _version(engine) == newest:
        return
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
    _log.info("doors' tables are at %s", newest)


def migrations() -> Config:
    """Where Alembic finds our migrations; they are shipped in the package."""
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS).replace("%", "%%"))
    return config


def _version(engine: Engine) -> str | None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not inspect(connection).has_table(VERSION_TABLE):
            return None
        return connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()  # noqa: S608 # a constant
