"""A monthly report sets one month against the months so far, and both against the plan for the year."""

from __future__ import annotations

from corpus.extract import extract_figures
from corpus.figures import Figure, FigureKind
from corpus.read import read_text
from corpus.vocabulary import load_vocabulary

_HEAD = (
    "UBND TỈNH AN GIỒNG\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
    "Số: 77/BC-UBND\t*An Giồng, ngày 25 tháng 5 năm 2024*\n\n"
    "**BÁO CÁO**\n\n**Tình hình kinh tế - xã hội tháng 5 và 5 tháng năm 2024 của tỉnh An Giồng**\n\n"
    "**I. KẾT QUẢ**\n\n"
)


def _figures(words: str) -> dict[str, Figure]:
    report = read_text(_HEAD + words + "\n", file="a.txt")
    return {one.written: one for one in extract_figures(report, load_vocabulary())}


def test_one_month_is_told_from_the_months_so_far() -> None:
    found = _figures(
        "Thu ngân sách trên địa bàn tháng 5 ước 215 tỷ đồng, 5 tháng ước 1.340 tỷ đồng, "
        "đạt 44,7% dự toán tỉnh giao (3.000 tỷ đồng)."
    )
    assert (found["215"].period, found["1.340"].period) == ("tháng 5/2024", "5 tháng 2024")
    assert found["215"].label == found["1.340"].label == "Thu ngân sách trên địa bàn"
    assert (found["3.000"].kind, found["3.000"].period) == (FigureKind.PLAN, "2024")


def test_parts_are_of_the_months_so_far_that_they_follow() -> None:
    found = _figures(
        "Sản lượng thủy sản tháng 5 đạt 6.120 tấn; lũy kế 5 tháng đạt 31.400 tấn, "
        "trong đó nuôi trồng 22.900 tấn."
    )
    assert found["22.900"].period == "5 tháng 2024"


def test_up_to_a_months_end_is_no_month() -> None:
    assert _figures("Dư nợ cho vay đến cuối tháng 5 ước 8.760 tỷ đồng.")["8.760"].period == "đến 5/2024"


def test_the_same_months_of_the_year_before_are_no_result_of_this_one() -> None:
    found = _figures("Diện tích tôm thiệt hại 412 ha, cùng kỳ là 655 ha.")
    assert (found["655"].period, found["655"].label) == ("5 tháng 2023", found["412"].label)


def test_months_of_a_table_are_told_apart() -> None:
    table = (
        "BIỂU 01\n\nTT\tChỉ tiêu\tĐVT\tKế hoạch năm 2024\tThực hiện năm 2024\t\t\n"
        "\t\t\t\tTháng 4\tƯớc tháng 5\tLũy kế 5 tháng\n"
        "1\tGiá trị sản xuất công nghiệp\tTỷ đồng\t9.000\t702\t715\t3.486\n"
    )
    found = _figures(table)
    assert [found[one].period for one in ("9.000", "702", "715", "3.486")] == [
        "2024",
        "tháng 4/2024",
        "tháng 5/2024",
        "5 tháng 2024",
    ]


def test_months_only_say_how_long_elsewhere() -> None:
    found = _figures("Có 12 cán bộ được cử đi học trong 3 tháng.")
    assert found["12"].period == "5 tháng 2024"
