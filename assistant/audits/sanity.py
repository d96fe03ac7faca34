"""Amounts that cannot be meant: a budget of 2.000 đồng, fifteen tonnes of rice a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from assistant.audits.finding import Certainty, Finding, Kind
from assistant.audits.material import Material, Text
from assistant.audits.words import printed
from assistant.tools.rounding import write
from assistant.tools.units import unit_of
from corpus.numbers import Found

_SMALL = Decimal(1_000_000)  # đồng; sums that reports speak of are larger
_FUNDS = re.compile(
    r"kinh phí|đầu tư|vốn|ngân sách|tổng|số tiền|trị giá|thu hồi|quyên góp|ủng hộ", re.IGNORECASE
)
_EACH = re.compile(
    r"/|mỗi|một (?:người|hộ|suất|ngày|tháng)|đơn giá|giá (?:bán|vé|điện|nước)|mệnh giá", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Share:
    """What falls to each: kilograms of something over those who share it, and where that ends."""

    what: re.Pattern[str]
    shared: re.Pattern[str]
    most: Decimal  # kilograms each
    each: str


_SHARES = (
    _Share(
        what=re.compile(r"\bgạo\b", re.IGNORECASE),
        shared=re.compile(r"^(?:khẩu|nhân khẩu|người)$"),
        most=Decimal(1000),
        each="người",
    ),
    _Share(
        what=re.compile(r"\bthịt\b", re.IGNORECASE),
        shared=re.compile(r"^con$"),
        most=Decimal(1000),
        each="con",
    ),
)


def check_sanity(material: Material) -> Iterator[Finding]:
    """Amounts of a report's text that cannot be meant."""
    for text in material.texts:
        for found in text.quantities:
            if _too_small(text, found):
                yield _small_finding(text, found)
        for share in _SHARES:
            yield from _too_much(text, share)


def _too_small(text: Text, found: Found) -> bool:
    """Whether a fund is given in single đồng where the sums around it are in millions."""
    if found.unit != "đồng" or found.quantity is None or not 0 < found.quantity.high < _SMALL:
        return False
    first, last = next(((a, b) for a, b in text.sentences if a <= found.start < b), (0, 0))
    lead = text.words[max(first, found.start - 90) : found.start]
    near = text.words[max(0, found.start - 40) : found.end + 12]
    others = [one for one in text.quantities if first <= one.start < last and one is not found]
    large = [
        one
        for one in others
        if (unit := unit_of(one.unit)) and unit.family == "tiền" and unit.factor >= _SMALL
    ]
    return bool(_FUNDS.search(lead)) and not _EACH.search(near) and bool(large)


def _is_large_money(name: str | None) -> bool:
    unit = unit_of(name)
    return unit is not None and unit.family == "tiền" and unit.factor >= _SMALL


def _small_finding(text: Text, found: Found) -> Finding:
    return Finding(
        kind=Kind.OUTLIER,
        certainty=Certainty.CLEAR,
        printed=printed(found),
        recomputed=f"có thể là {found.written} triệu đồng",
        what=(
            f"Khoản kinh phí ghi {printed(found)}, các khoản khác cùng câu tính bằng triệu, tỷ đồng: "
            "có thể thiếu chữ “triệu”."
        ),
        arithmetic=f"{found.written} đồng < {write(_SMALL)} đồng",
        sources=(text.source(found.start, found.end),),
    )


def _too_much(text: Text, share: _Share) -> Iterator[Finding]:
    for found in text.quantities:
        unit = unit_of(found.unit)
        if unit is None or unit.family != "khối lượng" or found.quantity is None:
            continue
        near = text.words[max(0, found.start - 40) : found.end + 25]
        sharers = [
            one for one in text.quantities if one.unit and share.shared.match(one.unit) and one.quantity
        ]
        close = [one for one in sharers if abs(one.start - found.start) < 200]
        if not share.what.search(near) or not close:
            continue
        most = max(one.quantity.low for one in close if one.quantity is not None)
        weight = found.quantity.low * unit.factor
        if most <= 0 or weight / most <= share.most:
            continue
        each = write(weight / most, 0, f"kg/{share.each}")
        yield Finding(
            kind=Kind.OUTLIER,
            certainty=Certainty.CLEAR,
            printed=printed(found),
            recomputed=f"{each}: không thể đúng",
            what=f"{printed(found)} chia cho {write(most)} {share.each} là {each}: có thể nhầm đơn vị.",
            arithmetic=f"{write(weight)} kg / {write(most)} {share.each} = {each}",
            sources=(text.source(min(found.start, close[0].start), max(found.end, close[-1].end)),),
        )
