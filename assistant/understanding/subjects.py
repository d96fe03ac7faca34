"""Several measures named in one question: “GRDP bình quân đầu người và thu ngân sách năm 2025”."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.query import Intent
from assistant.understanding.cues import load_cues
from assistant.understanding.reading import clean
from assistant.understanding.terms import flat
from assistant.understanding.understand import understand

if TYPE_CHECKING:
    from assistant.query import Query
    from assistant.understanding.understand import Scene

_AND = re.compile(
    r"\s*,?\s+(?:và|va|cùng với|cung voi|cũng như|cung nhu|lẫn|lan)\s+|\s*&\s*|\s*;\s*", re.IGNORECASE
)
_COMMA = re.compile(r"\s*,\s+")
# What is said of all of them follows the last: “… của huyện là bao nhiêu”.
_OF_ALL = re.compile(
    r"\s+(?:là|la|đạt|dat|của|cua|ở|tại|tai|năm|nam|giai đoạn|giai doan|hiện nay|hien nay|hiện|qua các năm"
    r"|qua cac nam|so với|so voi|từ|tu|có|co|thế nào|the nao|ra sao|(?:bao nhiêu|bao nhieu)(?=[?.\s]*$)"
    r"|(?:tăng|tang|giảm|giam)(?= (?:bao|mấy|may|hay|thế|the|ra sao|như|nhu|so)))(?!\w).*$",
    re.IGNORECASE | re.DOTALL,
)
# “Bao nhiêu hộ” asks for a measure of its own; “bao nhiêu tỷ” only for a unit. “Máy” is no “mấy”.
_COUNTED = re.compile(
    r"\b(?:bao nhiêu|bao nhieu|mấy)\s+(?!(?:tỷ|tỉ|ti|triệu|trieu|nghìn|nghin|đồng|dong|phần|phan|điểm|diem|ha"
    r"|km|tấn|tan|lần|lan|tiền|tien|năm|nam)\b|%)\w",
    re.IGNORECASE,
)
_FEWEST, _MOST = 2, 4
_MEASURED = frozenset((Intent.HOW_MANY, Intent.TARGET, Intent.TREND, Intent.CHANGE))


@dataclass(frozen=True, slots=True)
class Subjects:
    """A question for each measure that one question asks for."""

    queries: tuple[Query, ...] = ()
    named: bool = True  # whether each names its measure itself: no “diện tích chè và mắc ca”


def subjects_of(query: Query, scene: Scene) -> Subjects:
    """The measures that are asked for at once; none where it is one, or something else is wanted."""
    if len(query.places) > 1 or not _MEASURED.issuperset(query.intents) or "subject" in query.inherited:
        return Subjects()
    pieces, named = _pieces(query.question, scene)
    if not _FEWEST <= len(pieces) <= _MOST:
        return Subjects()
    alone = [_in_scope(understand(piece, scene, limited=query.limited), query) for piece in pieces]
    known = {name for one in alone for name in one.indicators}
    if not known.issuperset(query.indicators) or not all(_has_subject(one) for one in alone):
        return Subjects()
    return Subjects((replace(alone[0], inherited=query.inherited), *alone[1:]), named)


def _parts(question: str) -> list[str]:
    """The question cut at “và”, and at commas where “và” ends a list or each part opens with a measure."""
    text = clean(question)
    parts = [part.strip(" ?.") for part in _AND.split(text)]
    finer = [part.strip(" ?.") for one in parts for part in _COMMA.split(one)]
    lists = len(parts) > 1 and not any(_COMMA.search(part) for part in parts[1:])
    if lists or all(_opens(part) for part in finer[1:]):
        parts = finer
    return [part for part in parts if part]


def _pieces(question: str, scene: Scene) -> tuple[list[str], bool]:
    """The parts, each with its measure and with what is said of all; whether each named its own."""
    parts = _parts(question)
    if len(parts) < _FEWEST:
        return [], True
    of_all = _OF_ALL.search(parts[-1])
    after = of_all.group() if of_all else ""
    measure, pieces, named = "", [], True
    for part in parts:
        own = _measure(part)
        whole = part if own or not measure else f"{measure} {part}"
        if not own:
            sure = bool(scene.find_indicators(part))
            if not sure and not measure:
                return [], True
            named = False
            whole = part if sure and not scene.find_indicators(whole) else whole
        pieces.append(whole)
        measure = own or measure
    return [*(f"{piece}{after}" for piece in pieces[:-1]), pieces[-1]], named


def _measure(part: str) -> str:
    """The word for what is measured that a part names first: “tỷ lệ”, “diện tích”."""
    counted = _COUNTED.search(part)
    if counted:
        return counted.group().rsplit(maxsplit=1)[0]
    line = flat(part)
    found = [(at, -len(one), one) for one in load_cues().measures if (at := line.find(flat(one))) >= 0]
    return min(found, default=(0, 0, ""))[2]


def _opens(part: str) -> bool:
    """Whether a part begins with what is measured: a list of people that are meant does not."""
    own = _measure(part)
    return bool(own) and flat(part).startswith(flat(own))


def _in_scope(one: Query, whole: Query) -> Query:
    """A part is of the place, the time and the report that the whole question names."""
    intents = one.intents if Intent.HOW_MANY in one.intents else (*one.intents, Intent.HOW_MANY)
    return replace(
        one,
        places=one.places or whole.places,
        level=one.level or (None if one.places else whole.level),
        periods=one.periods or whole.periods,
        reports=one.reports or whole.reports,
        intents=intents,
    )


def _has_subject(one: Query) -> bool:
    return bool(one.indicators) or any(concept.known and not concept.weak for concept in one.concepts)
