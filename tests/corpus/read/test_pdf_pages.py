"""Pages as offices print them: letterheads, columns, tables without rules, old fonts, marks of any size."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from corpus.errors import UnreadableReportError
from corpus.read import read_report
from corpus.report import Report
from tests.corpus.read.pdf_files import Sheet, Words, lines, write_pdf

BODY = (
    "Năm 2024, huyện Suối Mơ trồng mới 312 ha rừng, tăng 12 ha so với năm 2023, đạt kế hoạch;",
    "tỷ lệ che phủ rừng đến hết năm đạt 41,5%, cao nhất từ trước đến nay.",
)


def read(tmp_path: Path, *sheets: Sheet) -> Report:
    file = tmp_path / "bao-cao.pdf"
    file.write_bytes(write_pdf(*sheets))
    return read_report(file)


def texts(report: Report) -> list[str]:
    return [block.text for block in report.blocks]


def test_a_letterhead_is_read_side_by_side_and_tells_whose_the_report_is(tmp_path: Path) -> None:
    left = ("ỦY BAN NHÂN DÂN", "HUYỆN SUỐI MƠ", "Số: 45/BC-UBND")
    right = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA", "VIỆT NAM", "Suối Mơ, ngày 5 tháng 7 năm 2024")
    head = [
        word
        for row, (one, other) in enumerate(zip(left, right, strict=True))
        for word in (Words(72, 780 - 16 * row, one), Words(300, 782 - 16 * row, other))
    ]
    title = [Words(260, 690, "BÁO CÁO"), Words(190, 672, "Kết quả thực hiện năm 2024")]

    report = read(tmp_path, Sheet([*head, *title, *lines(*BODY, top=640)]))

    assert texts(report)[:6] == [*left, *right]
    assert " ".join(BODY) in texts(report)
    front = report.front
    assert (front.place, front.number, front.date) == ("huyện Suối Mơ", "45/BC-UBND", "2024-07-05")


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    told = (
        "Huyện có 12 xã và 96 thôn, bản với dân",
        "số 41.250 người; kinh tế dựa vào rừng,",
        "chè và du lịch, thu nhập tăng hằng năm.",
    )
    more = (
        "Toàn huyện có 312 ha chè, cho sản",
        "lượng 2.450 tấn búp tươi mỗi năm, bán",
        "được 27 tỷ đồng trong năm vừa rồi.",
    )
    beside = [
        *(Words(60, 700 - 15 * row, words) for row, words in enumerate(told)),
        *(Words(320, 700 - 15 * row, words) for row, words in enumerate(more)),
    ]
    mixed = sorted(beside, key=lambda one: -one.y)  # as some programs write them: line by line

    for words in (beside, mixed):
        report = read(tmp_path, Sheet([Words(250, 760, "BÁO CÁO"), *words]))

        assert texts(report)[-2:] == [" ".join(told), " ".join(more)]


def test_a_table_without_rules_is_told_by_its_columns(tmp_path: Path) -> None:
    rows = (
        ("TT", "Chỉ tiêu", "Đơn vị tính", "Kế hoạch", "Thực hiện"),
        ("1", "Rừng trồng mới", "Ha", "300", "312"),
        ("2", "Hộ nghèo giảm", "%", "3", "3,4"),
        ("3", "Lao động có việc làm", "Người", "850", "912"),
    )
    places = (72, 110, 290, 380, 470)
    heads = (72, 98, 290, 380, 470)  # two of them too close to each other to be told apart by themselves
    words = [
        Words(x, 600 - 16 * row, cell)
        for row, cells in enumerate(rows)
        for x, cell in zip(places if row else heads, cells, strict=True)
    ]

    report = read(tmp_path, Sheet([*lines(*BODY), Words(72, 640, "BIỂU KẾT QUẢ NĂM 2024"), *words]))

    (table,) = report.tables
    assert table.columns == tuple((head,) for head in rows[0])
    assert [row.label[-1] for row in table.rows] == [cells[1] for cells in rows[1:]]
    assert [cell.written for cell in table.rows[2].cells][-2:] == ["850", "912"]


def test_an_item_goes_on_below_its_first_word(tmp_path: Path) -> None:
    told = [
        Words(72, 700, "(1) Trồng mới 312 ha rừng, chăm sóc 1.250 ha, khoanh nuôi 640 ha; tỷ lệ che phủ"),
        Words(90, 684, "rừng 41,5%, cao nhất từ trước đến nay trên địa bàn huyện và vượt kế hoạch được giao"),
        Words(90, 668, "trong năm."),
        Words(72, 652, "(2) Tỷ lệ hộ nghèo còn 9,8%."),
    ]

    items = texts(read(tmp_path, Sheet(told)))

    assert [item[:3] for item in items] == ["(1)", "(2)"]
    assert items[0].endswith("trong năm.")


def test_a_line_that_is_not_full_goes_on_where_the_next_word_had_no_room(tmp_path: Path) -> None:
    """Lines set ragged are as long as their words let them be."""
    told = ("Trong năm có 312 ha rừng được trồng mới ở các xã vùng cao, trong đó xã", "Nghiêngnghiêng 90 ha.")
    longer = "Huyện Suối Mơ có 12 xã, 96 thôn, bản và hơn 41.250 người, đa số làm nghề rừng."

    words = texts(read(tmp_path, Sheet([*lines(*told), Words(72, 600, longer)])))

    assert words == [" ".join(told), longer]


@pytest.mark.parametrize("size", [7, 9, 10])
def test_a_raised_number_is_a_mark_whatever_its_size(tmp_path: Path, size: float) -> None:
    first, rest = "Huyện trồng mới 312 ha rừng", ", tăng 12 ha."
    end = 72 + 6 * len(first)
    words = [
        Words(72, 700, first),
        Words(end, 704, "1", size=size),
        Words(end + size / 2, 700, rest),
        Words(72, 200, "1", size=size * 0.8),
        Words(78, 196, "Trong đó rừng phòng hộ 200 ha.", size=10),
    ]

    report = read(tmp_path, Sheet(words, strokes=[(72, 215, 200, 215)]))

    assert [(note.number, note.anchor[-7:]) for note in report.footnotes] == [("1", "ha rừng")]


@pytest.mark.parametrize(
    ("font", "written"),
    [
        (".VnTime", "N¨m 2023, huyÖn trång míi 312 ha rõng"),
        ("ABCDEF+.VnTimeH", "n¨m 2023, huyÖn trång míi 312 ha rõng"),
        ("VNI-Times", "Naêm 2023, huyeän troàng môùi 312 ha röøng"),
    ],
)
def test_letters_of_old_fonts_are_read_as_they_are_printed(tmp_path: Path, font: str, written: str) -> None:
    words = [Words(72, 700 - 20 * row, written, font=font) for row in range(3)]

    (told, *_) = texts(read(tmp_path, Sheet(words)))

    wanted = "Năm 2023, huyện trồng mới 312 ha rừng"
    assert told.startswith(wanted.upper() if font.endswith("H") else wanted)


def test_glyphs_that_say_nothing_are_named(tmp_path: Path) -> None:
    file = tmp_path / "la.pdf"
    file.write_bytes(write_pdf(Sheet(lines(*BODY)), mapped=False))

    with pytest.raises(UnreadableReportError) as caught:
        read_report(file)

    assert caught.value.reason in {"no_unicode", "scanned_pdf"}


def grid(xs: Sequence[float], ys: Sequence[float]) -> list[tuple[float, float, float, float]]:
    across = [(xs[0], y, xs[-1], y) for y in ys]
    return across + [(x, ys[0], x, ys[-1]) for x in xs]


def test_a_table_whose_head_alone_stands_on_a_page_keeps_its_columns(tmp_path: Path) -> None:
    """“Kết quả” spans two columns, which only the next page shows."""
    xs = (72, 110, 290, 380, 470)
    spanning = [*grid((72, 110, 290, 470), (100, 130))]
    heads = [Words(75, 110, "TT"), Words(115, 110, "Chỉ tiêu"), Words(300, 110, "Kết quả")]
    rows = (("", "", "Năm 2023", "Năm 2024"), ("1", "Rừng trồng mới", "300", "312"))
    cells = [
        Words(x + 3, 760 - 30 * row, cell)
        for row, told in enumerate(rows)
        for x, cell in zip(xs, told, strict=False)
        if cell
    ]
    first = Sheet([*lines(*BODY), Words(72, 140, "BIỂU KẾT QUẢ"), *heads], strokes=spanning)
    second = Sheet(cells, strokes=grid(xs, (715, 745, 775)))

    (table,) = read(tmp_path, first, second).tables

    assert table.columns[2:] == (("Kết quả", "Năm 2023"), ("Kết quả", "Năm 2024"))


def test_a_background_is_no_table(tmp_path: Path) -> None:
    frame = grid((8, 590), (8, 834))
    small = grid((72, 110, 290, 380), (500, 520, 540))
    cells = [Words(75, 525, "TT"), Words(115, 525, "Chỉ tiêu"), Words(300, 525, "Kết quả")]
    cells += [Words(75, 505, "1"), Words(115, 505, "Rừng trồng mới"), Words(300, 505, "312")]

    report = read(tmp_path, Sheet([*lines(*BODY), *cells], strokes=[*frame, *small]))

    assert " ".join(BODY) in texts(report)
