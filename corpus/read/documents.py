"""Any file to text: what it is, is told by its first bytes, never by its name.

Spans of a report point into the text that is written here; for a text file that is the file itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from corpus.errors import UnreadableReportError
from corpus.read.decoding import decode, unify_newlines
from corpus.read.markdown import looks_like_markdown
from corpus.read.office import as_docx
from corpus.read.web import looks_like_html, read_web
from corpus.report import Recognised

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_RTF = b"{\\rtf"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ODT = b"application/vnd.oasis.opendocument.text"
_NEEDS = {"docx": ("docx", "lxml"), "pdf": ("pypdfium2",), "html": ("lxml",), "markdown": ("lxml",)}
WRITTEN_OUT = frozenset(_NEEDS)  # families whose text is ours, so that the text itself cannot tell them


class Document(NamedTuple):
    """A file's text, how it was made, and what was noticed on the way."""

    text: str
    family: str | None  # None: the text itself tells
    problems: tuple[tuple[str, str], ...] = ()
    recognised: tuple[Recognised, ...] = ()


def open_document(raw: bytes, path: Path) -> Document:
    """The text of a file of whatever kind."""
    if raw.startswith(b"PK\x03\x04"):
        return _word(raw, path)
    if raw.startswith(b"%PDF-"):
        return _pdf(raw, path)
    if raw.startswith(_OLE):
        if _ENCRYPTED in raw:
            raise UnreadableReportError(path, "password")
        return _word(as_docx(raw, path, ".doc", "legacy_word"), path)
    if raw.startswith(_RTF):
        return _word(as_docx(raw, path, ".rtf", "legacy_word"), path)
    return _text(raw, path)


def _text(raw: bytes, path: Path) -> Document:
    text = decode(raw, path)
    if looks_like_html(text[:4000]):
        _need("html", path)
        return Document(unify_newlines(read_web(text, path.name)), "html")
    if looks_like_markdown(text):
        _need("markdown", path)
        from corpus.read.markdown import as_page  # noqa: PLC0415 -- read only where it is needed

        return Document(unify_newlines(read_web(as_page(text), path.name)), "markdown")
    return Document(text, None)


def _word(raw: bytes, path: Path) -> Document:
    if _ODT in raw[:200]:
        raw = as_docx(raw, path, ".odt", "open_document")
    if b"word/" not in raw:
        raise UnreadableReportError(path, "spreadsheet" if b"xl/" in raw else "archive")
    _need("docx", path)
    from corpus.read.word import read_word  # noqa: PLC0415 -- an optional part

    text, problems = read_word(raw, path.name)
    return Document(unify_newlines(text), "docx", problems)


def _pdf(raw: bytes, path: Path) -> Document:
    _need("pdf", path)
    from corpus.read.pdf import read_pdf  # noqa: PLC0415 -- an optional part

    read = read_pdf(raw, path.name)
    return Document(read.text, "pdf", read.problems, read.recognised)


def _need(kind: str, path: Path) -> None:
    """Say what to install where a kind's library is missing."""
    missing: Iterable[str] = (name for name in _NEEDS[kind] if find_spec(name) is None)
    if any(missing):
        raise UnreadableReportError(path, f"needs_{kind}")
