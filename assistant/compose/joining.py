"""Drafts joined into one, their sources and calculations numbered anew."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answer import Draft, Status

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.answer import Citation, Sentence
    from assistant.calculation import Calculation

_MARKER = re.compile(r"\[(\d{1,3})\]")


def join_drafts(drafts: Sequence[Draft]) -> Draft:
    """One draft that says what all say; partial where one of them found nothing."""
    citations: dict[str, Citation] = {}
    calculations: list[Calculation] = []
    sentences: list[Sentence] = []
    for draft in drafts:
        renumbered = _renumber(draft, citations)
        sentences += [_moved(sentence, renumbered, len(calculations)) for sentence in draft.sentences]
        calculations += draft.calculations
    statuses = {draft.status for draft in drafts}
    missing = Status.NOT_FOUND in statuses
    return Draft(
        status=Status.PARTIAL if missing else max(statuses, key=lambda one: one is Status.CONFLICTING),
        sentences=tuple(sentences),
        citations=tuple(citations.values()),
        calculations=tuple(calculations),
        warnings=tuple(dict.fromkeys(text for draft in drafts for text in draft.warnings)),
        follow_ups=tuple(dict.fromkeys(text for draft in drafts for text in draft.follow_ups)),
    )


def _renumber(draft: Draft, citations: dict[str, Citation]) -> dict[int, int]:
    """Old markers to new ones; the same passage is cited under one number."""
    renumbered = {}
    for citation in draft.citations:
        kept = citations.setdefault(citation.passage_id, replace(citation, marker=len(citations) + 1))
        renumbered[citation.marker] = kept.marker
    return renumbered


def _moved(sentence: Sentence, markers: dict[int, int], offset: int) -> Sentence:
    text = _MARKER.sub(lambda found: f"[{markers.get(int(found[1]), int(found[1]))}]", sentence.text)
    return replace(
        sentence,
        text=text,
        markers=tuple(dict.fromkeys(markers[marker] for marker in sentence.markers)),
        calculations=tuple(index + offset for index in sentence.calculations),
    )
