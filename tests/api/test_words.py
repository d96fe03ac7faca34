"""Every error says in Vietnamese what happened and what to do."""

from __future__ import annotations

import ast
import inspect
import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest
from pydantic import BaseModel, Field, ValidationError

import api
import assistant
import corpus
import eval as evaluation
from api.words import has_words, refused_value, words_for
from assistant.errors import InvalidSettingError
from corpus.errors import BaocaoError, UnreadableReportError

ROOT = Path(__file__).resolve().parents[2]


def errors() -> list[type[BaocaoError]]:
    """Every class of error in the house, found by loading every module that may define one."""
    for room in (corpus, assistant, evaluation, api):
        for module in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
            if not module.name.endswith("__main__") and ".migrations" not in module.name:
                import_module(module.name)
    found = [BaocaoError]
    for kind in found:
        found += [child for child in kind.__subclasses__() if child not in found]
    return found


def test_every_error_has_words_of_its_own() -> None:
    assert [kind.__name__ for kind in errors() if not has_words(kind)] == []


def test_the_words_of_every_error_are_one_whole_vietnamese_line() -> None:
    for kind in errors():
        line = words_for(kind(*_arguments(kind)))
        assert "{" not in line, kind
        assert "\n" not in line, kind
        assert not line.isascii(), kind
        assert line.endswith((".", "?", "…")), kind


def _arguments(kind: type[BaocaoError]) -> list[object]:
    """Something for each parameter of an error: its words must hold whatever they are."""
    if kind.__init__ is Exception.__init__:
        return ["x"]
    parameters = inspect.signature(kind).parameters.values()
    return [{} if "Mapping" in str(one.annotation) else "x" for one in parameters]


def test_every_reason_for_not_reading_a_file_has_words() -> None:
    """Whatever the rooms give as a literal reason is worded, so that nobody reads a bare key."""
    given: set[str] = set()
    for room in ("api", "assistant", "corpus"):
        for file in (ROOT / room).rglob("*.py"):
            for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") == "UnreadableReportError":
                    inside = (part for argument in call.args[1:] for part in ast.walk(argument))
                    given |= {str(part.value) for part in inside if isinstance(part, ast.Constant)}

    keys = {key for key in given if re.fullmatch(r"[a-z][a-z0-9_-]*[a-z0-9]", key)}
    assert {key for key in keys if f" {key}." in words_for(UnreadableReportError("a", key))} == set()
    assert "missing" in keys


def test_a_reason_without_words_is_shown_as_it_is() -> None:
    assert "hỏng giữa chừng" in words_for(UnreadableReportError("a.txt", "hỏng giữa chừng"))


def test_a_setting_out_of_bounds_says_the_bound() -> None:
    assert "65535" in words_for(InvalidSettingError("BAOCAO_PORT", "less_than_equal", {"le": 65535}))


def test_a_refused_value_is_told_without_english() -> None:
    class Body(BaseModel):
        limit: int = Field(ge=1, le=50)
        name: str = Field(min_length=2)

    with pytest.raises(ValidationError) as refused:
        Body.model_validate({"limit": 99, "name": "a"})
    told = [refused_value(problem) for problem in refused.value.errors()]

    assert told == ["Không được lớn hơn 50.", "Phải có ít nhất 2 ký tự."]
