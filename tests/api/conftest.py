"""A typed stand-in for the assistant, over an invented place, so that doors are tested by themselves."""

import logging
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
import uvicorn
from fastapi.testclient import TestClient

from api.app import create_app
from api.ports import House
from assistant.answer import Answer, Citation, Status
from assistant.settings import Settings
from assistant.steps import Lap, Step
from corpus.index import Index
from corpus.passages import PassageId, PassageKind
from corpus.report import ReportId, Span

SERVER_USER = "postgres"  # PostgreSQL refuses to run as root
CITED = "Năm 2023, huyện An Hòa trồng mới 312 ha rừng."
_BEGAN = 1_700_000_000_000_000_000  # nanoseconds since the epoch
LAPS = (
    Lap(Step.SEARCH, _BEGAN + 1_000_000, _BEGAN + 5_000_000, 4_000_000),
    Lap(Step.GATHER, _BEGAN, _BEGAN + 6_000_000, 2_000_000),
    Lap(Step.COMPOSE, _BEGAN + 6_000_000, _BEGAN + 46_000_000, 40_000_000),
)


class ScriptedAssistant:
    """Answers every question with the same checked words, and remembers what it was asked."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self.asked: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = []

    def ask(
        self,
        question: str,
        *,
        conversation_id: str | None = None,
        report_ids: Sequence[str] = (),
        history: Sequence[str] = (),
    ) -> Answer:
        """The scripted answer."""
        self.asked.append((question, tuple(report_ids), tuple(history)))
        if "hỏng" in question:
            raise ZeroDivisionError
        citation = Citation(
            marker=1,
            passage_id=PassageId("an-hoa:1"),
            report_id=ReportId("an-hoa"),
            report_title="Báo cáo của huyện An Hòa",
            file="an-hoa.txt",
            section=("I- KẾT QUẢ",),
            kind=PassageKind.BODY,
            text=CITED,
            spans=(Span(0, len(CITED)),),
        )
        return Answer(
            answer_id=uuid4().hex,
            conversation_id=conversation_id or uuid4().hex,
            status=Status.ANSWERED,
            text="Huyện An Hòa trồng mới **312 ha** rừng [1].",
            citations=(citation,),
            follow_ups=("Năm 2022 thì sao?",),
            laps=LAPS,
        )


Client = Callable[..., TestClient]


@pytest.fixture(autouse=True)
def _restore_logs() -> Iterator[None]:
    """Take away the handlers that a command set up, before the stream they write to is closed."""
    root = logging.getLogger()
    handlers = list(root.handlers)
    yield
    root.handlers = handlers


@pytest.fixture
def assistant(tmp_path: Path) -> ScriptedAssistant:
    return ScriptedAssistant(Index.open(tmp_path / "home"))


@pytest.fixture
def asked(assistant: ScriptedAssistant) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    """What the assistant was asked: question, reports, what was asked before."""
    return assistant.asked


@pytest.fixture
def open_client(tmp_path: Path, assistant: ScriptedAssistant) -> Iterator[Client]:
    """Clients of an app with the settings given; on loopback, as `serve` starts without any."""
    opened: list[TestClient] = []

    def open_one(**settings: object) -> TestClient:
        chosen = Settings.model_validate({"home": tmp_path / "home", **settings})
        client = TestClient(
            create_app(chosen, lambda _: House(assistant.index, lambda _: assistant)),
            base_url="http://127.0.0.1:8000",
            raise_server_exceptions=False,
        )
        client.__enter__()
        opened.append(client)
        return client

    yield open_one
    for client in opened:
        client.__exit__(None, None, None)


@pytest.fixture
def client(open_client: Client) -> TestClient:
    return open_client()


@contextmanager
def on_a_server(assistant: ScriptedAssistant, home: Path) -> Iterator[str]:
    """The address of an app on a real server."""
    app = create_app(Settings(home=home), lambda _: House(assistant.index, lambda _: assistant))
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_config=None, ws="none"))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()


@pytest.fixture
def address(tmp_path: Path, assistant: ScriptedAssistant) -> Iterator[str]:
    """The address of the app on a real server."""
    with on_a_server(assistant, tmp_path / "home") as found:
        yield found


@pytest.fixture(scope="session")
def lasting_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server that many tests share, for those that leave nothing that others would see."""
    home = tmp_path_factory.mktemp("lasting")
    with on_a_server(ScriptedAssistant(Index.open(home)), home) as found:
        yield found


def _programs() -> Path | None:
    found = shutil.which("initdb")
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return Path(found).parent if found else installed[-1].parent if installed else None


def _as_server(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root, and so is run as its own user there."""
    return ["runuser", "-u", SERVER_USER, "--", *command] if os.geteuid() == 0 else command


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server of our own."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL's programs (initdb, pg_ctl) are not installed")
    folder = Path(tempfile.mkdtemp(prefix="baocao-pg-"))
    if os.geteuid() == 0:
        try:
            pwd.getpwnam(SERVER_USER)
        except KeyError:
            pytest.skip("PostgreSQL does not run as root, and there is no user of its own")
        shutil.chown(folder, SERVER_USER)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    data = str(folder / "data")

    def run(program: str, *arguments: str) -> None:
        command = _as_server([str(programs / program), "-D", data, *arguments])
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, timeout=60)

    run("initdb", "-A", "trust", "-U", "baocao", "--no-sync", "-E", "UTF8", "--locale=C")
    run("pg_ctl", "-w", "-o", f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off", "start")
    yield f"postgresql://baocao@127.0.0.1:{port}/postgres"
    run("pg_ctl", "-m", "immediate", "stop")
    shutil.rmtree(folder, ignore_errors=True)
