"""Both databases that an operator may choose."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from api.stores.database import Database, open_database
from api.stores.tables import metadata


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """The doors' database, of either kind, empty."""
    url = request.getfixturevalue("postgres") if request.param == "postgresql" else None
    opened = open_database(tmp_path, url)
    yield opened
    with opened.writing() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(text(f"DELETE FROM {table.name}"))  # noqa: S608 # our own tables
    opened.close()
