"""Several measures in one question, the parts of a whole, and counts that are no rates."""

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
Số 73-BC/TU
Thanh Lâm, ngày 02 tháng 12 năm 2024

BÁO CÁO
kết quả thực hiện Nghị quyết Đại hội Đảng bộ tỉnh Thanh Lâm lần thứ XII, năm 2024

I- KẾT QUẢ

Tỷ lệ hộ nghèo năm 2024 còn 17,6%; tỷ lệ che phủ rừng năm 2024 đạt 51,3%.

Toàn tỉnh có 3.120 ha chè, 1.845 ha mắc ca và 12.400 ha cao su.

Thu ngân sách trên địa bàn năm 2024 đạt 1.980 tỷ đồng, bằng 90% chỉ tiêu Nghị quyết Đại hội giao là \
2.200 tỷ đồng.

Tỷ lệ thôn, bản có nhà văn hóa đạt 87,5%.

Thu nhập bình quân đầu người năm 2024 đạt 48,2 triệu đồng/năm.

Kế hoạch vốn năm 2024 là 1.540 tỷ đồng, đến 30/11/2024 giải ngân đạt 71,5%; tỷ lệ giải ngân không bao gồm \
số vốn chưa phân bổ là 86,4 tỷ đồng.

Tổng chi ngân sách đạt trên 9.000 tỷ đồng, trong đó chi thường xuyên trên 5.600 tỷ đồng, chiếm 61% \
tổng chi ngân sách.

Phấn đấu tổng vốn đầu tư toàn xã hội giai đoạn 2021-2030 đạt 140 nghìn tỷ đồng. Mục tiêu đến năm 2030, tỷ lệ \
đô thị hóa đạt 32%.

Có 11/14 chỉ tiêu đạt kế hoạch; 03 chỉ tiêu chưa đạt. Dư nợ tín dụng đến 30/11/2024 đạt 24.300 tỷ đồng, \
tăng 7,2% so với đầu năm.

Tăng trưởng GRDP 9 tháng năm 2024 đạt 7,4% (cùng kỳ năm trước tăng 5,9%).

Giải quyết việc làm giai đoạn 2021-2024 cho 12.400 lao động, bình quân mỗi năm 3.100 lao động. Kết nạp \
được 1.275 đảng viên trong giai đoạn 2021-2024.

Tỉnh đón 2,85 triệu lượt khách du lịch năm 2024, trong đó khách quốc tế 412 nghìn lượt; doanh thu du lịch \
đạt 3.960 tỷ đồng.

Sở Xây dựng tham mưu quy hoạch khu đô thị Hòn Rơm trước ngày 30/6/2026.

II- BIỂU CHỈ TIÊU

Bảng 1. Kết quả thực hiện các chỉ tiêu

| Chỉ tiêu | Đơn vị | Mục tiêu 2025 | Thực hiện 2023 | Thực hiện 2024 |
| --- | --- | --- | --- | --- |
| Cơ cấu kinh tế | | | | |
| - Nông, lâm nghiệp, thủy sản | % | 18,5 | 22,4 | 20,1 |
| - Công nghiệp, xây dựng | % | 45,0 | 40,2 | 42,6 |
| - Dịch vụ | % | 36,5 | 37,4 | 37,3 |
| Tỷ lệ đô thị hóa | % | 25 | 21,2 | 22,9 |
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("several")
    path = folder / "tinh.txt"
    path.write_text(REPORT, encoding="utf-8")
    index = Index.open(folder / "home")
    index.add(path)
    index.close()
    return assemble(Settings(home=folder / "home"))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Tỷ lệ hộ nghèo và thu nhập bình quân đầu người năm 2024?", ("17,6%", "48,2 triệu đồng")),
        ("ty le do thi hoa va thu nhap binh quan dau nguoi nam 2024", ("22,9%", "48,2 triệu đồng")),
        ("Diện tích chè và mắc ca của tỉnh là bao nhiêu?", ("3.120 ha", "1.845 ha")),
    ],
)
def test_each_of_several_measures_is_told(assistant: Assistant, question: str, told: tuple[str, ...]) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.ANSWERED
    leads = [line for line in answer.text.splitlines() if "“" not in line]
    assert all(f"**{value}" in " ".join(leads) for value in told)


def test_what_is_not_told_of_several_is_said_beside_what_is(assistant: Assistant) -> None:
    answer = assistant.ask("Diện tích cao su và sản lượng mủ cao su của tỉnh là bao nhiêu?")
    assert answer.status is Status.PARTIAL
    assert "12.400 ha" in answer.text
    assert "không nêu" in answer.text


@pytest.mark.parametrize(
    ("question", "told", "other"),
    [
        ("Cơ cấu kinh tế năm 2024 của tỉnh thế nào?", ("20,1%", "42,6%", "37,3%"), "22,4%"),
        ("co cau kinh te nam 2023", ("22,4%", "40,2%", "37,4%"), "20,1%"),
        ("Mục tiêu cơ cấu kinh tế năm 2025", ("18,5%", "45,0%", "36,5%", "Mục tiêu"), "20,1%"),
    ],
)
def test_a_heading_of_rows_is_told_by_its_rows(
    assistant: Assistant, question: str, told: tuple[str, ...], other: str
) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.ANSWERED
    assert all(value in answer.text for value in told)
    assert other not in answer.text


def test_a_bare_indicator_is_asked_for_its_value(assistant: Assistant) -> None:
    answer = assistant.ask("Thu nhập bình quân đầu người năm 2024")
    assert "**48,2 triệu đồng" in answer.text


def test_the_share_of_things_is_no_count_of_them(assistant: Assistant) -> None:
    answer = assistant.ask("Toàn tỉnh có bao nhiêu thôn, bản?")
    assert answer.status is Status.NOT_FOUND


def test_goals_of_several_years_are_told_as_goals(assistant: Assistant) -> None:
    answer = assistant.ask("Mục tiêu tỷ lệ đô thị hóa năm 2025 và 2030 là bao nhiêu?")
    goals = [line for line in answer.text.split(". ") if line.startswith("Mục tiêu")]
    assert len(goals) == 2
    assert "**25%**" in goals[0]
    assert "**32%**" in goals[1]


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("Vốn giải ngân được bao nhiêu tỷ đồng đến 30/11/2024?", "**86,4"),
        ("Chi thường xuyên chiếm bao nhiêu tổng chi?", "**trên 5.600"),
    ],
)
def test_a_label_that_is_of_another_number_never_leads(
    assistant: Assistant, question: str, wrong: str
) -> None:
    assert wrong not in assistant.ask(question).text


def test_a_far_longer_stretch_does_not_answer(assistant: Assistant) -> None:
    answer = assistant.ask("Tổng vốn đầu tư toàn xã hội giai đoạn 2021-2025 là bao nhiêu?")
    assert answer.status is Status.NOT_FOUND
    assert "2021-2030" in answer.text


def test_another_target_than_the_one_asked_for_is_named_as_such(assistant: Assistant) -> None:
    answer = assistant.ask("Thu ngân sách năm 2024 đạt bao nhiêu % dự toán?")
    assert answer.text.startswith("Không tìm thấy dự toán")
    assert "Nghị quyết" in answer.text


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("Bao nhiêu chỉ tiêu chưa đạt kế hoạch?", "**11/14"),
        ("Dư nợ tín dụng đầu năm là bao nhiêu?", "**24.300"),
    ],
)
def test_neither_the_opposite_nor_another_time_leads(assistant: Assistant, question: str, wrong: str) -> None:
    answer = assistant.ask(question)
    assert wrong not in answer.text
    assert wrong.strip("*") in answer.text  # where it stands is quoted all the same


def test_the_same_months_of_the_year_before_are_told_by_name(assistant: Assistant) -> None:
    answer = assistant.ask("Tăng trưởng GRDP cùng kỳ năm trước là bao nhiêu?")
    assert "9 tháng năm 2023" in answer.text
    assert "**5,9%**" in answer.text


def test_what_falls_to_each_counts_thousands_and_the_whole(assistant: Assistant) -> None:
    answer = assistant.ask("Doanh thu du lịch bình quân mỗi lượt khách năm 2024 là bao nhiêu?")
    assert "**1,39 triệu đồng**" in answer.text
    assert "3.960.000 / 2.850.000" in answer.text


def test_each_year_is_not_answered_with_all_years(assistant: Assistant) -> None:
    assert "**3.100 lao động**" in assistant.ask("Mỗi năm giải quyết việc làm cho bao nhiêu lao động?").text
    assert "**1.275" not in assistant.ask("Mỗi năm kết nạp bao nhiêu đảng viên?").text


def test_who_advises_on_a_task_is_told(assistant: Assistant) -> None:
    answer = assistant.ask("Ai chủ trì quy hoạch khu đô thị Hòn Rơm, bao giờ xong?")
    assert answer.status is Status.ANSWERED
    assert "Sở Xây dựng" in answer.text


def test_tonnes_are_not_answered_with_hectares(assistant: Assistant) -> None:
    assert "**3.120 ha**" not in assistant.ask("Chè năm 2024 được bao nhiêu tấn?").text


def test_a_stretch_that_a_part_of_it_outgrew_is_no_total(tmp_path: Path) -> None:
    path = tmp_path / "huyen.txt"
    table = (
        "| Chỉ tiêu | Đơn vị | Mục tiêu Nghị quyết | Ước thực hiện 2021-2023 | Ước thực hiện 2020-2025 |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| Kết nạp đảng viên mới | Đảng viên | >400 | 1.180 | >400 |\n"
    )
    path.write_text(
        REPORT.split("I- KẾT QUẢ", maxsplit=1)[0] + "I- BIỂU\n\nBảng 1. Kết quả\n\n" + table, encoding="utf-8"
    )
    index = Index.open(tmp_path / "home")
    index.add(path)
    index.close()
    answer = assemble(Settings(home=tmp_path / "home")).ask("Nhiệm kỳ qua kết nạp bao nhiêu đảng viên mới?")
    assert "**>400" not in answer.text
    assert "1.180" in answer.text
