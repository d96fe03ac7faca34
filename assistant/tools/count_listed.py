"""How many indicators a list holds: a number that no report prints, so it is counted here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.calculation import Calculation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.figures import Figure

TOOL = "count_listed"
_UNIT = "chỉ tiêu"


def count_listed(figures: Sequence[Figure], count: int) -> Calculation:
    """The number of indicators listed, resting on their results and targets."""
    shown = f"{count} {_UNIT}"
    return Calculation(
        tool=TOOL,
        inputs=tuple(figures),
        arguments={"count": count},
        formula=f"đếm các chỉ tiêu được liệt kê: {shown}",
        result={"count": count},
        units={"count": _UNIT},
        shown={"count": shown},
    )
