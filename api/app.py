"""The web application: every door of HTTP on one house, wired here and nowhere else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Final

from anyio import CapacityLimiter
from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from starlette.routing import Route
from starlette.types import ASGIApp

from api import problems
from api.access.gate import Gate
from api.access.origin import SameOrigin
from api.agents import AgentDoor, agents
from api.backup import occupied
from api.middleware import Guarded, Limited, Observed
from api.openapi import describe
from api.reception import Opener, Reception, open_house
from api.routers import ROUTERS
from api.routes.pages import STATIC, error_page
from api.uploads import Inbox, Worker
from assistant.settings import Settings

if TYPE_CHECKING:
    from api.tracing import Tracing

_MEGABYTE: Final = 1024 * 1024
_UPLOADS: Final = ("/api/reports", "/api/check/file")


def create_app(settings: Settings, opener: Opener | None = None, tracing: "Tracing | None" = None) -> FastAPI:
    """The application. `opener` opens the assistant when it is first needed; no traces without `tracing`."""
    reception = Reception(settings, opener or open_house, tracing)
    app = FastAPI(
        title="baocao",
        version=version("baocao"),
        summary="Hỏi đáp trên các báo cáo chính thức, mỗi con số đều có trích dẫn.",
        lifespan=_lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        responses=problems.responses(500),
        # Traces alone, and only where we were given somewhere to send them.
        telemetry={
            "tracing": tracing is not None,
            "tracer_provider": tracing.provider if tracing else None,
            "metrics": False,
            "logs": False,
            "operation_spans": False,
            "auto_configure": False,
        },
    )
    app.state.reception, app.state.gate = reception, Gate(reception)
    app.state.error_page = error_page
    problems.install(app)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", STATIC, name="static")
    app.router.routes.append(Route("/mcp", endpoint=AgentDoor(app), include_in_schema=False))
    describe(app, guarded=settings.access)
    upload = settings.upload_megabytes * _MEGABYTE
    app.add_middleware(Limited, usual=_MEGABYTE, upload=upload, upload_paths=_UPLOADS)
    app.add_middleware(SameOrigin, settings=settings)
    _wrap(app, reception)
    return app


def _wrap(app: FastAPI, reception: Reception) -> None:
    """Put what every response needs outside of Starlette's own last resort, so that a 500 has it too."""
    inside = app.build_middleware_stack
    https = (reception.settings.public_url or "").startswith("https:")

    def build() -> ASGIApp:
        return Observed(Guarded(inside(), https=https), reception.metrics, reception.tracing)

    app.build_middleware_stack = build  # type: ignore[method-assign] # Starlette has no other place outside


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    reception: Reception = app.state.reception
    with occupied(reception.settings.home):
        async with _serving(app, reception):
            yield


@asynccontextmanager
async def _serving(app: FastAPI, reception: Reception) -> AsyncIterator[None]:
    app.state.thinking = CapacityLimiter(reception.settings.answers_at_once)
    jobs = await run_in_threadpool(lambda: reception.jobs)
    app.state.inbox = Inbox(reception.settings.home, jobs)
    app.state.worker = Worker(
        app.state.inbox,
        lambda: reception.index,
        reception.metrics,
        restrict=reception.restrict,
        hidden=reception.hidden_from_owner,
        tidy=reception.forget_the_old,
    )
    app.state.worker.start()
    async with agents(app):
        yield
    await run_in_threadpool(app.state.worker.stop)
    await run_in_threadpool(reception.close)
