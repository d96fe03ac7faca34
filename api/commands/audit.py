"""`baocao audit`: the reports' own numbers, recomputed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from assistant.audits.finding import Finding
    from assistant.audits.material import Material
    from assistant.settings import Settings

_KINDS = {
    "percent": "tỷ lệ không khớp",
    "sum": "tổng không khớp",
    "prose_vs_table": "lời văn khác bảng",
    "cross_report": "các báo cáo khác nhau",
    "superseded": "đã có số mới hơn",
    "outlier": "số bất thường",
    "unit": "đơn vị không khớp",
    "name_swap": "nhầm tên, nhầm ký hiệu",
    "duplicate": "trùng lặp",
}
_CERTAINTIES = {"clear": "rõ", "rounding": "làm tròn", "arguable": "cần xem lại"}
_LONGEST = 400


def configure(parser: ArgumentParser) -> None:
    """Add the options of `audit`."""
    parser.add_argument(
        "--file", type=Path, metavar="TỆP", help="soát thẳng một tệp hay một thư mục, không qua kho"
    )
    parser.add_argument(
        "--kind", action="append", default=[], choices=list(_KINDS), metavar="LOẠI", help=", ".join(_KINDS)
    )
    parser.add_argument(
        "--certainty",
        action="append",
        default=[],
        choices=list(_CERTAINTIES),
        metavar="MỨC",
        help="clear (rõ), rounding (làm tròn) hoặc arguable (cần xem lại)",
    )
    parser.add_argument("--json", action="store_true", help="in ra JSON")


def run(arguments: Namespace, settings: Settings) -> int:
    """Print the findings; 0 whether or not there are any."""
    found = [
        finding
        for finding in _findings(arguments.file, settings)
        if (not arguments.kind or finding.kind in arguments.kind)
        and (not arguments.certainty or finding.certainty in arguments.certainty)
    ]
    if arguments.json:
        from assistant.audits.finding import finding_json  # as above

        print(json.dumps([finding_json(finding) for finding in found], ensure_ascii=False, indent=1))
    else:
        print(_as_text(found))
    return 0


def _findings(file: Path | None, settings: Settings) -> tuple[Finding, ...]:
    from assistant.audit import audit, audit_materials  # only this command needs it

    if file is not None:
        return audit_materials(_read(file))
    from corpus.index import Index  # opens the stores

    index = Index.open(
        settings.home,
        database_url=settings.database_url,
        chroma_url=settings.chroma_url,
        embeddings=settings.embeddings,
    )
    try:
        return audit(index)
    finally:
        index.close()


def _read(path: Path) -> list[Material]:
    """The reports of a file or a folder, straight from their text."""
    from assistant.audits.material import Material  # as above
    from corpus.extract import extract_figures
    from corpus.read import read_report
    from corpus.vocabulary import load_vocabulary

    files = sorted(path.glob("*.txt")) if path.is_dir() else [path]
    reports = [read_report(file) for file in files]
    vocabulary = load_vocabulary()
    return [Material(report, extract_figures(report, vocabulary), vocabulary) for report in reports]


def _as_text(found: Sequence[Finding]) -> str:
    if not found:
        return "Không phát hiện điều gì không khớp."
    return "\n\n".join([*(_one(number, finding) for number, finding in enumerate(found, 1)), _count(found)])


def _one(number: int, finding: Finding) -> str:
    head = f"{number}. [{_KINDS[finding.kind]} · {_CERTAINTIES[finding.certainty]}] {finding.what}"
    quotes = [f"   • {source.file}: {_cut(source.text)}" for source in finding.sources]
    return "\n".join([head, f"   Phép tính: {finding.arithmetic}", *quotes])


def _cut(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST]}…"


def _count(found: Sequence[Finding]) -> str:
    counts = Counter(finding.certainty.value for finding in found)
    parts = [f"{counts[name]} {words}" for name, words in _CERTAINTIES.items() if counts[name]]
    return f"Tất cả {len(found)} phát hiện: {', '.join(parts)}."
