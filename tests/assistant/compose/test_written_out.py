"""What a report writes out: an abbreviation in its bracket, causes under a shared heading."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.assemble import assemble
from assistant.settings import Settings
from corpus.index import Index

if TYPE_CHECKING:
    from assistant.assistant import Assistant

_CAUSES = "; ".join(
    f"thôn bản thứ {number} còn cách xa trung tâm và thiếu đường vào mùa mưa" for number in range(1, 16)
)
_GROWTH = ", ".join(
    f"xóm bản thứ {number} đã có thêm vườn chè mới cho thu hoạch đều" for number in range(1, 26)
)
DISTRICT = f"""HUYỆN ỦY KHE SẶT
Số 27-CTr/HU
Khe Sặt, ngày 9 tháng 3 năm 2022

CHƯƠNG TRÌNH HÀNH ĐỘNG
thực hiện Nghị quyết về phát triển vùng cao huyện Khe Sặt

I- TÌNH HÌNH VÀ NGUYÊN NHÂN

Những năm qua kinh tế của huyện phát triển khá, {_GROWTH}.

Tuy nhiên sản xuất còn nhỏ lẻ, hạn chế về liên kết chưa được khắc phục.

Nguyên nhân của những hạn chế trên là do: {_CAUSES}.

II- NHIỆM VỤ

Các thôn triển khai chương trình Vườn rừng sinh thái (VRST) gắn với du lịch.

III- KHÂU ĐỘT PHÁ

Mở đường vào các bản; dạy nghề cho thanh niên.
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    home = tmp_path_factory.mktemp("written-out")
    path = home / "huyen.txt"
    path.write_text(DISTRICT, encoding="utf-8")
    index = Index.open(home)
    index.add_many([path])
    index.close()
    return assemble(Settings(home=home))


@pytest.mark.parametrize("question", ["VRST là gì?", "Trong báo cáo, vrst viết tắt cho cụm từ nào?"])
def test_an_abbreviation_is_what_stands_before_its_bracket(asked: Assistant, question: str) -> None:
    assert "là viết tắt của **Vườn rừng sinh thái**" in asked.ask(question).text


def test_causes_are_quoted_from_where_they_begin_under_a_shared_heading(asked: Assistant) -> None:
    text = asked.ask("Chương trình hành động số 27 nêu nguyên nhân nào của những hạn chế?").text
    assert text.index("Nguyên nhân của những hạn chế") < 120
    assert "thôn bản thứ 3 " in text  # though the list goes on longer than is quoted
    assert "phát triển khá" not in text


def test_what_a_report_determines_is_what_stands_under_its_heading(asked: Assistant) -> None:
    assert "dạy nghề cho thanh niên" in asked.ask("Huyện xác định mấy khâu đột phá, là khâu nào?").text
