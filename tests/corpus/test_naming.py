"""A question's places choose among the reports."""

from __future__ import annotations

import pytest

from corpus.naming import ReportPlaces
from corpus.report import ReportId
from corpus.stores.reports import ReportCard
from corpus.text import syllables


def card(name: str, place: str | None) -> ReportCard:
    return ReportCard(
        id=ReportId(name),
        edition=1,
        hash="",
        format="",
        file=name,
        path="",
        family="ocr",
        title=name,
        issuer=None,
        place=place,
        level=None,
        number=None,
        date=None,
        period=None,
        characters=0,
        passages=0,
        figures=0,
        footnotes=0,
        tables=0,
        problems=0,
        added_at="",
    )


CARDS = (
    card("province", "tỉnh Bằng Lăng"),
    card("city", "thành phố Bằng Lăng"),
    card("district", "huyện Sông Liễu"),
    card("other", "huyện Núi Thông"),
    card("unknown", None),
)


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Huyện Sông Liễu trồng mấy héc-ta?", {"district"}),
        ("song lieu trong may hec-ta", {"district"}),
        ("thành phố Bằng Lăng thu ngân sách", {"city"}),
        ("thu ngân sách của Bằng Lăng", {"province", "city"}),
        ("toàn tỉnh có mấy huyện nghèo", {"province"}),
        ("so sánh tỉnh Bằng Lăng với huyện Núi Thông", {"province", "other"}),
        ("toàn huyện có mấy xã", set()),
        ("tỷ lệ che phủ rừng", set()),
        ("cách tính tỷ lệ hộ nghèo", set()),
    ],
)
def test_a_place_is_known_by_its_name_or_by_being_the_only_one_of_its_level(
    question: str, named: set[str]
) -> None:
    assert ReportPlaces(CARDS).named(syllables(question)) == named
