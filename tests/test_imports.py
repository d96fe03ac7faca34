"""The house has one direction, corpus ← assistant ← eval, api; foreign libraries stay in their adapters."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MAY_IMPORT = {
    "corpus": {"corpus"},
    "prompts": {"prompts"},
    "assistant": {"assistant", "corpus", "prompts"},
    "eval": {"eval", "assistant", "corpus", "prompts"},
    "api": {"api", "eval", "assistant", "corpus", "prompts"},
}
# A library is known in its own adapters alone, so that it can be replaced and is loaded only when needed.
ADAPTERS = {
    "chromadb": ("corpus/stores/", "eval/"),
    "tantivy": ("corpus/stores/", "eval/"),
    "tiktoken": ("corpus/tokens.py",),
    "sqlalchemy": ("corpus/stores/", "corpus/index", "api/"),
    "alembic": ("corpus/stores/", "api/"),
    "langchain": (
        "assistant/compose/chat_models.py",
        "assistant/compose/model.py",
        "corpus/stores/embeddings.py",
    ),
    "langchain_core": (
        "assistant/compose/",
        "assistant/tools/langchain_tools.py",
        "corpus/retriever.py",
        "corpus/stores/embeddings.py",
        "eval/",
    ),
    "langchain_chroma": ("eval/",),
    "langchain_openai": ("assistant/compose/",),
    "langgraph": ("assistant/compose/",),
    "fastapi": ("api/",),
    "starlette": ("api/",),
    "uvicorn": ("api/commands/",),
    "mcp": ("api/",),
    "authlib": ("api/",),
    "opentelemetry": ("api/tracing.py",),
    "matplotlib": ("api/",),
    "xlsxwriter": ("api/",),
    "docx": ("api/", "corpus/read/"),
    "pypdfium2": ("corpus/read/",),
    "lxml": ("api/", "corpus/read/"),
}


def modules() -> dict[str, Path]:
    """Every module of ours by its dotted name."""
    found = {}
    for room in MAY_IMPORT:
        for file in sorted((ROOT / room).rglob("*.py")):
            parts = file.relative_to(ROOT).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = file
    return found


@cache
def imports(file: Path) -> tuple[str, ...]:
    """Every dotted name that a file imports, wherever the import stands."""
    return tuple(_imported(ast.parse(file.read_text(encoding="utf-8"))))


def _imported(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{name.name}" for name in node.names)


MODULES = modules()


@pytest.mark.parametrize("name", MODULES)
def test_a_room_imports_only_what_lies_below_it(name: str) -> None:
    room = name.partition(".")[0]
    ours = {imported for imported in imports(MODULES[name]) if imported.partition(".")[0] in MAY_IMPORT}

    assert {imported for imported in ours if imported.partition(".")[0] not in MAY_IMPORT[room]} == set()


def test_no_module_needs_itself() -> None:
    """No cycles, and none dodged by an import inside a function."""
    graph = {
        name: {target for imported in imports(file) if (target := _module_of(imported)) and target != name}
        for name, file in MODULES.items()
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def _module_of(imported: str) -> str | None:
    """The module of ours that `from module import name` needs: the name itself where it is one."""
    return next((name for name in (imported, imported.rpartition(".")[0]) if name in MODULES), None)


@pytest.mark.parametrize("library", ADAPTERS)
def test_a_library_is_known_in_its_adapters_alone(library: str) -> None:
    users = {
        file.relative_to(ROOT).as_posix()
        for file in MODULES.values()
        if any(imported.partition(".")[0] == library for imported in imports(file))
    }

    assert {user for user in users if not user.startswith(ADAPTERS[library])} == set()


def test_prompts_hold_words_and_no_logic() -> None:
    """No statement but a docstring."""
    for name, file in MODULES.items():
        if name.startswith("prompts"):
            body = ast.parse(file.read_text(encoding="utf-8")).body
            assert all(isinstance(node, ast.Expr) for node in body), name
