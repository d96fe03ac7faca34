"""Figures in sentences: no numbering, no headings of groups, time and place as people write them."""

from __future__ import annotations

import pytest

from assistant.compose.spoken import spoken, spoken_label, when
from corpus.figures import Figure, FigureId, FigureKind
from corpus.report import ReportId


def a_figure(
    label: str,
    *,
    place: str | None = "huyện Suối Mơ",
    period: str | None = "2023",
    kind: FigureKind = FigureKind.ACTUAL,
    table_row: tuple[str, ...] | None = None,
) -> Figure:
    """A figure with a label, of an invented district."""
    return Figure(
        id=FigureId("f"),
        report_id=ReportId("r"),
        file="suoi-mo.txt",
        written="12",
        quantity=None,
        unit="%",
        label=label,
        indicator=None,
        place=place,
        level=None,
        period=period,
        kind=kind,
        sentence=label,
        section=(),
        spans=(),
        sentence_spans=(),
        table_row=table_row,
    )


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2023", "năm 2023"),
        ("2021-2025", "giai đoạn 2021-2025"),
        ("đến 2030", "đến năm 2030"),
        ("10 tháng 2023", "10 tháng năm 2023"),
        ("hằng năm 2020-2025", "hằng năm giai đoạn 2020-2025"),
        ("đến 30/6/2023", "đến ngày 30/6/2023"),
        (None, ""),
    ],
)
def test_a_period_is_said_in_words(period: str | None, said: str) -> None:
    assert when(period) == said


@pytest.mark.parametrize(
    ("label", "row", "said"),
    [
        ("- tỷ lệ hộ có vườn", None, "Tỷ lệ hộ có vườn"),
        ("Các chỉ tiêu về kinh tế / Diện tích dong riềng", None, "Diện tích dong riềng"),
        ("Dong riềng", ("Nhóm kinh tế", "Dong riềng"), "Dong riềng"),
        (
            "Bậc tiểu học",
            ("Huy động học sinh ra lớp", "Bậc tiểu học"),
            "Huy động học sinh ra lớp, bậc tiểu học",
        ),
        ("Huyện Suối Mơ / Lượt khách", None, "Lượt khách"),
    ],
)
def test_a_label_says_what_is_measured(label: str, row: tuple[str, ...] | None, said: str) -> None:
    assert spoken_label(a_figure(label, table_row=row)) == said


@pytest.mark.parametrize(
    ("figure", "sentence"),
    [
        (a_figure("Diện tích dong riềng"), "Diện tích dong riềng của huyện Suối Mơ năm 2023 là"),
        (a_figure("Số hộ tăng"), "Số hộ của huyện Suối Mơ năm 2023 tăng"),
        (a_figure("Số hộ tăng", kind=FigureKind.ESTIMATE), "Số hộ của huyện Suối Mơ năm 2023 ước tăng"),
        (a_figure("Số hộ trên địa bàn huyện"), "Số hộ trên địa bàn huyện Suối Mơ năm 2023 là"),
        (a_figure("Số hộ huyện Suối Mơ năm 2023"), "Số hộ huyện Suối Mơ năm 2023 là"),
    ],
)
def test_place_time_and_verb_stand_as_people_write_them(figure: Figure, sentence: str) -> None:
    words = spoken(figure)

    assert " ".join(f"{words['label']}{words['where']} {words['verb']}".split()) == sentence
