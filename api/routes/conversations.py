"""A person's own conversations, read, renamed, taken away, forgotten; and what they think of answers."""

import json
from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from api.access.gate import Admin, Desk, Reader
from api.problems import responses
from api.schemas.answers import (
    ConversationDetail,
    ConversationOut,
    ConversationPage,
    FeedbackRequest,
    RenameRequest,
)
from api.schemas.pages import Limit, Offset
from api.stores.conversations import Talk, Turn
from assistant.answer_json import Json

router = APIRouter(tags=["Cuộc trao đổi"])


class Forgotten(BaseModel):
    """What was forgotten."""

    deleted: int = Field(description="Số cuộc trao đổi đã xóa")


@router.get(
    "/api/conversations", summary="Các cuộc trao đổi của tôi", responses=responses(401, 403, 422, 500, 503)
)
async def list_conversations(
    desk: Desk, principal: Reader, limit: Limit = 20, offset: Offset = 0
) -> ConversationPage:
    """One page, newest first."""

    def load() -> ConversationPage:
        total, talks = desk.conversations.talks(principal.id, limit=limit, offset=offset)
        return ConversationPage(total=total, results=[ConversationOut(**_talk(talk)) for talk in talks])

    return await run_in_threadpool(load)


@router.delete(
    "/api/conversations",
    summary="Xóa mọi cuộc trao đổi của tôi",
    responses=responses(401, 403, 500, 503),
)
async def forget_all(desk: Desk, principal: Reader) -> Forgotten:
    """Forget all that this person asked."""
    return Forgotten(deleted=await run_in_threadpool(desk.conversations.delete_all, principal.id))


@router.get(
    "/api/conversations/export",
    summary="Tải về mọi cuộc trao đổi của tôi",
    response_model=list[ConversationDetail],
    responses=responses(401, 403, 500, 503),
)
async def export_all(desk: Desk, principal: Reader) -> Response:
    """All that this person asked, as one file."""

    def load() -> str:
        kept = desk.conversations
        total, _ = kept.talks(principal.id, limit=1, offset=0)
        _, talks = kept.talks(principal.id, limit=max(1, total), offset=0)
        return json.dumps([_detail(talk, kept.turns(talk.id)) for talk in talks], ensure_ascii=False)

    return _file(await run_in_threadpool(load), "application/json", "trao-doi.json")


@router.get(
    "/api/conversations/{conversation_id}",
    summary="Một cuộc trao đổi",
    response_model=ConversationDetail,
    responses=responses(401, 403, 404, 500, 503),
)
async def read_conversation(desk: Desk, principal: Reader, conversation_id: str) -> JSONResponse:
    """A conversation with its turns."""

    def load() -> dict[str, Json]:
        return _detail(desk.own_talk(principal, conversation_id), desk.conversations.turns(conversation_id))

    return JSONResponse(await run_in_threadpool(load))


@router.get(
    "/api/conversations/{conversation_id}/export",
    summary="Tải về một cuộc trao đổi",
    description="Dạng `json` đầy đủ, hoặc `markdown` để đọc.",
    response_class=Response,
    responses=responses(401, 403, 404, 422, 500, 503)
    | {
        200: {
            "description": "Tệp tải về",
            "content": {"application/json": {}, "text/markdown": {"schema": {"type": "string"}}},
        }
    },
)
async def export_conversation(
    desk: Desk,
    principal: Reader,
    conversation_id: str,
    form: Annotated[str, Query(alias="format", pattern="^(json|markdown)$")] = "markdown",
) -> Response:
    """A conversation as a file."""

    def load() -> tuple[Talk, tuple[Turn, ...]]:
        return desk.own_talk(principal, conversation_id), desk.conversations.turns(conversation_id)

    talk, turns = await run_in_threadpool(load)
    if form == "json":
        content = json.dumps(_detail(talk, turns), ensure_ascii=False, indent=2)
        return _file(content, "application/json", f"trao-doi-{talk.id[:8]}.json")
    return _file(_as_markdown(talk, turns), "text/markdown", f"trao-doi-{talk.id[:8]}.md")


@router.patch(
    "/api/conversations/{conversation_id}",
    summary="Đổi tên một cuộc trao đổi",
    responses=responses(400, 401, 403, 404, 413, 415, 422, 500, 503),
)
async def rename_conversation(
    desk: Desk, principal: Reader, conversation_id: str, renamed: RenameRequest
) -> ConversationOut:
    """The conversation under its new name."""

    def rename() -> ConversationOut:
        talk = desk.own_talk(principal, conversation_id)
        desk.conversations.rename(conversation_id, renamed.title)
        return ConversationOut(**(_talk(talk) | {"title": renamed.title}))

    return await run_in_threadpool(rename)


@router.delete(
    "/api/conversations/{conversation_id}",
    status_code=204,
    summary="Xóa một cuộc trao đổi",
    responses=responses(401, 403, 404, 500, 503),
)
async def forget_conversation(desk: Desk, principal: Reader, conversation_id: str) -> None:
    """Forget a conversation with its answers."""

    def forget() -> None:
        desk.own_talk(principal, conversation_id)
        desk.conversations.delete(conversation_id)

    await run_in_threadpool(forget)


@router.post(
    "/api/feedback",
    status_code=204,
    summary="Nhận xét một câu trả lời",
    responses=responses(400, 401, 403, 404, 413, 415, 422, 500, 503),
)
async def rate(desk: Desk, principal: Reader, given: FeedbackRequest) -> None:
    """Keep what a person thinks of an answer."""

    def keep() -> None:
        desk.own_turn(principal, given.answer_id)
        desk.conversations.rate(given.answer_id, principal.id, given.rating, given.reason)

    await run_in_threadpool(keep)


@router.get(
    "/api/feedback",
    summary="Các nhận xét (quản trị)",
    response_model=list[dict[str, object]],
    responses=responses(401, 403, 422, 500, 503),
)
async def list_feedback(desk: Desk, _: Admin, limit: Limit = 20, offset: Offset = 0) -> JSONResponse:
    """What people thought, newest first."""

    def load() -> list[dict[str, str]]:
        ratings = desk.conversations.ratings(limit=limit, offset=offset)
        return [{name: str(value) for name, value in rating.items()} for rating in ratings]

    return JSONResponse(await run_in_threadpool(load))


def _talk(talk: Talk) -> dict[str, str]:
    return {
        "id": talk.id,
        "title": talk.title,
        "created_at": talk.created_at.isoformat(),
        "updated_at": talk.updated_at.isoformat(),
    }


def _detail(talk: Talk, turns: tuple[Turn, ...]) -> dict[str, Json]:
    told: list[Json] = [
        {"question": turn.question, "asked_at": turn.created_at.isoformat(), "answer": dict(turn.answer)}
        for turn in turns
    ]
    return {**_talk(talk), "turns": told}


def _as_markdown(talk: Talk, turns: tuple[Turn, ...]) -> str:
    return "\n".join([f"# {talk.title}", "", *(_turn_as_markdown(turn) for turn in turns)])


def _turn_as_markdown(turn: Turn) -> str:
    sources = turn.answer.get("citations")
    listed = [_source(one) for one in sources if isinstance(one, dict)] if isinstance(sources, list) else []
    answer = str(turn.answer.get("answer", ""))
    return "\n".join([f"## {turn.question}", "", answer, "", *listed, ""])


def _source(citation: Mapping[str, Json]) -> str:
    return f"[{citation['marker']}] {citation['report_title']} ({citation['file']}): “{citation['text']}”"


def _file(content: str, media_type: str, name: str) -> Response:
    return Response(
        content,
        media_type=f"{media_type}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
