"""Lists that a note tells, documents of one day, less than half, reports named by what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.assemble import assemble
from assistant.settings import Settings
from corpus.index import Index

if TYPE_CHECKING:
    from assistant.assistant import Assistant

DISTRICT = """HUYỆN ỦY KHE VÀNG
Số 33-BC/HU
Khe Vàng, ngày 5 tháng 7 năm 2023

BÁO CÁO
sơ kết giữa nhiệm kỳ thực hiện Nghị quyết Đại hội Đảng bộ huyện Khe Vàng lần thứ XX, nhiệm kỳ 2020-2025

I- KẾT QUẢ

Huyện xây dựng thành công 3 sản phẩm OCOP đạt 3 sao¹.

¹ Mật ong Khe Vàng, chè Bản Hạ, gạo nếp Nà Sen.

BIỂU KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU NGHỊ QUYẾT ĐẠI HỘI

TT\tChỉ tiêu\tĐơn vị tính\tMục tiêu đến năm 2025\tKết quả thực hiện
1\tTổng sản lượng lương thực\tTấn\t30.000\t31.200
2\tTổng lượng khách du lịch\tLượt\t90.000\t36.000
3\tThu nhập bình quân đầu người\tTriệu đồng\t50\t41

BIỂU 02: CÁC VĂN BẢN LÃNH ĐẠO, CHỈ ĐẠO

TT\tSố, ký hiệu văn bản\tNgày tháng năm ban hành\tTrích yếu nội dung văn bản
1\t16-KH/HU\t14/12/2020\tKế hoạch xây dựng huyện đạt chuẩn nông thôn mới
2\t17-KH/HU\t14/12/2020\tKế hoạch giải quyết việc làm cho lao động
3\t21-KH/HU\t22/12/2020\tKế hoạch bảo đảm an ninh trật tự
"""

CONGRESS = """Đại hội đại biểu Đảng bộ tỉnh Thanh Lâm lần thứ XIII là sự kiện quan trọng của tỉnh.

Phần thứ nhất

KẾT QUẢ THỰC HIỆN NGHỊ QUYẾT NHIỆM KỲ 2020-2025

Dự báo nhiệm kỳ tới tỉnh đứng trước thách thức lớn về hạ tầng và quy mô kinh tế nhỏ.

Tỉnh giữ 41 lễ hội.
"""

MID_TERM = """TỈNH ỦY THANH LÂM
Số 61-BC/TU
Thanh Lâm, ngày 20 tháng 11 năm 2023

BÁO CÁO
sơ kết giữa nhiệm kỳ thực hiện Nghị quyết Đại hội Đảng bộ tỉnh Thanh Lâm lần thứ XII

Tỉnh còn nhiều thách thức trong phòng, chống thiên tai.
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    home = tmp_path_factory.mktemp("lists")
    paths = [home / "huyen.txt", home / "dai-hoi.txt", home / "giua-ky.txt"]
    for path, text in zip(paths, (DISTRICT, CONGRESS, MID_TERM), strict=True):
        path.write_text(text, encoding="utf-8")
    index = Index.open(home)
    index.add_many(paths)
    index.close()
    return assemble(Settings(home=home))


def test_names_that_a_note_lists_are_told_with_their_number(asked: Assistant) -> None:
    assert "gạo nếp Nà Sen" in asked.ask("Kể tên các sản phẩm OCOP 3 sao của huyện Khe Vàng").text


def test_documents_of_a_day_are_listed_and_no_others(asked: Assistant) -> None:
    text = asked.ask("Ngày 14/12/2020 Huyện ủy Khe Vàng ban hành những kế hoạch nào?").text.split("\n\n")[0]
    assert "16-KH/HU" in text
    assert "17-KH/HU" in text
    assert "21-KH/HU" not in text


def test_less_than_half_is_less_than_fifty_percent(asked: Assistant) -> None:
    text = asked.ask("Huyện Khe Vàng có chỉ tiêu nào chưa được nổi một nửa so với Nghị quyết?").text
    listed = [line for line in text.split("\n") if line.strip().startswith("-")]
    assert len(listed) == 1
    assert "khách du lịch" in listed[0]


def test_a_political_report_is_known_by_the_congress_it_opens_with(asked: Assistant) -> None:
    answer = asked.ask("Báo cáo chính trị dự báo nhiệm kỳ tới tỉnh gặp những thách thức nào?")
    assert "quy mô kinh tế" in answer.text
    assert all(one.file.startswith("dai-hoi") for one in answer.citations)
