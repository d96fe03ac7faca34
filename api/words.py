"""The Vietnamese words of every error and of every refused value: what happened and what to do."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from assistant.errors import InvalidSettingError
from corpus.errors import BaocaoError


def words_for(error: BaocaoError | OSError) -> str:
    """Return the one line that a person reads; a class without words of its own uses its parent's."""
    entries = _entries()
    entry = next(entries[kind.__name__] for kind in type(error).__mro__ if kind.__name__ in entries)
    fields = {"error": str(error), **vars(error)}
    if isinstance(error, OSError):
        fields |= {"file": error.filename or "", "reason": error.strerror or str(error)}
    line: str = entry["words"].format(**fields, why=_why(error, entry.get("reasons", {}), fields))
    return " ".join(line.split())


def refused_value(problem: Mapping[str, Any]) -> str:
    """Return what is wrong with one value, from an item of pydantic's `errors()`."""
    values = _entries()["values"]
    words: str = values.get(problem["type"], values["other"])
    context = {key: str(value).replace(" or ", " hoặc ") for key, value in problem.get("ctx", {}).items()}
    return words.format(**context)


def has_words(kind: type[BaocaoError]) -> bool:
    """Tell whether a class of errors has words of its own."""
    return kind.__name__ in _entries()


def _why(error: BaocaoError | OSError, reasons: Mapping[str, str], fields: Mapping[str, object]) -> str:
    if isinstance(error, InvalidSettingError):
        return refused_value({"type": error.kind, "ctx": error.context})
    reason = str(fields.get("reason", ""))
    return reasons.get(reason, reasons.get("other", reason)).format(**fields)


@cache
def _entries() -> dict[str, dict[str, Any]]:
    # Any: a table of words or of reasons, as TOML gives it; a test formats every entry.
    return tomllib.loads(files("prompts").joinpath("errors.toml").read_text(encoding="utf-8"))
