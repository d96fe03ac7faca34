"""What other processes read for the writer is what it would have read itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.index import Change, Index


@pytest.fixture
def beside(tmp_path: Path) -> Iterator[Index]:
    """A second index, filled by two other processes."""
    index = Index.open(tmp_path / "beside")
    yield index
    index.close()


def test_other_processes_read_what_one_reads(filled: Index, beside: Index, folder: Path) -> None:
    outcomes = beside.add_many(sorted(folder.glob("*.txt")), processes=2)

    assert [outcome.change for outcome in outcomes] == [Change.ADDED] * len(outcomes)
    assert [card.title for card in beside.reports()] == [card.title for card in filled.reports()]
    for card in filled.reports():
        assert beside.report(card.id) == filled.report(card.id)
        assert beside.report_passages(card.id) == filled.report_passages(card.id)
        assert beside.figures(report_id=card.id) == filled.figures(report_id=card.id)
    for words in ("phiên chợ đêm", "ty le ho ngheo", "thu ngân sách Sông Liễu"):
        assert [hit.passage.id for hit in beside.search(words)] == [
            hit.passage.id for hit in filled.search(words)
        ]


def test_a_bad_file_is_named_in_its_place(beside: Index, folder: Path) -> None:
    bad = folder / "a_dau.txt"
    bad.write_bytes(b"\0" * 5000)
    files = sorted(folder.glob("*.txt"))

    outcomes = beside.add_many(files, processes=2)

    assert {outcome.path for outcome in outcomes if outcome.change is Change.FAILED} == {bad}
    assert len(beside.reports()) == len(files) - 1


def test_what_the_lexical_index_took_is_what_a_rebuild_gives(filled: Index) -> None:
    """Terms made while reading and terms made from SQL must be the same."""
    asked = ("phiên chợ đêm", "Huyện ủy Sông Liễu", "giống ngắn ngày", "trường đạt chuẩn", "tieu thuong")
    before = [filled.search(words) for words in asked]

    filled.rebuild()

    again = [filled.search(words) for words in asked]
    assert [[(hit.passage.text, hit.score) for hit in hits] for hits in again] == [
        [(hit.passage.text, hit.score) for hit in hits] for hits in before
    ]
