"""Bytes to text, or a typed error that names what the file is instead."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from corpus.errors import UnreadableReportError

LARGEST = 128 * 1024 * 1024  # bytes; the longest reports known stay below one
_HEAD = 65536
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# The letters that Vietnamese fonts of the nineties put in place of accented ones, in words every report has.
_TCVN3 = re.compile(
    rb"\xae\xb6ng|\xae\xb9i|t\xd8nh|huy\xd6n|nh\xa9n|ngh\xde|quy\xd5t|c\xf1a|n\xa8m|\xae\xa7ng|v\xb5"
)
_NO_INK = re.compile(r"[\s\ufeff\u200b]*")


def read_bytes(path: Path) -> bytes:
    """The file's bytes, unless there are far too many of them."""
    size = path.stat().st_size
    if size > LARGEST:
        raise UnreadableReportError(path, "too_large")
    return path.read_bytes()


def decode(raw: bytes, file: Path | str) -> str:
    r"""The text with `\\n` as its only line end, or an error with the reason."""
    if not raw:
        raise UnreadableReportError(file, "empty")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableReportError(file, _foreign(raw)) from error
    if "\x00" in text[:_HEAD]:
        raise UnreadableReportError(file, _foreign(raw))
    return unify_newlines(text)


def unify_newlines(text: str) -> str:
    r"""The same text with `\\r\\n` and `\\r` as `\\n`."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def has_ink(text: str) -> bool:
    """Whether anything is written there at all."""
    return _NO_INK.fullmatch(text) is None


def _foreign(raw: bytes) -> str:
    """What bytes that are not UTF-8 seem to be: utf-16, binary, tcvn3, windows-1258 or some encoding."""
    head = raw[:_HEAD]
    if head.startswith(_UTF16) or _alternates_zeros(head):
        return "utf-16"
    if _is_binary(head):
        return "binary"
    if _TCVN3.search(head):
        return "tcvn3"
    return "windows-1258" if _is_windows_1258(head) else "encoding"


def _alternates_zeros(head: bytes) -> bool:
    """UTF-16 without its mark: every other byte of ASCII letters and blanks is zero."""
    even, odd = head[::2], head[1::2]
    most = max(even.count(0), odd.count(0))
    return most * 4 > len(even) and min(even.count(0), odd.count(0)) * 8 < most


def _is_binary(head: bytes) -> bool:
    controls = sum(head.count(bytes([code])) for code in range(32) if code not in (9, 10, 12, 13))
    return controls * 50 > len(head)


def _is_windows_1258(head: bytes) -> bool:
    """Vietnamese tones as bytes of their own after a vowel, as Windows-1258 writes them."""
    tones = len(
        re.findall(
            rb"[AaEeIiOoUuYy\xe2\xe3\xea\xf4\xf5\xfd\xfe\xc2\xc3\xca\xd4\xd5\xdd][\xcc\xd2\xde\xec\xf2]", head
        )
    )
    return tones * 200 > len(head)
