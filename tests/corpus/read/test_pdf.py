"""The same report as text and as a PDF gives the same sentences, notes, headings and cells."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
import zlib
from collections import Counter
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops

from corpus.errors import UnreadableReportError
from corpus.read import read_report
from corpus.read.page_picture import draw_page, found
from corpus.read.pdfgrid import Box, find_grids
from corpus.read.scan import can_recognise
from corpus.report import Report
from corpus.split import split_passages
from tests.corpus.read.pdf_files import Sheet, Words, write_pdf
from tests.corpus.read.test_documents import SAMPLE, cells, notes, sentences
from tests.corpus.read.word_files import as_word

OFFICE = shutil.which("soffice")


def convert(folder: Path, form: str, *files: Path) -> None:
    """Write files in another form, as an official's own Word would."""
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [
        str(OFFICE),
        profile,
        "--headless",
        "--convert-to",
        form,
        "--outdir",
        str(folder),
        *map(str, files),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=300)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample corpus as Word files and as PDFs."""
    if OFFICE is None:
        pytest.skip("LibreOffice is not installed (apt-get install libreoffice-writer-nogui)")
    folder = tmp_path_factory.mktemp("pdf")
    for file in SAMPLE:
        (folder / f"{file.stem}.docx").write_bytes(as_word(read_report(file)))
    convert(folder, "pdf", *folder.glob("*.docx"))
    return folder


def share(read: Counter[object], wanted: Counter[object]) -> float:
    """How much of what is wanted was read."""
    return (read & wanted).total() / wanted.total() if wanted else 1.0


def titles(report: Report) -> Counter[object]:
    return Counter((one.number, one.title) for one in report.sections)


@pytest.mark.parametrize("file", SAMPLE, ids=lambda file: file.stem)
def test_a_pdf_reads_like_the_text_it_was_made_from(folder: Path, file: Path) -> None:
    text, read = read_report(file), read_report(folder / f"{file.stem}.pdf")

    assert read.family == "pdf"
    assert share(Counter(sentences(read)), Counter(sentences(text))) >= 0.99
    assert share(Counter(notes(read)), Counter(notes(text))) == 1
    assert share(Counter(cells(read)), Counter(cells(text))) >= 0.99
    assert share(titles(read), titles(text)) >= 0.95


def test_a_place_in_the_text_knows_its_page(folder: Path) -> None:
    report = read_report(folder / f"{SAMPLE[-1].stem}.pdf")

    assert len(report.pages) > 3
    assert report.page_of(0) == 1
    assert report.page_of(len(report.source)) == len(report.pages)


def test_a_passage_tells_its_page_and_the_page_shows_its_words_marked(folder: Path) -> None:
    file = folder / f"{SAMPLE[-1].stem}.pdf"
    passages = split_passages(read_report(file))
    passage = next(one for one in passages if one.page == 2 and len(one.text) > 200)

    plain, marked = (picture(draw_page(file, 2, quoted)) for quoted in ([], [passage.text]))

    assert plain.size == marked.size
    assert share_of_marker(plain) == 0
    assert 0.01 < share_of_marker(marked) < 0.5


def test_the_quoted_words_are_marked_and_no_others(tmp_path: Path) -> None:
    told = ["Năm 2023, huyện Suối Mơ trồng mới 312 ha rừng.", "Tỷ lệ che phủ rừng đạt 41,5%."]
    file = tmp_path / "suoi-mo.pdf"
    file.write_bytes(write_pdf(Sheet([Words(72, 700, told[0]), Words(72, 400, told[1])])))

    page = picture(draw_page(file, 1, [told[1]]))

    _, top, _, bottom = share_box(page)
    assert 0.5 < top / page.height < bottom / page.height < 0.55
    assert share_of_marker(picture(draw_page(file, 1, ["Không có chữ nào giống như thế"]))) == 0


def share_box(of: Image.Image) -> tuple[int, int, int, int]:
    """The stretch of a picture that bears the marker's colour."""
    red, _, blue = of.split()
    return ImageChops.subtract(red, blue).getbbox() or (0, 0, 0, 0)


def test_a_page_that_is_not_there_is_said(folder: Path) -> None:
    with pytest.raises(UnreadableReportError, match="no_such_page"):
        draw_page(folder / f"{SAMPLE[0].stem}.pdf", 999, [])


def test_quoted_words_are_found_across_marks_lines_and_accents() -> None:
    letters = "hetnam2025trongmoiđuoc312harung" + "7" + "caonhattoanhuyentutruocđennay" + "hetbang"
    quoted = "Hết năm 2025 trồng mới được 312 ha rừng, cao nhất toàn huyện từ trước đến nay."

    places = [letters[start:end] for start, end in found(letters, quoted)]

    assert places == ["hetnam2025trongmoiđuoc312harung", "caonhattoanhuyentutruocđennay"]
    assert list(found(letters, "Không có chữ nào giống như thế")) == []
    assert list(found(letters, "")) == []


def picture(png: bytes) -> Image.Image:
    """A picture out of its file's bytes."""
    return Image.open(io.BytesIO(png)).convert("RGB")


def share_of_marker(of: Image.Image) -> float:
    """How much of a picture is of the marker's colour."""
    dots = [of.getpixel((across, down)) for across in range(of.width) for down in range(of.height)]
    marked = [dot for dot in dots if isinstance(dot, tuple) and dot[0] > 240 and dot[2] < 160]
    return len(marked) / len(dots)


def test_an_old_word_file_and_an_opendocument_text_read_like_their_docx(folder: Path) -> None:
    word = folder / f"{SAMPLE[0].stem}.docx"
    wanted = sentences(read_report(word))
    for form in ("doc", "odt", "rtf"):
        convert(folder, form, word)
        read = sentences(read_report(word.with_suffix(f".{form}")))
        assert share(Counter(read), Counter(wanted)) >= 0.99, form


def test_a_pdf_with_a_password_is_named(folder: Path) -> None:
    word = folder / f"{SAMPLE[0].stem}.docx"
    locked = folder / "khoa"
    locked.mkdir()
    given = {"EncryptFile": ("boolean", "true"), "DocumentOpenPassword": ("string", "x")}
    options = json.dumps({name: {"type": kind, "value": value} for name, (kind, value) in given.items()})
    convert(locked, f"pdf:writer_pdf_Export:{options}", word)

    with pytest.raises(UnreadableReportError) as caught:
        read_report(locked / f"{word.stem}.pdf")

    assert caught.value.reason == "password"


BLANK = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R>>
%%EOF"""


@pytest.mark.parametrize(
    ("content", "reason"),
    [(BLANK, "scanned_pdf"), (b"%PDF-1.4 no more", "damaged_pdf"), (b"%PDF-", "damaged_pdf")],
)
def test_a_pdf_without_text_is_told_at_once(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "bao-cao.pdf"
    file.write_bytes(content)

    with pytest.raises(UnreadableReportError) as caught:
        read_report(file)

    assert caught.value.reason == reason


def test_cells_merged_in_a_ruled_table_are_one() -> None:
    """Two columns under one head: the stroke between them begins below it."""
    strokes = [Box(0, y, 200, y) for y in (0, 50, 100)]
    strokes += [Box(0, 0, 0, 100), Box(200, 0, 200, 100), Box(100, 0, 100, 50)]

    (grid,) = find_grids(strokes)

    assert grid.cell(150, 75) == grid.cell(50, 75) == (0, 0)
    assert grid.cell(150, 25) == (1, 1)
    assert grid.cell(250, 25) is None


def picture_of(pdf: Path) -> bytes:
    """A PDF of one page that is a picture of another PDF's first page, as a scanner makes it."""
    document = pypdfium2.PdfDocument(pdf)
    grey = document[0].render(scale=200 / 72, grayscale=True).to_numpy()
    document.close()
    height, width = grey.shape[:2]
    packed = zlib.compress(grey.tobytes())
    image = (
        f"<</Type/XObject/Subtype/Image/Width {width}/Height {height}/ColorSpace/DeviceGray"
        f"/BitsPerComponent 8/Filter/FlateDecode/Length {len(packed)}>>stream\n"
    ).encode()
    drawing = b"842 0 0 595 0 0 cm /P Do"
    return b"".join(
        (
            b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n",
            b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n",
            b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 842 595]/Contents 4 0 R",
            b"/Resources<</XObject<</P 5 0 R>>>>>>endobj\n",
            f"4 0 obj<</Length {len(drawing)}>>stream\n".encode(),
            drawing + b"\nendstream endobj\n5 0 obj",
            image + packed + b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
        )
    )


def test_a_scanned_page_is_recognised_and_its_doubts_are_named(folder: Path, tmp_path: Path) -> None:
    if not can_recognise():
        pytest.skip("tesseract with its Vietnamese data is not installed (tesseract-ocr-vie)")
    file = tmp_path / "quet.pdf"
    file.write_bytes(picture_of(folder / f"{SAMPLE[0].stem}.pdf"))

    report = read_report(file)

    words = set(" ".join(block.text for block in read_report(SAMPLE[0]).blocks).split())
    recognised = report.source.split()
    assert sum(word in words for word in recognised) > 0.85 * len(recognised) > 50
    assert report.problems[0].kind == "recognised"
    assert report.page_of(0) == 1
