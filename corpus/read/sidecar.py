"""A sidecar beside a report (`<file>.toml`) that puts its front matter right."""

from __future__ import annotations

import tomllib
from dataclasses import fields, replace
from pathlib import Path

from corpus.errors import UnreadableReportError
from corpus.report import FrontMatter

_KEYS = frozenset(field.name for field in fields(FrontMatter))
_LARGEST = 65536  # bytes


def apply_sidecar(path: Path, front: FrontMatter) -> FrontMatter:
    """The front matter with what the file's sidecar says; a sidecar that cannot be read is an error."""
    sidecar = path.with_name(path.name + ".toml")
    if not sidecar.is_file():
        return front
    given = _read(sidecar)
    if "place" in given and "level" not in given:
        given["level"] = _level_of(given["place"])
    return replace(front, **given)


def _read(sidecar: Path) -> dict[str, str]:
    try:
        if sidecar.stat().st_size > _LARGEST:
            raise UnreadableReportError(sidecar, "sidecar")
        found = tomllib.loads(sidecar.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UnreadableReportError(sidecar, "sidecar") from error
    if not set(found) <= _KEYS:
        raise UnreadableReportError(sidecar, "sidecar")
    return {key: str(value) for key, value in found.items()}


def _level_of(place: str) -> str:
    """The level words that a place starts with: those in small letters."""
    words = []
    for word in place.split():
        if not word.islower():
            break
        words.append(word)
    return " ".join(words)
