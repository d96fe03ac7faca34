"""The plain value first: “Tỷ lệ …: 54%”, where one figure surely is what was asked for."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.compose.figures import amount_of, best_of, in_its_time, is_named, same_measure
from assistant.compose.misfits import counted_things, wants_number
from assistant.compose.spoken import spoken
from assistant.compose.targets import in_unit_asked
from assistant.compose.words import phrase
from assistant.measures import EMPTY, RESULTS, TARGETS, moves_instead, was_added
from assistant.query import Intent
from assistant.statements import statements
from assistant.tools.convert_unit import convert_unit
from assistant.understanding.periods import years_of
from assistant.understanding.terms import flat, term, terms

if TYPE_CHECKING:
    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer
    from assistant.evidence import Evidence
    from assistant.measures import Measured
    from assistant.query import Query
    from assistant.statements import Statement
    from corpus.figures import Figure
    from corpus.passages import Passage

_SURE = 0.8
_SAID, _ALL = 0.75, 0.95
_OF_PERIOD = 0.8
_FOUND = 3
_RIVAL = 0.3
_WHOLE = 0.95
_AS_GOOD = 0.95


def lead_with_value(hand: Hand, writer: Writer) -> bool:
    """Say the value in one sentence; False where several figures may be meant."""
    if not _asks_one_value(hand.query):
        return False
    sure = [one for one in hand.good() if _is_sure(one, hand)]
    best = best_of([one for one in sure if not _is_outgrown(one.figure, hand)], hand)
    if best is None or _is_doubtful(best, hand):
        return False
    figure = best.figure if _asks_for_itself(hand.query) else in_its_time(best, hand)
    passage = hand.library.passage_of(figure)
    if _is_outgrown(figure, hand):
        return False
    if passage is None or figure.unit is None or is_named(figure, hand.query.numbers):
        return False
    top = [one.statement.passage.id for one in hand.evidence.found[:_FOUND]]
    if passage.id not in top and not _says_just_that(figure, hand.query):
        return False
    if not _say_converted(figure, hand.query, writer):
        writer.say(
            phrase(
                "value.plain",
                **spoken(figure),
                amount=amount_of(figure),
                marker=writer.mark(passage),
            )
        )
    if passage.id not in top:
        _quote_where(figure, passage, writer)
    return True


def _say_converted(figure: Figure, query: Query, writer: Writer) -> bool:
    """“Bao nhiêu tỷ đồng” of what a report gives in million đồng: in both."""
    unit = next((one for one in query.units if one.endswith(" đồng")), None)
    if unit is None or unit == figure.unit or not (figure.unit or "").endswith(" đồng"):
        return False
    made = convert_unit(figure, unit)
    if made.refusal is not None:
        return False
    writer.say(
        phrase(
            "convert.done",
            **spoken(figure),
            amount=amount_of(figure),
            marker=writer.mark_figure(figure),
            converted=made.shown["value"],
            formula=made.formula,
        ),
        calculations=(writer.add(made),),
    )
    return True


def with_value_first(hand: Hand, evidence: Evidence) -> Evidence:
    """Where several figures may be meant, the statements that surely give one come first."""
    if not wants_number(hand.query) or len(hand.query.places) > 1 or not evidence.found:
        return evidence
    good = [one for one in hand.good() if _is_sure(one, hand) and _counts_that(one.figure, hand.query)]
    sure = [one.figure for one in good if not _is_outgrown(one.figure, hand)]
    as_good = [one for one in evidence.found if one.score >= _AS_GOOD * evidence.found[0].score]
    giving = [one for one in as_good if any(_gives(one.statement, figure) for figure in sure)]
    rest = [one for one in evidence.found if one not in giving]
    return replace(evidence, found=(*giving, *rest))


def _gives(statement: Statement, figure: Figure) -> bool:
    return figure.passage == statement.passage.id and figure.written in statement.text


def _quote_where(figure: Figure, passage: Passage, writer: Writer) -> None:
    for statement in [one for one in statements(passage) if figure.written in one.text][:1]:
        writer.quote(statement)


def _asks_one_value(query: Query) -> bool:
    """Whether one number is all that is asked."""
    if not query.wants(Intent.HOW_MANY) or len(query.places) > 1 or len(query.counted) > 1:
        return False
    if len({period for period in query.periods if not period.until}) > 1:
        return False
    if query.wants(Intent.DOCUMENT, Intent.TASK, Intent.DEFINITION, Intent.AGREE, Intent.TREND):
        return False
    return not _wants_more(query.line)


def _is_doubtful(best: Measured, hand: Hand) -> bool:
    """Whether another figure may be the one that is meant."""
    if _rivalled(best, hand) or _counts_other(best.figure, hand.query):
        return True
    if _is_yearly(best.figure, hand.query) or _is_a_part(best.figure, hand):
        return True
    if _is_told_apart(best, hand) or _asks_goal(hand.query):
        return True
    return _told_later(best, hand) or _within_a_stretch(best, hand.query)


_OF_TERM = re.compile(r" (?:nhiem ki|giai doan)(?= )")


def _is_outgrown(figure: Figure, hand: Hand) -> bool:
    """Whether years within a stretch came to more than it: asked for the whole, that is no total of it."""
    span, value = years_of(figure.period), figure.quantity
    if not _OF_TERM.search(hand.query.line) or span is None or span.single or value is None:
        return False
    if "%" in (figure.unit or ""):
        return False
    return any(
        (part := years_of(one.figure.period)) is not None
        and span.first <= part.first <= part.last <= span.last
        and (one.figure.unit, one.figure.place) == (figure.unit, figure.place)
        and same_measure(one.figure, figure)
        and one.figure.quantity is not None
        and one.figure.quantity.low > value.high
        for one in hand.ranked
        if one.figure.kind in RESULTS
    )


def _asks_goal(query: Query) -> bool:
    """“Mục tiêu bao nhiêu”: what came of it is no answer."""
    return "target" in query.kinds and not _REACHED.search(query.line)


_REACHED = re.compile(r" (?:dat|thuc hien|ket qua|hien nay|den nay|con lai|uoc)(?= )")
_PART = re.compile(r"\W*(?:trong đó|bao gồm|gồm|chia ra)\b", re.IGNORECASE)
_ASKS = re.compile(r" (?:bao nhieu|may)(?= )")
_OTHERWISE = re.compile(
    r" (?:vi sao|tai sao|nguyen nhan|li do|do dau|xep (?:thu|hang)|thu may|hang may|dung thu"
    r"|(?:phan|chia) theo|phan (?:bo|ra)|chia ra)(?= )"
)


def _is_a_part(figure: Figure, hand: Hand) -> bool:
    """A note that opens with “Trong đó” counts parts of what its sentence tells, never the whole."""
    passage = hand.library.passage_of(figure)
    return passage is not None and _PART.match(passage.text) is not None and "trong do" not in hand.query.line


def _is_told_apart(best: Measured, hand: Hand) -> bool:
    """Whether a note of the very sentence counts what is asked for more narrowly: “trong đó sửa 24 căn”."""
    passage = hand.library.passage_of(best.figure)
    notes = {note.number for note in passage.notes} if passage else set()
    alike = [
        one.figure
        for one in hand.ranked
        if one.figure.report_id == best.figure.report_id
        and one.figure.unit == best.figure.unit
        and one.recall >= best.recall - _RIVAL / 2
        and one.figure.footnote in notes
    ]
    homes = (hand.library.passage_of(figure) for figure in alike)
    return any(home is not None and home.footnote in notes for home in homes)


_ALTOGETHER = re.compile(r" (?:tu dau nhiem ki|ca nhiem ki|luy ke|tong cong|ca giai doan)(?= )")
_YEARLY = re.compile(r"/năm|\b(?:mỗi|hằng|hàng) năm")


def _is_yearly(figure: Figure, query: Query) -> bool:
    """Whether a figure is of each year where all years together are asked for."""
    said = f"{figure.label} {figure.unit or ''} {figure.period or ''}"
    return bool(_ALTOGETHER.search(query.line) and _YEARLY.search(said)) and "%" not in (figure.unit or "")


def _told_later(best: Measured, hand: Hand) -> bool:
    """Whether a later report counts the same under another name: both are worth quoting, none leads."""
    figure = best.figure
    return not hand.query.periods and any(
        one.figure.report_id != figure.report_id
        and one.figure.kind in RESULTS
        and (one.figure.place, one.figure.unit) == (figure.place, figure.unit)
        and one.recall >= best.recall - _RIVAL / 2
        and hand.date(one.figure) > hand.date(figure)
        for one in hand.ranked
    )


def _within_a_stretch(best: Measured, query: Query) -> bool:
    """One year is no answer about several."""
    return any(not period.single and not period.since for period in query.periods) and best.period < _WHOLE


_GENERAL = frozenset(("nguoi", "luot", "tien", "dong", "ti", "trieu"))


def _counts_other(figure: Figure, query: Query) -> bool:
    """Whether “bao nhiêu cử tri” would be answered by a number of places."""
    unit = figure.unit or ""
    counted = {term(word) for word in query.counted} - _GENERAL
    if unit == "%" and counted_things(query) and "%" not in query.units:
        return True
    if not counted or _MEASURED.search(unit):
        return False
    return not counted.intersection(terms(unit))


def _counts_that(figure: Figure, query: Query) -> bool:
    """Whether a figure counts the very things that “bao nhiêu” is followed by."""
    counted = counted_things(query)
    return not counted or bool(counted.intersection(terms(figure.unit or "")))


_MEASURED = re.compile(r"%|‰|đồng|\b(?:ha|km²?|m²?|m³|tấn|kg|USD|kWh|lượt|người|lần)\b")


def _rivalled(best: Measured, hand: Hand) -> bool:
    """Whether its sentence counts the same again, so that the label alone cannot tell which is meant."""
    figure = best.figure
    return any(
        one.figure.sentence == figure.sentence
        and one.figure.id != figure.id
        and one.figure.table_row is None
        and one.figure.kind in RESULTS
        and one.figure.unit == figure.unit
        and one.figure.period == figure.period
        and one.recall >= best.recall - _RIVAL
        for one in hand.ranked
    )


def _wants_more(line: str) -> bool:
    """Whether one value would tell half of what is asked, or something else: a rank, a reason."""
    return len(_ASKS.findall(line)) > 1 or bool(_OTHERWISE.search(line))


def answer_by_indicator(hand: Hand, writer: Writer) -> bool:
    """The value of the indicator that was named, though its report words it in another way.

    “Tỷ lệ che phủ rừng” may stand as “Che phủ rừng 50,8%”: the indicator is the same, so nothing is missing.
    """
    query = hand.query
    if not query.indicators or not query.wants(Intent.HOW_MANY) or len(query.places) > 1:
        return False
    named = [one for one in hand.ranked if _is_named(one, hand)]
    kinds = RESULTS if any(one.figure.kind in RESULTS for one in named) else TARGETS
    best = best_of([one for one in named if one.figure.kind in kinds], hand)
    if best is None or (kinds is TARGETS and not query.wants(Intent.TARGET)):
        return False
    figure = best.figure if _asks_for_itself(query) else in_its_time(best, hand)
    passage = hand.library.passage_of(figure)
    if passage is None or figure.unit is None:
        return False
    marker = writer.mark(passage)
    writer.say(phrase("value.plain", **spoken(figure), amount=amount_of(figure), marker=marker))
    _quote_where(figure, passage, writer)
    return True


def _is_named(one: Measured, hand: Hand) -> bool:
    """Whether a figure is of the indicator asked for, and no word of the question goes beyond that."""
    figure, query = one.figure, hand.query
    vocabulary = hand.library.vocabulary
    known = vocabulary.indicator(figure.indicator) if vocabulary else None
    if known is None or known.id not in query.indicators or figure.flags:
        return False
    if (query.periods and one.period < _OF_PERIOD) or _is_standing(figure, query):
        return False
    if _measures_otherwise(figure, hand) or not in_unit_asked([one], query):
        return False
    said = set(terms(" ".join((known.name, *known.synonyms, figure.label, figure.sentence))))
    beyond = [concept for concept in query.concepts if not concept.weak]
    return all(any(said.issuperset(words) for words in concept.phrases) for concept in beyond)


def _is_sure(one: Measured, hand: Hand) -> bool:
    """Whether a figure says nearly all of the subject, in the very period and unit."""
    rate = "%" in (one.figure.unit or "")
    # “A và B”: a label that says only one of them would tell half of what was asked.
    said = _ALL if " va " in hand.query.line else _SAID
    fits = not hand.query.units or rate == ("%" in hand.query.units)
    timely = not hand.query.periods or one.period >= _OF_PERIOD
    if moves_instead(one.figure, hand.query) or _is_standing(one.figure, hand.query):
        return False
    if not in_unit_asked([one], hand.query):
        return False  # “bao nhiêu tấn” is not answered in hectares
    if _has_another_head(one.figure, hand.query) or _measures_otherwise(one.figure, hand):
        return False
    return one.score >= _SURE and one.recall >= said and fits and timely and not one.figure.flags


def _is_standing(figure: Figure, query: Query) -> bool:
    """Whether a figure counts all that stands where only what was added is asked for."""
    return bool(query.newly) and not was_added(figure, query.newly)


_EACH_YEAR = re.compile(r" (?:moi|hang|hằng|tung|mot) nam(?= )| binh quan nam(?= )")
_DENIED = re.compile(r" (?:chua|khong) (?:dat|co|duoc|hoan thanh|hop|tham gia|biet|con)(?= \w)")
_DENIES = re.compile(r" (?:chua|khong|kho)(?= )")
# “Đầu năm”, “cùng kỳ”: what stood then is not what stands now.
_BACK_THEN = re.compile(r"(?<!thang)(?<!tu)(?<!so voi) (?:dau nam|cung ki|nam truoc|nam ngoai)(?= )")
_LEFT_OUT = re.compile(r"\b(?:không|chưa|ngoài) (?:bao gồm|gồm|tính|kể)\b|\btrừ\b", re.IGNORECASE)


def _measures_otherwise(figure: Figure, hand: Hand) -> bool:
    """A rate in money, a share that is an amount, or what was left out: the label is not of this number."""
    query = hand.query
    rate = "%" in (figure.unit or "") or "‰" in (figure.unit or "")
    if not rate and (flat(figure.label).startswith((" ti le ", " ti trong ")) or " chiem " in query.line):
        return True
    if _EACH_YEAR.search(query.line) and _is_of_years(figure):
        return True
    if _DENIED.search(query.line) and not _DENIES.search(flat(figure.label)):
        return True
    if asks_back_then(query) and not _is_of_year_before(figure, hand):
        return True
    left_out = _LEFT_OUT.search(figure.label)
    return left_out is not None and flat(left_out.group()) not in query.line


def _is_of_years(figure: Figure) -> bool:
    """Whether a figure tells what several years came to together: each year's share is another number."""
    span = years_of(figure.period)
    several = span is not None and not span.single and "hằng năm" not in (figure.period or "")
    return (
        several
        and not _YEARLY.search(f"{figure.label} {figure.unit or ''}")
        and "%" not in (figure.unit or "")
    )


def _asks_for_itself(query: Query) -> bool:
    """Whether the figure that fits is meant, and not the one of its row that stands for the whole term."""
    return asks_back_then(query) or bool(_EACH_YEAR.search(query.line))


def asks_back_then(query: Query) -> bool:
    """“Cùng kỳ năm trước là bao nhiêu”: what stood then, and not how far it has come since."""
    return bool(_BACK_THEN.search(query.line)) and not query.periods and not query.wants(Intent.CHANGE)


def _is_of_year_before(figure: Figure, hand: Hand) -> bool:
    card, span = hand.library.card(figure.report_id), years_of(figure.period)
    return card is not None and card.year is not None and span is not None and span.last == card.year - 1


_RESTRICTED = re.compile(r"\bđược\s+(\w+)")
_ON_BEHALF = re.compile(r"\b(?:cho|để|nhằm)\b")


def _has_another_head(figure: Figure, query: Query) -> bool:
    """“Làm nhà cho hộ nghèo” counts houses, “lượt hộ nghèo” turns, “hộ nghèo được vay” some of them."""
    if figure.table_row is not None:
        return False
    asked = _asked(query)
    if "luot" in terms(figure.unit or "") and not asked & {"luot", "khach"}:
        return True
    head, *rest = _ON_BEHALF.split(figure.label, maxsplit=1)
    if rest and not asked.intersection(set(terms(head)) - EMPTY):
        return True
    return any(term(verb) not in asked for verb in _RESTRICTED.findall(figure.label))


def _says_just_that(figure: Figure, query: Query) -> bool:
    """Whether a row is of the indicator that was named, and says nothing beyond the question's words."""
    row = figure.table_row is not None and figure.indicator in query.indicators
    return row and len(set(terms(figure.label)) - EMPTY - _asked(query)) <= 1


def _asked(query: Query) -> set[str]:
    return {word for concept in query.concepts for phrase in concept.phrases for word in phrase}
