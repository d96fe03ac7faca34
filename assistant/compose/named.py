"""“Xã nào …?”, “Sở nào …?”: answered by names; a number or an aim of such places names none of them."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.compose.honesty import Gap, tells
from assistant.query import Intent
from assistant.understanding.places import LEVELS
from assistant.understanding.terms import term
from corpus.passages import PassageKind
from corpus.text import nfc

if TYPE_CHECKING:
    from assistant.evidence import Evidence
    from assistant.library import Library
    from assistant.query import Query
    from assistant.statements import Statement

_WHICH = re.compile(
    r" (?<!dia )(?<!chi )(?<!con )(?<!co )(?<!ho )(?<!ma )"  # `chi so nao` asks for no “sở”
    r"(?P<kind>xa|phuong|thi tran|huyen|ban|thon|so)(?: (?:va |, )?(?:xa|phuong|huyen))? nao(?= )"
)
_SPELLED = re.compile(r"\b(?:xã|phường|thị trấn|huyện|bản|thôn|sở) nào\b", re.IGNORECASE)
_LOOKED_AT = 12
_NEAR = 0.6  # of the best, to be led with since it names what was asked
_ORGAN = re.compile(r"\bSở\s+[^\W\d_]")
_NO_NAME = frozenset(("Ban", "Đảng", "Hội", "Đoàn", "Ủy", "Tỉnh", "Huyện", "Thành", "Đại", "Nghị", "Quốc"))


def lead_with_names(query: Query, evidence: Evidence, library: Library) -> tuple[Evidence, Gap | None]:
    """The evidence that names something; a gap where nothing that answers names anything."""
    asked = _which(query)
    if asked is None or query.wants(Intent.REASON, Intent.DOCUMENT, Intent.HOW_MANY) or not evidence.found:
        return evidence, None
    kind = asked["kind"]
    near = [one for one in evidence.found[:_LOOKED_AT] if one is evidence.found[0] or tells(query, one)]
    naming = [one for one in near if _names_some(one.statement, kind, library)]
    best = naming[0] if naming else None
    if best is None or best.score < _NEAR * evidence.found[0].score:
        return evidence, Gap("names", {"kind": LEVELS.get(kind, "sở")})
    return replace(evidence, found=tuple(naming)), None


def _which(query: Query) -> re.Match[str] | None:
    """The level or body that is asked for by name: typed with marks, “số nào” asks for no “sở”."""
    asked = _WHICH.search(query.line)
    if asked is None or query.plain or _SPELLED.search(nfc(query.question)):
        return asked
    return None if asked["kind"] in {"so", "ban", "phuong"} else asked


def which_gap(query: Query, gap: Gap) -> Gap:
    """The reports speak of the subject, but tell of no such place or body."""
    asked = _which(query)
    if asked is None or gap.reason != "plain":
        return gap
    return Gap("names", {"kind": LEVELS.get(asked["kind"], "sở")})


def _names_some(statement: Statement, kind: str, library: Library) -> bool:
    """Whether a sentence, its row or a note that it bears tells a name of the kind that is asked for."""
    text = statement.text
    if statement.passage.kind is PassageKind.BODY:
        text = " ".join((text, *_notes_of(statement, library)))
    if kind == "so":
        return bool(_ORGAN.search(text))
    return _names_in(text, kind)


def _notes_of(statement: Statement, library: Library) -> list[str]:
    numbers = {
        note.number for note in statement.passage.notes if statement.start < note.at <= statement.end + 1
    }
    if not numbers:
        return []
    return [
        passage.text
        for passage in library.shelf(statement.passage.report_id).passages.values()
        if passage.kind is PassageKind.FOOTNOTE
        and passage.footnote in numbers
        and passage.anchor
        and statement.text[:60] in passage.anchor
    ]


def _names_in(text: str, kind: str) -> bool:
    """Whether a word of the level is followed by a name, or by a list of names: “04 xã (An Hòa, …)”."""
    written = [one for one in re.findall(r"[^\W_]+|[^\w\s]", text) if one not in _MARKS]
    folded = [term(one) for one in written]
    level = kind.split()
    return any(
        folded[at : at + len(level)] == level and _is_name(written[at + len(level) :][:2])
        for at in range(len(written))
    )


_MARKS = frozenset("(:“”\"'")


def _is_name(words: list[str]) -> bool:
    return len(words) > 1 and words[0] not in _NO_NAME and all(one.istitle() for one in words)
