"""`python -m eval.bench`: measure, print the table, and write it where it is told to."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from assistant.settings import Settings
from eval.bench.load import measure_load
from eval.bench.local import make_corpus, measure, measure_baselines
from eval.bench.measures import Timing
from eval.pages import put


def main() -> int:
    """Measure every size asked for."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.bench", description="Đo tốc độ trên kho báo cáo tự sinh."
    )
    parser.add_argument("--times", type=int, nargs="+", default=[1], metavar="N", help="cỡ kho: 1, 10, 100")
    parser.add_argument("--no-load", action="store_true", help="bỏ phần đo máy chủ HTTP")
    parser.add_argument("--out", type=Path, metavar="TỆP.md", help="ghi bảng vào tệp này")
    arguments = parser.parse_args()
    load = not arguments.no_load
    parts = [machine(), *(table(times, _told(size(times, load=load))) for times in arguments.times)]
    text = "\n\n".join(parts) + "\n"
    if arguments.out:
        put(text, arguments.out, "bench")
    print(text)  # noqa: T201 - this is a command
    return 0


def size(times: int, *, load: bool) -> Iterator[Timing]:
    """All that is measured at one size, in a folder that goes afterwards."""
    with TemporaryDirectory(prefix="baocao-bench-") as folder:
        files, questions = make_corpus(Path(folder) / "corpus", times)
        settings = Settings(home=Path(folder) / "home")
        yield from measure(files, questions, settings)
        if load:
            yield from measure_load(settings.home, [q for q in questions if not q.history][:200])
        if times <= 10:
            yield from measure_baselines(files, questions)


def table(times: int, timings: Iterable[Timing]) -> str:
    """One size's timings in Markdown, with ours held against the plain pipelines'."""
    timings = list(timings)
    lines = [
        f"## Cỡ {times}×",
        "",
        "| việc | trung vị (ms) | 5% – 95% | CPU (ms) | số lần | |",
        "| --- | ---: | ---: | ---: | ---: | --- |",
    ]
    lines += [
        f"| {one.name} | {_number(one.median_ms)} | {_number(one.low_ms)} – {_number(one.high_ms)} "
        f"| {'' if one.cpu_ms is None else _number(one.cpu_ms)} | {one.calls} | {one.note} |"
        for one in timings
    ]
    lines += ["", *ratios(timings)]
    return "\n".join(lines)


def ratios(timings: Iterable[Timing]) -> Iterator[str]:
    """How many times the plain pipelines' work ours takes: of the processor, which others' load spares."""
    known = {one.name: one.cpu_ms for one in timings if one.cpu_ms}
    for ours, theirs in (("lập chỉ mục cả kho", "lập chỉ mục"), ("tìm 10 đoạn", "tìm 10 đoạn")):
        for name in ("BM25", "Chroma"):
            other = known.get(f"{name}: {theirs}")
            if other and ours in known:
                yield f"- {ours}: CPU gấp {_number(known[ours] / other)} lần {name}"


def machine() -> str:
    """What it was measured on."""
    return (
        f"Máy: {platform.system()} {platform.machine()}, {os.cpu_count()} nhân, "
        f"Python {platform.python_version()}, tải trung bình lúc đo {_load()}. "
        "Kho 1× gồm 100 báo cáo tự sinh, cả hai kiểu trình bày, khoảng 400 nghìn chữ."
    )


def _load() -> str:
    return _number(os.getloadavg()[0]) if hasattr(os, "getloadavg") else "không rõ"


def _told(timings: Iterable[Timing]) -> Iterator[Timing]:
    for one in timings:
        print(f"{one.name}: {_number(one.median_ms)} ms {one.note}", file=sys.stderr)  # noqa: T201
        yield one


def _number(value: float) -> str:
    return f"{value:.1f}".replace(".", ",") if value < 100 else f"{value:,.0f}".replace(",", ".")


if __name__ == "__main__":
    sys.exit(main())
