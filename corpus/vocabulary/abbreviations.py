"""Abbreviations of officials' writing, written out."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

from corpus.text import nfc


@dataclass(frozen=True)
class Abbreviations:
    """Short forms: those of any text, and those that people type."""

    exact: Mapping[str, str]
    typed: Mapping[str, str]

    def expand(self, text: str, *, typed: bool = False) -> str:
        """The text with its abbreviations written out; `typed` for what a person typed."""
        spelled = self._exact.sub(lambda found: self.exact[found[0]], nfc(text))
        return self._typed.sub(lambda found: self.typed[found[0].lower()], spelled) if typed else spelled

    @cached_property
    def _exact(self) -> re.Pattern[str]:
        return _any_of(self.exact)

    @cached_property
    def _typed(self) -> re.Pattern[str]:
        return re.compile(_any_of(self.typed).pattern, re.IGNORECASE)


def _any_of(words: Mapping[str, str]) -> re.Pattern[str]:
    listed = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?<![\w-])(?:{listed})(?![\w-])")


@lru_cache(maxsize=1)
def load_abbreviations() -> Abbreviations:
    """The abbreviations of `abbreviations.toml`."""
    data = tomllib.loads(
        nfc(files("corpus.vocabulary").joinpath("abbreviations.toml").read_text(encoding="utf-8"))
    )
    return Abbreviations(exact=data["exact"], typed=data["typed"])
