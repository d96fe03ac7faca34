"""Reports: listed, read, shown as they stand in their files."""

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Header, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, PlainTextResponse, Response

from api.access.gate import Desk, Reader
from api.access.principal import Principal
from api.problems import Kind, ProblemError, responses
from api.reception import Reception
from api.schemas.pages import Limit, Offset
from api.schemas.reports import ReportDetail, ReportPage, card_as_json, report_as_json
from assistant.answer_json import Json
from corpus.stores.reports import ReportCard

router = APIRouter(prefix="/api/reports", tags=["Báo cáo"])

IfNoneMatch = Annotated[str | None, Header(max_length=2000, description="`ETag` đã có")]
_UNCHANGED: dict[int | str, dict[str, object]] = {304: {"description": "Chưa thay đổi"}}


@router.get(
    "",
    summary="Các báo cáo",
    response_model=ReportPage,
    responses=responses(401, 403, 422, 500, 503),
)
async def list_reports(
    desk: Desk,
    principal: Reader,
    q: Annotated[str, Query(max_length=200, description="Chữ có trong tên, nơi, số hiệu")] = "",
    limit: Limit = 100,
    offset: Offset = 0,
) -> JSONResponse:
    """One page of reports, in the order of their files."""

    def load() -> dict[str, Json]:
        cards = [card for card in desk.library(principal).reports() if _names(card, q)]
        return {
            "total": len(cards),
            "results": [card_as_json(card) for card in cards[offset : offset + limit]],
        }

    return JSONResponse(await run_in_threadpool(load))


@router.get(
    "/{report_id}",
    summary="Một báo cáo: đề mục, khối chữ, chú thích, bảng",
    response_model=ReportDetail,
    responses=_UNCHANGED | responses(401, 403, 404, 422, 500, 503),
)
async def read_report(
    desk: Desk, principal: Reader, report_id: str, if_none_match: IfNoneMatch = None
) -> Response:
    """The whole report."""

    def load() -> Response:
        card = find_card(desk, principal, report_id)
        tag = etag(card.hash, card.format, card.edition)
        if matches(if_none_match, tag):
            return not_modified(tag)
        report = desk.library(principal).report(report_id)
        if report is None:
            raise unknown_report()
        return tagged_json(report_as_json(card, report), tag)

    return await run_in_threadpool(load)


@router.get(
    "/{report_id}/source",
    summary="Văn bản nguồn, để chỉ đúng chỗ của mỗi trích dẫn",
    response_class=PlainTextResponse,
    responses=_UNCHANGED
    | {200: {"description": "Văn bản nguồn", "content": {"text/plain": {"schema": {"type": "string"}}}}}
    | responses(401, 403, 404, 422, 500, 503),
)
async def read_source(
    desk: Desk, principal: Reader, report_id: str, if_none_match: IfNoneMatch = None
) -> Response:
    """The text that spans point into."""

    def load() -> Response:
        card = find_card(desk, principal, report_id)
        tag = etag("source", card.hash)
        if matches(if_none_match, tag):
            return not_modified(tag)
        source = desk.library(principal).source(report_id)
        if source is None:
            raise unknown_report()
        return PlainTextResponse(source, headers=_kept(tag))

    return await run_in_threadpool(load)


def find_card(desk: Reception, principal: Principal, report_id: str) -> ReportCard:
    """The card of a report that this person may see."""
    card = desk.library(principal).card(report_id)
    if card is None:
        raise unknown_report()
    return card


def unknown_report() -> ProblemError:
    """What is said of a report that is not there, or not for this person."""
    return ProblemError(Kind.NOT_FOUND, "Không có báo cáo này. Hãy xem danh sách báo cáo.")


def etag(*parts: object) -> str:
    """A tag that changes with any of its parts."""
    return '"' + hashlib.sha256(json.dumps([str(part) for part in parts]).encode()).hexdigest()[:32] + '"'


def matches(if_none_match: str | None, tag: str) -> bool:
    """Whether the reader has this already."""
    given = {one.strip().removeprefix("W/") for one in (if_none_match or "").split(",")}
    return tag in given or "*" in given


def not_modified(tag: str) -> Response:
    """What the reader has is still good."""
    return Response(status_code=304, headers=_kept(tag))


def tagged_json(content: Mapping[str, Json], tag: str) -> Response:
    """JSON that a browser may keep as long as the tag stays."""
    return JSONResponse(dict(content), headers=_kept(tag))


def _kept(tag: str) -> dict[str, str]:
    return {"ETag": tag, "Cache-Control": "private, no-cache"}


def _names(card: ReportCard, words: str) -> bool:
    said = " ".join(part for part in (card.title, card.file, card.place, card.number, card.issuer) if part)
    return words.casefold().strip() in said.casefold()
