"""`baocao index` and `baocao search`, as a person calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.cli import main

PINE = (
    "**HUYỆN ỦY NÚI THÔNG**\n\n**BÁO CÁO**\n\n**I- RỪNG**\n\n"
    "Huyện trồng mới 320 ha thông¹, nâng tỷ lệ che phủ rừng lên 61,5%.\n\n¹ Trong đó 20 ha trồng bù.\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one report, and a data folder of its own."""
    monkeypatch.setenv("BAOCAO_HOME", str(tmp_path / "home"))
    here = tmp_path / "báo cáo"
    here.mkdir()
    (here / "nui_thong.txt").write_text(PINE, encoding="utf-8")
    return here


def test_a_folder_is_indexed_with_counts_and_then_searched(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["index", str(folder)]) == 0
    assert "[1/1] nui_thong.txt: đã thêm" in capsys.readouterr().out

    assert main(["search", "ty le che phu rung", "--json", "--limit", "1"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert "61,5%" in found["text"]
    assert found["notes"] == [{"number": "1", "text": "Trong đó 20 ha trồng bù."}]

    assert main(["search", "trồng bù"]) == 0
    assert "chú thích 1" in capsys.readouterr().out


def test_what_is_left_out_is_named_with_the_reason(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "ảnh.png").write_bytes(b"\x89PNG")
    (folder / "nui_thong.txt.toml").write_text('place = "huyện Núi Thông"\n', encoding="utf-8")
    (folder / "hỏng.txt").write_bytes(b"\xff\xfe\x00\x01\x02")

    assert main(["index", str(folder)]) == 1

    said = capsys.readouterr()
    assert "ảnh.png" in said.err
    assert "hỏng.txt: không đọc được" in said.err
    assert ".toml" not in said.err
    assert "1 đã thêm, 1 không đọc được" in said.out


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "trống").mkdir()

    assert main(["index", str(tmp_path / "trống")]) == 1
    assert "Không có tệp báo cáo nào" in capsys.readouterr().err


def test_nothing_found_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["index", str(folder)])

    assert main(["search", "rừng", "--report", "không có"]) == 1
    assert "Không tìm thấy" in capsys.readouterr().err
