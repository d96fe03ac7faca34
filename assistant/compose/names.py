"""Abbreviations that a report gives to the wrong name, as the audit finds them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.compose.words import phrase

if TYPE_CHECKING:
    from assistant.audits.finding import Finding, Source
    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer
    from corpus.passages import Passage

_SHORT = re.compile(r"[A-ZĐ]{2,}(?:[\s-]?(?:INDEX|Index|index))?")
_MOST = 2


def say_swapped(hand: Hand, writer: Writer) -> bool:
    """That an abbreviation of the question stands behind another name elsewhere."""
    asked = {_plain(short) for short in _SHORT.findall(hand.query.question)}
    if not asked:
        return False
    found = [one for one in hand.library.swapped_names if _names(one, asked)]
    for one in found[:_MOST]:
        _say(one, writer)
    return bool(found)


def _plain(short: str) -> str:
    return re.sub(r"[\s-]|index", "", short, flags=re.IGNORECASE).upper()


def _names(finding: Finding, asked: set[str]) -> bool:
    told = f"{finding.printed} {finding.recomputed}"
    return bool(asked & {_plain(short) for short in _SHORT.findall(told)})


def _say(finding: Finding, writer: Writer) -> None:
    passages = [passage for source in finding.sources if (passage := _passage(source, writer)) is not None]
    markers = " ".join(dict.fromkeys(writer.mark(passage) for passage in passages))
    writer.say(phrase("agree.swapped", what=finding.what, markers=markers))


def _passage(source: Source, writer: Writer) -> Passage | None:
    passages = writer.library.shelf(source.report_id).passages.values()
    return next((passage for passage in passages if source.text in passage.text), None)
