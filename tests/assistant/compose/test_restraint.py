"""What is reckoned or led with only where that very thing was asked: else the report is quoted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.answer import Status
from assistant.assemble import assemble
from assistant.settings import Settings
from corpus.index import Index

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.assistant import Assistant

REPORT = """TỈNH ỦY THANH LÂM
Số 61-BC/TU
Thanh Lâm, ngày 20 tháng 11 năm 2023

BÁO CÁO
sơ kết giữa nhiệm kỳ thực hiện Nghị quyết Đại hội Đảng bộ tỉnh Thanh Lâm lần thứ XII

I- KẾT QUẢ THỰC HIỆN

1. Về kinh tế

Diện tích cây quế trồng mới đạt 900 ha (Nghị quyết giao 1.200 ha).

Các chỉ số của tỉnh năm 2022 đều tăng bậc¹.

¹ Chỉ số PAPI đạt 41,5 điểm, xếp thứ 30/63.

Tổng kế hoạch vốn đầu tư công là 500 tỷ đồng (vốn tỉnh: 300 tỷ đồng; vốn trung ương: 150 tỷ đồng; \
vốn ODA: 50 tỷ đồng).

Thu ngân sách trên địa bàn tỉnh ước đạt 1.840 tỷ đồng.

Toàn tỉnh có 7.300 ha cây hồi, trên 90 ha sâm.

Cho 2.150 lượt hộ nghèo vay vốn; làm nhà đại đoàn kết cho 38 hộ nghèo.

2. Về nội chính

TAND hai cấp đã xét xử 640 vụ với 810 bị cáo.

Đưa 3 vụ án vào diện Ban Thường vụ theo dõi, chỉ đạo; Ban Chỉ đạo theo dõi, chỉ đạo đối với 6 vụ án.

Tổ chức tiếp xúc cử tri tại 82 điểm với 8.000 cử tri tham dự.

Ba dự án được bố trí vốn đầu tư².

² Trong đó: vốn đầu tư 40 tỷ đồng, vốn sự nghiệp 73 tỷ đồng.

Tỷ lệ che phủ rừng năm 2021 đạt 41,5%.

Tốc độ tăng trưởng GRDP năm 2022 đạt 7,9%, năm 2023 ước 6,4%.

Kết nạp 64 đảng viên/năm; từ đầu nhiệm kỳ kết nạp 192 quần chúng vào Đảng.

Tiếp công dân: năm 2021 là 57 lượt, năm 2022 là 48 lượt, năm 2023 được 52 lượt.

II- MỤC TIÊU

Mục tiêu đến năm 2030: Tỷ lệ che phủ rừng đạt 46%.

Phấn đấu phát triển vùng trồng sâm tập trung với diện tích 2.500 ha.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    home = tmp_path_factory.mktemp("restraint")
    path = home / "tinh.txt"
    path.write_text(REPORT, encoding="utf-8")
    index = Index.open(home)
    index.add_many([path])
    index.close()
    return assemble(Settings(home=home))


def test_a_goal_that_the_question_names_is_the_one_held_against(assistant: Assistant) -> None:
    answer = assistant.ask("Diện tích quế trồng mới so với mục tiêu 1.200 ha thiếu bao nhiêu?")

    assert "300 ha" in answer.text


def test_a_goal_that_no_report_sets_is_not_swapped_for_another(assistant: Assistant) -> None:
    answer = assistant.ask("Diện tích quế trồng mới so với mục tiêu 2.000 ha thiếu bao nhiêu?")

    assert not answer.calculations


def test_a_note_is_of_the_year_that_its_bearer_names(assistant: Assistant) -> None:
    answer = assistant.ask("PAPI năm 2022 của tỉnh được bao nhiêu điểm?")

    assert answer.status is Status.ANSWERED
    assert "41,5" in answer.text


def test_a_part_is_held_against_the_total_that_lists_it(assistant: Assistant) -> None:
    answer = assistant.ask("Vốn ODA chiếm bao nhiêu phần trăm tổng vốn đầu tư công?")

    assert "10%" in answer.text


def test_a_mean_by_year_divides_nothing_by_something_else(assistant: Assistant) -> None:
    answer = assistant.ask("Bình quân mỗi năm tỉnh thu ngân sách bao nhiêu?")

    assert all(one.tool != "quotient" for one in answer.calculations)


def test_abbreviations_count_as_spelled(assistant: Assistant) -> None:
    answer = assistant.ask("Tòa án hai cấp xét xử bao nhiêu vụ, bao nhiêu bị cáo?")

    assert answer.status is Status.ANSWERED
    assert {"640", "810"} <= set(answer.text.replace(",", " ").split())


@pytest.mark.parametrize(
    ("question", "half"),
    [
        ("Đưa mấy vụ án vào diện theo dõi, chỉ đạo?", "**6 vụ án**"),
        ("Bao nhiêu cử tri dự tiếp xúc cử tri?", "**82 điểm**"),
        ("PAPI năm 2022 xếp thứ mấy?", "**41,5 điểm**"),
    ],
)
def test_another_number_of_the_sentence_does_not_lead(assistant: Assistant, question: str, half: str) -> None:
    answer = assistant.ask(question)

    assert answer.status is Status.ANSWERED
    assert half not in answer.text


def test_two_words_that_stand_nowhere_are_not_answered(assistant: Assistant) -> None:
    answer = assistant.ask("Có bao nhiêu vụ phá sản trên địa bàn tỉnh?")

    assert answer.status is Status.NOT_FOUND


def test_every_year_of_a_sentence_is_told(assistant: Assistant) -> None:
    answer = assistant.ask("Số lượt tiếp công dân của tỉnh từng năm 2021, 2022, 2023?")

    assert all(number in answer.text for number in ("57", "48", "52"))


def test_capitals_are_no_slip_of_another_word(assistant: Assistant) -> None:
    query = assistant.understand("Trên địa bàn tỉnh có bao nhiêu cây TAN?")

    assert ("tan",) in {phrase for concept in query.concepts for phrase in concept.phrases}


def test_nobody_is_named_where_only_the_office_stands(assistant: Assistant) -> None:
    answer = assistant.ask("Bí thư Tỉnh ủy là ai?")

    assert answer.status is Status.NOT_FOUND


@pytest.mark.parametrize(
    "question", ["Vốn đầu tư của tỉnh là bao nhiêu?", "Vốn đầu tư bao nhiêu, phân theo nguồn thế nào?"]
)
def test_a_part_is_not_said_of_the_whole(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)

    assert "**40 tỷ đồng**" not in answer.text


def test_without_reports_it_says_how_to_bring_some(tmp_path: Path) -> None:
    Index.open(tmp_path).close()

    answer = assemble(Settings(home=tmp_path)).ask("Thu ngân sách năm 2023 là bao nhiêu?")

    assert answer.status is Status.NOT_FOUND
    assert "Chưa có báo cáo nào" in answer.text
    assert not answer.warnings


def test_a_target_asked_for_after_its_year_is_held_against_nothing(assistant: Assistant) -> None:
    answer = assistant.ask("Đến năm 2030 tỉnh đặt mục tiêu tỷ lệ che phủ rừng là bao nhiêu?")

    assert "46%" in answer.text.splitlines()[0]
    assert "41,5" not in answer.text.splitlines()[0]
    assert not answer.calculations


def test_all_that_stands_is_not_told_for_what_was_added(assistant: Assistant) -> None:
    answer = assistant.ask("Tỉnh trồng mới được bao nhiêu ha hồi?")

    assert answer.status is Status.NOT_FOUND
    assert "7.300" not in answer.text.splitlines()[0]


def test_each_year_typed_without_marks_is_not_taken_for_what_is_new(assistant: Assistant) -> None:
    assert not assistant.understand("trong mỗi năm trồng bao nhiêu ha rừng").newly
    assert assistant.understand("tỉnh trồng mới được bao nhiêu ha hồi").newly == "trong"


def test_houses_built_and_turns_counted_are_no_number_of_poor_households(assistant: Assistant) -> None:
    answer = assistant.ask("Số hộ nghèo của tỉnh là bao nhiêu?")

    assert "**38 hộ**" not in answer.text
    assert "**2.150 lượt hộ**" not in answer.text


def test_what_stands_is_told_before_what_is_aimed_at(assistant: Assistant) -> None:
    answer = assistant.ask("Diện tích sâm của tỉnh có bao nhiêu ha?")

    assert "trên 90 ha" in answer.text.splitlines()[0]


def test_a_year_said_to_grow_is_told_by_its_rate_and_not_by_how_two_rates_differ(
    assistant: Assistant,
) -> None:
    answer = assistant.ask("GRDP năm 2023 tăng bao nhiêu so với năm 2022?")

    assert "6,4%" in answer.text.splitlines()[0]
    assert "1,5" not in answer.text
    assert not answer.calculations


def test_two_rates_are_set_against_each_other_where_that_is_asked(assistant: Assistant) -> None:
    answer = assistant.ask("Tăng trưởng GRDP năm 2022 cao hơn 2023 bao nhiêu điểm phần trăm?")

    assert "1,5" in answer.text.splitlines()[0]


def test_each_year_that_is_named_gets_its_value(assistant: Assistant) -> None:
    answer = assistant.ask("Năm 2021 và năm 2023 tiếp bao nhiêu lượt công dân?")

    assert "57 lượt" in answer.text
    assert "52 lượt" in answer.text


def test_two_rates_are_not_listed_for_what_grew(assistant: Assistant) -> None:
    answer = assistant.ask("Kim ngạch xuất khẩu năm 2023 tăng bao nhiêu so với năm 2022?")

    assert "6,4%" not in answer.text.splitlines()[0]
    assert not answer.calculations


def test_each_year_s_number_is_not_told_for_all_years_together(assistant: Assistant) -> None:
    answer = assistant.ask("Từ đầu nhiệm kỳ tỉnh kết nạp bao nhiêu đảng viên?")

    assert "**64" not in answer.text


def test_a_sentence_that_rounds_a_cell_does_not_stand_for_it(tmp_path: Path) -> None:
    path = tmp_path / "tinh.txt"
    path.write_text(ROUNDED, encoding="utf-8")
    index = Index.open(tmp_path)
    index.add_many([path])
    index.close()

    answer = assemble(Settings(home=tmp_path)).ask(
        "Giải quyết việc làm của tỉnh so với mục tiêu Nghị quyết thế nào?"
    )

    assert "6.318" in answer.text
    assert "318 người" in answer.text


ROUNDED = """TỈNH ỦY THANH LÂM
Số 90-BC/TU
Thanh Lâm, ngày 3 tháng 9 năm 2025

BÁO CÁO
kết quả thực hiện Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XII, nhiệm kỳ 2020-2025

I- KẾT QUẢ

Giải quyết việc làm cho 6,3 nghìn người/năm.

BIỂU KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU

TT\tChỉ tiêu\tĐơn vị tính\tMục tiêu Nghị quyết\tThực hiện nhiệm kỳ 2020-2025
1\tGiải quyết việc làm cho lao động hằng năm\tNgười/năm\t6.000\t6.318
"""
