"""Results in another unit than their target, and one figure in two units."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from assistant.audits.finding import Certainty, Finding, Kind, distinct
from assistant.audits.likeness import likeness
from assistant.audits.material import Material
from assistant.audits.percents import label_of
from assistant.audits.stated import Stated, find_stated
from assistant.audits.words import printed
from assistant.tools.units import factor, unit_of

_LIKE = 0.6


def check_units(material: Material) -> Iterator[Finding]:
    """Units that do not fit each other where the figures should."""
    stated = [one for text in material.texts for one in find_stated(text)]
    for one in stated:
        yield from _unlike_target(one)
    for one, other in combinations(stated, 2):
        yield from _two_units(one, other)


def _unlike_target(stated: Stated) -> Iterator[Finding]:
    target = stated.target
    if target is None or target.unit is None or stated.result.unit is None:
        return
    if factor(stated.result.unit, target.unit) is not None:
        return
    yield Finding(
        kind=Kind.UNIT,
        certainty=Certainty.CLEAR if target.quantity is not None else Certainty.ARGUABLE,
        printed=f"{printed(stated.result)}; {printed(target)}",
        recomputed="hai đơn vị không so được với nhau",
        what=(
            f"Kết quả tính bằng “{stated.result.unit}” nhưng mục tiêu tính bằng “{target.unit}”: "
            "hai đơn vị khác loại."
        ),
        arithmetic=f"{stated.result.unit} ≠ {target.unit}",
        sources=distinct((stated.text.source(stated.result.start, target.end),)),
    )


def _two_units(one: Stated, other: Stated) -> Iterator[Finding]:
    """One number with one label, in per cent here and per mille there."""
    left, right = one.result, other.result
    if left.written != right.written or left.unit is None or right.unit is None:
        return
    units = unit_of(left.unit), unit_of(right.unit)
    if units[0] is None or units[1] is None or factor(left.unit, right.unit) in (1, None):
        return
    if one.share.written != other.share.written or likeness(label_of(one), label_of(other)) < _LIKE:
        return
    yield Finding(
        kind=Kind.UNIT,
        certainty=Certainty.CLEAR,
        printed=f"{printed(left)}; {printed(right)}",
        recomputed="hai đơn vị cho cùng một số liệu",
        what=f"Cùng một số liệu nhưng ghi hai đơn vị: {printed(left)} và {printed(right)}.",
        arithmetic=f"{left.unit} ≠ {right.unit}",
        sources=distinct(
            (
                one.text.source(left.start, one.share.end),
                other.text.source(right.start, other.share.end),
            )
        ),
    )
