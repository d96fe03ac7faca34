"""A stored report is read again when what reading follows has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import text

from corpus.index import Index
from corpus.stores.readings import reading_digest

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_an_indicator_more_is_another_reading(tmp_path: Path) -> None:
    words = tmp_path / "vocabulary" / "indicators"
    words.mkdir(parents=True)
    words.joinpath("land.toml").write_text('name = "diện tích"', encoding="utf-8")
    words.joinpath("notes.md").write_text("of no account", encoding="utf-8")
    before = reading_digest(tmp_path)
    reading_digest.cache_clear()
    words.joinpath("notes.md").write_text("still of none", encoding="utf-8")
    assert reading_digest(tmp_path) == before
    reading_digest.cache_clear()
    words.joinpath("land.toml").write_text('name = "diện tích rừng"', encoding="utf-8")
    assert reading_digest(tmp_path) != before


def test_reports_of_another_reading_are_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "note.txt"
    file.write_text("BÁO CÁO\n\nNăm 2023, toàn huyện trồng mới 125 ha chè.", encoding="utf-8")
    index = Index.open(tmp_path / "home")
    index.add_many([file], vectors=False)
    (before,) = index.reports()
    index.close()
    monkeypatch.setattr("corpus.stores.reports.reading_digest", lambda: "another")
    again = Index.open(tmp_path / "home")
    (after,) = again.reports()
    again.close()
    assert after.edition > before.edition
    assert after.format.endswith("-another")


def test_a_database_of_an_earlier_version_is_given_what_it_lacks(tmp_path: Path) -> None:
    file = tmp_path / "note.txt"
    file.write_text("BÁO CÁO\n\nNăm 2023, toàn huyện trồng mới 125 ha chè.", encoding="utf-8")
    index = Index.open(tmp_path / "home")
    index.add_many([file], vectors=False)
    with index.engine.begin() as connection:
        for statement in (
            "DROP INDEX figures_by_passage",
            "ALTER TABLE figures DROP COLUMN passage",
            "DROP TABLE figure_labels",
            "UPDATE reports SET format = 'of old'",
        ):
            connection.execute(text(statement))
    index.close()

    again = Index.open(tmp_path / "home")
    (figure,) = (one for one in again.figures() if one.unit == "ha")
    assert figure.passage is not None
    assert again.figures(passage=figure.passage) == again.figures()
    assert again.figures_saying([figure.report_id], {"che": 1.0}, most=5) == (figure,)
    again.close()
