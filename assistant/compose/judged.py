"""“Biểu ghi Đạt, có đúng không?”: the report's own verdict held against its own numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.answer import Status
from assistant.compose.figures import best_of, in_its_time, targets_for
from assistant.compose.targets import say_comparison
from assistant.tools.compare_with_target import compare_with_target

if TYPE_CHECKING:
    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer

_SAYS_VERDICT = re.compile(
    r" (?:ghi|danh gia|xep|ket luan|noi|bao)(?: \w+){0,14}? (?:la |rang )?"
    r"(?:(?:chua|khong|kho) )?(?:dat|vuot)(?= )"
)


def check_verdict(hand: Hand, writer: Writer) -> bool:
    """Whether the verdict printed beside a result follows from it; False where none is printed."""
    if not _SAYS_VERDICT.search(hand.query.line):
        return False
    best = best_of([one for one in hand.good() if one.figure.stated_verdict], hand)
    if best is None:
        return False
    result = in_its_time(best, hand)
    target = next((one for one in targets_for(result, hand) if one.group == result.group), None)
    made = compare_with_target(result, target, better=hand.better(result))
    if target is None or made.refusal is not None:
        return False
    say_comparison(result, target, made, writer.add(made), writer)
    if made.result.get("stated_verdict_agrees") is False:
        writer.status = Status.CONFLICTING
    return True
