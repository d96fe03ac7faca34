"""An archive gives its reports and nothing else: no path outside, no bomb, no half."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.archives import is_archive, safe_path, unpack
from corpus.errors import UnreadableReportError


def archive(folder: Path, **members: bytes) -> Path:
    """A ZIP with these members; `__` in a name stands for a stroke."""
    file = folder / "bo.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name.replace("__", "/"), content)
    return file


def test_files_come_out_in_their_folders_and_once(tmp_path: Path) -> None:
    packed = archive(tmp_path, **{"nam-2023__a.txt": b"mot", "b.txt": b"hai"})

    first, again = unpack(packed, tmp_path / "kho"), unpack(packed, tmp_path / "kho")

    assert first == again
    assert (first / "nam-2023" / "a.txt").read_bytes() == b"mot"
    assert (first / "b.txt").read_bytes() == b"hai"


def test_no_member_lands_outside(tmp_path: Path) -> None:
    file = tmp_path / "xau.zip"
    with zipfile.ZipFile(file, "w") as packed:
        for name in ("../ngoai.txt", "/tuyet-doi.txt", "..\\ngoai2.txt", ".an", "__MACOSX/._a.txt"):
            packed.writestr(name, b"x")

    own = unpack(file, tmp_path / "kho" / "sau")

    assert list(tmp_path.rglob("ngoai*")) == []
    assert not any(path.is_file() for path in own.rglob("*") if path.name.startswith("."))


@given(st.text(max_size=80))
def test_a_name_never_leads_outside(name: str) -> None:
    safe = safe_path(name)

    assert safe is None or (Path("/kho") / safe).resolve().is_relative_to("/kho")


def test_a_bomb_is_refused_and_nothing_is_left(tmp_path: Path) -> None:
    file = tmp_path / "bom.zip"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(9):
            packed.writestr(f"{number}.txt", bytes(50 * 1024 * 1024))

    with pytest.raises(UnreadableReportError) as caught:
        unpack(file, tmp_path / "kho")

    assert caught.value.reason == "archive_too_large"
    assert not (tmp_path / "kho").exists()


def test_a_torn_archive_is_named(tmp_path: Path) -> None:
    packed = archive(tmp_path, **{"a.txt": b"mot" * 4000})
    raw = bytearray(packed.read_bytes())
    raw[40:60] = bytes(20)
    packed.write_bytes(raw)

    with pytest.raises(UnreadableReportError) as caught:
        unpack(packed, tmp_path / "kho")

    assert caught.value.reason == "damaged_archive"


def test_a_word_file_is_no_archive_of_reports(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    stream = io.BytesIO()
    docx.Document().save(stream)
    (tmp_path / "a.docx").write_bytes(stream.getvalue())

    assert not is_archive(tmp_path / "a.docx")
    assert is_archive(archive(tmp_path, **{"a.txt": b"mot"}))
