"""How tools speak of figures and of what they refuse."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from assistant.calculation import Calculation, Refusal, RefusalReason, Value
from assistant.tools.rounding import with_unit
from corpus.figures import Bound, Figure, FigureKind

_NO_ARGUMENTS: Mapping[str, Value] = {}


def refuse(
    tool: str,
    reason: RefusalReason,
    message: str,
    about: Sequence[Figure] = (),
    arguments: Mapping[str, Value] = _NO_ARGUMENTS,
) -> Calculation:
    """A calculation that was not made, and why."""
    return Calculation(
        tool=tool,
        inputs=tuple(about),
        arguments=arguments,
        formula="",
        refusal=Refusal(reason=reason, message=message, about=tuple(about)),
    )


_BEGINNING = re.compile(r"^từ\s+", re.IGNORECASE)


def written_of(figure: Figure) -> str:
    """A figure as printed, with its unit: `>5%`, `43,6 tỷ đồng`; where a rise began is a value, no bound."""
    began = figure.quantity is not None and figure.quantity.bound is Bound.EXACT
    return with_unit(_BEGINNING.sub("", figure.written) if began else figure.written, figure.unit)


def name_of(figure: Figure) -> str:
    """What a figure measures, where and when: `Thu ngân sách (huyện An Hòa, 2023)`."""
    place_and_time = ", ".join(part for part in (figure.place, figure.period) if part)
    label = figure.label.strip(" -+*:;,.") or "số liệu"
    return f"{label} ({place_and_time})" if place_and_time else label


def target_name(target: Figure) -> str:
    """Which target is meant: `mục tiêu Nghị quyết Đại hội`, `kế hoạch tỉnh giao`."""
    word = "kế hoạch" if target.kind is FigureKind.PLAN else "mục tiêu"
    setter = (target.set_by or "").strip()
    if not setter or setter.lower().startswith(word):
        return setter or word
    if setter.lower().startswith(("kế hoạch", "dự toán", "chỉ tiêu", "mục tiêu")):
        return setter
    return f"{word} {setter}"


def signed(value: Decimal, written: str) -> str:
    """A difference with its sign, a true minus: `+4`, `−11,4`."""
    bare = written.lstrip("-−")
    return f"−{bare}" if value < 0 else (f"+{bare}" if value > 0 else bare)


def bracketed(value: Decimal, written: str) -> str:
    """A number as it stands inside a formula: negative ones in brackets."""
    return f"({written.replace('-', '−', 1)})" if value < 0 else written
