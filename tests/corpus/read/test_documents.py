"""The same report as text and as a Word file or a saved page gives the same Report."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from corpus.errors import UnreadableReportError
from corpus.read import read_report
from corpus.report import AnchorIn, Report
from corpus.sentences import split_sentences
from tests.corpus.read.word_files import as_word

SAMPLE = sorted((Path(__file__).resolve().parents[3] / "corpus" / "sample").glob("*.txt"))


def tight(words: str) -> str:
    return re.sub(r"\W+", "", words).lower()


def sentences(report: Report) -> Counter[str]:
    return Counter(
        tight(block.text[start:end]) for block in report.blocks for start, end in split_sentences(block.text)
    )


def notes(report: Report) -> Counter[tuple[str, str]]:
    return Counter((tight(note.text), tight(note.anchor)[-30:]) for note in report.footnotes)


def cells(report: Report) -> Iterator[tuple[str, str, str]]:
    for table in report.tables:
        for row in table.rows:
            for cell in row.cells:
                name = tight(row.label[-1]) if row.label else ""
                yield name, tight(" ".join(table.columns[cell.column])), cell.written


@pytest.mark.parametrize("file", SAMPLE, ids=lambda file: file.stem)
def test_a_word_file_reads_like_the_text_it_was_made_from(file: Path, tmp_path: Path) -> None:
    text = read_report(file)
    word = tmp_path / f"{file.stem}.docx"
    word.write_bytes(as_word(text))

    read = read_report(word)

    assert read.family == "docx"
    assert sentences(read) == sentences(text)
    assert notes(read) == notes(text)
    assert [(one.number, one.title) for one in read.sections] == [
        (one.number, one.title) for one in text.sections
    ]
    assert Counter(cells(read)) == Counter(cells(text))
    assert all(note.anchor_in is not AnchorIn.MISSING for note in read.footnotes if note.marks or note.anchor)


def word_with(body: str) -> bytes:
    """A Word file with this XML as its body."""
    document = Document()
    for element in parse_xml(f"<w:body {nsdecls('w')}>{body}</w:body>"):
        document.element.body.insert(0, element)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def paragraph(runs: str) -> str:
    return f"<w:p>{runs}</w:p>"


def run(words: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def read_body(tmp_path: Path, body: str) -> Report:
    file = tmp_path / "bao-cao.docx"
    file.write_bytes(word_with(body))
    return read_report(file)


def test_tracked_changes_are_read_as_accepted_and_noted(tmp_path: Path) -> None:
    kept, gone = run("Năm 2023 trồng mới "), f"<w:del>{run('300').replace('w:t', 'w:delText')}</w:del>"
    report = read_body(tmp_path, paragraph(kept + gone + f"<w:ins>{run('312')}</w:ins>" + run(" ha rừng.")))

    assert "trồng mới 312 ha rừng" in report.source
    assert [problem.kind for problem in report.problems] == ["tracked_changes"]


def test_hidden_text_is_left_out_and_noted(tmp_path: Path) -> None:
    report = read_body(tmp_path, paragraph(run("Trồng mới 312 ha rừng.") + run(" Bí mật.", "<w:vanish/>")))

    assert "Bí mật" not in report.source
    assert [problem.kind for problem in report.problems] == ["hidden_text"]


def test_an_exponent_of_a_unit_is_no_mark(tmp_path: Path) -> None:
    raised = run("2", '<w:vertAlign w:val="superscript"/>')
    report = read_body(tmp_path, paragraph(run("Diện tích tự nhiên 900 km") + raised + run(" đất.")))

    assert "900 km²" in report.blocks[0].text
    assert report.marks == ()


def test_a_field_shows_its_result_and_never_its_instruction(tmp_path: Path) -> None:
    field = '<w:r><w:instrText>HYPERLINK "http://xau.example"</w:instrText></w:r>' + run("312 ha")
    report = read_body(tmp_path, paragraph(run("Trồng mới ") + field + run(" rừng.")))

    assert report.source.strip() == "Trồng mới 312 ha rừng."


HTML = """<!DOCTYPE html><html><head><title>x</title><script>alert(1)</script></head><body>
<h2>I- KẾT QUẢ</h2><p>Năm 2023, huyện Suối Mơ trồng mới 312 ha rừng<sup>1</sup>, tăng 12 ha.</p>
<p><sup>1</sup> Trong đó rừng phòng hộ 200 ha.</p><p style="display:none">ẩn</p>
<table><tr><th>TT</th><th>Chỉ tiêu</th><th>Đơn vị</th><th>Kết quả</th></tr>
<tr><td>1</td><td>Rừng trồng mới</td><td>Ha</td><td>312</td></tr></table></body></html>"""


def test_a_saved_page_keeps_notes_and_tables_and_runs_nothing(tmp_path: Path) -> None:
    file = tmp_path / "trang.html"
    file.write_text(HTML, encoding="utf-8")

    report = read_report(file)

    assert report.family == "html"
    assert [(note.number, note.anchor[-7:]) for note in report.footnotes] == [("1", "ha rừng")]
    assert [row.label for row in report.tables[0].rows] == [("Rừng trồng mới",)]
    assert "alert" not in report.source
    assert "ẩn" not in report.source


def zipped(name: str, content: bytes = b"") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr(name, content)
    return stream.getvalue()


XXE = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><w:document {}><w:body>&e;</w:body></w:document>'


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "legacy_word|damaged_word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
        (zipped("xl/workbook.xml"), "spreadsheet"),
        (zipped("tep.bin"), "archive"),
        (zipped("word/document.xml", b"<broken"), "damaged_word"),
        (zipped("word/document.xml", XXE.format(nsdecls("w")).encode()), "damaged_word"),
        (zipped("word/document.xml")[:40], "damaged_word"),
    ],
)
def test_what_is_no_report_is_named(tmp_path: Path, content: bytes, reason: str) -> None:
    file = tmp_path / "bao-cao.docx"
    file.write_bytes(content)

    with pytest.raises(UnreadableReportError) as caught:
        read_report(file)

    assert caught.value.reason in reason.split("|")
