"""Figures of running text: what, where, when and how it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.extract import extract_figures
from corpus.figures import Figure, FigureKind
from corpus.report import (
    AnchorIn,
    Block,
    BlockKind,
    Footnote,
    FrontMatter,
    Mark,
    Report,
    ReportId,
    Run,
    Section,
    Span,
    Stitched,
)
from corpus.vocabulary import load_vocabulary

MID_TERM = FrontMatter(
    title="Báo cáo giữa nhiệm kỳ", place="tỉnh Sơn La", level="tỉnh", date="2023-10", period="2020-2025"
)


def footnote_of(anchor: str, note: str) -> Footnote:
    """A note that stands on the line after its anchor."""
    start = len(anchor) + 1
    return Footnote(
        number="1",
        body=Stitched(note, (Run(0, len(note), Span(start, start + len(note))),)),
        anchor=anchor,
        anchor_in=AnchorIn.PROSE,
        anchor_block=0,
        section=0,
        order=0,
        spans=(),
    )


def report_of(text: str, *, heading: str = "II- KẾT QUẢ", note: str | None = None) -> Report:
    """A report of one section with one paragraph, and a note borne at its end."""
    source = text + ("\n" + note if note else "")
    body = Stitched(text, (Run(0, len(text), Span(0, len(text))),))
    marks = (Mark(number="1", at=len(text), spans=(), footnote=0),) if note else ()
    section = Section(number=None, title=heading, level=1, order=0, parent=None, spans=())
    block = Block(kind=BlockKind.PARAGRAPH, body=body, section=0, order=0, spans=body.spans(), marks=marks)
    return Report(
        id=ReportId("r1"),
        file="son-la.txt",
        family="ocr",
        source=source,
        front=MID_TERM,
        sections=(section,),
        blocks=(block,),
        footnotes=(footnote_of(text, note),) if note else (),
        marks=marks,
    )


def read(text: str, *, heading: str = "II- KẾT QUẢ", note: str | None = None) -> tuple[Figure, ...]:
    return extract_figures(report_of(text, heading=heading, note=note), load_vocabulary())


def brief(figures: Sequence[Figure]) -> list[tuple[str, str | None, str, str | None]]:
    return [(f.written, f.unit, f.kind.value, f.indicator) for f in figures]


def test_result_ratio_and_target_of_one_clause_are_told_apart() -> None:
    result, share, target = read(
        "Thu nhập bình quân đầu người ước đạt 51 triệu đồng, đạt 92,7% chỉ tiêu "
        "(Chỉ tiêu Nghị quyết giao 55 triệu đồng)."
    )

    assert brief([result, share, target]) == [
        ("51", "triệu đồng", "estimate", "income_per_head"),
        ("92,7", "%", "share", "income_per_head"),
        ("55", "triệu đồng", "target", "income_per_head"),
    ]
    assert share.refers_to == "chỉ tiêu"
    assert target.set_by == "Chỉ tiêu Nghị quyết giao"
    assert result.group == share.group == target.group


def test_a_change_keeps_what_it_is_measured_from() -> None:
    level, change = read("Tỷ lệ che phủ rừng năm 2022 đạt 47,3%, tăng 1,1 điểm % so với năm 2020.")

    assert (level.kind, level.period) == (FigureKind.ACTUAL, "2022")
    assert (change.kind, change.period) == (FigureKind.CHANGE, "2022 so với 2020")
    assert (change.unit, change.refers_to) == ("điểm %", "so với năm 2020")


def test_exceeding_a_plan_by_an_amount_is_a_change_and_being_a_part_of_it_a_share() -> None:
    figures = read(
        "Trồng mới chè đạt 410 ha, vượt kế hoạch 12 ha; gieo cấy 9.300 ha lúa, bằng 98,4% kế hoạch."
    )

    assert [f.kind.value for f in figures] == ["actual", "change", "actual", "share"]
    assert figures[3].refers_to == "kế hoạch"


@pytest.mark.parametrize(
    ("sentence", "kind", "set_by"),
    [
        (
            "Thu ngân sách đạt 1.980 tỷ đồng, bằng 90% chỉ tiêu Nghị quyết Đại hội giao là 2.200 tỷ đồng.",
            "target",
            "chỉ tiêu Nghị quyết Đại hội giao",
        ),
        ("Sản lượng lúa đạt 120.000 tấn, bằng 96% kế hoạch giao là 125.000 tấn.", "plan", "kế hoạch giao"),
        ("Thu nhập đạt 46 triệu đồng, vượt mục tiêu 45 triệu đồng.", "target", "mục tiêu"),
        ("Xuất khẩu đạt 125 triệu USD/kế hoạch 130 triệu USD.", "plan", "kế hoạch"),
    ],
)
def test_what_a_result_is_held_against_is_no_second_result(sentence: str, kind: str, set_by: str) -> None:
    result, *_, aim = read(sentence)

    assert (result.kind.value, aim.kind.value, aim.set_by) == ("actual", kind, set_by)
    assert result.unit == aim.unit


def test_what_a_bracket_tells_of_the_year_before_is_no_value_of_this_year() -> None:
    now, before = read("GRDP 6 tháng năm 2023 tăng 8,15% (cùng kỳ năm trước tăng 6,42%).")

    assert (now.period, before.period) == ("6 tháng 2023", "6 tháng 2022")


def test_a_base_said_once_holds_for_all_that_rose_or_fell() -> None:
    figures = read("Xảy ra 86 vụ tai nạn giao thông; so với cùng kỳ giảm 12 vụ, giảm 5 người chết.")

    assert [f.kind.value for f in figures] == ["actual", "change", "change"]


def test_a_year_behind_things_that_are_counted_is_theirs() -> None:
    all_, foreign = read(
        "Tỉnh đón 2,85 triệu lượt khách du lịch năm 2022, trong đó khách quốc tế 412 nghìn lượt."
    )

    assert (all_.period, foreign.period) == ("2022", "2022")


def test_a_day_of_the_year_is_no_number() -> None:
    (figure,) = read("Từ 01/01 đến 15/6/2023 xảy ra 86 vụ cháy.")

    assert (figure.written, figure.label, figure.period) == ("86", "xảy ra vụ cháy", "đến 15/6/2023")


def test_each_year_of_a_row_of_years_has_its_value() -> None:
    figures = read("Tăng trưởng GRDP năm 2021 đạt 5,1%, năm 2022 đạt 7,4%, năm 2023 ước -0,6%.")

    assert [(f.period, f.written, f.kind.value) for f in figures] == [
        ("2021", "5,1", "actual"),
        ("2022", "7,4", "actual"),
        ("2023", "-0,6", "estimate"),
    ]
    assert {f.indicator for f in figures} == {"grdp_growth"}


def test_things_counted_behind_the_number_make_the_label() -> None:
    first, second = read("Đến nay, 48,5% xã đạt chuẩn nông thôn mới, bình quân 14,2 tiêu chí/xã.")

    assert first.label == "xã đạt chuẩn nông thôn mới"
    assert first.indicator == "new_rural_communes_rate"
    assert (second.unit, second.indicator) == ("tiêu chí/xã", "new_rural_criteria")


def test_a_predicate_said_once_holds_for_all_that_share_it() -> None:
    figures = read("Có 82% chi bộ, 91% tổ chức cơ sở đảng, 95% đảng viên hoàn thành tốt nhiệm vụ.")

    assert [f.indicator for f in figures] == ["branches_good", "cells_good", "members_good"]


def test_parts_that_a_colon_announces_keep_what_they_are_parts_of() -> None:
    figures = read(
        "Tỷ lệ huy động học sinh đến trường: Mẫu giáo đạt 99,1%; Tiểu học đạt 99,6%; THCS đạt 94%."
    )

    assert [f.indicator for f in figures] == [
        "enrolment_preschool",
        "enrolment_primary",
        "enrolment_lower_secondary",
    ]


def test_done_and_due_stand_on_either_side_of_a_stroke() -> None:
    done, due = read("Phát triển 1.150 ha/1.000 ha lúa hàng hóa tập trung.")

    assert (done.kind, due.kind) == (FigureKind.ACTUAL, FigureKind.TARGET)
    assert done.indicator == due.indicator == "rice_commodity_area"


def test_a_name_in_brackets_does_not_cut_the_subject() -> None:
    score, place = read(
        "Chỉ số cải cách hành chính (PAR INDEX) của tỉnh đạt 84,2 điểm, xếp thứ 31/63 tỉnh, thành phố."
    )

    assert (score.indicator, place.indicator) == ("par_index", "par_index_rank")
    assert (place.written, place.unit) == ("31/63", "hạng")


def test_below_a_heading_of_aims_numbers_are_targets() -> None:
    (figure,) = read("Tỷ lệ đô thị hóa đạt 32%.", heading="III- MỤC TIÊU ĐẾN NĂM 2030")

    assert (figure.kind, figure.period) == (FigureKind.TARGET, "đến 2030")


def test_what_is_striven_for_is_a_target_wherever_it_stands() -> None:
    (figure,) = read("Phấn đấu đến năm 2025 tỷ lệ hộ nghèo còn dưới 9%.")

    assert (figure.kind, figure.period, figure.written) == (FigureKind.TARGET, "đến 2025", "dưới 9")


def test_a_bare_growth_rate_finds_its_noun() -> None:
    sales, growth = read(
        "Tổng mức bán lẻ hàng hóa ước đạt 8.400 tỷ đồng, tốc độ tăng trưởng bình quân đạt 9,2%/năm."
    )

    assert (sales.indicator, growth.indicator) == ("retail_sales", "retail_growth")


def test_a_place_of_the_clause_comes_before_the_reports() -> None:
    figures = read("Toàn tỉnh có 120 hợp tác xã; huyện Mộc Châu có 31 hợp tác xã; bình quân cả nước 4,5%.")

    assert [f.place for f in figures] == ["tỉnh Sơn La", "huyện Mộc Châu", "cả nước"]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("Trong 9 tháng năm 2023, thu ngân sách đạt 1.100 tỷ đồng.", "9 tháng 2023"),
        ("Giai đoạn 2021-2023, thu ngân sách đạt 3.900 tỷ đồng.", "2021-2023"),
        ("Từ năm 2021 đến nay, thu ngân sách đạt 3.900 tỷ đồng.", "2021-2023"),
        ("Đến nay, thu ngân sách đạt 1.200 tỷ đồng.", "đến 10/2023"),
        ("Tính đến 30/6/2023, thu ngân sách đạt 700 tỷ đồng.", "đến 30/6/2023"),
        ("Ước hết năm 2023, thu ngân sách đạt 1.500 tỷ đồng.", "2023"),
        ("Hằng năm thu ngân sách đạt trên 1.000 tỷ đồng.", "hằng năm 2020-2023"),
    ],
)
def test_periods_have_one_form_each(text: str, period: str) -> None:
    (figure,) = read(text)

    assert figure.period == period


def test_a_note_goes_on_from_the_words_that_bear_it() -> None:
    figures = read(
        "Thu ngân sách trên địa bàn bình quân đạt 1.310 tỷ đồng/năm",
        note="Năm 2021: 1.210,5 tỷ đồng; năm 2022: 1.402 tỷ đồng.",
    )

    mean, *yearly = figures
    assert mean.period == "2021-2022"
    assert [(f.period, f.indicator, f.footnote) for f in yearly] == [
        ("2021", "budget_revenue_local", "1"),
        ("2022", "budget_revenue_local", "1"),
    ]


def test_a_malformed_number_is_kept_and_flagged() -> None:
    (figure,) = read("Tổng diện tích giao đất là 60.7690,6 m².")

    assert (figure.quantity, figure.flags) == (None, ("malformed",))


def test_a_span_gives_back_the_number_and_its_unit() -> None:
    report = report_of("Toàn tỉnh trồng được trên 5.300 ha rừng, đạt 98% kế hoạch.")

    printed = [
        report.source[f.spans[0].start : f.spans[-1].end] for f in extract_figures(report, load_vocabulary())
    ]

    assert printed == ["trên 5.300 ha", "98%"]


@given(st.text(alphabet="ab đ,;:().%-/0123456789\nTỷlệđạtnăm ", max_size=200))
def test_no_text_breaks_extraction_and_every_figure_stands_in_its_sentence(text: str) -> None:
    for figure in read(text):
        assert figure.written in figure.sentence
        assert figure.spans


def test_where_a_change_began_and_ended_are_levels_not_changes() -> None:
    begun, ended = read("Tỷ lệ hộ nghèo giảm từ 18,4% năm 2021 xuống còn 11,2% năm 2023.")

    assert [(f.kind.value, f.period, f.indicator) for f in (begun, ended)] == [
        ("actual", "2021", "poverty_rate"),
        ("actual", "2023", "poverty_rate"),
    ]


def test_subjects_and_years_named_first_meet_their_numbers_in_turn() -> None:
    poor, near = read("Tỷ lệ hộ nghèo, hộ cận nghèo lần lượt còn 9,8% và 5,1%.")
    yearly = read("Tỷ lệ trường đạt chuẩn quốc gia các năm 2021, 2022, 2023 lần lượt đạt 50%, 52,5% và 57%.")

    assert (poor.indicator, near.indicator) == ("poverty_rate", "near_poverty_rate")
    assert [(f.written, f.period) for f in yearly] == [("50", "2021"), ("52,5", "2022"), ("57", "2023")]


def test_a_fall_that_is_aimed_at_is_a_target() -> None:
    (figure,) = read("(3) Tỷ lệ hộ nghèo giảm 2% so với năm 2023.", heading="II- MỤC TIÊU NĂM 2024")

    assert (figure.kind, figure.indicator, figure.period) == (FigureKind.TARGET, "poverty_cut", "2024")


def test_a_lost_percent_sign_does_not_make_papers_of_a_share() -> None:
    _, share = read("Giải quyết việc làm cho 5.120 lao động, đạt 134,3 Nghị quyết.")

    assert (share.unit, share.kind) == (None, FigureKind.SHARE)


def test_main_indicators_below_a_heading_of_results_are_results() -> None:
    text = "Tỷ lệ che phủ rừng 47,2%, bằng 101,5% Nghị quyết."
    outer = Section(number="II-", title="KẾT QUẢ CỤ THỂ", level=1, order=0, parent=None, spans=())
    inner = Section(number="1.", title="Chỉ tiêu chủ yếu", level=2, order=1, parent=0, spans=())
    report = report_of(text)
    block = replace(report.blocks[0], section=1)

    result, share = extract_figures(
        replace(report, sections=(outer, inner), blocks=(block,)), load_vocabulary()
    )
    aimed, *_ = read("Tỷ lệ che phủ rừng 47,2%.", heading="1. Các chỉ tiêu chủ yếu")

    assert (result.kind, share.kind) == (FigureKind.ACTUAL, FigureKind.SHARE)
    assert aimed.kind is FigureKind.TARGET


def test_what_was_given_in_brackets_behind_a_result_is_its_target() -> None:
    result, target, trade, goal = read(
        "Thu ngân sách trên địa bàn 912 tỷ đồng (giao 1.250 tỷ đồng), "
        "tổng kim ngạch xuất khẩu -3,5% (tỉnh giao tăng 8%)."
    )

    assert (result.kind, target.kind, target.set_by) == (FigureKind.ACTUAL, FigureKind.TARGET, "giao")
    assert (result.indicator, result.group) == (target.indicator, target.group)
    assert (trade.kind, goal.kind) == (FigureKind.ACTUAL, FigureKind.TARGET)


def test_what_falls_to_each_head_is_one_indicator_however_it_is_worded() -> None:
    (figure,) = read("GRDP tính theo đầu người năm 2023 đạt 49,3 triệu đồng.")

    assert figure.indicator == "grdp_per_head"


def test_what_is_held_against_its_plan_has_come_about() -> None:
    figures = read(
        "Thực hiện Nghị quyết về phát triển rừng giai đoạn 2021-2025, định hướng đến năm 2030; "
        "trồng mới rừng sản xuất 120,5 ha, đạt 48,2% so kế hoạch."
    )

    grown = next(one for one in figures if one.unit == "ha")
    assert grown.kind is FigureKind.ACTUAL
    assert grown.period != "2021-2025"


def test_no_result_is_of_a_term_that_still_goes_on() -> None:
    figures = read(
        "Nhiệm kỳ 2020-2025 còn 3 chỉ tiêu đạt thấp",
        note="¹ Tốc độ tăng xuất khẩu hàng hóa địa phương -12% (Nghị quyết 10%).",
    )

    growth = next(one for one in figures if one.written == "-12")
    assert (growth.kind, growth.period) == (FigureKind.ACTUAL, "đến 10/2023")


def test_one_hectare_that_something_is_told_of_is_no_amount() -> None:
    figures = read("Giá trị sản xuất bình quân trên 1ha đất trồng trọt đạt 98,4 triệu đồng/ha.")

    assert [one.written for one in figures] == ["98,4"]
