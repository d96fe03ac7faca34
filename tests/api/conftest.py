"""A typed stand-in for the assistant, over an invented place, so that doors are tested by themselves."""

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from uuid import uuid4

import pytest
import uvicorn
from fastapi.testclient import TestClient

from api.app import create_app
from api.ports import House
from assistant.answer import Answer, Citation, Status
from assistant.settings import Settings
from corpus.index import Index
from corpus.passages import PassageId, PassageKind
from corpus.report import ReportId, Span

CITED = "Năm 2023, huyện An Hòa trồng mới 312 ha rừng."


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


@pytest.fixture
def address(tmp_path: Path, assistant: ScriptedAssistant) -> Iterator[str]:
    """The address of the app on a real server."""
    app = create_app(Settings(home=tmp_path / "home"), lambda _: House(assistant.index, lambda _: assistant))
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
