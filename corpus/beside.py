"""Work done beside this process, by others on the other cores, which never outlive it."""

from __future__ import annotations

import os
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_MOST = 8


def cores() -> int:
    """How many processes can work at once, as far as more of them help."""
    return min(os.cpu_count() or 1, _MOST)


@contextmanager
def workers(count: int) -> Iterator[ProcessPoolExecutor]:
    """So many processes; what they have not begun when the block is left is dropped."""
    # A fork would copy the threads' locks of a serving process; a fresh interpreter has none.
    pool = ProcessPoolExecutor(count, get_context("spawn"), initializer=_leave_with, initargs=(os.getpid(),))
    try:
        yield pool
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def _leave_with(parent: int) -> None:
    """End this process when its parent is killed; its queue would keep it waiting for ever."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
