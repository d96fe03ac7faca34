"""The tools as a model sees them."""

from __future__ import annotations

import json

from assistant.calculation import Calculation
from assistant.tools.facts import Desk, FiguresInMemory
from assistant.tools.langchain_tools import langchain_tools
from assistant.tools.registry import TOOLS


def test_every_tool_is_offered_with_vietnamese_words_for_each_argument() -> None:
    offered = langchain_tools(Desk(facts=FiguresInMemory([])))

    assert [tool.name for tool in offered] == list(TOOLS)
    assert all(tool.description for tool in offered)
    for tool in TOOLS.values():
        assert all(field.description for field in tool.arguments.model_fields.values())


def test_a_refusal_reaches_the_model_as_words_and_the_caller_as_a_value() -> None:
    heard: list[Calculation] = []

    def keep(calculation: Calculation) -> str:
        heard.append(calculation)
        return f"T{len(heard)}"

    trend = next(
        tool for tool in langchain_tools(Desk(facts=FiguresInMemory([])), keep) if tool.name == "trend"
    )

    said = json.loads(trend.invoke({"indicator": "tỷ lệ che phủ rừng"}))

    assert said["refusal"]["message"].startswith("Các báo cáo không có số liệu")
    assert said["id"] == "T1"
    assert [one.tool for one in heard] == ["trend"]


def test_wrong_arguments_come_back_as_what_to_mend() -> None:
    convert = next(
        tool for tool in langchain_tools(Desk(facts=FiguresInMemory([]))) if tool.name == "convert_unit"
    )

    said = convert.invoke({"unit": "ha"})

    assert "figure_id" in said
    assert "gọi lại convert_unit" in said
