"""The pages of a PDF as pictures, as long as what was read is still there."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from api.ports import Reading
from api.web.answers import span_words
from corpus.read.page_picture import draw_page
from corpus.report import Report, Span


def drawable(library: Reading, report_id: str) -> Path | None:
    """A report's PDF, if there is one and its pages can be drawn."""
    return library.original(report_id) if find_spec("pypdfium2") is not None else None


def picture_address(library: Reading, report_id: str, marked: Sequence[Span]) -> str | None:
    """Where the page of quoted words is drawn; None where it cannot be."""
    if not marked or drawable(library, report_id) is None:
        return None
    return f"/manh/trang/{quote(report_id, safe='')}.png?vung={quote(span_words(marked))}"


def picture_of(report: Report, path: Path, marked: Sequence[Span]) -> bytes:
    """The page on which the quoted words begin, these words marked."""
    page = report.page_of(marked[0].start) or 1
    words = [report.source[span.start : span.end] for span in marked]
    lines = [line for line in report.recognised_in(marked) if report.page_of(line.start) == page]
    return draw_page(path, page, words, lines)
