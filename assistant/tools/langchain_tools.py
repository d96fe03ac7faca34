"""The tools as LangChain tools: the only file here that knows LangChain, imported when a model is used."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.calculation import Calculation  # an agent reads the tools' annotations while it runs
from assistant.tools.json_form import calculation_json
from assistant.tools.registry import TOOLS, Tool, ToolArgumentsError, run_tool

if TYPE_CHECKING:
    from langchain_core.tools import BaseTool
    from pydantic import ValidationError
    from pydantic.v1 import ValidationError as ValidationErrorV1

    from assistant.tools.facts import Desk

_MEND = "Tham số chưa đúng: {problems}. Hãy gọi lại {tool} với tham số đã sửa."


def langchain_tools(desk: Desk, name: Callable[[Calculation], str] | None = None) -> list[BaseTool]:
    """Every tool for a model; `name` gives each calculation the id by which the model may cite it."""
    return [_structured(tool, desk, name) for tool in TOOLS.values()]


def _structured(tool: Tool, desk: Desk, name: Callable[[Calculation], str] | None) -> BaseTool:
    from langchain_core.tools import StructuredTool  # noqa: PLC0415  # LangChain is slow to import

    def call(**arguments: object) -> tuple[str, Calculation | None]:
        try:
            calculation = run_tool(desk, tool.name, arguments)
        except ToolArgumentsError as exc:
            return _MEND.format(problems="; ".join(exc.problems), tool=exc.tool), None
        body = calculation_json(calculation)
        named = body if name is None else {"id": name(calculation), **body}
        return json.dumps(named, ensure_ascii=False), calculation

    def mend(error: ValidationError | ValidationErrorV1) -> str:
        problems = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
        return _MEND.format(problems=problems, tool=tool.name)

    return StructuredTool.from_function(
        func=call,
        name=tool.name,
        description=tool.description,
        args_schema=tool.arguments,
        response_format="content_and_artifact",
        handle_validation_error=mend,
    )
