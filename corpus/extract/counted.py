"""What units count: things that belong into a label, and rates that do not."""

from __future__ import annotations

import re
from functools import lru_cache

from corpus.vocabulary.units import load_units

_COUNTING = re.compile(r"\s*(?:tổng số|số|các)(?=\s)", re.IGNORECASE)
_RATES = ("%", "‰", "điểm %")


@lru_cache(maxsize=4096)
def noun_of(unit: str | None) -> str:
    """The thing that a unit counts, none for a measure: `nghìn lượt khách` → `lượt khách`."""
    units, head = load_units(), (unit or "").split("/")[0]
    for word in sorted(units.multipliers, key=len, reverse=True):
        head = head.removeprefix(f"{word} ")
    return "" if head.lower() in units.measures or head.lower() in units.multipliers else head


def is_rate(unit: str | None) -> bool:
    """Whether a unit is a percentage or the like."""
    return (unit or "").startswith(_RATES)


def are_alike(unit: str | None, other: str | None) -> bool:
    """Whether numbers in the two units can be about one thing: what is counted must be the same."""
    noun, last = noun_of(unit), noun_of(other)
    return not noun or is_rate(unit) or noun == last or load_units().same.get(noun) == last


def after_noun(words: str) -> str:
    """What is said of the things that the words begin with: `chi bộ hoàn thành tốt` → `hoàn thành tốt`."""
    counting = _COUNTING.match(words)
    reading = load_units().read(words, counting.end() if counting else 0)
    return words[reading.end :].strip() if reading and reading.known else words.strip()
