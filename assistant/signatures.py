"""Who signed a report: the name under its last lines, with the office that stands above it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.passages import PassageKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.passages import Passage

# On somebody's behalf, or the list of those who get the report: what stands below is a signature.
_ABOVE = re.compile(r"^\W*(?:T/M|TM|KT|TL|TUQ|T/L|K/T)\b|^\W*Nơi nhận", re.MULTILINE)
_NAME = re.compile(r"(?:[A-ZĐÀ-Ỹ][a-zà-ỹđ]+ ){1,4}[A-ZĐÀ-Ỹ][a-zà-ỹđ]+$")
_OFFICE = re.compile(r"^(?:T/M|TM|KT|TL|TUQ|T/L|K/T)?[./\s]*(?:[A-ZĐÀ-Ỹ]{2,}[\s,.;-]*)+$")
_LAST = 3  # lines below the marks of a signature that may hold an office


@dataclass(frozen=True, slots=True)
class Signature:
    """A name, the office above it where one is printed, and where both stand."""

    name: str
    office: str
    passage: Passage


def signature_in(passages: Iterable[Passage]) -> Signature | None:
    """The signature of a report; None where nobody's name stands under it."""
    for passage in passages:
        if passage.kind is PassageKind.BODY and (found := _signed(passage)) is not None:
            return found
    return None


def _signed(passage: Passage) -> Signature | None:
    marks = list(_ABOVE.finditer(passage.text))
    if not marks:
        return None
    lines = [line.strip() for line in passage.text[marks[0].start() :].split("\n") if line.strip()]
    at = next((at for at, line in enumerate(lines) if at and _NAME.fullmatch(line)), None)
    if at is None:
        return None
    offices = [line for line in lines[max(at - _LAST, 0) : at] if _OFFICE.fullmatch(line)]
    return Signature(lines[at], " ".join(offices), passage)
