"""A reading as the rows that it is stored in, made where the file was read: who writes only writes."""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.bags import Bag, make_bag, tell_about
from corpus.report import Beyond
from corpus.stores.codec import encode
from corpus.text import folded
from corpus.words import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpus.figures import Figure
    from corpus.passages import Passage
    from corpus.report import Report

Row = dict[str, object]  # a table's columns by their names


@dataclass(frozen=True, slots=True)
class Rows:
    """What is stored of one file; its edition, its hash and its path are the writer's."""

    report: Row
    passages: list[Row]
    figures: list[Row]
    labels: str  # which of the figures, by their place, bear which word in their labels
    bags: list[Bag]  # of the passages, in their order
    beyond: str | None  # what only its file tells, where it tells anything
    size: int  # characters of its source


def make_rows(report: Report, passages: Sequence[Passage], figures: Sequence[Figure]) -> Rows:
    """A reading's rows."""
    front = report.front
    told = (front.issuer, front.place, front.number, front.date, front.period)
    about = tell_about(report.title, report.file, told)
    return Rows(
        report=_report_row(report, passages, figures),
        passages=[_passage_row(passage) for passage in passages],
        figures=[_figure_row(figure) for figure in figures],
        labels=_tell_labels(figures),
        bags=[make_bag(passage, about) for passage in passages],
        beyond=encode(report.beyond) if report.beyond != Beyond() else None,
        size=len(report.source),
    )


def _report_row(report: Report, passages: Sequence[Passage], figures: Sequence[Figure]) -> Row:
    front = report.front
    return {
        "report_id": report.id,
        "file": report.file,
        "family": report.family,
        "title": report.title,
        "issuer": front.issuer,
        "place": front.place,
        "level": front.level,
        "number": front.number,
        "date": front.date,
        "period": front.period,
        "characters": len(report.source),
        "passages": len(passages),
        "figures": len(figures),
        "footnotes": len(report.footnotes),
        "tables": len(report.tables),
        "problems": len(report.problems),
        "source": report.source,
        "document": zlib.compress(encode(report, without=("source",)).encode(), 1),
    }


def _passage_row(passage: Passage) -> Row:
    return {"id": passage.id, "position": passage.order, "payload": encode(passage)}


def _figure_row(figure: Figure) -> Row:
    return {
        "id": figure.id,
        "report_id": figure.report_id,
        "passage": figure.passage,
        "indicator": figure.indicator,
        "place": figure.place,
        "period": figure.period,
        "kind": str(figure.kind),
        "footnote": figure.footnote,
        "label": folded(figure.label),
        "payload": encode(figure),
    }


def _tell_labels(figures: Sequence[Figure]) -> str:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for index, figure in enumerate(figures):
        for word in sorted(_words_of(figure)):
            found[word].append(index)
    return json.dumps(found, ensure_ascii=False, separators=(",", ":"))


def _words_of(figure: Figure) -> set[str]:
    return set(terms(" ".join((figure.label, *(figure.table_row or ()), *(figure.table_column or ())))))
