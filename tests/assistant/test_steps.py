"""The clock of an answer's steps: own times add up, and nothing is clocked where nobody asked for it."""

from __future__ import annotations

import threading
import time

import pytest

from assistant.steps import Step, clocked, own_times, step, taking


def test_a_steps_own_time_leaves_out_the_steps_within_it() -> None:
    with clocked() as clock, taking(Step.GATHER):
        with taking(Step.SEARCH):
            time.sleep(0.02)
        time.sleep(0.002)

    search, gather = clock.laps
    assert (search.step, gather.step) == (Step.SEARCH, Step.GATHER)
    assert search.own >= 20_000_000
    assert gather.own + search.own == gather.ended - gather.began
    assert gather.began <= search.began <= search.ended <= gather.ended


def test_a_step_done_twice_is_told_once_with_both_times() -> None:
    with clocked() as clock:
        for _ in range(2):
            with taking(Step.UNDERSTAND):
                time.sleep(0.003)
        with taking(Step.CHECK):
            pass

    told = own_times(clock.laps)
    assert list(told) == ["understand", "check"]
    assert told["understand"] >= 6


def test_a_step_that_fails_is_clocked_as_well() -> None:
    @step(Step.COMPUTE)
    def divide(one: int, other: int) -> float:
        return one / other

    with clocked() as clock, pytest.raises(ZeroDivisionError):
        divide(1, 0)

    assert [lap.step for lap in clock.laps] == [Step.COMPUTE]
    assert divide(4, 2) == 2  # unclocked, as outside of any answer


def test_threads_that_an_answer_starts_do_not_confuse_its_clock() -> None:
    def other() -> None:
        with taking(Step.SEARCH):
            pass

    with clocked() as clock, taking(Step.MODEL):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join()

    assert [lap.step for lap in clock.laps] == [Step.MODEL]


def test_an_answer_of_very_many_steps_keeps_its_times_and_not_all_its_laps() -> None:
    with clocked() as clock:
        for _ in range(500):
            with taking(Step.COMPUTE):
                pass
        with taking(Step.CHECK):
            time.sleep(0.002)

    assert len(clock.laps) <= 201
    assert own_times(clock.laps)["check"] >= 2
