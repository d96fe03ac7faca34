"""The page's words, from `prompts/page.toml`."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def phrase(section: str, key: str, default: str = "") -> str:
    """One phrase; the default where the section has no such key."""
    return str(_sections()[section].get(key, default))


def table(section: str, name: str) -> Mapping[str, str]:
    """A small table of phrases."""
    found = _sections()[section][name]
    if not isinstance(found, dict):
        raise TypeError(f"{section}.{name} is no table")
    return found


@cache
def _sections() -> Mapping[str, Mapping[str, object]]:
    return tomllib.loads(files("prompts").joinpath("page.toml").read_text(encoding="utf-8"))
