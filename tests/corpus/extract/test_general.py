"""Figures of other places' reports: what is a share, an aim, a change, and what a list leaves unsaid."""

from __future__ import annotations

from corpus.extract import extract_figures
from corpus.figures import Figure, FigureKind
from corpus.read import read_text
from corpus.vocabulary import load_vocabulary

_HEAD = "BÁO CÁO\n\n**Tình hình thực hiện nhiệm vụ năm 2023 của huyện Bình Lâm**\n\nI. KẾT QUẢ ĐẠT ĐƯỢC\n\n"


def _figures(words: str) -> dict[str, Figure]:
    report = read_text(_HEAD + words + "\n", file="a.txt")
    return {one.written: one for one in extract_figures(report, load_vocabulary())}


def test_a_percentage_over_a_hundred_of_a_rate_is_a_share_of_the_aim() -> None:
    found = _figures(
        "Tỷ lệ trẻ suy dinh dưỡng giảm xuống còn 8,4%, đạt 112%, vượt chỉ tiêu Nghị quyết đại hội."
    )
    assert found["112"].kind is FigureKind.SHARE
    assert found["8,4"].kind is FigureKind.ACTUAL


def test_an_amount_alone_in_a_bracket_behind_an_aim_is_that_aim() -> None:
    found = _figures("Thu ngân sách trên địa bàn đạt 66 tỷ đồng, bằng 110% dự toán tỉnh giao (60 tỷ đồng).")
    assert found["60"].kind is FigureKind.PLAN
    assert found["60"].label == found["66"].label


def test_another_place_is_counted_like_the_first() -> None:
    found = _figures("Xã Đông Mây có 126 ha ngô lai, xã Tây Gió 98 ha.")
    assert found["98"].place == "xã Tây Gió"
    assert "ngô lai" in found["98"].label


def test_what_is_done_holds_for_all_that_is_listed() -> None:
    found = _figures("Cấp ủy các cấp kiểm tra 17 tổ chức đảng và 43 đảng viên.")
    assert found["43"].label.endswith("kiểm tra đảng viên")


def test_a_list_of_shares_keeps_the_body_it_is_about() -> None:
    found = _figures("BCH Đảng bộ huyện (39 đồng chí): Tỷ lệ nữ 17,9%, trẻ dưới 40 tuổi 10,3%.")
    assert found["17,9"].label == "BCH Đảng bộ huyện: Tỷ lệ nữ"


def test_comparisons_of_a_table_are_in_percent_and_no_plan() -> None:
    table = (
        "BIỂU 01\n\nSTT\tChỉ tiêu\tĐVT\tKế hoạch năm\tThực hiện\tSo sánh (%)\t\n"
        "\t\t\t\t\tCùng kỳ\tKế hoạch\n"
        "1\tGiá trị sản xuất\tTỷ đồng\t400\t424\t107,5\t106,0\n"
        "2\tThu ngân sách\tTỷ đồng\t60\t66\t103,1\t110,0\n"
    )
    found = _figures(table)
    assert (found["110,0"].kind, found["110,0"].unit) == (FigureKind.SHARE, "%")
    assert found["103,1"].unit == "%"
