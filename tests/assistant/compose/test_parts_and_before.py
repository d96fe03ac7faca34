"""What is reckoned from one sentence: what there was before, what parts come to, whether they agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.assemble import assemble
from assistant.settings import Settings
from corpus.index import Index

if TYPE_CHECKING:
    from assistant.assistant import Assistant

PROVINCE = """TỈNH ỦY THANH LÂM
Số 91-BC/TU
Thanh Lâm, ngày 14 tháng 9 năm 2023

BÁO CÁO
sơ kết giữa nhiệm kỳ thực hiện Nghị quyết Đại hội Đảng bộ tỉnh Thanh Lâm lần thứ XII, nhiệm kỳ 2020-2025

I- KẾT QUẢ THỰC HIỆN

1. Về kinh tế

Tổng đàn trâu bò của tỉnh có 48.200 con (tăng 3.700 con so với năm 2020).

Trong kỳ thành lập 64 tổ hợp tác, nâng tổng số tổ hợp tác trên địa bàn tỉnh lên 190 tổ hợp tác.

Du lịch đón được trên 2 triệu lượt khách¹, doanh thu khá.

¹ Trong đó: khách nội địa 1,95 triệu lượt; khách quốc tế 38.000 lượt.

Diện tích chè trồng mới ước đạt 240 ha (Nghị quyết đến năm 2025 là 500 ha).

2. Về tổ chức

Tổng số cán bộ các cơ quan cấp tỉnh là 310 người; các xã, phường 420 người; đơn vị trường học 1.150 người.

Toàn tỉnh giảm 96 tổ chức, cơ quan, đơn vị².

² Giảm 6 cơ quan cấp tỉnh, 30 đơn vị thuộc cơ quan cấp tỉnh, 60 đơn vị thuộc cấp huyện.

Mặt trận và các đoàn thể đã tổ chức 75 cuộc giám sát, 28 hội nghị phản biện xã hội.
"""


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    home = tmp_path_factory.mktemp("parts")
    path = home / "tinh.txt"
    path.write_text(PROVINCE, encoding="utf-8")
    index = Index.open(home)
    index.add_many([path])
    index.close()
    return assemble(Settings(home=home))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Năm 2020 tỉnh có bao nhiêu con trâu bò?", "44.500 con"),
        ("Lập thêm 64 tổ hợp tác thì tổng số lên 190, vậy trước đó tỉnh có bao nhiêu tổ hợp tác?", "126"),
        ("Khách quốc tế chiếm bao nhiêu phần trăm trong tổng lượt khách?", "1,9%"),
        ("Cộng cán bộ cơ quan cấp tỉnh, xã phường và trường học thì cả thảy bao nhiêu người?", "1.880"),
        ("Giảm 96 tổ chức, đơn vị; cộng cấp tỉnh và huyện lại có ra đúng số ấy không?", "**khớp**"),
        ("Hai năm 2024-2025 phải trồng thêm mỗi năm bao nhiêu ha chè mới đạt mục tiêu?", "130 ha"),
    ],
)
def test_what_follows_from_one_sentence_is_reckoned(asked: Assistant, question: str, told: str) -> None:
    answer = asked.ask(question)
    assert told in answer.text
    assert answer.calculations


def test_two_numbers_that_are_wanted_are_not_held_against_each_other(asked: Assistant) -> None:
    answer = asked.ask("Cần hai con số: bao nhiêu cuộc giám sát và bao nhiêu hội nghị phản biện xã hội?")
    assert "75" in answer.text
    assert "khớp" not in answer.text


DISTRICT = """HUYỆN ỦY VĨNH HÒA
Số 18-BC/HU
Vĩnh Hòa, ngày 5 tháng 8 năm 2024

BÁO CÁO
sơ kết giữa nhiệm kỳ thực hiện Nghị quyết Đại hội Đảng bộ huyện Vĩnh Hòa lần thứ IX, nhiệm kỳ 2020-2025

I- KẾT QUẢ THỰC HIỆN

1. Về kinh tế

Công nghiệp giữ được nhịp, giá trị sản xuất ước đạt 400 tỷ đồng¹.

¹ Trong đó: Công nghiệp mỏ 60 tỷ đồng; Công nghiệp dệt may 240 tỷ đồng; Công nghiệp sản xuất đá 100 tỷ đồng.

Về dân cư, dân số thị tứ là 12.600 người, dân số vùng núi là 4.200 người.

Thu hút đầu tư: trồng trọt 3 dự án, vốn đăng ký 20 tỷ đồng; dệt may 6 dự án, vốn đăng ký 90 tỷ đồng.

Doanh thu du lịch của huyện đạt 84.250 triệu đồng.

Số thanh niên nhập ngũ năm 2021 là 40 người, năm 2022 là 52 người, năm 2023 là 31 người.
"""


@pytest.fixture(scope="module")
def district(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    home = tmp_path_factory.mktemp("district")
    path = home / "huyen.txt"
    path.write_text(DISTRICT, encoding="utf-8")
    index = Index.open(home)
    index.add_many([path])
    index.close()
    return assemble(Settings(home=home))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        # The name of the whole shares words with one part; the part asked for is another.
        ("Trong giá trị sản xuất công nghiệp thì công nghiệp dệt may chiếm bao nhiêu phần trăm?", "**60%**"),
        ("Dân số thị tứ gấp mấy lần dân số vùng núi?", "**3 lần**"),
        ("Trung bình mỗi năm trong giai đoạn 2021-2023 có bao nhiêu thanh niên nhập ngũ?", "**41"),
        ("Theo báo cáo, cộng cả ba năm 2021, 2022, 2023 thì có bao nhiêu thanh niên nhập ngũ?", "**123"),
    ],
)
def test_the_parts_that_the_question_names_are_the_ones_reckoned_with(
    district: Assistant, question: str, told: str
) -> None:
    assert told in district.ask(question).text


def test_how_many_times_is_not_reckoned_of_a_half_that_names_no_figure(district: Assistant) -> None:
    assert "lần**" not in district.ask("Dân số thị tứ gấp mấy lần số hộ nghèo?").text


def test_how_many_times_is_not_reckoned_of_a_count_where_the_money_was_asked(district: Assistant) -> None:
    assert "2 lần" not in district.ask("Vốn đăng ký của dệt may gấp mấy lần trồng trọt?").text


def test_money_is_told_in_the_unit_of_the_question_too(district: Assistant) -> None:
    text = district.ask("Doanh thu du lịch của huyện là bao nhiêu tỷ đồng?").text
    assert "84.250 triệu đồng" in text
    assert "**84,25 tỷ đồng**" in text
