"""A page of a PDF as it looks, with the quoted words marked."""

from __future__ import annotations

import io
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from ctypes import byref, c_int
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from corpus.errors import UnreadableReportError
from corpus.read.pdfpages import PDFIUM
from corpus.report import Recognised

if TYPE_CHECKING:
    from PIL import Image
    from pypdfium2 import PdfPage, PdfTextPage

_DOTS_PER_POINT = 1.8
_SEED = 12  # letters that must agree before a place is taken for the quoted one
_MARKER = (255, 236, 130)
_MOST_DOTS = 4_000  # of either side: a poster is made smaller
_WHOLE = 10_000  # the sides of a page in the places of recognised lines

Dots = tuple[int, int, int, int]  # left, top, right, bottom


class Sign(NamedTuple):
    """A letter or digit without its accents, and its place among the letters that it was taken from."""

    letter: str
    at: int


def draw_page(path: Path, number: int, quoted: Sequence[str], lines: Iterable[Recognised] = ()) -> bytes:
    """The page with that number, counted from one, as a PNG; words that are not on it mark nothing.

    On a scanned page, which has no words, the recognised lines are marked where they lie.
    """
    import pypdfium2  # noqa: PLC0415 -- an optional part

    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(path)
        except FileNotFoundError as error:  # taken away since it was looked for
            raise UnreadableReportError(path, "missing") from error
        except pypdfium2.PdfiumError as error:
            raise UnreadableReportError(path, "damaged_pdf") from error
        try:
            if not 1 <= number <= len(document):
                raise UnreadableReportError(path, "no_such_page")
            return _draw(document[number - 1], quoted, lines)
        finally:
            document.close()


def _draw(page: PdfPage, quoted: Sequence[str], lines: Iterable[Recognised]) -> bytes:
    scale = min(_DOTS_PER_POINT, _MOST_DOTS / max(page.get_size()))
    picture = page.render(scale=scale).to_pil().convert("RGB")
    boxes = [*_letter_boxes(page, picture.size, quoted), *(_line_box(line, picture.size) for line in lines)]
    _mark(picture, boxes)
    into = io.BytesIO()
    picture.save(into, "PNG", optimize=True)
    return into.getvalue()


def _mark(picture: Image.Image, boxes: Iterable[Dots]) -> None:
    from PIL import Image, ImageChops, ImageDraw  # noqa: PLC0415 -- an optional part

    marks = Image.new("RGB", picture.size, "white")
    pen = ImageDraw.Draw(marks)
    for box in boxes:
        pen.rectangle(box, _MARKER)
    picture.paste(ImageChops.multiply(picture, marks))


def _letter_boxes(page: PdfPage, size: tuple[int, int], quoted: Sequence[str]) -> Iterator[Dots]:
    """Where the quoted words lie on the picture, however the page is cut or turned."""
    words = page.get_textpage()
    for at in _places(words, quoted):
        x0, y0, x1, y1 = words.get_charbox(at, loose=True)
        across, down = zip(_dot(page, size, x0, y0), _dot(page, size, x1, y1), strict=True)
        yield min(across), min(down), max(across), max(down)
    words.close()


def _dot(page: PdfPage, size: tuple[int, int], x: float, y: float) -> tuple[int, int]:
    import pypdfium2.raw as pdfium  # noqa: PLC0415 -- an optional part

    across, down = c_int(), c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, *size, 0, x, y, byref(across), byref(down))
    return across.value, down.value


def _line_box(line: Recognised, size: tuple[int, int]) -> Dots:
    width, height = size
    return (
        line.left * width // _WHOLE,
        line.top * height // _WHOLE,
        line.right * width // _WHOLE,
        line.bottom * height // _WHOLE,
    )


def _places(words: PdfTextPage, quoted: Sequence[str]) -> set[int]:
    import pypdfium2.raw as pdfium  # noqa: PLC0415 -- an optional part

    written = [chr(pdfium.FPDFText_GetUnicode(words, index)) for index in range(words.count_chars())]
    signs = list(_signs(written))
    letters = "".join(sign.letter for sign in signs)
    places = (place for one in quoted for place in found(letters, one))
    return {at for start, end in places for at in range(signs[start].at, signs[end - 1].at + 1)}


def _signs(written: Sequence[str]) -> Iterator[Sign]:
    for at, letter in enumerate(written):
        for part in unicodedata.normalize("NFD", letter.casefold()):
            if part.isalnum():
                yield Sign(part, at)


def found(letters: str, quoted: str) -> Iterator[tuple[int, int]]:
    """Where the quoted words stand among bare letters; a mark between two words is stepped over."""
    wanted = "".join(sign.letter for sign in _signs(quoted))
    seed, at = min(_SEED, len(wanted)), 0
    while seed and at + seed <= len(wanted):
        start = letters.find(wanted[at : at + seed])
        if start < 0:
            at += 1
            continue
        size = seed
        while wanted[at + size : at + size + 1] == letters[start + size : start + size + 1] != "":
            size += 1
        yield start, start + size
        at += size
