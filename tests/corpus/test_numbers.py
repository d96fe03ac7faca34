"""Numbers as Vietnamese reports write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.figures import Bound, Quantity
from corpus.numbers import (
    find_cell_quantity,
    find_quantities,
    parse_number,
    parse_quantity,
    write_number,
)

NUMBERS = st.decimals(min_value=-(10**12), max_value=10**12, places=3, allow_nan=False, allow_infinity=False)


@given(NUMBERS)
def test_a_number_survives_being_written_and_read(value: Decimal) -> None:
    assert parse_number(write_number(value)) == value


@given(NUMBERS, st.integers(min_value=0, max_value=4))
def test_rounding_moves_a_number_by_half_a_step_at_most(value: Decimal, places: int) -> None:
    written = parse_number(write_number(value, places))

    assert written is not None
    assert abs(written - value) <= Decimal(1).scaleb(-places) / 2


@given(st.text(max_size=80))
def test_what_is_found_stands_where_it_is_said_to_stand(text: str) -> None:
    for found in find_quantities(text):
        assert text[found.start : found.end].startswith(found.written)
        assert found.start <= found.number_start < found.number_end <= found.end


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2.296,8", "2296.8"),
        ("1.903", "1903"),
        ("52,3", "52.3"),
        ("65.0", "65.0"),
        ("1022", "1022"),
        ("02", "2"),
        ("-0,95", "-0.95"),
        ("−3,42", "-3.42"),
        ("0.125", "0.125"),
        ("1,234,567", "1234567"),
        ("1,234.5", "1234.5"),
    ],
)
def test_both_marks_are_read_as_they_must_be_meant(written: str, value: str) -> None:
    assert parse_number(written) == Decimal(value)


@pytest.mark.parametrize("written", ["60.7690,6", "1.2345.678", "12,34,5", "1.000.00", "", "abc", "5%"])
def test_what_cannot_be_told_is_no_number(written: str) -> None:
    assert parse_number(written) is None


def test_half_is_rounded_up() -> None:
    assert write_number(Decimal("2.345"), 2) == "2,35"
    assert write_number(Decimal("1234567.5"), 0) == "1.234.568"


@pytest.mark.parametrize(
    ("written", "bound", "low", "high"),
    [
        (">5", Bound.ABOVE, "5", "5"),
        ("< 15%", Bound.BELOW, "15", "15"),
        ("≥ 95", Bound.AT_LEAST, "95", "95"),
        ("9-10", Bound.RANGE, "9", "10"),
        ("3-4%", Bound.RANGE, "3", "4"),
        ("9,5‰-10‰", Bound.RANGE, "9.5", "10"),
        ("từ 9 đến 10%", Bound.RANGE, "9", "10"),
        ("trên 40", Bound.ABOVE, "40", "40"),
        ("dưới 1%", Bound.BELOW, "1", "1"),
        ("ít nhất 5 xã", Bound.AT_LEAST, "5", "5"),
        ("không quá 2%", Bound.AT_MOST, "2", "2"),
        ("từ 5 triệu đồng trở lên", Bound.AT_LEAST, "5", "5"),
    ],
)
def test_bounds_and_ranges_keep_their_ends(written: str, bound: Bound, low: str, high: str) -> None:
    assert parse_quantity(written) == Quantity(low=Decimal(low), high=Decimal(high), bound=bound)


@pytest.mark.parametrize(
    ("text", "written", "unit"),
    [
        ("sản lượng đạt gần 97 nghìn tấn", "gần 97", "nghìn tấn"),
        ("dân số 48 vạn người", "48", "vạn người"),
        ("ước đạt 62 triệu đồng/người/năm, vượt", "62", "triệu đồng/người/năm"),
        ("tăng 4,9 điểm% so với năm trước", "4,9", "điểm %"),
        ("tỷ suất 13,5%o", "13,5", "‰"),
        ("gấp 16,8 lần", "16,8", "lần"),
        ("13 bác sỹ/vạn dân", "13", "bác sỹ/vạn dân"),
        ("27 giường bệnh/10.000 dân", "27", "giường bệnh/10.000 dân"),
        ("có 788/800 đại biểu", "788/800", "đại biểu"),
        ("giảm 34 tổ chức, cơ quan, đơn vị so với", "34", "tổ chức, cơ quan, đơn vị"),
        ("thu 1.250 tỷ, đạt", "1.250", "tỷ đồng"),
        ("45 Tr. đồng", "45", "triệu đồng"),
        ("xếp thứ 12/34 tỉnh, thành phố", "12/34", "hạng"),
        ("kế hoạch 5 ha", "5", "ha"),
        ("Nghị quyết 9-10%", "9-10", "%"),
        ("trồng được trên100 ha", "trên100", "ha"),
        ("diện tích 60.7690,6 m²", "60.7690,6", "m²"),
    ],
)
def test_a_quantity_is_found_with_its_unit(text: str, written: str, unit: str) -> None:
    assert [(found.written, found.unit) for found in find_quantities(text)] == [(written, unit)]


def test_a_malformed_number_is_kept_without_a_value() -> None:
    (found,) = find_quantities("diện tích 60.7690,6 m²")

    assert found.quantity is None


@pytest.mark.parametrize(
    "text",
    [
        "ngày 8/12/2020",
        "đến 30/6/2023, toàn tỉnh",
        "tháng 10/2021",
        "giai đoạn 2021-2025",
        "năm 2023",
        "Nghị quyết số 05-NQ/TU",
        "Quyết định 422/QĐ-UBND ngày 19/4/2021",
        "theo Điều 28, khoản 1 Luật Đất đai",
        "Quốc lộ 4D và QL.32, đường tỉnh 129, 130",
        "lần thứ XIV, khóa XIII",
        "đại dịch Covid-19",
        "trong 10 tháng năm 2023",
        "trẻ em dưới 5 tuổi",
        "từ 3 sao trở lên",
        "(1) Về kinh tế; (2) Về xã hội",
        "1. Về kinh tế",
        "lớp 9, mũi 2",
        "giống PC6, J01",
        "Tiểu dự án 1 - Dự án 3 thuộc Chương trình",
        "chính quyền địa phương 2 cấp",
        "Nghị quyết Trung ương 4 khóa XII",
    ],
)
def test_what_names_or_dates_is_no_figure(text: str) -> None:
    assert find_quantities(text) == ()


@pytest.mark.parametrize("cell", ["2021-2025", "22/3/2021", "50-KH/HU", "Đạt", "", "HTTNV trở lên"])
def test_a_cell_of_words_or_dates_holds_no_quantity(cell: str) -> None:
    assert find_cell_quantity(cell) is None


def test_a_cell_may_hold_a_bound_and_a_unit() -> None:
    found = find_cell_quantity(" >98% ")

    assert found is not None
    assert (found.written, found.unit) == (">98", "%")
