"""`baocao serve`: the page and every HTTP door."""

import errno
import os
import shutil
import socket
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from typing import Final

from assistant.settings import Settings

_SHUTDOWN_SECONDS: Final = 20
_HUNG_SECONDS: Final = 60  # a busy machine may keep a worker waiting; killing it would lose its answers
_SHARING: Final = "api.listening:SharingLoop"
_COUNTS: Final = "PROMETHEUS_MULTIPROC_DIR"


def configure(parser: ArgumentParser) -> None:
    """Add the options of `serve`."""
    parser.add_argument("--host", help="địa chỉ lắng nghe (mặc định 127.0.0.1)")
    parser.add_argument("--port", type=int, help="cổng lắng nghe (mặc định 8000)")
    parser.add_argument("--workers", type=int, help="số tiến trình phục vụ (mặc định 1)")


def run(arguments: Namespace, settings: Settings) -> int:
    """Serve until told to stop; 2 when the address cannot be had or may not be served."""
    given = {name: getattr(arguments, name) for name in ("host", "port", "workers")}
    chosen = settings.model_copy(update={name: value for name, value in given.items() if value is not None})
    problem = _refused(chosen) or _taken(chosen.host, chosen.port)
    if problem:
        print(problem, file=sys.stderr)
        return 2
    if not chosen.port:
        chosen = chosen.model_copy(update={"port": _free_port(chosen.host)})
    _pass_on(chosen)
    with _counting_together(chosen.workers):
        return _serve(chosen)


def _refused(settings: Settings) -> str | None:
    if not 0 <= settings.port <= 65535:
        return f"Cổng {settings.port} không hợp lệ; hãy chọn từ 0 đến 65535."
    if settings.workers < 1:
        return "Số tiến trình phải từ 1 trở lên."
    if not settings.access and not _is_loopback(settings.host):
        return (
            f"Phục vụ ở {settings.host} là mở cho máy khác: hãy đặt BAOCAO_ACCESS=true và cấp khóa bằng "
            "“baocao keys create”, hoặc bỏ --host để chỉ phục vụ trên máy này."
        )
    return None


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _taken(host: str, port: int) -> str | None:
    """Why the address cannot be had, if it cannot."""
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        with socket.socket(family) as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            trial.bind((host, port))
    except OSError as error:
        in_use = error.errno == errno.EADDRINUSE
        reason = "đang có chương trình khác dùng" if in_use else "không dùng được"
        return f"Cổng {port} ở {host} {reason}. Hãy chọn cổng khác bằng --port hay BAOCAO_PORT."
    return None


def _free_port(host: str) -> int:
    """A port that nobody uses, for whoever asked for any: every worker must get the same."""
    family = socket.getaddrinfo(host, 0, type=socket.SOCK_STREAM)[0][0]
    with socket.socket(family) as trial:
        trial.bind((host, 0))
        port: int = trial.getsockname()[1]
        return port


def _pass_on(settings: Settings) -> None:
    """Let worker processes, which read the environment anew, see what was given on the command line."""
    os.environ["BAOCAO_HOST"] = settings.host
    os.environ["BAOCAO_PORT"] = str(settings.port)
    os.environ["BAOCAO_WORKERS"] = str(settings.workers)


@contextmanager
def _counting_together(workers: int) -> Iterator[None]:
    """A folder where several processes add up what they count, gone when they are."""
    if given := os.environ.get(_COUNTS):
        Path(given).mkdir(parents=True, exist_ok=True)
        yield
    elif workers == 1:
        yield
    else:
        folder = os.environ[_COUNTS] = tempfile.mkdtemp(prefix="baocao-metrics-")
        try:
            yield
        finally:
            del os.environ[_COUNTS]
            shutil.rmtree(folder, ignore_errors=True)


def _serve(settings: Settings) -> int:
    import uvicorn

    print(f"Đang phục vụ tại http://{settings.host}:{settings.port} (Ctrl+C để dừng).", file=sys.stderr)
    uvicorn.run(
        "api.serving:make_app",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        loop=_SHARING if settings.workers > 1 and os.name == "posix" else "auto",
        timeout_worker_healthcheck=_HUNG_SECONDS,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=settings.public_url is not None,  # a proxy on this machine tells who asks
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=64 * 1024,
    )
    return 0
