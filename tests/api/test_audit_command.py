"""`baocao audit` over plain files: what it prints, and the form that scripts get."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.cli import main

REPORT = (
    "BÁO CÁO\n\nTình hình kinh tế - xã hội huyện An Hòa năm 2023\n\nI- KẾT QUẢ ĐẠT ĐƯỢC\n\n"
    "Huyện có 25 trường (10 trường mầm non; 14 trường tiểu học).\n"
)


def test_findings_are_given_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "an-hoa.txt"
    file.write_text(REPORT, encoding="utf-8")

    status = main(["audit", "--file", str(file), "--json"])

    found = json.loads(capsys.readouterr().out)
    assert status == 0
    assert [(one["kind"], one["certainty"], one["printed"], one["recomputed"]) for one in found] == [
        ("sum", "clear", "25 trường", "24 trường")
    ]
    source = found[0]["sources"][0]
    start, end = source["spans"][0]
    assert REPORT[start:end] == source["text"]


def test_people_read_what_was_found_with_its_arithmetic(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "an-hoa.txt"
    file.write_text(REPORT, encoding="utf-8")

    main(["audit", "--file", str(tmp_path), "--certainty", "clear"])

    said = capsys.readouterr().out
    assert "10 + 14 = 24" in said
    assert said.rstrip().endswith("Tất cả 1 phát hiện: 1 rõ.")


def test_nothing_found_is_said_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "an-hoa.txt"
    file.write_text(REPORT.replace("25", "24"), encoding="utf-8")

    assert main(["audit", "--file", str(file)]) == 0
    assert "Không phát hiện" in capsys.readouterr().out
