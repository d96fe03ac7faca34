"""Report text as safe HTML: sentences one can link to, marks in place, cited words highlighted.

Everything that comes from a report is escaped here and nowhere later; the templates receive `Markup`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from markupsafe import Markup, escape

from corpus.report import Mark, Span, Stitched
from corpus.sentences import split_sentences

Edge = Literal["open_sentence", "open_highlight", "mark", "close_highlight", "close_sentence"]
# At one offset a sentence closes before the next opens, and highlights nest inside sentences.
_ORDER: dict[Edge, int] = {
    "close_highlight": 0,
    "mark": 1,
    "close_sentence": 2,
    "open_sentence": 3,
    "open_highlight": 4,
}


@dataclass(frozen=True, slots=True)
class _Event:
    at: int
    edge: Edge
    html: Markup


def highlighted_offsets(body: Stitched, wanted: Iterable[Span]) -> tuple[tuple[int, int], ...]:
    """Which stretches of the text come from the wanted stretches of the source."""
    stretches = sorted(
        (first, last)
        for run in body.runs
        for span in wanted
        if (first := _offset(body, run.source, span, run.at, run.length)[0])
        < (last := _offset(body, run.source, span, run.at, run.length)[1])
    )
    joined: list[tuple[int, int]] = []
    for first, last in stretches:
        # The blank that joins two lines stands nowhere in the source, yet belongs to the quotation.
        if joined and not body.text[joined[-1][1] : first].strip():
            joined[-1] = (joined[-1][0], max(last, joined[-1][1]))
        else:
            joined.append((first, last))
    return tuple(joined)


def _offset(body: Stitched, source: Span, span: Span, at: int, length: int) -> tuple[int, int]:
    first, last = max(source.start, span.start), min(source.end, span.end)
    if first >= last:
        return 0, 0
    if length != source.end - source.start:
        return at, at + length
    return at + first - source.start, min(at + last - source.start, len(body.text))


def prose_html(
    body: Stitched,
    *,
    marks: Sequence[Mark] = (),
    highlights: Iterable[Span] = (),
    link_sentences: bool = True,
) -> Markup:
    """The text as HTML, each sentence addressable by where it starts in the source."""
    wanted = highlighted_offsets(body, tuple(highlights))
    bounds = split_sentences(body.text) if link_sentences else ()
    events = [*_sentence_events(body, bounds), *_highlight_events(wanted, bounds), *map(_mark_event, marks)]
    events.sort(key=lambda event: (event.at, _ORDER[event.edge]))
    return _weave(body.text, events)


def _weave(text: str, events: Sequence[_Event]) -> Markup:
    pieces, position = [], 0
    for event in events:
        pieces += [escape(text[position : event.at]), event.html]
        position = max(position, event.at)
    pieces.append(escape(text[position:]))
    return Markup("").join(pieces)


def _sentence_events(body: Stitched, bounds: Sequence[tuple[int, int]]) -> list[_Event]:
    events = []
    for first, last in bounds:
        spans = body.spans(first, last)
        if spans:
            opening = Markup('<span class="sentence" id="c{}">').format(spans[0].start)
            events += [_Event(first, "open_sentence", opening)]
            events += [_Event(last, "close_sentence", Markup("</span>"))]
    return events


def _highlight_events(wanted: Sequence[tuple[int, int]], bounds: Sequence[tuple[int, int]]) -> list[_Event]:
    """Highlights, cut where a sentence begins or ends, so that the elements nest."""
    cuts = sorted({edge for bound in bounds for edge in bound})
    events = []
    for first, last in wanted:
        edges = [first, *(cut for cut in cuts if first < cut < last), last]
        for start, end in pairwise(edges):
            events.append(_Event(start, "open_highlight", Markup("<mark>")))
            events.append(_Event(end, "close_highlight", Markup("</mark>")))
    return events


def _mark_event(mark: Mark) -> _Event:
    if mark.footnote is None:
        return _Event(mark.at, "mark", Markup('<sup class="loose-mark">{}</sup>').format(mark.number))
    link = Markup(
        '<a class="note-mark" href="#ct{0}" id="dau{0}" aria-label="Chú thích {1}"><sup>{1}</sup></a>'
    )
    return _Event(mark.at, "mark", link.format(mark.footnote, mark.number))
