"""What is stored comes back as it was, and another shape is noticed."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.figures import Bound, Figure, Quantity
from corpus.passages import Passage
from corpus.read import read_text
from corpus.report import Report
from corpus.stores.codec import decode, encode, signature


@given(low=st.decimals(allow_nan=False, allow_infinity=False), bound=st.sampled_from(Bound))
def test_a_quantity_survives_being_stored(low: Decimal, bound: Bound) -> None:
    quantity = Quantity(low=low, high=low, bound=bound)

    assert decode(Quantity, encode(quantity)) == quantity


def test_a_report_survives_being_stored() -> None:
    report = read_text("**I- RỪNG**\n\nTrồng 320 ha¹ thông.\n\n¹ Gồm cả 12 ha quế.\n", file="r.txt")

    assert decode(Report, encode(report)) == report


def test_a_field_may_be_stored_elsewhere() -> None:
    report = read_text("Trồng 320 ha thông.\n", file="r.txt")

    again = decode(Report, encode(report, without=("source",)), source=report.source)

    assert again == report


def test_classes_of_another_shape_have_another_signature() -> None:
    assert signature(Report, Passage) != signature(Report, Figure)


def test_a_row_that_is_too_short_is_not_misread() -> None:
    with pytest.raises(ValueError, match="shorter"):
        decode(Quantity, '["1", "1"]')
