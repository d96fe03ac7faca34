"""What may be asked next: whole questions whose figures are known to stand in the reports."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import chain, islice
from typing import TYPE_CHECKING

from assistant.answer import Status
from assistant.calculation import Verdict
from assistant.compose.figures import series_of
from assistant.compose.spoken import spoken_label, spoken_subject, when, where_and_when
from assistant.compose.words import phrase
from assistant.measures import EMPTY, RESULTS, TARGETS
from assistant.query import Intent
from assistant.tools.compare_with_target import compare_with_target
from assistant.tools.required_pace import required_pace
from assistant.understanding.periods import years_of
from assistant.understanding.places import place_name
from assistant.understanding.terms import flat, terms
from corpus.vocabulary import load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assistant.answer import Draft
    from assistant.library import Library
    from assistant.query import Query
    from assistant.understanding.naming import Card
    from corpus.figures import Figure

_MOST = 3
_REPORTS = 12  # that are opened to look for the same elsewhere
_FEWEST = 2  # years that make a series
_FEWEST_WORDS, _MOST_WORDS = 3, 14
_TOLD = frozenset((Status.ANSWERED, Status.PARTIAL, Status.CONFLICTING))
_PARTS = (("nguyen nhan", "cause"), ("giai phap", "solution"), ("han che", "weakness"))
_YEAR = re.compile(r"((?:19|20)\d\d)$")


def follow_ups(draft: Draft, query: Query, lead: Figure | None, library: Library) -> tuple[str, ...]:
    """Two or three questions that the reports answer; none after a refusal."""
    if draft.status in _TOLD:
        offered = _after(lead, query, library) if lead is not None else iter(())
    elif draft.status is Status.NOT_FOUND:
        offered = _instead(query, library)
    else:
        return ()
    asked = " ".join(terms(query.question))
    chosen: dict[str, None] = {}
    for question in chain(offered, _parts(draft, query, lead, library), _beside(draft, query, lead, library)):
        if " ".join(terms(question)) != asked:
            chosen.setdefault(question)
        if len(chosen) == _MOST:
            break
    return tuple(chosen)


def _after(lead: Figure, query: Query, library: Library) -> Iterator[str]:
    name = _name(lead)
    if name is None:
        return
    yield from _about_target(name, lead, query, library)
    yield from _about_years(name, lead, query, library)
    yield from _elsewhere(name, lead, query, library)


def _name(figure: Figure) -> str | None:
    """The label where it can stand alone in a question: told in words, and of this figure only."""
    label = spoken_subject(figure)
    count = len(label.split())
    telling = set(terms(label)) - EMPTY
    known = load_vocabulary().indicator(figure.indicator)
    fine = (
        known is not None
        and (_FEWEST_WORDS <= count <= _MOST_WORDS or flat(label) == flat(known.name))
        and bool(telling)
        and not re.search(r"[\d():“”\"]|^Đó ", label)
        and label == spoken_label(figure)
    )
    return label if fine and not figure.flags else None


def _values(name: str, figure: Figure, **more: str) -> dict[str, str]:
    place = where_and_when(figure, timely=False).strip()
    return {"label": name, "place": place, **more}


def _about_target(name: str, lead: Figure, query: Query, library: Library) -> Iterator[str]:
    """Whether the aim is reached; where that was asked and missed, what each year still needs."""
    result = lead if lead.kind in RESULTS else None
    if result is None:
        return
    vocabulary = library.vocabulary
    known = vocabulary.indicator(result.indicator) if vocabulary else None
    better = known.better if known else None
    for target in _targets(result, library):
        made = compare_with_target(result, target, better=better)
        if made.refusal is not None:
            continue
        if not query.wants(Intent.TARGET, Intent.PACE):
            yield phrase("follow_ups.target", **_values(name, result, when=when(result.period)))
            return
        verdict = made.result.get("verdict")
        if verdict == Verdict.MISSED.value and not query.wants(Intent.PACE):
            paced = required_pace(result, target, better=better)
            if paced.refusal is None and not paced.result.get("reached"):
                first = _YEAR.search(result.period or "")
                if first:
                    yield phrase("follow_ups.pace", **_values(name, result, first=first[1]))
        return


def _targets(result: Figure, library: Library) -> list[Figure]:
    return [
        one
        for one in library.group_of(result)
        if one.kind in TARGETS and one.quantity is not None and one.unit == result.unit
    ]


def _about_years(name: str, lead: Figure, query: Query, library: Library) -> Iterator[str]:
    """The years where one row or note tells them all."""
    series = series_of(lead, library) if lead.kind in RESULTS else []
    spans = [span for one in series if (span := years_of(one.period)) and span.single and not span.months]
    years = sorted({span.last for span in spans if not span.until})
    if len(years) < _FEWEST:
        return
    told = {"first": str(years[0]), "last": str(years[-1])}
    if not query.wants(Intent.TREND):
        yield phrase("follow_ups.years", **_values(name, lead, **told))
    if not query.wants(Intent.CHANGE):
        yield phrase("follow_ups.change", **_values(name, lead, **told))


def _elsewhere(name: str, lead: Figure, query: Query, library: Library) -> Iterator[str]:
    """The same indicator of another place whose report tells it."""
    asked = {place.name for place in query.places}
    cards = [
        card
        for card in library.cards[:_REPORTS]
        if card.place and card.place != lead.place and _may(card, query)
        if not (place_name(card.place)[0] in asked and len(asked) > 1)
    ]
    told = library.of_indicator(lead.indicator or "", [card.id for card in cards])
    for card in cards:
        others = _good(told[card.id], card)
        twins = [one for one in others if one.unit == lead.unit]
        twin = max(twins, key=lambda one: one.period == lead.period, default=None)
        if twin is not None:
            yield phrase("follow_ups.value", **_values(_name(twin) or name, twin, when=when(twin.period)))


def _may(card: Card, query: Query) -> bool:
    return not query.limited or card.id in query.limited


def _instead(query: Query, library: Library) -> Iterator[str]:
    """What the reports do tell: the indicator elsewhere or in other years, else others of the place."""
    told: dict[tuple[str, str | None], Figure] = {}
    for figure in _nearest(query, library):
        told.setdefault((figure.indicator or "", figure.place), figure)
        if len(told) == _MOST:
            break
    for figure in told.values():
        name = _name(figure)
        if name is not None:
            yield phrase("follow_ups.value", **_values(name, figure, when=when(figure.period)))


def _nearest(query: Query, library: Library) -> Iterable[Figure]:
    here = [card for card in library.cards_at(query.places) if _may(card, query)][:_REPORTS]
    cards = list(islice((card for card in library.cards if _may(card, query)), _REPORTS))
    weights = {word: one.weight for one in query.concepts for phrase_ in one.phrases for word in phrase_}
    near = (*here, *cards)
    for indicator in query.indicators:
        told = library.of_indicator(indicator, [card.id for card in near])
        for card in near:
            yield from _good(told[card.id], card)
    for card in here or cards:
        yield from _good(library.figures_saying(weights, [card.id], 20), card)


def _good(figures: Iterable[Figure], card: Card) -> Iterator[Figure]:
    """Results of the report's own place that can be named; the latest first."""
    fine = [
        one
        for one in figures
        if one.kind in RESULTS
        and one.place == card.place
        and one.quantity is not None
        and one.unit is not None
        and one.indicator is not None
    ]
    for one in sorted(fine, key=lambda one: -(span.last if (span := years_of(one.period)) else 0)):
        if _name(one) is not None and not _is_mean_of_years(one):
            yield one


@lru_cache(maxsize=4096)
def _folded(heading: str) -> str:
    return f" {' '.join(terms(heading))} "


def _is_mean_of_years(figure: Figure) -> bool:
    """“Bình quân … giai đoạn …” would be read as a wish for the mean of the years."""
    span = years_of(figure.period)
    return span is not None and not span.single and " binh quan " in flat(figure.label)


def _beside(draft: Draft, query: Query, lead: Figure | None, library: Library) -> Iterator[str]:
    """Other indicators told in the passages that were cited, then in the same part of the report."""
    said = {*query.indicators, *([lead.indicator] if lead else [])}
    if draft.status not in _TOLD:
        return
    for citation in draft.citations:
        card = library.card(citation.report_id)
        if card is None or not card.place:
            continue
        section = citation.section
        near = [one for one in library.figures_of_section(card.id, section) if one.section == section]
        here = library.figures_at(card.id, citation.passage_id)
        for figure in _good((*here, *near), card):
            name = _name(figure)
            if name is not None and figure.indicator and figure.indicator not in said:
                said.add(figure.indicator)
                yield phrase("follow_ups.value", **_values(name, figure, when=when(figure.period)))


def _parts(draft: Draft, query: Query, lead: Figure | None, library: Library) -> Iterator[str]:
    """The part of the cited report that gives reasons or remedies."""
    if draft.status not in _TOLD or query.wants(Intent.REASON) or not draft.citations:
        return
    card = library.card(lead.report_id if lead else draft.citations[0].report_id)
    if card is None or not card.place:
        return
    shelf = library.shelf(card.id)
    headings = {one.section[-1] for one in shelf.passages.values() if one.section and not one.table_row}
    for part, key in _PARTS:
        if any(f" {part} " in _folded(heading) for heading in headings):
            yield phrase(f"follow_ups.{key}", place=card.place)
            return
