"""Tables to take away: CSV that Excel opens with its diacritics, and XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from api.exports.desk import printable

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

Cell = str | Decimal | int | None
# A cell that begins like a formula would be run by the spreadsheet that opens it.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def as_csv(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """The rows as UTF-8 CSV with a byte-order mark, without which Excel garbles Vietnamese."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(header)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def _harmless(cell: Cell) -> Cell:
    if isinstance(cell, str) and cell.startswith(_FORMULA_STARTS):
        return f"'{cell}"
    return cell


def as_xlsx(name: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """The rows as a workbook, numbers as numbers and words as words."""
    import xlsxwriter  # noqa: PLC0415 -- optional

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(name[:31])
        sheet.write_row(0, 0, header, book.add_format({"bold": True, "text_wrap": True}))
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                _write(sheet, number, column, cell)
        sheet.freeze_panes(1, 0)
        sheet.autofit()
    return stream.getvalue()


def _write(sheet: Worksheet, row: int, column: int, cell: Cell) -> None:
    if isinstance(cell, str):
        sheet.write_string(row, column, printable(cell))
    elif cell is not None:
        sheet.write_number(row, column, cell)
