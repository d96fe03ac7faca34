"""What the lexical index takes of a passage: its terms, those of the words around it, its runs of letters."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from corpus.terms import words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpus.passages import Passage


class Bag(NamedTuple):
    """A passage's terms, a blank between any two."""

    words: str  # what may be quoted
    context: str  # headings, labels of its table, the sentence that bears a note
    about: str  # title, issuer, place and date of its report
    letters: str  # runs of letters of the words


def make_bag(passage: Passage, about: str) -> Bag:
    """The terms of a passage in a report that `about` tells of."""
    words = words_of("\n".join((passage.text, *(note.text for note in passage.notes))))
    around = (*passage.section, passage.table_title, *(passage.table_row or ()), passage.anchor)
    return Bag(
        words=" ".join(words.terms()),
        context=_terms_of("\n".join(part for part in around if part)),
        about=_terms_of(about),
        letters=" ".join(words.runs()),
    )


def tell_about(title: str, file: str, told: Iterable[str | None]) -> str:
    """The words about a report; a title that is only the file's name says nothing."""
    return "\n".join(part for part in (None if title == file else title, *told) if part)


@lru_cache(maxsize=64)
def _terms_of(text: str) -> str:
    # The passages of a section stand under the same headings, those of a report under the same title.
    return " ".join(words_of(text).terms())
