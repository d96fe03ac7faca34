"""Numbers with their units as an answer writes them.

The scorer reads numbers by itself: were it to use the product's own reading, a fault there would hide itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

_NUMBER = re.compile(r"(?<![\w,.])[-−–]?\d[\d.]*(?:,\d+)?")
_MARKER = re.compile(r"\[\d+(?:\s*,\s*\d+)*\]")
_LIST_NUMBER = re.compile(r"(?m)^\s*\d{1,2}[.)]\s")
_DASHES = str.maketrans({"−": "-", "–": "-", "—": "-"})

# What a unit measures, and how many base units it is.
_UNITS: dict[str, tuple[str, Decimal]] = {
    "nghìn tỷ đồng": ("đồng", Decimal(10) ** 12),
    "ngàn tỷ đồng": ("đồng", Decimal(10) ** 12),
    "nghìn tỷ": ("đồng", Decimal(10) ** 12),
    "tỷ đồng": ("đồng", Decimal(10) ** 9),
    "tỉ đồng": ("đồng", Decimal(10) ** 9),
    "triệu đồng": ("đồng", Decimal(10) ** 6),
    "nghìn đồng": ("đồng", Decimal(1000)),
    "tỷ": ("đồng", Decimal(10) ** 9),
    "đồng": ("đồng", Decimal(1)),
    "triệu usd": ("usd", Decimal(10) ** 6),
    "usd": ("usd", Decimal(1)),
    "điểm phần trăm": ("điểm %", Decimal(1)),
    "điểm %": ("điểm %", Decimal(1)),
    "phần trăm": ("%", Decimal(1)),
    "%": ("%", Decimal(1)),
    "‰": ("‰", Decimal(1)),
    "nghìn tấn": ("tấn", Decimal(1000)),
    "tấn": ("tấn", Decimal(1)),
    "triệu lượt": ("lượt", Decimal(10) ** 6),
    "nghìn lượt": ("lượt", Decimal(1000)),
    "lượt": ("lượt", Decimal(1)),
    "héc-ta": ("ha", Decimal(1)),
    "hecta": ("ha", Decimal(1)),
    "ha": ("ha", Decimal(1)),
    "km²": ("km²", Decimal(1)),
    "km2": ("km²", Decimal(1)),
    "km": ("m", Decimal(1000)),
    "m²": ("m²", Decimal(1)),
    "m2": ("m²", Decimal(1)),
    "m": ("m", Decimal(1)),
    "mw": ("mw", Decimal(1)),
}
_UNIT = re.compile(
    "|".join(
        re.escape(name) + (r"(?![\w²])" if name[-1].isalpha() else "")
        for name in sorted(_UNITS, key=len, reverse=True)
    )
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number of an answer; without a measure where no unit of ours follows it."""

    value: Decimal
    measure: str | None = None
    factor: Decimal = Decimal(1)


def plain_text(text: str) -> str:
    """The answer's words without citation markers, composed."""
    return _MARKER.sub("", unicodedata.normalize("NFC", text))


def read_number(written: str) -> Decimal | None:
    """A number in Vietnamese writing, a lone dot between other groups than three digits as a decimal mark."""
    digits = written.translate(_DASHES).strip().rstrip(".,")
    if "," in digits:
        digits = digits.replace(".", "").replace(",", ".")
    elif re.fullmatch(r"-?\d{1,3}(\.\d{3})+", digits):
        digits = digits.replace(".", "")
    try:
        return Decimal(digits)
    except InvalidOperation:
        return None


def read_unit(written: str) -> tuple[str, Decimal] | None:
    """What a unit measures and its factor; None for things that are only counted."""
    found = _UNIT.match(written.lower().strip())
    return _UNITS[found.group()] if found else None


def amounts(text: str) -> Iterator[Amount]:
    """The numbers of an answer with their units."""
    plain = _LIST_NUMBER.sub(" ", plain_text(text))
    for found in _NUMBER.finditer(plain):
        value = read_number(found.group())
        if value is None:
            continue
        unit = _UNIT.match(plain[found.end() : found.end() + 24].lower().lstrip(" *\u00a0"))
        measure, factor = _UNITS[unit.group()] if unit else (None, Decimal(1))
        yield Amount(value, measure, factor)


def values(text: str) -> set[Decimal]:
    """The numbers of a text, units and signs aside."""
    read = (read_number(found.group()) for found in _NUMBER.finditer(unicodedata.normalize("NFC", text)))
    return {abs(value) for value in read if value is not None}
