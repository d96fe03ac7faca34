"""A finding: what is printed, what the figures give, the arithmetic, the sources, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypedDict

from corpus.report import ReportId, Span


class Kind(StrEnum):
    """What does not fit."""

    PERCENT = "percent"
    SUM = "sum"
    PROSE_VS_TABLE = "prose_vs_table"
    CROSS_REPORT = "cross_report"
    SUPERSEDED = "superseded"
    OUTLIER = "outlier"
    UNIT = "unit"
    NAME_SWAP = "name_swap"
    DUPLICATE = "duplicate"


class Certainty(StrEnum):
    """How sure a finding is: `arguable` wherever another reading is possible."""

    CLEAR = "clear"
    ROUNDING = "rounding"
    ARGUABLE = "arguable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Words of a report as they stand: a sentence, a footnote's sentence or a table row."""

    report_id: ReportId
    file: str
    text: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that a report prints and that its figures, or another's, do not bear out."""

    kind: Kind
    certainty: Certainty
    printed: str
    recomputed: str
    what: str  # a Vietnamese sentence
    arithmetic: str
    sources: tuple[Source, ...]


class SourceJson(TypedDict):
    """A source as doors give it."""

    file: str
    text: str
    spans: list[list[int]]


class FindingJson(TypedDict):
    """A finding as doors give it."""

    kind: str
    certainty: str
    printed: str
    recomputed: str
    what: str
    arithmetic: str
    sources: list[SourceJson]


def finding_json(finding: Finding) -> FindingJson:
    """The finding as scripts get it."""
    return FindingJson(
        kind=finding.kind.value,
        certainty=finding.certainty.value,
        printed=finding.printed,
        recomputed=finding.recomputed,
        what=finding.what,
        arithmetic=finding.arithmetic,
        sources=[
            SourceJson(file=one.file, text=one.text, spans=[list(span) for span in one.spans])
            for one in finding.sources
        ],
    )


def distinct(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """The sources in order, without those that another one holds."""
    kept: list[Source] = []
    for source in sources:
        if any(source.file == one.file and source.text in one.text for one in kept):
            continue
        kept = [one for one in kept if one.file != source.file or one.text not in source.text]
        kept.append(source)
    return tuple(kept)
