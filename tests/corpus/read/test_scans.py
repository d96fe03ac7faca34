"""What is read in a picture tells how sure it is, line by line, wherever the words go."""

from __future__ import annotations

import json
from pathlib import Path

import matplotlib as mpl
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFont

from corpus.errors import UnreadableReportError
from corpus.index import Index
from corpus.read import read_report, read_text, with_beyond
from corpus.read.page_picture import draw_page
from corpus.read.scan import ScannedLine, ScannedParagraph, can_recognise, problems
from corpus.report import Beyond, Recognised, Report, Span
from corpus.report_json import report_as_json
from corpus.split import split_passages
from tests.corpus.read.pdf_files import Picture, Sheet, lines, write_pdf
from tests.corpus.read.test_pdf import picture

TOLD = (
    "Năm 2023, huyện Suối Mơ trồng mới 312 ha rừng, tăng 12 ha",
    "so với năm 2022; tỷ lệ che phủ rừng đạt 41,5%, là mức",
    "cao nhất từ trước đến nay.",
)
SIZE = (1654, 2339)  # A4 at 200 dots an inch
PRINTED = Sheet(lines("BÁO CÁO", "Huyện Suối Mơ có 12 xã, 96 thôn và 41.250 người, đa số làm nông nghiệp."))
needs_tesseract = pytest.mark.skipif(
    not can_recognise(), reason="tesseract with its Vietnamese data is not installed (tesseract-ocr-vie)"
)


def photo(*told: str, step: int = 60) -> Picture:
    """A page as a scanner gives it: grey dots and nothing else, in a font that every machine has."""
    font = ImageFont.truetype(Path(mpl.get_data_path()) / "fonts" / "ttf" / "DejaVuSerif.ttf", 30)
    image = Image.new("L", SIZE, 250)
    pen = ImageDraw.Draw(image)
    for number, words in enumerate(told):
        pen.text((180, 200 + step * number), words, fill=20, font=font)
    return Picture(*SIZE, image.tobytes())


def scan(*sheets: Picture | Sheet) -> bytes:
    """A PDF of these pages."""
    return write_pdf(*(Sheet([], picture=one) if isinstance(one, Picture) else one for one in sheets))


def report_with(*recognised: Recognised) -> Report:
    report = read_text("Một dòng rõ ràng.\n\nMột dòng mờ nhòe.", file="a.txt")
    return with_beyond(report, Beyond(recognised=recognised))


def test_a_stretch_is_as_sure_as_its_lines() -> None:
    clear = Recognised(0, 17, 96, 0, 0, 9000, 200)
    dim = Recognised(19, 36, 60, 0, 400, 9000, 600)
    report = report_with(clear, dim)

    assert report.confidence_of([Span(0, 5)]) == 96
    assert report.confidence_of([Span(25, 30)]) == 60
    assert report.confidence_of([Span(0, 36)]) == 78
    assert report.recognised_in([Span(20, 21)]) == (dim,)
    assert report.confidence_of([Span(17, 19)]) is None
    assert report_with().confidence_of([Span(0, 5)]) is None


def test_doubts_are_named_by_page_and_numbers_by_themselves() -> None:
    box = (0, 0, 10_000, 300)
    dim = ScannedParagraph((ScannedLine("Chữ mờ nhòe khó đọc", 41.0, box),))
    number = ScannedParagraph((ScannedLine("Trồng mới 3l2 ha rừng", 91.0, box, ("3l2",)),))

    told = [note for _, note in problems({3: (dim,), 4: (number,), 5: None}, whole=False)]

    assert "Trang 3, 4, 5 là ảnh quét" in told[0]
    assert told[1:] == [
        "Trang 3: “Chữ mờ nhòe khó đọc…” nhận dạng chưa chắc (độ tin cậy 41%).",
        "Trang 4: “Trồng mới 3l2 ha rừng…” có số nhận dạng chưa chắc: 3l2.",
        "Trang 5: không nhận dạng được chữ nào.",
    ]


@needs_tesseract
def test_a_scan_keeps_its_confidence_in_blocks_and_passages(tmp_path: Path) -> None:
    file = tmp_path / "quet.pdf"
    file.write_bytes(scan(photo(*TOLD)))

    report = read_report(file)

    assert "41,5%" in report.source
    for line in report.beyond.recognised:
        assert report.source[line.start : line.end].strip() == report.source[line.start : line.end]
    assert json.dumps(report_as_json(report)["blocks"]).count('"confidence": ') == len(report.blocks)
    assert all(50 < (report.confidence_of(block.spans) or 0) <= 100 for block in report.blocks)
    assert all(passage.confidence and passage.page == 1 for passage in split_passages(report))


@needs_tesseract
def test_a_scanned_page_is_marked_where_its_line_lies(tmp_path: Path) -> None:
    file = tmp_path / "quet.pdf"
    file.write_bytes(scan(photo(*TOLD)))
    report = read_report(file)
    at = report.source.index("cao nhất")

    page = picture(draw_page(file, 1, [], report.recognised_in([Span(at, at + 8)])))

    red, _, blue = page.split()
    _, top, _, bottom = ImageChops.subtract(red, blue).getbbox() or (0, 0, 0, 0)
    wanted = (200 + 60 * 2) / SIZE[1]
    assert abs(top / page.height - wanted) < 0.01
    assert bottom - top < page.height / 30


@needs_tesseract
def test_a_scanned_page_among_printed_ones_is_read_and_told(tmp_path: Path) -> None:
    file = tmp_path / "lan.pdf"
    file.write_bytes(scan(PRINTED, photo(*TOLD), PRINTED))

    report = read_report(file)

    assert "41,5%" in report.source
    assert "Trang 2 là ảnh quét" in report.problems[0].note
    start = report.source.index("41,5%")
    assert report.page_of(start) == 2
    assert report.confidence_of([Span(start, start + 5)])
    assert report.confidence_of([Span(0, 7)]) is None


def test_a_scanned_page_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.read.pdf.can_recognise", lambda: False)
    file = tmp_path / "lan.pdf"
    file.write_bytes(scan(PRINTED, photo(*TOLD)))

    report = read_report(file)

    assert "41.250 người" in report.source
    assert [problem.kind for problem in report.problems] == ["pages_unread"]
    file.write_bytes(scan(photo(*TOLD)))
    with pytest.raises(UnreadableReportError, match="scanned_pdf"):
        read_report(file)


@needs_tesseract
def test_confidence_survives_a_new_reading_of_the_stored_text(tmp_path: Path) -> None:
    file = tmp_path / "quet.pdf"
    file.write_bytes(scan(photo(*TOLD)))
    index = Index.open(tmp_path / "home")
    index.add(file)
    before = [(one.text, one.confidence) for one in index.report_passages("quet")]
    told = index.report("quet")

    index.rebuild()

    assert [(one.text, one.confidence) for one in index.report_passages("quet")] == before
    again = index.report("quet")
    assert told is not None
    assert again is not None
    assert again.problems == told.problems
    index.close()
