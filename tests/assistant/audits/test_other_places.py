"""What other places' reports say soundly, and the audit once found fault with."""

from __future__ import annotations

import pytest

from assistant.audit import audit_materials
from assistant.audits.finding import Finding
from assistant.audits.material import Material
from corpus.extract import extract_figures
from corpus.read import read_text
from corpus.vocabulary import load_vocabulary

HEAD = "BÁO CÁO\n\nTình hình kinh tế - xã hội huyện An Hòa năm 2023\n\nI. KẾT QUẢ ĐẠT ĐƯỢC\n\n"


def _audited(words: str) -> tuple[Finding, ...]:
    report = read_text(f"{HEAD}{words}\n", file="an-hoa.txt")
    return audit_materials([Material(report, extract_figures(report, load_vocabulary()))])


_TABLE = "\n\nBIỂU 01\n\nTT\tChỉ tiêu\tĐVT\tNăm 2022\tNăm 2023\n"


@pytest.mark.parametrize(
    "words",
    [
        "Có 13/17 trường thu học phí không dùng tiền mặt trên 50% số giao dịch.",
        f"Toàn ngành có 412 bác sĩ.{_TABLE}1\tSố bác sĩ/vạn dân\tBác sĩ\t9,1\t9,4",
        f"Tỷ lệ hộ nghèo giảm từ 10,2% đầu năm 2022 xuống còn 3,1%.{_TABLE}1\tTỷ lệ hộ nghèo\t%\t8,7\t3,1",
        """Thu ngân sách nhà nước trên địa bàn ước 42 tỷ đồng, bằng 84% dự toán giao đầu năm.

II. KẾ HOẠCH NĂM 2024

Thu ngân sách nhà nước trên địa bàn năm 2024 đạt 47 tỷ đồng.""",
    ],
)
def test_what_is_sound_is_left_alone(words: str) -> None:
    assert _audited(words) == ()
