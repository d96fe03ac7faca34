"""A backup brings back what people did, and never takes anything away by mistake."""

import tarfile
from pathlib import Path

import pytest

from api.backup import BackupError, back_up, occupied, restore
from api.cli import main
from api.stores.conversations import Conversations
from api.stores.database import open_database
from corpus.stores.lock import WriterLock

ANSWER = {"answer_id": "a1", "conversation_id": "c1", "status": "answered"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    database = open_database(home)
    Conversations(database).record("", "Trồng bao nhiêu rừng?", ANSWER)
    database.close()
    return home


def turns_in(home: Path) -> list[str]:
    database = open_database(home)
    turns = Conversations(database).turns("c1")
    database.close()
    return [turn.question for turn in turns]


def test_what_was_backed_up_comes_back(home: Path, tmp_path: Path) -> None:
    back_up(home, tmp_path / "b.tar.gz")

    restore(tmp_path / "b.tar.gz", tmp_path / "other")

    assert turns_in(tmp_path / "other") == ["Trồng bao nhiêu rừng?"]


def test_a_folder_with_data_is_replaced_only_on_demand(home: Path, tmp_path: Path) -> None:
    back_up(home, tmp_path / "b.tar.gz")

    with pytest.raises(BackupError, match="đã có dữ liệu"):
        restore(tmp_path / "b.tar.gz", home)
    restore(tmp_path / "b.tar.gz", home, replace=True)

    assert turns_in(home) == ["Trồng bao nhiêu rừng?"]


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b\x08broken"])
def test_a_file_that_is_no_backup_touches_nothing(home: Path, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "b.tar.gz").write_bytes(content)

    with pytest.raises(BackupError):
        restore(tmp_path / "b.tar.gz", home, replace=True)

    assert turns_in(home) == ["Trồng bao nhiêu rừng?"]


def test_a_backup_cannot_write_outside_of_the_folder(home: Path, tmp_path: Path) -> None:
    back_up(home, tmp_path / "b.tar.gz")
    with tarfile.open(tmp_path / "evil.tar.gz", "w:gz") as evil, tarfile.open(tmp_path / "b.tar.gz") as good:
        for member in good.getmembers():
            evil.addfile(member, good.extractfile(member))
        stray = tarfile.TarInfo("../../stray.txt")
        evil.addfile(stray)

    with pytest.raises(BackupError):
        restore(tmp_path / "evil.tar.gz", tmp_path / "deep" / "other")

    assert not list(tmp_path.rglob("stray.txt"))


def test_both_are_commands(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BAOCAO_HOME", str(home))

    assert main(["backup", str(tmp_path / "b.tar.gz")]) == 0
    assert main(["restore", str(tmp_path / "b.tar.gz")]) == 1
    assert main(["restore", "--replace", str(tmp_path / "b.tar.gz")]) == 0
    assert "Đã khôi phục" in capsys.readouterr().out


def test_nothing_is_put_back_under_a_server_that_runs(home: Path, tmp_path: Path) -> None:
    back_up(home, tmp_path / "b.tar.gz")

    with occupied(home), occupied(home), pytest.raises(BackupError, match="dừng máy chủ"):
        restore(tmp_path / "b.tar.gz", home, replace=True)
    restore(tmp_path / "b.tar.gz", home, replace=True)

    assert turns_in(home) == ["Trồng bao nhiêu rừng?"]


def test_nothing_is_put_back_while_reports_are_being_indexed(home: Path, tmp_path: Path) -> None:
    back_up(home, tmp_path / "b.tar.gz")

    with WriterLock(home / "writer.lock").hold(0), pytest.raises(BackupError, match="đợi xong"):
        restore(tmp_path / "b.tar.gz", home, replace=True)
