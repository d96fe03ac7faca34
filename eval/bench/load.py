"""A running server under load: many askers at once, each waiting for its answer."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from eval.asking import ApiAsker
from eval.bench.measures import Timing, timing
from eval.gold import Question

_ASKERS = (1, 4, 16)
_EACH = 40
_READY_S = 60.0


def measure_load(home: Path, questions: Sequence[Question]) -> Iterator[Timing]:
    """Times as askers see them, with answers per second, for more and more askers."""
    with served(home) as (base, _):
        asker = ApiAsker(base)
        for askers in _ASKERS:
            asked = [questions[at % len(questions)] for at in range(_EACH * askers)]
            begun = time.perf_counter()
            with ThreadPoolExecutor(askers) as pool:
                replies = list(pool.map(asker.ask, asked))
            seconds = time.perf_counter() - begun
            failed = sum(reply.error is not None for reply in replies)
            note = f"{len(asked) / seconds:.0f} câu/s" + (f", {failed} hỏng" if failed else "")
            times = (reply.elapsed_ms for reply in replies if reply.error is None)
            yield timing(f"HTTP, {askers} người hỏi cùng lúc", times, note)


@contextmanager
def served(home: Path, workers: int = 1) -> Iterator[tuple[str, int]]:
    """A server of ours over this data folder, on a free port: its address and its process."""
    port = _free_port()
    environment = {**os.environ, "BAOCAO_HOME": str(home), "BAOCAO_LOG_LEVEL": "error"}
    started = "import sys; from api.cli import main; sys.exit(main())"
    options = ["--port", str(port), "--workers", str(workers)]
    command = [sys.executable, "-c", started, "serve", *options]
    server = subprocess.Popen(command, env=environment)  # noqa: S603 - our own command
    try:
        _wait_for(port, server)
        yield f"http://127.0.0.1:{port}", server.pid
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _READY_S
    while time.monotonic() < until and server.poll() is None:
        with socket.socket() as line:
            line.settimeout(0.5)
            if line.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    message = f"máy chủ không mở cổng {port}"
    raise RuntimeError(message)


def _free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])
