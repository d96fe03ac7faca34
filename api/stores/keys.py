"""Keys and people: who may come in, kept as hashes only."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from sqlalchemy import Row, RowMapping, delete, insert, select, update

from api.access.principal import Principal, Scope
from api.stores.database import Database
from api.stores.tables import keys, people, sessions

PREFIX: Final = "bc_"
_KEY: Final = "key"
_PERSON: Final = "person"
SESSION_HOURS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key as a list shows it; its secret is shown once, when it is made, and never kept."""

    id: str
    name: str
    scopes: tuple[str, ...]
    groups: tuple[str, ...]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


def hashed(token: str) -> str:
    """What is kept of a token. Tokens are 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


class Keys:
    """The keys, people and sessions of one database."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def create(
        self, name: str, scopes: Sequence[Scope], groups: Sequence[str] = (), days: int | None = None
    ) -> tuple[str, str]:
        """A new key: its id and its secret."""
        key_id, token = uuid4().hex[:12], PREFIX + secrets.token_urlsafe(32)
        now = datetime.now(UTC)
        with self.database.writing() as connection:
            connection.execute(
                insert(keys).values(
                    id=key_id,
                    token_hash=hashed(token),
                    name=name,
                    scopes=[scope.value for scope in scopes],
                    groups=list(groups),
                    created_at=now,
                    expires_at=now + timedelta(days=days) if days else None,
                )
            )
        return key_id, token

    def revoke(self, key_id: str) -> bool:
        """Take a key back; whether there was one to take."""
        with self.database.writing() as connection:
            done = connection.execute(
                update(keys)
                .where(keys.c.id == key_id, keys.c.revoked_at.is_(None))
                .values(revoked_at=datetime.now(UTC))
            )
            return bool(done.rowcount)

    def listed(self) -> tuple[Key, ...]:
        """All keys, newest first."""
        with self.database.reading() as connection:
            rows = connection.execute(select(keys).order_by(keys.c.created_at.desc())).mappings()
            return tuple(_key(row) for row in rows)

    def holder(self, token: str) -> Principal | None:
        """Who comes with this key, if it is one and still good."""
        with self.database.reading() as connection:
            row = connection.execute(select(keys).where(keys.c.token_hash == hashed(token))).first()
        return _holder(row) if row else None

    def principal(self, owner: str) -> Principal | None:
        """Whoever a job or a conversation belongs to, as far as they may still come in."""
        kind, _, name = owner.partition(":")
        with self.database.reading() as connection:
            if kind == _PERSON:
                row = connection.execute(select(people).where(people.c.id == name)).first()
                return _person(row) if row else None
            row = connection.execute(select(keys).where(keys.c.id == name)).first()
        return _holder(row) if row else None

    def welcome(self, subject: str, name: str, scopes: Sequence[Scope], groups: Sequence[str]) -> str:
        """A session's token, for a person whom the identity provider sent."""
        now = datetime.now(UTC)
        token = secrets.token_urlsafe(32)
        known = {"name": name, "scopes": [scope.value for scope in scopes], "groups": list(groups)}
        with self.database.writing() as connection:
            found = connection.execute(select(people.c.id).where(people.c.subject == subject)).scalar()
            person = found or uuid4().hex
            if found:
                connection.execute(update(people).where(people.c.id == found).values(seen_at=now, **known))
            else:
                connection.execute(
                    insert(people).values(id=person, subject=subject, created_at=now, seen_at=now, **known)
                )
            connection.execute(delete(sessions).where(sessions.c.expires_at <= now))
            connection.execute(
                insert(sessions).values(
                    token_hash=hashed(token),
                    person_id=person,
                    expires_at=now + timedelta(hours=SESSION_HOURS),
                )
            )
        return token

    def visitor(self, token: str) -> Principal | None:
        """Who comes with this cookie, if its session still lasts."""
        found = select(sessions.c.expires_at, people).join(people)
        with self.database.reading() as connection:
            row = connection.execute(found.where(sessions.c.token_hash == hashed(token))).first()
        if row is None or row.expires_at <= datetime.now(UTC):
            return None
        return _person(row)

    def leave(self, token: str) -> None:
        """End a session."""
        with self.database.writing() as connection:
            connection.execute(delete(sessions).where(sessions.c.token_hash == hashed(token)))


# Any: a row of the tables, whose columns SQLAlchemy does not type.
def _holder(row: Row[Any]) -> Principal | None:
    """Who holds a key, if it is still good."""
    if row.revoked_at or (row.expires_at and row.expires_at <= datetime.now(UTC)):
        return None
    return _principal(_KEY, row)


def _person(row: Row[Any]) -> Principal:
    return _principal(_PERSON, row)


def _principal(kind: str, row: Row[Any]) -> Principal:
    return Principal(
        id=f"{kind}:{row.id}",
        name=row.name,
        scopes=frozenset(Scope(scope) for scope in row.scopes),
        groups=frozenset(row.groups),
    )


def _key(row: RowMapping) -> Key:
    plain = {name: row[name] for name in ("id", "name", "created_at", "expires_at", "revoked_at")}
    return Key(scopes=tuple(row["scopes"]), groups=tuple(row["groups"]), **plain)
