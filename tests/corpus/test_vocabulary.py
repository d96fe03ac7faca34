"""Indicators, units, places and abbreviations by their names."""

from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.vocabulary import Better, load_vocabulary
from corpus.vocabulary.units import convert

WORDS = load_vocabulary()
MEASURES = sorted({unit.name for unit in WORDS.units.measures.values()})


@pytest.mark.parametrize(
    ("label", "indicator"),
    [
        ("Thu ngân sách nhà nước trên địa bàn tỉnh", "budget_revenue_local"),
        ("Tổng chi ngân sách nhà nước", "budget_spending"),
        ("Tỷ lệ hộ nghèo", "poverty_rate"),
        ("Mức giảm tỷ lệ hộ nghèo", "poverty_cut"),
        ("Mức giảm tỷ lệ hộ nghèo các huyện nghèo", "poverty_cut_poor_districts"),
        ("Tổng đàn gia súc", "livestock"),
        ("Tốc độ tăng trưởng đàn gia súc/năm", "livestock_growth"),
        ("Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng / Thể thấp còi", "stunting"),
        ("Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng thể nhẹ cân", "underweight"),
        ("Tỷ lệ huy động học sinh / Trung học phổ thông", "enrolment_upper_secondary"),
        ("GRDP bình quân đầu người", "grdp_per_head"),
        ("Thu nhập bình quân đầu người", "income_per_head"),
        ("Tỉ lệ thôn, bản có nhà văn hoá", "cultural_houses"),
        ("Tỷ lệ thôn, bản đạt chuẩn văn hóa", "cultural_villages"),
    ],
)
def test_the_longest_fitting_name_wins(label: str, indicator: str) -> None:
    found = WORDS.match_indicator(label)

    assert found is not None
    assert found.id == indicator


@pytest.mark.parametrize(
    "label", ["Tốc độ tăng số hợp tác xã", "Tỷ lệ hộ nghèo dân tộc thiểu số", "Số cây cầu"]
)
def test_a_narrower_or_unknown_label_names_no_indicator(label: str) -> None:
    assert WORDS.match_indicator(label) is None


def test_one_name_in_two_units_is_two_indicators() -> None:
    score = WORDS.match_indicator("Chỉ số cải cách hành chính (PAR INDEX)", "điểm")
    place = WORDS.match_indicator("Chỉ số cải cách hành chính (PAR INDEX)", "hạng")

    assert score is not None
    assert place is not None
    assert (score.better, place.better) == (Better.HIGHER, Better.LOWER)


def test_every_name_leads_to_its_own_indicator_or_to_one_in_another_unit() -> None:
    for indicator in WORDS.indicators:
        found = WORDS.match_indicator(indicator.name)
        same = found is not None and (
            found.id == indicator.id or found.unit_families != indicator.unit_families
        )
        assert same, indicator.id


def test_no_indicator_is_listed_twice() -> None:
    assert [key for key, number in Counter(i.id for i in WORDS.indicators).items() if number > 1] == []


@pytest.mark.parametrize("question", ["ty le ho ngheo nam 2023", "Tỉ lệ hộ nghò bn?", "TỶ LỆ HỘ NGHÈO"])
def test_an_indicator_is_found_without_diacritics_and_mistyped(question: str) -> None:
    (mention,) = WORDS.find_indicators(question, loose=True)

    assert mention.indicator.id == "poverty_rate"


def test_two_indicators_of_one_question_are_both_found() -> None:
    found = WORDS.find_indicators("So sánh thu ngân sách với chi ngân sách")

    assert [mention.indicator.id for mention in found] == ["budget_revenue_local", "budget_spending"]


@given(st.sampled_from(MEASURES), st.sampled_from(MEASURES), st.decimals(0, 10**9, places=4))
def test_converting_there_and_back_changes_nothing(one: str, other: str, value: Decimal) -> None:
    here, there = WORDS.unit(one), WORDS.unit(other)
    assert here is not None
    assert there is not None
    moved = convert(value, here, there)

    assert moved is None or convert(moved, there, here) == value


def test_composed_units_convert_by_their_parts() -> None:
    per_ten_thousand, per_thousand = WORDS.unit("bác sĩ/vạn dân"), WORDS.unit("bác sỹ/1.000 dân")
    assert per_ten_thousand is not None
    assert per_thousand is not None

    assert convert(Decimal(13), per_ten_thousand, per_thousand) == Decimal("1.3")


def test_a_percentage_and_a_percentage_point_do_not_convert() -> None:
    percent, point = WORDS.unit("%"), WORDS.unit("điểm %")
    assert percent is not None
    assert point is not None

    assert convert(Decimal(5), percent, point) is None


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("tại xã Mường Lạn, TP. Sơn La, tỉnh Sơn La", ["xã Mường Lạn", "thành phố Sơn La", "tỉnh Sơn La"]),
        ("Huyện Mộc Châu và thị xã Nghĩa Lộ", ["huyện Mộc Châu", "thị xã Nghĩa Lộ"]),
        ("người dân Đăk Lăk", ["tỉnh Đắk Lắk"]),
        ("quận 1, thành phố Hồ Chí Minh", ["quận 1", "thành phố Hồ Chí Minh"]),
        ("ĐẢNG BỘ TỈNH LẦN THỨ XV", []),
        ("Ủy ban nhân dân tỉnh; Tỉnh Đoàn", []),
    ],
)
def test_places_are_known_by_level_and_name(text: str, places: list[str]) -> None:
    assert [place.name for place in WORDS.find_places(text)] == places


def test_a_place_is_found_without_diacritics_among_known_ones() -> None:
    (place,) = WORDS.find_places("ho ngheo huyen moc chau", known=["huyện Mộc Châu"], loose=True)

    assert place.name == "huyện Mộc Châu"


def test_what_people_type_is_written_out_only_where_it_was_typed() -> None:
    assert WORDS.expand_abbreviations("tl hộ nghèo, xã NTM", typed=True) == "tỷ lệ hộ nghèo, xã nông thôn mới"
    assert WORDS.expand_abbreviations("tl hộ nghèo, xã NTM") == "tl hộ nghèo, xã nông thôn mới"
