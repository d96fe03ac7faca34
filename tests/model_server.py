"""A real HTTP server that speaks the OpenAI chat-completions protocol, and does what it is told.

It behaves or misbehaves by script: each request takes the next reply; the last one repeats.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any  # a chat-completions body is open JSON


@dataclass(frozen=True, kw_only=True)
class Call:
    """A tool call the model asks for."""

    name: str
    arguments: Mapping[str, object] | str  # a string is sent as it is, however broken


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer of the server."""

    text: str = ""
    calls: tuple[Call, ...] = ()
    status: int = 200
    delay: float = 0.0
    raw: bytes | None = None  # sent instead of a completion
    breaks_off: bool = False  # the connection ends in the middle
    finish: str | None = None


@dataclass
class ModelServer:
    """The running server: its address, what it was asked, what it will say."""

    replies: Sequence[Reply]
    requests: list[dict[str, Any]] = field(default_factory=list)
    address: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def next_reply(self, request: dict[str, Any]) -> Reply:
        """Take the reply for this request."""
        with self._lock:
            self.requests.append(request)
            return self.replies[min(len(self.requests), len(self.replies)) - 1]


@contextmanager
def serving(*replies: Reply) -> Iterator[ModelServer]:
    """A server that gives these replies in turn, until the block ends."""
    model = ModelServer(replies)

    class Handler(_Handler):
        server_model = model

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    model.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
        thread.join(timeout=5)


class _Handler(BaseHTTPRequestHandler):
    server_model: ModelServer
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 -- the library's own name
        """Keep the tests' output quiet."""

    def do_GET(self) -> None:
        """List the one model."""
        self._send(200, {"object": "list", "data": [{"id": "scripted", "object": "model"}]})

    def do_POST(self) -> None:
        """Give the next reply of the script."""
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        reply = self.server_model.next_reply(body)
        time.sleep(reply.delay)
        if reply.raw is not None:
            self._send_bytes(reply.status, reply.raw)
        elif reply.status != 200:
            self._send(reply.status, {"error": {"message": "scripted failure", "type": "server_error"}})
        elif body.get("stream"):
            self._stream(reply)
        elif reply.breaks_off:
            self._break_off(json.dumps(_completion(reply)).encode())
        else:
            self._send(200, _completion(reply))

    def _send(self, status: int, body: Mapping[str, object]) -> None:
        self._send_bytes(status, json.dumps(body).encode())

    def _send_bytes(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _break_off(self, body: bytes) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2])
        self.close_connection = True

    def _stream(self, reply: Reply) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        chunks = list(_chunks(reply))
        for chunk in chunks[: len(chunks) // 2] if reply.breaks_off else chunks:
            self.wfile.write(f"data: {json.dumps(chunk)}\n\n".encode())
        if not reply.breaks_off:
            self.wfile.write(b"data: [DONE]\n\n")


def _tool_calls(reply: Reply) -> list[dict[str, object]]:
    return [
        {
            "id": f"call_{number}",
            "type": "function",
            "function": {
                "name": call.name,
                "arguments": _as_sent(call.arguments),
            },
        }
        for number, call in enumerate(reply.calls)
    ]


def _as_sent(arguments: Mapping[str, object] | str) -> str:
    return arguments if isinstance(arguments, str) else json.dumps(arguments)


def _completion(reply: Reply) -> dict[str, object]:
    message: dict[str, object] = {"role": "assistant", "content": reply.text or None}
    if reply.calls:
        message["tool_calls"] = _tool_calls(reply)
    finish = reply.finish or ("tool_calls" if reply.calls else "stop")
    return {
        "id": "chatcmpl-scripted",
        "object": "chat.completion",
        "created": 0,
        "model": "scripted",
        "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


def _chunks(reply: Reply) -> Iterator[dict[str, object]]:
    deltas: list[dict[str, object]] = [{"role": "assistant", "content": ""}]
    deltas += [{"content": word} for word in reply.text.split(" ")] if reply.text else []
    if reply.calls:
        deltas.append({"tool_calls": [{"index": n, **call} for n, call in enumerate(_tool_calls(reply))]})
    finish = reply.finish or ("tool_calls" if reply.calls else "stop")
    for delta in [*deltas, {}]:
        choice = {"index": 0, "delta": delta, "finish_reason": None if delta else finish}
        yield {
            "id": "chatcmpl-scripted",
            "object": "chat.completion.chunk",
            "created": 0,
            "model": "scripted",
            "choices": [choice],
        }
