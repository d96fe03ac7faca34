"""Finding the right one of many short paragraphs, and the report that measures growth."""

from __future__ import annotations

import json
import random
from pathlib import Path

from eval.bench.growth import new_report
from eval.bench.paragraphs import OneBag, edited, invent_set, measure, read_set
from eval.bench.steps import MARK


def test_the_stand_in_is_as_large_as_the_public_set() -> None:
    paragraphs, questions = invent_set()

    assert len(set(paragraphs)) == 240
    assert {asked.paragraph for asked in questions} == set(range(240))


def test_ours_finds_what_plain_bm25_finds_however_it_is_typed() -> None:
    paragraphs, questions = invent_set()
    some = [asked for asked in questions if asked.paragraph < 48]

    ranks = measure(paragraphs[:48], some)

    assert ranks["dạng tách (NFD)"] == ranks["đủ dấu"]
    for name in ("đủ dấu", "không dấu", "sai một nửa số từ"):
        ours, plain = ranks[name], ranks[f"{name}, BM25 một túi"]
        assert ours.count(1) >= plain.count(1)


def test_a_public_set_is_read(tmp_path: Path) -> None:
    part = {"context": "Chợ phiên họp ở Khe Vắng.", "qas": [{"question": "Chợ phiên họp ở đâu?"}]}
    file = tmp_path / "set.json"
    file.write_text(json.dumps({"data": [{"paragraphs": [part]}]}), encoding="utf-8")

    paragraphs, questions = read_set(file)

    assert OneBag([*paragraphs, "Thác nước đổ ở Đồi Cọ."]).search(questions[0].text) == [0, 1]


def test_as_many_words_are_mistyped_as_asked() -> None:
    text = "tỷ lệ che phủ rừng của huyện năm nay"

    typed = edited(text, 0.5, random.Random(1))  # noqa: S311 - typing errors, no secrets

    changed = sum(one != other for one, other in zip(text.split(), typed.split(), strict=True))
    assert 3 <= changed <= 4  # two neighbours that are alike may have changed places


def test_the_report_that_comes_later_bears_its_mark_twice(tmp_path: Path) -> None:
    file = new_report(tmp_path / "moi.txt")

    assert file.stat().st_size >= 120_000
    assert file.read_text(encoding="utf-8").count(MARK) == 2
