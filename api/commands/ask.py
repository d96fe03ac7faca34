"""`baocao ask`: one question, one checked answer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import argparse

    from assistant.answer import Answer
    from assistant.settings import Settings


def configure(parser: argparse.ArgumentParser) -> None:
    """What may be given: the question, and how the answer is to be shown."""
    parser.add_argument("question", nargs="+", metavar="câu_hỏi", help="câu hỏi bằng tiếng Việt")
    parser.add_argument("--json", action="store_true", help="in câu trả lời dạng JSON, như POST /api/ask")
    parser.add_argument(
        "--report",
        action="append",
        default=[],
        metavar="MÃ",
        help="chỉ hỏi trong báo cáo này (dùng nhiều lần được)",
    )
    parser.add_argument("--no-sources", action="store_true", help="không in nguồn trích dẫn")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Ask and print."""
    from assistant.answer_json import answer_as_json
    from assistant.assemble import assemble

    answer = assemble(settings).ask(" ".join(arguments.question), report_ids=arguments.report)
    if arguments.json:
        print(json.dumps(answer_as_json(answer), ensure_ascii=False, indent=2))
    else:
        print(answer.text)
        if not arguments.no_sources:
            print(sources(answer), end="")
    return 0


def sources(answer: Answer) -> str:
    """The citations as a person reads them below an answer, with the warnings."""
    lines = [f"\nLưu ý: {warning}" for warning in answer.warnings]
    lines += [
        f"\n[{one.marker}] {one.report_title}, {place_of(one.section, one.footnote, one.table_row)}"
        f"\n    {one.text}"
        for one in answer.citations
    ]
    return "\n".join(lines) + "\n" if lines else ""


def place_of(section: tuple[str, ...], footnote: str | None, row: str | None) -> str:
    """Where in a report: the last heading, and the footnote or row."""
    parts = [section[-1]] if section else []
    if footnote:
        parts.append(f"chú thích {footnote}")
    if row:
        parts.append(f"dòng “{row}”")
    return ", ".join(parts) or "phần mở đầu"
