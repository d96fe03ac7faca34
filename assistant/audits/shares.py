"""Parts with their share of a whole: “chiếm 12,5% tổng số hộ”, and structures that should make up 100%."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from assistant.audits.finding import Certainty, Finding, Kind
from assistant.audits.material import Material, Text
from assistant.audits.words import percent, printed
from assistant.tools.agree import Agreement, agree_between, percent_between, spread
from assistant.tools.rounding import write
from assistant.tools.units import like_things
from corpus.numbers import Found

_SHARE = re.compile(
    r"[^,;.()\d]{0,50}?[,(\s]*"
    r"(?:(?:chiếm|tương ứng|tương đương|đạt|bằng)\s*(?:tỷ lệ|tỉ lệ)?|tỷ lệ|tỉ lệ)\s*:?\s*",
    re.IGNORECASE,
)
_OF = re.compile(r"\s*\)?\s*(?:trong\s+)?(?:tổng|so với tổng|trên tổng)", re.IGNORECASE)
_AIM = re.compile(
    r"\s*(?:so với|so)?\s*(?:chỉ tiêu|mục tiêu|kế hoạch|KH\b|nghị quyết|NQ|dự toán)", re.IGNORECASE
)
_TOTAL = re.compile(
    r"\btổng\b|trong số|toàn (?:huyện|tỉnh|xã|thành phố)",
    re.IGNORECASE,
)
# What is done out of all that came in: “tiếp nhận 220 tin, đã xử lý 215 tin (đạt 97,7%)”.
_DONE = re.compile(
    r"(?:giải quyết|xử lý|giải ngân|thanh toán|quyết toán|hoàn thành|thu hồi|thực hiện|thu nhận|khám phá"
    r"|điều tra|xét xử|thẩm định|cấp|nghiệm thu)[^,;.()\d]{0,40}$",
    re.IGNORECASE,
)
_STRUCTURE = re.compile(r"cơ cấu|tỷ trọng", re.IGNORECASE)
_WHOLE = Decimal(100)
_NEARLY = 3


def check_shares_of_wholes(material: Material) -> Iterator[Finding]:
    """Every share of a total that part and total, printed in one sentence, do not give."""
    for text in material.texts:
        for at, part in enumerate(text.quantities[:-1]):
            share = text.quantities[at + 1]
            whole = _whole(text, at, share) if _is_share(text, part, share) else None
            finding = _check(text, part, share, whole) if whole is not None else None
            if finding is not None:
                yield finding


def check_done(material: Material) -> Iterator[Finding]:
    """Shares of what was dealt with, out of the larger amounts that the same sentence names before."""
    for text in material.texts:
        for at, part in enumerate(text.quantities[:-1]):
            share = text.quantities[at + 1]
            lead = text.words[max(0, part.start - 60) : part.start]
            if not _is_share(text, part, share) or not _DONE.search(lead):
                continue
            found = [one for one in (_check(text, part, share, whole) for whole in _before(text, at)) if one]
            wholes = len(_before(text, at))
            if wholes and len(found) == wholes:
                yield found[0] if wholes == 1 else replace(found[-1], certainty=Certainty.ARGUABLE)


def _before(text: Text, at: int) -> list[Found]:
    """The larger amounts in the same unit that stand before a part in its sentence."""
    part = text.quantities[at]
    first = next((a for a, b in text.sentences if a <= part.start < b), 0)
    return [
        one
        for one in text.quantities[:at]
        if one.start >= first
        and one.quantity is not None
        and part.quantity is not None
        and one.quantity.low >= part.quantity.low
        and like_things(one.unit, part.unit)
        and "/" not in one.written
    ]


def _is_share(text: Text, part: Found, share: Found) -> bool:
    if share.unit != "%" or part.unit in (None, "%") or "/" in part.written or part.quantity is None:
        return False
    after = text.words[share.end : share.end + 40]
    return bool(_SHARE.fullmatch(text.words[part.end : share.start])) and not _AIM.match(after)


def _whole(text: Text, at: int, share: Found) -> Found | None:
    """The total that the share is of: the sentence's only larger amount in that unit, called a total."""
    part = text.quantities[at]
    first, last = next(((a, b) for a, b in text.sentences if a <= part.start < b), (0, len(text.words)))
    candidates = [
        one
        for one in text.quantities
        if first <= one.start < last
        and one is not part
        and one.quantity is not None
        and part.quantity is not None
        and one.quantity.low > part.quantity.low
        and like_things(one.unit, part.unit)
        and "/" not in one.written
    ]
    named = [one for one in candidates if _TOTAL.search(text.words[max(first, one.start - 60) : one.start])]
    follows = [one for one in candidates if share.end <= one.start < share.end + 60]
    if _OF.match(text.words[share.end : share.end + 20]) and len(follows) == 1:
        return follows[0]
    before = [one for one in named if one.start < part.start]
    return before[-1] if len(candidates) == 1 and before else None


def _check(text: Text, part: Found, share: Found, whole: Found) -> Finding | None:
    if (
        part.quantity is None
        or whole.quantity is None
        or share.quantity is None
        or share.quantity.value is None
    ):
        return None
    parts, wholes = spread(part.quantity, part.unit), spread(whole.quantity, whole.unit)
    between = percent_between(parts, wholes)
    if between is None:
        return None
    exact = part.quantity.low / whole.quantity.low * 100
    agreement = agree_between(share.quantity.value, exact, *between)
    if agreement is not Agreement.DIFFERS:
        return None
    vague = parts.vague or wholes.vague
    shown = percent(exact, share.quantity.value)
    return Finding(
        kind=Kind.PERCENT,
        certainty=Certainty.ARGUABLE
        if vague or abs(exact - share.quantity.value) > _WHOLE / 2
        else Certainty.CLEAR,
        printed=printed(share),
        recomputed=shown,
        what=f"{printed(part)} trong {printed(whole)} ghi chiếm {printed(share)}, tính ra là {shown}.",
        arithmetic=f"{write(part.quantity.low)} / {write(whole.quantity.low)} × 100 = {shown}",
        sources=(text.source(min(part.start, whole.start), max(share.end, whole.end)),),
    )


def check_structures(material: Material) -> Iterator[Finding]:
    """Structures whose shares, three or more in one sentence, nearly make up 100% and do not."""
    for text in material.texts:
        for first, last in text.sentences:
            inside = [one for one in text.quantities if first <= one.start < last]
            shares = _structure(text, inside, first)
            if len(shares) < 3:
                continue
            numbers = [one.quantity.low for one in shares if one.quantity is not None]
            total = sum(numbers, Decimal(0))
            off = abs(total - _WHOLE)
            if off == 0 or off > _NEARLY:
                continue
            rounding = off <= Decimal("0.05") * len(numbers) + Decimal("0.01")
            yield Finding(
                kind=Kind.SUM,
                certainty=Certainty.ROUNDING if rounding else Certainty.ARGUABLE,
                printed="; ".join(printed(one) for one in shares),
                recomputed=write(total, None, "%"),
                what=f"Các phần của cơ cấu cộng lại là {write(total, None, '%')}, không phải 100%.",
                arithmetic=f"{' + '.join(write(number) for number in numbers)} = {write(total)}",
                sources=(text.source(shares[0].start, shares[-1].end),),
            )


def _structure(text: Text, inside: list[Found], first: int) -> list[Found]:
    """The shares that follow the word structure, up to the first that is a change or something else."""
    named = next(
        (
            one.start()
            for one in _STRUCTURE.finditer(text.words, first)
            if inside and one.start() < inside[-1].end
        ),
        None,
    )
    if named is None:
        return []
    shares: list[Found] = []
    for found in inside:
        if found.start < named:
            continue
        lead = text.words[max(0, found.start - 15) : found.start].lower()
        if found.unit != "%" or found.quantity is None or found.quantity.value is None:
            break
        if re.search(r"tăng|giảm|so với", lead):
            break
        shares.append(found)
    return shares
