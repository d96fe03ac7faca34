"""Two runs side by side: which questions turned right or wrong, and whether that can be chance."""

from __future__ import annotations

import json
from dataclasses import dataclass
from math import comb
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A question that one run got right and the other wrong."""

    id: str
    question: str
    faults: tuple[str, ...]  # of the run that got it wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two runs over the questions that both asked."""

    asked: int
    before: int  # right in the first
    after: int  # right in the second
    gained: tuple[Turned, ...]
    lost: tuple[Turned, ...]
    chance: float  # how likely so lopsided a change would be were the runs equally good
    only_before: int = 0
    only_after: int = 0


def compare(before: Path, after: Path) -> Comparison:
    """The comparison of two run folders."""
    first, second = _answers(before), _answers(after)
    shared = [name for name in first if name in second]
    gained = [name for name in shared if second[name]["right"] and not first[name]["right"]]
    lost = [name for name in shared if first[name]["right"] and not second[name]["right"]]
    return Comparison(
        asked=len(shared),
        before=sum(bool(first[name]["right"]) for name in shared),
        after=sum(bool(second[name]["right"]) for name in shared),
        gained=tuple(_turned(first[name]) for name in gained),
        lost=tuple(_turned(second[name]) for name in lost),
        chance=sign_test(len(gained), len(lost)),
        only_before=len(first) - len(shared),
        only_after=len(second) - len(shared),
    )


def sign_test(gained: int, lost: int) -> float:
    """The two-sided chance of such a split among questions that turned (McNemar's exact test)."""
    turned = gained + lost
    if not turned:
        return 1.0
    tail = sum(comb(turned, k) for k in range(min(gained, lost) + 1))
    return min(1.0, 2 * tail / float(2**turned))


def _answers(folder: Path) -> dict[str, dict[str, object]]:
    lines = (folder / "answers.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    return {str(row["id"]): row for row in rows}


def _turned(row: dict[str, object]) -> Turned:
    given = row.get("score")
    faults = given.get("faults") if isinstance(given, dict) else None
    return Turned(
        id=str(row["id"]),
        question=str(row["question"]),
        faults=tuple(str(fault) for fault in faults) if isinstance(faults, list) else (),
    )
