"""What an assistant replied, in the few fields that are scored, whoever it was."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

Json: TypeAlias = str | int | float | bool | Sequence["Json"] | Mapping[str, "Json"] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """One citation of a reply."""

    file: str
    text: str
    section: tuple[str, ...] = ()
    title: str = ""
    footnote: str | None = None
    table_row: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer as it is scored."""

    text: str
    status: str
    citations: tuple[Cited, ...] = ()
    calculations: tuple[Mapping[str, Json], ...] = ()
    elapsed_ms: float = 0.0
    raw: Mapping[str, Json] = field(default_factory=dict)  # kept for the record of a run
    error: str | None = None


def reply_from_api(body: Mapping[str, Json], elapsed_ms: float) -> Reply:
    """The reply of our own API (`POST /api/ask`)."""
    return Reply(
        text=as_text(body.get("answer")),
        status=as_text(body.get("status")) or "answered",
        citations=tuple(_cited(entry) for entry in as_rows(body.get("citations"))),
        calculations=tuple(as_rows(body.get("calculations"))),
        elapsed_ms=elapsed_ms,
        raw=body,
    )


def reply_from_openai(body: Mapping[str, Json], elapsed_ms: float) -> Reply:
    """The reply of an OpenAI-compatible server; ours adds its own fields under `baocao`."""
    choices = as_rows(body.get("choices"))
    message = choices[0].get("message") if choices else None
    own = body.get("baocao")
    if isinstance(own, Mapping):
        return reply_from_api(own, elapsed_ms)
    text = as_text(message.get("content")) if isinstance(message, Mapping) else ""
    return Reply(text=text, status="answered", elapsed_ms=elapsed_ms, raw=body)


def failed_reply(reason: str, elapsed_ms: float) -> Reply:
    """A call that failed: a wrong answer, and said to be so."""
    return Reply(text="", status="error", elapsed_ms=elapsed_ms, error=reason)


def as_rows(value: Json) -> list[Mapping[str, Json]]:
    """The objects of a JSON list, others left out."""
    if isinstance(value, str) or not isinstance(value, Sequence):
        return []
    return [entry for entry in value if isinstance(entry, Mapping)]


def as_text(value: Json) -> str:
    """A JSON value as text; nothing for null."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _cited(entry: Mapping[str, Json]) -> Cited:
    section = entry.get("section")
    path = (section,) if isinstance(section, str) else section if isinstance(section, Sequence) else ()
    return Cited(
        file=as_text(entry.get("file")) or as_text(entry.get("report_id")),
        text=as_text(entry.get("text")),
        section=tuple(as_text(part) for part in path),
        title=as_text(entry.get("report_title")),
        footnote=as_text(entry.get("footnote")) or None,
        table_row=as_text(entry.get("table_row")) or None,
    )
