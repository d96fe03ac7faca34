"""Findings of the audit as the page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote

from api.web.answers import span_words
from api.web.phrases import phrase
from assistant.audits.finding import Finding
from corpus.report import ReportId


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageView:
    """One of the passages that do not fit together."""

    report: str
    text: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """A finding in words."""

    kind: str
    kind_words: str
    certainty: str
    certainty_words: str
    tone: str
    what: str
    printed: str
    recomputed: str
    arithmetic: str
    reports: tuple[str, ...]
    sources: tuple[PassageView, ...]


_TONES = {"clear": "bad", "rounding": "unsure", "arguable": "unsure"}


def finding_views(findings: Iterable[Finding], names: Mapping[ReportId, str]) -> tuple[FindingView, ...]:
    """The findings, each with the way to its passages."""
    return tuple(_view(finding, names) for finding in findings)


def _view(finding: Finding, names: Mapping[ReportId, str]) -> FindingView:
    return FindingView(
        kind=finding.kind.value,
        kind_words=phrase("findings", finding.kind.value),
        certainty=finding.certainty.value,
        certainty_words=phrase("certainties", finding.certainty.value),
        tone=_TONES.get(finding.certainty.value, "unsure"),
        what=finding.what,
        printed=finding.printed,
        recomputed=finding.recomputed,
        arithmetic=finding.arithmetic,
        reports=tuple(dict.fromkeys(source.report_id for source in finding.sources)),
        sources=tuple(
            PassageView(
                report=names.get(source.report_id, source.file),
                text=source.text,
                href=f"/bao-cao/{quote(source.report_id, safe='')}?vung={span_words(source.spans)}",
            )
            for source in finding.sources
        ),
    )
