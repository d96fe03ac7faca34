"""The rooms that people see: asking, reading. Drawn by the server, so that they work without scripts."""

import re
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response
from starlette.staticfiles import StaticFiles
from starlette.templating import Jinja2Templates

from api.access.gate import Asker, Desk, Reader
from api.access.principal import Principal, Scope
from api.problems import Kind, ProblemError
from api.reception import Reception
from api.routes.ask import answered
from api.routes.reports import find_card, unknown_report
from api.schemas.answers import AskRequest
from api.web.answers import SURE, answer_view, span_words
from api.web.examples import example_questions, is_sample
from api.web.indicators import place_of
from api.web.names import report_names
from api.web.page_pictures import drawable, picture_address, picture_of
from api.web.phrases import phrase
from api.web.reading import around, laid_out, outline, quoted_spans
from corpus.report import Report, Span
from corpus.stores.reports import ReportCard

router = APIRouter(include_in_schema=False)
STATIC = StaticFiles(directory=str(files("api.web") / "static"), check_dir=False)
_SPAN = re.compile(r"(\d{1,9})-(\d{1,9})")
_MOST_SPANS = 200

Spans = Annotated[str, Query(max_length=6000)]
Quotes = Annotated[tuple[Annotated[str, Query(max_length=2000)], ...], Query(max_length=20)]


@cache
def _templates() -> Jinja2Templates:
    found = Jinja2Templates(directory=str(files("api.web") / "templates"))
    found.env.trim_blocks = found.env.lstrip_blocks = True
    return found


def draw(request: Request, desk: Reception, template: str, room: str, **values: object) -> Response:
    """A page of a room."""
    shared: Mapping[str, object] = {
        "room": room,
        "version": version("baocao"),
        "can_upload": True,
    }
    if "sample" not in values:
        values["sample"] = any(is_sample(card) for card in desk.index.reports())
    return _templates().TemplateResponse(request, template, {**shared, **values})


@router.get("/")
async def chat(
    request: Request,
    desk: Desk,
    principal: Asker,
    hoi: Annotated[str, Query(max_length=4000)] = "",
    cuoc: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """The chat; a question in the address is answered before the page is drawn."""
    if hoi.strip():
        asked = AskRequest(question=hoi, conversation_id=cuoc or None)
        answer = await answered(request, principal, asked, door="page")
        return RedirectResponse(f"/?cuoc={quote(str(answer['conversation_id']))}", status_code=303)

    def load() -> Response:
        turns = _turns(desk, principal, cuoc) if cuoc else []
        reports = desk.library(principal).reports()
        examples = () if turns else example_questions(desk.library(principal))
        return draw(
            request,
            desk,
            "chat.html",
            "hoi-dap",
            turns=turns,
            conversation_id=cuoc,
            examples=examples,
            report_count=len(reports),
        )

    return await run_in_threadpool(load)


def _turns(desk: Reception, principal: Principal, talk_id: str) -> list[dict[str, object]]:
    desk.own_talk(principal, talk_id)
    return [
        {"question": turn.question, "answer": answer_view(turn.answer)}
        for turn in desk.conversations.turns(talk_id)
    ]


@router.get("/manh/tra-loi/{answer_id}")
async def drawn_answer(request: Request, desk: Desk, principal: Reader, answer_id: str) -> Response:
    """A kept answer as a piece of page."""
    turn = await run_in_threadpool(desk.own_turn, principal, answer_id)
    return draw(request, desk, "_answer.html", "hoi-dap", answer=answer_view(turn.answer))


@router.get("/manh/doan/{passage_id}")
async def drawn_passage(  # noqa: PLR0913, PLR0917 -- FastAPI names every part of a request
    request: Request, desk: Desk, principal: Reader, passage_id: str, vung: Spans = "", loi: Quotes = ()
) -> Response:
    """A passage within its report's own text, the quoted words highlighted, as a piece of page."""

    def load() -> Response:
        library = desk.library(principal)
        context = library.context(passage_id, around=0)
        report = library.report(context.passage.report_id) if context else None
        if context is None or report is None:
            raise unknown_report()
        passage = context.passage
        wanted = read_spans(vung) or passage.spans
        marked = quoted_spans(report, wanted, loi)
        href = f"/bao-cao/{quote(report.id, safe='')}?vung={span_words(marked)}"
        parts = around(report, marked)
        return draw(
            request,
            desk,
            "_passage.html",
            "hoi-dap",
            items=parts,
            title=report.title,
            page=report.page_of(marked[0].start) if marked else None,
            picture=picture_address(library, report.id, marked),
            is_pdf=report.family == "pdf",
            doubt=_doubt(report, marked),
            path=passage.section,
            href=href,
        )

    return await run_in_threadpool(load)


@router.get("/manh/trang/{report_id}.png")
async def drawn_page(desk: Desk, principal: Reader, report_id: str, vung: Spans = "") -> Response:
    """The page of a PDF on which quoted words begin, with these words marked."""

    def load() -> Response:
        library, wanted = desk.library(principal), read_spans(vung)
        report = library.report(report_id)
        if report is None or not wanted:
            raise unknown_report()
        file = drawable(library, report_id)
        if file is None:
            raise ProblemError(Kind.NOT_FOUND, "Tệp PDF gốc không còn, nên không xem được trang này.")
        return Response(picture_of(report, file, wanted), media_type="image/png")

    return await run_in_threadpool(load)


@router.get("/bao-cao")
async def shelf(request: Request, desk: Desk, principal: Reader) -> Response:
    """The list of reports."""

    def load() -> Response:
        cards = desk.library(principal).reports()
        views = [
            {"id": card.id, "title": card.title, "meta": _meta(card), "problems": card.problems}
            for card in cards
        ]
        may = not desk.settings.access or principal.may(Scope.UPLOAD)
        return draw(request, desk, "reports.html", "bao-cao", reports=views, can_upload=may)

    return await run_in_threadpool(load)


@router.get("/bao-cao/{report_id}")
async def read(  # noqa: PLR0913, PLR0917 -- FastAPI names every part of a request
    request: Request, desk: Desk, principal: Reader, report_id: str, vung: Spans = "", tim: str = ""
) -> Response:
    """A report to read, the wanted stretches highlighted."""

    def load() -> Response:
        card = find_card(desk, principal, report_id)
        report = desk.library(principal).report(report_id)
        if report is None:
            raise unknown_report()
        return draw(
            request,
            desk,
            "report.html",
            "bao-cao",
            report=report,
            name=report_names([card])[card.id],
            meta=_meta(card),
            problems=_problems(report),
            outline=outline(report),
            items=laid_out(report, read_spans(vung)),
            find=tim[:200],
        )

    return await run_in_threadpool(load)


@router.get("/so-lieu/{figure_id}")
async def figure_room(request: Request, desk: Desk, principal: Reader, figure_id: str) -> Response:
    """One figure: how it was read, where it stands, how it was corrected."""

    def load() -> Response:
        library = desk.library(principal)
        figure = library.figure(figure_id)
        if figure is None:
            raise ProblemError(Kind.NOT_FOUND, "Không có số liệu này; báo cáo có thể đã được thay bản mới.")
        return draw(
            request,
            desk,
            "figure.html",
            "chi-tieu",
            figure=figure,
            kind=phrase("kinds", figure.kind.value),
            href=place_of(figure),
            report=report_names(library.reports()).get(figure.report_id, figure.file),
            corrections=desk.index.corrections(revoked=True, figure_id=figure_id),
            may_correct=not desk.settings.access or principal.may(Scope.ADMIN),
        )

    return await run_in_threadpool(load)


def error_page(request: Request, problem: ProblemError) -> Response:
    """What went wrong, for a person; with the way to log in where that helps."""
    desk: Reception = request.app.state.reception
    login = problem.kind is Kind.UNAUTHENTICATED and desk.settings.oidc_issuer is not None
    page = draw(
        request,
        desk,
        "error.html",
        "",
        heading=problem.kind.title,
        detail=problem.words or "",
        login=f"/api/login?then={quote(request.url.path)}" if login else "",
        with_key=problem.kind is Kind.UNAUTHENTICATED and not login,
        sample=False,
    )
    page.status_code = problem.kind.status
    return page


def read_spans(words: str) -> tuple[Span, ...]:
    """Stretches of a source out of an address; what is no stretch is left out."""
    found = (Span(int(start), int(end)) for start, end in _SPAN.findall(words)[:_MOST_SPANS])
    return tuple(span for span in found if span.start < span.end)


def _doubt(report: Report, marked: tuple[Span, ...]) -> str:
    """How unsure the reading of quoted words is, where they were read in a picture."""
    percent = report.confidence_of(marked)
    unsure = percent is not None and percent < SURE
    return phrase("where", "recognised").format(percent=percent) if unsure else ""


def _meta(card: ReportCard) -> list[str]:
    told = (card.issuer, card.place, card.number, _day(card.date), card.period)
    return list(dict.fromkeys(part for part in told if part))


def _day(date: str | None) -> str | None:
    """A date as it is written here: `2022-12-28` → `28/12/2022`."""
    return "/".join(reversed(date.split("-"))) if date else None


def _problems(report: Report) -> list[str]:
    return [problem.note for problem in report.problems]
