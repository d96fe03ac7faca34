"""How long each step of an answer takes: one clock, read by metrics, traces and the evaluation.

A step's own time leaves out the steps within it, so that the own times of an answer add up to the whole.
Outside of an answer, and in threads that an answer starts, steps are not clocked.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from types import TracebackType
from typing import Final, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

_MOST_LAPS: Final = 200  # kept one by one; what comes after counts in the last of its kind


class Step(StrEnum):
    """What is done on the way to an answer."""

    LOOK = "look"  # whether reports came or changed
    UNDERSTAND = "understand"
    SEARCH = "search"
    OPEN = "open"  # reports, as far as they were not at hand
    GATHER = "gather"
    FIGURES = "figures"
    COMPUTE = "compute"
    COMPOSE = "compose"
    MODEL = "model"
    CHECK = "check"
    FINISH = "finish"


@dataclass(frozen=True, slots=True)
class Lap:
    """One step done once: when, by the wall clock, and how long without the steps within it."""

    step: Step
    began: int  # nanoseconds since the epoch
    ended: int
    own: int  # nanoseconds


class Clock:
    """The laps of one answer."""

    def __init__(self) -> None:
        self._laps: list[Lap] = []
        self._within: list[int] = []  # for each step under way, how long the steps within it took
        self._epoch = time.time_ns() - time.perf_counter_ns()
        self._thread = threading.get_ident()

    @property
    def laps(self) -> tuple[Lap, ...]:
        """What was done, in the order in which it ended."""
        return tuple(self._laps)

    def hears_this_thread(self) -> bool:
        """Whether this is the thread that the clock was started in."""
        return threading.get_ident() == self._thread

    def begin(self) -> int:
        """A step begins: now."""
        self._within.append(0)
        return time.perf_counter_ns()

    def end(self, step: Step, began: int) -> None:
        """The step that began last has ended."""
        now = time.perf_counter_ns()
        lap = Lap(step, began + self._epoch, now + self._epoch, now - began - self._within.pop())
        if self._within:
            self._within[-1] += now - began
        self._keep(lap)

    def _keep(self, lap: Lap) -> None:
        alike = (at for at in range(len(self._laps) - 1, -1, -1) if self._laps[at].step is lap.step)
        if len(self._laps) >= _MOST_LAPS and (at := next(alike, None)) is not None:
            last = self._laps[at]
            self._laps[at] = Lap(lap.step, last.began, lap.ended, last.own + lap.own)
        else:
            self._laps.append(lap)


_CLOCK: Final[ContextVar[Clock | None]] = ContextVar("clock", default=None)


@contextmanager
def clocked() -> Iterator[Clock]:
    """A clock for all the steps of one answer."""
    clock = Clock()
    token = _CLOCK.set(clock)
    try:
        yield clock
    finally:
        _CLOCK.reset(token)


class taking:  # noqa: N801 # read as a verb: `with taking(Step.SEARCH):`
    """A stretch of work that is one step."""

    __slots__ = ("_began", "_clock", "_step")

    def __init__(self, step: Step) -> None:
        self._step = step
        self._began = 0
        self._clock: Clock | None = None

    def __enter__(self) -> None:
        clock = _CLOCK.get()
        if clock is not None and clock.hears_this_thread():
            self._clock, self._began = clock, clock.begin()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._clock is not None:
            self._clock.end(self._step, self._began)


def step(named: Step) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """A function whose every call is one step."""

    def timed(work: Callable[P, R]) -> Callable[P, R]:
        @wraps(work)
        def run(*arguments: P.args, **named_arguments: P.kwargs) -> R:
            with taking(named):
                return work(*arguments, **named_arguments)

        return run

    return timed


def own_times(laps: Iterable[Lap]) -> dict[str, float]:
    """Milliseconds of each step's own, in the order in which steps were first done."""
    own: dict[Step, int] = {}
    for lap in sorted(laps, key=lambda lap: lap.began):
        own[lap.step] = own.get(lap.step, 0) + lap.own
    return {name.value: round(nanoseconds / 1_000_000, 3) for name, nanoseconds in own.items()}
