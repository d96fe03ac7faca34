"""What an operator watches: how many, how fast, how answered, how often the check held back.

Each app has a registry of its own, so that two in one process do not count into each other. With several
workers each is scraped by chance; `PROMETHEUS_MULTIPROC_DIR` makes them add up.
"""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from assistant.steps import own_times

if TYPE_CHECKING:
    from assistant.answer import Answer

_REFUSALS: Final = frozenset({"not_found", "clarify", "refused"})
_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_SECONDS: Final = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
_MULTIPROC: Final = "PROMETHEUS_MULTIPROC_DIR"


class Metrics:
    """The counters of one app."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        held = self.registry
        self._requests = Counter("baocao_requests", "Requests", ("method", "route", "status"), registry=held)
        self._seconds = Histogram(
            "baocao_request_seconds", "Seconds per request", ("route",), buckets=_SECONDS, registry=held
        )
        self._answers = Counter("baocao_answers", "Answers", ("engine", "status", "door"), registry=held)
        self._thinking = Histogram(
            "baocao_answer_seconds", "Seconds per answer", ("engine",), buckets=_SECONDS, registry=held
        )
        self._steps = Histogram(
            "baocao_step_seconds",
            "Seconds of each step of an answer, without the steps within it",
            ("step", "engine"),
            buckets=_SECONDS,
            registry=held,
        )
        self._refusals = Counter(
            "baocao_refusals",
            "Answers that tell no figure: not found, unclear, refused",
            ("reason",),
            registry=held,
        )
        self._withheld = Counter(
            "baocao_withheld_sentences", "Sentences that the check held back", ("engine",), registry=held
        )
        self._withholding = Counter(
            "baocao_withholding_answers",
            "Answers of which the check held something back",
            ("engine",),
            registry=held,
        )
        self._tools = Counter("baocao_calculations", "Calculations", ("tool", "outcome"), registry=held)
        self._jobs = Counter("baocao_jobs", "Background jobs that ended", ("kind", "state"), registry=held)
        self.running = Gauge(
            "baocao_answers_running", "Answers being made", multiprocess_mode="livesum", registry=held
        )

    def request(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        self._requests.labels(method if method in _METHODS else "other", route, status).inc()
        self._seconds.labels(route).observe(seconds)

    def answer(self, answer: "Answer", door: str, seconds: float) -> None:
        """Count one answer with what it rests on."""
        self._answers.labels(answer.engine, answer.status.value, door).inc()
        self._thinking.labels(answer.engine).observe(seconds)
        for step, milliseconds in own_times(answer.laps).items():
            self._steps.labels(step, answer.engine).observe(milliseconds / 1000)
        if answer.status.value in _REFUSALS:
            self._refusals.labels(answer.status.value).inc()
        if answer.withheld:
            self._withheld.labels(answer.engine).inc(answer.withheld)
            self._withholding.labels(answer.engine).inc()
        for calculation in answer.calculations:
            outcome = calculation.refusal.reason.value if calculation.refusal else "computed"
            self._tools.labels(calculation.tool, outcome).inc()

    def job(self, kind: str, state: str) -> None:
        """Count one job that ended."""
        self._jobs.labels(kind, state).inc()

    def page(self) -> bytes:
        """The text that Prometheus scrapes."""
        if _MULTIPROC in os.environ:
            _bury_the_dead(Path(os.environ[_MULTIPROC]))
            registry = CollectorRegistry()
            MultiProcessCollector(registry)  # type: ignore[no-untyped-call] # the library does not say
            return generate_latest(registry)
        return generate_latest(self.registry)


def _bury_the_dead(folder: Path) -> None:
    """What a killed worker had under way is no longer under way; what it had counted stays counted."""
    for file in folder.glob("gauge_live*.db"):
        worker = file.stem.rpartition("_")[2]
        if not _is_alive(int(worker)):
            mark_process_dead(worker)  # type: ignore[no-untyped-call] # the library does not say


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
