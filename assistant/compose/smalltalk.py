"""Greetings, help, refusals: what is answered without looking anything up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.answer import Draft, Sentence, Status
from assistant.compose.words import phrase
from assistant.compose.writer import name_of_report
from assistant.query import Intent

if TYPE_CHECKING:
    from assistant.library import Library
    from assistant.query import Query

_MOST = 12


def small_talk(query: Query, library: Library) -> Draft | None:
    """The draft for a question that is none; None for one that is."""
    if query.wants(Intent.ABUSE):
        return _plain(Status.REFUSED, phrase("refusal.abuse"))
    if query.wants(Intent.OUTSIDE):
        return _plain(Status.REFUSED, phrase("refusal.outside"))
    if query.wants(Intent.GREETING):
        thanks = any(word in query.line for word in (" cam on ", " thank", " tam biet ", " ok"))
        return _plain(Status.ANSWERED, phrase("smalltalk.thanks" if thanks else "smalltalk.greeting"))
    if query.wants(Intent.HELP):
        return _help(library)
    return None


def _help(library: Library) -> Draft:
    names = [f"{name_of_report(card)}" for card in library.cards[:_MOST]]
    listed = [Sentence(text=name, block="item") for name in names]
    head = [Sentence(text=phrase("smalltalk.help_reports"), block="head")] if listed else []
    return Draft(
        status=Status.ANSWERED,
        sentences=(
            Sentence(text=phrase("smalltalk.help")),
            *head,
            *listed,
            Sentence(text=phrase("smalltalk.help_example"), block="after"),
        ),
    )


def _plain(status: Status, text: str) -> Draft:
    return Draft(status=status, sentences=(Sentence(text=text),))
