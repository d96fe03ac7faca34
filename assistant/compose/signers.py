"""“Ai ký báo cáo này?”: the name under a report, where one stands there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.compose.words import phrase
from assistant.compose.writer import name_of_report, quotable
from assistant.signatures import signature_in

if TYPE_CHECKING:
    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer
    from assistant.query import Query

_MOST = 6
_ASKS = re.compile(
    r" (?:ai|nguoi(?: nao)?|dong chi nao|ong nao)(?: da| la nguoi)? (?:da )?ki(?= )|(?:nguoi|do ai) ki(?= )"
    r"| (?:ai|nguoi nao|dong chi nao|ong nao)(?: da| la nguoi)? (?:thay mat|dai dien)(?: \w+){0,6} ki(?= )"
)


def asks_signer(query: Query) -> bool:
    """Whether the name under a document is what is asked for."""
    return _ASKS.search(query.line) is not None


def say_signer(hand: Hand, writer: Writer) -> bool:
    """Who signed the reports that the question names, or each of those that there are."""
    if not asks_signer(hand.query) or _of_another_document(hand):
        return False
    told = False
    for report in hand.query.reports or hand.evidence.scope[:_MOST]:
        shelf = hand.library.shelf(report)
        signature = signature_in(shelf.passages.values())
        if signature is None:
            continue
        office = phrase("documents.office", office=quotable(signature.office)) if signature.office else ""
        writer.say(
            phrase(
                "documents.signed",
                report=name_of_report(shelf.card),
                person=signature.name,
                office=office,
                marker=writer.mark(signature.passage),
            )
        )
        told = True
    return told


def _of_another_document(hand: Hand) -> bool:
    """Whether the question names a document that is none of the reports: its signer is not told here."""
    named = bool(hand.query.documents) or bool(_OTHER.search(hand.query.line))
    return named and not hand.query.reports


_OTHER = re.compile(
    r" (?:nghi quyet|quyet dinh|cong van|ke hoach|chi thi|ket luan|de an|thong tu|nghi dinh|luat)(?= )"
)
