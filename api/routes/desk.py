"""What speechwriters take away, and the check of what they wrote."""

from collections.abc import Mapping
from typing import Literal

from fastapi import APIRouter, UploadFile
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.access.gate import Desk, Reader
from api.access.principal import Principal
from api.exports.desk import DeskEntry, as_markdown, as_text
from api.problems import responses
from api.reception import Reception
from api.schemas.desk import DeskExport, DraftIn, DraftOut, TraceOut
from api.web.indicators import place_of
from api.web.names import report_names
from api.web.phrases import phrase
from assistant.audits.finding import Certainty, Kind
from assistant.speech import TracedFigure, check_draft, described, right_sentence, source_words
from corpus.figures import FigureId
from corpus.read.decoding import decode
from corpus.report import ReportId

router = APIRouter(prefix="/api", tags=["Bàn số liệu"])
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MOST = 200_000
_FILES: dict[int | str, dict[str, object]] = {
    200: {"description": "Tệp tải về", "content": {_WORD: {}, "text/plain": {"schema": {"type": "string"}}}}
}


@router.post(
    "/desk/export.{form}",
    summary="Đưa bàn số liệu ra Word (chú thích thật), Markdown hoặc chữ thường",
    response_class=Response,
    responses=_FILES | responses(400, 401, 403, 413, 415, 422, 500, 503),
)
async def export(form: Literal["docx", "md", "txt"], _: Reader, given: DeskExport) -> Response:
    """The desk as a file."""
    entries = [
        DeskEntry(
            sentence=item.sentence,
            source=item.source,
            quotation=item.quotation,
            warnings=tuple(item.warnings),
        )
        for item in given.items
    ]

    def write() -> Response:
        if form == "docx":
            from api.exports.word import as_word  # noqa: PLC0415 -- an optional part

            return _file(as_word(given.title, entries), _WORD, "so-lieu.docx")
        words = as_markdown if form == "md" else as_text
        return _file(words(given.title, entries).encode(), "text/plain; charset=utf-8", f"so-lieu.{form}")

    return await run_in_threadpool(write)


@router.post(
    "/check",
    summary="Soát số liệu của một bài phát biểu",
    responses=responses(400, 401, 403, 413, 415, 422, 500, 503),
)
async def check(desk: Desk, principal: Reader, given: DraftIn) -> DraftOut:
    """Every figure of the text traced to its source."""
    return await run_in_threadpool(checked, desk, principal, given.text)


@router.post(
    "/check/file",
    summary="Soát số liệu của một tệp (văn bản hoặc DOCX)",
    responses=responses(400, 401, 403, 413, 415, 422, 500, 503),
)
async def check_file(desk: Desk, principal: Reader, file: UploadFile) -> DraftOut:
    """Every figure of the file traced to its source."""
    content = await file.read()
    text = await run_in_threadpool(words_of_file, content, file.filename or "bài phát biểu")
    return await run_in_threadpool(checked, desk, principal, text[:_MOST])


def words_of_file(content: bytes, name: str) -> str:
    """The words of a text or Word file."""
    if content.startswith(b"PK"):
        from corpus.read.word import read_word  # noqa: PLC0415 -- an optional part

        return read_word(content, name)[0]
    return decode(content, name)


def checked(desk: Reception, principal: Principal, text: str) -> DraftOut:
    """The figures of a speech as the door gives them."""
    tools = desk.tool_desk(principal)
    disputed = _disputed(desk, principal)
    names = report_names(desk.library(principal).reports())
    return DraftOut(figures=[_trace(one, names) for one in check_draft(text, tools, disputed)])


def _disputed(desk: Reception, principal: Principal) -> dict[FigureId, str]:
    """Figures that a clear finding of the audit names, with what it says."""
    library = desk.library(principal)
    found: dict[FigureId, str] = {}
    for finding in desk.findings(principal):
        if finding.certainty is not Certainty.CLEAR or finding.kind is Kind.SUPERSEDED:
            continue
        for source in finding.sources:
            for figure in library.figures(report_id=source.report_id):
                inside = (
                    any(a <= figure.spans[0].start < b for a, b in source.spans) if figure.spans else False
                )
                if inside and figure.written in finding.printed:
                    found[figure.id] = finding.what
    return found


def _trace(one: TracedFigure, names: Mapping[ReportId, str]) -> TraceOut:
    shown = one.source or one.right
    return TraceOut(
        written=one.written,
        span=[one.start, one.end],
        sentence=one.sentence,
        trace=one.trace.value,
        words=phrase("traces", one.trace.value),
        source=source_words(one.source, names) if one.source else None,
        quotation=one.source.sentence if one.source else None,
        href=place_of(shown) if shown else None,
        right=f"{described(one.right)} — {source_words(one.right, names)}" if one.right else None,
        right_sentence=right_sentence(one) or None,
        note=one.note,
    )


def _file(content: bytes, media: str, name: str) -> Response:
    return Response(
        content, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
