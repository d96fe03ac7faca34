"""A figure in the unit that the question asks for."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.compose.figures import amount_of, best_of, is_named
from assistant.compose.spoken import spoken
from assistant.compose.words import phrase
from assistant.tools.convert_unit import convert_unit

if TYPE_CHECKING:
    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer

_UNITS = {
    "nghìn tỷ đồng": r"nghin ti(?: dong)?",
    "tỷ đồng": r"ti(?: dong)?",
    "triệu đồng": r"trieu(?: dong)?",
    "nghìn đồng": r"nghin dong",
    "nghìn tấn": r"nghin tan",
    "tấn": r"tan",
    "kg": r"(?:kg|ki ?lo ?gam|can)",
    "nghìn ha": r"nghin (?:ha|hec ?ta)",
    "ha": r"(?:ha|hec ?ta)",
    "km²": r"(?:km²|km2|km vuong|ki ?lo ?met vuong)",
    "m²": r"(?:m²|m2|met vuong)",
    "km": r"(?:km|ki ?lo ?met|cay so)",
    "m": r"(?:m|met)",
    "vạn người": r"van nguoi",
    "nghìn người": r"nghin nguoi",
    "người": r"nguoi",
}
_TO = re.compile(
    r" (?:ra|sang|thanh|la|bang|tinh theo|theo don vi|ra may|may|bao nhieu) (?:bao nhieu |may )?"
    rf"(?P<unit>{'|'.join(f'(?:{p})' for p in _UNITS.values())})(?= )"
)


def convert(hand: Hand, writer: Writer) -> bool:
    """The figure that was asked about, in the other unit."""
    unit = _asked_unit(hand.query.line)
    named = [one for one in hand.ranked if is_named(one.figure, hand.query.numbers)]
    best = best_of(named or hand.good(kinds={one.figure.kind for one in hand.ranked}), hand)
    if unit is None or best is None or best.figure.unit == unit:
        return False
    made = convert_unit(best.figure, unit)
    if made.refusal is not None:
        return False
    figure, number = best.figure, writer.add(made)
    writer.say(
        phrase(
            "convert.done",
            **spoken(figure),
            amount=amount_of(figure),
            marker=writer.mark_figure(figure),
            converted=made.shown["value"],
            formula=made.formula,
        ),
        calculations=(number,),
    )
    return True


def _asked_unit(line: str) -> str | None:
    found = None
    for match in _TO.finditer(line):
        found = next(
            (unit for unit, pattern in _UNITS.items() if re.fullmatch(pattern, match.group("unit"))), found
        )
    return found
