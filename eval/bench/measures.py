"""What is timed, and how: medians with their spread over repeated calls in one process."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeVar

Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timing:
    """One measured thing."""

    name: str
    median_ms: float
    low_ms: float  # 5th percentile
    high_ms: float  # 95th percentile
    calls: int
    cpu_ms: float | None = None  # of this process, a call; None where another process works
    note: str = ""


def timed(name: str, call: Callable[[Thing], object], things: Iterable[Thing], note: str = "") -> Timing:
    """The call's time for each of the things."""
    times = []
    worked = time.process_time()
    for thing in things:
        begun = time.perf_counter()
        call(thing)
        times.append((time.perf_counter() - begun) * 1000)
    worked = (time.process_time() - worked) * 1000
    return timing(name, times, note, cpu_ms=worked / max(1, len(times)))


def timing(name: str, times: Iterable[float], note: str = "", *, cpu_ms: float | None = None) -> Timing:
    """Times already taken, put together."""
    ordered = sorted(times) or [0.0]
    return Timing(
        name=name,
        median_ms=statistics.median(ordered),
        low_ms=ordered[round(0.05 * (len(ordered) - 1))],
        high_ms=ordered[round(0.95 * (len(ordered) - 1))],
        calls=len(ordered),
        cpu_ms=cpu_ms,
        note=note,
    )


def once(name: str, call: Callable[[], object], note: Callable[[float], str] = lambda _seconds: "") -> Timing:
    """A call that is made a single time, with a word on what it moved."""
    begun, worked = time.perf_counter(), time.process_time()
    call()
    elapsed, worked = time.perf_counter() - begun, time.process_time() - worked
    return timing(name, [elapsed * 1000], note(elapsed), cpu_ms=worked * 1000)
