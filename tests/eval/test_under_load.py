"""Many askers at once, by wrk: what is sent, what is counted, and a run against a server of ours."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from eval.bench.under_load import Told, family, in_words, write_bodies

REPORT = "BÁO CÁO\nKết quả năm 2023 của huyện An Hòa\n\n1. Năm 2023, huyện An Hòa trồng mới 312 ha rừng.\n"


def write_questions(target: Path) -> Path:
    asked: list[dict[str, object]] = [
        {"question": "Năm 2023 huyện An Hòa trồng bao nhiêu héc-ta rừng?"},
        {"question": "Trồng rừng được bao nhiêu?"},
        {"question": "Trồng rừng được bao nhiêu?"},
        {"question": "Còn năm 2022?", "history": ["Trồng rừng được bao nhiêu?"]},
    ]
    gold = {"type": "figure", "style": "plain", "answer": {"figures": [{"value": "312", "unit": "ha"}]}}
    lines = (json.dumps({"id": f"q-{at}", **one, **gold}, ensure_ascii=False) for at, one in enumerate(asked))
    target.write_text("\n".join(lines), encoding="utf-8")
    return target


def test_each_question_that_stands_alone_is_sent_once(tmp_path: Path) -> None:
    many = write_bodies(write_questions(tmp_path / "q.jsonl"), tmp_path / "bodies.jsonl")

    sent = [json.loads(line) for line in (tmp_path / "bodies.jsonl").read_text().splitlines()]
    assert many == len(sent) == 2
    assert all(list(body) == ["question"] for body in sent)


def test_whatever_is_no_answer_counts_as_an_error() -> None:
    told = Told(seconds=2.0, good=100, bad=1, lost=2, late=3, p50_ms=10, p95_ms=20, p99_ms=30, max_ms=40)

    assert told.errors == 6
    assert "50.0 câu/s; lỗi 6" in in_words(told)


def test_a_process_is_of_its_own_family() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        assert child.pid in family(child.pid)


@pytest.mark.slow
def test_a_server_of_ours_stands_the_load(tmp_path: Path) -> None:
    if shutil.which("wrk") is None:
        pytest.skip("wrk is not installed")
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "an-hoa.txt").write_text(REPORT, encoding="utf-8")
    questions = write_questions(tmp_path / "q.jsonl")
    command = [sys.executable, "-m", "eval.bench.under_load", "--askers", "8", "--seconds", "3"]

    ran = subprocess.run(
        [*command, "--reports", tmp_path / "reports", "--questions", questions],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stderr
    assert "lỗi 0" in ran.stdout
    assert "bộ nhớ của các tiến trình" in ran.stdout
