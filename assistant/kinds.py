"""What kind of thing answers a question: a day, a cause, a body; and whether a statement holds one.

A statement may speak of the very subject and yet not answer: “bao giờ xong” needs a time, “vì sao” a cause.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from assistant.ledgers import numbers_in
from assistant.understanding.terms import flat

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assistant.query import Query
    from assistant.statements import Statement


class Kind(StrEnum):
    """What is asked for."""

    WHEN = "when"
    WHY = "why"
    TASK = "task"
    BODY = "body"
    MAKER = "maker"
    RANK = "rank"
    MOST = "most"
    REPLY = "reply"
    SPEECH = "speech"
    BIRTH = "birth"
    PRICE = "price"


@dataclass(frozen=True, slots=True)
class _Patterns:
    asked: Mapping[Kind, re.Pattern[str]]
    told: Mapping[Kind, re.Pattern[str]]
    heads: Mapping[Kind, re.Pattern[str]]


def kinds_asked(query: Query) -> tuple[Kind, ...]:
    """The kinds of things that an answer must hold."""
    return _kinds(query.line)


@lru_cache(maxsize=1024)
def _kinds(line: str) -> tuple[Kind, ...]:
    return tuple(kind for kind, pattern in _patterns().asked.items() if pattern.search(line))


def holds(kind: Kind, statement: Statement) -> bool:
    """Whether a statement, its row or the heading above it, holds a thing of a kind."""
    if _patterns().told[kind].search(statement.text) is not None:
        return True
    # Below “nhiệm vụ” a body and what it does are a task.
    return stands_under(kind, statement) and (kind is not Kind.TASK or holds(Kind.BODY, statement))


def stands_under(kind: Kind, statement: Statement) -> bool:
    """Whether the heading above says that all below is of a kind."""
    head = _patterns().heads.get(kind)
    return head is not None and any(head.search(flat(one)) for one in statement.passage.section[-2:])


def names_documents(query: Query, statement: Statement) -> bool:
    """Whether a statement speaks of a document that the question names by number; True if it names none."""
    if not query.documents:
        return True
    return bool(query.documents & numbers_in(" . ".join((statement.text, statement.passage.anchor or ""))))


@cache
def _patterns() -> _Patterns:
    data = tomllib.loads(files("assistant").joinpath("kinds.toml").read_text(encoding="utf-8"))
    return _Patterns(
        asked={Kind(name): _any(patterns) for name, patterns in data["asked"].items()},
        told={Kind(name): re.compile(pattern, re.IGNORECASE) for name, pattern in data["told"].items()},
        heads={Kind(name): re.compile(pattern) for name, pattern in data["heads"].items()},
    )


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{one})" if one.endswith(" ") else f"(?:{one})(?= )" for one in patterns))
