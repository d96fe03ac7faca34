"""Figures of tables: kind and period from the columns, label and place from the rows."""

from __future__ import annotations

from corpus.extract import extract_figures
from corpus.figures import Bound, Figure, FigureKind
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


def test_words_and_dates_in_cells_are_no_figures() -> None:
    columns = (("TT",), ("Nhiệm vụ",), ("Ngày ban hành",), ("Kết quả",))

    assert read(table_of(columns, (("Ban hành kế hoạch",), {2: "22/3/2021", 3: "Đạt"}))) == ()


def test_an_unknown_label_still_makes_a_figure() -> None:
    (figure,) = read(table_of(COLUMNS, (("Số cầu treo được sửa",), {2: "Cầu", 3: "14"})))

    assert (figure.label, figure.indicator, figure.kind) == ("Số cầu treo được sửa", None, FigureKind.TARGET)
