"""The reports of other places and the questions about them: gold that stands in them, and nothing served."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from corpus.text import nfc
from eval.gold import read_questions

PLACES = Path(__file__).resolve().parents[2] / "eval" / "places"
_MARKS = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁽⁾*_|]")


def _tight(text: str) -> str:
    """Letters and digits alone: what a line or a page tears is one again."""
    return re.sub(r"[\s\W]+", "", _MARKS.sub("", nfc(text))).lower()


def test_gold_evidence_stands_in_the_reports() -> None:
    questions, broken = read_questions(PLACES / "questions.jsonl")
    texts = {path.stem: _tight(path.read_text(encoding="utf-8")) for path in PLACES.glob("reports/*.txt")}
    assert broken == ()
    missing = [
        (question.id, place.snippet)
        for question in questions
        for place in question.evidence
        if _tight(place.snippet or "-") not in texts[place.doc]
    ]
    # One sentence is torn by a page and its notes, which is what it asks for.
    assert [name for name, _ in missing] == ["p-031"]


def test_questions_are_of_many_kinds_and_typed_in_many_ways() -> None:
    questions, _ = read_questions(PLACES / "questions.jsonl")
    styles = Counter(question.style for question in questions)
    assert len({question.type for question in questions}) >= 12
    assert 4 * (len(questions) - styles["plain"]) >= len(questions)
    assert all(bool(question.figures or question.contains) != question.refuse for question in questions)
