"""A speech is held against the reports, figure by figure, at every door."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from fastapi.testclient import TestClient

from api.app import create_app
from api.cli import main
from assistant.settings import Settings
from corpus.index import Index

EARLIER = """BÁO CÁO

**Tình hình kinh tế - xã hội của huyện Suối Mơ năm 2022**

Suối Mơ, ngày 15 tháng 12 năm 2022

Năm 2022, tỷ lệ hộ nghèo của huyện Suối Mơ ước còn 12,5%, tỷ lệ che phủ rừng ước đạt 51,36%.
"""
LATER = EARLIER.replace("ngày 15 tháng 12 năm 2022", "ngày 20 tháng 6 năm 2023").replace(
    "ước còn 12,5%, tỷ lệ che phủ rừng ước đạt 51,36%", "còn 12,9%"
)
SPEECH = (
    "Năm 2022, tỷ lệ hộ nghèo của huyện Suối Mơ còn 12,9%. Tỷ lệ che phủ rừng năm 2022 đạt 51,4%. "
    "Trước đó, tỷ lệ hộ nghèo năm 2022 ước còn 12,5%. Huyện có 98.765 con voi."
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "truoc.txt").write_text(EARLIER, encoding="utf-8")
    (folder / "sau.txt").write_text(LATER, encoding="utf-8")
    index = Index.open(tmp_path / "home")
    index.add_many(sorted(folder.glob("*.txt")))
    index.close()
    return tmp_path / "home"


@pytest.fixture
def client(home: Path) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(home=home)), base_url="http://127.0.0.1") as opened:
        yield opened


def test_each_figure_is_found_rounded_superseded_or_nowhere(client: TestClient) -> None:
    told = client.post("/api/check", json={"text": SPEECH}).json()["figures"]

    assert [(one["written"], one["trace"]) for one in told] == [
        ("12,9%", "found"),
        ("51,4%", "rounded"),
        ("12,5%", "superseded"),
        ("98.765 con", "not_found"),
    ]
    assert "12,9" in told[2]["right"]
    assert "51,36%" in told[1]["right"]
    assert all(SPEECH[one["span"][0] : one["span"][1]] == one["written"] for one in told)


def test_a_word_file_is_checked_like_its_text(client: TestClient) -> None:
    document = Document()
    document.add_paragraph(SPEECH)
    stream = io.BytesIO()
    document.save(stream)

    told = client.post("/api/check/file", files={"file": ("bai.docx", stream.getvalue())}).json()["figures"]

    assert [one["trace"] for one in told] == ["found", "rounded", "superseded", "not_found"]


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"\xff\xfe\x00\x01", b""])
def test_what_is_no_speech_is_refused_in_words(client: TestClient, content: bytes) -> None:
    answer = client.post("/api/check/file", files={"file": ("bai.docx", content)})

    assert answer.status_code == 422
    assert answer.json()["detail"]


def test_the_command_says_what_to_mend(
    home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "bai.txt"
    file.write_text(SPEECH, encoding="utf-8")
    monkeypatch.setenv("BAOCAO_HOME", str(home))

    status = main(["check", str(file), "--json"])

    assert status == 1
    assert [one["trace"] for one in json.loads(capsys.readouterr().out)][:1] == ["found"]
