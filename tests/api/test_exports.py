"""What is taken away keeps its sources, its diacritics and its exact numbers."""

import io
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from api.exports.chart import Point, TargetLine, chart
from api.exports.desk import DeskEntry, as_markdown, as_text
from api.exports.sheets import as_csv, as_xlsx
from api.exports.word import as_word

ENTRY = DeskEntry(
    sentence="Năm 2023, huyện Suối Mơ còn 12,5% hộ nghèo.",
    source="Báo cáo của huyện Suối Mơ, mục II.2, chú thích 7",
    quotation="tỷ lệ hộ nghèo còn 12,5%",
    warnings=("Đây là số ước thực hiện.",),
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def notes_of(word: bytes) -> list[str]:
    """The footnotes' words as a second reader finds them, without their two rules."""
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        root = etree.fromstring(archive.read("word/footnotes.xml"))
    notes = [note for note in root if int(note.get(f"{W}id")) > 0]
    return ["".join(text.text for text in note.iter(f"{W}t")).strip() for note in notes]


def test_each_entry_has_its_own_footnote_in_word() -> None:
    word = as_word("Số liệu cho bài phát biểu", [ENTRY, ENTRY])

    assert notes_of(word) == [f"{ENTRY.source}: “{ENTRY.quotation}”"] * 2
    with zipfile.ZipFile(io.BytesIO(word)) as archive:
        body = etree.fromstring(archive.read("word/document.xml"))
    assert [reference.get(f"{W}id") for reference in body.iter(f"{W}footnoteReference")] == ["1", "2"]


@given(st.text(max_size=200))
def test_no_text_breaks_the_word_file(words: str) -> None:
    word = as_word(words, [DeskEntry(sentence=words, source=words, quotation=words)])

    assert len(notes_of(word)) == 1


@pytest.mark.parametrize("form", [as_markdown, as_text])
def test_text_forms_keep_sentence_source_and_warning(form: object) -> None:
    assert callable(form)
    written = form("Tiêu đề", [ENTRY])

    assert all(part in written for part in (ENTRY.sentence, ENTRY.source, ENTRY.warnings[0]))


def test_csv_opens_with_diacritics_and_runs_no_formula() -> None:
    written = as_csv(["Chỉ tiêu", "Giá trị"], [["=HYPERLINK(1)", Decimal("12.50")]])

    assert written.startswith(b"\xef\xbb\xbf")
    assert "'=HYPERLINK(1),12.50" in written.decode("utf-8-sig")


def test_xlsx_keeps_numbers_as_numbers() -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(as_xlsx("Chỉ tiêu", ["Tên", "Số"], [["=1+1", Decimal("12.5")]])))

    assert [cell.value for cell in book.active[2]] == ["=1+1", 12.5]
    assert [cell.data_type for cell in book.active[2]] == ["s", "n"]


def test_a_chart_writes_its_values_in_words() -> None:
    points = [
        Point(period="2021", value=Decimal("4.2"), written="4,2"),
        Point(period="2022", value=Decimal(5), written="5", estimate=True),
    ]

    svg = chart("Tốc độ tăng", "%", points, TargetLine(value=Decimal(6), written="6%"))
    png = chart("Tốc độ tăng", "%", points, form="png")

    assert b"<svg" in svg
    assert png.startswith(b"\x89PNG")
