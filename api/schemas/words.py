"""Words that people send: composed letters, no control characters, nothing that a store would choke on."""

import unicodedata
from typing import Annotated, Final

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from corpus.text import nfc

_KEPT: Final = "\n\t"


def _clean(words: str) -> str:
    try:
        words.encode("utf-8")
    except UnicodeEncodeError as error:
        # JSON can write half a surrogate pair, which no text may hold.
        raise PydanticCustomError("string_unicode", "not Unicode") from error
    kept = (letter for letter in words if letter in _KEPT or unicodedata.category(letter) != "Cc")
    return nfc("".join(kept)).strip()


def _not_blank(words: str) -> str:
    if not words:
        raise PydanticCustomError("string_too_short", "blank", {"min_length": 1})
    return words


Words = Annotated[str, AfterValidator(_clean)]
Question = Annotated[
    str,
    StringConstraints(min_length=1, max_length=4000),
    AfterValidator(_clean),
    AfterValidator(_not_blank),
]
Id = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_clean)]
