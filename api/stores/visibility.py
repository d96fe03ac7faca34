"""Which reports are for some groups only, and what was done by whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import RowMapping, delete, insert, select

from api.stores.database import Database
from api.stores.tables import audit_events, report_groups

_NOTE: Final = insert(audit_events)  # built once, as every question passes here
_WRITTEN: Final = ("actor", "action", "target", "address", "request_id")


class Visibility:
    """The groups of reports. A report without any is for everybody who may read."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def groups(self) -> dict[str, frozenset[str]]:
        """Each restricted report with the groups that may see it."""
        held: dict[str, set[str]] = {}
        with self.database.reading() as connection:
            for row in connection.execute(select(report_groups)):
                held.setdefault(row.report_id, set()).add(row.group_name)
        return {report: frozenset(groups) for report, groups in held.items()}

    def restrict(self, report_id: str, groups: Iterable[str]) -> None:
        """Say which groups may see a report; none at all opens it to everybody."""
        rows = [{"report_id": report_id, "group_name": group} for group in sorted(set(groups))]
        with self.database.writing() as connection:
            connection.execute(delete(report_groups).where(report_groups.c.report_id == report_id))
            if rows:
                connection.execute(insert(report_groups), rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that somebody did."""

    actor: str
    action: str
    target: str = ""
    address: str = ""
    request_id: str = ""


class AuditLog:
    """Who asked, uploaded, deleted, was refused. Not what the answer said, unless an operator wants it."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def write(self, deed: Deed, details: Mapping[str, object] | None = None) -> None:
        """Keep a deed."""
        with self.database.writing() as connection:
            written = {name: getattr(deed, name) for name in _WRITTEN}
            connection.execute(_NOTE, {"at": datetime.now(UTC), "details": dict(details or {}), **written})

    def listed(self, *, limit: int, offset: int) -> Sequence[RowMapping]:
        """What was done, newest first."""
        newest = select(audit_events).order_by(audit_events.c.id.desc()).limit(limit).offset(offset)
        with self.database.reading() as connection:
            return connection.execute(newest).mappings().all()
