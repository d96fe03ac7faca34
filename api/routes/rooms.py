"""The rooms beside the chat: indicators with their charts and sheets, the audit, the figure desk."""

from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.access.gate import Desk, Reader
from api.exports.chart import chart as drawn_chart
from api.exports.sheets import as_csv, as_xlsx
from api.problems import Kind, ProblemError
from api.routes.pages import draw
from api.web.findings import finding_views
from api.web.indicators import HEADER, Wanted, indicator_rows, series, sheet_rows
from api.web.names import report_names
from corpus.vocabulary import load_vocabulary

router = APIRouter(include_in_schema=False)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PAGE = 100

Words = Annotated[str, Query(max_length=200)]


@router.get("/chi-tieu")
async def indicators(  # noqa: PLR0913 -- each is one way to narrow the list
    request: Request,
    desk: Desk,
    principal: Reader,
    *,
    noi: Words = "",
    linh_vuc: Words = "",
    ket_luan: Words = "",
    tim: Words = "",
    xep: Words = "",
    trang: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Response:
    """Every indicator against its target."""
    asked = {"noi": noi, "linh_vuc": linh_vuc, "ket_luan": ket_luan, "tim": tim, "xep": xep}
    wanted = Wanted(place=noi, field=linh_vuc, verdict=ket_luan, words=tim, sort=xep)

    def load() -> Response:
        tools = desk.tool_desk(principal)
        names = report_names(desk.library(principal).reports())
        everything = indicator_rows(tools, Wanted(), names)
        rows = indicator_rows(tools, wanted, names) if wanted != Wanted() else everything
        return draw(
            request,
            desk,
            "indicators.html",
            "chi-tieu",
            rows=rows[(trang - 1) * _PAGE : trang * _PAGE],
            total=len(rows),
            page=trang,
            pages=max(1, -(-len(rows) // _PAGE)),
            wanted=wanted,
            places=sorted({row.place for row in everything if row.place}),
            fields=sorted({row.field for row in everything if row.field}),
            query=urlencode({name: value for name, value in asked.items() if value}),
        )

    return await run_in_threadpool(load)


@router.get("/chi-tieu/bang.{form}")
async def sheet(  # noqa: PLR0913 -- the same filters as the page
    form: Literal["csv", "xlsx"],
    desk: Desk,
    principal: Reader,
    *,
    noi: Words = "",
    linh_vuc: Words = "",
    ket_luan: Words = "",
    tim: Words = "",
    xep: Words = "",
) -> Response:
    """The list as a spreadsheet."""
    wanted = Wanted(place=noi, field=linh_vuc, verdict=ket_luan, words=tim, sort=xep)

    def load() -> Response:
        names = report_names(desk.library(principal).reports())
        rows = sheet_rows(indicator_rows(desk.tool_desk(principal), wanted, names))
        if form == "csv":
            return _file(as_csv(HEADER, rows), "text/csv; charset=utf-8", "chi-tieu.csv")
        return _file(as_xlsx("Chỉ tiêu", HEADER, rows), _XLSX, "chi-tieu.xlsx")

    return await run_in_threadpool(load)


@router.get("/chi-tieu/bieu-do.{form}")
async def picture(
    form: Literal["svg", "png"], desk: Desk, principal: Reader, chi_tieu: Words, noi: Words
) -> Response:
    """An indicator's years against its target."""
    indicator = load_vocabulary().indicator(chi_tieu)
    if indicator is None:
        raise ProblemError(Kind.NOT_FOUND, "Không có chỉ tiêu này.")

    def load() -> Response:
        points, target, unit = series(desk.tool_desk(principal), indicator.id, noi)
        if not points:
            raise ProblemError(Kind.NOT_FOUND, "Chỉ tiêu này chưa có số liệu từng năm ở nơi đã chọn.")
        title = f"{indicator.name[:1].upper()}{indicator.name[1:]} — {noi}"
        picture = drawn_chart(title, unit, points, target, form)
        media = "image/svg+xml" if form == "svg" else "image/png"
        return Response(picture, media_type=media)

    return await run_in_threadpool(load)


@router.get("/soat-so-lieu")
async def audit_room(  # noqa: PLR0913 -- each is one way to narrow the list
    request: Request,
    desk: Desk,
    principal: Reader,
    *,
    bao_cao: Words = "",
    loai: Words = "",
    muc: Words = "",
) -> Response:
    """What does not fit in the reports' own numbers."""

    def load() -> Response:
        library = desk.library(principal)
        findings, names = desk.findings(principal), report_names(library.reports())
        views = [
            one
            for one in finding_views(findings, names)
            if loai in ("", one.kind) and muc in ("", one.certainty) and bao_cao in ("", *one.reports)
        ]
        return draw(
            request,
            desk,
            "audit.html",
            "soat-so-lieu",
            findings=views,
            total=len(findings),
            reports=sorted(names.items(), key=lambda one: one[1]),
            chosen={"bao_cao": bao_cao, "loai": loai, "muc": muc},
        )

    return await run_in_threadpool(load)


@router.get("/ban-so-lieu")
async def figure_desk(request: Request, desk: Desk, _: Reader) -> Response:
    """What a speechwriter collects, and the check of a draft."""
    return await run_in_threadpool(draw, request, desk, "desk.html", "ban-so-lieu")


def _file(content: bytes, media: str, name: str) -> Response:
    return Response(
        content, media_type=media, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
