"""Totals of running text against their parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from assistant.audits.breakdowns import Breakdown, find_breakdowns
from assistant.audits.finding import Certainty, Finding, Kind, distinct
from assistant.audits.material import Material
from assistant.audits.words import printed
from assistant.tools.agree import Agreement
from assistant.tools.check_stated import Recount, recount_sum
from assistant.tools.rounding import places_of, round_half_up, write
from assistant.tools.units import convert_quantity
from corpus.figures import Quantity

_CLOSE = Decimal("0.15")  # parts that come so near to a total were meant to make it up
_HALF = Decimal("0.5")
_NEAR = Decimal("0.03")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Counted:
    breakdown: Breakdown
    recount: Recount


def check_sums(material: Material) -> Iterator[Finding]:
    """Every total of running text that its listed parts do not make up."""
    for ways in find_breakdowns(material):
        counted = [one for one in map(_count, ways) if one is not None]
        if not counted or any(one.recount.agreement is Agreement.EXACT for one in counted):
            continue
        rounded = [one for one in counted if one.recount.agreement is Agreement.ROUNDED]
        chosen = (rounded or counted)[0]
        certainty = _certainty(chosen.breakdown, chosen.recount)
        if certainty is not None:
            yield _finding(chosen.breakdown, chosen.recount, certainty)


def _count(breakdown: Breakdown) -> _Counted | None:
    total = breakdown.total
    parts = [_converted(breakdown, part.quantity, part.unit) for part in breakdown.parts]
    known = [part for part in parts if part is not None]
    if total.quantity is None or len(known) != len(parts):
        return None
    units = [part.unit or total.unit for part in breakdown.parts]
    wanted = total.quantity
    if breakdown.mean:
        count = len(known)
        wanted = Quantity(low=wanted.low * count, high=wanted.high * count, bound=wanted.bound)
        known_sum = recount_sum(wanted, known, "triệu", units)  # an average was rounded: so is its multiple
        if known_sum is None or abs(known_sum.printed - known_sum.exact) <= count:
            return None
        return (
            None if _may_be_sum(total.quantity, known) else _Counted(breakdown=breakdown, recount=known_sum)
        )
    recount = recount_sum(wanted, known, total.unit, units)
    return None if recount is None else _Counted(breakdown=breakdown, recount=recount)


def _may_be_sum(total: Quantity, parts: Sequence[Quantity]) -> bool:
    return total.low == sum((part.low for part in parts), Decimal(0))


def _converted(breakdown: Breakdown, quantity: Quantity | None, unit: str | None) -> Quantity | None:
    if quantity is None or unit is None:
        return quantity
    return convert_quantity(quantity, unit, breakdown.total.unit)


def _certainty(breakdown: Breakdown, recount: Recount) -> Certainty | None:
    """How sure it is that parts and total were meant to agree; None where they need not."""
    if recount.agreement is Agreement.ROUNDED:
        return Certainty.ROUNDING
    off = abs(recount.printed - recount.exact) / recount.printed if recount.printed else Decimal(1)
    if recount.vague:
        over = recount.exact > recount.printed and off > _CLOSE
        return Certainty.ARGUABLE if over and breakdown.whole else None
    slip = one_digit_apart(recount.printed, recount.exact)
    if recount.exact > recount.printed:
        sure = not breakdown.crossing and (breakdown.whole or off <= _CLOSE or slip)
        return Certainty.CLEAR if sure else Certainty.ARGUABLE
    if slip:
        return Certainty.CLEAR
    if breakdown.whole and off <= _CLOSE:
        return Certainty.ARGUABLE if breakdown.crossing else Certainty.CLEAR
    return Certainty.ARGUABLE if off <= (_HALF if breakdown.whole else _NEAR) else None


def one_digit_apart(one: Decimal, other: Decimal) -> bool:
    """Whether two numbers differ in a single digit, or in two neighbours swapped: `8082` and `2082`."""
    places = max(places_of(one), places_of(other))
    left, right = (format(round_half_up(number, places), "f").replace(".", "") for number in (one, other))
    return one_digit_apart_text(left, right)


def one_digit_apart_text(left: str, right: str) -> bool:
    """The same of numbers as they are written; of two digits or fewer it says nothing."""
    if len(left) != len(right) or left == right or len(left) < 3:
        return False
    wrong = [at for at in range(len(left)) if left[at] != right[at]]
    if len(wrong) == 1:
        return True
    first, *rest = wrong
    return rest == [first + 1] and left[first] == right[first + 1] and left[first + 1] == right[first]


def _finding(breakdown: Breakdown, recount: Recount, certainty: Certainty) -> Finding:
    total = breakdown.total
    exact = write(recount.exact, None, total.unit)
    what = f"Tổng ghi {printed(total)}, trong khi các phần liệt kê cộng lại là {exact}."
    if certainty is Certainty.ARGUABLE and recount.exact < recount.printed:
        what = f"{what[:-1]}; có thể danh sách không đầy đủ."
    first, last = breakdown.parts[0], breakdown.parts[-1]
    own = breakdown.text.source(total.start, total.end)
    parts = breakdown.listing.source(first.start, last.end)
    return Finding(
        kind=Kind.SUM,
        certainty=certainty,
        printed=printed(total),
        recomputed=exact,
        what=what,
        arithmetic=recount.formula,
        sources=distinct((own, parts)),
    )
