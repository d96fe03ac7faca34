"""Keeps other web sites from acting through a visitor's browser.

A browser says where a request comes from (`Sec-Fetch-Site`, `Origin`); scripts and clients say nothing and
bring a key of their own. While no key is asked for, only names of this very machine are served, or else a
site could point a name of its own here and read the reports.
"""

from ipaddress import ip_address
from typing import Final
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from api.access.gate import COOKIE
from api.problems import Kind, ProblemError, problem_response
from assistant.settings import Settings

_SAFE: Final = frozenset({"GET", "HEAD", "OPTIONS"})


class SameOrigin:
    """Refuses requests that another site made."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self.app, self.settings = app, settings
        self._names = {"localhost", settings.host, *settings.allowed_hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one connection on."""
        problem = self._refused(scope) if scope["type"] == "http" else None
        if problem is None:
            await self.app(scope, receive, send)
            return
        await problem_response(problem, scope["path"], scope.get("request_id"))(scope, receive, send)

    def _refused(self, scope: Scope) -> ProblemError | None:
        headers = Headers(scope=scope)
        if not self.settings.access and not self._ours(headers.get("host", "")):
            detail = "Tên máy chủ không được nhận. Quản trị có thể thêm tên này vào BAOCAO_ALLOWED_HOSTS."
            return ProblemError(Kind.FORBIDDEN, detail)
        if scope["method"] in _SAFE or self._same_origin(headers):
            return None
        return ProblemError(Kind.CSRF)

    def _ours(self, host: str) -> bool:
        try:
            name = urlsplit(f"//{host}").hostname or ""
            return name in self._names or ip_address(name).is_loopback
        except ValueError:
            return False

    def _same_origin(self, headers: Headers) -> bool:
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if origin is None and site is None:
            # Not a browser; but a cookie without a word about its origin is not trusted either.
            return not self.settings.access or f"{COOKIE}=" not in headers.get("cookie", "")
        if "authorization" in headers or "x-api-key" in headers:
            return True
        if site is not None:
            return site in {"same-origin", "none"}
        known = {headers.get("host", ""), urlsplit(self.settings.public_url or "").netloc}
        return urlsplit(origin or "").netloc in known - {""}
