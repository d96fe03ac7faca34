"""Figures of tables: kind and period from the columns, label and place from the rows."""

from __future__ import annotations

from corpus.extract import extract_figures
from corpus.figures import Bound, Figure, FigureKind
from corpus.read import read_text
from corpus.report import Cell, FrontMatter, Report, ReportId, Row, Run, Span, Stitched, Table
from corpus.vocabulary import load_vocabulary

COLUMNS = (
    ("TT",),
    ("Chỉ tiêu",),
    ("Đơn vị tính",),
    ("Mục tiêu Nghị quyết Đại hội",),
    ("Ước thực hiện giai đoạn 2021-2023", "Kết quả đạt được"),
    ("Ước thực hiện giai đoạn 2021-2023", "Tỷ lệ % so với mục tiêu"),
    ("Ước thực hiện giai đoạn 2021-2023", "So sánh với mục tiêu"),
    ("Thực hiện năm 2021",),
    ("Thời gian thực hiện",),
)


def table_of(columns: tuple[tuple[str, ...], ...], *rows: tuple[tuple[str, ...], dict[int, str]]) -> Table:
    """A table whose cells stand one after the other in the source."""
    made, at = [], 0
    for order, (label, cells) in enumerate(rows):
        placed = []
        for column, written in cells.items():
            body = Stitched(written, (Run(0, len(written), Span(at, at + len(written))),))
            placed.append(Cell(column=column, body=body))
            at += len(written) + 1
        made.append(Row(label=label, cells=tuple(placed), spans=(Span(0, at),), order=order))
    return Table(
        title="BIỂU KẾT QUẢ THỰC HIỆN NGHỊ QUYẾT NHIỆM KỲ 2020-2025",
        columns=columns,
        rows=tuple(made),
        section=None,
        order=0,
        spans=(),
    )


def read(table: Table) -> tuple[Figure, ...]:
    front = FrontMatter(place="tỉnh Sơn La", level="tỉnh", date="2023-10", period="2020-2025")
    report = Report(
        id=ReportId("r1"), file="a.txt", family="ocr", source=" " * 500, front=front, tables=(table,)
    )
    return extract_figures(report, load_vocabulary())


def test_kind_period_and_unit_come_from_the_headers() -> None:
    cells = {
        0: "1",
        2: "Nghìn tấn",
        3: ">210",
        4: "205,5",
        5: "97,9",
        6: "Chưa đạt",
        7: "201",
        8: "2021-2025",
    }
    figures = read(table_of(COLUMNS, (("Sản lượng lương thực có hạt",), cells)))

    assert [(f.written, f.unit, f.kind.value, f.period) for f in figures] == [
        (">210", "nghìn tấn", "target", "2020-2025"),
        ("205,5", "nghìn tấn", "estimate", "2021-2023"),
        ("97,9", "%", "share", "2021-2023"),
        ("201", "nghìn tấn", "actual", "2021"),
    ]
    assert {f.indicator for f in figures} == {"grain_output"}
    assert len({f.group for f in figures}) == 1
    assert figures[0].quantity is not None
    assert figures[0].quantity.bound is Bound.ABOVE


def test_the_reports_verdict_goes_with_the_result_under_the_same_header() -> None:
    figures = read(
        table_of(COLUMNS, (("Tỷ lệ hộ nghèo",), {2: "%", 3: "5", 4: "6,1", 6: "Chưa đạt", 7: "9"}))
    )

    assert [f.stated_verdict for f in figures] == [None, "Chưa đạt", None]


def test_a_row_is_read_under_its_parent() -> None:
    figures = read(
        table_of(COLUMNS, (("Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng", "Thể thấp còi"), {2: "%", 3: "<20"}))
    )

    assert [(f.indicator, f.label) for f in figures] == [
        ("stunting", "Tỷ lệ trẻ em dưới 5 tuổi suy dinh dưỡng / Thể thấp còi")
    ]


def test_columns_that_measure_belong_to_the_rows_place() -> None:
    columns = (("TT",), ("Đảng bộ",), ("Tổng số hội nghị",), ("Đảng viên", "Đạt tỷ lệ %"))
    figures = read(table_of(columns, (("Huyện Mộc Châu",), {2: "44", 3: "90,8"})))

    assert [(f.place, f.written, f.unit) for f in figures] == [
        ("huyện Mộc Châu", "44", "hội nghị"),
        ("huyện Mộc Châu", "90,8", "%"),
    ]


def test_a_count_below_a_things_name_counts_those_things() -> None:
    table = table_of(
        (("TT",), ("Đơn vị",), ("Đảng viên", "Tổng số"), ("Đảng viên", "Đạt tỷ lệ %")),
        (("Huyện Mộc Châu",), {0: "1", 2: "3.227", 3: "94,92"}),
    )
    count, rate = read(table)
    assert count.unit == "đảng viên"
    assert rate.unit == "%"


def test_words_and_dates_in_cells_are_no_figures() -> None:
    columns = (("TT",), ("Nhiệm vụ",), ("Ngày ban hành",), ("Kết quả",))

    assert read(table_of(columns, (("Ban hành kế hoạch",), {2: "22/3/2021", 3: "Đạt"}))) == ()


def test_an_unknown_label_still_makes_a_figure() -> None:
    (figure,) = read(table_of(COLUMNS, (("Số cầu treo được sửa",), {2: "Cầu", 3: "14"})))

    assert (figure.label, figure.indicator, figure.kind) == ("Số cầu treo được sửa", None, FigureKind.TARGET)


def test_a_column_of_percentages_under_a_targets_name_is_a_share_of_it() -> None:
    """“Bằng Nghị quyết: 79,27%” in a row of money is no target."""
    report = read_text(
        "BÁO CÁO\n\n**Tình hình huyện Suối Mơ năm 2023**\n\nKinh tế khá.\n\nBIỂU CHỈ TIÊU\n\n"
        "TT\tChỉ tiêu\tĐVT\tMục tiêu năm 2025\tĐã thực hiện\tNghị quyết giao\n"
        "1\tThu ngân sách\tTỷ đồng\t55\t43,6\t79,27%\n",
        file="suoi-mo.txt",
    )

    figures = extract_figures(report, load_vocabulary())

    assert [(one.written, one.kind.value) for one in figures if one.table_row] == [
        ("55", "target"),
        ("43,6", "actual"),
        ("79,27", "share"),
    ]


def test_tasks_under_results_are_reported_on_and_a_past_year_is_no_aim() -> None:
    report = read_text(
        "BÁO CÁO\n\n**Tình hình huyện Suối Mơ**\n\nSuối Mơ, ngày 20 tháng 7 năm 2023\n\n"
        "I. KẾT QUẢ CỤ THỂ\n\n1. Nhiệm vụ trọng tâm\n\n"
        "Thu ngân sách năm 2021 được 33,9 tỷ đồng (100,5% kế hoạch).\n\n"
        "II. PHƯƠNG HƯỚNG ĐẾN NĂM 2025\n\nThu ngân sách 55 tỷ đồng; năm 2022 được 41,4 tỷ đồng.\n",
        file="suoi-mo.txt",
    )

    figures = {one.written: one.kind.value for one in extract_figures(report, load_vocabulary())}

    assert (figures["33,9"], figures["55"], figures["41,4"]) == ("actual", "target", "actual")
