"""The headers of tables with tabs: how deep they are, what spans what, and where pages repeat them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.read.pieces import GridRow

COUNTER = re.compile(r"(?:STT|TT|Số\s?TT|S\.?T\.?T|T\.T)\.?", re.IGNORECASE)
NUMERIC = re.compile(r"[<>≥≤~±+-]?\s?\d[\d.,]*(?:\s?[-–/]\s?\d[\d.,]*)?\s?[%‰]?")
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)\d\d)?")
_DEEPEST = 5


def header_depth(rows: Sequence[GridRow]) -> int:
    """How many rows at the top are header."""
    if not rows or not _is_header(rows[0]):
        return 0
    depth = 1
    while depth < len(rows) and depth < _DEEPEST and _goes_on_header(rows[:depth], rows[depth]):
        depth += 1
    return depth


def _texts(row: GridRow) -> list[str]:
    return [cell.text for cell in row.cells]


def _is_header(row: GridRow) -> bool:
    texts = _texts(row)
    if texts and COUNTER.fullmatch(texts[0]):
        return True
    filled = [text for text in texts if text]
    return (
        len(filled) > 1 and not any(NUMERIC.fullmatch(text) for text in filled) and bool(texts[0] or texts[1])
    )


def _goes_on_header(above: Sequence[GridRow], row: GridRow) -> bool:
    """A further header row: empty where the labels stand, words below what spans."""
    texts = _texts(row)
    if _counts(texts):
        return True
    filled = [index for index, text in enumerate(texts) if text]
    if (
        not filled
        or filled[0] < 2 - (len(texts) < 3)
        or any(NUMERIC.fullmatch(texts[index]) and not _YEAR.fullmatch(texts[index]) for index in filled)
    ):
        return False
    spanned = [index for index in filled if _spans(above, index)]
    return len(spanned) == len(filled)


def _spans(above: Sequence[GridRow], index: int) -> bool:
    """Whether some header cell above reaches over a column: the cell itself is empty, or the next one is."""
    last = above[-1]
    for place in (index, index + 1):
        if place < len(last.cells) and not last.cells[place].text:
            return True
    return len(above) > 1


def _counts(texts: Sequence[str]) -> bool:
    """A row that numbers the columns: `1 2 3 4` or `(1) (2) (3)` or `A B 1 2`."""
    bare = [text.strip("()[] ") for text in texts if text.strip()]
    if len(bare) < 3 or len(bare) < len(texts) - 1:
        return False
    digits = [text for text in bare if text.isdigit()]
    letters = [text for text in bare if len(text) == 1 and text.isalpha()]
    ordered = [int(text) for text in digits]
    return (
        len(digits) >= 2
        and len(digits) + len(letters) == len(bare)
        and ordered == list(range(ordered[0], ordered[0] + len(ordered)))
        and ordered[0] <= 2
    )


def same_header(first: Sequence[GridRow], second: Sequence[GridRow]) -> bool:
    """Whether two headers say the same, blanks and cases aside."""
    return [_squeezed(row) for row in first] == [_squeezed(row) for row in second]


def _squeezed(row: GridRow) -> list[str]:
    return ["".join(cell.text.lower().split()) for cell in row.cells if cell.text]


def table_length(rows: Sequence[GridRow], depth: int) -> int:
    """Rows up to where another header starts."""
    header = rows[:depth]
    index = depth
    while index < len(rows):
        here = rows[index]
        opens = bool(here.cells) and COUNTER.fullmatch(here.cells[0].text) is not None
        if opens and not (depth and same_header(header[:1], [here])):
            return index
        index += 1
    return len(rows)


def without_repeats(rows: Sequence[GridRow], header: Sequence[GridRow]) -> list[GridRow]:
    """The rows without the headers that each page repeats; the row after one stands after a break."""
    kept: list[GridRow] = []
    index, depth = 0, len(header)
    broken = False
    while index < len(rows):
        if depth and same_header(header, rows[index : index + depth]):
            index, broken = index + depth, True
            continue
        if depth and same_header(header[:1], rows[index : index + 1]):
            index, broken = index + 1, True
            continue
        if broken and depth > 1 and any(same_header([head], [rows[index]]) for head in header[1:]):
            index += 1
            continue
        kept.append(GridRow(rows[index].cells, rows[index].after_break or broken))
        broken = False
        index += 1
    return kept


def columns_of(header: Sequence[GridRow], width: int) -> tuple[tuple[str, ...], ...]:
    """Each column's full path."""
    named = [row for row in header if not _counts(_texts(row))]
    paths: list[list[str]] = [[] for _ in range(width)]
    for level, row in enumerate(named):
        carried, owner = "", None
        for index in range(width):
            text = row.cells[index].text if index < len(row.cells) else ""
            below = any(index < len(lower.cells) and lower.cells[index].text for lower in named[level + 1 :])
            above = tuple(paths[index][:level])
            if text:
                carried, owner = text, above
                paths[index].append(text)
            elif below and carried and owner == above:
                paths[index].append(carried)
            else:
                carried = carried if below else ""
    return tuple(tuple(path) for path in paths)
