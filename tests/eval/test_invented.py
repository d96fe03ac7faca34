"""Invented reports: whatever is asked about them is written in them."""

from __future__ import annotations

import re
from pathlib import Path

from corpus.read import read_report
from corpus.report import AnchorIn
from eval.gold import read_questions
from eval.invented.write import invent


def printed(text: str) -> str:
    """A file's letters without raised marks and line breaks."""
    return re.sub(r"\s+", " ", re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]", " ", text))


def test_every_gold_figure_of_a_place_is_printed_in_its_report(tmp_path: Path) -> None:
    """The gold is what was invented; what was invented was also told."""
    invent(tmp_path, count=4, seed=7)
    questions, broken = read_questions(tmp_path / "questions.jsonl")

    assert broken == ()
    assert len(questions) > 60
    for question in questions:
        for place in question.evidence:
            text = printed((tmp_path / "reports" / f"{place.doc}.txt").read_text(encoding="utf-8"))
            assert all(any(way in text for way in ways) for ways in place.figures), question.id


def test_the_same_seed_invents_the_same_reports(tmp_path: Path) -> None:
    """A run over them can be repeated."""
    invent(tmp_path / "a", count=3, seed=5)
    invent(tmp_path / "b", count=3, seed=5)

    names = sorted(path.name for path in (tmp_path / "a" / "reports").iterdir())

    assert names == sorted(path.name for path in (tmp_path / "b" / "reports").iterdir())
    for name in ("questions.jsonl", *(f"reports/{name}" for name in names)):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_an_invented_report_is_read_with_its_notes_and_its_table(tmp_path: Path) -> None:
    """In both layouts, of places that nobody built for."""
    invent(tmp_path, count=4, seed=2)

    for path in sorted((tmp_path / "reports").iterdir()):
        report = read_report(path)
        assert [note.number for note in report.footnotes] == [str(number) for number in range(1, 9)]
        assert all(note.anchor_in is AnchorIn.PROSE for note in report.footnotes)
        assert sum(len(table.rows) for table in report.tables) == 18
