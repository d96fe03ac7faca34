"""A kill at any moment leaves each report old or new, whole, and found."""

from __future__ import annotations

import random
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from corpus.index import Index
from corpus.report import ReportId

WRITER = Path(__file__).with_name("writer.py")
ROOT = Path(__file__).resolve().parents[3]
BESIDE = 4  # every so many kills, other processes read for the writer
ROUND = re.compile(r"đợt (\d+)")


def write_and_be_killed(
    home: Path, folder: Path, first: int, after: float, processes: int
) -> tuple[dict[str, int], int]:
    """The last round acknowledged of each file, and the last round that was begun."""
    command = [sys.executable, str(WRITER), str(home), str(folder), str(first), str(processes)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={"PYTHONPATH": "."}
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        time.sleep(after)
        child.kill()
        said = [line.split() for line in child.stdout.read().splitlines() if line.startswith("done ")]
    done = {number: int(round_) for _, number, round_ in said}
    return done, max([first - 1, *done.values()]) + 1


def check(home: Path, done: dict[str, int], begun: int) -> None:
    """Every report is of one round that was acknowledged or being written, in every store."""
    with closing(sqlite3.connect(home / "baocao.sqlite")) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    index = Index.open(home)
    cards = {card.id[-1]: card for card in index.reports()}
    assert set(done) <= set(cards)
    for number, card in cards.items():
        passages = index.report_passages(card.id)
        rounds = {int(found) for passage in passages for found in ROUND.findall(passage.text)}
        (round_,) = rounds
        assert done.get(number, 0) <= round_ <= begun
        assert len(passages) == card.passages
        assert {
            int(ROUND.findall(figure.sentence)[0]) for figure in index.figures(report_id=card.id)
        } <= rounds
        found = index.search(f"xã {number} trồng quế", reports=[ReportId(card.id)], limit=50)
        assert {hit.passage.id for hit in found} <= {passage.id for passage in passages}
        assert found
        assert all(near.passage.text for near in index.similar(passages[0].id, limit=5))
    index.close()


def kill_often(times: int, tmp_path: Path, seed: int) -> None:
    """The whole path, killed again and again on one data folder."""
    home, folder = tmp_path / "home", tmp_path / "files"
    folder.mkdir()
    chance = random.Random(seed)  # noqa: S311 - moments of kills, no secrets
    known: dict[str, int] = {}
    first = 1
    for kill in range(times):
        # Now and then others read for the writer; they take a while to start, and must end with it.
        beside = kill % BESIDE == BESIDE - 1
        after = chance.uniform(0.05, 8.0 if beside else 2.5)
        done, begun = write_and_be_killed(home, folder, first, after, processes=2 if beside else 1)
        known |= done
        check(home, known, begun)
        first = begun + 1
        size = sum(file.stat().st_size for file in home.rglob("*") if file.is_file())
        assert size < 60_000_000, "what was left behind piles up"
        assert shutil.disk_usage(home).free > 0


def test_a_few_kills_lose_nothing(tmp_path: Path) -> None:
    kill_often(4, tmp_path, seed=20)


@pytest.mark.slow
def test_a_hundred_kills_lose_nothing(tmp_path: Path) -> None:
    kill_often(100, tmp_path, seed=7)
