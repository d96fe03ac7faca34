"""A folder of invented reports in both layouts, and the questions on them."""

from __future__ import annotations

from pathlib import Path

from corpus.text import fold
from eval.generate import write_questions
from eval.invented.facts import Place, invent_places
from eval.invented.layouts import as_dump, as_ocr
from eval.invented.questions import ask_about
from eval.invented.telling import tell


def invent(folder: Path, *, count: int, seed: int) -> tuple[int, int]:
    """Write that many reports under `reports/` and `questions.jsonl` beside it; how many of each."""
    places = invent_places(count, seed)
    names = [_file_name(number, place) for number, place in enumerate(places)]
    reports = folder / "reports"
    reports.mkdir(parents=True, exist_ok=True)
    for number, (place, name) in enumerate(zip(places, names, strict=True)):
        told = tell(place)
        text = (as_dump if number % 2 else as_ocr)(told, number // 2)
        (reports / f"{name}.txt").write_text(text, encoding="utf-8")
    rows = ask_about(places, names, seed)
    write_questions(folder / "questions.jsonl", rows)
    return len(places), len(rows)


def _file_name(number: int, place: Place) -> str:
    return f"{number + 1:03d}-{fold(place.name).replace(' ', '-')}"
