"""The command line: parses, picks a command, and turns errors into one Vietnamese line.

Each command is a module of `api.commands` with `configure(parser)` and `run(arguments, settings) -> int`,
imported only when it is called, so that `--help` stays instant. The exit status is 0, 1 when something
failed, 2 when the command or a setting was wrong, 130 when interrupted.
"""

import io
import os
import signal
import sys
import traceback
from argparse import Namespace
from collections.abc import Sequence
from importlib import import_module
from types import TracebackType
from typing import Final

from api.parser import VietnameseParser

COMMANDS: Final[dict[str, str]] = {
    "serve": "mở trang trò chuyện và API",
    "index": "đọc và lập chỉ mục các báo cáo",
    "ask": "hỏi một câu",
    "chat": "trò chuyện trong cửa sổ lệnh",
    "search": "tìm đoạn trích",
    "figures": "liệt kê số liệu",
    "audit": "soát lại số liệu của chính các báo cáo",
    "check": "soát số liệu của một bài phát biểu",
    "read": "đọc một tệp và cho xem cấu trúc",
    "eval": "chấm điểm câu trả lời",
    "mcp": "mở máy chủ MCP",
    "keys": "cấp và thu hồi khóa truy cập",
    "backup": "sao lưu thư mục dữ liệu vào một tệp",
    "restore": "khôi phục thư mục dữ liệu từ bản sao lưu",
    "doctor": "kiểm tra cài đặt và các kho",
}
# These look at files or at the settings alone, and so work where the data folder does not.
WITHOUT_HOME: Final = frozenset({"read", "doctor"})
INTERRUPTED: Final = 128 + signal.SIGINT
PIPE_CLOSED: Final = 128 + 13  # as a shell reports SIGPIPE, which Windows does not have


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    _speak_utf8()
    sys.excepthook = _confess
    given = list(sys.argv[1:] if arguments is None else arguments)
    try:
        status = _run(_parse(given))
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader left (`| head`): nothing may be written any more, not even at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED
    return status


def _parse(given: list[str]) -> Namespace:
    """Parse with the options of the one command that is called; the others are only listed."""
    called = next((word for word in given if not word.startswith("-")), None)
    parser = VietnameseParser(
        prog="baocao",
        description="Trợ lý hỏi đáp trên các báo cáo chính thức; mỗi con số đều có trích dẫn.",
        epilog="Xem lựa chọn của một lệnh: baocao LỆNH --help. Cài đặt bằng biến môi trường BAOCAO_…",
    )
    parser.add_argument("--version", action="store_true", help="xem phiên bản")
    commands = parser.add_subparsers(dest="command", metavar="LỆNH", title="Các lệnh")
    for command, summary in COMMANDS.items():
        sub = commands.add_parser(command, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
        if command == called:
            import_module(f"api.commands.{command}").configure(sub)
    parsed, unknown = parser.parse_known_args(given)
    if unknown:
        speaking = commands.choices.get(parsed.command, parser)
        speaking.error(f"unrecognized arguments: {' '.join(unknown)}")
    if parsed.command is None and not parsed.version:
        parser.error("the following arguments are required: LỆNH")
    return parsed


def _run(parsed: Namespace) -> int:
    """Run the command that was parsed, with the settings checked and the data folder ready."""
    if parsed.command is None:
        print(f"baocao {import_module('importlib.metadata').version('baocao')}")
        return 0
    # Only now, so that --help needs none of it.
    from api.logs import configure_logs
    from api.words import words_for
    from assistant.errors import SettingsError
    from assistant.settings import load_settings, prepare_home
    from corpus.errors import BaocaoError

    try:
        settings = load_settings()
        configure_logs(settings)
        if parsed.command not in WITHOUT_HOME:
            prepare_home(settings)
        return int(import_module(f"api.commands.{parsed.command}").run(parsed, settings))
    except BrokenPipeError:
        raise
    except (BaocaoError, OSError) as error:
        print(words_for(error), file=sys.stderr)
        return 2 if isinstance(error, SettingsError) else 1


def _speak_utf8() -> None:
    """Write Vietnamese whatever the terminal's locale says; a broken argument must not break the output."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _confess(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Own up to a defect of ours in one line; the traceback is for those who ask for it."""
    if os.environ.get("BAOCAO_LOG_LEVEL", "").lower() == "debug":
        traceback.print_exception(kind, error, trace)
    summary = " ".join(f"{kind.__name__}: {error}".split())
    advice = "Đặt BAOCAO_LOG_LEVEL=debug rồi chạy lại để có chi tiết gửi cho người phát triển."
    print(f"Chương trình gặp lỗi ngoài dự kiến ({summary}). {advice}", file=sys.stderr)
