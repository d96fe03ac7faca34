"""A department's half-year report: tables of plan, result and the year before, and of places."""

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

HEAD = """UBND TỈNH AN PHÚ
SỞ TÀI CHÍNH

Số: 1187/BC-STC\tAn Phú, ngày 05 tháng 7 năm 2025

BÁO CÁO

Kết quả thực hiện một số chỉ tiêu chủ yếu 6 tháng đầu năm 2025

I. TÌNH HÌNH CHUNG

Các ngành đã bám sát kế hoạch được giao.

PHỤ LỤC
MỘT SỐ CHỈ TIÊU KINH TẾ - XÃ HỘI CHỦ YẾU 6 THÁNG ĐẦU NĂM 2025

"""
COLUMNS = "TT,Chỉ tiêu,ĐVT,TH 6 tháng 2024,KH năm 2025,TH 6 tháng 2025,So với KH (%),So với cùng kỳ (%)"
ROWS = """I;KINH TẾ;;;;;;
1;Tổng thu NSNN trên địa bàn;Tỷ đồng;4.288;8.940;5.210;58,3;121,5
2;Sản lượng thủy sản;Nghìn tấn;182,4;395,0;194,6;49,3;106,7
II;VĂN HÓA - XÃ HỘI;;;;;;
3;Tỷ lệ hộ nghèo;%;3,85;2,9;3,2;;"""
PLACES = """

PHỤ LỤC 2
THU NGÂN SÁCH THEO ĐỊA BÀN 6 THÁNG ĐẦU NĂM 2025

"""
PLACE_ROWS = """STT;Địa phương;Dự toán 2025 (tỷ đồng);Thực hiện 6 tháng (tỷ đồng);Đạt (%)
1;Thành phố An Phú;3.200;2.015;63,0
2;Huyện Cù Lao;860;398;46,3
;Tổng cộng;4.060;2.413;59,4
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("half")
    path = folder / "sotc.txt"
    tables = [COLUMNS.replace(",", "\t"), *(row.replace(";", "\t") for row in ROWS.splitlines())]
    text = HEAD + "\n".join(tables) + PLACES + PLACE_ROWS.replace(";", "\t")
    path.write_text(text, encoding="utf-8")
    index = Index.open(folder / "home")
    index.add(path)
    index.close()
    return assemble(Settings(home=folder / "home"))


def test_the_body_above_lends_no_name_to_its_department(assistant: Assistant) -> None:
    assistant.library.refresh()
    (card,) = assistant.library.cards
    assert (card.place, card.number) == ("tỉnh An Phú", "1187/BC-STC")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Thu ngân sách tăng bao nhiêu so với cùng kỳ?", ("4.288 tỷ đồng", "5.210 tỷ đồng", "**tăng 922")),
        ("ty le ho ngheo giam bao nhieu diem % so voi cung ky", ("3,85%", "3,2%", "0,65 điểm %")),
        ("Huyện Cù Lao thu ngân sách bao nhiêu?", ("**398 tỷ đồng**",)),
        ("Sản lượng thủy sản còn thiếu bao nhiêu nghìn tấn so với kế hoạch?", ("200,4 nghìn tấn",)),
        ("Kế hoạch tỷ lệ hộ nghèo năm 2025 là bao nhiêu?", ("Kế hoạch tỷ lệ hộ nghèo", "**2,9%**")),
    ],
)
def test_a_row_of_plan_result_and_year_before_is_reckoned_with(
    assistant: Assistant, question: str, told: tuple[str, ...]
) -> None:
    answer = assistant.ask(question)
    assert answer.status is Status.ANSWERED  # the title's “6 THÁNG” holds no quotation back
    assert answer.withheld == 0
    assert all(value in answer.text for value in told)
    assert "KINH TẾ," not in answer.text


def test_last_years_months_are_not_held_against_this_years_plan(assistant: Assistant) -> None:
    answer = assistant.ask("Chỉ tiêu nào chưa đạt 50% kế hoạch?")
    items = [line for line in answer.text.splitlines() if line.startswith("- ")]
    assert any("194,6" in line for line in items)
    assert not any("182,4" in line or "4.288" in line or "5.210" in line for line in items)
