"""Runs: scored, written down, compared and shown; also when half of it fails."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from eval.compare import compare, sign_test
from eval.gold import BrokenLine, Evidence, GoldFigure, Question
from eval.reply import Cited, Json, Reply, failed_reply, reply_from_api, reply_from_openai
from eval.report import as_html, as_markdown
from eval.run import Run, run, write_run
from eval.summary import StepTimes, bootstrap, time_steps

CITED = Cited(file="hoa-an.txt", text="Rừng che phủ 61,3%.")
FOREST = Question(
    id="f",
    text="Rừng Hòa An che phủ bao nhiêu <b>?",
    type="figure",
    style="plain",
    figures=((GoldFigure("61,3", "%"),),),
    evidence=(Evidence(doc="hoa-an", figures=(("61,3",),)),),
)
UNKNOWN = Question(id="u", text="Giá vàng?", type="outside", style="plain", refuse=True)
GOOD = Reply(text="Rừng che phủ 61,3% [1].", status="answered", citations=(CITED,), elapsed_ms=4.0)
SILENT = Reply(text="Báo cáo không nêu.", status="not_found", elapsed_ms=2.0)


class Scripted:
    """Replies as it was told, question by question."""

    name = "scripted"

    def __init__(self, replies: Mapping[str, Reply]) -> None:
        self._replies = replies

    def ask(self, question: Question) -> Reply:
        """The reply written for this question."""
        return self._replies[question.id]


def made(forest: Reply, unknown: Reply = SILENT) -> Run:
    """A run over two questions."""
    return run(
        (FOREST, UNKNOWN), Scripted({"f": forest, "u": unknown}), search=lambda _query, _limit: [CITED]
    )


def test_a_run_counts_what_was_right() -> None:
    """By type, with refusals and retrieval of their own."""
    summary = made(GOOD).summary

    assert (summary.all.asked, summary.all.right) == (2, 2)
    assert {tally.name: tally.right for tally in summary.by_type} == {"figure": 1, "outside": 1}
    assert (summary.refusal_precision, summary.refusal_recall) == (1.0, 1.0)
    assert summary.retrieval is not None
    assert summary.retrieval.mrr == 1.0


def test_refusing_everything_scores_on_refusals_alone() -> None:
    """Recall of refusals is whole, their precision is not, and half is wrong."""
    summary = made(SILENT).summary

    assert summary.all.right == 1
    assert (summary.refusal_precision, summary.refusal_recall) == (0.5, 1.0)


def test_answering_everything_refuses_nothing() -> None:
    """The other way of gaming it."""
    summary = made(GOOD, GOOD).summary

    assert summary.all.right == 1
    assert (summary.refusal_precision, summary.refusal_recall) == (None, 0.0)


def test_a_server_that_goes_away_leaves_a_part_that_says_so(tmp_path: Path) -> None:
    """After twenty failures in a row the rest is not asked."""
    gone = failed_reply("URLError", 1.0)
    questions = [replace(FOREST, id=str(number)) for number in range(30)]
    asker = Scripted({question.id: GOOD if int(question.id) < 5 else gone for question in questions})

    part = run(questions, asker)
    write_run(tmp_path / "part", part, {})

    assert (len(part.outcomes), part.left) == (25, 5)
    assert (part.summary.all.right, part.summary.failed) == (5, 20)
    assert "MỘT PHẦN" in as_markdown(tmp_path / "part")


def test_what_a_run_wrote_can_be_read_compared_and_shown(tmp_path: Path) -> None:
    """One question turned wrong; the page shows the answer beside the gold and runs no markup of ours."""
    write_run(tmp_path / "a", made(GOOD), {"against": "local"})
    write_run(tmp_path / "b", made(replace(GOOD, text="Rừng che phủ 63,1% [1].")), {"against": "local"})

    told = compare(tmp_path / "a", tmp_path / "b")
    page = as_html(tmp_path / "b")

    assert [turned.id for turned in told.lost] == ["f"]
    assert (told.before, told.after, told.gained) == (2, 1, ())
    assert any("61,3" in fault for fault in told.lost[0].faults)
    assert "63,1" in page
    assert "&lt;b&gt;" in page
    assert "http" not in page
    assert json.loads((tmp_path / "b" / "config.json").read_text(encoding="utf-8"))["python"]


def test_a_broken_line_is_told_with_the_run(tmp_path: Path) -> None:
    """The file and the number of the line."""
    broken = replace(made(GOOD), broken=(BrokenLine("q.jsonl", 7, "không phải JSON"),))
    write_run(tmp_path, broken, {})

    assert "q.jsonl dòng 7" in as_markdown(tmp_path)


@pytest.mark.parametrize(
    ("gained", "lost", "chance"), [(0, 0, 1.0), (5, 5, 1.0), (5, 0, 0.0625), (1, 9, 0.021484375)]
)
def test_a_lopsided_change_is_unlikely_to_be_chance(gained: int, lost: int, chance: float) -> None:
    """McNemar's exact test, two-sided."""
    assert sign_test(gained, lost) == chance


def test_an_interval_is_repeatable_and_holds_the_share() -> None:
    """The same draw every time."""
    right = [True] * 70 + [False] * 30

    low, high = bootstrap(right)

    assert (low, high) == bootstrap(right)
    assert 0.5 < low < 0.7 < high < 0.9


def test_the_steps_of_answers_are_timed_the_longest_first() -> None:
    answers = [{"search": 2.0, "compose": 9.0}, {"search": 4.0}, {"search": 3.0}]

    assert time_steps(answers) == (
        StepTimes(name="compose", answers=1, p50_ms=9.0, p95_ms=9.0),
        StepTimes(name="search", answers=3, p50_ms=3.0, p95_ms=4.0),
    )


def test_a_run_tells_the_steps_that_a_server_says(tmp_path: Path) -> None:
    reply = reply_from_api({"answer": "12 ha", "steps_ms": {"search": 2.5, "mood": "good"}}, 3.0)

    write_run(tmp_path, made(reply), {})

    assert "từng bước (ms, trung vị / p95): search 2,5 / 2,5" in as_markdown(tmp_path)


def test_replies_of_both_protocols_are_read() -> None:
    """Our API with citations; a foreign server with words only; ours behind the OpenAI protocol with both."""
    own: dict[str, Json] = {
        "status": "answered",
        "answer": "61,3%",
        "citations": [{"file": "a.txt", "text": "t", "section": ["I-"], "footnote": 4, "table_row": None}],
        "calculations": [{"tool": "trend"}],
    }
    foreign: dict[str, Json] = {"choices": [{"message": {"content": "61,3%"}}]}

    assert reply_from_api(own, 1.0).citations[0].footnote == "4"
    assert reply_from_openai(foreign, 1.0).text == "61,3%"
    assert reply_from_openai({**foreign, "baocao": own}, 1.0).calculations
