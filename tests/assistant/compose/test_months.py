"""One month's results: told as such, and held against no year's plan."""

from __future__ import annotations

import pytest

from assistant.assemble import assemble
from assistant.assistant import Assistant
from assistant.settings import Settings
from corpus.index import Index

REPORT = """UBND TỈNH AN GIỒNG\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 77/BC-UBND\tAn Giồng, ngày 25 tháng 5 năm 2024

**BÁO CÁO**

**Tình hình kinh tế - xã hội tháng 5 và 5 tháng năm 2024 của tỉnh An Giồng**

**I. KẾT QUẢ**

Thu ngân sách nhà nước trên địa bàn tháng 5 ước 215 tỷ đồng, 5 tháng ước 1.340 tỷ đồng, \
đạt 44,7% dự toán tỉnh giao (3.000 tỷ đồng).

**Phụ lục**

TT\tChỉ tiêu\tĐVT\tKế hoạch năm 2024\tThực hiện 5 tháng năm 2023\tThực hiện năm 2024\t\t
\t\t\t\t\tTháng 4\tƯớc tháng 5\tLũy kế 5 tháng
1\tDoanh nghiệp thành lập mới\tDN\t600\t262\t51\t47\t251
2\tKhách du lịch\tNghìn lượt\t900\t340\t88\t95\t412
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    home = tmp_path_factory.mktemp("months")
    path = home / "tinh.txt"
    path.write_text(REPORT, encoding="utf-8")
    index = Index.open(home)
    index.add_many([path])
    index.close()
    return assemble(Settings(home=home))


def test_the_months_so_far_are_held_against_the_plan(asked: Assistant) -> None:
    text = asked.ask("An Giồng thu ngân sách 5 tháng năm 2024 so với dự toán còn thiếu bao nhiêu?").text
    assert "1.660 tỷ đồng" in text
    assert "215 tỷ đồng [1], **chưa đạt**" not in text


def test_a_list_by_ratio_takes_the_months_so_far(asked: Assistant) -> None:
    text = asked.ask("Chỉ tiêu nào của An Giồng đạt thấp nhất so với kế hoạch?").text
    assert "251 DN so với mục tiêu 600 DN" in text
    assert "47 DN so" not in text


def test_one_month_is_told_as_one(asked: Assistant) -> None:
    assert "**88 nghìn lượt**" in asked.ask("Khách du lịch tháng 4/2024 của An Giồng là bao nhiêu?").text


def test_months_are_compared_with_those_of_the_year_before(asked: Assistant) -> None:
    text = asked.ask(
        "Khách du lịch 5 tháng năm 2024 của An Giồng tăng bao nhiêu so với 5 tháng năm 2023?"
    ).text
    assert "72 nghìn lượt" in text
