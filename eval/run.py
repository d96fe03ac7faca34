"""A run: every question asked and scored, all of it written down so that anyone can repeat or dispute it."""

from __future__ import annotations

import json
import platform
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from eval.gold import BrokenLine, Question, read_questions
from eval.reply import Cited, Json, Reply
from eval.score import Score, cites, score
from eval.summary import Retrieval, Summary, rank_retrieval, summarise

if TYPE_CHECKING:
    from eval.asking import Asker

_DEEPEST = 20  # how far down a gold place is looked for
_GIVEN_UP = 20  # calls in a row that may fail before the rest is left


class Searcher(Protocol):
    """Search alone, as passages in rank order."""

    def __call__(self, query: str, limit: int) -> Sequence[Cited]:
        """The best passages, best first."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One question, its reply and its score."""

    question: Question
    reply: Reply
    score: Score


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a run gave; `left` are questions not asked because the server had gone."""

    outcomes: tuple[Outcome, ...]
    summary: Summary
    broken: tuple[BrokenLine, ...] = ()
    left: int = 0


def read_files(files: Sequence[Path]) -> tuple[tuple[Question, ...], tuple[BrokenLine, ...]]:
    """The questions of several files, and their broken lines."""
    questions: list[Question] = []
    broken: list[BrokenLine] = []
    for file in files:
        good, bad = read_questions(file)
        questions += good
        broken += bad
    return tuple(questions), tuple(broken)


def run(
    questions: Sequence[Question],
    asker: Asker,
    *,
    search: Searcher | None = None,
    broken: Sequence[BrokenLine] = (),
    progress: Callable[[int, int], None] = lambda _done, _of: None,
) -> Run:
    """Ask and score every question; a server that has gone gives a part, and says so."""
    outcomes: list[Outcome] = []
    failing = 0
    for done, question in enumerate(questions, 1):
        reply = asker.ask(question)
        outcomes.append(Outcome(question=question, reply=reply, score=score(question, reply)))
        failing = failing + 1 if reply.error else 0
        progress(done, len(questions))
        if failing >= _GIVEN_UP:
            break
    scores = [outcome.score for outcome in outcomes]
    return Run(
        outcomes=tuple(outcomes),
        summary=summarise(scores, measure_search(questions, search) if search else None),
        broken=tuple(broken),
        left=len(questions) - len(outcomes),
    )


def measure_search(questions: Sequence[Question], search: Searcher) -> Retrieval | None:
    """How high search ranks the first gold place, over the questions that ask for one and stand alone."""
    ranks: list[int | None] = []
    times: list[float] = []
    for question in questions:
        if not question.evidence or question.history:
            continue
        begun = time.perf_counter()
        hits = search(question.text, _DEEPEST)
        times.append((time.perf_counter() - begun) * 1000)
        ranks.append(_first_gold(hits, question))
    return rank_retrieval(ranks, times)


def write_run(folder: Path, made: Run, configuration: Mapping[str, Json]) -> None:
    """Configuration, answers with their scores, and the summary, each in a file of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    _dump(folder / "config.json", {**configuration, **surroundings()})
    lines = [json.dumps(_record(outcome), ensure_ascii=False, default=str) for outcome in made.outcomes]
    (folder / "answers.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    _dump(
        folder / "scores.json",
        {**asdict(made.summary), "left": made.left, "broken": [asdict(line) for line in made.broken]},
    )


def surroundings() -> dict[str, Json]:
    """When and on what a run was made."""
    return {
        "made": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": sys.version.split()[0],
        "machine": f"{platform.system()} {platform.machine()}",
        "versions": {name: _version(name) for name in ("baocao", "tantivy", "chromadb", "langchain-core")},
    }


def _first_gold(hits: Sequence[Cited], question: Question) -> int | None:
    return next(
        (rank for rank, hit in enumerate(hits, 1) if any(cites(hit, place) for place in question.evidence)),
        None,
    )


def _record(outcome: Outcome) -> dict[str, object]:
    question, reply, given = outcome.question, outcome.reply, outcome.score
    return {
        "id": question.id,
        "question": question.text,
        "history": list(question.history),
        "gold": asdict(question),
        "status": reply.status,
        "answer": reply.text,
        "citations": [asdict(cited) for cited in reply.citations],
        "calculations": list(reply.calculations),
        "error": reply.error,
        "right": given.right,
        "score": asdict(given),
    }


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _dump(file: Path, value: object) -> None:
    file.write_text(json.dumps(value, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")
