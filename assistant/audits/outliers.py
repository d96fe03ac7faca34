"""Numbers that cannot be right: malformed, over 100 where they are shares, ten times their neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assistant.audits.finding import Certainty, Finding, Kind
from assistant.audits.leaps import GROWS
from assistant.audits.material import Material, Text
from assistant.audits.words import printed
from assistant.tools.rounding import write
from corpus.numbers import Found
from corpus.text import folded

_GROUPED = re.compile(r"\d\.\d{3}")


def check_malformed(material: Material) -> Iterator[Finding]:
    """Numbers that are no number as printed: `60.7690,6`."""
    for text in material.texts:
        for found in text.quantities:
            if found.quantity is None and re.search(r"\d", found.written):
                yield _malformed(text, found)


def _malformed(text: Text, found: Found) -> Finding:
    digits, _, decimals = found.written.replace(".", "").partition(",")
    whole = digits.lstrip("-−–")
    likely = write(Decimal(f"{whole}.{decimals}" if decimals else whole)) if whole.isdigit() else "không rõ"
    return Finding(
        kind=Kind.OUTLIER,
        certainty=Certainty.CLEAR,
        printed=printed(found),
        recomputed=f"có thể là {likely}",
        what=f"“{printed(found)}” không phải cách viết số hợp lệ: mỗi nhóm sau dấu chấm phải có ba chữ số.",
        arithmetic=f"nhóm nghìn của “{found.written}” không đủ hoặc thừa chữ số",
        sources=(text.source(found.start, found.end),),
    )


_SAYS_SHARE = re.compile(
    r"(?:tỷ lệ|tỉ lệ)\s+(?!tăng|giảm|đạt kế hoạch)[^.;%\d()]{3,90}?\s(?:đạt|là|chiếm|còn|ước đạt)?\s*$",
    re.IGNORECASE,
)


def check_shares(material: Material) -> Iterator[Finding]:
    """Shares of running text that pass 100%, and parts that are more than their whole."""
    for text in material.texts:
        for found in text.quantities:
            quantity = found.quantity
            if found.unit != "%" or quantity is None or quantity.value is None or quantity.value <= 100:
                continue
            lead = text.words[max(0, found.start - 120) : found.start]
            after = text.words[found.end : found.end + 40]
            if not _SAYS_SHARE.search(lead) or GROWS.search(folded(lead[-60:])) or _is_of_plan(after):
                continue
            yield Finding(
                kind=Kind.OUTLIER,
                certainty=Certainty.CLEAR,
                printed=printed(found),
                recomputed="không quá 100%",
                what=f"Một tỷ lệ được ghi là {printed(found)}, lớn hơn 100%.",
                arithmetic=f"{write(quantity.value)} > 100",
                sources=(text.source(found.start, found.end),),
            )


def _is_of_plan(after: str) -> bool:
    return bool(
        re.match(
            r"\s*(?:,\s*)?(?:so với|so|kế hoạch|KH|chỉ tiêu|mục tiêu|nghị quyết|NQ|dự toán)",
            after,
            re.IGNORECASE,
        )
    )


def check_marks(material: Material) -> Iterator[Finding]:
    """Lists in which `7.757 ha` stands beside `7,34 ha`: a point where a comma must be meant."""
    for text in material.texts:
        for first, last in text.sentences:
            inside = [
                one for one in text.quantities if first <= one.start < last and one.quantity is not None
            ]
            for group in _lists(text, inside):
                yield from _mixed_marks(text, group)


def _lists(text: Text, inside: Sequence[Found]) -> Iterator[list[Found]]:
    """Runs of quantities in one unit, with no other number between them."""
    run: list[Found] = []
    for found in inside:
        if run and (found.unit != run[-1].unit or len(text.words[run[-1].end : found.start]) > 60):
            yield run
            run = []
        run.append(found)
    yield run


def _mixed_marks(text: Text, group: Sequence[Found]) -> Iterator[Finding]:
    grouped = [one for one in group if re.fullmatch(r"\d{1,2}\.\d{3}", one.written)]
    small = [one for one in group if "," in one.written and one.quantity and one.quantity.low < 100]
    if len(grouped) < 2 or not small or len(grouped) + len(small) < len(group):
        return
    meant = [write(one.quantity.low / 1000) for one in grouped if one.quantity]
    unit = grouped[0].unit or ""
    yield Finding(
        kind=Kind.OUTLIER,
        certainty=Certainty.CLEAR,
        printed="; ".join(printed(one) for one in grouped),
        recomputed=f"có thể là {'; '.join(meant)} {unit}",
        what=(
            f"Trong cùng một danh sách, {', '.join(one.written for one in grouped)} {unit} lớn gấp hàng "
            f"trăm lần {', '.join(one.written for one in small)} {unit}: dấu chấm có lẽ là dấu phẩy."
        ),
        arithmetic=" + ".join(one.written for one in group),
        sources=(text.source(group[0].start, group[-1].end),),
    )
