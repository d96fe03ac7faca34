"""Reading, indexing, search and asking in this process, and the plain pipelines beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from eval.asking import LocalAsker
from eval.baselines import Bm25, ChromaSearch, cut_files
from eval.bench.measures import Timing, once, timed
from eval.gold import Question, read_questions
from eval.invented.write import invent

if TYPE_CHECKING:
    from assistant.settings import Settings
    from assistant.tools.facts import Facts

REPORTS_AT_ONE = 100  # invented reports that make up 1×: some 400,000 characters, as the five real ones have
_ASKED = 120
_SEARCHED = 200


def make_corpus(folder: Path, times: int) -> tuple[list[Path], tuple[Question, ...]]:
    """The corpus of that size, and questions on it."""
    invent(folder, count=REPORTS_AT_ONE * times, seed=times)
    questions, _broken = read_questions(folder / "questions.jsonl")
    return sorted((folder / "reports").glob("*.txt")), questions


def measure(files: Sequence[Path], questions: Sequence[Question], settings: Settings) -> Iterator[Timing]:
    """Every step in order, each over the same reports and questions."""
    from assistant.assemble import assemble_over, open_index  # noqa: PLC0415 - heavy, and only here
    from corpus.read import read_report  # noqa: PLC0415

    letters = sum(len(file.read_text(encoding="utf-8")) for file in files)
    step = max(1, len(questions) // _SEARCHED)
    asked = questions[::step][:_SEARCHED]
    yield timed("đọc một báo cáo", read_report, files[:_ASKED], f"{letters:,} chữ tất cả".replace(",", "."))
    index = open_index(settings)
    yield once(
        "lập chỉ mục cả kho", lambda: index.add_many(files), lambda s: f"{letters / s / 1000:.0f} nghìn chữ/s"
    )
    index.close()
    yield Timing(
        name="dung lượng kho (MB)", median_ms=_megabytes(settings.home), low_ms=0, high_ms=0, calls=1
    )
    index = open_index(settings)
    yield once("mở kho và tìm lần đầu", lambda: index.search(asked[0].text))
    yield timed("tìm 10 đoạn", lambda question: index.search(question.text, limit=10), asked)
    yield measure_tools(index)
    asker = LocalAsker(assemble_over(index, settings))
    yield once("trả lời câu đầu tiên", lambda: asker.ask(asked[0]))
    yield timed("trả lời một câu", asker.ask, asked[:_ASKED])
    index.close()


def measure_tools(facts: Facts) -> Timing:
    """Comparing with targets and following trends, each for one indicator of one place."""
    from assistant.tools.facts import Desk  # noqa: PLC0415 - heavy, and only here
    from assistant.tools.registry import run_tool  # noqa: PLC0415

    desk = Desk(facts=facts, dates={})
    named = sorted({(one.indicator, one.place) for one in facts.figures() if one.indicator and one.place})
    calls = [
        (tool, {"indicator": indicator, "place": place})
        for indicator, place in named[:: max(1, len(named) // _SEARCHED)]
        for tool in ("compare_with_target", "trend")
    ]
    return timed("chạy một công cụ tính", lambda call: run_tool(desk, *call), calls)


def measure_baselines(files: Sequence[Path], questions: Sequence[Question]) -> Iterator[Timing]:
    """The plain pipelines' indexing and search over the same files."""
    chunks = cut_files(files)
    made: list[Bm25 | ChromaSearch] = []
    asked = questions[: _SEARCHED // 2]
    for name, build in (("BM25", Bm25), ("Chroma", ChromaSearch)):
        yield once(f"{name}: lập chỉ mục", lambda build=build: made.append(build(chunks)))  # type: ignore[misc]
        yield timed(f"{name}: tìm 10 đoạn", lambda question: made[-1](question.text, 10), asked)


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6
