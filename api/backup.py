"""The data folder as one file, taken while others read and write, and put back as a whole.

Of SQLite only what its own online copy gives is trusted; what is derived is not taken along, because the
house makes it anew. A PostgreSQL database has tools of its own and is left to them.
"""

import json
import shutil
import sqlite3
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO, Final

from api.uploads import INBOX
from corpus.errors import StoreBusyError
from corpus.stores.lock import WriterLock
from corpus.stores.originals import FOLDER as ORIGINALS

DATABASES: Final = ("baocao.sqlite", "people.sqlite3")
OCCUPIED: Final = "serving.lock"
WRITING: Final = "writer.lock"
MANIFEST: Final = "baocao-backup.json"
# The lexical index and the vectors are derived; the house makes them anew.
_TAKEN: Final = (INBOX, ORIGINALS)
_DERIVED: Final = ("lexical", "vectors", "scenes")
_MOST_MEMBERS: Final = 100_000


class BackupError(Exception):
    """A backup that cannot be made or put back; `words` are for people."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


def back_up(home: Path, target: Path) -> int:
    """Write the folder's truth into one file; how many bytes that are."""
    found = [name for name in DATABASES if (home / name).is_file()]
    if not found:
        raise BackupError(f"Thư mục {home} chưa có dữ liệu nào để sao lưu.")
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".baocao-") as work:
        folder = Path(work)
        for name in found:
            _copy_database(home / name, folder / name)
        manifest = {"version": version("baocao"), "at": datetime.now(UTC).isoformat(), "files": found}
        (folder / MANIFEST).write_text(json.dumps(manifest), encoding="utf-8")
        made = folder / "backup.tar.gz"
        with tarfile.open(made, "w:gz", compresslevel=6) as packed:
            for name in (MANIFEST, *found):
                packed.add(folder / name, name)
            for name in _TAKEN:
                _pack(packed, home / name)
        size = made.stat().st_size
        made.replace(target)
    return size


@contextmanager
def occupied(home: Path) -> Iterator[None]:
    """While a server works on the folder nobody may put another in its place; any number may serve it."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / OCCUPIED).open("a+b") as file:
        _try_lock(file, exclusive=False)
        yield


def restore(source: Path, home: Path, *, replace: bool = False) -> None:
    """Put a backup in place; nothing is touched before all of it has been unpacked and proved sound."""
    home.mkdir(parents=True, exist_ok=True)
    with (home / OCCUPIED).open("a+b") as file:
        if not _try_lock(file, exclusive=True):
            raise BackupError(f"Máy chủ đang dùng thư mục {home}. Hãy dừng máy chủ rồi khôi phục.")
        try:
            with WriterLock(home / WRITING).hold(0):
                _restore(source, home, replace=replace)
        except StoreBusyError as error:
            raise BackupError(f"Đang có việc ghi vào thư mục {home}. Hãy đợi xong rồi khôi phục.") from error


def _try_lock(file: IO[bytes], *, exclusive: bool) -> bool:
    try:
        import fcntl  # noqa: PLC0415 - Windows has none, and refuses to replace files in use by itself
    except ImportError:
        return True
    try:
        fcntl.flock(file, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _restore(source: Path, home: Path, *, replace: bool) -> None:
    present = [name for name in DATABASES if (home / name).exists()]
    if present and not replace:
        raise BackupError(f"Thư mục {home} đã có dữ liệu. Thêm --replace nếu muốn thay bằng bản sao lưu.")
    with tempfile.TemporaryDirectory(dir=home, prefix=".restore-") as work:
        folder = Path(work)
        _unpack(source, folder)
        names = [name for name in DATABASES if (folder / name).is_file()]
        for name in names:
            _prove(folder / name)
        for name in DATABASES:
            for leftover in (name, f"{name}-wal", f"{name}-shm"):
                (home / leftover).unlink(missing_ok=True)
        for name in names:
            (folder / name).replace(home / name)
        for name in (*_TAKEN, *_DERIVED):
            shutil.rmtree(home / name, ignore_errors=True)
        for name in _TAKEN:
            if (folder / name).is_dir():
                shutil.move(folder / name, home / name)


def _pack(packed: tarfile.TarFile, folder: Path) -> None:
    """The folder's files; one that is taken away meanwhile belongs to nothing any more."""
    for file in sorted(folder.rglob("*")):
        with suppress(FileNotFoundError):
            packed.add(file, file.relative_to(folder.parent), recursive=False)


def _copy_database(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as reading, closing(sqlite3.connect(target)) as writing:
        reading.backup(writing)


def _unpack(source: Path, folder: Path) -> None:
    try:
        with tarfile.open(source, "r:gz") as packed:
            members = packed.getmembers()
            if len(members) > _MOST_MEMBERS or MANIFEST not in {one.name for one in members}:
                raise BackupError(f"Tệp {source.name} không phải là bản sao lưu của baocao.")
            # The filter keeps every member inside the folder and refuses links and devices.
            packed.extractall(folder, filter="data")
    except (tarfile.TarError, OSError, EOFError) as error:
        raise BackupError(f"Không đọc được bản sao lưu {source.name}. Hãy kiểm tra lại tệp.") from error


def _prove(database: Path) -> None:
    try:
        with closing(sqlite3.connect(database)) as connection:
            sound = connection.execute("PRAGMA quick_check").fetchone() == ("ok",)
    except sqlite3.DatabaseError:
        sound = False
    if not sound:
        raise BackupError(f"Bản sao lưu hỏng ở {database.name}; dữ liệu hiện có được giữ nguyên.")
