"""`baocao eval …` as people type it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.cli import main

GREETING = {
    "id": "x",
    "question": "Xin chào",
    "type": "greeting",
    "style": "plain",
    "answer": {"contains": [["báo cáo"]]},
}
REPORT = (
    "BÁO CÁO\n\n**Kết quả năm 2023 của huyện Hòa An**\n\nHuyện Hòa An báo cáo như sau.\n\n1. Kinh tế\n\n"
    "Năm 2023, tỷ lệ che phủ rừng của huyện đạt 61,3%.\n"
)


@pytest.fixture
def asked(tmp_path: Path) -> list[str]:
    """The words of a run over one report and one question, with a broken line before it."""
    (tmp_path / "hoa-an.txt").write_text(REPORT, encoding="utf-8")
    lines = ["{hỏng", json.dumps(GREETING, ensure_ascii=False)]
    (tmp_path / "q.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return ["eval", "run", str(tmp_path / "q.jsonl"), "--reports", str(tmp_path / "hoa-an.txt")]


def test_a_run_names_the_broken_line_and_scores_the_rest(
    asked: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And leaves a folder that can be reported on and compared."""
    status = main([*asked, "--out", str(tmp_path / "run")])
    told = capsys.readouterr()

    assert status == 0
    assert "q.jsonl dòng 1: không phải JSON" in told.err
    assert "đúng trọn vẹn 1/1" in told.out
    assert main(["eval", "report", str(tmp_path / "run")]) == 0
    assert (tmp_path / "run" / "report.html").exists()
    assert main(["eval", "compare", str(tmp_path / "run"), str(tmp_path / "run")]) == 0


def test_a_floor_that_is_not_held_fails_the_build(asked: list[str], tmp_path: Path) -> None:
    """One of one is below 1,01."""
    assert main([*asked, "--out", str(tmp_path / "run"), "--floor", "1.01"]) == 1


def test_a_missing_file_is_one_plain_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """No traceback, and status 2."""
    assert main(["eval", "run", str(tmp_path / "none.jsonl")]) == 2
    assert "none.jsonl" in capsys.readouterr().err
