"""“Huyện nào cao nhất”: tables and lists of places below the one that the report is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer import Status
from assistant.assemble import assemble
from assistant.assistant import Assistant
from assistant.settings import Settings
from corpus.index import Index

PROVINCE = """UBND TỈNH AN GIỒNG\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Số: 41/BC-UBND\tAn Giồng, ngày 25 tháng 9 năm 2024

**BÁO CÁO**

**Công tác y tế 9 tháng năm 2024 của tỉnh An Giồng**

**I. KẾT QUẢ**

Tỷ lệ tiêm chủng đầy đủ toàn tỉnh đạt 61,8%. Công suất sử dụng giường bệnh chung 88,1%; \
cao nhất là Bệnh viện Nhi 117,4%, \
thấp nhất là Bệnh viện Mắt 63,0%.

Các huyện có tỷ lệ sinh con thứ ba cao là Ba Sao 14,2%, Cù Lao 13,5%. \
Huyện Ba Sao và huyện Cù Lao đều ở xa trung tâm.

**Biểu 1. Một số chỉ tiêu theo huyện**

TT\tHuyện, thị xã\tSố trạm y tế\tTiêm chủng đầy đủ (%)
1\tThị xã Tân Hội\t12\t70,3
2\tBa Sao\t17\t48,9
3\tCù Lao\t15\t52,6
4\tGiồng Chanh\t16\t66,0
\tToàn tỉnh\t60\t61,8
"""

DISTRICT = """HUYỆN ỦY KHE VÀNG

*Khe Vàng, ngày 12 tháng 6 năm 2023*

BÁO CÁO
sơ kết giữa nhiệm kỳ của Đảng bộ huyện Khe Vàng

I- KẾT QUẢ

Thu nhập bình quân đầu người đạt 31,5 triệu đồng. \
Theo xã, thu nhập bình quân đầu người cao nhất là thị trấn Khe Vàng \
46,8 triệu đồng, xã Bản Lạnh 33,0 triệu đồng; thấp nhất là xã Nà Ngần 19,6 triệu đồng. \
Tỷ lệ che phủ rừng đạt 44,5%.
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    home = tmp_path_factory.mktemp("below")
    paths: list[Path] = [home / "tinh.txt", home / "huyen.txt"]
    for path, text in zip(paths, (PROVINCE, DISTRICT), strict=True):
        path.write_text(text, encoding="utf-8")
    index = Index.open(home)
    index.add_many(paths)
    index.close()
    return assemble(Settings(home=home))


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("Huyện nào của tỉnh An Giồng có tỷ lệ tiêm chủng đầy đủ thấp nhất?", "huyện Ba Sao**: **48,9%"),
        ("huyen nao o an giong tiem chung day du cao nhat", "thị xã Tân Hội**: **70,3%"),
        ("Huyện nào ở An Giồng sinh con thứ ba nhiều nhất?", "huyện Ba Sao**: **14,2%"),
        ("Xã nào ở Khe Vàng có thu nhập bình quân đầu người thấp nhất?", "xã Nà Ngần**: **19,6"),
    ],
)
def test_the_first_in_order_is_told_first(asked: Assistant, question: str, first: str) -> None:
    assert first in asked.ask(question).text.split("\n")[0]


def test_all_rows_of_the_table_are_put_in_order(asked: Assistant) -> None:
    text = asked.ask("Huyện nào của tỉnh An Giồng có tỷ lệ tiêm chủng đầy đủ thấp nhất?").text
    assert [
        text.index(f"| {name} |") for name in ("huyện Ba Sao", "huyện Cù Lao", "huyện Giồng Chanh")
    ] == sorted(text.index(f"| {name} |") for name in ("huyện Ba Sao", "huyện Cù Lao", "huyện Giồng Chanh"))


def test_a_list_of_the_highest_tells_no_lowest(asked: Assistant) -> None:
    assert "**huyện" not in asked.ask("Huyện nào ở An Giồng sinh con thứ ba ít nhất?").text


def test_the_whole_is_no_answer_to_which_one(asked: Assistant) -> None:
    answer = asked.ask("Bệnh viện nào ở An Giồng có công suất sử dụng giường bệnh cao nhất?")
    assert "Bệnh viện Nhi 117,4%" in answer.text
    assert "**88,1%**" not in answer.text


def test_a_town_is_not_its_district(asked: Assistant) -> None:
    assert "46,8 triệu đồng" in asked.ask("Thị trấn Khe Vàng thu nhập bình quân đầu người bao nhiêu?").text
    assert asked.ask("Tỷ lệ che phủ rừng của thị trấn Khe Vàng là bao nhiêu?").status is Status.NOT_FOUND
    told = asked.ask("Thu nhập bình quân ở thị trấn Khe Vàng và xã Nà Ngần chênh nhau bao nhiêu?").text
    assert "27,2 triệu đồng" in told


def test_a_commune_of_a_list_is_not_the_district(asked: Assistant) -> None:
    text = asked.ask("Thu nhập bình quân đầu người của huyện Khe Vàng là bao nhiêu?").text
    assert "**31,5 triệu đồng**" in text
