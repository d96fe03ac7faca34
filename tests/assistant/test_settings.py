"""What an operator sets: the environment over the file over the defaults, and nothing misspelt."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import (
    InvalidSettingError,
    UnknownSettingError,
    UnreadableConfigError,
    UnusableHomeError,
)
from assistant.settings import Settings, Source, load_settings, prepare_home, source_of


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty settings file that the environment names."""
    file = tmp_path / "baocao.toml"
    file.touch()
    monkeypatch.setenv("BAOCAO_CONFIG", str(file))
    return file


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write_text("port = 1\nworkers = 2\n", encoding="utf-8")
    monkeypatch.setenv("BAOCAO_WORKERS", "3")

    settings = load_settings()

    assert (settings.port, settings.workers, settings.host) == (1, 3, "127.0.0.1")
    assert source_of("port") is Source.FILE
    assert source_of("workers") is Source.ENVIRONMENT
    assert source_of("host") is Source.DEFAULT


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOCAO_PORT", "")

    assert load_settings().port == Settings.model_fields["port"].default
    assert source_of("port") is Source.DEFAULT


@pytest.mark.parametrize(
    ("name", "nearest"),
    [("BAOCAO_HOMEE", "BAOCAO_HOME"), ("BAOCAO_DATABSE_URL", "BAOCAO_DATABASE_URL"), ("BAOCAO_QQQQ", None)],
)
def test_a_misspelt_variable_names_the_one_that_was_meant(
    name: str, nearest: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, "x")

    with pytest.raises(UnknownSettingError) as refused:
        load_settings()

    assert (refused.value.name, refused.value.nearest) == (name, nearest)


def test_a_misspelt_line_of_the_file_names_the_one_that_was_meant(config: Path) -> None:
    config.write_text("prot = 8000\n", encoding="utf-8")

    with pytest.raises(UnknownSettingError) as refused:
        load_settings()

    assert refused.value.nearest == "port"


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("BAOCAO_PORT", "70000", "less_than_equal"),
        ("BAOCAO_PORT", "tám", "int_parsing"),
        ("BAOCAO_LOG_LEVEL", "to", "literal_error"),
        ("BAOCAO_WORKERS", "0", "greater_than_equal"),
    ],
)
def test_a_value_that_cannot_be_names_its_setting(
    name: str, value: str, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(InvalidSettingError) as refused:
        load_settings()

    assert (refused.value.name, refused.value.kind) == (name, kind)


@pytest.mark.parametrize(("written", "reason"), [("port = = 1", "syntax"), (None, "missing")])
def test_a_file_that_cannot_be_read_is_named(config: Path, written: str | None, reason: str) -> None:
    if written is None:
        config.unlink()
    else:
        config.write_text(written, encoding="utf-8")

    with pytest.raises(UnreadableConfigError) as refused:
        load_settings()

    assert (refused.value.file, refused.value.reason) == (config, reason)


def test_a_list_is_written_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BAOCAO_ALLOWED_HOSTS", "hoi.example, baocao.example")

    assert load_settings().allowed_hosts == ("hoi.example", "baocao.example")


def test_a_missing_data_folder_is_made(tmp_path: Path) -> None:
    home = tmp_path / "a" / "b"

    assert prepare_home(Settings(home=home)) == home
    assert list(home.iterdir()) == []


def test_a_data_folder_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "tệp").touch()

    with pytest.raises(UnusableHomeError):
        prepare_home(Settings(home=tmp_path / "tệp" / "kho"))


def test_a_secret_does_not_show_itself() -> None:
    assert "bí-mật" not in repr(Settings(model_api_key="bí-mật"))  # type: ignore[arg-type] # as text, from outside
