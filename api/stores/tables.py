"""The tables of the doors. Migrations build them; `tests` prove that both say the same."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

if TYPE_CHECKING:
    from sqlalchemy.engine import Dialect


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, also where the database forgets time zones."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: "Dialect") -> datetime | None:
        """The moment as it is kept: UTC without its zone."""
        del dialect
        return value.astimezone(UTC).replace(tzinfo=None) if value else None

    def process_result_value(self, value: datetime | None, dialect: "Dialect") -> datetime | None:
        """The moment with its zone again."""
        del dialect
        return value.replace(tzinfo=UTC) if value else None


metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    }
)

conversations = Table(
    "conversations",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("owner", String(200), nullable=False, server_default=""),
    Column("title", Text, nullable=False),
    Column("state", JSON, nullable=False),  # what the next question inherits; the assistant's own words
    Column("created_at", Moment, nullable=False),
    Column("updated_at", Moment, nullable=False),
    Index(None, "owner", "updated_at"),
)

answers = Table(
    "answers",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("conversation_id", String(64), ForeignKey(conversations.c.id, ondelete="CASCADE"), nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", JSON, nullable=False),  # as the doors return it
    Column("status", String(20), nullable=False),
    Column("created_at", Moment, nullable=False),
    Index(None, "conversation_id", "created_at"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("answer_id", String(64), ForeignKey(answers.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("owner", String(200), nullable=False, server_default=""),
    Column("rating", String(10), nullable=False),
    Column("reason", Text, nullable=False, server_default=""),
    Column("created_at", Moment, nullable=False),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("kind", String(20), nullable=False),
    Column("state", String(20), nullable=False, index=True),
    Column("owner", String(200), nullable=False, server_default=""),
    Column("created_at", Moment, nullable=False),
    Column("finished_at", Moment),
    Column("leased_until", Moment),  # a worker that dies lets its lease run out
    Column("cancel_requested", Boolean, nullable=False, server_default="0"),
    Column("groups", JSON),  # who alone may see the reports that come of it; none: everybody
)

job_files = Table(
    "job_files",
    metadata,
    Column("job_id", String(64), ForeignKey(jobs.c.id, ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("replaces", String(200)),  # the report that this file takes the place of
    Column("bytes", Integer, nullable=False),
    Column("state", String(20), nullable=False),
    Column("report_id", String(200)),
    Column("reason", Text),  # Vietnamese, what was wrong with the file
    Column("problems", Integer, nullable=False, server_default="0"),
)

people = Table(
    "people",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("subject", String(300), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("groups", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("person_id", String(64), ForeignKey(people.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("expires_at", Moment, nullable=False),
)

keys = Table(
    "keys",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("scopes", JSON, nullable=False),
    Column("groups", JSON, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment),
    Column("revoked_at", Moment),
)

report_groups = Table(
    "report_groups",
    metadata,
    Column("report_id", String(200), primary_key=True),
    Column("group_name", String(100), primary_key=True),
)

audit_events = Table(
    "audit_events",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", Moment, nullable=False, index=True),
    Column("actor", String(200), nullable=False),
    Column("action", String(40), nullable=False),
    Column("target", Text, nullable=False, server_default=""),
    Column("address", String(64), nullable=False, server_default=""),
    Column("request_id", String(64), nullable=False, server_default=""),
    Column("details", JSON, nullable=False),
)
