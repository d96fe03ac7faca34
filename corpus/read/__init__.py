"""Text files to Reports: one module per difficulty."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from corpus.errors import UnreadableReportError
from corpus.read.composing import compose
from corpus.read.decoding import decode, has_ink, read_bytes
from corpus.read.families import find_lines, recognise
from corpus.read.sidecar import apply_sidecar
from corpus.read.stitching import stitch
from corpus.report import Report, ReportId


def read_report(path: Path, *, report_id: ReportId | None = None) -> Report:
    """The report in a file; a sidecar `<file>.toml` overrides what its front matter says."""
    text = decode(read_bytes(path), path)
    report = read_text(text, file=path.name, report_id=report_id)
    return replace(report, front=apply_sidecar(path, report.front))


def read_text(text: str, *, file: str, report_id: ReportId | None = None) -> Report:
    r"""The report in a text whose only line end is `\\n`."""
    if not has_ink(text):
        raise UnreadableReportError(file, "empty")
    lines = find_lines(text)
    family = recognise(text, lines)
    pieces = stitch(list(family.read(text, lines)))
    return compose(text, file, report_id or ReportId(Path(file).stem), family.name, pieces)
