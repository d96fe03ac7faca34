"""Figures of tables: every numeric cell, with what its row and column say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.extract.context import ReportContext, level_of
from corpus.extract.prose import figure_id
from corpus.extract.times import find_times
from corpus.figures import Figure, FigureKind
from corpus.numbers import Found, find_cell_quantity
from corpus.report import Cell, Row, Table
from corpus.vocabulary.units import load_units

# ruff: noqa: E501 -- a pattern of words reads better on one line

_UNIT_COLUMN = re.compile(r"^(?:đơn vị(?: tính)?|ĐVT|đvt|đơn vị đo)$", re.IGNORECASE)
_UNMEASURED = re.compile(
    r"^(?:TT|STT|số TT|ngày.*|thời gian.*|thời hạn.*|số hiệu|số,? ký hiệu.*|ký hiệu.*|ngày tháng.*|mã.*|trích yếu.*|cơ quan.*|đơn vị (?:chủ trì|thực hiện|phối hợp).*|địa chỉ|họ.*tên.*)$",
    re.IGNORECASE,
)
_VERDICT_COLUMN = re.compile(
    r"so sánh|đánh giá|ghi chú|kết luận|kết quả|mức đạt|mức độ hoàn thành|nhận xét", re.IGNORECASE
)
_VERDICT = re.compile(
    r"^(?:vượt|đạt|chưa đạt|không đạt|khó đạt|không đánh giá|hoàn thành|chưa hoàn thành)(?:\s+(?:vượt mức|mục tiêu|kế hoạch|chỉ tiêu))?$",
    re.IGNORECASE,
)
_SHARE = re.compile(
    r"(?:tỷ lệ|%).*(?:so với|so|thực hiện|hoàn thành|đạt|KH|kế hoạch|mục tiêu|NQ)|^so với|^so sánh|^so (?:chỉ tiêu|mục tiêu|KH|kế hoạch)|^(?:TH|ƯTH)\s?/\s?KH|đạt tỷ lệ|% KH|^đạt\s*\(?\s*%|^tỷ lệ đạt|% hoàn thành|^bằng (?:(?:mức|nghị quyết|NQ|kế hoạch|KH|mục tiêu|chỉ tiêu|dự toán)\b|%)",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"^(?:tăng|giảm|chênh lệch|tăng\s?/?\s?giảm)|so với (?:cùng kỳ|năm trước|năm 20\d\d)|so cùng kỳ",
    re.IGNORECASE,
)
_BARE_YEAR = re.compile(r"(?<![\d./-])20\d\d(?![\d./-])")
_PLACES = re.compile(
    r"^(?:tên\s+)?(?:các\s+)?(?P<level>huyện|xã|tỉnh|thành phố|thị xã|phường|thị trấn|bản|thôn|xóm|ấp|khu phố)(?:[\s,/-]+(?:huyện|xã|tỉnh|thành phố|TP|thị xã|phường|thị trấn|bản|thôn|xóm|ấp|khu phố))*$",
    re.IGNORECASE,
)
_THOUSANDS = re.compile(r"^1(?:[.\s]?000){1,2}(?=\s*[^\W\d_])")
_TITLE_HEAD = re.compile(
    r"^(?:(?:phụ lục|biểu|bảng|mẫu)(?:\s+số)?(?:\s+(?:\d+|[IVX]+))?[.:]?\s+)*"
    r"(?:(?:tổng hợp|tình hình|kết quả|thực hiện|chi tiết|báo cáo|danh sách|thống kê|số liệu)\s+)*",
    re.IGNORECASE,
)
_TITLE_TAIL = re.compile(
    r"\s+(?:theo|phân theo|chia theo|của|tại|ở|tính đến|đến hết|đến|trên địa bàn|các (?:huyện|xã|địa phương|đơn vị)|\d+ tháng|năm \d{4}|giai đoạn|quý)\b|\s*\(",
    re.IGNORECASE,
)
_NO_MEASURE = re.compile(
    r"(?:(?:một số|các|những|hệ thống|nhóm)\s+)*(?:chỉ tiêu|nội dung|kết quả|số liệu|tình hình|mục tiêu|nhiệm vụ)\b|.{0,3}$",
    re.IGNORECASE,
)
_SUM = re.compile(r"(?:tổng cộng|tổng số|tổng|cộng|toàn (?:tỉnh|huyện|thành phố|xã))", re.IGNORECASE)
_TO_SPARE = 3  # letters beside a place's name
_SIZES = ("", "nghìn", "triệu")
_LONGEST_NAME = 4  # words of a place's name
_NO_NAME = re.compile(r"^(?:Tổng|Cộng|Toàn|Cả|Bình|Trong)\b", re.IGNORECASE)
_MORE_OR_LESS = re.compile(r"tăng|giảm|chênh lệch", re.IGNORECASE)
_ESTIMATE = re.compile(r"\b(?:ước|ƯTH|dự kiến|dự ước|dự báo)\b", re.IGNORECASE)
_ACTUAL = re.compile(r"\b(?:thực hiện|kết quả|đạt được|TH|số liệu|hiện trạng|đã)\b", re.IGNORECASE)
_TARGET = re.compile(r"\b(?:mục tiêu|chỉ tiêu|nghị quyết|NQ|NQĐH|phấn đấu|định hướng|MT)\b", re.IGNORECASE)
_PLAN = re.compile(r"\b(?:kế hoạch|KH|dự toán|chỉ tiêu giao|giao)\b", re.IGNORECASE)
_IN_BRACKETS = re.compile(
    r"\((?P<unit>[^()]{1,24})\)|(?:ĐVT|đơn vị(?: tính)?)\s*:\s*(?P<said>[^;,()|]{1,24})", re.IGNORECASE
)
_COUNTS = re.compile(r"^(?:tổng số|số|tổng)\s+(?P<noun>[^,;/()]{2,40})", re.IGNORECASE)
_COUNT_OF_ABOVE = re.compile(r"(?:tổng số|số lượng|số (?:được|đã|chưa|không)\b.*|số)$", re.IGNORECASE)
_BLANK = re.compile(r"^[\s.*()\-–]*$")
_SHARED_TITLE_WORDS = 3
_AHEAD = (FigureKind.TARGET, FigureKind.PLAN)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Column:
    """What a column's label says of the cells below it."""

    path: tuple[str, ...]
    kind: FigureKind | None  # None: the column itself is what is measured
    period: str | None
    unit: str | None
    group: str  # columns of one spanning header belong together


def extract_table(table: Table, number: int, context: ReportContext) -> Iterator[Figure]:
    """The figures of a table, row by row."""
    unit_column = next((n for n, path in enumerate(table.columns) if _is_unit(path)), None)
    columns = [
        _as_share(column)
        if column.kind in _AHEAD and _is_printed_in_percent(table, n, unit_column)
        else column
        for n, column in enumerate(_read_column(path, context) for path in table.columns)
    ]
    for row in table.rows:
        yield from _Row(table, number, columns, unit_column, row, context).figures()


def _as_share(column: _Column) -> _Column:
    return replace(column, kind=FigureKind.SHARE, unit="%")


def _is_printed_in_percent(table: Table, number: int, unit_column: int | None) -> bool:
    """Whether a column that names an aim holds percentages of it: “79,27%” in a row of “Tỷ đồng”."""
    percent = plain = 0
    for row in table.rows:
        cells = {cell.column: cell.written.strip() for cell in row.cells}
        if not cells.get(number) or "%" in cells.get(unit_column if unit_column is not None else -1, ""):
            continue
        percent += cells[number].endswith("%")
        plain += not cells[number].endswith("%")
    return percent > plain


def _is_unit(path: tuple[str, ...]) -> bool:
    return bool(path) and bool(_UNIT_COLUMN.match(path[-1].strip()))


def _read_column(path: tuple[str, ...], context: ReportContext) -> _Column:
    whole = " / ".join(path)
    times = [time for time in find_times(whole, context.clock) if time.shape != "yearly"]
    kind = _kind(path)
    bare = _BARE_YEAR.search(path[-1]) if path and not times else None
    return _Column(
        path=path,
        kind=kind if kind or not (times or bare) else FigureKind.ACTUAL,
        period=times[-1].period if times else bare[0] if bare else None,
        unit=_unit_of(path, kind),
        group=path[0] if len(path) > 1 else "",
    )


def _unit_of(path: tuple[str, ...], kind: FigureKind | None) -> str | None:
    """The unit that a column's labels name; a comparison is in percent unless it says more or less."""
    if kind is FigureKind.SHARE:
        return "%"
    own = next((unit for label in reversed(path) if (unit := unit_in_label(label))), None)
    if own is None and kind is FigureKind.CHANGE and not any(_MORE_OR_LESS.search(label) for label in path):
        return "%"
    return own


def _kind(path: tuple[str, ...]) -> FigureKind | None:
    """What the innermost label that tells says; "ước" anywhere makes a result an estimate."""
    for label in reversed(path):
        kind = _kind_of(label)
        if kind in _AHEAD and any(_SHARE.search(part) for part in path if part != label):
            return FigureKind.SHARE  # `So sánh (%) / Kế hoạch`
        if kind is FigureKind.ACTUAL and any(_ESTIMATE.search(part) for part in path):
            return FigureKind.ESTIMATE
        if kind is not None:
            return kind
    return None


def _kind_of(label: str) -> FigureKind | None:
    if _SHARE.search(label):
        return FigureKind.SHARE
    if _CHANGE.search(label):
        return FigureKind.CHANGE
    if _ESTIMATE.search(label):
        return FigureKind.ESTIMATE
    if _ACTUAL.search(label):
        return FigureKind.ACTUAL
    if _PLAN.search(label):
        return FigureKind.PLAN
    return FigureKind.TARGET if _TARGET.search(label) else None


def unit_in_label(label: str) -> str | None:
    """A unit in a label's brackets, or behind its stroke: `Tỷ lệ (%)`, `Đạt tỷ lệ %`."""
    for found in _IN_BRACKETS.finditer(label):
        unit = read_unit(found["unit"] or found["said"])
        if unit:
            return unit
    return "%" if label.rstrip().endswith("%") or "tỷ lệ %" in label.lower() else None


def read_unit(written: str) -> str | None:
    """A unit column's words in their usual form: `Tr. đồng` → `triệu đồng`; None where they are no unit."""
    text = " " + _THOUSANDS.sub(lambda found: _SIZES[found[0].count("0") // 3], " ".join(written.split()))
    reading = load_units().read(text, 0)
    if reading and reading.known and reading.end >= len(text.rstrip(". ")):
        return reading.name
    return None


def _names_place(row: Row, context: ReportContext) -> bool:
    name = row.label[-1] if row.label else ""
    named = context.vocabulary.find_places(name)
    return len(named) == 1 and len(name) <= named[0].end + _TO_SPARE


def _measure_in(title: str) -> str:
    """What a table over places measures: `PHỤ LỤC 2 THU NGÂN SÁCH THEO ĐỊA BÀN NĂM 2025` → `Thu ngân sách`."""
    said = _TITLE_TAIL.split(_TITLE_HEAD.sub("", " ".join(title.split())), maxsplit=1)[0].strip(" -–:,.")
    if _NO_MEASURE.match(said):
        return ""
    return said.capitalize() if said.isupper() else said[:1].upper() + said[1:]


class _Row:
    """One row on its way to figures."""

    def __init__(  # noqa: PLR0913, PLR0917 - a row is read with all that its table says
        self,
        table: Table,
        number: int,
        columns: list[_Column],
        unit_column: int | None,
        row: Row,
        context: ReportContext,
    ) -> None:
        self.table, self.number, self.columns = table, number, columns
        self.row, self.context = row, context
        self.written = {cell.column: cell.written.strip() for cell in row.cells}
        self.unit_column = unit_column
        self.unit = self._row_unit()
        self.surroundings = context.surroundings(table.section)

    def figures(self) -> Iterator[Figure]:
        """The figures of the row, left to right."""
        for cell, found in self._found:
            column = self.columns[cell.column]
            if (
                cell.column == self.unit_column
                or not column.path
                or _UNMEASURED.match(column.path[-1].strip())
            ):
                continue
            if found:
                yield self._figure(cell, column, found)

    @cached_property
    def _found(self) -> list[tuple[Cell, Found | None]]:
        """The row's cells, each with its quantity."""
        return [(cell, find_cell_quantity(cell.written)) for cell in self.row.cells]

    def _row_unit(self) -> str | None:
        written = self.written.get(self.unit_column, "") if self.unit_column is not None else ""
        if written:
            return read_unit(written) or written.lower()
        for label in reversed(self.row.label):
            if unit := unit_in_label(label):
                return unit
        said = _IN_BRACKETS.search(self.table.title)
        return read_unit(said["unit"] or said["said"]) if said else None

    def _figure(self, cell: Cell, column: _Column, found: Found) -> Figure:
        context, kind = self.context, column.kind or FigureKind.ACTUAL
        unit = (
            found.unit or column.unit or (None if column.kind is None else self.unit) or self._counted(column)
        )
        spans = cell.body.spans(found.start, found.end)
        place = self._place
        return Figure(
            id=figure_id(context, spans, f"t{self.number}:{self.row.order}:{cell.column}"),
            report_id=context.report.id,
            file=context.report.file,
            written=found.written,
            quantity=found.quantity,
            unit=unit,
            label=self._label(column),
            indicator=self._indicator(column, unit, kind),
            place=place,
            level=level_of(place),
            period=self._period(column, kind),
            kind=kind,
            sentence=self._sentence,
            section=self.surroundings.path,
            spans=spans,
            sentence_spans=self.row.spans,
            table_row=self.row.label,
            table_column=column.path,
            table_title=self.table.title,
            refers_to=self._refers_to(column, kind),
            set_by=" ".join(column.path[-1].split())
            if kind in (FigureKind.TARGET, FigureKind.PLAN)
            else None,
            stated_verdict=self._verdict(cell, column, kind),
            group=f"{context.report.id}:t{self.number}:{self.row.order}",
            flags=("malformed",) if found.quantity is None else (),
        )

    # What

    def _label(self, column: _Column) -> str:
        row = " / ".join(self._names)
        if self._measures(column):
            return f"{row} / {' / '.join(column.path)}".strip(" /")
        above = self._measured_above(column)
        return f"{row} / {above}" if above else row

    def _measured_above(self, column: _Column) -> str:
        """What the columns above say is measured, in a row that names a place: `Sản lượng (tấn) / Kế hoạch`."""
        above = [label for label in column.path[:-1] if _kind_of(label) is None]
        if above and self._listed_place is not None:
            return " / ".join(above)
        bare = column.kind is not None and not above and self._says_where
        return _measure_in(self.table.title) if bare else ""

    def _measures(self, column: _Column) -> bool:
        """Whether the column itself says what is measured, or is a rate among such columns."""
        if column.kind is not FigureKind.SHARE:
            return column.kind is None
        beside = [
            other.kind
            for other in self.columns
            if other.path[:-1] == column.path[:-1] and other is not column
        ]
        return None in beside and not _TARGET.search(column.path[-1]) and not _PLAN.search(column.path[-1])

    @cached_property
    def _names(self) -> tuple[str, ...]:
        """The row's own name with what it hangs under; a group's title is not part of it."""
        own = tuple(label.strip(" -+:") for label in self.row.label if label.strip(" -+:"))
        kept = [
            name for name in own[:-1] if not re.match(r"(?:các )?chỉ tiêu về|^[IVX]+\b", name, re.IGNORECASE)
        ]
        return (*kept[-1:], *own[-1:])

    def _indicator(self, column: _Column, unit: str | None, kind: FigureKind) -> str | None:
        match = self.context.vocabulary.match_indicator
        own = None if kind in (FigureKind.SHARE, FigureKind.CHANGE) else unit
        if column.kind is None:
            found = match(column.path[-1], own) or match(" / ".join(column.path), own)
        elif above := self._measured_above(column):
            found = match(above, own)
        else:
            names = self._names
            found = (match(" / ".join(names), own) if len(names) > 1 else None) or (
                match(names[-1], own) if names else None
            )
        return found.id if found else None

    def _counted(self, column: _Column) -> str | None:
        """The unit that a label counts in: `Tổng số hội nghị` → `hội nghị`."""
        labels = (*column.path,) if column.kind is None else (*self.row.label,)
        for label in reversed(labels):
            counted = _COUNTS.match(label.strip(" -+"))
            reading = load_units().read(f" {counted['noun']}", 0) if counted else None
            if reading and reading.known:
                return reading.name
        return self._counted_above(column)

    def _counted_above(self, column: _Column) -> str | None:
        """The things of a column of counts under them: `Đảng viên / Tổng số`."""
        if len(column.path) < 2 or not _COUNT_OF_ABOVE.match(column.path[-1].strip()):
            return None
        above = f" {column.path[-2].strip()}"
        reading = load_units().read(above, 0)
        return reading.name if reading and reading.known and reading.end == len(above) else None

    # Where and when

    @cached_property
    def _place(self) -> str | None:
        for label in reversed(self.row.label):
            named = self.context.vocabulary.find_places(label)
            if len(named) == 1 and named[0].start <= 3:
                return named[0].name
        return self._listed_place or self.surroundings.place or self.context.place

    @cached_property
    def _says_where(self) -> bool:
        """Whether a row is named after a place, or sums up such rows: the table's title says what is measured."""
        if self._listed_place is not None:
            return True
        name = self._names[-1] if len(self._names) == 1 else ""
        named = self.context.vocabulary.find_places(name)
        if len(named) == 1:
            return named[0].start <= _TO_SPARE and len(name) - named[0].end <= _TO_SPARE
        return bool(_SUM.fullmatch(name)) and any(_names_place(row, self.context) for row in self.table.rows)

    @cached_property
    def _listed_place(self) -> str | None:
        """The place that a row is about where the column says what its names are: `Huyện`, `Xã, phường`."""
        at = self.table.label_column
        head = self.columns[at].path[-1].strip() if at is not None and self.columns[at].path else ""
        level, name = _PLACES.match(head), self._names[-1] if self._names else ""
        words = name.split()
        if level is None or not 0 < len(words) <= _LONGEST_NAME or _NO_NAME.match(name):
            return None
        if not all(word[0].isupper() and word.isalpha() and not word[1:].isupper() for word in words):
            return None
        return f"{level['level'].lower()} {name.removeprefix(level['level'].capitalize()).strip()}"

    def _period(self, column: _Column, kind: FigureKind) -> str | None:
        if column.period:
            return column.period
        if kind is FigureKind.SHARE and (beside := self._beside(column)):
            return beside
        if kind in (FigureKind.TARGET, FigureKind.PLAN) or _ESTIMATE.search(" ".join(column.path)):
            return self._title_period or self.context.usual_target_period
        titled = self._title_period
        now = self.context.clock.now
        ended = titled and now and max(map(int, re.findall(r"20\d\d", titled))) <= now
        return titled if ended else self.context.usual_period

    @cached_property
    def _title_period(self) -> str | None:
        times = find_times(self.table.title, self.context.clock)
        dated = [time for time in times if time.shape in ("year", "range", "months", "until", "quarter")]
        return dated[-1].period if dated else None

    def _beside(self, column: _Column) -> str | None:
        """The period of the result that a share stands beside."""
        here = self.columns.index(column)
        results = [c for c in self.columns[:here] if c.kind in (FigureKind.ACTUAL, FigureKind.ESTIMATE)]
        return results[-1].period if results else None

    # What the report itself says

    def _refers_to(self, column: _Column, kind: FigureKind) -> str | None:
        return " ".join(column.path[-1].split()) if kind in (FigureKind.SHARE, FigureKind.CHANGE) else None

    def _verdict(self, cell: Cell, column: _Column, kind: FigureKind) -> str | None:
        """The report's own verdict on a result: the one under the same header, else the row's on its last result."""
        if kind not in (FigureKind.ACTUAL, FigureKind.ESTIMATE):
            return None
        said = [n for n in self.written if _VERDICT.match(self.written[n]) and self._is_verdict(n)]
        same = [n for n in said if column.group and self.columns[n].group == column.group]
        if same:
            return self.written[same[0]]
        results = [
            c.column
            for c, found in self._found
            if self.columns[c.column].kind in (FigureKind.ACTUAL, FigureKind.ESTIMATE) and found
        ]
        alone = [
            n
            for n in said
            if not self.columns[n].group
            or self.columns[n].group
            not in {c.group for c in self.columns if c.kind is FigureKind.ESTIMATE and c.group}
        ]
        return self.written[alone[-1]] if alone and results and cell.column == results[-1] else None

    def _is_verdict(self, column: int) -> bool:
        return bool(self.columns[column].path) and bool(
            _VERDICT_COLUMN.search(" ".join(self.columns[column].path))
        )

    @cached_property
    def _sentence(self) -> str:
        name = self.table.label_column or 0
        cells = [(n, self.written[n]) for n in sorted(self.written) if self.written[n]]
        counter = [written for n, written in cells if n < name]
        return " | ".join((*counter, " / ".join(self.row.label), *(said for n, said in cells if n >= name)))
