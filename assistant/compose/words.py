"""The words of `prompts/answers.toml`, ready to be filled in."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def phrase(name: str, **values: object) -> str:
    """A phrase by its dotted name (`target.missed`), filled in and without doubled blanks."""
    section, _, key = name.partition(".")
    text = _phrases()[section][key].format(**values)
    return re.sub(r" +([,.;:)])", r"\1", re.sub(r" {2,}", " ", text)).strip()


@cache
def _phrases() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(files("prompts").joinpath("answers.toml").read_text(encoding="utf-8"))
