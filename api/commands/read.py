"""`baocao read FILE [--json]`: what was read from a file."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from assistant.settings import Settings


def configure(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("file", type=Path, metavar="TỆP", help="tệp văn bản của báo cáo (UTF-8)")
    parser.add_argument("--json", action="store_true", help="in toàn bộ cấu trúc dưới dạng JSON")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Print the report's structure."""
    from corpus.read import read_report
    from corpus.report_json import report_as_json

    del settings
    report = read_report(arguments.file)
    if arguments.json:
        json.dump(report_as_json(report), sys.stdout, ensure_ascii=False)
        print()
        return 0
    print(report.title)
    print(
        f"{len(report.sections)} mục, {len(report.blocks)} đoạn, {len(report.footnotes)} chú thích, "
        f"{len(report.tables)} bảng, {len(report.problems)} điều cần lưu ý"
    )
    return 0
