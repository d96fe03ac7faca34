"""`baocao doctor` and the pages that say what may be set."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.cli import main
from api.settings_page import settings_page
from assistant.settings import Settings, variable

ROOT = Path(__file__).resolve().parents[2]


def test_doctor_names_every_setting_and_where_its_value_comes_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "cài đặt.toml"
    config.write_text("port = 8123\nworkers = 2\n", encoding="utf-8")
    monkeypatch.setenv("BAOCAO_CONFIG", str(config))
    monkeypatch.setenv("BAOCAO_WORKERS", "3")
    monkeypatch.setenv("BAOCAO_HOME", str(tmp_path / "kho"))

    status = main(["doctor", "--json"])
    said = json.loads(capsys.readouterr().out)

    assert status == 0
    assert set(said["settings"]) == {variable(field) for field in Settings.model_fields}
    assert said["settings"]["BAOCAO_PORT"] == {"value": "8123", "source": "tệp cài đặt"}
    assert said["settings"]["BAOCAO_WORKERS"] == {"value": "3", "source": "biến môi trường"}
    assert said["settings"]["BAOCAO_HOST"]["source"] == "mặc định"


def test_doctor_never_shows_a_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BAOCAO_HOME", str(tmp_path))
    monkeypatch.setenv("BAOCAO_MODEL_API_KEY", "bí-mật-1")
    monkeypatch.setenv("BAOCAO_CHROMA_URL", "http://ai:bí-mật-2@chroma.example:8000")

    main(["doctor"])

    assert "bí-mật" not in capsys.readouterr().out


def test_doctor_fails_when_the_data_folder_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "tệp").touch()
    monkeypatch.setenv("BAOCAO_HOME", str(tmp_path / "tệp" / "kho"))

    assert main(["doctor"]) == 1
    assert "✗ Thư mục dữ liệu" in capsys.readouterr().out


def test_the_page_of_settings_is_the_one_that_the_settings_write() -> None:
    """`make docs` renews it."""
    assert (ROOT / "docs" / "settings.md").read_text(encoding="utf-8") == settings_page()
    assert all(variable(field) in settings_page() for field in Settings.model_fields)


def test_no_setting_is_idle() -> None:
    """A setting that nothing reads would promise what does not happen."""
    code = "".join(
        file.read_text(encoding="utf-8")
        for room in ("api", "assistant", "eval")
        for file in (ROOT / room).rglob("*.py")
        if file != ROOT / "assistant" / "settings.py"
    )

    assert [field for field in Settings.model_fields if f".{field}" not in code] == []


def test_doctor_counts_what_the_stores_hold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BAOCAO_HOME", str(tmp_path / "kho"))

    main(["doctor"])
    assert "– Các kho: chưa có báo cáo nào" in capsys.readouterr().out

    main(["index", str(ROOT / "corpus" / "sample" / "thanh-pho-lai-chau-2024.txt")])
    capsys.readouterr()
    main(["doctor"])
    assert "✓ Các kho: 1 báo cáo" in capsys.readouterr().out


def test_doctor_says_that_a_store_cannot_be_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BAOCAO_HOME", str(tmp_path / "kho"))
    monkeypatch.setenv("BAOCAO_DATABASE_URL", f"sqlite:///{tmp_path}/không/có.sqlite")

    assert main(["doctor"]) == 1
    assert "✗ Các kho" in capsys.readouterr().out
