"""Who is here: logging in, logging out, and what one may do."""

from typing import TYPE_CHECKING, Annotated, Final

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from api.access.gate import COOKIE, Desk, Reader
from api.problems import Kind, ProblemError, responses
from api.reception import Reception
from api.stores.keys import SESSION_HOURS
from api.stores.visibility import Deed

if TYPE_CHECKING:
    from api.access.oidc import Provider

router = APIRouter(prefix="/api", tags=["Đăng nhập"])

_ATTEMPT: Final = "baocao_login"
_AWAY: dict[int | str, dict[str, object]] = {
    303: {"description": "Chuyển đến nơi cấp đăng nhập, hoặc trở về"}
}

Word = Annotated[str, Query(max_length=4000)]


class Me(BaseModel):
    """Whoever asks."""

    name: str = Field(description="Tên")
    scopes: list[str] = Field(description="Quyền")
    groups: list[str] = Field(description="Các nhóm")
    login: bool = Field(description="Máy chủ này có đăng nhập hay không")


@router.get("/me", summary="Tôi là ai, được làm gì", responses=responses(401, 403, 500, 503))
async def me(desk: Desk, principal: Reader) -> Me:
    """The principal."""
    return Me(
        name=principal.name,
        scopes=sorted(scope.value for scope in principal.scopes),
        groups=sorted(principal.groups),
        login=desk.settings.access and desk.settings.oidc_issuer is not None,
    )


@router.get(
    "/login",
    status_code=303,
    summary="Đăng nhập",
    response_class=RedirectResponse,
    responses=_AWAY | responses(404, 422, 500, 501, 503),
)
async def login(request: Request, desk: Desk, then: Annotated[str, Query(max_length=2000)] = "/") -> Response:
    """The way to the identity provider."""
    from api.access.oidc import Attempt  # noqa: PLC0415 # optional

    attempt = Attempt.begin(then)
    away = RedirectResponse(await _provider(request, desk).address(attempt, _back(request, desk)), 303)
    away.set_cookie(
        _ATTEMPT,
        attempt.write(),
        max_age=600,
        path="/api/login",
        httponly=True,
        samesite="lax",
        secure=_is_https(request, desk),
    )
    return away


@router.get(
    "/login/callback",
    status_code=303,
    summary="Trở về từ nơi cấp đăng nhập",
    response_class=RedirectResponse,
    responses=_AWAY | responses(401, 403, 404, 422, 500, 501, 503),
)
async def come_back(request: Request, desk: Desk, code: Word = "", state: Word = "") -> Response:
    """The session of whoever has logged in."""
    from api.access.oidc import Attempt  # noqa: PLC0415 # optional

    provider = _provider(request, desk)
    attempt = Attempt.read(request.cookies.get(_ATTEMPT, ""))
    if attempt is None or not code:
        raise ProblemError(Kind.UNAUTHENTICATED, "Lần đăng nhập này chưa xong. Hãy đăng nhập lại.")
    visitor = await provider.welcome(attempt, _back(request, desk), code, state)
    address = request.client.host if request.client else ""

    def open_session() -> str:
        desk.note(Deed(actor=visitor.subject, action="login", address=address))
        return desk.keys.welcome(visitor.subject, visitor.name, visitor.scopes, visitor.groups)

    token = await run_in_threadpool(open_session)
    home = RedirectResponse(attempt.then, 303)
    home.delete_cookie(_ATTEMPT, path="/api/login")
    home.set_cookie(
        COOKIE,
        token,
        max_age=SESSION_HOURS * 3600,
        httponly=True,
        samesite="lax",
        secure=_is_https(request, desk),
    )
    return home


@router.post("/logout", status_code=204, summary="Đăng xuất", responses=responses(403, 500, 503))
async def logout(request: Request, response: Response, desk: Desk) -> None:
    """End this browser's session."""
    token = request.cookies.get(COOKIE)
    if token:
        await run_in_threadpool(desk.keys.leave, token)
        request.app.state.gate.forget("session", token)
    response.delete_cookie(COOKIE)


def _provider(request: Request, desk: Reception) -> "Provider":
    from api.access.oidc import Provider  # noqa: PLC0415 # optional

    held: Provider | None = getattr(request.app.state, "provider", None)
    if held is None:
        held = request.app.state.provider = Provider(desk.settings)
    return held


def _back(request: Request, desk: Reception) -> str:
    base = desk.settings.public_url or str(request.base_url)
    return f"{base.rstrip('/')}/api/login/callback"


def _is_https(request: Request, desk: Reception) -> bool:
    return (desk.settings.public_url or str(request.url)).startswith("https:")
