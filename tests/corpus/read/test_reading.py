"""One difficulty each, in the smallest text that shows it."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.errors import UnreadableReportError
from corpus.read import read_report, read_text
from corpus.report import AnchorIn, Report

HEAD = "BÁO CÁO\n\n**Tình hình kinh tế - xã hội năm 2023 của huyện Suối Mây**\n\n"


def read(text: str) -> Report:
    return read_text(HEAD + text, file="bao-cao.txt")


def texts(report: Report) -> list[str]:
    return [block.text for block in report.blocks]


def test_a_sentence_cut_by_a_page_and_its_notes_is_one_again() -> None:
    report = read(
        "Toàn huyện trồng mới 12 ha chè¹, mở rộng vùng cây ăn\n\n"
        "¹ Tại xã Đồi Thông và xã Phú Lộc.\n\n"
        "quả lên 40 ha.\n"
    )

    assert "Toàn huyện trồng mới 12 ha chè, mở rộng vùng cây ăn quả lên 40 ha." in texts(report)
    assert report.footnotes[0].anchor == "Toàn huyện trồng mới 12 ha chè"


def test_a_note_goes_on_in_a_paragraph_without_a_mark() -> None:
    report = read(
        "Huyện hỗ trợ các hộ chăn nuôi¹ và xây dựng mô\n\n"
        "¹ Gồm 15 hộ ở xã Phú Lộc.\n\n"
        "Năm sau dự kiến hỗ trợ thêm 20 hộ.\n\n"
        "hình trang trại tập trung.\n"
    )

    assert report.footnotes[0].text == "Gồm 15 hộ ở xã Phú Lộc. Năm sau dự kiến hỗ trợ thêm 20 hộ."
    assert any("xây dựng mô hình trang trại tập trung." in text for text in texts(report))


def test_an_exponent_is_no_mark() -> None:
    report = read("Diện tích 1.204,5 km², nhà lưới 300 m², rừng trồng 80 ha¹.\n\n¹ Ở ba xã.\n")

    assert [mark.number for mark in report.marks] == ["1"]
    assert any("km², nhà lưới 300 m², rừng trồng 80 ha." in text for text in texts(report))


def test_a_note_may_bear_a_mark_of_its_own() -> None:
    report = read("Thu hút 4 dự án¹.\n\n¹ Trong đó 1 dự án điện².\n\n² Đang chờ phê duyệt.\n")

    assert [note.anchor_in for note in report.footnotes] == [AnchorIn.PROSE, AnchorIn.FOOTNOTE]


def test_doubled_and_missing_marks_are_kept_and_told() -> None:
    report = read("Có 3 chợ¹ và 2 cửa hàng¹; 5 kho³.\n\n¹ Ở thị trấn.\n\n² Không ai dẫn đến.\n")

    assert [problem.kind for problem in report.problems[:3]] == [
        "doubled_mark",
        "mark_without_note",
        "note_without_mark",
    ]
    assert len(report.marks) == 3


def test_a_mistyped_number_takes_its_place() -> None:
    report = read(
        "2. Kết quả\n\n2.1. Kinh tế\n\n2.1.1. Nông nghiệp\n\nTăng 3%.\n\n2.1.2. Công nghiệp\n\nTăng 4%.\n\n"
        "2.13. Dịch vụ\n\nTăng 5%.\n"
    )

    mistyped = next(section for section in report.sections if section.number == "2.13.")
    assert report.path(mistyped.parent) == ("2. Kết quả", "2.1. Kinh tế")


def test_a_part_takes_its_title_from_the_line_below() -> None:
    report = read("Phần thứ nhất\n\nKẾT QUẢ ĐẠT ĐƯỢC\n\nI. KINH TẾ\n\nKinh tế tăng trưởng khá.\n")

    assert ("Phần thứ nhất", "KẾT QUẢ ĐẠT ĐƯỢC") in [(one.number, one.title) for one in report.sections]


TABLE = (
    "TT\tChỉ tiêu\tĐơn vị tính\tKế hoạch\tKết quả\t\n"
    "\t\t\t\tNăm 2022\tNăm 2023\n"
    "I\tVề kinh tế\t\t\t\t\n"
    "1\tCơ cấu lao động\t\t\t\t\n"
    "\t+ Nông nghiệp\t%\t60\t66,5\t63,1\n"
    "2\tTỷ lệ hộ dùng nước\t%\t95\t91\t\n"
    "\n"
    "TT\tChỉ tiêu\tĐơn vị tính\tKế hoạch\tKết quả\t\n"
    "\t\t\t\tNăm 2022\tNăm 2023\n"
    "\thợp vệ sinh\t\t\t\t\n"
)


def test_a_cell_knows_its_full_labels() -> None:
    table = read("PHỤ LỤC I\nKẾT QUẢ CHỈ TIÊU\n\n" + TABLE).tables[0]

    assert table.columns[5] == ("Kết quả", "Năm 2023")
    assert [row.label for row in table.rows if row.cells and len(row.cells) > 2] == [
        ("Về kinh tế", "Cơ cấu lao động", "Nông nghiệp"),
        ("Về kinh tế", "Tỷ lệ hộ dùng nước hợp vệ sinh"),
    ]


def test_a_second_label_does_not_shift_the_cells() -> None:
    rows = (
        "TT\tChỉ tiêu\tĐơn vị tính\tMục tiêu\tKết quả\tGhi chú\t\n"
        "1\tTỷ lệ che phủ rừng\t%\t50\t51\t\t\n"
        "2\tTỷ lệ học sinh đến trường\tMầm non\t%\t>98\t100\t\n"
        "\t\tTiểu học\t%\t>99\t100\t\n"
    )

    table = read("BIỂU KẾT QUẢ CHỈ TIÊU\n\n" + rows).tables[0]

    assert table.rows[2].label == ("Tỷ lệ học sinh đến trường", "Tiểu học")
    assert [cell.written for cell in table.rows[2].cells] == ["%", ">99", "100"]


FLAT = (
    "Đảng bộ tỉnh đã lãnh đạo thực hiện toàn diện các nhiệm vụ được giao và \n\n"
    "đạt kết quả khá trên các lĩnh vực; đời sống \n\n"
    "nhân dân được nâng lên rõ rệt so với đầu nhiệm \n\nkỳ trước. \n\n"
    "PHỤ LỤC \n\nTT Chỉ tiêu \nĐơn vị \n\ntính \n\nKế hoạch \n\nThực \nhiện \n\nĐánh giá \n\n"
    "1 \n\nTỷ lệ hộ nghèo % 9,5 8,1 Vượt \n\n"
    "2 \n\nSố xã đạt chuẩn nông thôn \nmới \n\nXã 12  Không \n\nđánh giá \n\n"
    "3 Thu ngân sách Tỷ đồng 1.200 1.310 Vượt \n"
)


def test_blanks_give_away_the_empty_cells_of_a_flattened_row() -> None:
    table = read_text(FLAT, file="phu-luc.txt").tables[0]

    row = next(row for row in table.rows if row.label == ("Số xã đạt chuẩn nông thôn mới",))
    cells = {table.columns[cell.column][-1]: cell.written for cell in row.cells}
    assert (cells.get("Kế hoạch"), cells.get("Thực hiện"), cells["Đánh giá"]) == (
        "12",
        None,
        "Không đánh giá",
    )


def test_front_matter_comes_from_the_text() -> None:
    report = read(
        "Huyện Suối Mây có 12 xã; toàn huyện có 8.000 hộ.\n\nI. KẾT QUẢ\n\nĐạt khá.\n\n"
        "Nơi nhận:\n\n- Lưu.\n\n"
        "**T/M BAN THƯỜNG VỤ\nBÍ THƯ**\n\nLê Văn Mây\n"
    )

    assert (report.front.place, report.front.level) == ("huyện Suối Mây", "huyện")
    assert report.front.issuer == "Ban Thường vụ Huyện ủy Suối Mây"
    assert report.front.period == "2023"


def test_a_sidecar_overrides_the_front_matter(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text(HEAD + "Kinh tế tăng trưởng khá.\n", encoding="utf-8")
    (tmp_path / "a.txt.toml").write_text(
        'place = "thị xã Đồi Thông"\ndate = "2024-02-01"\n', encoding="utf-8"
    )

    front = read_report(file).front

    assert (front.place, front.level, front.date) == ("thị xã Đồi Thông", "thị xã", "2024-02-01")


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (bytes(range(256)) * 40, "binary"),
        ("Báo cáo của huyện".encode("utf-16"), "utf-16"),
        ("Báo cáo tình hình phát triển kinh tế của huyện".encode("utf-16-le"), "utf-16"),
        ("Ba\u0301o ca\u0301o ti\u0300nh hi\u0300nh ".encode("cp1258") * 9, "windows-1258"),
        (b"t\xd7nh h\xd7nh c\xf1a \xa7\xb6ng b\xe9 t\xd8nh n\xa8m 2023 " * 9, "tcvn3"),
    ],
)
def test_what_is_no_text_is_named(raw: bytes, reason: str, tmp_path: Path) -> None:
    file = tmp_path / "la.txt"
    file.write_bytes(raw)

    with pytest.raises(UnreadableReportError) as caught:
        read_report(file)

    assert caught.value.reason == reason


def test_a_file_far_too_large_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "lon.txt"
    with file.open("wb") as out:
        out.truncate(200 * 1024 * 1024)

    with pytest.raises(UnreadableReportError) as caught:
        read_report(file)

    assert caught.value.reason == "too_large"


@pytest.mark.parametrize("text", ["¹ Chỉ có chú thích.\n\n² Và chú thích nữa.\n", TABLE, "a" * 3_000_000])
def test_odd_texts_are_still_reports(text: str) -> None:
    report = read_text(text, file="la.txt")

    assert report.footnotes or report.tables or report.blocks


def test_newlines_and_marks_of_byte_order_do_not_move_spans(tmp_path: Path) -> None:
    file = tmp_path / "dos.txt"
    file.write_bytes("\ufeffI. KẾT QUẢ\r\n\r\nĐạt khá.\r\n".encode())

    report = read_report(file)

    assert report.source[slice(*report.blocks[1].spans[0])] == "Đạt khá."


def test_each_of_two_appendices_has_its_own_title() -> None:
    table = "TT\tChỉ tiêu\tĐơn vị\tKết quả\n1\tRừng trồng mới\tHa\t{}\n"
    report = read(
        "Kinh tế tăng trưởng khá.\n\nPHỤ LỤC I\nKẾT QUẢ HỌC TẬP NGHỊ QUYẾT\n\n"
        + table.format(12)
        + "\n\n**KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU**\n\n"
        + table.format(15)
    )

    assert [table.title for table in report.tables] == [
        "PHỤ LỤC I KẾT QUẢ HỌC TẬP NGHỊ QUYẾT",
        "KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU",
    ]


@pytest.mark.parametrize(
    ("head", "place", "issuer"),
    [
        ("ĐẢNG BỘ TỈNH BÌNH MINH|HUYỆN ỦY AN HÒA", "huyện An Hòa", "Huyện ủy An Hòa"),
        ("ĐẢNG BỘ TỈNH BÌNH MINH|THÀNH ỦY AN HÒA", "thành phố An Hòa", "Thành ủy An Hòa"),
        ("ĐẢNG BỘ HUYỆN AN HÒA|ĐẢNG ỦY XÃ SƠN ĐÔNG", "xã Sơn Đông", "Đảng ủy xã Sơn Đông"),
        ("ĐẢNG BỘ TỈNH BÌNH MINH|TỈNH ỦY BÌNH MINH", "tỉnh Bình Minh", "Tỉnh ủy Bình Minh"),
    ],
)
def test_the_body_above_in_a_letterhead_is_not_the_issuer(head: str, place: str, issuer: str) -> None:
    lines = [*head.split("|"), "*", "BÁO CÁO", "I- KẾT QUẢ", "1. Trồng mới 3 ha rừng."]

    front = read_text("\n\n".join(lines), file="bao-cao.txt").front

    assert (front.place, front.issuer) == (place, issuer)
