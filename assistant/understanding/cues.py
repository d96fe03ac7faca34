"""The cues of `cues.toml`, compiled once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from assistant.understanding.terms import exact, flat, term, terms, words

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Saying:
    """What people say, folded and as it is spelled, and what reports write for it."""

    said: tuple[str, ...]
    spelled: tuple[str, ...]
    meant: tuple[str, ...]

    @property
    def is_telling(self) -> bool:
        """Whether it is known without its marks: `so do` may be “sổ đỏ” and is mostly “số đó”."""
        return self.said == self.spelled or any(len(word) > _SHORT for word in self.said)


_SHORT = 2


@dataclass(frozen=True, slots=True)
class Cues:
    """Patterns and word lists by which questions are read."""

    short: Mapping[str, str]
    everyday: tuple[Saying, ...]
    filler: re.Pattern[str]
    filler_words: frozenset[str]
    plain_filler_words: frozenset[str]
    never_compound: frozenset[str]
    own_words: frozenset[str]  # words of the cues themselves, which are never taken for slips
    weak: frozenset[str]
    weak_plain: frozenset[str]
    weak_pairs: frozenset[tuple[str, ...]]  # weak only where one follows the other: “nghị quyết”
    units: Mapping[str, re.Pattern[str]]
    intents: Mapping[str, re.Pattern[str]]
    target_by: Mapping[str, re.Pattern[str]]
    kinds: Mapping[str, re.Pattern[str]]
    verdicts: Mapping[str, re.Pattern[str]]
    measures: tuple[str, ...]  # words that open the name of a measure: “tỷ lệ”, “diện tích”
    added: frozenset[str]  # verbs that “mới” turns from what stands to what was added


@cache
def load_cues() -> Cues:
    """The cues as they stand in the data file."""
    data = tomllib.loads(files("assistant.understanding").joinpath("cues.toml").read_text(encoding="utf-8"))
    filler = data["filler"]
    return Cues(
        short=data["short"],
        everyday=tuple(
            Saying(tuple(terms(said)), tuple(exact(word) for word in words(said)), tuple(meant))
            for said, meant in data["everyday"].items()
        ),
        filler=re.compile("|".join(f"(?<= )(?:{phrase})(?= )" for phrase in filler["phrases"])),
        filler_words=frozenset(exact(word) for word in filler["words"]),
        plain_filler_words=frozenset(filler["plain_words"]),
        own_words=frozenset(
            re.findall(r"[a-z]{2,}", " ".join((*_all_patterns(data), *map(flat, data["everyday"]))))
        ),
        never_compound=frozenset(exact(word) for word in data["never_compound"]["words"]),
        weak=frozenset(exact(word) for word in data["weak"]["words"]),
        weak_plain=frozenset(term(word) for word in data["weak"]["words"]),
        weak_pairs=frozenset(tuple(terms(pair)) for pair in data["weak"]["pairs"]),
        units={name: re.compile(pattern) for name, pattern in data["units"].items()},
        intents={name: _any(patterns) for name, patterns in data["intent"].items()},
        target_by={name: _any(patterns) for name, patterns in data["target_by"].items()},
        kinds={name: _any(patterns) for name, patterns in data["kind"].items()},
        verdicts={name: _any(patterns) for name, patterns in data["verdict"].items()},
        measures=tuple(data["measures"]["words"]),
        added=frozenset(term(word) for word in data["added"]["verbs"]),
    )


def _all_patterns(data: dict[str, dict[str, list[str]]]) -> list[str]:
    listed = [pattern for patterns in data["intent"].values() for pattern in patterns]
    return [*listed, *data["filler"]["phrases"], *(term(word) for word in _weak_words(data))]


def _weak_words(data: dict[str, dict[str, list[str]]]) -> list[str]:
    return [*data["weak"]["words"], *(word for pair in data["weak"]["pairs"] for word in pair.split())]


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{_whole(pattern)})" for pattern in patterns))


def _whole(pattern: str) -> str:
    """The pattern, ending where a word ends."""
    return pattern if pattern.endswith((" ", "$")) else f"{pattern}(?= )"
