"""Which reading of a report is today's: another one whenever the code or the words it follows are others."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_CORPUS = Path(__file__).parent.parent
_FOLDERS = ("extract", "read", "vocabulary")
_MODULES = (
    "figures",
    "intake",
    "not_figures",
    "numbers",
    "passages",
    "report",
    "sentences",
    "split",
    "text",
    "tokens",
    "tying",
    "words",
)
_KINDS = frozenset((".py", ".toml", ".txt", ".json"))


@cache
def reading_digest(corpus: Path = _CORPUS) -> str:
    """A short hash over all that decides what a report is read as, an indicator's synonym included."""
    digest = hashlib.sha256()
    for file in _sources(corpus):
        digest.update(file.relative_to(corpus).as_posix().encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()[:12]


def _sources(corpus: Path) -> Iterator[Path]:
    for folder in _FOLDERS:
        yield from sorted(file for file in corpus.joinpath(folder).rglob("*") if file.suffix in _KINDS)
    yield from (file for name in _MODULES if (file := corpus / f"{name}.py").is_file())
