"""The pages of a PDF as pictures, as long as the file is still the one that was read."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from api.web.answers import span_words
from corpus.adding import hash_of
from corpus.read.page_picture import draw_page
from corpus.report import Report, Span
from corpus.stores.reports import ReportCard


def has_pictures(card: ReportCard) -> bool:
    """Whether the file of a report is a PDF that still holds what was read."""
    path = Path(card.path)
    if card.family != "pdf" or not path.is_file() or find_spec("pypdfium2") is None:
        return False
    return hash_of(path, path.read_bytes()) == card.hash


def picture_address(card: ReportCard, marked: Sequence[Span]) -> str | None:
    """Where the page of quoted words is drawn; None where it cannot be."""
    if not marked or not has_pictures(card):
        return None
    return f"/manh/trang/{quote(card.id, safe='')}.png?vung={quote(span_words(marked))}"


def picture_of(report: Report, path: Path, marked: Sequence[Span]) -> bytes:
    """The page on which the quoted words begin, these words marked."""
    page = report.page_of(marked[0].start) or 1
    words = [report.source[span.start : span.end] for span in marked]
    return draw_page(path, page, words)
