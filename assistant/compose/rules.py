"""The engine without a model: each intent has its own way, quoting is the way that is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.compose.abbreviations import say_abbreviation
from assistant.compose.agreement import check_sums
from assistant.compose.before import say_base_of_year, say_before
from assistant.compose.below import asks_which, rank_below
from assistant.compose.breakdown import say_parts
from assistant.compose.changes import (
    say_change,
    say_change_in_a_year,
    say_change_of_years,
    say_change_over,
    say_stated_change,
    say_total,
    say_trend,
)
from assistant.compose.comparing import compare_places
from assistant.compose.converting import convert
from assistant.compose.disputes import quote_each_report, quote_numbers
from assistant.compose.figures import Hand
from assistant.compose.fractions import check_fraction, say_rest
from assistant.compose.growth import say_growth
from assistant.compose.honesty import Gap, find_gap, say_gap, subject_of
from assistant.compose.judged import check_verdict
from assistant.compose.lists import list_by_verdict
from assistant.compose.multiples import say_multiple
from assistant.compose.named import lead_with_names, which_gap
from assistant.compose.names import say_swapped
from assistant.compose.parts import say_named_parts
from assistant.compose.points import say_points
from assistant.compose.quotes import quote_best
from assistant.compose.quotients import say_quotient
from assistant.compose.registers import say_documents
from assistant.compose.sections import quote_section
from assistant.compose.several import is_said_together, join_told, tells_all
from assistant.compose.shares import say_share
from assistant.compose.signers import say_signer
from assistant.compose.smalltalk import small_talk
from assistant.compose.spoken import when
from assistant.compose.targets import compare, pace
from assistant.compose.tasks import say_task
from assistant.compose.values import answer_by_indicator, lead_with_value, with_value_first
from assistant.compose.versions import say_versions
from assistant.compose.words import phrase
from assistant.compose.writer import Writer, name_of_report
from assistant.evidence import gather
from assistant.kinds import Kind, kinds_asked
from assistant.query import AskedPlace, Intent
from assistant.understanding.places import place_name
from assistant.understanding.subjects import subjects_of

if TYPE_CHECKING:
    from assistant.answer import Draft
    from assistant.evidence import Evidence
    from assistant.library import Library
    from assistant.query import Query


_ALONE = 3  # quotes where nothing was reckoned
_WORDING = frozenset({"plain", "place", "report"})  # gaps that other words may close
_BESIDE = 2  # quotes beside what was reckoned
_Way = Callable[[Hand, "Writer"], bool]
_WAYS: tuple[tuple[Intent, _Way], ...] = (
    (Intent.DOCUMENT, say_documents),
    (Intent.LIST_VERDICT, list_by_verdict),
    (Intent.AGREE, check_verdict),
    (Intent.AGREE, say_swapped),
    (Intent.AGREE, check_fraction),
    (Intent.AGREE, check_sums),
    (Intent.AGREE, say_versions),
    (Intent.HOW_MANY, quote_numbers),
    (Intent.AGREE, quote_numbers),
    (Intent.AGREE, quote_each_report),
    (Intent.CONVERT, convert),
    (Intent.RANK, rank_below),
    (Intent.PLACES, compare_places),
    (Intent.RANK, compare_places),
    (Intent.PACE, pace),
    (Intent.TREND, say_trend),
    (Intent.TARGET, compare),
    (Intent.CHANGE, say_change),
    (Intent.CHANGE, say_stated_change),
    (Intent.MEAN, say_quotient),
    (Intent.SHARE, say_quotient),
    (Intent.TOTAL, say_quotient),
    (Intent.SHARE, say_multiple),
    (Intent.SHARE, say_share),
    (Intent.TOTAL, say_named_parts),
    (Intent.TOTAL, say_total),
    (Intent.MEAN, say_total),
)


_CHANGES: tuple[_Way, ...] = (
    say_growth,
    say_change_over,
    say_change_of_years,
    say_change_in_a_year,
    say_base_of_year,
    say_before,
    say_rest,
)


# What these tell leaves nothing to be quoted beside it.
_WHOLE: tuple[tuple[Intent, _Way], ...] = (
    (Intent.DEFINITION, say_abbreviation),
    (Intent.TASK, say_task),
    (Intent.DOCUMENT, say_signer),
)


class RulesComposer:
    """Exact, instant, and silent where the reports are."""

    def compose(self, query: Query, evidence: Evidence, library: Library) -> Draft:
        """The draft of an answer."""
        talk = small_talk(query, library)
        if talk is not None:
            return talk
        hand = Hand(query, evidence, library)
        several = self._one_by_one(hand)
        return several or self._compose_one(hand)

    def _one_by_one(self, hand: Hand) -> Draft | None:
        """Each of several measures by itself, unless one figure tells them together."""
        subjects = subjects_of(hand.query, hand.library.scene())
        if not subjects.queries or tells_all(hand):
            return None
        hands = [Hand(one, gather(one, hand.library), hand.library) for one in subjects.queries]
        told = [self._tell(one) for one in hands]
        if not any(told) or (None in told and (not subjects.named or is_said_together(hand))):
            return None
        return join_told([draft or self._compose_one(one) for draft, one in zip(told, hands, strict=True)])

    def _tell(self, hand: Hand) -> Draft | None:
        """What was reckoned or read off for one measure; None where words alone would be quoted."""
        writer = Writer(hand.library)
        _name_inherited(hand.query, writer)
        told = say_parts(hand, writer) or self._reckon(hand, writer)
        if not told:
            gap = find_gap(hand.query, hand.evidence, hand.library)
            told = gap is None and lead_with_value(hand, writer)
            if not told and (gap is None or _is_of_wording(gap, hand.query)) and not hand.query.counted:
                told = answer_by_indicator(hand, writer)
        return writer.draft() if told else None

    def _compose_one(self, hand: Hand) -> Draft:  # noqa: PLR0911 - each way out is one kind of answer
        query, evidence, library = hand.query, hand.evidence, hand.library
        writer = Writer(library)
        _name_inherited(query, writer)
        if _tell_whole(hand, writer) or say_parts(hand, writer):
            return writer.draft()
        told = self._reckon(hand, writer)
        if not told and query.wants(Intent.REASON, Intent.LIST_VERDICT) and quote_section(hand, writer):
            return writer.draft()
        gap = None if told else find_gap(query, evidence, library)
        if gap is not None and gap.reason == "period" and "period" in query.inherited:
            # The year of the question before was never said of this one.
            freed = replace(query, periods=(), inherited=tuple(set(query.inherited) - {"period"}))
            return self.compose(freed, gather(freed, library), library)
        if gap is not None and (wider := _of_its_district(query, library)) is not None:
            draft = self.compose(wider, gather(wider, library), library)
            if any(
                "thị trấn" in said.text.lower() for said in draft.sentences
            ):  # nothing of the whole district passes for its town's
                return draft
        if gap is not None and _is_of_wording(gap, query) and answer_by_indicator(hand, writer):
            return writer.draft()
        if gap is not None:
            return say_gap(query, which_gap(query, gap), evidence, library)
        # Which of several it is, no figure of the whole tells.
        told = told or (not asks_which(query) and lead_with_value(hand, writer))
        if not told:
            evidence, gap = lead_with_names(query, evidence, library)
            if gap is not None:
                return say_gap(query, gap, evidence, library)
        order = evidence if told else with_value_first(hand, evidence)
        quote_best(query, order, writer, most=_BESIDE if told else _ALONE)
        return writer.draft()

    def _reckon(self, hand: Hand, writer: Writer) -> bool:
        """What the question wants done with figures; the first way that succeeds is enough."""
        if _asks_cause(hand.query):
            return False
        if not hand.query.wants(Intent.PACE, Intent.LIST_VERDICT) and say_points(hand, writer):
            return True
        if len(hand.query.places) > 1 and hand.query.counts and compare_places(hand, writer):
            return True
        if any(way(hand, writer) for way in _CHANGES):
            return True
        if any(intent in hand.query.intents and way(hand, writer) for intent, way in _WAYS):
            return True
        return _names_years(hand.query) and say_trend(hand, writer)


def _of_its_district(query: Query, library: Library) -> Query | None:
    """The question asked of the district whose name its town bears, where no figure is of the town."""
    places = [
        next(
            (card.place for card in library.cards_at((one,)) if one.level == "thị trấn" and card.place), None
        )
        for one in query.places
    ]
    if len(places) != 1 or places[0] is None:
        return None
    name, level = place_name(places[0])
    return replace(query, places=(AskedPlace(name, places[0], level, own=True),))


def _names_years(query: Query) -> bool:
    """“Năm 2022 và 2023 là bao nhiêu”: a value for each."""
    years = {period for period in query.periods if period.single and not (period.until or period.since)}
    return len(years) > 1 and query.wants(Intent.HOW_MANY) and not query.wants(Intent.CHANGE, Intent.TARGET)


def _asks_cause(query: Query) -> bool:
    """Whether a cause alone is asked for, which no figure tells."""
    if query.wants(Intent.AGREE) or " bao nhieu " in query.line:
        return False
    return Kind.WHY in kinds_asked(query)


def _is_of_wording(gap: Gap, query: Query) -> bool:
    """Whether other words of the report may close a gap."""
    return gap.reason in _WORDING and not _asks_cause(query)


def _tell_whole(hand: Hand, writer: Writer) -> bool:
    """What a table, a signature or a bracket tells by itself."""
    return any(hand.query.wants(intent) and way(hand, writer) for intent, way in _WHOLE)


def _first(query: Query) -> Query:
    """The question that gave the subject."""
    while query.before is not None and "subject" in query.inherited:
        query = query.before
    return query


def _name_inherited(query: Query, writer: Writer) -> None:
    """Say what was taken over from the question before."""
    parts = []
    if "place" in query.inherited and query.places:
        parts.append(phrase("inherited.place", value=", ".join(place.shown for place in query.places)))
    if "period" in query.inherited and query.periods:
        parts.append(
            phrase("inherited.period", value=", ".join(when(str(period)) for period in query.periods))
        )
    if "report" in query.inherited and query.reports:
        card = writer.library.card(query.reports[0])
        parts.append(phrase("inherited.report", value=name_of_report(card) if card else ""))
    if "subject" in query.inherited:
        parts.insert(0, phrase("inherited.subject", value=subject_of(_first(query)).strip("*")))
    if parts:
        writer.say(phrase("inherited.note", what="; ".join(parts)))
