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


def test_an_items_number_is_no_figure() -> None:
    assert list(_figures("(1). Thu ngân sách trên địa bàn đạt 66 tỷ đồng.")) == ["66"]


def test_a_brackets_year_is_that_of_its_own_number() -> None:
    found = _figures("Sản lượng lương thực năm 2023 ước 26.400 tấn (năm 2020: 24.100 tấn).")
    assert (found["26.400"].period, found["24.100"].period) == ("2023", "2020")


def test_a_resolution_that_sets_what_is_to_be_left_is_an_aim() -> None:
    found = _figures("Tỷ lệ hộ nghèo còn 3,1%; Nghị quyết giao còn dưới 3,5%.")
    assert found["dưới 3,5"].kind is FigureKind.TARGET


def test_the_budget_given_at_the_years_beginning_is_a_plan() -> None:
    found = _figures("Thu ngân sách đạt 84 tỷ đồng, bằng 93% dự toán giao đầu năm (90 tỷ đồng).")
    assert found["90"].kind is FigureKind.PLAN


def test_a_signed_rate_in_a_bracket_is_a_change() -> None:
    found = _figures("Sản phẩm tăng khá: chè khô 420 tấn (+7,4%), gạch nung 9 triệu viên (-8,9%).")
    assert {found["7,4"].kind, found["-8,9"].kind} == {FigureKind.CHANGE}


def test_a_rise_over_the_year_before_is_a_change() -> None:
    found = _figures("Năng suất lúa ước 58,6 tạ/ha, cao hơn cùng kỳ 0,9 tạ/ha.")
    assert found["0,9"].kind is FigureKind.CHANGE


def test_what_is_equal_to_the_year_before_is_a_share_of_it() -> None:
    found = _figures("Thu ngân sách đạt 84 tỷ đồng, bằng 91,6% so với thực hiện năm 2022.")
    assert found["91,6"].kind is FigureKind.SHARE


def test_the_most_and_the_least_are_measured_like_the_rest() -> None:
    found = _figures(
        "Thu nhập bình quân đầu người cao nhất là thị trấn Bình Lâm 48,1 triệu đồng, "
        "xã Đông Mây 36,5 triệu đồng; thấp nhất là xã Tây Gió 19,7 triệu đồng."
    )
    assert {one.label for one in found.values()} == {"Thu nhập bình quân đầu người"}
    assert [one.place for one in found.values()] == ["thị trấn Bình Lâm", "xã Đông Mây", "xã Tây Gió"]


def test_a_bracket_is_of_the_place_before_it() -> None:
    found = _figures("Tỷ lệ hộ nghèo cao nhất ở xã Đông Mây (21,3%) và xã Tây Gió (12,7%).")
    assert [(one.place, one.label) for one in found.values()] == [
        ("xã Đông Mây", "Tỷ lệ hộ nghèo"),
        ("xã Tây Gió", "Tỷ lệ hộ nghèo"),
    ]


def test_names_of_a_list_are_places_of_the_level_that_others_have() -> None:
    found = _figures(
        "Xã Tây Gió có 9 bản. Tỷ lệ hộ nghèo: thị trấn Bình Lâm 6,2%, Tây Gió 18,7%, Nà Mạ 24,9%."
    )
    assert (found["18,7"].place, found["24,9"].place) == ("xã Tây Gió", "xã Nà Mạ")


def test_a_body_named_for_a_place_is_itself_what_is_measured() -> None:
    found = _figures("Giải ngân thấp: Ban Quản lý dự án 28,6%; UBND xã Đông Mây 22,4%.")
    assert found["22,4"].label == "UBND xã Đông Mây"


def test_things_counted_after_a_rate_are_not_that_rate() -> None:
    found = _figures("Tỷ lệ hộ dùng điện lưới đạt 95,7%; còn 12 bản với 618 hộ chưa có điện.")
    assert "điện lưới" not in found["12"].label


def test_a_bracket_of_names_is_passed_over() -> None:
    found = _figures(
        "Có 05 xã đạt chuẩn nông thôn mới (Đông Mây, Tây Gió, Nà Mạ), mục tiêu Nghị quyết là 06 xã."
    )
    assert (found["06"].kind, found["06"].label) == (FigureKind.TARGET, found["05"].label)


def test_a_congress_that_opens_a_term_reports_on_the_last() -> None:
    report = read_text(
        "HUYỆN ỦY BÌNH LÂM\n\n*Bình Lâm, ngày 20 tháng 5 năm 2025*\n\n**BÁO CÁO CHÍNH TRỊ**\n\n"
        "**trình Đại hội đại biểu Đảng bộ huyện Bình Lâm, nhiệm kỳ 2025 - 2030**\n\n"
        "I. KẾT QUẢ NHIỆM KỲ 2020 - 2025\n\n"
        "Thu ngân sách năm 2025 đạt 48 tỷ đồng, bằng 80% mục tiêu (60 tỷ đồng).\n",
        file="a.txt",
    )
    found = {one.written: one for one in extract_figures(report, load_vocabulary())}
    assert found["60"].period == "2020-2025"


def test_an_items_topic_tells_whose_yield_it_is() -> None:
    found = _figures(
        "- Tôm sú: diện tích thả nuôi 512 ha. Sản lượng thu hoạch 840 tấn.\n\n"
        "- Cá lóc: diện tích đang nuôi 96 ha; sản lượng thu hoạch 1.270 tấn."
    )
    assert found["840"].label == "Tôm sú: Sản lượng thu hoạch"
    assert found["1.270"].label == "Cá lóc: sản lượng thu hoạch"


def test_what_follows_the_parts_is_about_the_whole() -> None:
    found = _figures(
        "Tổng kinh phí Đề án là 96 tỷ đồng, trong đó ngân sách huyện 40 tỷ đồng, nguồn khác 12 tỷ đồng; "
        "đã giải ngân 71 tỷ đồng."
    )
    assert found["71"].label == "Tổng kinh phí Đề án, giải ngân"


def test_how_it_stood_as_a_year_began_is_no_value_of_that_year() -> None:
    found = _figures("Tỷ lệ hộ nghèo giảm từ 8,7% đầu năm 2022 xuống còn 3,1% cuối năm 2023.")
    assert [one.period for one in found.values()] == ["đến 1/2022", "2023"]


def test_parts_in_a_bracket_bear_no_topic() -> None:
    found = _figures("a) Đầu tư công: Tổng kế hoạch vốn là 96 tỷ đồng (vốn nước ngoài 12 tỷ đồng).")
    assert found["12"].label == "vốn nước ngoài"
