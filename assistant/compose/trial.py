"""Whether the configured model can do what is asked of it: answer, call a tool, fill in a structure."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from queue import Empty, Queue
from typing import TYPE_CHECKING

from pydantic import BaseModel, Field

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel


class Skill(StrEnum):
    """What our engine needs of a model, the simpler first."""

    ANSWERS = "answers"
    CALLS_TOOLS = "calls_tools"
    FILLS_STRUCTURES = "fills_structures"


@dataclass(frozen=True, slots=True)
class Trial:
    """One skill tried: whether the model has it, and what was seen where it has not."""

    skill: Skill
    passed: bool
    seen: str = ""


class look_up_year(BaseModel):  # noqa: N801 -- a model sees this name as the tool's
    """Tra cứu năm của một báo cáo."""

    report: str = Field(description="Tên báo cáo")


class Verdict(BaseModel):
    """Kết luận về một câu."""

    sentence: str = Field(description="Câu được xét")
    supported: bool = Field(description="Có nguồn hay không")


def try_model(open_model: Callable[[], BaseChatModel], patience: float) -> tuple[Trial, ...]:
    """The skills in order; after the first that fails the others are not tried."""
    model = open_model()
    trials: list[Trial] = []
    for skill, work in (
        (Skill.ANSWERS, _answer),
        (Skill.CALLS_TOOLS, _call),
        (Skill.FILLS_STRUCTURES, _fill),
    ):
        trial = _within(patience, skill, partial(work, model))
        trials.append(trial)
        if not trial.passed:
            break
    return tuple(trials)


def _answer(model: BaseChatModel) -> bool:
    return bool(str(model.invoke("Trả lời đúng một từ: xin chào").content).strip())


def _call(model: BaseChatModel) -> bool:
    bound = model.bind_tools([look_up_year], tool_choice="any")
    reply = bound.invoke("Báo cáo chính trị là của năm nào? Hãy gọi công cụ.")
    return any(call["name"] == "look_up_year" for call in getattr(reply, "tool_calls", []))


def _fill(model: BaseChatModel) -> bool:
    bound = model.with_structured_output(Verdict, method="function_calling")
    return isinstance(bound.invoke("Câu “Năm nay trồng rừng.” không có nguồn. Hãy ghi kết luận."), Verdict)


def _within(seconds: float, skill: Skill, work: Callable[[], bool]) -> Trial:
    """The trial's outcome, if it comes in time."""
    outcome: Queue[Trial] = Queue(1)

    def run() -> None:
        try:
            passed = work()
            outcome.put(Trial(skill, passed, "" if passed else "trả lời không đúng dạng"))
        except Exception as exc:  # noqa: BLE001 -- each provider has errors of its own; doctor shows them
            outcome.put(Trial(skill, passed=False, seen=f"{type(exc).__name__}: {str(exc)[:200]}"))

    threading.Thread(target=run, name="model-trial", daemon=True).start()
    try:
        return outcome.get(timeout=seconds)
    except Empty:
        return Trial(skill, passed=False, seen=f"quá {seconds:g} giây")
