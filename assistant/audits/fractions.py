"""Counts with their percentage: “788/800 giáo viên, đạt 98,5%”, “195/13.000 hộ (1,5%)”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from assistant.audits.finding import Certainty, Finding, Kind
from assistant.audits.material import Material, Text
from assistant.audits.percents import second_of
from assistant.audits.words import percent, printed
from assistant.tools.agree import Agreement, agree
from assistant.tools.rounding import write
from assistant.tools.units import like_things
from corpus.figures import Bound, Quantity
from corpus.numbers import Found

# What may stand between a count and its share: its noun, and words that say “that is”.
_LINK = re.compile(
    r"[^,;.()\d]{0,60}?[,(*\s]*(?:(?:đạt|chiếm|bằng|tương đương|tương ứng|tương ứng với|=|là)\s*)?"
    r"(?:tỷ lệ|tỉ lệ)?\s*(?:đạt|là|:|với|chiếm)?\s*",
    re.IGNORECASE,
)
_TARGET = re.compile(
    r"\s*(?:(?:so với|so|của|mức)\s+)*(?:chỉ tiêu|mục tiêu|kế hoạch|KH\b|nghị quyết|NQ)", re.IGNORECASE
)
_CHANGE = re.compile(r"(?:tăng|giảm|thêm|vượt)\s*(?:[\w,.%]+\s*)?$", re.IGNORECASE)
_STROKE = re.compile(r"\s?/\s?")
_RANKS = frozenset({"hạng", "bậc"})


def check_fractions(material: Material) -> Iterator[Finding]:
    """Every share of a count that does not follow from the two numbers printed with it."""
    for text in material.texts:
        for at, found in enumerate(text.quantities[:-1]):
            following = text.quantities[at + 1]
            whole, end = second_of(found), found.end
            if whole is None and _STROKE.fullmatch(text.words[found.end : following.start]):
                if at + 2 == len(text.quantities) or not like_things(found.unit, following.unit):
                    continue
                whole, end, following = following.quantity, following.end, text.quantities[at + 2]
            finding = _check(text, found, whole, end, following) if whole is not None else None
            if finding is not None:
                yield finding


def _bears_out(share: Quantity, exact: Decimal) -> bool:
    """Whether a share that is only a bound holds: `13/17 trường … trên 50% …`."""
    if share.bound in {Bound.AT_LEAST, Bound.ABOVE}:
        return exact >= share.low
    return share.bound in {Bound.AT_MOST, Bound.BELOW} and exact <= share.high


def _check(text: Text, count: Found, whole: Quantity, end: int, share: Found) -> Finding | None:
    if whole.low <= 0 or count.quantity is None or count.unit in _RANKS:
        return None
    between = text.words[end : share.start]
    if share.unit != "%" or share.quantity is None or share.quantity.value is None:
        return None
    if not _LINK.fullmatch(between) or _CHANGE.search(between):
        return None
    exact = count.quantity.low / whole.low * 100
    agreement = agree(share.quantity.value, exact)
    if agreement is Agreement.EXACT or _bears_out(share.quantity, exact):
        return None
    of_target = bool(_TARGET.match(text.words[share.end : share.end + 30]))
    if of_target and count.quantity.low <= whole.low:
        return None  # the share of a target that is itself a share: not checkable from the count
    return Finding(
        kind=Kind.PERCENT,
        certainty=Certainty.ROUNDING if agreement is Agreement.ROUNDED else Certainty.CLEAR,
        printed=printed(share),
        recomputed=percent(exact, share.quantity.value),
        what=(
            f"“{text.words[count.start : end]}” ghi {printed(share)}, trong khi tính ra là "
            f"{percent(exact, share.quantity.value)}."
        ),
        arithmetic=(
            f"{write(count.quantity.low)} / {write(whole.low)} × 100 = {percent(exact, share.quantity.value)}"
        ),
        sources=(text.source(count.start, share.end),),
    )
