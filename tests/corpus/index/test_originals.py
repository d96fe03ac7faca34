"""A PDF's copy lives as long as its report does, within the room given, and never outside the data folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.index import Change, Index
from corpus.stores.originals import FOLDER, Keeping
from tests.corpus.read.pdf_files import Sheet, lines, write_pdf


def pdf_of(hectares: int) -> bytes:
    told = f"Năm 2023, huyện Suối Mơ trồng mới {hectares} ha rừng, đạt kế hoạch tỉnh giao cho cả năm."
    return write_pdf(Sheet(lines("BÁO CÁO", told, "Tỷ lệ che phủ rừng đến hết năm 2023 đạt 41,5%.")))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A report as a PDF."""
    path = tmp_path / "gui" / "suoi-mo.pdf"
    path.parent.mkdir()
    path.write_bytes(pdf_of(312))
    return path


def copies(home: Path) -> list[Path]:
    folder = home / FOLDER
    return sorted(folder.iterdir()) if folder.is_dir() else []


def test_a_pdf_outlives_its_file(index: Index, home: Path, file: Path) -> None:
    index.add(file)
    file.unlink()

    kept = index.original("suoi-mo")

    assert kept is not None
    assert kept.read_bytes() == pdf_of(312)
    assert kept.parent == home / FOLDER


def test_a_copy_goes_with_its_report_and_with_its_edition(index: Index, home: Path, file: Path) -> None:
    index.add(file)
    file.write_bytes(pdf_of(318))
    index.add(file)

    replaced = [copy.read_bytes() for copy in copies(home)]
    index.remove("suoi-mo")

    assert replaced == [pdf_of(318)]
    assert copies(home) == []


def test_what_a_killed_writer_left_is_swept(index: Index, home: Path, file: Path, folder: Path) -> None:
    index.add(file)
    stray, torn = home / FOLDER / f"{'0' * 64}.pdf", home / FOLDER / f"{'1' * 64}.moi"
    for leftover in (stray, torn):
        leftover.write_bytes(b"%PDF-")

    index.add(folder / "nui_thong.txt")

    assert [copy.read_bytes() for copy in copies(home)] == [pdf_of(312)]


def test_no_copy_is_made_beyond_the_room_or_against_the_settings(home: Path, file: Path) -> None:
    for keeping in (Keeping(most=100), Keeping.named("uploads", 10), Keeping.named("none", 10)):
        index = Index.open(home, keeping=keeping)

        assert index.add(file).report_id == "suoi-mo"
        assert copies(home) == []
        assert index.original("suoi-mo") == file  # it is still where it was

        index.remove("suoi-mo")
        index.close()


def test_a_changed_file_is_not_taken_for_the_one_that_was_read(home: Path, file: Path) -> None:
    index = Index.open(home, keeping=Keeping(most=0))
    index.add(file)
    file.write_bytes(pdf_of(318))

    assert index.original("suoi-mo") is None
    index.close()


def test_a_file_that_comes_again_gets_the_copy_that_it_lacked(home: Path, file: Path) -> None:
    poor = Index.open(home, keeping=Keeping(most=0))
    poor.add(file)
    poor.close()

    index = Index.open(home)
    outcome = index.add(file)

    assert outcome.change is Change.UNCHANGED
    assert [copy.read_bytes() for copy in copies(home)] == [pdf_of(312)]
    index.close()


def test_texts_are_not_copied(filled: Index, home: Path) -> None:
    assert len(filled.reports()) == 2
    assert copies(home) == []
