"""Scanned pages read by tesseract, an optional part, with its confidence in every line."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from itertools import groupby

_PATIENCE = 120  # seconds a page
_PAGE_LEVEL, _WORD_LEVEL = "1", "5"
_DOUBTFUL = 75.0  # per cent; below it a paragraph is named
_DOUBTFUL_NUMBER = 60.0  # and a number by itself, because a paragraph's other words would hide it
_MOST_NAMED = 40
_WORKERS = 2
_WHOLE = 10_000  # a page's width and height, whatever its paper


@dataclass(frozen=True, slots=True)
class ScannedLine:
    """A line as it was recognised: how sure of it the recogniser is, and where on its page it lies."""

    text: str
    confidence: float  # per cent
    box: tuple[int, int, int, int]  # left, top, right, bottom in ten-thousandths of the page
    doubtful: tuple[str, ...] = ()  # the numbers in it that are far from sure


@dataclass(frozen=True, slots=True)
class ScannedParagraph:
    """Lines that belong together."""

    lines: tuple[ScannedLine, ...]

    @property
    def text(self) -> str:
        """Its words in one line."""
        return " ".join(line.text for line in self.lines)

    @property
    def confidence(self) -> float:
        """How sure the recogniser is of it, each line by its length."""
        letters = sum(len(line.text) for line in self.lines)
        return sum(line.confidence * len(line.text) for line in self.lines) / max(letters, 1)


@cache
def can_recognise() -> bool:
    """Whether tesseract and its Vietnamese data are installed."""
    program = shutil.which("tesseract")
    if program is None:
        return False
    listed = subprocess.run([program, "--list-langs"], capture_output=True, text=True, check=False)  # noqa: S603
    return "vie" in listed.stdout.split()


def recognise(pictures: Iterable[bytes]) -> Iterator[tuple[ScannedParagraph, ...] | None]:
    """The paragraphs of each picture, None where the recogniser fails; few pictures are held at a time."""
    waiting: deque[Future[tuple[ScannedParagraph, ...] | None]] = deque()
    with ThreadPoolExecutor(_WORKERS) as workers:
        for picture in pictures:
            waiting.append(workers.submit(_recognise, picture))
            if len(waiting) > _WORKERS:
                yield waiting.popleft().result()
        for future in waiting:
            yield future.result()


def problems(
    pages: Mapping[int, Sequence[ScannedParagraph] | None], *, whole: bool
) -> tuple[tuple[str, str], ...]:
    """What the reader of recognised pages should know; `whole`: the report has no other pages."""
    told = list(_doubts(pages))
    left = len(told) - _MOST_NAMED
    more = [f"Còn {left} đoạn khác nhận dạng chưa chắc."] if left > 0 else []
    what = "Báo cáo" if whole else f"Trang {', '.join(map(str, sorted(pages)))}"
    head = f"{what} là ảnh quét, chữ do máy nhận dạng: hãy đối chiếu với bản gốc trước khi dùng số liệu."
    return tuple(("recognised", note) for note in (head, *told[:_MOST_NAMED], *more))


def _doubts(pages: Mapping[int, Sequence[ScannedParagraph] | None]) -> Iterator[str]:
    """What should be compared with the paper, in words."""
    for number, page in sorted(pages.items()):
        if page is None:
            yield f"Trang {number}: không nhận dạng được chữ nào."
        for one in page or ():
            start = " ".join(one.text.split()[:8])
            numbers = [number for line in one.lines for number in line.doubtful]
            if one.confidence < _DOUBTFUL:
                yield f"Trang {number}: “{start}…” nhận dạng chưa chắc (độ tin cậy {one.confidence:.0f}%)."
            elif numbers:
                yield f"Trang {number}: “{start}…” có số nhận dạng chưa chắc: {'; '.join(numbers)}."


def _recognise(picture: bytes) -> tuple[ScannedParagraph, ...] | None:
    program = shutil.which("tesseract") or "tesseract"
    command = [program, "stdin", "stdout", "-l", "vie", "--psm", "3", "tsv"]
    alone = {**os.environ, "OMP_THREAD_LIMIT": "1"}  # pages beside each other are faster than threads in one
    try:
        done = subprocess.run(  # noqa: S603 -- a fixed command over a picture of our own
            command, input=picture, capture_output=True, check=True, timeout=_PATIENCE, env=alone
        )
    except (subprocess.SubprocessError, OSError):
        return None
    return tuple(_paragraphs(done.stdout.decode("utf-8", "replace")))


def _paragraphs(told: str) -> Iterator[ScannedParagraph]:
    """What the recogniser's table of words says."""
    rows = list(csv.DictReader(io.StringIO(told), delimiter="\t", quoting=csv.QUOTE_NONE))
    page = next((row for row in rows if row["level"] == _PAGE_LEVEL), None)
    size = (int(page["width"]), int(page["height"])) if page else (1, 1)
    words = [row for row in rows if row["level"] == _WORD_LEVEL and (row["text"] or "").strip()]
    for _, inside in groupby(words, key=lambda row: (row["block_num"], row["par_num"])):
        lines = groupby(inside, key=lambda row: row["line_num"])
        yield ScannedParagraph(tuple(_line(list(line), size) for _, line in lines))


def _line(words: Sequence[Mapping[str, str]], size: tuple[int, int]) -> ScannedLine:
    width, height = (max(one, 1) for one in size)
    edges = [[int(word[name]) for name in ("left", "top", "width", "height")] for word in words]
    box = (
        min(left for left, *_ in edges) * _WHOLE // width,
        min(top for _, top, *_ in edges) * _WHOLE // height,
        max(left + wide for left, _, wide, _ in edges) * _WHOLE // width,
        max(top + high for _, top, _, high in edges) * _WHOLE // height,
    )
    sure = [float(word["conf"]) for word in words]
    doubtful = tuple(
        word["text"]
        for word, confidence in zip(words, sure, strict=True)
        if confidence < _DOUBTFUL_NUMBER and any(map(str.isdigit, word["text"]))
    )
    return ScannedLine(" ".join(word["text"] for word in words), sum(sure) / len(sure), box, doubtful)
