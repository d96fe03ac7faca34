"""Tables that hold no statistics: who does what by when, and which document was issued on which day.

A row is read only where every cell can be told by its column; a row with blank cells in between is left to
be quoted as it stands.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from assistant.understanding.terms import flat
from corpus.passages import PassageKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from corpus.passages import Passage

_INDEX = re.compile(r"(?:\d{1,3}|[IVXLC]+|[a-zđ]|[-–+*])[.)]?$")
_NUMBER = re.compile(
    r"(\d+)\s*[a-z]?\s*[-/]\s*((?:\d{4}\s*[-/]\s*)?[A-ZĐ][A-Za-zĐđ]*(?:\s?-\s?[A-ZĐ][A-Za-zĐđ]*)?)"
)


class Role(StrEnum):
    """What a column of such a table tells."""

    INDEX = "index"
    LEAD = "lead"
    PARTNER = "partner"
    DUE = "due"
    NUMBER = "number"
    DATE = "date"
    TASK = "task"
    ABOUT = "about"
    REMARK = "remark"


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: what it is about, and its cells by what their columns tell."""

    passage: Passage
    cells: Mapping[Role, str]

    @property
    def above(self) -> str:
        """The headings that the row stands under."""
        return " . ".join((*(self.passage.table_row or ())[:-1], self.passage.table_title or ""))


def tasks_in(passages: Iterable[Passage]) -> Iterator[Entry]:
    """The tasks that a report's tables assign."""
    return (
        entry
        for entry in _entries(passages)
        if Role.TASK in entry.cells and (Role.LEAD in entry.cells or Role.DUE in entry.cells)
    )


def documents_in(passages: Iterable[Passage]) -> Iterator[Entry]:
    """The documents that a report's tables list."""
    return (entry for entry in _entries(passages) if Role.NUMBER in entry.cells and Role.ABOUT in entry.cells)


def _entries(passages: Iterable[Passage]) -> Iterator[Entry]:
    roles: tuple[Role | None, ...] = ()
    for passage in passages:
        if passage.kind is not PassageKind.TABLE:
            continue
        if passage.table_row is None:
            roles = _roles(passage.text.partition("\n")[0])
        elif len({Role.LEAD, Role.DUE, Role.NUMBER}.intersection(roles)) > 0:
            cells = _cells(passage.text, roles)
            if cells:
                yield Entry(passage, cells)


@lru_cache(maxsize=512)
def _roles(header: str) -> tuple[Role | None, ...]:
    found = [_role(flat(column)) for column in header.split(" | ")]
    if Role.LEAD in found and Role.TASK not in found:
        # The first column that names nothing else is what is to be done.
        free = next((at for at, role in enumerate(found) if role in {None, Role.ABOUT}), None)
        if free is not None:
            found[free] = Role.TASK
    return tuple(role if role is None or role not in found[:at] else None for at, role in enumerate(found))


def _role(column: str) -> Role | None:
    return next((Role(name) for name, pattern in _columns().items() if pattern.search(column)), None)


def _cells(text: str, roles: Sequence[Role | None]) -> dict[Role, str]:
    cells = [cell.strip() for cell in text.split(" | ")]
    columns = list(roles)
    if columns and columns[0] is Role.INDEX and not (cells and _INDEX.match(cells[0])):
        columns = columns[1:]
    while len(columns) > len(cells) and columns[-1] is Role.REMARK:
        columns.pop()
    if len(columns) != len(cells):
        return {}
    return {role: cell for role, cell in zip(columns, cells, strict=True) if role is not None and cell}


def numbers_in(text: str) -> frozenset[tuple[str, str]]:
    """The documents that a text names by number: each its number and the letters of its kind."""
    return frozenset((match.group(1).lstrip("0"), kind_of(match.group())) for match in _NUMBER.finditer(text))


def kind_of(number: str) -> str:
    """The letters that name a document's kind, folded: `nq` of `05-NQ/TU` and of `07/2021/NQ-HĐND`."""
    letters = re.search(r"[-/]\s*(?:\d{4}\s*[-/]\s*)?([A-Za-zĐđ]+)", number)
    return flat(letters.group(1)).strip() if letters else ""


def issuer_of(number: str) -> str:
    """Who issued a document, by the last letters of its number; nothing where they say nothing known."""
    return next((who for letters, who in _data()["issuer"].items() if number.strip().endswith(letters)), "")


@cache
def document_kinds() -> Mapping[str, str]:
    """How a question names a kind of document → the folded letters in such a document's number."""
    return {name: flat(letters).strip() for name, letters in _data()["document"].items()}


@cache
def _columns() -> Mapping[str, re.Pattern[str]]:
    return {name: re.compile(f"(?:{pattern})") for name, pattern in _data()["column"].items()}


@cache
def _data() -> Mapping[str, Mapping[str, str]]:
    text = files("assistant").joinpath("ledgers.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)
