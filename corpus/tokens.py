"""Counts tokens with tiktoken, without the network.

The encoding is built from a ranks file of our own (`corpus.ranks` trains it). A named OpenAI encoding is
used only when its file already lies in tiktoken's cache, because tiktoken would otherwise download it.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import tempfile
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.ranks import PATTERN

if TYPE_CHECKING:
    from tiktoken import Encoding

OURS = "syllables"
_NAMED = {
    "cl100k_base": "https://openaipublic.blob.core.windows.net/encodings/cl100k_base.tiktoken",
    "o200k_base": "https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken",
}
_WORD = re.compile(r"[^\W\d_]+")
_BLANK = re.compile(r"\s+")
# Measured on Vietnamese administrative prose, cl100k_base needs 0.39 tokens a byte, o200k_base 0.23.
_LETTERS_PER_BYTE = 0.6


@lru_cache(maxsize=4)
def encoding(name: str = OURS) -> Encoding:
    """The encoding of that name; ours where a named one is not on this machine."""
    import tiktoken  # noqa: PLC0415 - most commands count nothing

    if name in _NAMED and _is_cached(_NAMED[name]):
        return tiktoken.get_encoding(name)
    lines = files("corpus").joinpath("syllables.tiktoken").read_text(encoding="ascii").splitlines()
    ranks = {base64.b64decode(token): int(rank) for token, rank in map(str.split, lines)}
    return tiktoken.Encoding(OURS, pat_str=PATTERN, mergeable_ranks=ranks, special_tokens={})


def count_tokens(text: str, name: str = OURS) -> int:
    """How many tokens the text has."""
    return len(encoding(name).encode_ordinary(text))


def token_ceiling(text: str) -> int:
    """More tokens than a chat model is expected to see: for budgets, never for sizes.

    Letters by their UTF-8 bytes, with half as much again as the worst encoding measured; every digit and
    sign as a token of its own, because some models split numbers so.
    """
    letters = sum(len(word.group().encode()) for word in _WORD.finditer(text))
    others = len(_BLANK.sub("", _WORD.sub("", text)))
    # One space before a word is part of its token; a tab or a line's end never is.
    blanks = sum(len(blank.group()) - blank.group().startswith(" ") for blank in _BLANK.finditer(text))
    return int(letters * _LETTERS_PER_BYTE) + others + blanks + 1


def _is_cached(url: str) -> bool:
    folder = os.environ.get("TIKTOKEN_CACHE_DIR") or os.environ.get("DATA_GYM_CACHE_DIR")
    cache = Path(folder) if folder else Path(tempfile.gettempdir()) / "data-gym-cache"
    return (cache / hashlib.sha1(url.encode(), usedforsecurity=False).hexdigest()).is_file()
