"""Text files to Reports: one module per difficulty."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from corpus.errors import UnreadableReportError
from corpus.read.composing import compose
from corpus.read.decoding import has_ink, read_bytes
from corpus.read.documents import open_document
from corpus.read.families import OCR, find_lines, recognise
from corpus.read.sidecar import apply_sidecar
from corpus.read.stitching import stitch
from corpus.report import Beyond, Problem, Report, ReportId

_HUGE = 400_000  # letters


def read_report(path: Path, *, report_id: ReportId | None = None) -> Report:
    """The report in a file; a sidecar `<file>.toml` overrides what its front matter says."""
    document = open_document(read_bytes(path), path)
    report = read_text(document.text, file=path.name, report_id=report_id, family=document.family)
    noticed = tuple(Problem(kind=kind, note=note) for kind, note in document.problems)
    front = apply_sidecar(path, report.front)
    return with_beyond(replace(report, front=front), Beyond(problems=noticed, recognised=document.recognised))


def with_beyond(report: Report, beyond: Beyond) -> Report:
    """A report read from its text, with what its file told beyond that."""
    return replace(report, beyond=beyond, problems=(*beyond.problems, *report.problems))


def read_text(
    text: str, *, file: str, report_id: ReportId | None = None, family: str | None = None
) -> Report:
    r"""The report in a text whose only line end is `\\n`; `family`: what it was written out of."""
    if not has_ink(text):
        raise UnreadableReportError(file, "empty")
    with _uncollected(len(text)):
        found = recognise(text) if family is None else OCR
        pieces = stitch(list(found.read(text, find_lines(text))))
        report = compose(text, file, report_id or ReportId(Path(file).stem), family or found.name, pieces)
    return replace(report, pages=_page_starts(text, report.family))


def _page_starts(text: str, family: str) -> tuple[int, ...]:
    """Where each page begins, if the text says: its pages end in form feeds."""
    ends = [feed.end() for feed in re.finditer(r"\f\n?", text)]
    return (0, *ends) if ends or family == "pdf" else ()


@contextmanager
def _uncollected(letters: int) -> Iterator[None]:
    """A huge text makes millions of small objects and no cycles; collecting would walk them over and over."""
    pause = letters > _HUGE and gc.isenabled()
    if pause:
        gc.disable()
    try:
        yield
    finally:
        if pause:
            gc.enable()
