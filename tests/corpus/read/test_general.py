"""Layouts of other offices: tables without a counter, spans, articles, quarters torn apart."""

from __future__ import annotations

from corpus.read import read_text

_BODY = "\n\n".join(
    (
        "Lời văn của trang này được ngắt xuống dòng giữa câu như",
        "trong mọi bản chép và câu còn đi tiếp ở dưới",
    )
    * 3
)
# In such a dump a blank follows each cell; empty cells leave more of them.
_PLAIN = """
Chỉ tiêu
Đơn vị

tính

Kế hoạch
năm 2023

Thực hiện
năm 2023

So sánh (%)

Cùng
kỳ

Kế
hoạch

I. Kinh tế@

1. Diện tích rau sạch ha 320 298 113,7 93,1

- Trong đó: Rau mầm ha 110 97 115,5 88,2

2. Khách tham quan Nghìn lượt 1.050 812 115,2 77,3
""".replace("\n", " \n").replace("@", " " * 6)


def test_a_flattened_table_without_a_counter_is_read() -> None:
    report = read_text(_BODY + "\n\n PHỤ LỤC \n\nMột số chỉ tiêu \n" + _PLAIN, file="a.txt")
    (table,) = report.tables
    assert table.columns[-2:] == (("So sánh (%)", "Cùng kỳ"), ("So sánh (%)", "Kế hoạch"))
    cells = {row.label[-1]: [cell.written for cell in row.cells][-4:] for row in table.rows}
    assert cells["Khách tham quan"] == ["1.050", "812", "115,2", "77,3"]
    assert table.rows[2].label == ("Kinh tế", "Diện tích rau sạch", "Trong đó: Rau mầm")


def test_articles_stand_below_chapters() -> None:
    report = read_text(
        "BÁO CÁO\n\nChương I\nKẾT QUẢ THỰC HIỆN\n\nĐiều 1. Kinh tế\n\nNăm qua làm được nhiều việc.\n",
        file="a.txt",
    )
    assert [(one.number, one.level) for one in report.sections][-2:] == [("Chương I", 1), ("Điều 1.", 2)]


def test_years_may_stand_in_a_header() -> None:
    report = read_text(
        "BIỂU 01\n\nTT\tChỉ tiêu\tThực hiện\t\tMục tiêu\t\n"
        "\t\t2016\t2020\tMức thấp\tMức cao\n1\tNgô\t5\t7\t8\t9\n",
        file="a.txt",
    )
    assert report.tables[0].columns[2:] == (
        ("Thực hiện", "2016"),
        ("Thực hiện", "2020"),
        ("Mục tiêu", "Mức thấp"),
        ("Mục tiêu", "Mức cao"),
    )


_HANGING = (
    "BÁO CÁO\n\nBIỂU KẾT QUẢ\n\nTT\tChỉ tiêu\tĐơn vị tính\tMục tiêu\tKết quả\tGhi chú\n"
    "1\tTỷ lệ xóm có sân chơi\t%\t90\t84,0\t\t\n"
    "\tĐạt danh hiệu văn hóa\tTrường học, công sở\t%\t93\t91,50\t\n"
    "\t\tHộ gia đình\t%\t87\t89,25\t\n"
)


def test_a_label_that_begins_like_a_unit_hangs_under_its_row() -> None:
    """“Hộ” may be a unit; under a row whose cells stand one to the right it is what is measured."""
    table = read_text(_HANGING, file="bieu.txt").tables[0]
    labels = [" / ".join(row.label) for row in table.rows]

    assert labels[-1] == "Đạt danh hiệu văn hóa / Hộ gia đình"


_COUNTED = """
TT Chỉ tiêu
Đơn vị

tính

Thực hiện
năm 2022

Nghị quyết
năm 2023

I Chỉ tiêu kinh tế

1 Thu ngân sách Tỷ đồng 410 460

2 Khách du lịch Nghìn lượt 512 600



2

TT Chỉ tiêu
Đơn vị

tính

Thực hiện
năm 2022

Nghị quyết
năm 2023

3 Sản lượng tôm Tấn 2.140 2.300

II Chỉ tiêu xã hội

4 Tỷ lệ hộ nghèo % 2,8 2,5
""".replace("\n", " \n")


def test_a_group_without_blanks_behind_it_is_no_part_of_a_row() -> None:
    report = read_text(_BODY + "\n\n PHỤ LỤC \n\nMột số chỉ tiêu \n" + _COUNTED, file="a.txt")
    (table,) = report.tables
    assert [row.label for row in table.rows if len(row.label) > 1] == [
        ("Chỉ tiêu kinh tế", "Thu ngân sách"),
        ("Chỉ tiêu kinh tế", "Khách du lịch"),
        ("Chỉ tiêu kinh tế", "Sản lượng tôm"),
        ("Chỉ tiêu xã hội", "Tỷ lệ hộ nghèo"),
    ]


_TORN = """
Năm qua thành phố Gò Biển đã thực hiện Nghị quyết Đại hội Đảng bộ lần thứ

X. Các chỉ tiêu chủ yếu đều đạt và vượt so với cùng kỳ của năm trước đó,

trong đó thu ngân sách tăng khá, đời sống nhân dân được nâng lên một bước

so với đầu nhiệm kỳ, quốc phòng và an ninh được giữ vững trên địa bàn này.

4. Rác thải nhựa và tình trạng neo đậu, nuôi trồng trái phép ở đầm nước Trà

Ổ xử lý chưa triệt để, do lực lượng mỏng và chế tài xử phạt còn chưa đủ

mạnh, phương tiện của lực lượng chức năng đã cũ và thường xuyên hư hỏng.
"""


def test_a_line_torn_before_a_name_or_its_number_goes_on() -> None:
    report = read_text(_TORN.replace("\n", " \n"), file="a.txt")
    texts = [block.text for block in report.blocks]
    assert any("lần thứ X. Các chỉ tiêu" in text for text in texts)
    assert any("đầm nước Trà Ổ xử lý chưa triệt để" in text for text in texts)
