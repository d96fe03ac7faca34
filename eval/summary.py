"""Scores of a run put together: by type and style, with an interval that says how far to trust them."""

from __future__ import annotations

import random
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from eval.score import Score

_RESAMPLES = 2000
_SEED = 20251120


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many of a group of questions were right, and in what."""

    name: str
    asked: int
    right: int
    content: int
    evidence: int

    @property
    def share(self) -> float:
        """The share fully right."""
        return self.right / self.asked if self.asked else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Retrieval:
    """How well search alone finds a gold place."""

    asked: int
    recall: tuple[tuple[int, float], ...]  # (k, share with a gold place among the first k)
    mrr: float
    p50_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StepTimes:
    """How long one step of an answer takes, over the answers that took it."""

    name: str
    answers: int
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A run in numbers."""

    all: Tally
    interval: tuple[float, float]  # 95 % of bootstrap resamples of the share right
    by_type: tuple[Tally, ...]
    by_style: tuple[Tally, ...]
    refusal_precision: float | None
    refusal_recall: float | None
    evidence_precision: float | None
    evidence_recall: float | None
    focus: float | None  # of the figures stated, how many were asked for
    unsupported: int  # replies with a figure that nothing cited or computed holds
    misled: int  # wrong replies that compute or conclude: worse than a quotation that misses
    failed: int  # calls that failed
    p50_ms: float
    p95_ms: float
    max_ms: float
    steps: tuple[StepTimes, ...] = ()
    retrieval: Retrieval | None = None


def summarise(scores: Sequence[Score], retrieval: Retrieval | None = None) -> Summary:
    """The run's summary."""
    times = sorted(score.elapsed_ms for score in scores) or [0.0]
    return Summary(
        all=_tally("tất cả", scores),
        interval=bootstrap([score.right for score in scores]),
        by_type=_grouped(scores, lambda score: score.type),
        by_style=_grouped(scores, lambda score: score.style),
        refusal_precision=_ratio(score.should_refuse for score in scores if score.refused),
        refusal_recall=_ratio(score.refused for score in scores if score.should_refuse),
        evidence_precision=_mean(score.evidence_precision for score in scores),
        evidence_recall=_mean(score.evidence_recall for score in scores),
        focus=_mean(score.focus for score in scores),
        unsupported=sum(bool(score.unsupported) for score in scores),
        misled=sum(score.misled for score in scores),
        failed=sum(any(fault.startswith("lỗi ") for fault in score.faults) for score in scores),
        p50_ms=statistics.median(times),
        p95_ms=_p95(times),
        max_ms=times[-1],
        steps=time_steps(score.steps_ms for score in scores),
        retrieval=retrieval,
    )


def time_steps(answers: Iterable[Mapping[str, float]]) -> tuple[StepTimes, ...]:
    """The times of each step, the step that takes longest first."""
    by_step: defaultdict[str, list[float]] = defaultdict(list)
    for steps in answers:
        for name, milliseconds in steps.items():
            by_step[name].append(milliseconds)
    told = [
        StepTimes(name=name, answers=len(times), p50_ms=statistics.median(times), p95_ms=_p95(sorted(times)))
        for name, times in by_step.items()
    ]
    return tuple(sorted(told, key=lambda one: -one.p50_ms))


def bootstrap(right: Sequence[bool]) -> tuple[float, float]:
    """The middle 95 % of the share right, over resamples drawn with a fixed seed."""
    if not right:
        return 0.0, 0.0
    draw = random.Random(_SEED)  # noqa: S311 - statistics, not secrets
    shares = sorted(sum(draw.choices(right, k=len(right))) / len(right) for _ in range(_RESAMPLES))
    return shares[round(0.025 * (_RESAMPLES - 1))], shares[round(0.975 * (_RESAMPLES - 1))]


def rank_retrieval(ranks: Sequence[int | None], elapsed_ms: Sequence[float]) -> Retrieval | None:
    """Recall@k and mean reciprocal rank; a rank is the first gold place's, None where none was found."""
    if not ranks:
        return None
    found = [rank for rank in ranks if rank is not None]
    return Retrieval(
        asked=len(ranks),
        recall=tuple((k, sum(rank <= k for rank in found) / len(ranks)) for k in (1, 5, 10, 20)),
        mrr=sum(1 / rank for rank in found) / len(ranks),
        p50_ms=statistics.median(elapsed_ms),
    )


def _grouped(scores: Iterable[Score], key: Callable[[Score], str]) -> tuple[Tally, ...]:
    groups: dict[str, list[Score]] = defaultdict(list)
    for score in scores:
        groups[key(score)].append(score)
    return tuple(_tally(name, group) for name, group in sorted(groups.items()))


def _tally(name: str, scores: Sequence[Score]) -> Tally:
    return Tally(
        name=name,
        asked=len(scores),
        right=sum(score.right for score in scores),
        content=sum(score.content_right for score in scores),
        evidence=sum(score.evidence_right for score in scores),
    )


def _p95(times: Sequence[float]) -> float:
    """Of times in order, the one that 95 of 100 do not exceed."""
    return times[min(len(times) - 1, round(0.95 * (len(times) - 1)))]


def _ratio(flags: Iterable[bool]) -> float | None:
    told = list(flags)
    return sum(told) / len(told) if told else None


def _mean(numbers: Iterable[float | None]) -> float | None:
    told = [number for number in numbers if number is not None]
    return statistics.fmean(told) if told else None
