"""Units as table columns name them; enough to tell a unit from a name."""

from __future__ import annotations

from corpus.read.words import words

_UNITS = frozenset(words("units"))


def is_unit(written: str) -> bool:
    """Whether a cell or word group names a unit: `%`, `Triệu đồng`, `Người/năm`."""
    text = " ".join(written.lower().split())
    if not text:
        return False
    return text in _UNITS or text.split("/", 1)[0].strip() in _UNITS or text[0] in "%‰"
