"""The same report as text and as a Word file or a saved page gives the same Report."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Sequence
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
    for element in reversed(list(parse_xml(f"<w:body {nsdecls('w')}>{body}</w:body>"))):
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


def cell(*paragraphs: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{''.join(paragraph(run(one)) for one in paragraphs)}</w:tc>"


def table(*rows: Sequence[str], properties: str = "") -> str:
    body = "".join(f"<w:tr>{''.join(row)}</w:tr>" for row in rows)
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{body}</w:tbl>"


RULED = '<w:tblBorders><w:top w:val="single"/><w:insideH w:val="single"/></w:tblBorders>'
LETTERHEAD = table(
    (
        cell("ỦY BAN NHÂN DÂN", "HUYỆN SUỐI MƠ", "Số: 45/BC-UBND"),
        cell("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Suối Mơ, ngày 5 tháng 7 năm 2024"),
    )
)
SIGNED = table(
    (cell("Nơi nhận:", "- Tỉnh ủy;", "- Lưu: VT."), cell("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lò Văn Thắng"))
)
FIGURES = table(
    (cell("TT"), cell("Chỉ tiêu"), cell("Đơn vị"), cell("Kết", "quả")),
    (cell("1"), cell("Rừng", "trồng mới"), cell("Ha"), cell("312")),
    properties=RULED,
)


def test_a_letterhead_and_a_signature_are_words_and_no_table(tmp_path: Path) -> None:
    title = paragraph(run("BÁO CÁO", "<w:b/>")) + paragraph(run("Kết quả thực hiện năm 2024", "<w:b/>"))
    body = paragraph(run("Năm 2024, huyện trồng mới 312 ha rừng."))

    report = read_body(tmp_path, LETTERHEAD + title + body + SIGNED + paragraph(run("Phụ lục")) + FIGURES)

    front = report.front
    assert (front.issuer, front.number) == ("Ủy ban nhân dân huyện Suối Mơ", "45/BC-UBND")
    assert (front.place, front.date) == ("huyện Suối Mơ", "2024-07-05")
    told = [block.text for block in report.blocks]
    assert told[:3] == ["ỦY BAN NHÂN DÂN", "HUYỆN SUỐI MƠ", "Số: 45/BC-UBND"]
    (figures,) = report.tables
    assert "Lò Văn Thắng" not in figures.title
    assert list(cells(report)) == [
        ("rừngtrồngmới", "tt", "1"),
        ("rừngtrồngmới", "đơnvị", "Ha"),
        ("rừngtrồngmới", "kếtquả", "312"),
    ]


def test_letters_of_old_fonts_are_read_as_they_are_printed(tmp_path: Path) -> None:
    tcvn3 = run("N¨m 2023, huyÖn trång míi 312 ha rõng", '<w:rFonts w:ascii=".VnTime"/>')
    capitals = run("kÕt qu¶", '<w:rFonts w:ascii=".VnTimeH"/>')
    vni = run("Naêm 2023, huyeän troàng môùi 312 ha röøng", '<w:rFonts w:ascii="VNI-Times"/>')

    report = read_body(tmp_path, "".join(paragraph(one) for one in (tcvn3, capitals, vni)))

    wanted = "Năm 2023, huyện trồng mới 312 ha rừng"
    assert [block.text for block in report.blocks] == [wanted, "KẾT QUẢ", wanted]
    assert [problem.kind for problem in report.problems] == ["old_font"]


NUMBERING = """<w:numbering {names}><w:abstractNum w:abstractNumId="7">
<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
</w:abstractNum><w:num w:numId="71"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="72"><w:abstractNumId w:val="7"/></w:num>
<w:num w:numId="73"><w:abstractNumId w:val="7"/>
<w:lvlOverride w:ilvl="1"><w:startOverride w:val="1"/></w:lvlOverride></w:num></w:numbering>"""


def numbered(words: str, kind: int, level: int) -> str:
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{kind}"/></w:numPr>'
    return f"<w:p><w:pPr>{place}</w:pPr>{run(words)}</w:p>"


def test_lists_of_one_kind_count_on_unless_they_begin_anew(tmp_path: Path) -> None:
    document = Document(io.BytesIO(word_with("")))
    part = document.part.numbering_part
    part._element = parse_xml(NUMBERING.format(names=nsdecls("w")))
    told = [("KẾT QUẢ", 71, 0), ("Kinh tế", 71, 1), ("Xã hội", 72, 1), ("Văn hóa", 73, 1), ("TỒN TẠI", 72, 0)]
    for element in reversed([parse_xml(_named(numbered(*one))) for one in told]):
        document.element.body.insert(0, element)
    file = tmp_path / "so.docx"
    document.save(str(file))

    words = [line.strip("*") for line in read_report(file).source.split("\n") if line]

    assert words == ["I. KẾT QUẢ", "1. Kinh tế", "2. Xã hội", "1. Văn hóa", "II. TỒN TẠI"]


def _named(paragraph: str) -> str:
    return paragraph.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1)


LISTED = """<html><body><table><tr><td><p>ỦY BAN NHÂN DÂN</p><p>HUYỆN SUỐI MƠ</p></td>
<td><p>CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM</p></td></tr></table>
<p><span><strong>Kết quả nổi bật</strong></span></p>
<ol type="I" start="2"><li>Kinh tế: trồng mới 312 ha rừng<a href="#fn1" id="ref1"><sup>1</sup></a>.</li>
<li>Xã hội</li></ol><ul><li>Giảm nghèo nhanh</li></ul>
<section><hr><ol><li id="fn1"><p>Trong đó rừng phòng hộ 200 ha.<a href="#fnref1">↩︎</a></p></li></ol></section>
</body></html>"""


def test_a_page_shows_the_numbers_that_its_lists_and_notes_only_imply(tmp_path: Path) -> None:
    file = tmp_path / "trang.html"
    file.write_text(LISTED, encoding="utf-8")

    report = read_report(file)

    assert report.source.split("\n\n")[:2] == ["ỦY BAN NHÂN DÂN", "HUYỆN SUỐI MƠ"]
    assert "**Kết quả nổi bật**" in report.source
    assert [line[:4] for line in report.source.split("\n\n")[4:7]] == ["II. ", "III.", "- Gi"]
    (note,) = report.footnotes
    assert (note.text, note.anchor[-7:]) == ("Trong đó rừng phòng hộ 200 ha.", "ha rừng")
    assert report.tables == ()


MARKDOWN = r"""# BÁO CÁO

## Kết quả thực hiện năm 2024 của huyện Suối Mơ

### I. KẾT QUẢ

Năm 2024, huyện trồng mới **312 ha** rừng[^1], tăng 12 ha; xem [kế hoạch](https://x.example/a).

1\. Thu ngân sách 87,2 tỷ đồng.
2\. Hộ nghèo còn 9,8%.

| TT | Chỉ tiêu | Đơn vị | Kết quả |
|----|:---------|:------:|--------:|
| 1 | Rừng trồng mới | Ha | 312 |

[^1]: Trong đó rừng phòng hộ 200 ha.
"""


def test_markdown_is_read_with_its_headings_tables_and_notes(tmp_path: Path) -> None:
    file = tmp_path / "bao-cao.md"
    file.write_text(MARKDOWN, encoding="utf-8")

    report = read_report(file)

    assert report.family == "markdown"
    assert report.front.title == "BÁO CÁO Kết quả thực hiện năm 2024 của huyện Suối Mơ"
    assert ("I.", "KẾT QUẢ") in [(one.number, one.title) for one in report.sections]
    told = [block.text for block in report.blocks]
    assert "Năm 2024, huyện trồng mới 312 ha rừng, tăng 12 ha; xem kế hoạch." in told
    assert told[-2:] == ["1. Thu ngân sách 87,2 tỷ đồng.", "2. Hộ nghèo còn 9,8%."]
    assert [(note.number, note.anchor[-7:]) for note in report.footnotes] == [("1", "ha rừng")]
    assert Counter(cells(report))["rừngtrồngmới", "kếtquả", "312"] == 1


def test_a_text_with_bold_words_alone_is_no_markdown(tmp_path: Path) -> None:
    file = tmp_path / "bao-cao.md"
    file.write_text("**I. KẾT QUẢ**\n\n- Trồng mới *312 ha* rừng¹.\n\n¹ Rừng phòng hộ.\n", encoding="utf-8")

    assert read_report(file).family == "ocr"
