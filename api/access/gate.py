"""The dependency that every route names: who comes, and whether they may."""

import time
from collections.abc import Callable, Coroutine
from typing import Annotated, Final
from urllib.parse import quote

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.security import APIKeyCookie, HTTPBearer
from starlette.exceptions import HTTPException

from api.access.principal import LOCAL, Principal, Scope
from api.problems import Kind, ProblemError
from api.reception import Reception

COOKIE: Final = "baocao_session"
# How long a key is believed without looking again: a revoked key dies within so many seconds.
_BELIEVED_SECONDS: Final = 5.0

bearer = HTTPBearer(auto_error=False, description="Khóa truy cập do quản trị cấp (bc_…)")
cookie = APIKeyCookie(name=COOKIE, auto_error=False, description="Phiên đăng nhập")

Guard = Callable[..., Coroutine[None, None, Principal]]


def reception(request: Request) -> Reception:
    """The app's reception."""
    held: Reception = request.app.state.reception
    return held


Desk = Annotated[Reception, Depends(reception)]


class Gate:
    """Recognises keys and sessions, and remembers them for a moment."""

    def __init__(self, desk: Reception) -> None:
        self.desk = desk
        self._known: dict[str, tuple[float, Principal | None]] = {}

    async def recognise(self, request: Request) -> Principal:
        """Whoever sends this request; raises where nobody can be recognised."""
        if not self.desk.settings.access:
            return LOCAL
        kind, token = _token(request)
        if not token:
            if self._may_log_in(request):
                then = quote(request.url.path + (f"?{request.url.query}" if request.url.query else ""))
                raise HTTPException(303, headers={"Location": f"/api/login?then={then}"})
            raise ProblemError(Kind.UNAUTHENTICATED, headers={"WWW-Authenticate": "Bearer"})
        principal = await self._look_up(kind, token)
        if principal is None:
            detail = "Khóa hoặc phiên đăng nhập đã hết hạn, bị thu hồi hoặc không đúng."
            raise ProblemError(Kind.UNAUTHENTICATED, detail, headers={"WWW-Authenticate": "Bearer"})
        return principal

    def _may_log_in(self, request: Request) -> bool:
        """Whether it is a person's browser that opens a page, and there is a place to log in."""
        a_page = request.method == "GET" and "text/html" in request.headers.get("accept", "")
        return a_page and self.desk.settings.oidc_issuer is not None

    async def _look_up(self, kind: str, token: str) -> Principal | None:
        name, now = f"{kind}:{token}", time.monotonic()
        until, principal = self._known.get(name, (0.0, None))
        if until > now:
            return principal
        found = self.desk.keys.holder if kind == "key" else self.desk.keys.visitor
        principal = await run_in_threadpool(found, token)
        if len(self._known) > 1000:
            self._known.clear()
        self._known[name] = (now + _BELIEVED_SECONDS, principal)
        return principal

    def forget(self, kind: str, token: str) -> None:
        """Believe a token no longer."""
        self._known.pop(f"{kind}:{token}", None)


def _token(request: Request) -> tuple[str, str]:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return "key", token.strip()
    if given := request.headers.get("x-api-key"):
        return "key", given.strip()
    return "session", request.cookies.get(COOKIE, "")


def needs(scope: Scope) -> Guard:
    """A dependency: the principal, who may do this."""

    async def guard(
        request: Request,
        _bearer: Annotated[object, Depends(bearer)],
        _cookie: Annotated[object, Depends(cookie)],
    ) -> Principal:
        gate: Gate = request.app.state.gate
        principal = await gate.recognise(request)
        if not principal.may(scope):
            raise ProblemError(Kind.FORBIDDEN, f"Cần quyền “{scope.value}”.")
        if scope is Scope.ASK:
            gate.desk.take_turn(principal, request.client.host if request.client else "")
        return principal

    return guard


Reader = Annotated[Principal, Depends(needs(Scope.READ))]
Asker = Annotated[Principal, Depends(needs(Scope.ASK))]
Uploader = Annotated[Principal, Depends(needs(Scope.UPLOAD))]
Admin = Annotated[Principal, Depends(needs(Scope.ADMIN))]
