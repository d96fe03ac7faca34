"""Figures and indicators, the tools over them, and what the reports' own numbers do not add up to."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse

from api.access.gate import Desk, Reader
from api.problems import Fault, Kind, ProblemError, responses
from api.schemas.answers import CalculationOut
from api.schemas.figures import FigureOut, FigurePage, IndicatorPage, figure_as_json
from api.schemas.pages import Limit, Offset
from assistant.answer_json import Json, calculation_as_json
from assistant.tools.arguments import CompareWithTarget
from assistant.tools.registry import TOOLS, ToolArgumentsError, UnknownToolError, run_tool
from corpus.figures import FigureKind
from corpus.text import folded
from corpus.vocabulary import Indicator, load_vocabulary

router = APIRouter(prefix="/api", tags=["Số liệu"])

Several = Annotated[list[str], Query(max_length=100)]


class ToolOut(BaseModel):
    """A deterministic tool."""

    name: str = Field(examples=["change_between"])
    description: str
    arguments: dict[str, object] = Field(description="Lược đồ JSON của đối số")


@router.get(
    "/figures", summary="Số liệu", response_model=FigurePage, responses=responses(401, 403, 422, 500, 503)
)
async def list_figures(  # noqa: PLR0913 # each is one way to narrow the list
    *,
    desk: Desk,
    principal: Reader,
    indicator: Annotated[list[str], Query(max_length=100, description="Mã chỉ tiêu")] = [],  # noqa: B006 # FastAPI copies it
    label: Annotated[str | None, Query(max_length=300, description="Chữ trong tên, có dấu hay không")] = None,
    place: Annotated[list[str], Query(max_length=100, description="Nơi", examples=["huyện Tam Đường"])] = [],  # noqa: B006
    period: Annotated[list[str], Query(max_length=100, description="Kỳ", examples=["2023"])] = [],  # noqa: B006
    kind: Annotated[list[FigureKind], Query(max_length=6, description="Loại")] = [],  # noqa: B006
    report_id: Annotated[list[str], Query(max_length=500, description="Mã báo cáo")] = [],  # noqa: B006
    footnote: Annotated[str | None, Query(max_length=20, description="Số chú thích")] = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> JSONResponse:
    """One page of figures, in the order of their reports."""

    def load() -> dict[str, Json]:
        found = desk.library(principal).figures(
            indicator=indicator,
            label=label,
            place=place,
            period=period,
            kind=[one.value for one in kind],
            report_id=report_id,
            footnote=footnote,
        )
        page = [figure_as_json(figure) for figure in found[offset : offset + limit]]
        return {"total": len(found), "results": [*page]}

    return JSONResponse(await run_in_threadpool(load))


@router.get(
    "/figures/{figure_id}",
    summary="Một số liệu",
    response_model=FigureOut,
    responses=responses(401, 403, 404, 422, 500, 503),
)
async def read_figure(desk: Desk, principal: Reader, figure_id: str) -> JSONResponse:
    """One figure."""
    figure = await run_in_threadpool(lambda: desk.library(principal).figure(figure_id))
    if figure is None:
        raise ProblemError(Kind.NOT_FOUND, "Không có số liệu này; báo cáo có thể đã được thay bản mới.")
    return JSONResponse(figure_as_json(figure))


@router.get(
    "/indicators",
    summary="Chỉ tiêu",
    response_model=IndicatorPage,
    responses=responses(401, 403, 422, 500, 503),
)
async def list_indicators(
    _: Reader,
    q: Annotated[str, Query(max_length=200, description="Chữ trong tên hoặc tên khác")] = "",
    field: Annotated[str | None, Query(max_length=100, description="Lĩnh vực")] = None,
    limit: Limit = 100,
    offset: Offset = 0,
) -> JSONResponse:
    """One page of the vocabulary."""

    def load() -> dict[str, Json]:
        wanted = folded(q)
        known = [
            one
            for one in load_vocabulary().indicators
            if (not field or one.field == field)
            and any(wanted in folded(name) for name in (one.id, one.name, *one.synonyms))
        ]
        page: list[Json] = [_indicator(one) for one in known[offset : offset + limit]]
        return {"total": len(known), "results": page}

    return JSONResponse(await run_in_threadpool(load))


@router.get("/tools", summary="Các phép tính có thể gọi", responses=responses(401, 403, 500))
async def list_tools(_: Reader) -> list[ToolOut]:
    """Every tool with the schema of its arguments."""
    return [
        ToolOut(name=one.name, description=one.description, arguments=one.arguments.model_json_schema())
        for one in TOOLS.values()
    ]


@router.post(
    "/tools/{name}",
    summary="Gọi một phép tính",
    description="Đối số như `GET /api/tools` nêu. Không tính được thì `refusal` nói vì sao.",
    response_model=CalculationOut,
    responses=responses(400, 401, 403, 404, 413, 415, 422, 500, 503),
)
async def call_tool(desk: Desk, principal: Reader, name: str, arguments: dict[str, object]) -> JSONResponse:
    """A calculation."""

    def work() -> dict[str, Json]:
        try:
            return calculation_as_json(run_tool(desk.tool_desk(principal), name, arguments))
        except UnknownToolError as error:
            raise ProblemError(Kind.NOT_FOUND, "Không có phép tính này.") from error
        except ToolArgumentsError as error:
            faults = [Fault(field=one.partition(":")[0], message=one) for one in error.problems]
            raise ProblemError(Kind.INVALID, faults=faults) from error

    return JSONResponse(await run_in_threadpool(work))


@router.post(
    "/compare",
    summary="So kết quả với mục tiêu",
    response_model=CalculationOut,
    responses=responses(400, 401, 403, 413, 415, 422, 500, 503),
)
async def compare(desk: Desk, principal: Reader, given: CompareWithTarget) -> JSONResponse:
    """Exceeded, met or missed, with the formula; or why that cannot be said."""

    def work() -> dict[str, Json]:
        arguments = given.model_dump(exclude_none=True)
        return calculation_as_json(run_tool(desk.tool_desk(principal), "compare_with_target", arguments))

    return JSONResponse(await run_in_threadpool(work))


def _indicator(indicator: Indicator) -> dict[str, Json]:
    return {
        "id": indicator.id,
        "name": indicator.name,
        "synonyms": list(indicator.synonyms),
        "unit_family": indicator.unit_family,
        "better": indicator.better.value,
        "field": indicator.field,
    }
