"""The promise: no figure passes that its own citation or calculation does not bear out."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Citation, Draft, Sentence, Status
from assistant.calculation import Calculation
from assistant.check import Grounds, check
from corpus.figures import Figure, FigureId, FigureKind, Quantity
from corpus.numbers import write_number
from corpus.passages import PassageId, PassageKind
from corpus.report import ReportId, Span

UNITS = ("%", "tỷ đồng", "triệu đồng", "ha", "nghìn tấn", "người", "điểm %")


def cite(marker: int, text: str, *, passage: str = "", kind: PassageKind = PassageKind.BODY) -> Citation:
    return Citation(
        marker=marker,
        passage_id=PassageId(passage or f"r-{marker}"),
        report_id=ReportId("r"),
        report_title="Báo cáo của huyện An Hòa",
        file="r.txt",
        section=("I. Kinh tế",),
        kind=kind,
        text=text,
        spans=(Span(0, len(text)),),
    )


def grounds_of(*citations: Citation) -> Grounds:
    return Grounds({one.passage_id: one.text for one in citations}, {})


def draft_of(text: str, *citations: Citation, calculations: tuple[Calculation, ...] = ()) -> Draft:
    markers = tuple(int(part.split("]")[0]) for part in text.split("[")[1:])
    sentence = Sentence(text=text, markers=markers, calculations=tuple(range(len(calculations))))
    return Draft(
        status=Status.ANSWERED, sentences=(sentence,), citations=citations, calculations=calculations
    )


def passes(text: str, *citations: Citation, calculations: tuple[Calculation, ...] = ()) -> bool:
    checked = check(draft_of(text, *citations, calculations=calculations), grounds_of(*citations))
    return not checked.withheld


def written(value: Decimal, unit: str) -> str:
    number = write_number(value)
    return f"{number}%" if unit == "%" else f"{number} {unit}"


amounts = st.decimals(min_value=Decimal("13.01"), max_value=Decimal(99999), places=2).filter(
    lambda value: not 1900 <= value <= 2100
)


@given(amounts, st.sampled_from(UNITS))
def test_a_figure_that_stands_in_its_citation_passes(value: Decimal, unit: str) -> None:
    source = cite(1, f"Kết quả đạt {written(value, unit)}, tăng so với cùng kỳ.")
    assert passes(f"Kết quả là {written(value, unit)} [1].", source)


@given(amounts, amounts, st.sampled_from(UNITS))
def test_an_altered_figure_never_passes(value: Decimal, other: Decimal, unit: str) -> None:
    source = cite(1, f"Kết quả đạt {written(value, unit)}, tăng so với cùng kỳ.")
    if value != other:
        assert not passes(f"Kết quả là {written(other, unit)} [1].", source)


@given(amounts, st.sampled_from(UNITS), st.sampled_from(UNITS))
def test_a_swapped_unit_never_passes(value: Decimal, unit: str, other: str) -> None:
    source = cite(1, f"Kết quả đạt {written(value, unit)}, tăng so với cùng kỳ.")
    if unit != other:
        assert not passes(f"Kết quả là {written(value, other)} [1].", source)


@given(amounts, amounts, st.sampled_from(UNITS))
def test_a_moved_marker_never_passes(value: Decimal, other: Decimal, unit: str) -> None:
    first = cite(1, f"Kết quả đạt {written(value, unit)}.")
    second = cite(2, f"Nơi khác đạt {written(other, unit)}.")
    if value != other:
        assert not passes(f"Kết quả là {written(value, unit)} [2].", first, second)
        assert not passes(
            f"Kết quả là {written(value, unit)} [2], nơi khác là {written(other, unit)} [1].", first, second
        )


@given(amounts, st.sampled_from(UNITS))
def test_an_invented_citation_never_passes(value: Decimal, unit: str) -> None:
    claimed = cite(1, f"Kết quả đạt {written(value, unit)}.")
    draft = draft_of(f"Kết quả là {written(value, unit)} [1].", claimed)
    elsewhere = Grounds({claimed.passage_id: "Một đoạn khác hẳn, không có con số nào."}, {})

    assert check(draft, elsewhere).withheld
    assert check(draft, Grounds({}, {})).withheld


@given(amounts, st.sampled_from(UNITS))
def test_a_figure_without_any_citation_never_passes(value: Decimal, unit: str) -> None:
    source = cite(1, f"Kết quả đạt {written(value, unit)}.")
    assert not passes(f"Kết quả là {written(value, unit)}.", source)
    assert not passes(f"Kết quả là {written(value, unit)} [7].", source)


@given(amounts, amounts)
def test_an_altered_quote_never_passes(value: Decimal, other: Decimal) -> None:
    source = cite(1, f"Diện tích chè đạt {written(value, 'ha')}, vượt kế hoạch.")
    if value != other:
        assert not passes(f"Báo cáo ghi: “Diện tích chè đạt {written(other, 'ha')}” [1]", source)
    assert passes(f"Báo cáo ghi: “Diện tích chè đạt {written(value, 'ha')}, vượt kế hoạch.” [1]", source)


def test_a_quote_may_not_begin_inside_a_number() -> None:
    source = cite(1, "Tỷ lệ hộ nghèo còn 15,2% vào cuối năm.")
    assert not passes("Báo cáo ghi: “5,2% vào cuối năm” [1]", source)
    assert not passes("Báo cáo ghi: “Tỷ lệ hộ nghèo còn 15” [1]", source)


@pytest.mark.parametrize(
    "text",
    [
        "Theo Nghị quyết số 05-NQ/TU ngày 22/02/2021, kết quả là 43,6 tỷ đồng [1].",
        "Chú thích 27 ghi kết quả 43,6 tỷ đồng [1].",
    ],
)
def test_document_numbers_dates_and_note_numbers_are_no_figures(text: str) -> None:
    source = cite(1, "Theo Nghị quyết số 05-NQ/TU ngày 22/02/2021, thu ngân sách đạt 43,6 tỷ đồng.")
    assert passes(text, source)


def test_a_year_that_no_source_names_is_not_said() -> None:
    source = cite(1, "Năm 2022 thu ngân sách đạt 43,6 tỷ đồng.")
    assert passes("Năm 2022 thu 43,6 tỷ đồng [1].", source)
    assert not passes("Năm 2024 thu 43,6 tỷ đồng [1].", source)


def figure(written_as: str, value: str, unit: str) -> Figure:
    return Figure(
        id=FigureId(f"f-{value}"),
        report_id=ReportId("r"),
        file="r.txt",
        written=written_as,
        quantity=Quantity(low=Decimal(value), high=Decimal(value)),
        unit=unit,
        label="thu ngân sách",
        indicator=None,
        place=None,
        level=None,
        period=None,
        kind=FigureKind.ACTUAL,
        sentence="",
        section=(),
        spans=(),
        sentence_spans=(),
    )


def difference() -> Calculation:
    return Calculation(
        tool="change_between",
        inputs=(figure("33,9", "33.9", "tỷ đồng"), figure("41,4", "41.4", "tỷ đồng")),
        arguments={},
        formula="41,4 − 33,9 = 7,5 tỷ đồng",
        result={"difference": Decimal("7.5")},
        shown={"difference": "7,5 tỷ đồng"},
    )


def test_a_calculated_figure_passes_where_its_inputs_are_cited() -> None:
    source = cite(1, "Năm 2021 thu 33,9 tỷ đồng; năm 2022 thu 41,4 tỷ đồng.")
    assert passes("Tăng 7,5 tỷ đồng [1].", source, calculations=(difference(),))
    assert not passes("Tăng 7,6 tỷ đồng [1].", source, calculations=(difference(),))
    assert not passes("Tăng 7,5 triệu đồng [1].", source, calculations=(difference(),))


def test_a_fall_is_told_without_its_sign() -> None:
    source = cite(1, "Năm 2021 thu 41,4 tỷ đồng; năm 2022 thu 33,9 tỷ đồng.")
    made = Calculation(
        tool="change_between",
        inputs=(figure("41,4", "41.4", "tỷ đồng"), figure("33,9", "33.9", "tỷ đồng")),
        arguments={},
        formula="33,9 − 41,4 = -7,5 tỷ đồng; (33,9 − 41,4) / 41,4 × 100 = -18,12%",
        result={"difference": Decimal("-7.5"), "percent": Decimal("-18.115942")},
        shown={"difference": "-7,5 tỷ đồng", "percent": "-18,12%"},
    )
    assert passes("Giảm 7,5 tỷ đồng (18,12%) [1].", source, calculations=(made,))
    assert not passes("Giảm 7,5 tỷ đồng (18,13%) [1].", source, calculations=(made,))


def test_a_calculation_whose_inputs_stand_nowhere_carries_nothing() -> None:
    source = cite(1, "Năm 2021 thu 33,9 tỷ đồng.")
    assert not passes("Tăng 7,5 tỷ đồng [1].", source, calculations=(difference(),))


def test_what_is_withheld_leaves_the_rest_numbered_anew() -> None:
    first = cite(1, "Tỷ lệ che phủ rừng đạt 52,4%.")
    second = cite(2, "Tỷ lệ hộ nghèo còn 15,2%.")
    draft = Draft(
        status=Status.ANSWERED,
        sentences=(
            Sentence(text="Che phủ rừng 62,4% [1].", markers=(1,)),
            Sentence(text="Hộ nghèo 15,2% [2].", markers=(2,)),
        ),
        citations=(first, second),
    )

    checked = check(draft, grounds_of(first, second))

    assert checked.draft.status is Status.PARTIAL
    assert [one.text for one in checked.draft.sentences] == ["Hộ nghèo 15,2% [1]."]
    assert [one.passage_id for one in checked.draft.citations] == [second.passage_id]


def test_nothing_left_means_not_found() -> None:
    source = cite(1, "Tỷ lệ che phủ rừng đạt 52,4%.")
    checked = check(draft_of("Che phủ rừng 62,4% [1].", source), grounds_of(source))
    assert checked.draft.status is Status.NOT_FOUND
    assert not checked.draft.citations
