"""`baocao serve` as an operator meets it: addresses, optional parts, several processes, the end."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx2
import pytest

from api.cli import main

BAOCAO = "from api.cli import main; raise SystemExit(main())"
OPTIONAL = (
    "mcp",
    "matplotlib",
    "xlsxwriter",
    "lxml",
    "docx",
    "pypdfium2",
    "authlib",
    "langchain_openai",
    "psycopg",
)
BARE = f"import sys; sys.modules.update(dict.fromkeys({OPTIONAL}))\n"


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def serving(home: Path, *options: str, before: str = "") -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """A server of its own process, until the block ends."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", before + BAOCAO, "serve", "--port", str(port), *options],
        env={**os.environ, "BAOCAO_HOME": str(home)},
        stderr=subprocess.PIPE,
        text=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            if process.poll() is not None:
                break
            try:
                httpx2.get(f"{address}/healthz")
                break
            except httpx2.TransportError:
                time.sleep(0.1)
        yield address, process
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--host", "0.0.0.0"], "BAOCAO_ACCESS"),  # noqa: S104 # what must be refused
        (["--port", "70000"], "không hợp lệ"),
        (["--workers", "0"], "từ 1 trở lên"),
    ],
)
def test_an_address_that_may_not_be_served_is_told_in_one_line(
    options: list[str],
    words: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("BAOCAO_HOME", str(tmp_path))

    assert main(["serve", *options]) == 2

    said = capsys.readouterr().err
    assert words in said
    assert said.count("\n") == 1


def test_a_port_in_use_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("BAOCAO_HOME", str(tmp_path))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()

        assert main(["serve", "--port", str(taken.getsockname()[1])]) == 2

    assert "đang có chương trình khác dùng" in capsys.readouterr().err


def test_the_doors_open_without_the_optional_parts(tmp_path: Path) -> None:
    with serving(tmp_path / "home", before=BARE) as (address, _):
        assert httpx2.get(f"{address}/readyz").json() == {"status": "ok", "reports": 0}
        assert httpx2.get(f"{address}/").status_code == 200
        refused = httpx2.post(f"{address}/mcp", json={})

    assert refused.status_code == 404
    assert "pip install" in refused.json()["detail"]


def test_several_processes_share_conversations_and_jobs(tmp_path: Path) -> None:
    question = {"question": "Trồng bao nhiêu rừng?"}
    with serving(tmp_path / "home", "--workers", "2") as (address, process):
        first = httpx2.post(f"{address}/api/ask", json=question).json()
        talk = {**question, "conversation_id": first["conversation_id"]}
        statuses = {httpx2.post(f"{address}/api/ask", json=talk).status_code for _ in range(8)}
        kept = httpx2.get(f"{address}/api/conversations/{first['conversation_id']}").json()
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)

    assert statuses == {200}
    assert len(kept["turns"]) == 9
    assert process.returncode in {0, -signal.SIGTERM}


def test_a_server_that_is_told_to_stop_finishes_what_it_reads(tmp_path: Path) -> None:
    report = "BÁO CÁO\n\n" + "".join(f"{number}. Trồng {number} ha rừng.\n\n" for number in range(1, 80))
    files = [
        ("files", (f"bao-cao-{number}.txt", report.replace(" ha", f"{number} ha").encode()))
        for number in range(3)
    ]
    with serving(tmp_path / "home") as (address, process):
        job = httpx2.post(f"{address}/api/reports", files=files).json()["id"]
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)
    state: dict[str, object] = {}
    with serving(tmp_path / "home") as (address, _):
        for _ in range(600):
            state = httpx2.get(f"{address}/api/jobs/{job}").json()
            if state["status"] == "done":
                break
            time.sleep(0.1)
        listed = httpx2.get(f"{address}/api/reports").json()

    assert state["done"] == 3, json.dumps(state, ensure_ascii=False)
    assert listed["total"] == 3
