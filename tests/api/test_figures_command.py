"""`baocao figures`: the forms that scripts and people get."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from api.cli import main
from api.commands.figures import COLUMNS

REPORT = """BÁO CÁO
Tình hình kinh tế - xã hội tỉnh Sơn La năm 2023

I- KẾT QUẢ

1. Về kinh tế

Tỷ lệ che phủ rừng năm 2023 đạt trên 47,5%. Sản lượng lương thực có hạt đạt 9-10 nghìn tấn.

2. Về xã hội

Tỷ lệ hộ nghèo còn 14,2%. Thu hồi 60.7690,6 m² đất.
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A small report of its own words."""
    file = tmp_path / "son-la.txt"
    file.write_text(REPORT, encoding="utf-8")
    return file


def test_json_gives_every_side_of_a_figure(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figures", "--file", str(report), "--json", "--all"]) == 0

    figures = json.loads(capsys.readouterr().out)
    assert all(tuple(figure) == COLUMNS for figure in figures)
    assert [(f["written"], f["value"], f["unit"]) for f in figures] == [
        ("trên 47,5", {"low": "47.5", "high": None}, "%"),
        ("9-10", {"low": "9", "high": "10"}, "nghìn tấn"),
        ("14,2", "14.2", "%"),
        ("60.7690,6", None, "m²"),
    ]
    assert figures[2]["indicator"] == "Tỷ lệ hộ nghèo"


def test_csv_has_the_same_columns(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figures", "--file", str(report), "--csv", "--all"]) == 0

    header, *rows = csv.reader(capsys.readouterr().out.splitlines())
    assert tuple(header) == COLUMNS
    assert len(rows) == 4


def test_words_of_the_label_choose_without_diacritics(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["figures", "ho", "ngheo", "--file", str(report)]) == 0

    assert capsys.readouterr().out.startswith("Tỷ lệ hộ nghèo: 14,2 %")


def test_an_indicator_may_be_named_by_its_id_or_its_name(
    report: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for named in ("poverty_rate", "Tỷ lệ hộ nghèo"):
        assert main(["figures", "--indicator", named, "--file", str(report)]) == 0
        assert capsys.readouterr().out.count("\n") == 1


def test_nothing_found_is_said_and_ends_with_one(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["figures", "không có gì", "--file", str(report)]) == 1

    assert "Không có số liệu nào như vậy." in capsys.readouterr().err


def test_a_file_that_is_not_there_is_said_in_vietnamese(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["figures", "--file", str(tmp_path / "mất.txt")]) != 0

    assert "mất.txt" in capsys.readouterr().err
