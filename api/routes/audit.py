"""What the reports' own numbers do not bear out, and what people did here."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from api.access.gate import Admin, Desk, Reader
from api.problems import responses
from api.schemas.findings import Certainty, FindingPage, Kind
from api.schemas.pages import Limit, Offset
from assistant.audits.finding import finding_json

router = APIRouter(prefix="/api", tags=["Soát số liệu"])


class EventOut(BaseModel):
    """Something that somebody did."""

    at: str = Field(description="Lúc nào (UTC)")
    actor: str = Field(description="Ai", examples=["key:3f2a91c07b55"])
    action: str = Field(description="Làm gì", examples=["ask"])
    target: str = Field(description="Với cái gì")
    address: str = Field(description="Từ đâu")
    request_id: str = Field(description="Mã yêu cầu")
    details: dict[str, object]


@router.get(
    "/audit",
    summary="Soát lại số liệu của chính các báo cáo",
    response_model=FindingPage,
    responses=responses(401, 403, 422, 500, 503),
)
async def list_findings(  # noqa: PLR0913 # each is one way to narrow the list
    desk: Desk,
    principal: Reader,
    *,
    kind: Annotated[list[Kind], Query(description="Loại")] = [],  # noqa: B006 # FastAPI copies it
    certainty: Annotated[list[Certainty], Query(description="Mức chắc chắn")] = [],  # noqa: B006
    file: Annotated[str | None, Query(max_length=300, description="Chỉ tệp này")] = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> JSONResponse:
    """One page of findings, the clear ones first."""

    def load() -> dict[str, object]:
        found = [
            one
            for one in desk.findings(principal)
            if (not kind or one.kind.value in kind)
            and (not certainty or one.certainty.value in certainty)
            and (not file or any(source.file == file for source in one.sources))
        ]
        page = [finding_json(one) for one in found[offset : offset + limit]]
        return {"total": len(found), "results": page}

    return JSONResponse(await run_in_threadpool(load))


@router.get(
    "/audit-log",
    tags=["Vận hành"],
    summary="Nhật ký: ai đã làm gì (quản trị)",
    description="Chỉ ghi khi đòi khóa. Không ghi câu hỏi và câu trả lời, trừ khi bật BAOCAO_LOG_QUESTIONS.",
    responses=responses(401, 403, 422, 500, 503),
)
async def list_events(desk: Desk, _: Admin, limit: Limit = 100, offset: Offset = 0) -> list[EventOut]:
    """What was done, newest first."""

    def load() -> list[EventOut]:
        return [
            EventOut(**{**{name: row[name] for name in EventOut.model_fields}, "at": row["at"].isoformat()})
            for row in desk.audit_log.listed(limit=limit, offset=offset)
        ]

    return await run_in_threadpool(load)
