"""What understanding keeps of the reports between starts is what they say, and never out of date."""

from __future__ import annotations

import json
from pathlib import Path

from assistant.library import Library
from corpus.index import Index
from corpus.vocabulary import load_vocabulary
from tests.assistant.invented import write_reports


def _library(home: Path) -> Library:
    return Library(Index.open(home), load_vocabulary(), home / "scenes")


def _filled(home: Path, folder: Path) -> list[Path]:
    files = list(write_reports(folder))
    index = Index.open(home)
    index.add_many(files, vectors=False)
    index.close()
    return files


def test_what_was_kept_is_what_is_read_anew(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    _filled(tmp_path / "home", tmp_path / "reports")
    fresh = _library(tmp_path / "home").scene()
    kept = _library(tmp_path / "home").scene()
    assert list((tmp_path / "home" / "scenes").glob("*.json"))
    assert kept.cards == fresh.cards
    assert kept.known_places == fresh.known_places
    assert kept.lexicon == fresh.lexicon


def test_a_damaged_file_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    _filled(tmp_path / "home", tmp_path / "reports")
    fresh = _library(tmp_path / "home").scene()
    (file,) = (tmp_path / "home" / "scenes").glob("*.json")
    file.write_text('{"gists": {"a": 1}}', encoding="utf-8")
    assert _library(tmp_path / "home").scene().lexicon == fresh.lexicon
    assert json.loads(file.read_text(encoding="utf-8"))["terms"] == fresh.lexicon.terms


def test_a_report_that_went_is_not_remembered(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    files = _filled(tmp_path / "home", tmp_path / "reports")
    library = _library(tmp_path / "home")
    before = library.scene().lexicon.passages
    index = Index.open(tmp_path / "home")
    index.remove(index.reports()[0].id)
    index.close()
    library.refresh()
    assert len(library.cards) == len(files) - 1
    assert library.scene().lexicon.passages < before
    assert _library(tmp_path / "home").scene().lexicon == library.scene().lexicon
