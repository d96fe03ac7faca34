"""What lies on the figure desk: sentences for a speech, each with the source it rests on."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

_UNPRINTABLE = frozenset({"Cc", "Cs", "Co", "Cn"})


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskEntry:
    """A ready sentence, its source for the footnote, and what its user must know."""

    sentence: str
    source: str  # "Báo cáo …, mục …, chú thích 27"
    quotation: str = ""  # the words of the source, as they stand there
    warnings: tuple[str, ...] = ()


def as_markdown(title: str, entries: Sequence[DeskEntry]) -> str:
    """The entries with Markdown footnotes."""
    body = [f"# {title}", ""]
    for number, entry in enumerate(entries, 1):
        body += [f"{entry.sentence}[^{number}]", *(f"> Lưu ý: {warning}" for warning in entry.warnings), ""]
    notes = [f"[^{number}]: {note_words(entry)}" for number, entry in enumerate(entries, 1)]
    return "\n".join([*body, *notes, ""])


def as_text(title: str, entries: Sequence[DeskEntry]) -> str:
    """The entries as plain text, sources numbered at the end."""
    body = [title, ""]
    for number, entry in enumerate(entries, 1):
        body += [f"{entry.sentence} [{number}]", *(f"   Lưu ý: {warning}" for warning in entry.warnings)]
    notes = [f"[{number}] {note_words(entry)}" for number, entry in enumerate(entries, 1)]
    return "\n".join([*body, "", "Nguồn:", *notes, ""])


def note_words(entry: DeskEntry) -> str:
    """What an entry's footnote says."""
    return f"{entry.source}: “{entry.quotation}”" if entry.quotation else entry.source


def printable(words: str) -> str:
    """The words without control characters, which no office file may hold."""
    return "".join(
        letter for letter in words if letter in "\n\t" or unicodedata.category(letter) not in _UNPRINTABLE
    )
