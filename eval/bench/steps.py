"""`python -m eval.bench.steps`: one step over a data folder in its own process, told as one line of JSON.

A process of its own so that its memory is its own, and that the first search is one of a cold process.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from assistant.assemble import assemble_over, open_index
from assistant.settings import Settings
from corpus.index import Index

# Words of the paragraph that a new report bears twice: who finds one by its vector finds the other.
MARK = "Đội thuyền độc mộc Khe Vắng chở muối qua thác mỗi phiên chợ, bà con gọi là chuyến thuyền trăng"
_LONGEST_WAIT_S = 120.0
_PAUSE_S = 0.2  # looking takes the interpreter from the one who adds


def main() -> int:
    """Do the step and print what it took."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.steps")
    parser.add_argument("step", choices=("index", "serve", "add"))
    parser.add_argument("home", type=Path)
    parser.add_argument("given", type=Path, help="reports, questions as a JSON list, or one report")
    parser.add_argument("--seconds", type=float, default=60.0, help="for asking")
    arguments = parser.parse_args()
    settings = Settings(home=arguments.home)
    if arguments.step == "index":
        told: dict[str, object] = index_all(settings, sorted(arguments.given.glob("*.txt")))
    elif arguments.step == "serve":
        told = serve(settings, json.loads(arguments.given.read_text(encoding="utf-8")), arguments.seconds)
    else:
        told = add_one(settings, arguments.given)
    print(json.dumps(told))  # noqa: T201 - read by the one who measures
    return 0


def index_all(settings: Settings, files: Sequence[Path]) -> dict[str, object]:
    """Index the files, vectors included."""
    index, done = open_index(settings), 0

    def say(_outcome: object) -> None:
        nonlocal done
        done += 1
        if done % 1000 == 0:
            print(f"  {done}/{len(files)} báo cáo", file=sys.stderr)  # noqa: T201

    begun = time.perf_counter()
    outcomes = index.add_many(files, say)
    words = time.perf_counter() - begun
    index.close()
    return {
        "seconds": words,
        "passages": sum(outcome.passages for outcome in outcomes),
        "figures": sum(outcome.figures for outcome in outcomes),
    }


def serve(settings: Settings, questions: Sequence[str], seconds: float) -> dict[str, object]:
    """Search for every question, then answer as many as the time allows."""
    begun = time.perf_counter()
    index = open_index(settings)
    index.search(questions[0])
    first = time.perf_counter() - begun
    searched = _times(questions, lambda question: index.search(question, limit=10))
    assistant = assemble_over(index, settings)
    begun = time.perf_counter()
    assistant.ask(questions[0])
    first_answer = time.perf_counter() - begun
    # Questions from all over the collection, however few there is time for.
    some = [question for start in range(7) for question in questions[start::7]]
    answered = _times(some, assistant.ask, seconds)
    index.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {
        "first": first,
        "searched": searched,
        "first_answer": first_answer,
        "answered": answered,
        "memory": memory,
    }


def add_one(settings: Settings, file: Path) -> dict[str, object]:
    """Add a report, and let a reader look for it by words and by vectors all the while."""
    reader, writer = open_index(settings), open_index(settings)
    reader.search("một lần cho nóng")
    begun = time.perf_counter()
    adding = threading.Thread(target=writer.add_many, args=([file],))
    adding.start()
    words = _until(lambda: _found(reader, file.stem) is not None, begun)
    vectors = _until(lambda: _is_near(reader, file.stem), begun)
    adding.join()
    reader.close()
    writer.close()
    return {"words": words, "vectors": vectors}


def _found(index: Index, report: str) -> str | None:
    """The passage that bears the mark, found by its words."""
    hits = index.search(MARK, limit=3)
    return next((hit.passage.id for hit in hits if hit.passage.report_id == report), None)


def _is_near(index: Index, report: str) -> bool:
    """Whether the mark's one passage is near to its other."""
    passage = _found(index, report)
    near = index.similar(passage, limit=3) if passage else ()
    return any(hit.passage.report_id == report and MARK in hit.passage.text for hit in near)


def _until(holds: Callable[[], bool], begun: float) -> float:
    while not holds():
        if time.perf_counter() - begun > _LONGEST_WAIT_S:
            return float("inf")
        time.sleep(_PAUSE_S)
    return time.perf_counter() - begun


def _times(
    questions: Iterable[str], call: Callable[[str], object], seconds: float = float("inf")
) -> list[float]:
    """What each call took, as many as begin within the time."""
    times: list[float] = []
    until = time.perf_counter() + seconds
    for question in questions:
        begun = time.perf_counter()
        if begun > until:
            break
        call(question)
        times.append(time.perf_counter() - begun)
    return times


if __name__ == "__main__":
    sys.exit(main())
