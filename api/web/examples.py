"""Questions to begin with, made from what the indexed reports really hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path

from api.ports import Reading
from corpus.figures import Figure, FigureKind
from corpus.stores.reports import ReportCard
from corpus.vocabulary import Vocabulary, load_vocabulary

_MOST = 4
_REPORTS = 4
_YEAR = re.compile(r"(?:19|20)\d\d")


def is_sample(card: ReportCard) -> bool:
    """Whether a report is one of the digests that come with the software."""
    return Path(card.path).parent == _sample_folder()


@cache
def _sample_folder() -> Path:
    return Path(str(files("corpus") / "sample")).resolve()


def example_questions(library: Reading) -> tuple[str, ...]:
    """A few questions that the reports answer, of different reports and indicators."""
    key = tuple((str(card.id), card.edition) for card in library.reports()[:_REPORTS])
    return _examples(library, key)


_KNOWN: dict[tuple[tuple[str, int], ...], tuple[str, ...]] = {}


def _examples(library: Reading, key: tuple[tuple[str, int], ...]) -> tuple[str, ...]:
    if key not in _KNOWN:
        _KNOWN.clear()
        vocabulary = load_vocabulary()
        questions: list[str] = []
        used: set[str] = set()
        for number, (report_id, _) in enumerate(key):
            figures = library.figures(report_id=report_id)
            for figure in _askable(figures, used):
                used.add(figure.indicator or "")
                questions.append(_question(figure, vocabulary, compare=number % 2 == 1))
                break
        _KNOWN[key] = tuple(questions[:_MOST])
    return _KNOWN[key]


def _askable(figures: Iterable[Figure], used: set[str]) -> Iterator[Figure]:
    targets = {(one.indicator, one.place) for one in figures if one.kind is FigureKind.TARGET}
    for figure in figures:
        known = figure.indicator is not None and figure.indicator not in used
        told = figure.place and figure.period and _YEAR.fullmatch(figure.period)
        result = figure.kind in {FigureKind.ACTUAL, FigureKind.ESTIMATE}
        if known and told and result and (figure.indicator, figure.place) in targets:
            yield figure


def _question(figure: Figure, vocabulary: Vocabulary, *, compare: bool) -> str:
    indicator = vocabulary.indicator(figure.indicator or "")
    name = indicator.name if indicator else figure.label
    name = name[:1].upper() + name[1:]
    if compare:
        return f"{name} của {figure.place} năm {figure.period} đã đạt mục tiêu chưa?"
    return f"{name} của {figure.place} năm {figure.period} là bao nhiêu?"
