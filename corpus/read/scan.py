"""Scanned pages read by tesseract, an optional part, with its confidence in every paragraph."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

_DOTS_PER_POINT = 300 / 72
_PATIENCE = 120  # seconds a page
_WORD_LEVEL = "5"
_DOUBTFUL = 75.0  # per cent; below it a paragraph is named
_MOST_NAMED = 40


@dataclass(frozen=True, slots=True)
class Recognised:
    """A paragraph as it was recognised, and how sure of it the recogniser is, in per cent."""

    text: str
    confidence: float


@cache
def can_recognise() -> bool:
    """Whether tesseract and its Vietnamese data are installed."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)  # noqa: S603
    return "vie" in listed.stdout.split()


def recognise_pages(document: PdfDocument) -> list[list[Recognised]]:
    """The paragraphs of every page; pictures are made one by one, and recognised two at a time."""
    with ThreadPoolExecutor(max_workers=2) as workers:
        pictures = (_picture(document[number]) for number in range(len(document)))
        return list(workers.map(_recognise, pictures))


def doubts(pages: Sequence[Sequence[Recognised]]) -> Iterator[str]:
    """The paragraphs that should be compared with the paper, in words."""
    for number, page in enumerate(pages, 1):
        for one in page:
            if one.confidence < _DOUBTFUL:
                start = " ".join(one.text.split()[:8])
                yield f"Trang {number}: “{start}…” nhận dạng chưa chắc (độ tin cậy {one.confidence:.0f}%)."


def problems(pages: Sequence[Sequence[Recognised]]) -> tuple[tuple[str, str], ...]:
    """What the reader of a recognised report should know."""
    told = list(doubts(pages))
    more = (
        [f"Còn {len(told) - _MOST_NAMED} đoạn khác nhận dạng chưa chắc."] if len(told) > _MOST_NAMED else []
    )
    head = "Báo cáo là ảnh quét, chữ do máy nhận dạng: hãy đối chiếu với bản gốc trước khi dùng số liệu."
    return tuple(("recognised", note) for note in (head, *told[:_MOST_NAMED], *more))


def _picture(page: PdfPage) -> bytes:
    """The page in grey, in the plainest format there is."""
    bitmap = page.render(scale=_DOTS_PER_POINT, grayscale=True)
    grey = bitmap.to_numpy()
    height, width = grey.shape[:2]
    shades: bytes = grey.reshape(height, width).tobytes()
    return f"P5 {width} {height} 255\n".encode() + shades


def _recognise(picture: bytes) -> list[Recognised]:
    program = shutil.which("tesseract") or "tesseract"
    command = [program, "stdin", "stdout", "-l", "vie", "--psm", "3", "tsv"]
    done = subprocess.run(command, input=picture, capture_output=True, check=True, timeout=_PATIENCE)  # noqa: S603
    rows = csv.DictReader(io.StringIO(done.stdout.decode()), delimiter="\t", quoting=csv.QUOTE_NONE)
    words = [row for row in rows if row["level"] == _WORD_LEVEL and row["text"].strip()]
    paragraphs = groupby(words, key=lambda row: (row["block_num"], row["par_num"]))
    return [_paragraph(list(inside)) for _, inside in paragraphs]


def _paragraph(words: Sequence[dict[str, str]]) -> Recognised:
    confidence = sum(float(word["conf"]) for word in words) / len(words)
    return Recognised(" ".join(word["text"] for word in words), confidence)
