"""PDF files with a text layer as text of the OCR family: sizes and places tell what a dump has to guess.

Marks are small raised digits, notes stand below a short rule or in small letters, a paragraph ends where its
last line is short or the next is indented, a table's cells lie between its lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from corpus.errors import UnreadableReportError
from corpus.read.pdflayout import drop_repeated, join_notes, read_blocks, right_edges
from corpus.read.pdfpages import PDFIUM, Page, is_bare, read_page, words_of, written
from corpus.read.scan import ScannedParagraph, can_recognise, problems, recognise
from corpus.report import Recognised

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_MOST_PAGES = 3000
_DOTS_PER_POINT = 300 / 72  # of the pictures that are recognised
_MOST_DOTS = 7_000  # of either side: an A3 sheet at full size, anything larger made smaller
_FEW = 12  # words; below a quarter of it a page is a picture
_STRANGE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u0370-\u1dff\u2c00-\uabff\ue000-\ufdff\ufffd]")
_TCVN3 = re.compile("[®§][\xb8µ¶·¹»¾¼½Æ]|[µ¶·\xb8¹][ngtcmu]|®[¹Þµ]|Þ[nu]|Ò[n]|Õ[t]")


class PdfText(NamedTuple):
    """A document's text, its pages parted by form feeds, and what its reader should know."""

    text: str
    problems: tuple[tuple[str, str], ...] = ()
    recognised: tuple[Recognised, ...] = ()


def read_pdf(raw: bytes, file: str) -> PdfText:
    """The text of the document's own letters, and of what is recognised in its pictures."""
    with PDFIUM:
        document = _open(raw, file)
    try:
        return _read(document, file)
    finally:
        with PDFIUM:
            document.close()


def _read(document: PdfDocument, file: str) -> PdfText:
    pages = [read_page(document, number) for number in range(len(document))]
    whole = words_of(pages) < max(_FEW * len(pages) / 4, _FEW)
    bare = [number for number, page in enumerate(pages) if whole or (page.pictured and is_bare(page))]
    if bare and not can_recognise():
        if whole:
            raise UnreadableReportError(file, "scanned_pdf")
        return _lay_out(pages, file)._replace(problems=(_unread(bare),))
    found = dict(zip(bare, recognise(_pictures(document, bare)), strict=True))
    if whole and not any(found.values()):
        raise UnreadableReportError(file, "scanned_pdf")
    told = problems({number + 1: page for number, page in found.items()}, whole=whole) if found else ()
    return _lay_out(pages, file, found)._replace(problems=told)


def _unread(numbers: Sequence[int]) -> tuple[str, str]:
    pages = ", ".join(str(number + 1) for number in numbers)
    told = f"Trang {pages} chỉ có ảnh, chưa đọc được: cài tesseract cùng dữ liệu tiếng Việt rồi đọc lại."
    return "pages_unread", told


def _lay_out(
    pages: Sequence[Page], file: str, scans: Mapping[int, Sequence[ScannedParagraph] | None] | None = None
) -> PdfText:
    """The pages' text; what was recognised stands for the pages that have no letters of their own."""
    _refuse_garbled(pages, file)
    _join_tables(pages)
    drop_repeated(pages)
    marks: set[str] = set()
    edges = right_edges(pages)
    laid_out = [read_blocks(page, marks, edges.get(page.size, 0.0)) for page in pages]
    join_notes(laid_out)
    scanned = scans or {}
    return _joined_pages(
        [scanned.get(number) or (*body, *notes) for number, (body, notes) in enumerate(laid_out)]
    )


def _join_tables(pages: Sequence[Page]) -> None:
    """A table that goes on over the page has all its columns on either: a head alone shows but some."""
    for before, after in pairwise(page for page in pages if page.tables):
        last = min(before.tables, key=lambda table: table.grid.box.bottom)
        first = max(after.tables, key=lambda table: table.grid.box.top)
        columns = last.grid.joined_columns(first.grid)
        if columns is not None:
            last.grid, first.grid = (replace(one.grid, columns=columns) for one in (last, first))


def _joined_pages(pages: Sequence[Sequence[str | ScannedParagraph]]) -> PdfText:
    parts: list[str] = []
    recognised: list[Recognised] = []
    at = 0
    for number, blocks in enumerate(pages):
        feed = "\f\n" if number else ""
        at += len(feed)
        parts.append(feed)
        for block in blocks:
            if isinstance(block, ScannedParagraph):
                recognised += _recognised(block, at)
            words = f"{block if isinstance(block, str) else block.text}\n\n"
            parts.append(words)
            at += len(words)
    return PdfText("".join(parts), recognised=tuple(recognised))


def _recognised(paragraph: ScannedParagraph, at: int) -> Iterator[Recognised]:
    for line in paragraph.lines:
        yield Recognised(at, at + len(line.text), round(line.confidence), *line.box)
        at += len(line.text) + 1


def _pictures(document: PdfDocument, numbers: Iterable[int]) -> Iterator[bytes]:
    """The pages in grey, in the plainest format there is."""
    for number in numbers:
        with PDFIUM:
            page = document[number]
            scale = min(_DOTS_PER_POINT, _MOST_DOTS / max(page.get_size()))
            grey = page.render(scale=scale, grayscale=True).to_numpy()
            height, width = grey.shape[:2]
            shades: bytes = grey.reshape(height, width).tobytes()
        yield f"P5 {width} {height} 255\n".encode() + shades


def _open(raw: bytes, file: str) -> PdfDocument:
    import pypdfium2  # noqa: PLC0415 -- an optional part

    try:
        document = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as error:
        reason = "password" if "password" in str(error).lower() else "damaged_pdf"
        raise UnreadableReportError(file, reason) from error
    if len(document) > _MOST_PAGES:
        document.close()
        raise UnreadableReportError(file, "too_many_pages")
    return document


def _refuse_garbled(pages: Sequence[Page], file: str) -> None:
    words = " ".join(written(pages))
    if len(_STRANGE.findall(words)) * 20 > len(words):
        raise UnreadableReportError(file, "no_unicode")
    if len(_TCVN3.findall(words)) * 60 > len(words):
        raise UnreadableReportError(file, "tcvn3")
