"""Whether the house stands, whether its stores answer, and what an operator counts."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from api.access.gate import Desk, needs
from api.access.principal import Principal, Scope
from api.problems import responses

router = APIRouter(tags=["Vận hành"])


class Health(BaseModel):
    """A sign of life."""

    status: str = Field(description="`ok`", examples=["ok"])


class Readiness(BaseModel):
    """What stands behind the door."""

    status: str = Field(description="`ok`", examples=["ok"])
    reports: int | None = Field(
        description="Số báo cáo đã lập chỉ mục; không nói khi đòi khóa, vì ai cũng gọi được", examples=[5]
    )


@router.get("/healthz", summary="Còn chạy không")
async def health() -> Health:
    """A sign of life that touches no store."""
    return Health(status="ok")


@router.get("/readyz", summary="Các kho có trả lời không", responses=responses(500, 503))
async def readiness(desk: Desk) -> Readiness:
    """Ready once every store has really answered."""
    reports = await run_in_threadpool(desk.answer_for_stores)
    return Readiness(status="ok", reports=None if desk.settings.access else reports)


@router.get(
    "/metrics",
    summary="Số đo cho Prometheus",
    response_class=Response,
    responses=responses(401, 403) | {200: {"content": {"text/plain": {"schema": {"type": "string"}}}}},
)
async def metrics(desk: Desk, _: Annotated[Principal, Depends(needs(Scope.READ))]) -> Response:
    """The counters, as text."""
    return Response(desk.metrics.page(), media_type="text/plain; version=0.0.4")
