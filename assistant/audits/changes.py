"""Stated changes: “tăng từ 1.200 tấn lên 1.500 tấn, tăng 35%” against the two numbers themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from assistant.audits.finding import Certainty, Finding, Kind
from assistant.audits.material import Material, Text
from assistant.audits.words import printed
from assistant.tools.agree import Agreement, agree_between, spread
from assistant.tools.rounding import places_of, write
from assistant.tools.units import convert_quantity, gap_unit, is_rate
from corpus.figures import Bound, Quantity
from corpus.numbers import Found

_FROM = re.compile(r"\btừ(?:\s+(?:mức|chỗ|khoảng|trên|gần))?\s*$", re.IGNORECASE)
_TO = re.compile(
    r"[^,;.()\d]{0,30}(?:\((?:[^()]{0,25})\)\s*)?(?:năm\s+\d{4}\s*)?,?\s*(?:lên|xuống|còn|đến|tới)"
    r"(?:\s+(?:còn|đến|mức|đạt|khoảng|trên|gần))*\s*",
    re.IGNORECASE,
)
_CHANGE = re.compile(
    r"(?P<way>tăng|giảm)(?:\s+(?:thêm|được|tương ứng|khoảng|bình quân|gần|trên|hơn))*\s*$", re.IGNORECASE
)
_AVERAGE = re.compile(r"bình quân|/năm|mỗi năm|hằng năm|hàng năm", re.IGNORECASE)
_REACH = 90


def check_changes(material: Material) -> Iterator[Finding]:
    """Every stated increase or decrease that its two ends do not give."""
    for text in material.texts:
        for at in range(len(text.quantities) - 2):
            before, after, change = text.quantities[at : at + 3]
            if _is_change(text, before, after, change):
                finding = _check(text, before, after, change)
                if finding is not None:
                    yield finding


def _is_change(text: Text, before: Found, after: Found, change: Found) -> bool:
    words = text.words
    if not _FROM.search(words[max(0, before.number_start - 20) : before.number_start]):
        return False
    if not _TO.fullmatch(words[before.end : after.number_start]) or change.start - after.end > _REACH:
        return False
    between = words[after.end : change.number_start]
    told = _CHANGE.search(between)
    return (
        told is not None
        and not re.search(r"[;.]\s|so với|cùng kỳ", between)
        and not _AVERAGE.search(between + words[change.end : change.end + 6])
    )


def _check(text: Text, before: Found, after: Found, change: Found) -> Finding | None:
    unit = after.unit or before.unit
    bare = replace(before.quantity, bound=Bound.EXACT) if before.quantity else None  # “từ” is no bound here
    old = convert_quantity(bare, before.unit or unit, unit) if bare else None
    new, said = after.quantity, change.quantity
    if old is None or new is None or said is None or said.value is None or old.low <= 0:
        return None
    ways = _ways(old, new, unit, change)
    if not ways:
        return None
    agreements = [(agree_between(abs(said.value), *way), way) for way in ways]
    best = min(agreements, key=lambda pair: list(Agreement).index(pair[0]))
    if best[0] is Agreement.EXACT:
        return None
    exact = ways[0][0]
    relative = change.unit == "%" and not is_rate(unit)
    shown = write(exact, max(1, places_of(said.value)), "%") if relative else write(exact, None, change.unit)
    ends = f"{write(new.low)} − {write(old.low)}"
    start = text.words[before.number_start : before.end]
    vague = spread(old, unit).vague or spread(new, unit).vague
    certainty = Certainty.ARGUABLE if vague else Certainty.CLEAR
    return Finding(
        kind=Kind.PERCENT if change.unit == "%" else Kind.SUM,
        certainty=Certainty.ROUNDING if best[0] is Agreement.ROUNDED else certainty,
        printed=printed(change),
        recomputed=shown,
        what=f"Từ {start} đến {printed(after)} ghi {printed(change)}, tính ra là {shown}.",
        arithmetic=f"({ends}) / {write(old.low)} × 100 = {shown}" if relative else f"{ends} = {shown}",
        sources=(text.source(before.start, change.end),),
    )


def _ways(
    old: Quantity, new: Quantity, unit: str | None, change: Found
) -> list[tuple[Decimal, Decimal, Decimal]]:
    """The change as stated, with where it may lie; a rate may change in points or in per cent."""
    first, last = spread(old, unit), spread(new, unit)
    ends = [(a, b) for a in (first.low, first.high) for b in (last.low, last.high) if a > 0]
    gaps = [abs(b - a) for a, b in ends]
    gap = (abs(new.low - old.low), min(gaps), max(gaps))
    if change.unit != "%":
        return [gap] if change.unit in (gap_unit(unit), unit) else []
    rises = [abs(b - a) / a * 100 for a, b in ends]
    rise = (gap[0] / old.low * 100, min(rises), max(rises))
    return [gap, rise] if is_rate(unit) else [rise]


_RANK = re.compile(
    r"(?P<now>\d{1,3})/\d{2,3}(?P<between>[^;.]{0,80}?)(?P<way>tăng|giảm|tụt|cải thiện)\s+"
    r"(?P<steps>\d{1,3})\s+"
    r"(?:bậc|hạng)[^;.()]{0,60}\((?:xếp\s+)?(?:thứ\s+)?(?P<then>\d{1,3})/\d{2,3}\)",
    re.IGNORECASE,
)


def check_ranks(material: Material) -> Iterator[Finding]:
    """Stated steps between two ranks: “24/63 …, tăng 14 bậc so với năm 2020 (38/63)”."""
    for text in material.texts:
        for found in _RANK.finditer(text.words):
            now, then, steps = (int(found[name]) for name in ("now", "then", "steps"))
            better = found["way"].lower() in ("tăng", "cải thiện")
            exact = then - now if better else now - then
            if exact == steps:
                continue
            yield Finding(
                kind=Kind.SUM,
                certainty=Certainty.CLEAR,
                printed=f"{steps} bậc",
                recomputed=f"{exact} bậc",
                what=f"Từ hạng {then} đến {now} ghi {found['way']} {steps} bậc, tính ra {exact} bậc.",
                arithmetic=f"|{then} − {now}| = {abs(exact)}",
                sources=(text.source(found.start(), found.end()),),
            )
