"""Traces: off unless wanted; a request and its steps where they are; without what was asked."""

import io
import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import httpx2
import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.logs import JsonFormatter
from api.ports import House
from api.serving import wants_traces
from assistant.settings import Settings

from .conftest import LAPS, ScriptedAssistant
from .test_serve import serving

pytest.importorskip("opentelemetry.sdk", reason="the extra otel is not installed")
pytest.importorskip("opentelemetry.exporter.otlp.proto.http", reason="the extra otel is not installed")

from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from api.tracing import nested, open_tracing

QUESTION = {"question": "Trồng bao nhiêu rừng?"}
OF_ANOTHER = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.fixture
def spans() -> InMemorySpanExporter:
    return InMemorySpanExporter()


@pytest.fixture
def open_traced(
    tmp_path: Path, assistant: ScriptedAssistant, spans: InMemorySpanExporter
) -> Callable[..., TestClient]:
    def open_one(**given: object) -> TestClient:
        settings = Settings.model_validate({"home": tmp_path / "home", **given})
        house = House(assistant.index, lambda _: assistant)
        app = create_app(settings, lambda _: house, open_tracing(settings, spans))
        return TestClient(app, base_url="http://127.0.0.1:8000")

    return open_one


def test_a_trace_holds_the_request_the_answer_and_its_steps(
    open_traced: Callable[..., TestClient], spans: InMemorySpanExporter
) -> None:
    with open_traced() as client:
        answer = client.post(
            "/api/ask", json=QUESTION, headers={"traceparent": f"00-{OF_ANOTHER}-00f067aa0ba902b7-01"}
        ).json()
        told = {span.name: span for span in spans.get_finished_spans()}

    assert set(told) == {"POST /api/ask", "answer", "gather", "search", "compose"}
    assert {f"{span.context.trace_id:032x}" for span in told.values() if span.context} == {OF_ANOTHER}
    above = {name: span.parent.span_id for name, span in told.items() if span.parent}
    ids = {name: span.context.span_id for name, span in told.items() if span.context}
    assert above["answer"] == ids["POST /api/ask"]
    assert above["gather"] == above["compose"] == ids["answer"]
    assert above["search"] == ids["gather"]
    search = told["search"]
    assert (search.start_time, search.end_time) == (LAPS[0].began, LAPS[0].ended)
    assert dict(told["answer"].attributes or {})["baocao.answer_id"] == answer["answer_id"]


@pytest.mark.parametrize("log_questions", [False, True])
def test_no_span_bears_what_was_asked_unless_the_log_may_too(
    open_traced: Callable[..., TestClient], spans: InMemorySpanExporter, *, log_questions: bool
) -> None:
    with open_traced(log_questions=log_questions) as client:
        client.get("/api/search", params={"q": "bimat"})
        client.post("/api/ask", json={"question": "Điều bimat nào?"})
        told = "".join(span.to_json() for span in spans.get_finished_spans())

    assert "GET /api/search" in told
    assert ("bimat" in told) is log_questions


def test_the_log_tells_the_trace_beside_the_request(
    open_traced: Callable[..., TestClient], spans: InMemorySpanExporter, caplog: pytest.LogCaptureFixture
) -> None:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(JsonFormatter())
    logger = logging.getLogger("api.middleware")
    logger.addHandler(handler)
    try:
        with caplog.at_level(logging.INFO, "api.middleware"), open_traced() as client:
            client.post("/api/ask", json=QUESTION)
    finally:
        logger.removeHandler(handler)

    line = json.loads(written.getvalue().splitlines()[0])
    request = next(span for span in spans.get_finished_spans() if span.name == "POST /api/ask")
    assert request.context is not None
    assert line["trace_id"] == f"{request.context.trace_id:032x}"
    assert len(line["request_id"]) == 32


def test_steps_done_within_others_lie_below_them() -> None:
    tree = [(lap.step.value, [one.step.value for one in within]) for lap, within in nested(LAPS)]

    assert tree == [("gather", ["search"]), ("compose", [])]


@pytest.mark.parametrize(
    ("chosen", "environment", "wanted"),
    [
        (None, {}, False),
        (None, {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}, True),
        (None, {"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": "http://127.0.0.1:4318/v1/traces"}, True),
        (None, {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318", "OTEL_SDK_DISABLED": "true"}, False),
        (True, {}, True),
        (True, {"OTEL_TRACES_EXPORTER": "none"}, False),
        (False, {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4318"}, False),
    ],
)
def test_traces_are_sent_only_where_somebody_wants_them(
    *, chosen: bool | None, environment: dict[str, str], wanted: bool
) -> None:
    assert wants_traces(chosen, environment) is wanted


class Collector(BaseHTTPRequestHandler):
    """Keeps what it is sent."""

    got: list[tuple[str, bytes]]

    def do_POST(self) -> None:  # the name is the library's
        """Take it."""
        body = self.rfile.read(int(self.headers["content-length"]))
        self.got.append((self.path, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 # the library's
        """Say nothing."""


@contextmanager
def collecting() -> Iterator[tuple[str, list[tuple[str, bytes]]]]:
    """A collector of our own: its address and what it got."""
    got: list[tuple[str, bytes]] = []
    server = HTTPServer(("127.0.0.1", 0), type("Keeping", (Collector,), {"got": got}))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", got
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_server_sends_its_traces_before_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with collecting() as (collector, got):
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", collector)
        with serving(tmp_path / "home") as (address, process):
            assert httpx2.post(f"{address}/api/ask", json=QUESTION).status_code == 200
            process.terminate()
            process.wait(timeout=30)

    assert {path for path, _ in got} == {"/v1/traces"}
    sent = b"".join(body for _, body in got)
    for words in (b"POST /api/ask", b"answer", b"service.name", b"baocao"):
        assert words in sent


def test_a_collector_that_is_not_there_keeps_nobody_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    with serving(tmp_path / "home") as (address, process):
        assert httpx2.post(f"{address}/api/ask", json=QUESTION).status_code == 200
        process.terminate()
        process.wait(timeout=15)


def test_untraced_servers_do_not_load_what_traces_need(tmp_path: Path) -> None:
    told = (
        "import atexit, sys; atexit.register(lambda: print('api.tracing' in sys.modules, file=sys.stderr))\n"
    )
    with serving(tmp_path / "home", before=told) as (address, process):
        httpx2.post(f"{address}/api/ask", json=QUESTION)
        process.send_signal(2)
        _, said = process.communicate(timeout=30)

    assert said.splitlines()[-1] == "False"
