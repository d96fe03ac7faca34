"""The official MCP client finds the tools, asks, and reads reports, in process and over HTTP."""

import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import anyio
import pytest
from mcp.client.client import Client
from mcp.client.stdio import StdioServerParameters, stdio_client
from mcp.shared.exceptions import MCPError

from api.access.principal import LOCAL, Principal, Scope
from api.mcp import build_server
from api.ports import House
from api.reception import Reception
from assistant.settings import Settings
from assistant.tools.registry import TOOLS

ROOT = Path(__file__).resolve().parents[2]
Talk = Callable[[Client], Awaitable[None]]


@pytest.fixture
def desk(tmp_path: Path, assistant):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201 # the fixture's own class
    return Reception(Settings(home=tmp_path / "home"), lambda _: House(assistant.index, lambda _: assistant))


def talk(desk: Reception, what: Talk, who: Principal = LOCAL) -> None:
    """Let a client talk to a server in this process."""

    async def run() -> None:
        async with Client(build_server(desk, lambda _: who)) as client:
            await what(client)

    anyio.run(run)


def test_every_tool_of_the_house_is_offered(desk: Reception) -> None:
    async def look(client: Client) -> None:
        offered = {tool.name for tool in (await client.list_tools()).tools}
        assert offered == {"ask", "search", "read_passage", "list_reports", *TOOLS}

    talk(desk, look)


def test_an_answer_brings_words_with_sources_and_data(desk: Reception) -> None:
    async def look(client: Client) -> None:
        told = await client.call_tool("ask", {"question": "Trồng bao nhiêu rừng?"})
        assert not told.is_error
        assert "[1] Báo cáo của huyện An Hòa" in told.content[0].text  # type: ignore[union-attr] # it is text
        assert told.structured_content["citations"][0]["marker"] == 1

    talk(desk, look)


def test_arguments_that_do_not_fit_are_an_error_that_an_agent_can_read(desk: Reception) -> None:
    async def look(client: Client) -> None:
        told = await client.call_tool("search", {"query": "rừng", "limit": 0})
        assert told.is_error
        assert "limit" in told.content[0].text  # type: ignore[union-attr]

    talk(desk, look)


def test_a_tool_that_cannot_calculate_answers_why(desk: Reception) -> None:
    async def look(client: Client) -> None:
        told = await client.call_tool("find_figures", {"indicator": "diện tích rừng trồng mới"})
        assert not told.is_error
        assert told.structured_content["refusal"]["message"]

    talk(desk, look)


def test_a_report_that_is_not_there_is_refused(desk: Reception) -> None:
    async def look(client: Client) -> None:
        assert (await client.list_resources()).resources == []
        with pytest.raises(MCPError, match="Không có báo cáo"):
            await client.read_resource("baocao://reports/khong-co")

    talk(desk, look)


def test_who_may_only_read_cannot_ask(desk: Reception) -> None:
    reader = Principal(id="key:1", name="đọc", scopes=frozenset({Scope.READ}))

    async def look(client: Client) -> None:
        assert "ask" not in {tool.name for tool in (await client.list_tools()).tools}
        with pytest.raises(MCPError):
            await client.call_tool("ask", {"question": "Trồng bao nhiêu rừng?"})

    talk(desk, look, reader)


def test_the_same_over_http(address: str) -> None:
    async def run() -> None:
        async with Client(f"{address}/mcp") as client:
            told = await client.call_tool("ask", {"question": "Trồng bao nhiêu rừng?"})
            assert told.structured_content["status"] == "answered"

    anyio.run(run)


def test_the_same_over_standard_input_and_output(tmp_path: Path) -> None:
    server = StdioServerParameters(
        command=sys.executable,
        args=["-c", "from api.cli import main; raise SystemExit(main())", "mcp"],
        env={"BAOCAO_HOME": str(tmp_path / "home"), "BAOCAO_LOG_LEVEL": "error"},
        cwd=ROOT,
    )

    async def run() -> None:
        async with Client(stdio_client(server)) as client:
            told = await client.call_tool("list_reports", {})
            assert told.structured_content == {"results": []}
            assert told.content[0].text == "Chưa có báo cáo nào."  # type: ignore[union-attr] # it is text

    anyio.run(run)
