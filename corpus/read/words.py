"""The words that reading knows reports by, from a data file beside this module."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path


@cache
def words(name: str) -> tuple[str, ...]:
    """One list of the data file."""
    return tuple(_lists()[name])


def any_of(name: str) -> str:
    """A pattern that matches any word of a list, longer ones first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words(name), key=len, reverse=True)) + ")"


@cache
def _lists() -> dict[str, list[str]]:
    return tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
