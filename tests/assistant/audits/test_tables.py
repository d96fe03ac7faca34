"""What the audit finds in tables, between tables and prose, and between reports."""

from __future__ import annotations

from assistant.audit import audit_materials
from assistant.audits.finding import Certainty, Finding, Kind
from assistant.audits.material import Material
from corpus.extract import extract_figures
from corpus.read import read_text
from corpus.vocabulary import load_vocabulary

HEAD = "BÁO CÁO\n\nTình hình kinh tế - xã hội huyện An Hòa năm 2023\n\nI- KẾT QUẢ ĐẠT ĐƯỢC\n\n"

SCHOOLS = """BIỂU TỔNG HỢP KẾT QUẢ TIÊM CHỦNG

TT	Xã	Tổng số trẻ	Nam	Nữ	Đã tiêm	Tỷ lệ %
1	Xã Một	100	60	40	90	90,0
2	Xã Hai	220	110	110	198	90,0
3	Xã Ba	150	70	80	120	80,0
4	Xã Bốn	90	45	45	80	88,9
5	Xã Năm	300	150	150	290	96,7
6	Xã Sáu	200	95	105	190	95,0
Tổng		1.060	530	530	968	91,3
"""

INDICATORS = """BIỂU KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU

TT	Chỉ tiêu	Đơn vị tính	Mục tiêu đến năm 2025	Kết quả thực hiện	So với Nghị quyết
1	Thu ngân sách trên địa bàn	Tỷ đồng	55	44	80,00%
2	Tỷ lệ che phủ rừng	%	50	50,5	101,00%
3	Tỷ lệ hộ nghèo	%	<10	8	125,00%
4	Tỷ lệ lao động qua đào tạo	%	60	57	95,00%
"""


def material(words: str, file: str = "an-hoa.txt", head: str = HEAD) -> Material:
    report = read_text(f"{head}{words}\n", file=file)
    return Material(report, extract_figures(report, load_vocabulary()))


def audited(words: str) -> tuple[Finding, ...]:
    return audit_materials([material(words)])


def test_a_sound_table_is_left_alone() -> None:
    assert audited(SCHOOLS) == ()
    assert audited(INDICATORS) == ()


def test_a_total_row_that_does_not_add_up_is_found() -> None:
    found = audited(SCHOOLS.replace("1.060", "1.160"))

    assert [(one.kind, one.certainty, one.printed, one.recomputed) for one in found] == [
        (Kind.SUM, Certainty.CLEAR, "1.160", "1.060")
    ]


def test_a_column_that_sums_up_others_is_learnt_from_its_rows() -> None:
    found = audited(
        SCHOOLS.replace("Xã Ba	150", "Xã Ba	160")
        .replace("1.060", "1.070")
        .replace("80,0", "75,0")
        .replace("91,3", "90,5")
    )

    assert [(one.kind, one.printed, one.recomputed) for one in found] == [(Kind.SUM, "160", "150")]


def test_a_column_of_percentages_is_learnt_from_its_rows() -> None:
    found = audited(SCHOOLS.replace("88,9", "98,8"))

    assert [(one.kind, one.certainty, one.printed) for one in found] == [
        (Kind.PERCENT, Certainty.CLEAR, "98,8")
    ]


def test_a_row_whose_ratio_does_not_follow_is_found() -> None:
    found = audited(INDICATORS.replace("95,00%", "98,00%"))

    assert [(one.kind, one.certainty, one.printed, one.recomputed) for one in found] == [
        (Kind.PERCENT, Certainty.CLEAR, "98,00%", "95%")
    ]


def test_prose_that_disagrees_with_its_table_is_found() -> None:
    found = audited(f"Đến năm 2023, tỷ lệ lao động qua đào tạo đạt 59%.\n\n{INDICATORS}")

    assert [(one.kind, one.printed, one.recomputed) for one in found] == [(Kind.PROSE_VS_TABLE, "59%", "57%")]


def test_a_ratio_in_prose_is_held_against_the_target_of_the_table() -> None:
    found = audited(f"Tỷ lệ lao động qua đào tạo 57%, đạt 96,8% Nghị quyết.\n\n{INDICATORS}")

    assert [(one.kind, one.printed, one.recomputed) for one in found] == [(Kind.PERCENT, "96,8%", "95%")]


def test_a_share_over_100_in_a_table_is_found() -> None:
    found = audited(INDICATORS.replace("50,5	101,00%", "505	1.010,00%"))

    assert (Kind.OUTLIER, "505") in [(one.kind, one.printed) for one in found]


def test_growth_columns_are_learnt_from_their_rows() -> None:
    rows = [
        ("Một", 100, 110, "10,0"),
        ("Hai", 200, 230, "15,0"),
        ("Ba", 80, 100, "25,0"),
        ("Bốn", 50, 54, "8,0"),
    ]
    rows += [("Năm", 120, 126, "15,0"), ("Sáu", 90, 99, "10,0")]
    lines = [
        f"{at}	Xã {name}	{old}	{new}	{rise}" for at, (name, old, new, rise) in enumerate(rows, 1)
    ]
    head = "BIỂU SẢN LƯỢNG CHÈ CỦA CÁC XÃ\n\nTT	Xã	Năm 2022	Năm 2023	Tăng so với năm 2022 (%)"

    found = audited("\n".join([head, *lines]))

    assert [(one.kind, one.printed, one.recomputed) for one in found] == [(Kind.PERCENT, "15,0", "5%")]


def test_a_verdict_that_its_figures_contradict_is_found() -> None:
    table = INDICATORS.replace("So với Nghị quyết", "Đánh giá").replace("101,00%", "Chưa đạt")

    found = audited(table.replace("80,00%", "Chưa đạt").replace("125,00%", "Vượt").replace("95,00%", "Đạt"))

    assert [(one.printed, one.recomputed) for one in found] == [("Chưa đạt", "vượt"), ("Đạt", "chưa đạt")]


def test_a_value_for_the_period_must_follow_from_its_years() -> None:
    years = "\t".join(f"Thực hiện năm {year}" for year in range(2021, 2026))
    head = f"BIỂU KẾT QUẢ\n\nTT\tChỉ tiêu\tĐơn vị tính\tMục tiêu\t{years}\tThực hiện cả nhiệm kỳ\n"
    rows = (
        "1\tDiện tích chè trồng mới\tHa\t2.400\t818\t606\t410\t555\t330\t2.719\n"
        "2\tGiải quyết việc làm\tNgười\t8.500\t8.782\t8.863\t9.842\t10.126\t9.460\t9.415\n"
        "3\tTỷ lệ hộ gia đình văn hóa\t%\t86\t85,1\t85,4\t86,0\t86,1\t86,4\t86,4\n"
        "4\tSản lượng lương thực\tTấn\t226\t225\t226\t225\t228\t226\t262\n"
    )

    found = [one for one in audited(head + rows) if one.kind is Kind.SUM]

    assert [(one.certainty, one.printed, one.recomputed) for one in found] == [
        (Certainty.ARGUABLE, "262", "226 (năm cuối)")
    ]


def test_one_document_with_two_dates_is_found_across_reports() -> None:
    other = "BÁO CÁO\n\nTình hình tỉnh Bình Minh năm 2023\n\nI- KẾT QUẢ\n\n"
    words = "Thực hiện Kết luận số 31-KL/TU ngày {} của Tỉnh ủy về bảo đảm an ninh trật tự trên địa bàn."

    found = audit_materials(
        [
            material(words.format("23/02/2021")),
            material(words.format("23/02/2020"), "binh-minh.txt", other),
        ]
    )

    assert [(one.kind, one.certainty) for one in found] == [(Kind.CROSS_REPORT, Certainty.CLEAR)]
    assert {source.file for source in found[0].sources} == {"an-hoa.txt", "binh-minh.txt"}


def test_an_estimate_gives_way_to_the_later_value() -> None:
    head = "BÁO CÁO\n\nTình hình tỉnh Bình Minh năm {}\n\nI- KẾT QUẢ\n\n"
    early = material("Năm 2023, tỷ lệ che phủ rừng ước đạt 50,1%.", "mot.txt", head.format(2023))
    late = material(
        "Năm 2023, tỷ lệ che phủ rừng đạt 50,9%; năm 2024 đạt 51,2%.", "hai.txt", head.format(2024)
    )

    found = audit_materials([late, early])

    assert [(one.kind, one.printed, one.recomputed) for one in found] == [(Kind.SUPERSEDED, "50,1%", "50,9%")]
