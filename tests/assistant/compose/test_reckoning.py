"""Questions that want something reckoned, over three invented reports of one term."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer import Status
from assistant.assemble import assemble
from assistant.assistant import Assistant
from assistant.query import Intent
from assistant.settings import Settings
from corpus.index import Index

REPORTS = sorted((Path(__file__).parent / "term").glob("*.txt"))


@pytest.fixture(scope="module")
def term(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over the province's two reports and its district's one."""
    home = tmp_path_factory.mktemp("term")
    index = Index.open(home)
    index.add_many(REPORTS)
    index.close()
    return assemble(Settings(home=home))


def test_a_list_by_verdict_is_of_the_year_that_is_named(term: Assistant) -> None:
    """“Đến hết năm 2023” means the column of half-time, not the forecast beside it."""
    answer = term.ask(
        "Theo báo cáo giữa nhiệm kỳ, đến hết năm 2023 những chỉ tiêu nào của tỉnh đã vượt Nghị quyết?"
    )

    assert "63,5%" in answer.text
    assert "93,4%" in answer.text
    assert "6.150" not in answer.text.split("“")[0]


def test_a_verdict_is_meant_to_the_letter_where_the_table_prints_it(term: Assistant) -> None:
    """“Khó đạt” is not “Chưa đạt”."""
    answer = term.ask("Phụ lục báo cáo giữa nhiệm kỳ 2023 ghi chỉ tiêu nào của tỉnh khó đạt?")

    assert "2.300 tỷ đồng" in answer.text
    assert "54,5" not in answer.text


def test_a_row_that_prints_only_its_verdict_is_listed_too(term: Assistant) -> None:
    answer = term.ask("Theo báo cáo chính trị, chỉ tiêu nào của tỉnh không đạt mục tiêu Nghị quyết?")

    assert "- Thu ngân sách trên địa bàn: 2.500 tỷ đồng" in answer.text
    assert "- Cơ cấu kinh tế [" in answer.text


def test_a_list_keeps_to_the_field_that_is_named(term: Assistant) -> None:
    answer = term.ask("Chỉ tiêu môi trường nào của tỉnh vượt Nghị quyết tính đến hết năm 2023?")

    assert "93,4%" in answer.text
    assert "63,5%" not in answer.text


def test_how_many_indicators_is_answered_with_a_number(term: Assistant) -> None:
    answer = term.ask("Huyện Nà Pha có bao nhiêu chỉ tiêu chưa đạt Nghị quyết?")

    assert answer.text.startswith("Có 3 chỉ tiêu")


def test_the_indicator_farthest_from_its_target_leads(term: Assistant) -> None:
    answer = term.ask("Chỉ tiêu nào của huyện Nà Pha đạt thấp nhất so với Nghị quyết?")

    assert answer.text.split("\n")[2].startswith("- Tổng lượng khách du lịch")
    assert "45%" in answer.text


def test_a_value_and_a_later_goal_asked_together_are_both_told(term: Assistant) -> None:
    answer = term.ask("Tỷ lệ che phủ rừng của tỉnh đến năm 2025 và mục tiêu năm 2030?")

    assert "48,4%" in answer.text
    assert "52%" in answer.text
    assert "còn thiếu 3,6 điểm %" in answer.text


def test_a_goal_and_where_one_stands_now_are_both_told(term: Assistant) -> None:
    answer = term.ask("muc tieu thu ngan sach cua tinh den 2030 la bao nhieu, hien nay dat bao nhieu roi")

    assert "4.000 tỷ đồng" in answer.text
    assert "2.500 tỷ đồng" in answer.text


def test_three_points_of_two_places_are_each_told(term: Assistant) -> None:
    answer = term.ask(
        "Cho biết tỷ lệ che phủ rừng của tỉnh năm 2023, của huyện Nà Pha và mục tiêu của tỉnh đến năm 2030"
    )

    assert all(amount in answer.text for amount in ("46,3%", "41,5%", "52%"))


def test_a_verdict_on_another_target_is_not_held_against_this_one(term: Assistant) -> None:
    """What the table prints beside its own target says nothing of the goal for 2030."""
    answer = term.ask("Tỷ lệ che phủ rừng của tỉnh năm 2025 so với mục tiêu năm 2030 thế nào?")

    assert "Báo cáo ghi" not in answer.text
    assert "Lưu ý: báo cáo ghi" not in answer.text


def test_what_two_reports_say_of_one_year_is_set_side_by_side(term: Assistant) -> None:
    answer = term.ask("Thu ngân sách trên địa bàn tỉnh năm 2023 các báo cáo có khớp nhau không, lệch mấy tỷ?")

    assert answer.status is Status.CONFLICTING
    assert "lệch 60 tỷ đồng" in answer.text
    assert {citation.file for citation in answer.citations} >= {"cuoi-ky.txt", "giua-ky.txt"}


def test_growth_a_year_is_reckoned_where_no_report_states_it(term: Assistant) -> None:
    answer = term.ask("Thu ngân sách trên địa bàn tỉnh từ 2021 đến 2025 bình quân mỗi năm tăng bao nhiêu?")

    assert "200 tỷ đồng/năm" in answer.text
    assert "10,12%/năm" in answer.text


def test_a_level_falls_between_two_years_and_not_its_rate_of_fall(term: Assistant) -> None:
    answer = term.ask("ty le ho ngheo cua tinh tu 2023 den 2025 giam duoc bao nhieu diem phan tram")

    assert "giảm 7,4 điểm %" in answer.text
    assert "3,8%" not in answer.text.split("Báo cáo của")[0]


def test_a_change_that_is_stated_tells_the_year_before_it(term: Assistant) -> None:
    answer = term.ask("GRDP bình quân đầu người của tỉnh tăng bao nhiêu so với năm 2020?")

    assert "18 triệu đồng" in answer.text
    assert "42 triệu đồng" in answer.text
    assert "42,9%" in answer.text


def test_years_asked_to_be_added_up_are_added(term: Assistant) -> None:
    answer = term.ask("Cộng diện tích trồng chè mới của tỉnh từng năm 2021-2025 được bao nhiêu ha?")

    assert "**990 ha**" in answer.text


def test_what_is_needed_a_year_is_told_from_words_in_any_order(term: Assistant) -> None:
    answer = term.ask(
        "Huyện Nà Pha phải tăng thu nhập bình quân đầu người thêm bao nhiêu mỗi năm để đạt Nghị quyết?"
    )

    assert "4,5 triệu đồng" in answer.text


@pytest.mark.parametrize(
    ("turns", "told"),
    [
        (("Tỷ lệ che phủ rừng của tỉnh năm 2022?", "còn năm 2024?"), "**47,2%**"),
        (("Thu ngân sách trên địa bàn tỉnh năm 2023?", "năm 2024 nhiều hơn mấy tỷ?"), "tăng 270 tỷ đồng"),
        (("Tổng lượng khách du lịch huyện Nà Pha?", "đạt bao nhiêu phần trăm?"), "45% mục tiêu"),
        (
            ("Tỷ lệ lao động qua đào tạo của tỉnh năm 2025?", "mục tiêu 2030", "còn thiếu bao nhiêu?"),
            "thiếu 11,6 điểm %",
        ),
    ],
)
def test_a_follow_up_is_reckoned_from_what_was_asked_before(
    term: Assistant, turns: tuple[str, ...], told: str
) -> None:
    *before, last = turns
    answer = term.ask(last, history=before)

    assert told in answer.text


def test_one_place_s_share_of_another_is_reckoned(term: Assistant) -> None:
    answer = term.ask("Dân số huyện Nà Pha chiếm bao nhiêu phần trăm dân số toàn tỉnh?")

    assert "**12%**" in answer.text


def test_how_many_times_as_large_is_told_with_units_made_alike(term: Assistant) -> None:
    answer = term.ask("Diện tích tự nhiên của tỉnh gấp mấy lần huyện Nà Pha?")

    assert "gấp **8 lần**" in answer.text


def test_two_indicators_are_not_set_against_each_other(term: Assistant) -> None:
    """Income a head is not GRDP a head."""
    answer = term.ask(
        "So sánh thu nhập bình quân đầu người huyện Nà Pha với GRDP bình quân đầu người của tỉnh"
    )

    assert "hai chỉ tiêu khác nhau" in answer.text
    assert not answer.calculations


def test_a_number_that_is_given_is_converted(term: Assistant) -> None:
    answer = term.ask("Đổi 64.250 triệu đồng kinh phí của đề án trồng rừng ra tỷ đồng")

    assert "64,25 tỷ đồng" in answer.text


@pytest.mark.parametrize(
    ("question", "plan"),
    [
        (
            "Giá trị sản xuất công nghiệp 10 tháng 2023 bằng 75% kế hoạch, vậy kế hoạch là bao nhiêu?",
            "3.200 tỷ",
        ),
        ("Sản lượng thủy sản 10 tháng 2023 vượt 8% kế hoạch thì kế hoạch là bao nhiêu tấn?", "750 tấn"),
    ],
)
def test_a_plan_is_told_from_the_share_that_was_reached(term: Assistant, question: str, plan: str) -> None:
    answer = term.ask(question)

    assert f"khoảng {plan}" in answer.text
    assert "đã làm tròn" in answer.text


def test_what_falls_to_each_is_of_the_whole(term: Assistant) -> None:
    answer = term.ask("Giai đoạn 2021-2025 bình quân mỗi dự án của tỉnh có bao nhiêu tỷ đồng vốn đăng ký?")

    assert "240 tỷ đồng" in answer.text


def test_a_whole_term_is_judged_by_what_it_came_to(term: Assistant) -> None:
    answer = term.ask("Diện tích trồng chè mới của tỉnh cả nhiệm kỳ có đạt mục tiêu không?")

    assert "990 ha" in answer.text
    assert "hơn 90 ha" in answer.text


def test_a_structure_s_part_is_no_growth(term: Assistant) -> None:
    answer = term.ask("Nhiệm kỳ này GRDP bình quân đầu người của tỉnh tăng từ năm 2020 đến 2025 bao nhiêu?")

    assert "18 triệu đồng" in answer.text


def test_two_years_set_against_each_other_are_no_verdict(term: Assistant) -> None:
    """“Chênh bao nhiêu so với năm 2023” asks for a change; a target is not spoken of."""
    answer = term.ask("Tỷ lệ lao động qua đào tạo của tỉnh năm 2024 chênh bao nhiêu so với năm 2023?")

    assert "tăng 2,6 điểm %" in answer.text
    assert "mục tiêu" not in answer.text.split("Báo cáo ")[0]


def test_numbers_that_the_question_gives_are_the_ones_reckoned_with(term: Assistant) -> None:
    answer = term.ask(
        "Từ 36 triệu năm 2023, để đạt 45 triệu vào 2025 huyện Nà Pha phải tăng bao nhiêu mỗi năm?"
    )

    assert "Thu nhập bình quân đầu người" in answer.text
    assert "4,5 triệu đồng" in answer.text


def test_what_came_to_less_than_a_share_of_its_target_is_listed(term: Assistant) -> None:
    answer = term.ask("Huyện Nà Pha: chỉ tiêu nào đạt dưới 85% Nghị quyết?")

    assert "bằng **80%**" in answer.text
    assert "bằng **45%**" in answer.text
    assert "96,0%" not in answer.text.split("Báo cáo số")[0]


def test_people_a_year_added_up_are_people(term: Assistant) -> None:
    answer = term.ask("Cộng lại 5 năm 2021-2025 tỉnh giải quyết việc làm cho bao nhiêu người?")

    assert "**41.500 người**" in answer.text


def test_a_pace_between_two_years_is_no_change(term: Assistant) -> None:
    """“Từ 1.950 tỷ năm 2023 lên 2.800 tỷ năm 2025” is a way to go, not what happened between the years."""
    answer = term.ask(
        "Thu ngân sách tỉnh từ 1.950 tỷ năm 2023 lên 2.800 tỷ năm 2025: mỗi năm phải tăng mấy tỷ?"
    )

    assert "425 tỷ đồng/năm" in answer.text


def test_lower_being_better_is_told_in_plain_words(term: Assistant) -> None:
    answer = term.ask(
        "Tỷ lệ trẻ suy dinh dưỡng thể thấp còi huyện Nà Pha so với mục tiêu Nghị quyết thế nào?"
    )

    assert "thấp hơn 1,5 điểm %, tức là tốt hơn mức đặt ra" in answer.text


def test_a_stretch_is_judged_by_what_came_of_it_all(term: Assistant) -> None:
    """Neither by one of its years, nor against the goal of the next term."""
    answer = term.ask("Tỷ lệ che phủ rừng giai đoạn 2021-2025 là bao nhiêu, đạt mục tiêu không?")

    first = answer.text.splitlines()[0]
    assert "48,4%" in first
    assert "48,0%" in first


def test_sums_of_another_indicator_are_not_checked_for_the_one_that_is_named(term: Assistant) -> None:
    answer = term.ask(
        "Báo cáo năm 2023 và báo cáo năm 2025 ghi tỷ lệ che phủ rừng năm 2023 có khớp nhau không?"
    )

    assert "46,3%" in answer.text
    assert "cộng các phần" not in answer.text


def test_a_place_without_a_figure_is_not_left_out_silently(assistant: Assistant) -> None:
    """“Cao nhất” was told without it, so the answer says so."""
    answer = assistant.ask(
        "Tỷ lệ hộ nghèo năm 2023 của tỉnh Thanh Lâm, huyện Khe Vàng và huyện Suối Hoa, nơi nào cao hơn?"
    )

    assert "24,1%" in answer.text
    assert "không nêu số của huyện Suối Hoa" in answer.text
    assert answer.status is Status.PARTIAL


def test_what_five_years_drew_is_not_held_against_one_year_s_goal(term: Assistant) -> None:
    answer = term.ask("Năm 2022 tỉnh thu hút bao nhiêu lượt khách du lịch?")

    assert not answer.calculations
    assert "vượt" not in answer.text.splitlines()[0]


@pytest.mark.parametrize(
    ("question", "short"),
    [
        ("Tỉnh thu hút bao nhiêu lượt khách?", False),
        ("tinh thu hut bao nhieu luot khach", False),
        ("Ngân sách thu hụt bao nhiêu so với nghị quyết?", True),
    ],
)
def test_what_was_drawn_is_no_shortfall(term: Assistant, question: str, short: bool) -> None:  # noqa: FBT001
    query = term.understand(question)

    assert (Intent.TARGET in query.intents) is short
    assert ("missed" in query.verdicts) is short
