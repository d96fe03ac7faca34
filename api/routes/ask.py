"""Questions: answered whole, or told step by step; kept answers read again."""

import logging
from collections.abc import AsyncIterator, Sequence
from typing import Annotated

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from fastapi import APIRouter, Header, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, StreamingResponse

from api.access.gate import Asker, Desk, Reader
from api.access.principal import Principal
from api.problems import Kind, ProblemError, as_problem, problem_body, responses
from api.reception import Reception
from api.schemas.answers import AnswerOut, AskRequest
from api.sse import EVENT_SCHEMA, answer_events, event, event_stream, kept_alive, number_after
from api.stores.visibility import Deed
from assistant.answer_json import Json

_log = logging.getLogger(__name__)

router = APIRouter(tags=["Hỏi đáp"])

_MOST_WAITING = 500
_STREAM: dict[int | str, dict[str, object]] = {
    200: {
        "description": "Các sự kiện `status`, `token`, `citation`, `calculation`, `done`, `error`",
        "content": {"text/event-stream": {"itemSchema": EVENT_SCHEMA}},
    }
}


async def answered(
    request: Request,
    principal: Principal,
    asked: AskRequest,
    *,
    door: str = "api",
    history: Sequence[str] = (),
) -> dict[str, Json]:
    """An answer made in a thread; at most so many at once, the others wait their turn."""
    desk: Reception = request.app.state.reception
    address = request.client.host if request.client else ""
    deed = Deed(
        actor=principal.id, action="ask", address=address, request_id=request.scope.get("request_id", "")
    )

    thinking: CapacityLimiter = request.app.state.thinking
    if thinking.statistics().tasks_waiting >= _MOST_WAITING:
        raise ProblemError(Kind.BUSY, "Đang có quá nhiều người hỏi.", headers={"Retry-After": "5"})

    def work() -> dict[str, Json]:
        return desk.ask(principal, asked, door=door, deed=deed, history=history)

    return await run_sync(work, limiter=thinking)


def told_problem(request: Request, error: BaseException) -> ProblemError:
    """The problem to tell in a stream that has begun; its cause goes to the log."""
    problem = as_problem(request, error)
    if problem.kind is Kind.INTERNAL:
        _log.error("a stream broke", exc_info=error)
    return problem


@router.post(
    "/api/ask",
    summary="Hỏi một câu",
    description="Trả lời kèm nguồn và phép tính. Gửi lại `conversation_id` để hỏi tiếp.",
    response_model=AnswerOut,
    responses=responses(400, 401, 403, 404, 413, 415, 422, 429, 500, 503),
)
async def ask(request: Request, principal: Asker, asked: AskRequest) -> JSONResponse:
    """An answer."""
    return JSONResponse(await answered(request, principal, asked))


@router.post(
    "/api/ask/stream",
    summary="Hỏi một câu, nhận dần câu trả lời",
    description="Ngắt kết nối là dừng. Câu trả lời đã xong đọc lại được ở `/api/answers/{id}/events`.",
    response_class=StreamingResponse,
    responses=_STREAM | responses(400, 401, 403, 413, 415, 422, 429, 500, 503),
)
async def ask_stream(request: Request, principal: Asker, asked: AskRequest) -> StreamingResponse:
    """An answer, step by step."""

    async def events() -> AsyncIterator[bytes]:
        yield event("status", {"step": "search", "message": "Đang tìm trong các báo cáo…"})
        async for told in kept_alive(answered(request, principal, asked, door="stream")):
            if isinstance(told, bytes):
                yield told
            elif error := told.exception():
                yield event("error", problem_body(request, told_problem(request, error)))
            else:
                for part in answer_events(told.result()):
                    yield part

    return event_stream(events())


@router.get(
    "/api/answers/{answer_id}",
    summary="Đọc lại một câu trả lời",
    response_model=AnswerOut,
    responses=responses(401, 403, 404, 500, 503),
)
async def read_answer(desk: Desk, principal: Reader, answer_id: str) -> JSONResponse:
    """A kept answer."""
    turn = await run_in_threadpool(desk.own_turn, principal, answer_id)
    return JSONResponse(dict(turn.answer))


@router.get(
    "/api/answers/{answer_id}/events",
    summary="Nhận nốt câu trả lời bị ngắt giữa chừng",
    description="Gửi `Last-Event-ID` của sự kiện cuối đã nhận để chỉ nhận phần sau nó.",
    response_class=StreamingResponse,
    responses=_STREAM | responses(401, 403, 404, 422, 500, 503),
)
async def read_events(
    desk: Desk,
    principal: Reader,
    answer_id: str,
    last_event_id: Annotated[str | None, Header(max_length=300)] = None,
) -> StreamingResponse:
    """The rest of a kept answer's events."""
    turn = await run_in_threadpool(desk.own_turn, principal, answer_id)

    async def events() -> AsyncIterator[bytes]:
        for part in answer_events(turn.answer, number_after(last_event_id)):
            yield part

    return event_stream(events())
