"""What the audit finds in running text, and what it leaves alone."""

from __future__ import annotations

import pytest

from assistant.audit import audit_materials
from assistant.audits.finding import Certainty, Finding, Kind
from assistant.audits.material import Material
from corpus.extract import extract_figures
from corpus.read import read_text
from corpus.vocabulary import load_vocabulary

HEAD = "BÁO CÁO\n\nTình hình kinh tế - xã hội huyện An Hòa năm 2023\n\nI- KẾT QUẢ ĐẠT ĐƯỢC\n\n"


def audited(words: str) -> tuple[Finding, ...]:
    report = read_text(f"{HEAD}{words}\n", file="an-hoa.txt")
    return audit_materials([Material(report, extract_figures(report, load_vocabulary()))])


WRONG = [
    (
        "Thu ngân sách đạt 44 tỷ đồng, đạt 91% chỉ tiêu (chỉ tiêu giao 55 tỷ đồng).",
        Kind.PERCENT,
        "91%",
        "80%",
    ),
    ("Đã trồng 132/120 ha rừng, đạt 115% kế hoạch.", Kind.PERCENT, "115%", "110%"),
    ("Có 788/800 giáo viên đạt chuẩn, chiếm 96,5%.", Kind.PERCENT, "96,5%", "98,5%"),
    ("Đã cấp thẻ cho 195 hộ/1.300 hộ (đạt 18%).", Kind.PERCENT, "18%", "15%"),
    (
        "Kế hoạch vốn được giao 20.000 triệu đồng; đã giải ngân 5.000 triệu đồng, đạt 35% kế hoạch.",
        Kind.PERCENT,
        "35%",
        "25%",
    ),
    (
        "Tổng số hộ nghèo là 1.200 hộ, trong đó hộ ở vùng cao 300 hộ, chiếm 35% tổng số hộ nghèo.",
        Kind.PERCENT,
        "35%",
        "25%",
    ),
    (
        "Chỉ số cải cách hành chính xếp thứ 24/63, tăng 12 bậc so với năm 2020 (38/63).",
        Kind.SUM,
        "12 bậc",
        "14 bậc",
    ),
    (
        "Đầu tư 300 triệu đồng sửa chợ; kinh phí cho các hoạt động ở phố đi bộ trên 2.000 đồng.",
        Kind.OUTLIER,
        "2.000 đồng",
        "triệu",
    ),
    ("Đã cấp 85.000 tấn gạo cứu đói cho 1.300 hộ, 5.700 khẩu.", Kind.OUTLIER, "85.000 tấn", ""),
    ("Đã tiếp nhận 250 tin báo, đã xử lý 215 tin (đạt 97,7%).", Kind.PERCENT, "97,7%", "86%"),
    ("Sản lượng tăng từ 1.200 tấn lên 1.500 tấn, tăng 35%.", Kind.PERCENT, "35%", "25%"),
    ("Tỷ lệ hộ nghèo giảm từ 25,4% xuống còn 18,2%, giảm 9,2 điểm %.", Kind.SUM, "9,2 điểm %", "7,2 điểm %"),
    ("Huyện có 25 trường (10 trường mầm non; 14 trường tiểu học).", Kind.SUM, "25 trường", "24 trường"),
    ("Toàn huyện có 15 xã, thị trấn (13 xã, 3 thị trấn).", Kind.SUM, "15 xã, thị trấn", "16 xã, thị trấn"),
    (
        "Diện tích gieo trồng đạt 5.200 ha, trong đó: lúa 3.100 ha; ngô 1.500 ha; rau màu 800 ha.",
        Kind.SUM,
        "5.200 ha",
        "5.400 ha",
    ),
    (
        "Tổng vốn huy động 960 tỷ đồng, gồm: ngân sách 500 tỷ đồng, dân góp 260 tỷ đồng và vay 100 tỷ đồng.",
        Kind.SUM,
        "960 tỷ đồng",
        "860 tỷ đồng",
    ),
    ("Diện tích đất thu hồi là 45.1230,5 m².", Kind.OUTLIER, "45.1230,5 m²", ""),
    ("Tỷ lệ hộ dùng nước hợp vệ sinh đạt 925%.", Kind.OUTLIER, "925%", ""),
    (
        "Cháy rừng gây thiệt hại 3.412 ha rừng trồng; 5.208 ha rừng tái sinh; 4,75 ha cây trồng.",
        Kind.OUTLIER,
        "3.412 ha; 5.208 ha",
        "",
    ),
    (
        "Năng suất đạt 62 triệu đồng/ha, đạt 95% chỉ tiêu (chỉ tiêu giao 65 triệu đồng/người).",
        Kind.UNIT,
        "",
        "",
    ),
    (
        "Diện tích cây chè năm 2021 đạt 1.210 ha, năm 2022 đạt 12.600 ha, năm 2023 đạt 1.305 ha.",
        Kind.OUTLIER,
        "12.600 ha",
        "1.260",
    ),
    (
        "Thực hiện Nghị quyết số 12/2021/NQ-HĐND ngày 15/7/2020 của HĐND huyện.",
        Kind.CROSS_REPORT,
        "15/07/2020",
        "",
    ),
]


@pytest.mark.parametrize(
    ("words", "kind", "printed", "recomputed"), WRONG, ids=[row[0][:30] for row in WRONG]
)
def test_what_does_not_follow_is_found(words: str, kind: Kind, printed: str, recomputed: str) -> None:
    found = [finding for finding in audited(words) if finding.kind is kind]

    assert len(found) == 1
    assert found[0].certainty is Certainty.CLEAR
    assert printed in found[0].printed
    assert recomputed in found[0].recomputed
    assert found[0].sources
    assert all(source.text in words for source in found[0].sources)


SOUND = [
    "Thu ngân sách đạt 44 tỷ đồng, đạt 80% chỉ tiêu (chỉ tiêu giao 55 tỷ đồng).",
    "Tỷ lệ trẻ em suy dinh dưỡng còn 9,2%, đạt 114% chỉ tiêu (chỉ tiêu giao 10,5%).",
    "Có 54 xã đặc biệt khó khăn, 22 xã biên giới trong tổng số 106 xã.",
    "Toàn tỉnh có 106 xã (trong đó: 54 xã đặc biệt khó khăn, 22 xã biên giới).",
    "Toàn huyện có 1.000 lao động, trong đó nữ 600 lao động, người dân tộc thiểu số 700 lao động.",
    "Tổng thu đạt 2.084 tỷ đồng (trong đó thu trên địa bàn 182,6 tỷ đồng).",
    "Tổng diện tích 821,8 ha, trong đó: lúa 706,7 ha; ngô 115,1 ha.",
    "Thu ngân sách đạt 250 tỷ đồng, vượt 25% dự toán (dự toán giao 200 tỷ đồng).",
    "Tiếp nhận 239 đơn (220 đơn trong kỳ, 19 đơn kỳ trước), đã giải quyết 229 đơn đạt 95,8%, còn 10 đơn.",
    "Trồng mới 400 ha chè, vượt kế hoạch 5 ha.",
    "Sản lượng tăng từ 1.200 tấn lên 1.500 tấn, tăng 25%.",
    "Tỷ lệ hộ nghèo giảm từ 25,4% xuống còn 18,2%, bình quân giảm 2,4%/năm.",
    "Giá trị sản xuất đạt 5.276 tỷ đồng, bằng 68,9% kế hoạch, giảm 16,6% so với cùng kỳ năm trước.",
    "Cơ cấu kinh tế: nông nghiệp 35,2%; công nghiệp 38,1%; dịch vụ 26,7%.",
    "Tổng sản lượng đạt 12.500 tấn, đạt 103% kế hoạch; giá trị tăng 120% so với năm 2020.",
    "Xếp thứ 24/63 tỉnh, thành phố, đạt 86,29% số điểm.",
    "Hội nghị có 690 lượt cán bộ (trong đó: đại học 605 người; sau đại học 85 người).",
]


@pytest.mark.parametrize("words", SOUND, ids=[words[:30] for words in SOUND])
def test_what_is_sound_is_left_alone(words: str) -> None:
    assert [finding.what for finding in audited(words) if finding.certainty is Certainty.CLEAR] == []


def test_a_ratio_that_was_cut_off_is_rounding() -> None:
    found = audited("Thu ngân sách đạt 95 tỷ đồng, đạt 105,5% chỉ tiêu (chỉ tiêu giao 90 tỷ đồng).")

    assert [finding.certainty for finding in found] == [Certainty.ROUNDING]


def test_a_plan_of_others_is_not_the_resolution() -> None:
    """One result may meet one target and miss another: without the other's number nothing can be said."""
    found = audited(
        "Tỷ lệ che phủ rừng đạt 50,5%, đạt 101% Nghị quyết (Nghị quyết giao 50%).\n\n"
        "Tỷ lệ che phủ rừng đạt 50,5%, đạt 101% Nghị quyết, đạt 98% kế hoạch tỉnh giao."
    )

    assert [finding.what for finding in found if finding.certainty is Certainty.CLEAR] == []


def test_an_amount_for_two_purposes_is_worth_a_look() -> None:
    found = audited(
        "Đầu tư xây dựng trạm y tế xã Một với số tiền 7.431 triệu đồng.\n\n"
        "Hỗ trợ tiền điện cho các gia đình chính sách là 7.431 triệu đồng."
    )

    assert [(one.kind, one.certainty) for one in found] == [(Kind.DUPLICATE, Certainty.ARGUABLE)]


def test_an_abbreviation_behind_another_ones_name_is_found() -> None:
    found = audited(
        "Chỉ số năng lực cạnh tranh cấp tỉnh (PCI) đạt 67 điểm.\n\n"
        "Chỉ số năng lực cạnh tranh cấp tỉnh (PCI) tăng 2 bậc.\n\n"
        "Đã cải thiện chỉ số hiệu quả quản trị và hành chính công (PCI) trong năm."
    )

    swaps = [one for one in found if one.kind is Kind.NAME_SWAP]
    assert len(swaps) == 1
    assert swaps[0].printed.endswith("hiệu quả quản trị và hành chính công (PCI)")
    assert swaps[0].recomputed.endswith("(PAPI)")


def test_a_decree_of_the_centre_cited_as_the_provinces_is_found() -> None:
    found = audited(
        "Thực hiện Nghị quyết số 19-NQ/TU về nông nghiệp, nông dân, nông thôn bền vững của tỉnh.\n\n"
        "Quán triệt Nghị quyết số 19-NQ/TU về nông nghiệp, nông dân, nông thôn bền vững của tỉnh.\n\n"
        "Sơ kết Nghị quyết số 19-NQ/TW về nông nghiệp, nông dân, nông thôn bền vững của tỉnh."
    )

    assert [(one.kind, one.printed) for one in found] == [(Kind.NAME_SWAP, "19-NQ/TW")]


def test_a_place_a_letter_away_from_its_usual_name_is_worth_a_look() -> None:
    usual = "Đã làm đường vào bản ở xã Suối Mây.\n\n" * 3

    found = audited(f"{usual}Hỗ trợ giống lúa cho xã Suối Mai và xã Đồi Thông.")

    assert [(one.kind, one.certainty, one.printed, one.recomputed) for one in found] == [
        (Kind.NAME_SWAP, Certainty.ARGUABLE, "xã Suối Mai", "xã Suối Mây")
    ]


def test_one_resolution_under_two_numbers_is_found() -> None:
    words = "Thực hiện Nghị quyết số {}-NQ/HU ngày 12/3/2021 về phát triển cây chè gắn với chế biến sâu."

    found = audited(f"{words.format('05')}\n\n{words.format('05')}\n\n{words.format('08')}")

    assert [(one.kind, one.certainty, one.printed) for one in found] == [
        (Kind.CROSS_REPORT, Certainty.CLEAR, "08-NQ/HU")
    ]


def test_one_number_for_two_plans_of_a_list_is_found() -> None:
    found = audited(
        "Ban hành Kế hoạch số 45-KH/HU ngày 12/3/2021 về bảo vệ và phát triển rừng phòng hộ; Kế hoạch số "
        "45-KH/HU ngày 12/3/2021 về nâng cao chất lượng dạy nghề cho thanh niên."
    )

    assert [(one.kind, one.certainty, one.printed) for one in found] == [
        (Kind.DUPLICATE, Certainty.CLEAR, "45-KH/HU")
    ]
