"""A kept answer as the page shows it: words, calculation cards, sources, follow-ups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from markupsafe import Markup

from api.schemas.answers import AnswerOut, CalculationOut, CitationOut
from api.web.phrases import phrase, table
from api.web.words import answer_html

SURE: Final = 90  # per cent from which a reading of a picture goes without saying


@dataclass(frozen=True, slots=True, kw_only=True)
class InputView:
    """A figure that went into a calculation."""

    label: str
    written: str
    detail: str
    marker: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CardView:
    """A calculation as a card."""

    name: str
    verdict: str
    sign: str
    tone: str
    inputs: tuple[InputView, ...]
    formula: str
    results: tuple[tuple[str, str], ...]
    refusal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceView:
    """A citation with the way to its place in the report."""

    marker: int
    passage_id: str
    title: str
    where: str
    text: str
    spans: str
    href: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerView:
    """All that the answer's template needs."""

    answer_id: str
    conversation_id: str
    status: str
    status_words: str
    status_sign: str
    html: Markup
    cards: tuple[CardView, ...]
    sources: tuple[SourceView, ...]
    warnings: tuple[str, ...]
    follow_ups: tuple[str, ...]
    engine_words: str
    elapsed_ms: int


def answer_view(kept: Mapping[str, object]) -> AnswerView:
    """The view of an answer as the doors return it."""
    answer = AnswerOut.model_validate(kept)
    return AnswerView(
        answer_id=answer.answer_id,
        conversation_id=answer.conversation_id,
        status=answer.status,
        status_words=phrase("status", answer.status),
        status_sign=phrase("status_signs", answer.status),
        html=answer_html(answer.answer),
        cards=tuple(_card(one, answer.citations) for one in answer.calculations),
        sources=tuple(_source(one) for one in answer.citations),
        warnings=tuple(answer.warnings),
        follow_ups=tuple(answer.follow_ups),
        engine_words=phrase("engines", answer.engine, answer.engine),
        elapsed_ms=answer.elapsed_ms,
    )


def _card(calculation: CalculationOut, citations: Sequence[CitationOut]) -> CardView:
    result = calculation.result or {}
    verdict = str(result.get("verdict") or "")
    return CardView(
        name=phrase("tools", calculation.tool, phrase("tools", "other")),
        verdict=verdict,
        sign=table("verdicts", "signs").get(verdict, ""),
        tone=table("verdicts", "tones").get(verdict, "none"),
        inputs=tuple(_inputs(calculation, citations)),
        formula=calculation.formula,
        results=tuple(_results(result)),
        refusal=str((calculation.refusal or {}).get("message", "")),
    )


def _results(result: Mapping[str, object]) -> Iterable[tuple[str, str]]:
    shown = result.get("shown")
    if isinstance(shown, Mapping):
        for name, written in shown.items():
            words = phrase("results", str(name))
            if words and name not in {"result", "target"}:
                yield words, str(written)


def _inputs(calculation: CalculationOut, citations: Sequence[CitationOut]) -> Iterable[InputView]:
    figures = calculation.inputs.get("figures")
    for figure in figures if isinstance(figures, list) else []:
        if isinstance(figure, Mapping):
            yield _input(figure, citations)


def _input(figure: Mapping[str, object], citations: Sequence[CitationOut]) -> InputView:
    written, unit = str(figure.get("written", "")), str(figure.get("unit") or "")
    details = [figure.get("place"), figure.get("period"), phrase("kinds", str(figure.get("kind", "")))]
    return InputView(
        label=str(figure.get("label", "")),
        written=written if unit in written else f"{written} {unit}".strip(),
        detail=", ".join(str(part) for part in details if part),
        marker=_marker_of(figure, citations),
    )


def _marker_of(figure: Mapping[str, object], citations: Sequence[CitationOut]) -> int | None:
    """The citation whose stretch of the same file holds the figure."""
    spans = figure.get("spans")
    if not isinstance(spans, list) or not spans:
        return None
    start = int(spans[0][0])
    for citation in citations:
        if citation.file == figure.get("file") and any(a <= start < b for a, b in citation.spans):
            return citation.marker
    return None


def _source(citation: CitationOut) -> SourceView:
    spans = span_words(citation.spans)
    where = [citation.section[-1]] if citation.section else []
    if citation.footnote:
        where.append(phrase("where", "footnote").format(number=citation.footnote))
    if citation.table_row:
        where.append(phrase("where", "row").format(row=citation.table_row))
    if citation.page:
        where.append(phrase("where", "page").format(page=citation.page))
    if citation.confidence is not None and citation.confidence < SURE:
        where.append(phrase("where", "recognised").format(percent=citation.confidence))
    return SourceView(
        marker=citation.marker,
        passage_id=citation.passage_id,
        title=citation.report_title,
        where=", ".join(where),
        text=citation.text,
        spans=spans,
        href=f"/bao-cao/{quote(citation.report_id, safe='')}?vung={spans}",
    )


def span_words(spans: Iterable[Sequence[int]]) -> str:
    """Stretches of a source as they stand in an address: `1200-1320,1400-1450`."""
    return ",".join(f"{start}-{end}" for start, end in spans)
