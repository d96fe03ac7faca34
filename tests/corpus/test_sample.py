"""The sample corpus: our own words, the reports' own figures, in layouts as messy as theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.read import read_report
from corpus.report import AnchorIn, Report
from corpus.text import nfc

SAMPLE = Path(__file__).resolve().parents[2] / "corpus" / "sample"
# Each digest and the first letters of the file that it was drawn from.
SOURCES = {
    "tinh-giua-nhiem-ky-2023.txt": "000",
    "tinh-chuong-trinh-hanh-dong-2022.txt": "001",
    "tinh-nhiem-ky-2025.txt": "002",
    "huyen-tam-duong-giua-nhiem-ky-2023.txt": "003",
    "thanh-pho-lai-chau-2024.txt": "004",
}
NOTES = {"000": 14, "001": 0, "002": 11, "003": 14, "004": 15}
# How many rows of each digest's table of indicators hold figures.
INDICATORS = {"000": 54, "002": 54, "003": 37, "004": 21}
RUN = 22
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")

digests = pytest.mark.parametrize("name", sorted(SOURCES))


def read_text(path: Path) -> str:
    """The file's letters, composed."""
    return nfc(path.read_text(encoding="utf-8"))


def source_of(name: str, reports: Path) -> str:
    """The real report that a digest was drawn from."""
    return read_text(next(reports.glob(f"{SOURCES[name]}*.txt")))


def words(text: str) -> list[str]:
    """The words that a run is counted in; rows of tables count like prose."""
    return re.findall(r"\w+", text.lower())


def runs(text: str) -> Iterator[tuple[str, ...]]:
    """Every stretch of RUN words."""
    found = words(text)
    return (tuple(found[at : at + RUN]) for at in range(len(found) - RUN + 1))


def numbers(text: str) -> set[str]:
    """The numbers of a text, one spelling each: `1.022`, `1022` and `1.022,0` are one."""
    return {plain(found) for found in NUMBER.findall(text)}


def plain(written: str) -> str:
    """A number without grouping dots or idle zeros."""
    if "," in written:
        whole, _, part = written.replace(".", "").partition(",")
        return f"{int(whole)}.{part}".rstrip("0").rstrip(".") if part.isdigit() else written
    if re.fullmatch(r"\d{1,3}(\.\d{3})+", written):
        return written.replace(".", "")
    return str(int(written)) if written.isdigit() else written


def ink(text: str) -> set[int]:
    """Where something is printed."""
    return {at for at, letter in enumerate(text) if not letter.isspace()}


def covered(report: Report) -> set[int]:
    """Where the reading put the source's letters."""
    spans = [
        *(block.spans for block in report.blocks),
        *(note.spans for note in report.footnotes),
        *(table.spans for table in report.tables),
        *(piece.spans for piece in report.furniture),
        *(mark.spans for mark in report.marks),
    ]
    return {at for part in spans for span in part for at in range(*span)}


def test_the_corpus_is_the_five_digests_and_large_enough_to_try() -> None:
    """A digest that nobody checks against its source must not slip in."""
    files = sorted(path.name for path in SAMPLE.glob("*.txt"))

    assert files == sorted(SOURCES)
    assert sum((SAMPLE / name).stat().st_size for name in files) >= 60_000
    assert sum(NOTES.values()) >= 40


@digests
def test_a_digest_says_that_it_is_one_and_what_it_was_drawn_from(name: str) -> None:
    """Nobody may take a digest for the official text."""
    head = " ".join(read_text(SAMPLE / name)[:1200].split())

    assert "BẢN TÓM TẮT" in head
    assert "không phải văn bản chính thức" in head
    assert "Nguồn:" in head
    assert "nơi ban hành:" in head
    assert re.search(r"20\d\d", head)


@digests
def test_a_file_name_does_not_begin_like_a_real_report(name: str) -> None:
    """Sample and real reports are told apart by their names."""
    assert not re.match(r"00\d", name)


@pytest.mark.reports
@digests
def test_a_digest_shares_no_long_run_of_words_with_any_report(name: str, reports: Path) -> None:
    """Facts may be taken over, sentences may not."""
    theirs = {run for path in reports.glob("*.txt") for run in runs(read_text(path))}

    shared = [" ".join(run) for run in runs(read_text(SAMPLE / name)) if run in theirs]

    assert shared == []


@pytest.mark.reports
@digests
def test_every_figure_of_a_digest_stands_in_its_source(name: str, reports: Path) -> None:
    """A digest may leave figures out, never make one up."""
    made_up = numbers(read_text(SAMPLE / name)) - numbers(source_of(name, reports))

    assert made_up == set()


@digests
def test_a_digest_is_read_without_losing_ink(name: str) -> None:
    """Every printed letter belongs to some part of the report."""
    report = read_report(SAMPLE / name)

    assert ink(report.source) <= covered(report)


@digests
def test_every_footnote_of_a_digest_is_found_and_tied_to_its_mark(name: str) -> None:
    """Page breaks, continued notes and glued marks included."""
    report = read_report(SAMPLE / name)

    found = {int(note.number) for note in report.footnotes}

    assert found == set(range(1, NOTES[SOURCES[name]] + 1))
    assert len(report.footnotes) == len(found)
    assert [n.number for n in report.footnotes if n.anchor_in is AnchorIn.MISSING] == []


@pytest.mark.parametrize("name", [name for name, doc in SOURCES.items() if doc in INDICATORS])
def test_the_table_of_indicators_is_read_whole(name: str) -> None:
    """Repeated headers, torn labels and sub-rows do not cost a row."""
    report = read_report(SAMPLE / name)

    longest = max(report.tables, key=lambda table: len(table.rows))
    filled = [row for row in longest.rows if len(row.cells) > 1]

    assert len(filled) >= INDICATORS[SOURCES[name]]


def test_the_assignment_table_says_who_leads_what() -> None:
    """Sub-rows hang under the task that they belong to."""
    report = read_report(SAMPLE / "tinh-chuong-trinh-hanh-dong-2022.txt")

    rows = [row for table in report.tables for row in table.rows]
    airport = next(row for row in rows if "Cảng hàng không Lai Châu" in row.label[-1])

    assert "2022-2030" in {cell.written for cell in airport.cells}
    assert any("công trình trọng điểm" in part for part in airport.label[:-1])
