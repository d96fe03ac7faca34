"""Printed verdicts held against their numbers, tasks of bodies, makers that no report names."""

from __future__ import annotations

import pytest

from assistant.answer import Status
from assistant.assemble import assemble
from assistant.assistant import Assistant
from assistant.settings import Settings
from corpus.index import Index

REPORT = """HUYỆN ỦY KHE VÀNG

*Khe Vàng, ngày 12 tháng 9 năm 2024*

BÁO CÁO
kết quả 8 tháng năm 2024 của huyện Khe Vàng

I- KẾT QUẢ

Chỉ số giá tiêu dùng tháng 8 tăng 0,21% so với tháng trước; bình quân 8 tháng tăng 3,67% so với cùng kỳ.

Dự án Bệnh viện huyện 120 giường có tổng mức đầu tư 214 tỷ đồng, thực hiện từ 2025 đến 2027.

II- NHIỆM VỤ VÀ PHÂN CÔNG

1. Trung tâm Y tế huyện bảo đảm đủ vắc-xin, tổ chức tiêm bù cho 1.140 trẻ, hoàn thành trước ngày 31/12/2024.

BIỂU 01

TT\tChỉ tiêu\tĐVT\tMục tiêu\tƯTH 2024\tKết quả
1\tTỷ lệ lao động qua đào tạo\t%\t56\t55,3\tĐạt
2\tTỷ lệ che phủ rừng\t%\t44\t44,5\tVượt
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    home = tmp_path_factory.mktemp("judged")
    path = home / "huyen.txt"
    path.write_text(REPORT, encoding="utf-8")
    index = Index.open(home)
    index.add_many([path])
    index.close()
    return assemble(Settings(home=home))


def test_a_printed_verdict_that_its_numbers_deny_is_said_to_be_so(asked: Assistant) -> None:
    answer = asked.ask(
        'Biểu ghi tỷ lệ lao động qua đào tạo năm 2024 là "Đạt", so với mục tiêu có đúng không?'
    )
    assert "báo cáo ghi “Đạt”" in answer.text
    assert "chưa đạt" in answer.text
    assert "0,7 điểm %" in answer.text


def test_a_printed_verdict_that_follows_is_borne_out(asked: Assistant) -> None:
    answer = asked.ask('Biểu ghi tỷ lệ che phủ rừng năm 2024 là "Vượt", có đúng không?')
    assert answer.status is Status.ANSWERED
    assert "**vượt**" in answer.text


def test_below_tasks_a_body_and_what_it_does_are_a_task(asked: Assistant) -> None:
    answer = asked.ask("Đơn vị nào chịu trách nhiệm tiêm bù cho 1.140 trẻ và phải xong khi nào?")
    assert answer.status is Status.ANSWERED
    assert "Trung tâm Y tế huyện" in answer.text


def test_who_builds_is_not_told_by_what_it_costs(asked: Assistant) -> None:
    answer = asked.ask("Bệnh viện huyện 120 giường của Khe Vàng do nhà thầu nào thi công?")
    assert answer.status is Status.NOT_FOUND


def test_months_may_be_typed_short(asked: Assistant) -> None:
    answer = asked.ask("Chỉ số giá tiêu dùng bq 8T/2024 của Khe Vàng tăng bn %?")
    assert "3,67%" in answer.text
    assert answer.status is not Status.NOT_FOUND


def test_rates_per_head_are_of_the_place_named_after_them(asked: Assistant) -> None:
    answer = asked.ask("Tỷ lệ lao động qua đào tạo bình quân Khe Vàng 2024 là bao nhiêu?")
    assert "55,3%" in answer.text
    assert "quận" not in answer.text
