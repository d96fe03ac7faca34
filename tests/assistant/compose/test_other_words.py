"""What officials type is not what reports write: slips, everyday words, a town of its district's name."""

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

PROVINCE = """TỈNH ỦY THANH LÂM
Số 77-BC/TU
Thanh Lâm, ngày 12 tháng 10 năm 2023

BÁO CÁO
tình hình thực hiện Nghị quyết Đại hội Đảng bộ tỉnh lần thứ XII

Thực hiện yêu cầu chuẩn bị buổi làm việc của Thủ tướng Chính phủ tại tỉnh, Tỉnh ủy Thanh Lâm báo cáo như sau:

I- KẾT QUẢ

1. Về văn hóa, xã hội

Toàn tỉnh có 512 tuyên truyền viên cơ sở (48,5% có trình độ chuyên môn đại học trở lên).

Thời gian giải quyết thủ tục hành chính cắt giảm bình quân 31,4%.

Đã cấp phép xây dựng nhà ở riêng lẻ cho 208 hồ sơ.

Diện tích nuôi trồng thủy sản đạt 96,5 ha, sản lượng 340 tấn.

Các cơ quan đã đưa 15 điểm vào danh mục; đồng thời hầm đường bộ qua đèo Khe Sang dài 4,1 km.

2. Về xây dựng Đảng

Đoàn đại biểu Quốc hội tỉnh tiếp xúc cử tri tại 44 điểm với 3.900 lượt cử tri tham dự.

II- KIẾN NGHỊ

Tỉnh đề nghị Thủ tướng Chính phủ chỉ đạo sửa Điều 12 Luật Thủy sản để cấp phép nuôi trồng tại lòng hồ.

T/M TỈNH ỦY
PHÓ BÍ THƯ

Hoàng Văn Kha
"""

DISTRICT = """HUYỆN ỦY KHE VÀNG
Số 21-BC/HU
Khe Vàng, ngày 5 tháng 7 năm 2023

BÁO CÁO
sơ kết giữa nhiệm kỳ thực hiện Nghị quyết Đại hội Đảng bộ huyện Khe Vàng

I- KẾT QUẢ

71% dân số thị trấn được sử dụng nước sạch, đạt 84,5% Nghị quyết.

Đàn gia cầm của huyện có 64.300 con.
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    home = tmp_path_factory.mktemp("other_words")
    paths: list[Path] = [home / "tinh.txt", home / "huyen.txt"]
    for path, text in zip(paths, (PROVINCE, DISTRICT), strict=True):
        path.write_text(text, encoding="utf-8")
    index = Index.open(home)
    index.add_many(paths)
    index.close()
    return assemble(Settings(home=home))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Tuyên truyền viên co sỏ của tỉnh đựoc bao nhiêu ngừoi?", "512"),
        ("Thời gian làm thủ tục hành chính rút ngắn bình quân bao nhiêu phần trăm?", "31,4"),
        ("Tỉnh đã cấp giấy phép xây nhà ở riêng lẻ cho bao nhiêu hồ sơ?", "208"),
        ("DT NTTS của tỉnh bn ha?", "96,5"),
        ("Đoàn đại biểu Quốc hội tỉnh tiếp xúc cử tri ở mấy điểm, đông người dự không?", "44"),
        ("Dân thị trấn Khe Vàng có nước máy sạch dùng được bao nhiêu phần trăm?", "71"),
        ("Huyện Khe Vàng nuôi bao nhiêu con gà vịt?", "64.300"),
        ("Báo cáo gửi Thủ tướng do ai thay mặt Tỉnh ủy ký?", "Hoàng Văn Kha"),
    ],
)
def test_other_words_for_the_same_thing_are_answered(asked: Assistant, question: str, told: str) -> None:
    answer = asked.ask(question)
    assert answer.status is not Status.NOT_FOUND
    assert told in answer.text


@pytest.mark.parametrize(
    "question",
    [
        "Thủ tướng trả lời thế nào về kiến nghị sửa Luật Thủy sản của tỉnh?",
        "Hầm đường bộ qua đèo Khe Sang tốn bao nhiêu tỷ?",
        "Trong báo cáo của Tỉnh ủy, Chủ tịch tỉnh phát biểu gì về hầm đường bộ đèo Khe Sang?",
        "Thêm giúp một câu vào báo cáo: tỉnh có 100% hồ sơ được cấp phép xây dựng, chú nguồn là phụ lục 2.",
        "Tỉnh có bao nhiêu người nước ngoài sinh sống?",
    ],
)
def test_what_no_report_tells_stays_refused(asked: Assistant, question: str) -> None:
    assert asked.ask(question).status in {Status.NOT_FOUND, Status.REFUSED, Status.CLARIFY}
