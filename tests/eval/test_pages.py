"""Tables that are measured anew inside pages that people write."""

from __future__ import annotations

from pathlib import Path

from eval.bench.__main__ import ratios, table
from eval.bench.measures import Timing, once, timed
from eval.pages import put


def test_a_table_replaces_the_old_one_and_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "trang.md"
    page.write_text("Trước\n<!-- bench -->\ncũ\n<!-- /bench -->\nSau\n", encoding="utf-8")

    put("| mới |\n", page, "bench")
    put("| mới |\n", page, "bench")

    assert page.read_text(encoding="utf-8") == "Trước\n<!-- bench -->\n| mới |\n<!-- /bench -->\nSau\n"


def test_without_marks_the_table_is_the_file(tmp_path: Path) -> None:
    put("| mới |\n", tmp_path / "bảng.md", "bench")
    assert (tmp_path / "bảng.md").read_text(encoding="utf-8") == "| mới |\n"


def test_timings_are_medians_with_their_spread() -> None:
    calls: list[int] = []
    made = timed("đọc", calls.append, range(5))

    assert (made.calls, calls) == (5, [0, 1, 2, 3, 4])
    assert made.low_ms <= made.median_ms <= made.high_ms
    assert "| đọc |" in table(1, [made, once("mở", lambda: None, lambda _seconds: "xong")])


def test_ratios_hold_ours_against_the_plain_pipelines() -> None:
    def took(name: str, cpu: float) -> Timing:
        return Timing(name=name, median_ms=9, low_ms=9, high_ms=9, calls=1, cpu_ms=cpu)

    told = list(ratios([took("tìm 10 đoạn", 6), took("BM25: tìm 10 đoạn", 4)]))

    assert told == ["- tìm 10 đoạn: CPU gấp 1,5 lần BM25"]
