"""`python -m eval.bench.under_load`: many people asking a server of ours at once, sent by wrk.

wrk comes with Debian; each asker sends its next question when it has the answer to the one before, and no
answer is kept to be given again. What counts is the whole way over HTTP, conversations kept.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from assistant.assemble import open_index
from assistant.settings import Settings
from corpus.files import find_reports
from eval.bench.load import served
from eval.gold import read_questions

_SCRIPT: Final = Path(__file__).with_name("load.lua")
_WARMING_S: Final = 10
_PATIENCE_S: Final = 30  # an answer that takes longer counts as an error


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What wrk saw."""

    seconds: float
    good: int
    bad: int  # answered, but not with an answer
    lost: int  # the line broke
    late: int
    p50_ms: float
    p95_ms: float
    p99_ms: float
    max_ms: float

    @property
    def per_second(self) -> float:
        """Answers a second."""
        return self.good / self.seconds

    @property
    def errors(self) -> int:
        """Questions that got no answer."""
        return self.bad + self.lost + self.late


@dataclass(slots=True)
class Watch:
    """What the processes of a server hold, second by second, and how much of the processors they used."""

    process: int
    megabytes: list[float] = field(default_factory=list)
    cpu_seconds: float = 0.0

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Look once a second."""
        ended = threading.Event()
        thread = threading.Thread(target=self._look, args=(ended,), name="watch")
        used = sum(map(_cpu_seconds, family(self.process)))
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()
            self.cpu_seconds = sum(map(_cpu_seconds, family(self.process))) - used

    def _look(self, ended: threading.Event) -> None:
        while True:
            self.megabytes.append(sum(map(_resident_megabytes, family(self.process))))
            if ended.wait(1):
                return

    @property
    def memory(self) -> str:
        """At the start, in the middle and at the end."""
        if not any(self.megabytes):
            return "không đo được ở hệ này"
        held = self.megabytes
        start, middle, end = held[0], held[len(held) // 2], held[-1]
        return f"đầu {start:.0f} MB, giữa {middle:.0f} MB, cuối {end:.0f} MB"


def main() -> int:
    """Index, serve, warm up, and let so many people ask for so long; 1 where it fell short."""
    given = _arguments()
    if shutil.which("wrk") is None:
        print("Cần wrk để tạo tải: apt-get install wrk", file=sys.stderr)  # noqa: T201 - this is a command
        return 2
    with TemporaryDirectory(prefix="baocao-load-") as folder:
        work = Path(folder)
        files, _ = find_reports([given.reports], work / "unpacked")
        asked = write_bodies(given.questions, work / "bodies.jsonl")
        index = open_index(Settings(home=work / "home"))
        index.add_many(files)
        index.close()
        _say(f"{len(files)} báo cáo, {asked} câu hỏi khác nhau")
        _say(f"{given.askers} người hỏi cùng lúc trong {given.seconds} s, {given.workers} tiến trình phục vụ")
        with served(work / "home", workers=given.workers) as (address, process):
            ask(address, work / "bodies.jsonl", askers=given.askers, seconds=_WARMING_S)
            watch = Watch(process)
            with watch.watched():
                told = ask(address, work / "bodies.jsonl", askers=given.askers, seconds=given.seconds)
    _say(in_words(told))
    _say(f"bộ nhớ của các tiến trình: {watch.memory}")
    _say(f"CPU của máy chủ: {watch.cpu_seconds / max(told.good, 1) * 1000:.1f} ms mỗi câu")
    short = told.errors or told.per_second < given.at_least or told.p95_ms > given.p95_within
    return 1 if short else 0


def ask(address: str, bodies: Path, *, askers: int, seconds: int) -> Told:
    """Let wrk ask for so long."""
    command = ["wrk", "-t1", f"-c{askers}", f"-d{seconds}s", f"--timeout={_PATIENCE_S}s", "-s", str(_SCRIPT)]
    ran = subprocess.run(  # noqa: S603 - our own command
        [*command, address, "--", str(bodies)], check=True, capture_output=True, text=True
    )
    return Told(**json.loads(ran.stdout.splitlines()[-1]))


def write_bodies(questions: Path, target: Path) -> int:
    """The questions that stand alone, one request a line; how many they are."""
    asked, _broken = read_questions(questions)
    texts = dict.fromkeys(one.text for one in asked if not one.history)
    lines = (json.dumps({"question": text}, ensure_ascii=False) + "\n" for text in texts)
    target.write_text("".join(lines), encoding="utf-8")
    return len(texts)


def family(process: int) -> Sequence[int]:
    """A process with all that it started, where the system tells."""
    children = Path(f"/proc/{process}/task/{process}/children")
    try:
        started = [int(child) for child in children.read_text().split()]
    except OSError:
        started = []
    return [process, *(one for child in started for one in family(child))]


def _resident_megabytes(process: int) -> float:
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0.0
    lines = (line.split() for line in status.splitlines())
    return sum(int(line[1]) / 1024 for line in lines if line[0] == "VmRSS:")


def _cpu_seconds(process: int) -> float:
    """User and system time; the fields behind the name, which may hold blanks itself."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def in_words(told: Told) -> str:
    """The result in two lines."""
    return (
        f"{told.good} câu trong {told.seconds:.0f} s: {told.per_second:.1f} câu/s; lỗi {told.errors} "
        f"(trả lời hỏng {told.bad}, đứt {told.lost}, quá {_PATIENCE_S} s {told.late})\n"
        f"chờ trung vị {told.p50_ms:.0f} ms, p95 {told.p95_ms:.0f} ms, p99 {told.p99_ms:.0f} ms, "
        f"lâu nhất {told.max_ms:.0f} ms"
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m eval.bench.under_load", description="Nhiều người hỏi một máy chủ cùng lúc, bằng wrk."
    )
    parser.add_argument("--reports", type=Path, default=Path("corpus/sample"), metavar="THƯ-MỤC")
    parser.add_argument("--questions", type=Path, default=Path("eval/questions/sample.jsonl"), metavar="TỆP")
    parser.add_argument("--askers", type=int, default=50, metavar="N", help="số người hỏi cùng lúc")
    parser.add_argument("--seconds", type=int, default=120, metavar="N", help="hỏi trong bao lâu")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="số tiến trình phục vụ")
    parser.add_argument("--at-least", type=float, default=0, metavar="N", help="kém hơn số câu/s này là hỏng")
    parser.add_argument(
        "--p95-within", type=float, default=float("inf"), metavar="MS", help="p95 lâu hơn là hỏng"
    )
    return parser.parse_args()


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 - this is a command


if __name__ == "__main__":
    sys.exit(main())
