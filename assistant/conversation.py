"""What the next question inherits: exactly what it leaves out, and the answer names it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.query import Intent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.query import Concept, Query
    from assistant.understanding.periods import Years

# A question that leans on the one before: it begins with or holds such words.
_LEANS = re.compile(
    r"^ (?:con|the|the con|the thi|vay|vay thi|vay con|the nhung|so voi|nhu vay|do|no|cai do|con thi|thi) "
    r"| (?:do|nay|ay|no|tren|vua roi|vua neu|vua noi|noi tren|cai do|so do|muc do|chi tieu do|chi tieu nay) "
    r"| thi sao | the nao (?:nua )?$"
)
# Another time than the one before, though no year is named.
_WHOLE = re.compile(r" (?:ca|het|toan|trong) (?:nhiem ki|giai doan)(?= )| nam (?:khac|sau|truoc)(?= )")
_FEW = 3  # concepts that make a subject of their own
_HANDED_ON = 0.35
_HANDED_ON_WHOLE = 0.55
_BEFORE = 1000  # places the words of an earlier question before those of this one


def continue_from(query: Query, earlier: Sequence[Query]) -> Query:
    """The question with what it leaves out taken from the ones before."""
    before = next((one for one in reversed(earlier) if one.concepts), None)
    if before is None or query.wants(Intent.ABUSE, Intent.GREETING, Intent.HELP, Intent.OUTSIDE):
        return query
    subject = _own_subject(query)
    leans = bool(_LEANS.search(query.line)) or not subject
    if not leans:
        return query
    return _inherit(query, before, with_subject=not subject)


def share_scope(query: Query, before: Query) -> Query:
    """A further question of the same message: it is of the place, time and report named first."""
    changes: dict[str, object] = {}
    if not query.places and query.level is None:
        changes["places"], changes["level"] = before.places, before.level
    if not query.periods:
        changes["periods"] = before.periods
    if not query.reports and _same_scope(query, before):
        changes["reports"] = before.reports
    return replace(query, **changes)  # type: ignore[arg-type] # names of fields


def _own_subject(query: Query) -> bool:
    """Whether the question says by itself what it is about."""
    telling = [concept for concept in query.concepts if concept.known and not concept.weak]
    return bool(query.indicators) or len(telling) >= _FEW


def _inherit(query: Query, before: Query, *, with_subject: bool) -> Query:
    inherited: list[str] = []
    changes: dict[str, object] = {}
    if with_subject:
        changes["concepts"] = (*_handed_on(query, before), *query.concepts)
        anew = _told_anew(query, before)
        if not anew:
            changes["indicators"] = query.indicators or before.indicators
        changes["must"] = anew
        changes["about"] = before.about or before.question
        inherited.append("subject")
    if not query.places and query.level is None and (before.places or before.level):
        changes["places"], changes["level"] = before.places, before.level
        inherited.append("place")
    if not query.periods and before.periods and with_subject:
        changes["periods"] = _periods(query, before)
        inherited += ["period"] if changes["periods"] else []
    elif with_subject and _held_against_before(query, before):
        # “năm 2024 nhiều hơn mấy người”: than in the year of the question before.
        changes["periods"] = tuple(sorted({*query.periods, *before.periods}))
        inherited.append("period")
    if not query.reports and before.reports and _same_scope(query, before):
        changes["reports"] = before.reports
        inherited.append("report")
    if with_subject:
        changes.update(_wanted_as_before(query, before))
    return replace(query, inherited=tuple(inherited), before=before, **changes)  # type: ignore[arg-type] # names of fields


def _wanted_as_before(query: Query, before: Query) -> dict[str, object]:
    """“Còn năm 2022?”, “thế thành phố?” want of the other year or place what was wanted before."""
    if query.intents or not (query.periods or query.places or query.level):
        return {}
    return {"intents": before.intents, "units": before.units, "target_by": before.target_by}


def _handed_on(query: Query, before: Query) -> list[Concept]:
    """The subject of the question before; less of it where the new one names a part of its own."""
    telling = len(_told_anew(query, before))
    share = 1.0 if not telling else _HANDED_ON_WHOLE if telling == 1 else _HANDED_ON
    said = {phrase for concept in query.concepts for phrase in concept.phrases}
    return [
        replace(concept, at=concept.at - _BEFORE, weight=concept.weight * share)
        for concept in before.concepts
        if not said.intersection(concept.phrases)
    ]


def _periods(query: Query, before: Query) -> tuple[Years, ...]:
    """The period of the question before; for a change, that of the one before it as well."""
    if _WHOLE.search(query.line):
        return ()
    if query.wants(Intent.CHANGE) and len(before.periods) == 1 and before.before is not None:
        return tuple(dict.fromkeys((*before.before.periods, *before.periods)))
    return before.periods


def _held_against_before(query: Query, before: Query) -> bool:
    """Whether one year is named to be held against the one year named before."""
    one, other = query.periods, before.periods
    alone = len(one) == len(other) == 1 and one[0].single and other[0].single and one != other
    return alone and query.wants(Intent.CHANGE) and not query.wants(Intent.TARGET, Intent.PACE)


def _told_anew(query: Query, before: Query) -> tuple[Concept, ...]:
    """The part of a subject that the question names and the one before did not."""
    said = {phrase for concept in before.concepts for phrase in concept.phrases}
    return tuple(
        one for one in query.concepts if one.known and not one.weak and not said.intersection(one.phrases)
    )


def _same_scope(query: Query, before: Query) -> bool:
    """Whether the question may still mean the report named before: it names no other place."""
    if query.level is not None:
        return False
    return not query.places or all(
        any(place.name == other.name for other in before.places) or place.level == "tỉnh"
        for place in query.places
    )
