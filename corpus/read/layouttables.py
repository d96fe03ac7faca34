"""Tables that only place words beside each other: a letterhead, the addressees beside the signature, a frame.

Their words are running text, column by column, and no cells of figures.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_MOST_ROWS = 4
_MOST_COLUMNS = 3
_LETTERHEAD = re.compile(
    r"CỘNG H(?:ÒA|OÀ) XÃ HỘI|ĐẢNG CỘNG SẢN|^\s*Nơi (?:nhận|gửi)\s*:|^\s*(?:TM|KT|TL|TUQ|Q|T/M|K/T)\.?\s+\S",
    re.IGNORECASE | re.MULTILINE,
)
_NUMBER = re.compile(r"[\d.,]*\d\s*%?")


def only_places(rows: Sequence[Sequence[str]], *, ruled: bool) -> bool:
    """Whether the cells (each with its paragraphs as lines) make a layout and no table."""
    width = max((len(row) for row in rows), default=0)
    if len(rows) == 1 or width == 1:
        return True
    if len(rows) > _MOST_ROWS or width > _MOST_COLUMNS:
        return False
    cells = [cell for row in rows for cell in row]
    if any(_NUMBER.fullmatch(cell.strip()) for cell in cells):
        return False
    return not ruled or any(_LETTERHEAD.search(cell) for cell in cells)
