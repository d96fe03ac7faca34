"""Words that may be read in two ways, and units and prices that have to be what was asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.answer import Status
from assistant.assemble import assemble
from assistant.settings import Settings
from corpus.index import Index

if TYPE_CHECKING:
    from assistant.assistant import Assistant

PROVINCE = """TỈNH ỦY THANH LÂM
Số 83-BC/TU
Thanh Lâm, ngày 20 tháng 11 năm 2025

BÁO CÁO
tổng kết thực hiện Nghị quyết Đại hội Đảng bộ tỉnh Thanh Lâm lần thứ XII, nhiệm kỳ 2020-2025

I- KẾT QUẢ THỰC HIỆN

1. Về kinh tế

Giai đoạn 2021-2025 thành lập mới 640 doanh nghiệp. Giai đoạn 2021-2023 thành lập mới 410 doanh nghiệp.

Nuôi cá tầm có 12 cơ sở nuôi, thành lập 03 hợp tác xã nuôi cá tầm ven hồ.

Trên địa bàn tỉnh có 8 tổ chức tín dụng với 36 điểm giao dịch cố định.

Lũy kế đến nay có 207 dự án với tổng vốn 41.300 tỷ đồng.

Đã gieo cấy 24.150 ha lúa trong năm 2025.

Khu kinh tế cửa khẩu Sa Khoang được đầu tư đồng bộ, là nơi giao thương của cộng đồng hai bên biên giới.

2. Về tổ chức, cán bộ

Luân chuyển từ tỉnh về huyện 07 đ/c, giữa các ngành 05 đ/c.

Chỉ số hài lòng về sự phục vụ hành chính (SIPAS) đạt 81,2%, xếp vị trí thứ 21/63 tỉnh, thành phố.

Quyết định số 45/2017/QĐ-TTg về trồng rừng: nhiều nội dung không còn phù hợp với thực tế.

Đã xây dựng 31/28 tổ dân phố tự quản, đạt 110,7% kế hoạch.

Có 45/60 bản đạt chuẩn văn hóa, đạt 79%.

Bí thư Huyện ủy các huyện đã được kiện toàn 9 người.
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    home = tmp_path_factory.mktemp("readings")
    path = home / "tinh.txt"
    path.write_text(PROVINCE, encoding="utf-8")
    index = Index.open(home)
    index.add_many([path])
    index.close()
    return assemble(Settings(home=home))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Số doanh nghiệp thành lập mới 2021-2025 nhiều hơn giai đoạn 2021-2023 bao nhiêu?", "230"),
        ("Doanh nghiệp mở mới 2021-2025 hơn giai đoạn 2021-2023 mấy đơn vị?", "230"),
        ("Toàn tỉnh bn TCTD, bn điểm giao dịch?", "36 điểm giao dịch"),
        ("LK tỉnh có bn dự án?", "207"),
        ("Diện tích lúa gieo cấy 24.150 ha năm 2025 là bao nhiêu km²?", "241,5"),
        ("24.150 ha lúa gieo cấy bằng bao nhiêu km2?", "241,5"),
        ("Tỉnh luân chuyển bao nhiêu cán bộ từ tỉnh về huyện?", "07 đ/c"),
        ("sipas la chi so nao", "hài lòng"),
        ("Vì sao phải sửa Quyết định 45/2017/QĐ-TTg?", "không còn phù hợp"),
    ],
)
def test_what_is_meant_is_answered(asked: Assistant, question: str, told: str) -> None:
    answer = asked.ask(question)
    assert answer.status is Status.ANSWERED
    assert told in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "gia dat o khu kinh te cua khau sa khoang bao nhieu",
        "Giá đất ở khu kinh tế cửa khẩu Sa Khoang thế nào?",
        "Bí thư Huyện ủy sinh năm bao nhiêu?",
    ],
)
def test_a_price_or_a_birth_that_no_report_tells_is_refused(asked: Assistant, question: str) -> None:
    assert asked.ask(question).status is Status.NOT_FOUND


def test_a_count_is_no_share_in_tonnes(asked: Assistant) -> None:
    answer = asked.ask("Bình quân mỗi cơ sở nuôi cá tầm cho bao nhiêu tấn?")
    assert not answer.calculations


def test_a_course_of_things_is_no_province(asked: Assistant) -> None:
    before = asked.ask("Số doanh nghiệp thành lập mới 2021-2025 là bao nhiêu?")
    answer = asked.ask("tu 2021 den 2023 dien bien ra sao", conversation_id=before.conversation_id)
    assert "Điện Biên" not in answer.text


def test_a_province_typed_without_marks_is_still_one(asked: Assistant) -> None:
    answer = asked.ask("so doanh nghiep thanh lap moi o dien bien la bao nhieu")
    assert answer.status is Status.NOT_FOUND
    assert "Điện Biên" in answer.text


def test_a_share_that_follows_from_its_fraction_agrees(asked: Assistant) -> None:
    answer = asked.ask("31/28 tổ dân phố tự quản mà ghi 110,7% thì đúng chưa?")
    assert "**khớp**" in answer.text


def test_a_share_that_does_not_follow_from_its_fraction_is_told(asked: Assistant) -> None:
    answer = asked.ask("Báo cáo ghi 45/60 bản đạt chuẩn văn hóa, 79%, tính lại có khớp không?")
    assert "**không khớp**" in answer.text
    assert "75" in answer.text
    assert answer.status is Status.CONFLICTING


@pytest.mark.parametrize(
    "question",
    ["Còn bao nhiêu bản chưa đạt chuẩn văn hóa?", "con may ban chua dat chuan van hoa o thanh lam"],
)
def test_what_is_left_of_a_fraction_is_told(asked: Assistant, question: str) -> None:
    assert "**15 bản**" in asked.ask(question).text
