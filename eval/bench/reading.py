"""`python -m eval.bench.reading`: how long reading takes at 1×, 10× and 100×, and the memory of one file.

Invented reports of both layouts are laid end to end; the time per size must not grow faster than the size.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.read import read_report, read_text
from eval.bench.noisy_layouts import generate

_REPORT = 600_000  # bytes of one large report
_UNIT = 1024 * 1024


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench.reading", description="Đo việc đọc báo cáo.")
    parser.add_argument("--times", type=int, nargs="+", default=[1, 10, 100], metavar="N", help="cỡ tệp")
    parser.add_argument(
        "--large", type=int, default=0, metavar="MB", help="đo bộ nhớ với một tệp lớn như vậy"
    )
    arguments = parser.parse_args()
    lines = ["| khuôn | cỡ | giây CPU | gấp cỡ trước |", "| --- | ---: | ---: | ---: |"]
    for layout in ("ocr", "dump"):
        lines += _rows(layout, arguments.times)
    if arguments.large:
        lines.append(
            f"\nTệp {arguments.large} MB: bộ nhớ đỉnh gấp {memory_of(arguments.large):.1f} lần cỡ tệp."
        )
    print("\n".join(lines))  # noqa: T201 - this is a command
    return 0


def _rows(layout: str, sizes: list[int]) -> Iterator[str]:
    last = 0.0
    for times in sizes:
        seconds = seconds_for(layout, times)
        growth = f"{seconds / last:.1f}" if last else ""
        yield f"| {layout} | {times}× | {seconds:.2f} | {growth} |"
        last = seconds


def make_text(layout: str, size: int) -> str:
    """Invented reports end to end, at least so many bytes."""
    texts: list[str] = []
    written, seed = 0, 0
    while written < size:
        texts.append(generate(seed % 50, layout).text)
        written += len(texts[-1].encode())
        seed += 1
    return "\n\n".join(texts)


def seconds_for(layout: str, times: int) -> float:
    """CPU seconds to read a text of so many times 60 KB."""
    text = make_text(layout, times * _REPORT // 10)
    begun = time.process_time()
    read_text(text, file="bench.txt")
    return time.process_time() - begun


def memory_of(megabytes: int) -> float:
    """Peak memory of reading one file, in times its size."""
    with TemporaryDirectory(prefix="baocao-bench-") as folder:
        file = Path(folder) / "lon.txt"
        piece = make_text("ocr", _REPORT)
        with file.open("w", encoding="utf-8") as out:
            while out.tell() < megabytes * _UNIT:
                out.write(piece + "\n\n")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        read_report(file)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        return (peak - before) / file.stat().st_size


if __name__ == "__main__":
    raise SystemExit(main())
