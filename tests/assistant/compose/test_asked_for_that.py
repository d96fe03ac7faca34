"""A figure, a time or a name that is not the one asked for is never told as if it were."""

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
Số 61-BC/TU
Thanh Lâm, ngày 20 tháng 11 năm 2023

BÁO CÁO
sơ kết giữa nhiệm kỳ thực hiện Nghị quyết Đại hội Đảng bộ tỉnh Thanh Lâm lần thứ XII

I- KẾT QUẢ

Thanh Lâm có diện tích tự nhiên 7.412,5 km²; dân số 61,3 vạn người.

Tổng chi ngân sách địa phương giai đoạn 2020-2023 đạt 21.300 tỷ đồng.

Tỷ lệ hộ nghèo của tỉnh năm 2023 còn 19,4%. Công tác giảm nghèo được các cấp quan tâm.

Xây dựng nông thôn mới được chú trọng, toàn tỉnh có 41 xã đạt chuẩn nông thôn mới. \
Có 03 xã (Nậm Hoa, Bản Sơn, Tà Khê) được công nhận là xã an toàn khu.

Chuyển đổi số được đẩy mạnh trong các cơ quan nhà nước.
"""
DISTRICT = """HUYỆN ỦY KHE VÀNG
Số 17-BC/HU
Khe Vàng, ngày 05 tháng 12 năm 2024

BÁO CÁO
kết quả thực hiện Nghị quyết Đại hội Đảng bộ huyện Khe Vàng, tỉnh Thanh Lâm, năm 2024

I- ĐẶC ĐIỂM

Khe Vàng có diện tích tự nhiên 52.118ha; dân số 48.215 người.

II- KẾT QUẢ

Cây quế trồng mới 45 ha, nâng tổng diện tích lên 96,4 ha.

Thu nhập bình quân đầu người năm 2024 đạt 46 triệu đồng/người/năm.

III- TIẾP DÂN

Công tác tiếp dân: năm 2023 tiếp dân 57 người.
"""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder: Path = tmp_path_factory.mktemp("asked")
    paths = []
    for name, text in (("tinh", PROVINCE), ("huyen", DISTRICT)):
        paths.append(folder / f"{name}.txt")
        paths[-1].write_text(text, encoding="utf-8")
    index = Index.open(folder / "home")
    index.add_many(paths)
    index.close()
    return assemble(Settings(home=folder / "home"))


@pytest.mark.parametrize(
    "question",
    ["dien tich khe vang", "Diện tích huyện Khe Vàng bao nhiêu ha?", "khe vàng diện tích bao nhiêu"],
)
def test_the_bare_area_of_a_place_is_that_of_its_land(assistant: Assistant, question: str) -> None:
    answer = assistant.ask(question)

    assert answer.status is Status.ANSWERED
    assert "52.118 ha" in answer.text.partition("\n")[0]
    assert "96,4" not in answer.text.partition("\n")[0]


def test_people_received_are_no_population(assistant: Assistant) -> None:
    answer = assistant.ask("dân số tỉnh Thanh Lâm với huyện Khe Vàng")

    assert "48.215 người" in answer.text
    assert "57 người" not in answer.text


def test_what_is_told_of_one_place_only_is_said_so(assistant: Assistant) -> None:
    first = assistant.ask(
        "Thu nhập bình quân đầu người huyện Khe Vàng bao nhiêu, so với tỉnh Thanh Lâm thế nào?"
    ).text.partition("\n")[0]

    assert "46 triệu đồng" in first
    assert "không nêu thu nhập bình quân đầu người của tỉnh Thanh Lâm" in first


def test_the_sum_of_several_years_is_not_that_of_one(assistant: Assistant) -> None:
    answer = assistant.ask("Chi ngân sách địa phương năm 2022?")

    assert answer.status is Status.NOT_FOUND
    assert "2022" in answer.text.partition(".")[0]


def test_a_result_is_no_answer_about_the_goal(assistant: Assistant) -> None:
    history = ["Tỷ lệ hộ nghèo toàn tỉnh năm 2023 là bao nhiêu?"]
    answer = assistant.ask("mục tiêu bao nhiêu?", history=history)

    assert "**19,4%**" not in answer.text


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("Xã nào đạt chuẩn nông thôn mới?", "xã"),
        ("Sở nào chịu trách nhiệm về chuyển đổi số?", "sở"),
        ("xa nao dat chuan nong thon moi", "xã"),
    ],
)
def test_which_place_is_answered_by_names_or_not_at_all(
    assistant: Assistant, question: str, kind: str
) -> None:
    answer = assistant.ask(question)

    assert answer.status is Status.NOT_FOUND
    assert answer.text.startswith(f"Các báo cáo đã nạp không nêu rõ là {kind} nào.")


def test_names_that_are_told_are_quoted(assistant: Assistant) -> None:
    answer = assistant.ask("Xã nào được công nhận xã an toàn khu?")

    assert answer.status is Status.ANSWERED
    assert "Nậm Hoa, Bản Sơn, Tà Khê" in answer.text


@pytest.mark.parametrize("place", ["Than Lâm", "Thanh Lấn", "Thnah Lâm"])
def test_a_slip_in_the_name_of_a_place_is_mended(assistant: Assistant, place: str) -> None:
    answer = assistant.ask(f"{place} tỷ lệ hộ nghèo năm 2023 bao nhiêu?")

    assert answer.status is Status.ANSWERED
    assert "19,4%" in answer.text.partition("\n")[0]


@pytest.mark.parametrize("place", ["Tỉnh Hòa Lâm", "Tỉnh Thanh Năm"])
def test_another_name_is_no_slip(assistant: Assistant, place: str) -> None:
    answer = assistant.ask(f"{place} tỷ lệ hộ nghèo năm 2023 bao nhiêu?")

    assert answer.status is Status.NOT_FOUND
