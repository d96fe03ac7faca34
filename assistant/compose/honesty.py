"""Whether the reports tell what was asked; if not, what is said instead, with the nearest they do tell."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from assistant.answer import Status
from assistant.compose.misfits import find_misfit, wants_number
from assistant.compose.signers import asks_signer
from assistant.compose.spoken import when
from assistant.compose.words import phrase
from assistant.compose.writer import Writer, name_of_report, quotable
from assistant.evidence import DOCUMENT, UNIT_WORDS, is_of, labels_itself, names_place, row_moves_instead
from assistant.measures import period_fit
from assistant.query import Intent
from assistant.ranking import says, says_here
from assistant.statements import in_a_row
from assistant.understanding.periods import years_of
from corpus.passages import PassageKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.answer import Draft
    from assistant.evidence import Evidence, Found
    from assistant.library import Library
    from assistant.query import Concept, Query
    from assistant.statements import Statement

_ENOUGH_BY_NUMBER = 0.48  # a number has to stand close as well
_ENOUGH = 0.55  # share of the question's weight that the best statement and its surroundings must say
_NEARLY = 0.45
_CLOSE_BY = 0.4
_BY_NUMBER = 0.28
_HEAVY = 0.28  # a concept of this share of the question may not be missing altogether
_PLENTY, _MUCH = 0.8, 0.74  # of the subject
_NAMES_IT = 0.65
_BESIDE = 0.7
_HEAVY_IN_WORDS = 0.37  # what is told in words is told in many ways
_ALL_BUT = 0.5  # what a question mostly hangs on has to stand in the sentence or above it, not beside it
_OF_PERIOD = 0.58
_NUMERALS = frozenset(("hai", "ba", "bon", "sau", "bay", "tam", "chin", "muoi", "tram"))
_LONGEST = 14  # words of a subject that are named again
_TWO = 2
_FEW_PAIRS, _MOST_PAIRS = 2, 3
_AS_GOOD = 0.9
_WITHIN = 0.5
_LOOKED_AT, _FAR_LATER = 8, 3
_MOST_PLACES = 12  # that are named one by one
_NEAR = 0.45  # what is worth offering instead


@dataclass(frozen=True, slots=True)
class Gap:
    """Why nothing is answered."""

    reason: str  # a key of `not_found`
    values: dict[str, str]


def find_gap(  # noqa: PLR0911 - each way out is one kind of gap
    query: Query, evidence: Evidence, library: Library
) -> Gap | None:
    """What keeps the question from being answered; None where the evidence is good enough."""
    unknown = _unknown_place(query, evidence, library)
    if unknown:
        return unknown
    if asks_signer(query):
        return Gap("signer", {})
    subject = _own_words(query)
    if not evidence.found or not tells(query, evidence.found[0]):
        return _told_elsewhere(query, evidence, library) or Gap("plain", {"subject": subject})
    good = _good(evidence)
    if _asks_who(query) and not any(_NAMES_SOMEBODY.search(one.statement.text) for one in good):
        return Gap("plain", {"subject": subject})
    misfit = find_misfit(query, good, library)
    if misfit is not None:
        return Gap(misfit, {"subject": subject})
    timely = [
        one
        for one in (*good, *evidence.found[:5])
        if one.fit.period >= _OF_PERIOD and not row_moves_instead(one.statement, query)
    ]
    if query.periods and wants_number(query) and not any(one in good or tells(query, one) for one in timely):
        periods = ", ".join(when(str(period)) for period in query.periods)
        return Gap("period", {"subject": subject, "period": periods})
    if _of_other_time(query, evidence.found[0], library) or _told_of_other_time(query, evidence, library):
        return Gap(
            "period", {"subject": subject, "period": ", ".join(when(str(one)) for one in query.periods)}
        )
    close = [one for one in evidence.found if one.score >= _AS_GOOD * evidence.found[0].score]
    numbered = [one for one in close if one in good or tells(query, one)]
    if wants_number(query) and not any(_has_number(query, one) for one in (*good, *numbered)):
        return Gap("plain", {"subject": subject})
    return None


def _of_other_time(query: Query, best: Found, library: Library) -> bool:
    """Whether what answers best tells the very indicator, but of a longer stretch than the one asked for."""
    if not query.periods or not query.indicators or best.fit.period >= _OF_PERIOD:
        return False
    if query.numbers or best.statement.passage.table_row:
        return False
    if query.intents not in {(), (Intent.HOW_MANY,)}:
        return False
    text = best.statement.text
    told = [one for one in library.figures_in(best.statement.passage) if one.written in text]
    return any(one.indicator in query.indicators and period_fit(one, query.periods) < _WITHIN for one in told)


def _told_of_other_time(query: Query, evidence: Evidence, library: Library) -> bool:
    """Whether the very indicator is told, but only of stretches far longer than the one asked for."""
    asked = max((period.last for period in query.periods if not (period.single or period.since)), default=0)
    if not asked or not query.indicators or not wants_number(query) or query.numbers:
        return False
    told = [
        figure
        for one in evidence.found[:_LOOKED_AT]
        for figure in library.figures_in(one.statement.passage)
        if figure.indicator in query.indicators and figure.written in one.statement.text
    ]
    spans = [years_of(figure.period) for figure in told]
    return bool(spans) and all(span is not None and span.last - asked >= _FAR_LATER for span in spans)


def _told_elsewhere(query: Query, evidence: Evidence, library: Library) -> Gap | None:
    """Of another place, or in another report, than the one that was named."""
    if not evidence.outside or not tells(query, evidence.outside[0]):
        return None
    subject = _own_words(query)
    if query.places:
        if not any(is_of(card, place) for card in library.cards_at(query.places) for place in query.places):
            return _no_report_of(query, library)
        return Gap("place", {"subject": subject, "place": ", ".join(place.shown for place in query.places)})
    if query.reports:
        return Gap("report", {"subject": subject, "report": _report_name(query, library)})
    return None


_WHO = re.compile(r" (?:la ai|ai la|ten (?:la )?gi|ten ai)(?= )")
_OFFICE = re.compile(r" (?:chu tich|bi thu|giam doc|truong (?:ban|phong)|pho|chanh)(?= )")
_NAMES_SOMEBODY = re.compile(
    r"(?:đồng chí|ông|bà|đ/c)[:\s]+(?:[A-ZĐÀ-Ỹ][a-zà-ỹđ]+\s+){1,3}[A-ZĐÀ-Ỹ][a-zà-ỹđ]+", re.UNICODE
)


def _asks_who(query: Query) -> bool:
    """Whether the name of somebody in office is asked for."""
    return bool(_WHO.search(query.line) and _OFFICE.search(query.line))


def _has_number(query: Query, one: Found) -> bool:
    """Whether a number, in the unit asked for, stands close to what was asked about."""
    statement = one.statement
    reckons = query.wants(Intent.TARGET, Intent.CHANGE, Intent.SHARE, Intent.PACE, Intent.CONVERT)
    if (
        query.units
        and not reckons
        and statement.passage.kind is not PassageKind.TABLE
        and not any(UNIT_WORDS[unit].search(statement.text) for unit in query.units)
    ):
        return False
    if one.ranked.near >= _BY_NUMBER:
        return True
    spelled = _NUMERALS.intersection(statement.words)
    return bool(spelled) and bool(query.counted)


def tells(query: Query, one: Found) -> bool:
    """Whether a statement says what was asked, and leaves out nothing that matters."""
    if labels_itself(one.statement, query) and not wants_number(query):
        return True
    subject = [concept for concept in query.concepts if not concept.weak] or list(query.concepts)
    total = sum(concept.weight for concept in subject)
    if not total:
        return False
    ranked = one.ranked
    spared = query.wants(Intent.DEFINITION) or wants_number(query) or _names_document(query, one)
    enough = _ENOUGH_BY_NUMBER if spared else _ENOUGH
    if ranked.strong < enough and not (ranked.near >= _CLOSE_BY and ranked.strong >= _NEARLY):
        return False
    return not _lacks(query, one, total)


def _lacks(query: Query, found: Found, total: float) -> bool:
    """Whether a statement leaves out a word, or tears apart a word of two, that the question hangs on."""
    statement, strong = found.statement, found.ranked.strong
    heavy = _HEAVY if wants_number(query) else _HEAVY_IN_WORDS
    if (
        not _tells_what_was_added(query, statement)
        or row_moves_instead(statement, query)
        or _hangs_on_one_word(query, statement)
        or (wants_number(query) and _tears_all(query, statement))
    ):
        return True
    if strong >= _PLENTY or (_names_document(query, found) and found.ranked.own >= _NAMES_IT):
        return False
    close = strong >= _MUCH or (strong >= _NAMES_IT and found.ranked.near >= _BESIDE)
    for one, following in zip_longest(query.concepts, query.concepts[1:]):
        if one.weak or one.phrases[0][0][0].isdigit():
            continue
        share = one.weight / total
        if (share >= heavy and not says(one, statement)) or (
            share >= _ALL_BUT and not says_here(one, statement)
        ):
            return True
        if _both_missing(one, following, statement) and (one.weight + following.weight) / total >= heavy:
            return True
        if close or following is None or not one.bound or following.weak:
            continue
        if (one.weight + following.weight) / total >= heavy and _is_torn(one, following, statement):
            return True
    return False


def _tells_what_was_added(query: Query, statement: Statement) -> bool:
    """“Trồng” alone is also in “cây trồng”: there “mới” itself has to stand."""
    return (
        not query.newly
        or "mới" in statement.spelled
        or (query.newly != "trong" and query.newly in statement.terms)
    )


def _hangs_on_one_word(query: Query, statement: Statement) -> bool:
    """Whether the whole subject is one word of two, and a statement has only one half: `dân` of `dân số`."""
    subject = [at for at, concept in enumerate(query.concepts) if not concept.weak]
    if len(subject) != 1 or subject[0] + 1 >= len(query.concepts):
        return False
    one, following = query.concepts[subject[0] : subject[0] + 2]
    return one.bound and _is_torn(one, following, statement)


def _tears_all(query: Query, statement: Statement) -> bool:
    """Whether no two words in a row of a short subject stand in a row there: only letters are alike."""
    subject = [concept for concept in query.concepts if not concept.weak]
    if query.plain and len(subject) == 1 and len(query.concepts) > _TWO:
        # One word without its diacritics tells so little that its neighbours must tell the rest.
        subject = list(query.concepts)
    pairs = [pair for pair in pairwise(subject) if pair[1].at == pair[0].at + 1]
    few = 1 if len(subject) == _TWO or any(one.weak for one in subject) else _FEW_PAIRS
    if not few <= len(pairs) <= _MOST_PAIRS or any(len(one.phrases) > 1 for one in subject):
        return False
    return all(_is_torn(one, other, statement) for one, other in pairs)


def _both_missing(one: Concept, following: Concept | None, statement: Statement) -> bool:
    """Two words in a row that a statement has not: “phá sản” of “doanh nghiệp nhà nước phá sản”."""
    if following is None or following.weak or following.at != one.at + 1:
        return False
    if one.shown[:1].isupper() or following.shown[:1].isupper():
        return False  # scanners misspell names
    return not says(one, statement) and not says(following, statement)


def _is_torn(one: Concept, following: Concept, statement: Statement) -> bool:
    pair = in_a_row(one.phrases[0][0], following.phrases[0][0])
    return pair not in statement.line and pair not in statement.around_line


def _names_document(query: Query, one: Found) -> bool:
    return query.wants(Intent.DOCUMENT) and bool(DOCUMENT.search(one.statement.text))


def say_gap(query: Query, gap: Gap, evidence: Evidence, library: Library) -> Draft:
    """“Không nêu”, and the nearest thing that the reports do tell."""
    writer = Writer(library)
    writer.status = Status.NOT_FOUND
    writer.say(phrase(f"not_found.{gap.reason}", **gap.values))
    # Of a report that was named only that report itself is near.
    offered = evidence.found[:3] if query.reports else (*evidence.found[:3], *evidence.outside[:3])
    nearest = _nearest(query, offered, library)
    if nearest is not None and gap.reason != "unknown_place":
        passage = nearest.statement.passage
        quote = quotable(nearest.statement.text)
        writer.say(
            phrase(
                "not_found.nearest",
                report=writer.report_name(passage),
                quote=quote,
                marker=writer.mark(passage),
            ),
            quote=True,
        )
    else:
        writer.say(phrase("not_found.ask_again"))
    return writer.draft()


def _nearest(query: Query, offered: Sequence[Found], library: Library) -> Found | None:
    """What tells the very indicator before what merely speaks of it."""
    near = [one for one in offered if one.ranked.own >= _NEAR]
    known = [one for one in near if _tells_indicator(query, one, library)]
    return next(iter(known or near), None)


def _tells_indicator(query: Query, one: Found, library: Library) -> bool:
    told = library.figures_in(one.statement.passage)
    return any(
        figure.indicator in query.indicators and figure.written in one.statement.text for figure in told
    )


def subject_of(query: Query) -> str:
    """What was asked about, in the question's own words."""
    said = " ".join(concept.shown for concept in query.concepts if concept.shown)
    text = " ".join(said.split()[:_LONGEST])
    fine = text and not any(letter.isdigit() for letter in text)
    return f"*{text}*" if fine else phrase("not_found.this_subject")


def _own_words(query: Query) -> str:
    """The subject where it stands in the question in one piece; torn or mended words are left out."""
    subject = subject_of(query)
    whole = subject.strip("*").lower() in " ".join(query.question.lower().split())
    return subject if whole else phrase("not_found.this_subject")


def _good(evidence: Evidence) -> list[Found]:
    return [one for one in evidence.found if one.ranked.cover >= 0.85 * evidence.found[0].ranked.cover]


def _unknown_place(query: Query, evidence: Evidence, library: Library) -> Gap | None:
    """A place that no report is about and that nothing found speaks of."""
    if not query.places:
        return None
    told = [place for place in query.places if any(is_of(card, place) for card in library.cards_at([place]))]
    near = evidence.found[:5]
    if told or any(names_place(one.statement, place) for one in near for place in query.places):
        return None
    return _no_report_of(query, library)


def _no_report_of(query: Query, library: Library) -> Gap:
    places = list(dict.fromkeys(card.place for card in library.cards if card.place))
    own = ", ".join(places[:_MOST_PLACES])
    if len(places) > _MOST_PLACES:
        own = phrase("not_found.places_more", places=own)
    return Gap("unknown_place", {"place": ", ".join(place.shown for place in query.places), "places": own})


def _report_name(query: Query, library: Library) -> str:
    card = library.card(query.reports[0])
    # Its number stands in no source here, so the report is named without it.
    return name_of_report(replace(card, number=None)) if card else ""
