"""`python -m eval.bench.growth`: what ten and a hundred times as many reports cost, as one table.

Each step runs in a process of its own; its memory is that of all its processes together. A row is printed
when it is there, and one size stands by itself, so that a long measurement can be broken off.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from eval.bench.__main__ import machine
from eval.bench.local import make_corpus
from eval.bench.steps import MARK
from eval.pages import put

_SEARCHED = 200
_NEW_REPORT = 120_000  # bytes
_WATCHED_S = 0.2
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
_HEAD = (
    "| cỡ | báo cáo | MB | lập chỉ mục (s) | CPU (s) | KB/s | bộ nhớ lập (MB) | kho (MB) "
    "| tìm lần đầu (ms) | tìm p50 / p95 (ms) | trả lời p50 / p95 (ms) | số câu | bộ nhớ phục vụ (MB) "
    "| thêm 120 KB: theo từ / theo vectơ (s) |\n"
    "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
)


@dataclass(frozen=True, slots=True)
class Step:
    """What a process told, and what it took."""

    told: dict[str, object]
    seconds: float
    cpu: float
    memory: float  # MB, of all its processes at once; 0 where the system does not tell


def main() -> int:
    """Measure every size asked for and print the table as it grows."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.bench.growth", description="Đo khi kho lớn gấp mười, gấp trăm."
    )
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10, 100], metavar="N", help="cỡ kho")
    parser.add_argument("--asking", type=float, default=60.0, metavar="GIÂY", help="hỏi trong bao lâu")
    parser.add_argument("--reports", type=Path, metavar="THƯ-MỤC", help="đo trên kho có sẵn này")
    parser.add_argument("--out", type=Path, metavar="TỆP.md", help="ghi bảng vào tệp này")
    arguments = parser.parse_args()
    lines = [machine(), "", _HEAD]
    print("\n".join(lines), flush=True)  # noqa: T201 - this is a command
    for times in arguments.times:
        lines.append(row(times, arguments.asking, arguments.reports))
        print(lines[-1], flush=True)  # noqa: T201 - this is a command
        if arguments.out:
            put("\n".join(lines) + "\n", arguments.out, "growth")
    return 0


def row(times: int, asking: float, reports: Path | None = None) -> str:
    """One size's line, measured in a folder that goes afterwards."""
    with TemporaryDirectory(prefix="baocao-growth-") as place:
        folder = Path(place)
        files, questions = make_corpus(folder / "corpus", times)
        (folder / "questions.json").write_text(json.dumps(_some(questions)), encoding="utf-8")
        if reports:
            files = sorted(reports.glob("*.txt"))
        size = sum(file.stat().st_size for file in files) / 1000
        _say(f"{times}×: {len(files)} báo cáo, {size / 1000:.1f} MB")
        home = folder / "home"
        indexed = run("index", home, files[0].parent)
        _say(f"{times}×: lập chỉ mục {indexed.seconds:.0f} s, {size / indexed.seconds:.0f} KB/s")
        stored = sum(file.stat().st_size for file in home.rglob("*") if file.is_file()) / 1e6
        served = run("serve", home, folder / "questions.json", asking)
        _say(f"{times}×: tìm {_spread(served.told['searched'])} ms")
        added = run("add", home, new_report(folder / "moi.txt"))
        cells = (
            f"{times}×",
            f"{len(files)}",
            f"{size / 1000:.1f}",
            f"{indexed.seconds:.1f}",
            f"{indexed.cpu:.0f}",
            f"{size / indexed.seconds:.0f}",
            f"{indexed.memory:.0f}",
            f"{stored:.0f}",
            _ms(served.told["first"]),
            _spread(served.told["searched"]),
            _spread(served.told["answered"]),
            f"{len(_numbers(served.told['answered']))}",
            f"{_number(served.told['memory']):.0f}",
            f"{_number(added.told['words']):.1f} / {_number(added.told['vectors']):.1f}",
        )
        return "| " + " | ".join(cell.replace(".", ",") for cell in cells) + " |"


def run(step: str, home: Path, given: Path, seconds: float = 60.0) -> Step:
    """A step in a process of its own, watched."""
    command = [sys.executable, "-m", "eval.bench.steps", step, str(home), str(given)]
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own command
        [*command, "--seconds", str(seconds)], stdout=subprocess.PIPE, text=True
    ) as process:
        watch = _Watch(process.pid)
        watch.start()
        out, _ = process.communicate()
        watch.stop()
    elapsed, after = time.perf_counter() - begun, resource.getrusage(resource.RUSAGE_CHILDREN)
    if process.returncode:
        message = f"bước {step} dừng với mã {process.returncode}"
        raise RuntimeError(message)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    told = json.loads(out.splitlines()[-1])
    return Step(told, _number(told.get("seconds", elapsed)), cpu, watch.most / 1e6)


class _Watch(threading.Thread):
    """The most memory that a process and those that it started held at once."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid, self._over = pid, threading.Event()
        self.most = 0

    def run(self) -> None:
        while not self._over.wait(_WATCHED_S):
            self.most = max(self.most, sum(map(_resident, _with_children(self._pid))))

    def stop(self) -> None:
        """The process has ended."""
        self._over.set()
        self.join()


def _with_children(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = [
            int(child)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for child in (task / "children").read_text(encoding="ascii").split()
        ]
    except OSError:
        return
    for child in children:
        yield from _with_children(child)


def _resident(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * _PAGE
    except (OSError, IndexError):
        return 0


def new_report(file: Path) -> Path:
    """One report more of 120 KB, whose marked paragraph stands in it twice."""
    from eval.bench.noisy_layouts import generate  # noqa: PLC0415 - only here

    parts, seed = [f"{MARK}."], 1000
    while sum(len(part.encode()) for part in parts) < _NEW_REPORT:
        parts.append(generate(seed, "ocr").text)
        seed += 1
    file.write_text("\n\n".join([*parts, "PHẦN CUỐI", f"{MARK}."]) + "\n", encoding="utf-8")
    return file


def _some(questions: Sequence[object]) -> list[str]:
    step = max(1, len(questions) // _SEARCHED)
    return [str(getattr(question, "text", question)) for question in questions[::step][:_SEARCHED]]


def _spread(seconds: object) -> str:
    """The median and the 95th percentile in milliseconds."""
    ordered = sorted(_numbers(seconds)) or [0.0]
    high = ordered[round(0.95 * (len(ordered) - 1))]
    return f"{_ms(statistics.median(ordered))} / {_ms(high)}"


def _ms(seconds: object) -> str:
    value = _number(seconds) * 1000
    return f"{value:.1f}" if value < 100 else f"{value:.0f}"


def _number(value: object) -> float:
    if not isinstance(value, (int, float)):
        raise TypeError(value)
    return float(value)


def _numbers(values: object) -> list[float]:
    return [_number(value) for value in values] if isinstance(values, list) else []


def _say(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # noqa: T201 - this is a command


if __name__ == "__main__":
    sys.exit(main())
