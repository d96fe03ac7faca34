"""`baocao restore FILE`: a backup put in place."""

import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path

from assistant.settings import Settings


def configure(parser: ArgumentParser) -> None:
    """Add the options of `restore`."""
    parser.add_argument("file", type=Path, metavar="TỆP", help="tệp sao lưu")
    parser.add_argument("--replace", action="store_true", help="thay dữ liệu đang có")


def run(arguments: Namespace, settings: Settings) -> int:
    """Restore while no server runs; 1 where the backup is no good or would overwrite something."""
    from api.backup import BackupError, restore

    try:
        restore(arguments.file, settings.home, replace=arguments.replace)
    except BackupError as error:
        print(error.words, file=sys.stderr)
        return 1
    print(f"Đã khôi phục vào {settings.home}. Các chỉ mục tìm kiếm sẽ tự dựng lại khi dùng.")
    return 0
