"""The vectors on a Chroma server of its own, as `chroma run` starts one."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromadb.api.shared_system_client import SharedSystemClient

from corpus.index import Index

CHROMA = Path(sys.executable).with_name("chroma")


@pytest.fixture(scope="module")
def chroma(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The address of a server with nothing in it, and its process."""
    program = str(CHROMA) if CHROMA.exists() else shutil.which("chroma")
    if program is None:
        pytest.skip("the program chroma is not installed")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    kept = str(tmp_path_factory.mktemp("chroma"))
    command = [program, "run", "--path", kept, "--host", "127.0.0.1", "--port", port]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield _answering(f"http://127.0.0.1:{port}", server), server
    finally:
        server.kill()
        server.wait()


def _answering(address: str, server: subprocess.Popen[bytes]) -> str:
    for _ in range(600):
        if server.poll() is not None:
            pytest.skip("chroma run does not start here")
        try:
            urllib.request.urlopen(f"{address}/api/v2/heartbeat", timeout=2).close()  # noqa: S310 # http
        except OSError:
            time.sleep(0.1)
        else:
            return address
    raise AssertionError(address)


def similar_in(home: Path, address: str, text: str) -> set[str]:
    """The reports of the passages like the one that a search finds first, as a new process sees them."""
    index = Index.open(home, chroma_url=address)
    try:
        first = index.search(text, limit=1)[0].passage
        return {hit.passage.file for hit in index.similar(first.id, limit=20)}
    finally:
        index.close()


def test_passages_like_one_are_found_through_a_server(
    chroma: tuple[str, subprocess.Popen[bytes]], folder: Path, tmp_path: Path
) -> None:
    address, _ = chroma
    index = Index.open(tmp_path / "home", chroma_url=address)
    files = sorted(folder.iterdir())
    index.add_many(files)
    index.close()

    both = similar_in(tmp_path / "home", address, "tỷ lệ hộ nghèo")
    index = Index.open(tmp_path / "home", chroma_url=address)
    gone = index.reports()[-1]
    assert index.remove(gone.id)
    index.close()
    one = similar_in(tmp_path / "home", address, "tỷ lệ hộ nghèo")

    assert both == {file.name for file in files}
    assert one == both - {gone.file}
    assert not list((tmp_path / "home").rglob("chroma.sqlite3"))


def test_many_looks_share_one_line_to_the_server(
    chroma: tuple[str, subprocess.Popen[bytes]], folder: Path, tmp_path: Path
) -> None:
    address, _ = chroma
    index = Index.open(tmp_path / "home", chroma_url=address)
    held = []
    for file in sorted(folder.iterdir()):
        index.add(file)
        index.similar(index.search("hộ nghèo", limit=1)[0].passage.id)
        held.append(len(SharedSystemClient._identifier_to_system))
    index.close()

    assert len(set(held)) == 1


def test_words_are_found_while_the_server_is_away(
    chroma: tuple[str, subprocess.Popen[bytes]], folder: Path, tmp_path: Path
) -> None:
    address, server = chroma
    index = Index.open(tmp_path / "home", chroma_url=address)
    index.add_many(sorted(folder.iterdir()))
    index.close()
    server.kill()
    server.wait()

    index = Index.open(tmp_path / "home", chroma_url=address)
    try:
        assert index.search("tỷ lệ hộ nghèo", limit=1)
    finally:
        index.close()
