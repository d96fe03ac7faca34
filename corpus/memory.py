"""Memory that was freed, given back to the system.

Each commit of the lexical index runs in threads of its own, and the C library keeps for every thread what it
once needed: without a word from us a long indexing would hold several times what it uses.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def give_back() -> None:
    """Let the system have what this process freed; nothing where the C library has no way to."""
    trim = _trim()
    if trim is not None:
        trim(0)


@cache
def _trim() -> Callable[[int], int] | None:
    try:
        found: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (OSError, AttributeError, TypeError):  # glibc alone has it; Windows has no library without a name
        return None
    return found
