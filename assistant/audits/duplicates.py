"""One amount printed for two purposes: perhaps counted twice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from assistant.audits.finding import Certainty, Finding, Kind, distinct
from assistant.audits.likeness import likeness
from assistant.audits.material import Material, Text
from assistant.audits.words import printed
from assistant.tools.rounding import digits_of, trim
from corpus.numbers import Found

_MONEY = "đồng"
_DIGITS = 4  # rounder amounts coincide by chance
_AROUND = 90
_LIKE = 0.4


def check_duplicates(material: Material) -> Iterator[Finding]:
    """Amounts of money that stand in two places which seem to speak of different things."""
    seen: dict[tuple[str, str], list[tuple[Text, Found]]] = {}
    for text in material.texts:
        for found in text.quantities:
            if _is_telling(found):
                seen.setdefault((found.written, found.unit or ""), []).append((text, found))
    for places in seen.values():
        for (text, found), (other_text, other) in combinations(places, 2):
            if text is other_text or likeness(_context(text, found), _context(other_text, other)) >= _LIKE:
                continue
            if _one_indicator(material, (text, found), (other_text, other)):
                continue
            yield Finding(
                kind=Kind.DUPLICATE,
                certainty=Certainty.ARGUABLE,
                printed=printed(found),
                recomputed="nghi cùng một khoản",
                what=f"Cùng số tiền {printed(found)} được ghi cho hai nội dung: có thể là một khoản.",
                arithmetic=f"{found.written} = {other.written}",
                sources=distinct(
                    (text.source(found.start, found.end), other_text.source(other.start, other.end))
                ),
            )


def _is_telling(found: Found) -> bool:
    if not (found.unit or "").endswith(_MONEY) or found.quantity is None or found.quantity.value is None:
        return False
    exact = trim(found.quantity.value).normalize()
    return digits_of(exact) >= _DIGITS


def _one_indicator(material: Material, one: tuple[Text, Found], other: tuple[Text, Found]) -> bool:
    """Whether both were read as the same indicator: then it is one figure said twice."""
    left, right = material.figure_at(*one), material.figure_at(*other)
    return left is not None and right is not None and left.indicator == right.indicator is not None


def _context(text: Text, found: Found) -> str:
    """The words around an amount, and for a note those of the sentence that bears it."""
    around = text.words[max(0, found.start - _AROUND) : found.end + _AROUND]
    anchor = text.footnote.anchor[-_AROUND:] if text.footnote else ""
    return f"{anchor} {around}"
