"""The door for agents: the assistant, its tools, passages and reports over the Model Context Protocol.

Tools are described by the very models that check their arguments; a calculation that is refused is an
answer, an argument that does not fit is an error that an agent can read and mend.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Annotated, Any, Final

from anyio.to_thread import run_sync
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from mcp.shared.exceptions import MCPError
from mcp_types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    ListResourcesResult,
    ListResourceTemplatesResult,
    ListToolsResult,
    PaginatedRequestParams,
    ReadResourceRequestParams,
    ReadResourceResult,
    Resource,
    ResourceTemplate,
    TextContent,
    TextResourceContents,
    Tool,
    ToolAnnotations,
)
from pydantic import BaseModel, Field, ValidationError

from api.access.principal import LOCAL, Principal, Scope
from api.footnotes import with_footnotes
from api.problems import ProblemError
from api.reception import Reception
from api.schemas.answers import AskRequest
from api.schemas.answers import Request as Arguments
from api.schemas.reports import card_as_json, context_as_json, hit_as_json
from api.schemas.words import Id, Question
from api.stores.visibility import Deed
from assistant.answer_json import Json, calculation_as_json
from assistant.tools.registry import TOOLS, ToolArgumentsError, describe, run_tool
from corpus.errors import BaocaoError

# Any: the protocol leaves both to the transport.
Call = ServerRequestContext[Any, Any]

REPORT_URI: Final = "baocao://reports/"
PASSAGE_URI: Final = "baocao://passages/"
_INSTRUCTIONS: Final = (
    "Hỏi đáp và tra cứu các báo cáo chính thức bằng tiếng Việt. Dùng `ask` để có câu trả lời đã kiểm tra "
    "kèm nguồn; `search` và `read_passage` để đọc nguyên văn; các công cụ còn lại để tìm số liệu và tính "
    "toán chính xác. Chỉ nêu con số có trong kết quả công cụ, và nêu kèm nguồn."
)


class Search(Arguments):
    """What is searched for."""

    query: Question = Field(description="Điều cần tìm, có dấu hay không dấu")
    limit: int = Field(default=10, ge=1, le=50, description="Nhiều nhất bao nhiêu đoạn")
    report_ids: Annotated[list[Id], Field(max_length=500)] = Field(
        default_factory=list, description="Chỉ trong các báo cáo này; bỏ trống là tất cả"
    )


class ReadPassage(Arguments):
    """Which passage is read."""

    passage_id: Id = Field(description="Mã đoạn trích, như `search` hay `ask` trả về")
    around: int = Field(default=2, ge=0, le=10, description="Số đoạn trước và sau")


class ListReports(Arguments):
    """Nothing is asked."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a tool says: words for reading, data for computing."""

    words: str
    data: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Door:
    """A tool of this door: its arguments, what may call it, and what it does."""

    description: str
    arguments: type[BaseModel]
    scope: Scope
    # Any: the arguments that its own model has checked.
    call: Callable[[Reception, Principal, Any], Said]


class UnfitArgumentsError(Exception):
    """Arguments that a tool cannot take; the message is for the agent."""


def build_server(desk: Reception, gate: Callable[[Call], Principal]) -> Server[dict[str, Any]]:
    """The protocol's server; `gate` tells who calls."""

    async def list_tools(context: Call, params: PaginatedRequestParams | None) -> ListToolsResult:
        del params
        principal = gate(context)
        return ListToolsResult(
            tools=[_tool(name, one) for name, one in DOORS.items() if principal.may(one.scope)]
        )

    async def call_tool(context: Call, params: CallToolRequestParams) -> CallToolResult:
        principal = gate(context)
        return await run_sync(lambda: _call(desk, principal, params.name, params.arguments or {}))

    async def list_resources(context: Call, params: PaginatedRequestParams | None) -> ListResourcesResult:
        del params
        principal = gate(context)
        cards = await run_sync(lambda: desk.library(principal).reports())
        return ListResourcesResult(
            resources=[
                Resource(
                    uri=REPORT_URI + card.id,
                    name=card.file,
                    title=card.title,
                    mime_type="text/plain",
                    size=card.characters,
                )
                for card in cards
            ]
        )

    async def list_templates(
        context: Call, params: PaginatedRequestParams | None
    ) -> ListResourceTemplatesResult:
        del context, params
        return ListResourceTemplatesResult(resource_templates=_TEMPLATES)

    async def read_resource(context: Call, params: ReadResourceRequestParams) -> ReadResourceResult:
        principal = gate(context)
        return await run_sync(lambda: _read(desk, principal, str(params.uri)))

    return Server(
        "baocao",
        version=version("baocao"),
        title="Báo cáo",
        instructions=_INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
    )


def http_manager(desk: Reception) -> StreamableHTTPSessionManager:
    """The server over HTTP: no sessions, so that any worker may answer any request."""
    server = build_server(desk, _principal_of_request)
    return StreamableHTTPSessionManager(app=server, stateless=True, json_response=True)


async def serve_stdio(desk: Reception) -> None:
    """Serve whoever started this process."""
    server = build_server(desk, lambda _: LOCAL)
    async with stdio_server() as (reading, writing):
        await server.run(reading, writing, server.create_initialization_options())


def _principal_of_request(context: Call) -> Principal:
    principal: Principal = context.request.scope["principal"]  # type: ignore[union-attr] # over HTTP there is one
    return principal


def _call(desk: Reception, principal: Principal, name: str, given: Mapping[str, object]) -> CallToolResult:
    door = DOORS.get(name)
    if door is None or not principal.may(door.scope):
        raise MCPError(code=INVALID_PARAMS, message=f"Không có công cụ “{name}”.")
    try:
        said = door.call(desk, principal, door.arguments.model_validate(dict(given)))
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors()]
        return _failed("Đối số chưa đúng. " + "; ".join(faults))
    except (UnfitArgumentsError, ToolArgumentsError, ProblemError) as error:
        return _failed(str(getattr(error, "detail", error)))
    except BaocaoError:
        return _failed("Kho dữ liệu đang bận hoặc chưa sẵn sàng. Hãy thử lại sau.")
    return CallToolResult(content=[TextContent(text=said.words)], structured_content=dict(said.data))


def _failed(words: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=words)], is_error=True)


def _read(desk: Reception, principal: Principal, uri: str) -> ReadResourceResult:
    library = desk.library(principal)
    text: str | None = None
    if uri.startswith(REPORT_URI):
        text, media_type = library.source(uri.removeprefix(REPORT_URI)), "text/plain"
    else:
        context = library.context(uri.removeprefix(PASSAGE_URI)) if uri.startswith(PASSAGE_URI) else None
        text, media_type = _plain(context_as_json(context)) if context else None, "application/json"
    if text is None:
        raise MCPError(code=INVALID_PARAMS, message="Không có báo cáo hay đoạn trích này.", data={"uri": uri})
    return ReadResourceResult(contents=[TextResourceContents(uri=uri, text=text, mime_type=media_type)])


def _tool(name: str, door: Door) -> Tool:
    reading = ToolAnnotations(read_only_hint=True, open_world_hint=False)
    schema = door.arguments.model_json_schema()
    return Tool(name=name, description=door.description, input_schema=schema, annotations=reading)


def _ask(desk: Reception, principal: Principal, given: AskRequest) -> Said:
    desk.take_turn(principal)
    answer = desk.ask(principal, given, door="mcp", deed=Deed(actor=principal.id, action="ask"))
    return Said(with_footnotes(answer), answer)


def _search(desk: Reception, principal: Principal, given: Search) -> Said:
    library = desk.library(principal)
    titles = {card.id: card.title for card in library.reports()}
    hits = library.search(given.query, limit=given.limit, reports=given.report_ids)
    lines = [
        f"[{hit.passage.id}] {titles.get(hit.passage.report_id, '')}: {hit.passage.text}" for hit in hits
    ]
    words = "\n\n".join(lines) or "Không tìm thấy đoạn nào."
    return Said(words, {"results": [hit_as_json(hit, titles) for hit in hits]})


def _read_passage(desk: Reception, principal: Principal, given: ReadPassage) -> Said:
    context = desk.library(principal).context(given.passage_id, around=given.around)
    if context is None:
        raise UnfitArgumentsError(f"Không có đoạn trích “{given.passage_id}”.")
    around = (*context.before, context.passage, *context.after)
    heading = " › ".join((context.report.title, *context.passage.section))
    return Said("\n\n".join([heading, *(one.text for one in around)]), context_as_json(context))


def _list_reports(desk: Reception, principal: Principal, given: ListReports) -> Said:
    del given
    cards = desk.library(principal).reports()
    lines = [
        f"[{card.id}] {card.title} ({card.place or 'không rõ nơi'}, {card.date or 'không rõ ngày'})"
        for card in cards
    ]
    words = "\n".join(lines) or "Chưa có báo cáo nào."
    return Said(words, {"results": [card_as_json(card) for card in cards]})


def _calculating(name: str) -> Callable[[Reception, Principal, BaseModel], Said]:
    def call(desk: Reception, principal: Principal, given: BaseModel) -> Said:
        made = run_tool(desk.tool_desk(principal), name, given.model_dump(exclude_none=True))
        return Said(describe(made), calculation_as_json(made))

    return call


def _plain(data: Mapping[str, Json]) -> str:
    return json.dumps(data, ensure_ascii=False)


_TEMPLATES: Final = [
    ResourceTemplate(
        uri_template=REPORT_URI + "{report_id}",
        name="report",
        title="Văn bản nguồn của một báo cáo",
        mime_type="text/plain",
    ),
    ResourceTemplate(
        uri_template=PASSAGE_URI + "{passage_id}",
        name="passage",
        title="Một đoạn trích cùng các đoạn bên cạnh",
        mime_type="application/json",
    ),
]
DOORS: Final[Mapping[str, Door]] = {
    "ask": Door("Hỏi một câu; câu trả lời kèm nguồn, mọi con số đã kiểm tra.", AskRequest, Scope.ASK, _ask),
    "search": Door("Tìm các đoạn trích khớp nhất trong các báo cáo.", Search, Scope.READ, _search),
    "read_passage": Door(
        "Đọc một đoạn trích cùng các đoạn bên cạnh.", ReadPassage, Scope.READ, _read_passage
    ),
    "list_reports": Door("Liệt kê các báo cáo đang có.", ListReports, Scope.READ, _list_reports),
    **{
        name: Door(tool.description, tool.arguments, Scope.READ, _calculating(name))
        for name, tool in TOOLS.items()
    },
}
