"""“Huyện nào cao nhất”: the places below the one that is named, put in order."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.compose.comparing import lowered, name_of_column, say_rows
from assistant.compose.figures import Hand, amount_of, label_of
from assistant.compose.words import phrase
from assistant.evidence import gather
from assistant.measures import RESULTS
from assistant.tools.rank import rank
from assistant.understanding.places import place_name
from corpus.figures import FigureKind

if TYPE_CHECKING:
    from assistant.compose.writer import Writer
    from assistant.measures import Measured
    from assistant.query import Query
    from corpus.figures import Figure

_DISTRICTS = frozenset({"huyện", "thị xã", "thành phố", "quận"})
_COMMUNES = frozenset({"xã", "phường", "thị trấn", "đặc khu"})
_NAMES = r"thanh pho|thi xa|thi tran|huyen|quan|phuong|xa|dia phuong|noi"
_WHICH = re.compile(
    rf" (?P<level>{_NAMES})(?: (?:{_NAMES}))* nao(?= )"
    rf"| (?:cac|nhung) (?P<all>{_NAMES})(?: (?:{_NAMES}))*(?= )"
)
_ONE_OF = re.compile(
    r" (?:benh vien|truong|don vi|co quan|so|nganh|chu dau tu|doanh nghiep|cang|san pham|mat hang|cay|con)"
    r" nao(?= )"
)
_MOST = re.compile(r" (?:cao|lon|nhieu|dong|rong|dai|tot|dau|khung) nhat| dung dau")
_LEAST = re.compile(r" (?:thap|nho|it|hep|ngan|kem) nhat| dung cuoi| chot")
_SAYS_MOST = re.compile(r"\b(?:cao|lớn|nhiều|đông|dẫn đầu)\b", re.IGNORECASE)
_SAYS_LEAST = re.compile(r"\b(?:thấp|nhỏ|ít)\b", re.IGNORECASE)
_LOOKED_AT = 60
_SAID = 0.5
_FEWEST = {True: 3, False: 2}  # rows of a table, places of a sentence


def rank_below(hand: Hand, writer: Writer) -> bool:
    """Which of the places below the one asked about has most or least; False where no list tells."""
    levels = _levels(hand.query)
    if levels is None or len(hand.query.places) > 1:
        return False
    figures = _list_of(_opened(hand), levels)
    if not figures:
        return False
    lowest = bool(_LEAST.search(hand.query.line)) and not _MOST.search(hand.query.line)
    made = rank(figures, lowest_first=lowest)
    if made.refusal is not None:
        return False
    number = writer.add(made)
    first = made.inputs[0]
    label = name_of_column(first) if first.table_row else label_of(first).partition(": ")[0]
    values = {
        "label": label[:1].upper() + label[1:],
        "place": first.place or label_of(first),
        "amount": amount_of(first),
        "marker": writer.mark_figure(first),
    }
    writer.say(phrase("places.least" if lowest else "places.most", **values), calculations=(number,))
    writer.say(phrase("places.head", label=lowered(label)), block="head")
    say_rows(made.inputs, writer, number)
    return True


def asks_which(query: Query) -> bool:
    """Whether a question asks which of several has most or least: a place, a hospital, a budget owner."""
    which = _levels(query) is not None or _ONE_OF.search(query.line)
    return bool(which and (_MOST.search(query.line) or _LEAST.search(query.line)))


def _levels(query: Query) -> frozenset[str] | None:
    """The levels of the places among which one is asked for."""
    found = _WHICH.search(query.line)
    if found is None:
        return None
    named = found["level"] or found["all"]
    if named in {"dia phuong", "noi"}:
        return _DISTRICTS | _COMMUNES
    return _COMMUNES if named in {"xa", "phuong", "thi tran"} else _DISTRICTS


def _opened(hand: Hand) -> Hand:
    """The same question without its place, over the reports about that place."""
    query = replace(hand.query, places=(), level=None, limited=hand.evidence.scope)
    return Hand(query, gather(query, hand.library), hand.library)


def _list_of(hand: Hand, levels: frozenset[str]) -> list[Figure]:
    """The list of places that tells best what was asked, one figure a place."""
    for one in hand.ranked[:_LOOKED_AT]:
        if not _is_meant(one, hand) or not _is_at(one.figure, levels, hand):
            continue
        figure = one.figure
        listed = [other for other in _beside(figure, hand) if _is_at(other, levels, hand)]
        places = {other.place for other in listed}
        if len(places) == len(listed) >= _FEWEST[figure.table_row is not None] and _points_there(
            figure, hand.query
        ):
            return listed
    return []


def _is_meant(one: Measured, hand: Hand) -> bool:
    named = one.figure.indicator is not None and one.figure.indicator in hand.query.indicators
    rate = " ti le " in hand.query.line
    fits = one.figure.unit in {"%", "‰"} if rate else True
    return one.figure.kind in {*RESULTS, FigureKind.SHARE} and fits and (named or one.recall >= _SAID)


def _is_at(figure: Figure, levels: frozenset[str], hand: Hand) -> bool:
    """Whether a figure is of a place of those levels, below that of its report."""
    card = hand.library.card(figure.report_id)
    if figure.place is None or figure.quantity is None or (card is not None and figure.place == card.place):
        return False
    return place_name(figure.place)[1] in levels


def _beside(figure: Figure, hand: Hand) -> list[Figure]:
    """The figures of a figure's column, or those of its sentence that measure the same."""
    if figure.table_row is not None:
        return [
            other
            for other in hand.library.figures_of_table(figure.report_id, figure.table_title)
            if (other.table_column, other.unit) == (figure.table_column, figure.unit)
        ]
    span = figure.sentence_spans
    near = hand.library.figures_between(figure.report_id, span[0].start, span[-1].end) if span else ()
    return [
        other
        for other in near
        if (other.unit, other.kind, other.sentence) == (figure.unit, figure.kind, figure.sentence)
        and _measured(other) == _measured(figure)
    ]


def _measured(figure: Figure) -> str:
    return figure.label.partition(": ")[0].lower()


def _points_there(figure: Figure, query: Query) -> bool:
    """Whether a sentence that lists only the highest is asked for those, not for the lowest."""
    if figure.table_row is not None:
        return True
    most, least = _SAYS_MOST.search(figure.sentence), _SAYS_LEAST.search(figure.sentence)
    if not most and not least:
        return True
    return bool(most if _MOST.search(query.line) else least)
