"""The header of a flattened table: wrapped words put back into cells, cells into columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

_COUNTER = re.compile(r"(?:STT|TT|Số TT|SỐ TT|S\.?T\.?T)\.?(?=\s|$)", re.IGNORECASE)
# Words that open a header's cell in reports; a cell that opens otherwise is found by the number of columns.
_STARTERS = re.compile(
    r"(?:STT|TT|Chỉ tiêu|CHỈ TIÊU|Nội dung|Tên|Đơn vị|ĐVT|Mục tiêu|Kế hoạch|KH|Thực hiện|TH|Ước|Kết quả|Tỷ lệ|Tỉ lệ|So sánh|So với|Đánh giá|Ghi chú|Năm|Giai đoạn|"
    r"Nhiệm vụ|Tổng|Trong đó|Lĩnh vực|Chỉ số|Nghị quyết|NQ|Tăng|Giảm|Dự kiến|Bình quân|BQ|Số lượng|Diện tích|Huyện|Địa phương|Cơ quan|Thời gian|\d{4}|Thực|Mức|Quý|6 tháng|9 tháng|10 tháng)"
    r"(?=\W|$)"
)
_NOTES = re.compile(r"(?:Ghi chú|Đánh giá|So sánh|So với|Kết quả so sánh|Nhận xét|Mức độ)", re.IGNORECASE)
_UNIT = re.compile(r"(?:Đơn vị|ĐVT|Đ\.?V\.?T)", re.IGNORECASE)
_YEARS = re.compile(r"(?:(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?)(?:\s+(?:19|20)\d\d)+")
_DANGLING = frozenset("năm quý đến từ tháng và của so với các số thứ".split())
_MOST_SPANS = 3


def opens_header(text: str) -> bool:
    """Whether a line opens a flattened table's header."""
    found = _COUNTER.match(text)
    if not found:
        return False
    rest = text[found.end() :].strip()
    return not rest or _STARTERS.match(rest) is not None


def names_unit(cell: str) -> bool:
    """Whether a header's cell heads the units."""
    return _UNIT.match(cell) is not None


def header_cells(lines: Sequence[str], after_blank: Sequence[bool], leaves: int) -> list[str]:
    """The header's cells in the order of the text, as many as the columns (and a few spans) need."""
    atoms, blanks = _atoms(lines, after_blank)
    strengths = [_strength(atoms, index, blank) for index, blank in enumerate(blanks)]
    chosen = {index for index, strength in enumerate(strengths) if strength >= 3}
    wanted = sorted((index for index, strength in enumerate(strengths) if 0 < strength < 3), key=lambda index: -strengths[index])
    while len(chosen) < leaves and wanted:
        chosen.add(wanted.pop(0))
    cells: list[str] = []
    for index, atom in enumerate(atoms):
        if index in chosen or not cells:
            cells.append(atom)
        else:
            cells[-1] += f" {atom}"
    return cells


def _atoms(lines: Sequence[str], after_blank: Sequence[bool]) -> tuple[list[str], list[bool]]:
    """Lines, with the counter's own cell and rows of years cut apart."""
    atoms: list[str] = []
    blanks: list[bool] = []
    for line, blank in zip(lines, after_blank, strict=True):
        found = _COUNTER.match(line) if not atoms else None
        parts = [found.group(), line[found.end() :].strip()] if found else [line]
        if _YEARS.fullmatch(line):
            parts = line.split()
        for part in parts:
            if part:
                atoms.append(part)
                blanks.append(blank)
    return atoms, blanks


def _strength(atoms: Sequence[str], index: int, after_blank: bool) -> float:  # noqa: FBT001
    """How surely a cell starts at an atom."""
    atom = atoms[index]
    if index <= 1:
        return 9
    before = atoms[index - 1].split()[-1].lower()
    if atom[0].islower() or atom[0] in "(%-–/" or (before in _DANGLING and not _opens_repeated(atoms, index)):
        return 0
    if atom[0].isdigit() and not atoms[index - 1].strip()[-1:].isdigit():
        return 0
    strength = 3.0 if _STARTERS.match(atom) else 1.0
    return strength + (0.5 if after_blank else 0)


def _opens_repeated(atoms: Sequence[str], index: int) -> bool:
    """Whether a cell's first word opens other cells as well (`Thực / hiện / năm / 2021` again and again)."""
    return list(atoms).count(atoms[index]) > 2 and _STARTERS.match(atoms[index]) is not None


def columns_of(cells: Sequence[str], leaves: int) -> tuple[tuple[str, ...], ...] | None:
    """Each column's path in order; spans are told by there being more cells than columns.

    A text dump gives the first row of the header whole, its last cell (`Ghi chú`) included, then the cells
    below the spans.
    """
    spans = len(cells) - leaves
    if spans < 0 or spans > _MOST_SPANS:
        return None
    if spans == 0:
        return tuple((cell,) for cell in cells)
    owners = _span_places(cells, spans)
    if owners is None:
        return None
    after = owners[-1] + 1
    tail: list[str] = []
    while after < len(cells) - 1 and _NOTES.match(cells[after]) and len(cells) - after - 1 >= 2 * spans:
        tail.append(cells[after])
        after += 1
    below = list(cells[after:])
    paths = [(cell,) for cell in cells[: owners[0]]]
    size, rest = divmod(len(below), spans)
    for number, owner in enumerate(owners):
        stop = (number + 1) * size + (rest if number == spans - 1 else 0)
        paths += [(cells[owner], cell) for cell in below[number * size : stop]]
    return (*paths, *((cell,) for cell in tail))


def _span_places(cells: Sequence[str], spans: int) -> list[int] | None:
    """Which cells span: running ones, wide, with cells to come after them."""
    best: tuple[int, list[int]] | None = None
    for first in range(2, len(cells) - 2 * spans):
        places = list(range(first, first + spans))
        if any(names_unit(cells[place]) or _NOTES.match(cells[place]) for place in places):
            continue
        width = min(len(cells[place]) for place in places)
        if best is None or width > best[0]:
            best = (width, places)
    return best[1] if best else None
