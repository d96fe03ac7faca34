"""Passages: searched, and read among their neighbours."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from api.access.gate import Desk, Reader
from api.problems import Kind, ProblemError, responses
from api.routes.reports import IfNoneMatch, etag, find_card, matches, not_modified, tagged_json
from api.schemas.reports import PassageDetail, SearchPage, context_as_json, hit_as_json
from assistant.answer_json import Json

router = APIRouter(tags=["Đoạn trích"])


@router.get(
    "/api/search",
    summary="Tìm đoạn trích",
    response_model=SearchPage,
    responses=responses(401, 403, 422, 500, 503),
)
async def search(  # noqa: PLR0913 # each is one way to narrow a search
    *,
    desk: Desk,
    principal: Reader,
    q: Annotated[str, Query(min_length=1, max_length=2000, description="Điều cần tìm, có dấu hay không")],
    limit: Annotated[int, Query(ge=1, le=100, description="Nhiều nhất bao nhiêu đoạn")] = 10,
    report_id: Annotated[list[str], Query(max_length=500, description="Chỉ trong báo cáo này")] = [],  # noqa: B006 # FastAPI copies it
    place: Annotated[list[str], Query(max_length=100, description="Chỉ báo cáo của nơi này")] = [],  # noqa: B006
    level: Annotated[list[str], Query(max_length=20, description="Chỉ báo cáo của cấp này")] = [],  # noqa: B006
    period: Annotated[list[str], Query(max_length=100, description="Chỉ báo cáo của kỳ này")] = [],  # noqa: B006
) -> JSONResponse:
    """The passages that match best, best first."""

    def load() -> dict[str, Json]:
        library = desk.library(principal)
        hits = library.search(q, limit=limit, reports=report_id, places=place, levels=level, periods=period)
        titles = {card.id: card.title for card in library.reports()}
        return {"results": [hit_as_json(hit, titles) for hit in hits]}

    return JSONResponse(await run_in_threadpool(load))


@router.get(
    "/api/passages/{passage_id}",
    summary="Một đoạn trích cùng các đoạn bên cạnh",
    response_model=PassageDetail,
    responses=responses(401, 403, 404, 422, 500, 503) | {304: {"description": "Chưa thay đổi"}},
)
async def read_passage(
    desk: Desk,
    principal: Reader,
    passage_id: str,
    around: Annotated[int, Query(ge=0, le=20, description="Số đoạn trước và sau")] = 3,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """A passage with its neighbours."""

    def load() -> Response:
        context = desk.library(principal).context(passage_id, around=around)
        if context is None:
            raise ProblemError(
                Kind.NOT_FOUND, "Không có đoạn trích này; báo cáo có thể đã được thay bản mới."
            )
        card = find_card(desk, principal, context.report.id)
        tag = etag(passage_id, around, card.hash, card.format, card.edition)
        return (
            not_modified(tag) if matches(if_none_match, tag) else tagged_json(context_as_json(context), tag)
        )

    return await run_in_threadpool(load)
