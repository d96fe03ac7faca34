"""Server-sent events: one answer told step by step, with a heartbeat while it is being made."""

import asyncio
import json
import re
import threading
from asyncio import Task
from collections.abc import AsyncIterator, Coroutine, Iterator, Mapping
from contextvars import ContextVar, copy_context
from typing import Any, Final, TypeVar

from starlette.responses import StreamingResponse

from assistant.answer_json import Json

T = TypeVar("T")
_LEFT: Final[ContextVar[threading.Event | None]] = ContextVar("left", default=None)
HEARTBEAT_SECONDS: Final = 10.0
PING: Final = b": ping\n\n"
EVENT_SCHEMA: Final = {
    "type": "object",
    "properties": {"event": {"type": "string"}, "data": {"type": "string"}, "id": {"type": "string"}},
}
_WORDS: Final = re.compile(r"\S+\s*|\s+")
_HEADERS: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}


def event_stream(events: AsyncIterator[bytes]) -> StreamingResponse:
    """The response that carries events as they come."""
    return StreamingResponse(events, media_type="text/event-stream", headers=_HEADERS)


def event(name: str, data: Mapping[str, Json], event_id: str | None = None) -> bytes:
    """One event on the wire."""
    head = f"event: {name}\n" + (f"id: {event_id}\n" if event_id else "")
    return f"{head}data: {json.dumps(data, ensure_ascii=False)}\n\n".encode()


async def kept_alive(
    work: Coroutine[None, None, T], seconds: float = HEARTBEAT_SECONDS
) -> AsyncIterator[bytes | Task[T]]:
    """Comments while the work goes on, the finished task last.

    When its reader leaves, the work is told (`reader_left`) and stops where it next looks. It is not torn
    from its thread, which would leave the thread running and its place taken by another.
    """
    left, context = threading.Event(), copy_context()
    context.run(_LEFT.set, left)
    task = asyncio.create_task(work, context=context)
    try:
        while not (await asyncio.wait({task}, timeout=seconds))[0]:
            yield PING
        yield task
    finally:
        if not task.done():
            left.set()
            _UNREAD.add(task)
            task.add_done_callback(_let_go)


def reader_left() -> bool:
    """Whether whoever asked for this work has gone, seen from the work's own thread."""
    left = _LEFT.get()
    return left is not None and left.is_set()


class ReaderLeftError(Exception):
    """Work that nobody waits for any more."""


# The event loop keeps only weak references to its tasks.
_UNREAD: Final[set[Task[Any]]] = set()  # Any: whatever each would have come to


def _let_go(task: Task[Any]) -> None:
    _UNREAD.discard(task)
    if not task.cancelled():
        task.exception()  # looked at, so that nobody complains that nobody did


def answer_events(answer: Mapping[str, Json], after: int = 0) -> Iterator[bytes]:
    """A finished answer as events: sources, calculations, the words bit by bit, then all of it.

    Each bears `<answer id>:<number>`, so that a reader who lost the line can ask for the rest.
    """
    for number, (name, data) in enumerate(_parts(answer), start=1):
        if number > after:
            yield event(name, data, f"{answer['answer_id']}:{number}")


def _parts(answer: Mapping[str, Json]) -> Iterator[tuple[str, Mapping[str, Json]]]:
    yield "status", {"step": "write", "message": "Đang viết câu trả lời…", "answer_id": answer["answer_id"]}
    for name, many in (("citation", answer["citations"]), ("calculation", answer["calculations"])):
        for one in many if isinstance(many, list) else ():
            if isinstance(one, dict):
                yield name, one
    for words in answer_words(str(answer["answer"])):
        yield "token", {"text": words}
    yield "done", answer


def answer_words(text: str) -> list[str]:
    """The text word by word, nothing lost."""
    return _WORDS.findall(text)


def number_after(last_event_id: str | None) -> int:
    """How many events a reader has had, by the id of its last one."""
    _, _, number = (last_event_id or "").rpartition(":")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0
