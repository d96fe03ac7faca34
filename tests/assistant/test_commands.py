"""`baocao ask` and `baocao chat`, as a person calls them."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from api.cli import main


def test_ask_prints_the_answer_and_its_sources(
    invented_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BAOCAO_HOME", str(invented_home))

    assert main(["ask", "Tỷ lệ hộ nghèo của tỉnh năm 2023 là bao nhiêu?"]) == 0

    printed = capsys.readouterr().out
    assert "19,4%" in printed
    assert "[1]" in printed


def test_ask_gives_json(
    invented_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BAOCAO_HOME", str(invented_home))

    assert main(["ask", "--json", "ti le ho ngheo cua tinh nam 2023"]) == 0

    answer = json.loads(capsys.readouterr().out)
    assert answer["status"] == "answered"
    assert "19,4%" in answer["answer"]


def test_chat_remembers_what_was_asked(
    invented_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BAOCAO_HOME", str(invented_home))
    monkeypatch.setattr("sys.stdin", io.StringIO("Tỷ lệ hộ nghèo của tỉnh năm 2023?\nCòn huyện Khe Vàng?\n"))

    assert main(["chat"]) == 0

    printed = capsys.readouterr().out
    assert "19,4%" in printed
    assert "24,1%" in printed
