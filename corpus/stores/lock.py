"""One writer at a time, whoever it is: a thread of this process or another process on this data folder."""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from corpus.errors import StoreBusyError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PAUSE = 0.05


class WriterLock:
    """A lock file's lock, which the system lets go of when its holder dies."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = threading.RLock()
        self._depth = 0

    @contextmanager
    def hold(self, wait: float) -> Iterator[None]:
        """Hold the lock; `StoreBusyError` after `wait` seconds."""
        until = time.monotonic() + wait
        if not self._thread.acquire(timeout=max(wait, 0.0)):
            raise StoreBusyError("index", "another thread is writing")
        try:
            if self._depth:
                yield from self._inside()
                return
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a+b") as file:
                _lock(file, until)
                yield from self._inside()
        finally:
            self._thread.release()

    def _inside(self) -> Iterator[None]:
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1


def _lock(file: IO[bytes], until: float) -> None:
    while not _try_lock(file):
        if time.monotonic() >= until:
            raise StoreBusyError("index", "another process is writing")
        time.sleep(_PAUSE)


def _try_lock(file: IO[bytes]) -> bool:
    try:
        import fcntl  # noqa: PLC0415 - Windows has none
    except ImportError:  # Windows
        return _try_lock_windows(file)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _try_lock_windows(file: IO[bytes]) -> bool:
    import msvcrt  # noqa: PLC0415 - only Windows has it

    try:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined] # only on Windows
    except OSError:
        return False
    return True
