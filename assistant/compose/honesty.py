"""Whether the reports tell what was asked; if not, what is said instead, with the nearest that they do tell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.answer import Status
from assistant.compose.words import phrase
from assistant.compose.writer import Writer, name_of_report, quotable
from assistant.evidence import is_of

if TYPE_CHECKING:
    from assistant.answer import Draft
    from assistant.evidence import Evidence, Found
    from assistant.library import Library
    from assistant.query import Query

_ENOUGH = 0.5  # share of the question's weight that the best statement and its surroundings must say
_HEAVY = 0.24  # a concept of this share of the question may not be missing altogether
_LONGEST = 14  # words of a subject that are named again
_NEAR = 0.45  # what is worth offering instead


@dataclass(frozen=True, slots=True)
class Gap:
    """Why nothing is answered."""

    reason: str  # a key of `not_found`
    values: dict[str, str]


def find_gap(query: Query, evidence: Evidence, library: Library) -> Gap | None:
    """What keeps the question from being answered; None where the evidence is good enough."""
    unknown = _unknown_place(query, evidence, library)
    if unknown:
        return unknown
    subject = subject_of(query)
    if not evidence.found or not tells(query, evidence.found[0]):
        if query.places and evidence.outside and tells(query, evidence.outside[0]):
            return Gap("place", {"subject": subject, "place": ", ".join(place.shown for place in query.places)})
        if query.reports and evidence.outside and tells(query, evidence.outside[0]):
            return Gap("report", {"subject": subject, "report": _report_name(query, library)})
        return Gap("plain", {"subject": subject})
    if query.periods and not any(one.fit.period > 0 for one in _good(query, evidence)):
        periods = ", ".join(str(period) for period in query.periods)
        return Gap("period", {"subject": subject, "period": periods})
    return None


def tells(query: Query, one: Found) -> bool:
    """Whether a statement says what was asked, and leaves out nothing that matters."""
    total = sum(concept.weight for concept in query.concepts)
    if not total or one.ranked.cover < _ENOUGH:
        return False
    statement = one.statement
    for concept in query.concepts:
        everywhere = statement.terms | statement.around | statement.near
        present = any(all(word in everywhere for word in phrase) for phrase in concept.phrases)
        if not present and concept.weight / total >= _HEAVY:
            return False
    return True


def say_gap(query: Query, gap: Gap, evidence: Evidence, library: Library) -> Draft:
    """“Không nêu”, and the nearest thing that the reports do tell."""
    writer = Writer(library)
    writer.status = Status.NOT_FOUND
    writer.say(phrase(f"not_found.{gap.reason}", **gap.values))
    nearest = next((one for one in (*evidence.found[:3], *evidence.outside[:3]) if one.ranked.own >= _NEAR), None)
    if nearest is not None and gap.reason != "unknown_place":
        passage = nearest.statement.passage
        quote = quotable(nearest.statement.text)
        writer.say(
            phrase("not_found.nearest", report=writer.report_name(passage), quote=quote, marker=writer.mark(passage)),
            quote=True,
        )
    else:
        writer.say(phrase("not_found.ask_again"))
    return writer.draft()


def subject_of(query: Query) -> str:
    """What was asked about, in the question's own words."""
    said = [word for concept in query.concepts for word in (concept.spelled or concept.phrases[0])]
    text = " ".join(said[:_LONGEST])
    fine = text and not any(letter.isdigit() for letter in text)
    return f"*{text}*" if fine else phrase("not_found.this_subject")


def _good(query: Query, evidence: Evidence) -> list[Found]:
    return [one for one in evidence.found if one.ranked.cover >= 0.85 * evidence.found[0].ranked.cover]


def _unknown_place(query: Query, evidence: Evidence, library: Library) -> Gap | None:
    """A place that no report is about and that nothing found speaks of."""
    if not query.places:
        return None
    told = [place for place in query.places if any(is_of(card, place) for card in library.cards)]
    if told or any(tells(query, one) for one in evidence.found[:5]):
        return None
    own = ", ".join(dict.fromkeys(card.place for card in library.cards if card.place))
    return Gap("unknown_place", {"place": ", ".join(place.shown for place in query.places), "places": own})


def _report_name(query: Query, library: Library) -> str:
    card = library.card(query.reports[0])
    return name_of_report(card) if card else ""
