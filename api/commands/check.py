"""`baocao check FILE`: the figures of a speech traced to their sources."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.schemas.desk import TraceOut
    from assistant.settings import Settings


def configure(parser: argparse.ArgumentParser) -> None:
    """Add what can be asked."""
    parser.add_argument("file", metavar="TỆP", help="bài phát biểu: văn bản hoặc .docx; “-” là dữ liệu vào")
    parser.add_argument("--json", action="store_true", help="in ra dạng JSON")


def run(arguments: argparse.Namespace, settings: Settings) -> int:
    """Trace every figure; the status is 1 where some figure has no sound source."""
    from api.access.principal import LOCAL
    from api.reception import Reception, open_house
    from api.routes.desk import checked, words_of_file

    content = sys.stdin.buffer.read() if arguments.file == "-" else Path(arguments.file).read_bytes()
    desk = Reception(settings.model_copy(update={"access": False}), open_house)
    try:
        figures = checked(desk, LOCAL, words_of_file(content, arguments.file)).figures
    finally:
        desk.close()
    if arguments.json:
        print(json.dumps([one.model_dump() for one in figures], ensure_ascii=False, indent=1))
    else:
        print("\n\n".join(_told(one) for one in figures) or "Bài không có con số nào.")
    return int(any(one.trace not in {"found", "rounded"} for one in figures))


def _told(one: TraceOut) -> str:
    lines = [f"{one.written}: {one.words}", f"  {one.sentence}"]
    lines += [f"  Nguồn: {one.source}"] if one.source else []
    lines += [f"  Nên dùng: {one.right}"] if one.right else []
    lines += [f"  Lưu ý: {one.note}"] if one.note else []
    return "\n".join(lines)
