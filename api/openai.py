"""The door for OpenAI clients and the chat pages that speak their protocol.

A thin coat: the conversation comes whole with every request, the last message is the question, what was
asked before is what it inherits from. Sources are footnotes in the text, and data in `baocao`.
"""

import json
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Annotated, Final, Literal

from fastapi import APIRouter, Request
from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from api.access.gate import Asker, Reader
from api.footnotes import with_footnotes
from api.problems import Kind, ProblemError, responses
from api.routes.ask import answered, told_problem
from api.schemas.answers import AnswerOut, AskRequest
from api.schemas.words import Words
from api.sse import EVENT_SCHEMA, answer_words, event_stream, kept_alive
from assistant.answer_json import Json

router = APIRouter(prefix="/v1", tags=["Tương thích OpenAI"])

MODEL: Final = "baocao"
_REMEMBERED: Final = 12  # earlier questions that are looked at


class Part(BaseModel):
    """A part of a message; only text is read."""

    model_config = ConfigDict(extra="ignore")

    type: str = Field(max_length=40)
    text: Annotated[Words, Field(max_length=20_000)] = ""


class Message(BaseModel):
    """One message of a conversation."""

    model_config = ConfigDict(extra="ignore")

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Annotated[Words, Field(max_length=100_000)] | list[Part] | None = None

    @property
    def text(self) -> str:
        """The message's words."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content if part.type == "text")
        return self.content or ""


class StreamOptions(BaseModel):
    """What a stream brings besides the words."""

    model_config = ConfigDict(extra="ignore")

    include_usage: bool = False


class ChatRequest(BaseModel):
    """What OpenAI clients send; what does not bear on an answer from reports is read and ignored."""

    model_config = ConfigDict(extra="ignore")

    model: Annotated[str, Field(max_length=200, description="Bỏ qua; chỉ có `baocao`")] = MODEL
    messages: list[Message] = Field(min_length=1, max_length=1000, description="Cả cuộc trao đổi")
    stream: bool = Field(default=False, description="Nhận dần câu trả lời")
    stream_options: StreamOptions | None = None
    n: int = Field(default=1, ge=1, le=1, description="Chỉ một câu trả lời")


class ChatMessage(BaseModel):
    """The answer's words."""

    role: Literal["assistant"]
    content: str


class Choice(BaseModel):
    """The one answer."""

    index: int
    message: ChatMessage
    finish_reason: Literal["stop"]
    logprobs: None = None


class Usage(BaseModel):
    """Roughly how long it was, in syllables."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class ChatResponse(BaseModel):
    """An answer as OpenAI clients read it."""

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[Choice]
    usage: Usage
    baocao: AnswerOut = Field(description="Câu trả lời đầy đủ: nguồn, phép tính, tình trạng")


class ModelOut(BaseModel):
    """A model's name."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class ModelList(BaseModel):
    """The names there are."""

    object: Literal["list"]
    data: list[ModelOut]


@router.get("/models", summary="Các mô hình", responses=responses(401, 403, 500))
async def list_models(_: Reader) -> ModelList:
    """The one assistant there is."""
    return ModelList(object="list", data=[_model()])


@router.get("/models/{model}", summary="Một mô hình", responses=responses(401, 403, 404, 500))
async def read_model(_: Reader, model: str) -> ModelOut:
    """The assistant as a model."""
    if model != MODEL:
        raise ProblemError(Kind.NOT_FOUND, f"Chỉ có mô hình “{MODEL}”.")
    return _model()


@router.post(
    "/chat/completions",
    summary="Trò chuyện theo cách của OpenAI",
    response_model=ChatResponse,
    responses=responses(400, 401, 403, 413, 415, 422, 429, 500, 503)
    | {
        200: {
            "description": "Câu trả lời, hoặc dòng sự kiện khi `stream` là true",
            "content": {"text/event-stream": {"itemSchema": EVENT_SCHEMA}},
        }
    },
)
async def chat(request: Request, principal: Asker, given: ChatRequest) -> Response:
    """An answer to the last message, in the light of those before it."""
    questions = [message.text for message in given.messages if message.role == "user" and message.text]
    if not questions or given.messages[-1].role != "user":
        raise ProblemError(Kind.INVALID, "Tin nhắn cuối phải là câu hỏi của người dùng, có chữ.")
    asked = AskRequest(question=questions[-1][:4000])
    history = tuple(questions[:-1][-_REMEMBERED:])
    work = answered(request, principal, asked, door="openai", history=history)
    if not given.stream:
        return JSONResponse(_completion(await work, given.messages))
    usage = given.stream_options is not None and given.stream_options.include_usage

    async def events() -> AsyncIterator[bytes]:
        async for told in kept_alive(work):
            if isinstance(told, bytes):
                yield told
            elif error := told.exception():
                yield _data(_error(told_problem(request, error)))
            else:
                for chunk in _chunks(told.result(), given.messages if usage else None):
                    yield _data(chunk)
        yield b"data: [DONE]\n\n"

    return event_stream(events())


def _completion(answer: Mapping[str, Json], messages: Sequence[Message]) -> dict[str, Json]:
    content = with_footnotes(answer)
    return {
        "id": f"chatcmpl-{answer['answer_id']}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": MODEL,
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": content},
                "finish_reason": "stop",
                "logprobs": None,
            }
        ],
        "usage": _usage(messages, content),
        "baocao": dict(answer),
    }


def _chunks(answer: Mapping[str, Json], counted: Sequence[Message] | None) -> Iterator[dict[str, Json]]:
    head: dict[str, Json] = {
        "id": f"chatcmpl-{answer['answer_id']}",
        "object": "chat.completion.chunk",
        "created": int(time.time()),
        "model": MODEL,
    }
    content = with_footnotes(answer)
    yield {**head, "choices": [_delta({"role": "assistant", "content": ""})]}
    for words in answer_words(content):
        yield {**head, "choices": [_delta({"content": words})]}
    yield {**head, "choices": [_delta({}, "stop")], "baocao": dict(answer)}
    if counted is not None:
        yield {**head, "choices": [], "usage": _usage(counted, content)}


def _delta(delta: dict[str, Json], finish: str | None = None) -> Json:
    return {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}


def _usage(messages: Sequence[Message], content: str) -> dict[str, Json]:
    prompt = sum(len(message.text.split()) for message in messages)
    completion = len(content.split())
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}


def _model() -> ModelOut:
    return ModelOut(id=MODEL, object="model", created=0, owned_by="baocao")


def _error(problem: ProblemError) -> dict[str, Json]:
    return {"error": {"message": problem.detail, "type": problem.kind.key, "code": None}}


def _data(content: Mapping[str, Json]) -> bytes:
    return f"data: {json.dumps(content, ensure_ascii=False)}\n\n".encode()
