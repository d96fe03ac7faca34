"""Both protocols over a real socket: what is sent, what a failing server leaves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, ClassVar

import pytest

from eval.asking import ApiAsker, OpenAiAsker
from eval.gold import Question

ASKED = Question(id="q-1", text="Còn năm 2022?", type="figure", style="plain", history=("Năm 2023?",))


class _Server(BaseHTTPRequestHandler):
    """A server of either protocol that keeps what it was sent."""

    seen: ClassVar[list[tuple[str, str | None, Any]]] = []

    def do_GET(self) -> None:
        self._reply(200, {"data": [{"id": "mot-mo-hinh"}]})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.seen.append((self.path, self.headers.get("Authorization"), body))
        if self.path == "/api/ask":
            self._reply(200, {"answer": "12 ha", "status": "answered", "conversation_id": "c-1"})
        elif self.path == "/v1/chat/completions":
            self._reply(200, {"choices": [{"message": {"role": "assistant", "content": "12 ha"}}]})
        else:
            self._reply(500, {"title": "hỏng"})

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        """Stay quiet."""

    def _reply(self, status: int, body: dict[str, Any]) -> None:
        data = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture
def base() -> Iterator[str]:
    """The address of a server on this machine."""
    _Server.seen.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Server)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_follow_up_goes_into_the_same_conversation(base: str) -> None:
    reply = ApiAsker(base, key="k").ask(ASKED)
    assert (reply.text, reply.status) == ("12 ha", "answered")
    assert [body for _, _, body in _Server.seen] == [
        {"question": "Năm 2023?", "conversation_id": None},
        {"question": "Còn năm 2022?", "conversation_id": "c-1"},
    ]
    assert {key for _, key, _ in _Server.seen} == {"Bearer k"}


@pytest.mark.parametrize("suffix", ["", "/v1", "/"])
def test_an_openai_server_is_told_all_that_was_said_before(base: str, suffix: str) -> None:
    assert OpenAiAsker(base + suffix).ask(ASKED).text == "12 ha"
    _, _, last = _Server.seen[-1]
    assert last["model"] == "mot-mo-hinh"
    assert [(m["role"], m["content"]) for m in last["messages"]] == [
        ("user", "Năm 2023?"),
        ("assistant", "12 ha"),
        ("user", "Còn năm 2022?"),
    ]


def test_a_server_that_fails_or_is_not_there_is_a_failed_reply(base: str) -> None:
    assert ApiAsker(f"{base}/khac").ask(ASKED).error == "HTTP 500"
    assert ApiAsker("http://127.0.0.1:9").ask(ASKED).error
    assert ApiAsker("tep:///etc").ask(ASKED).error
