"""What every request passes on its way in and every response on its way out, as plain ASGI.

Plain ASGI because each layer of Starlette's `BaseHTTPMiddleware` costs a task and breaks streaming.
"""

import logging
import re
import time
from typing import TYPE_CHECKING, Final
from uuid import uuid4

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.logs import request_id, trace_id
from api.metrics import Metrics
from api.problems import Kind, ProblemError, problem_response

if TYPE_CHECKING:
    from api.tracing import Tracing

_log = logging.getLogger(__name__)

_REQUEST_ID: Final = re.compile(r"[\w.-]{8,64}", re.ASCII)

SECURITY_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        "connect-src 'self'; font-src 'self'; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


_ONLY_HTTPS: Final = {"Strict-Transport-Security": "max-age=31536000"}


class Observed:
    """Gives each request an id, counts it, and writes one line about it."""

    def __init__(self, app: ASGIApp, metrics: Metrics, tracing: "Tracing | None" = None) -> None:
        self.app, self.metrics, self.tracing = app, metrics, tracing

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one connection on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        name = scope["request_id"] = _request_id(scope)
        request_id.set(name)
        trace_id.set(self.tracing.trace_id() if self.tracing else None)
        started, status = time.perf_counter(), 499

        async def reply(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)["X-Request-ID"] = name
            await send(message)

        try:
            await self.app(scope, receive, reply)
        finally:
            self._note(scope, status, time.perf_counter() - started)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "(none)")
        self.metrics.request(scope["method"], route, status, seconds)
        _log.info("%s %s %d %.1f ms", scope["method"], scope["path"], status, seconds * 1000)


def _request_id(scope: Scope) -> str:
    given = Headers(scope=scope).get("x-request-id", "")
    return given if _REQUEST_ID.fullmatch(given) else uuid4().hex


class Guarded:
    """Adds the headers that keep a browser from being turned against its user."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self.app = app
        self.headers = SECURITY_HEADERS | (_ONLY_HTTPS if https else {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one connection on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def reply(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self.headers.items():
                    headers.setdefault(name, value)
                if scope["path"].startswith(("/api/", "/v1/")):
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, reply)


class Limited:
    """Refuses bodies that are larger than their door takes, before they are read."""

    def __init__(self, app: ASGIApp, *, usual: int, upload: int, upload_paths: tuple[str, ...]) -> None:
        self.app, self.usual, self.upload, self.upload_paths = app, usual, upload, upload_paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one connection on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        most = self.upload if scope["path"].startswith(self.upload_paths) else self.usual
        if _declared_length(scope) > most:
            problem = problem_response(_too_large(most), scope["path"], scope.get("request_id"))
            await problem(scope, receive, send)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > most:
                raise _too_large(most)
            return message

        await self.app(scope, counted, send)


def _declared_length(scope: Scope) -> int:
    declared = Headers(scope=scope).get("content-length", "0")
    return int(declared) if declared.isascii() and declared.isdigit() else 0


def _too_large(most: int) -> ProblemError:
    size = f"{most // 1_048_576} MB" if most >= 1_048_576 else f"{most // 1024} KB"
    return ProblemError(Kind.TOO_LARGE, f"Giới hạn là {size}.", headers={"Connection": "close"})
