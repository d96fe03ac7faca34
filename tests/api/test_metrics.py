"""What an operator reads at `/metrics`, of one process and of several."""

import os
import signal
import time
from pathlib import Path

import httpx2
import pytest
from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from api.metrics import Metrics
from assistant.answer import Answer, Status

from .test_serve import serving

QUESTION = {"question": "Trồng bao nhiêu rừng?"}


def read(page: str) -> dict[tuple[str, ...], float]:
    """Each sample by its name and the values of its labels, buckets left out."""
    return {
        (sample.name, *(value for _, value in sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(page)
        for sample in family.samples
        if not sample.name.endswith("_bucket")
    }


def told(page: str, name: str) -> float:
    """The sum of a metric over all its labels."""
    return sum(value for (called, *_), value in read(page).items() if called == name)


def test_an_answer_is_counted_with_its_engine_its_status_and_its_steps(client: TestClient) -> None:
    client.post("/api/ask", json=QUESTION)

    counted = read(client.get("/metrics").text)
    assert counted["baocao_answers_total", "api", "rules", "answered"] == 1
    assert counted["baocao_answer_seconds_count", "rules"] == 1
    assert counted["baocao_step_seconds_count", "rules", "search"] == 1
    assert counted["baocao_step_seconds_sum", "rules", "compose"] == pytest.approx(0.040)
    assert counted["baocao_requests_total", "POST", "/api/ask", "200"] == 1


def test_refusals_and_what_the_check_held_back_are_counted() -> None:
    metrics = Metrics()
    for status, withheld in ((Status.NOT_FOUND, 0), (Status.CLARIFY, 0), (Status.PARTIAL, 3)):
        answer = Answer(answer_id="a", conversation_id="c", status=status, text="", withheld=withheld)
        metrics.answer(answer, "api", 0.01)

    counted = read(metrics.page().decode())
    assert counted["baocao_refusals_total", "not_found"] == 1
    assert counted["baocao_refusals_total", "clarify"] == 1
    assert counted["baocao_withheld_sentences_total", "rules"] == 3
    assert counted["baocao_withholding_answers_total", "rules"] == 1


def test_several_processes_count_together_and_a_killed_one_leaves_nothing_running(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, scratch = 12, tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    with serving(tmp_path / "home", "--workers", "2") as (address, process):
        for _ in range(asked):  # each on a line of its own, so that both workers answer some
            assert httpx2.post(f"{address}/api/ask", json=QUESTION).status_code == 200
        pages = [httpx2.get(f"{address}/metrics").text for _ in range(6)]
        os.kill(_a_worker_of(process.pid), signal.SIGKILL)
        after = _page_of_whoever_is_left(address)

    assert {told(page, "baocao_answers_total") for page in pages} == {asked}
    assert {told(page, "baocao_step_seconds_count") >= asked for page in pages} == {True}
    assert told(after, "baocao_answers_total") == asked
    assert told(after, "baocao_answers_running") == 0
    assert "pid=" not in after
    assert not list(scratch.glob("baocao-metrics-*"))


def _a_worker_of(parent: int) -> int:
    children = Path(f"/proc/{parent}/task/{parent}/children")
    if not children.exists():
        pytest.skip("this system does not tell which processes a server has started")
    for child in map(int, children.read_text().split()):
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
            return child
    raise AssertionError(parent)


def _page_of_whoever_is_left(address: str) -> str:
    for _ in range(100):
        try:
            return httpx2.get(f"{address}/metrics").text
        except httpx2.TransportError:
            time.sleep(0.1)
    raise AssertionError(address)
