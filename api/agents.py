"""Where HTTP meets the protocol of agents: who comes is asked at the same gate as everywhere."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from api.access.principal import Scope as Right
from api.problems import Kind, ProblemError, respond


@asynccontextmanager
async def agents(app: FastAPI) -> AsyncIterator[None]:
    """Keep the protocol's server running as long as the app, where the optional part is installed."""
    app.state.agents = None
    try:
        from api.mcp import http_manager  # noqa: PLC0415 # optional
    except ModuleNotFoundError:
        yield
        return
    manager = http_manager(app.state.reception)
    async with manager.run():
        app.state.agents = manager
        yield


class AgentDoor:
    """`/mcp`: the protocol over streamable HTTP."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one request on, with whoever sent it."""
        request = Request(scope, receive)
        try:
            scope["principal"] = await self._admit(request)
        except ProblemError as problem:
            await respond(request, problem)(scope, receive, send)
            return
        await self.app.state.agents.handle_request(scope, receive, send)

    async def _admit(self, request: Request) -> object:
        if self.app.state.agents is None:
            detail = "Máy chủ này chưa cài phần MCP: pip install 'baocao[mcp]'."
            raise ProblemError(Kind.NOT_FOUND, detail)
        principal = await self.app.state.gate.recognise(request)
        if not principal.may(Right.READ):
            raise ProblemError(Kind.FORBIDDEN)
        return principal
