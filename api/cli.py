"""The command line: parses, picks a command, and turns errors into one Vietnamese line.

Each command is a module of `api.commands` with `configure(parser)` and `run(arguments, settings) -> int`,
imported only when it is called, so that `--help` stays instant.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module

COMMANDS: dict[str, str] = {
    "serve": "mở trang trò chuyện và API",
    "index": "đọc và lập chỉ mục các báo cáo",
    "ask": "hỏi một câu",
    "chat": "trò chuyện trong cửa sổ lệnh",
    "search": "tìm đoạn trích",
    "figures": "liệt kê số liệu",
    "audit": "soát lại số liệu của chính các báo cáo",
    "read": "đọc một tệp và cho xem cấu trúc",
    "eval": "chấm điểm câu trả lời",
    "mcp": "mở máy chủ MCP",
    "doctor": "kiểm tra cài đặt và các kho",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    from assistant.settings import Settings

    given = list(sys.argv[1:] if arguments is None else arguments)
    name = next((word for word in given if not word.startswith("-")), None)
    parser = argparse.ArgumentParser(
        prog="baocao", description="Trợ lý hỏi đáp trên báo cáo, mỗi con số đều có trích dẫn."
    )
    commands = parser.add_subparsers(dest="command", metavar="lệnh", required=True)
    for command, summary in COMMANDS.items():
        sub = commands.add_parser(command, help=summary, description=summary)
        if command == name:
            import_module(f"api.commands.{command}").configure(sub)
    parsed = parser.parse_args(given)
    return int(import_module(f"api.commands.{parsed.command}").run(parsed, Settings()))
