"""Question files: what they must hold, and what happens to a broken line."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from corpus.text import nfc
from eval.gold import Question, question_schema, read_questions

QUESTIONS = Path(__file__).resolve().parents[2] / "eval" / "questions"
SAMPLE = Path(__file__).resolve().parents[2] / "corpus" / "sample"
TYPES = {
    *("figure", "target", "compute", "trend", "list", "compare_places", "footnote", "table", "docref"),
    *("passage", "conflict", "definition", "multi", "greeting", "unanswerable", "outside"),
}
STYLES = {"plain", "nodiacritics", "abbrev", "colloquial", "typo", "long"}
GOOD = {"id": "a", "question": "Bao nhiêu?", "type": "figure", "style": "plain"}

both = pytest.mark.parametrize("name", ["sample.jsonl", "reports.jsonl"])


def questions_of(name: str) -> tuple[Question, ...]:
    """A committed file's questions; none of its lines may be broken."""
    questions, broken = read_questions(QUESTIONS / name)
    assert broken == ()
    return questions


@both
def test_a_committed_file_asks_enough_of_every_kind(name: str) -> None:
    """All types, all ways of typing, enough that must be refused."""
    questions = questions_of(name)
    types = Counter(question.type for question in questions)

    assert len(questions) >= 150
    assert set(types) == TYPES
    assert {question.style for question in questions} == STYLES
    assert types["unanswerable"] >= 25
    assert types["outside"] >= 15
    assert any(question.history for question in questions)


@both
def test_evidence_is_named_by_place_and_never_by_a_sentence(name: str) -> None:
    """The reports' words stay out of the repository."""
    assert all(place.snippet is None for question in questions_of(name) for place in question.evidence)


@both
def test_what_must_be_refused_has_no_gold(name: str) -> None:
    """And what can be answered asks for something."""
    for question in questions_of(name):
        gold = question.figures or question.contains or question.verdict
        assert bool(gold) != question.refuse, question.id


def test_evidence_over_the_sample_stands_in_the_sample() -> None:
    """A gold figure that its digest does not print would be a wrong gold."""
    for question in questions_of("sample.jsonl"):
        for place in question.evidence:
            text = nfc((SAMPLE / f"{place.doc}.txt").read_text(encoding="utf-8"))
            plain = re.sub(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]", " ", text)
            for ways in place.figures:
                assert any(way in plain for way in ways), (question.id, ways)


@pytest.mark.reports
def test_questions_share_no_sentence_with_the_reports(reports: Path) -> None:
    """Our own wording, also where it asks for a sentence's content."""
    runs = set()
    for path in reports.glob("*.txt"):
        words = re.findall(r"\w+", nfc(path.read_text(encoding="utf-8")).lower())
        runs |= {tuple(words[at : at + 22]) for at in range(len(words) - 21)}
    for name in ("sample.jsonl", "reports.jsonl"):
        words = re.findall(r"\w+", (QUESTIONS / name).read_text(encoding="utf-8").lower())
        assert not any(tuple(words[at : at + 22]) in runs for at in range(len(words) - 21))


def test_a_broken_line_is_named_and_the_rest_is_kept(tmp_path: Path) -> None:
    """Not JSON, an unknown type, a name used twice."""
    lines = [
        json.dumps(GOOD),
        "{không phải JSON",
        json.dumps({**GOOD, "id": "b", "type": "lạ"}),
        "",
        json.dumps(GOOD),
        json.dumps({**GOOD, "id": "c"}),
    ]
    file = tmp_path / "q.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")

    questions, broken = read_questions(file)

    assert [question.id for question in questions] == ["a", "c"]
    assert [line.line for line in broken] == [2, 3, 5]
    assert {line.file for line in broken} == {"q.jsonl"}


def test_the_schema_beside_the_files_is_the_one_that_reads_them() -> None:
    """Written anew whenever the form changes."""
    assert (QUESTIONS / "schema.json").read_text(encoding="utf-8") == question_schema()
