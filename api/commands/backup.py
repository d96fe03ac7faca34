"""`baocao backup FILE`: the data folder as one file."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from assistant.settings import Settings


def configure(parser: ArgumentParser) -> None:
    """Add the options of `backup`."""
    parser.add_argument("file", type=Path, metavar="TỆP", help="tệp sao lưu (.tar.gz)")


def run(arguments: Namespace, settings: Settings) -> int:
    """Back up, also while the server runs; 1 where there is nothing, or another database to back up."""
    from api.backup import BackupError, back_up

    if settings.database_url:
        print("Dữ liệu ở máy chủ SQL: hãy sao lưu bằng công cụ của nó, ví dụ pg_dump.", file=sys.stderr)
        return 1
    try:
        size = back_up(settings.home, arguments.file.absolute())
    except BackupError as error:
        print(error.words, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Không ghi được tệp {arguments.file}: {error.strerror}.", file=sys.stderr)
        return 1
    print(f"Đã sao lưu vào {arguments.file} ({max(1, size // 1024)} KB).")
    return 0
