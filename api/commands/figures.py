"""`baocao figures`: the figures that the reports print, by indicator, place, period and kind."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.figures import Bound, Figure, FigureKind
from corpus.text import folded

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from assistant.settings import Settings

COLUMNS = (
    "file",
    "written",
    "value",
    "unit",
    "label",
    "indicator",
    "place",
    "level",
    "period",
    "kind",
    "sentence",
    "section",
    "footnote",
    "table_row",
    "spans",
)
_SHOWN = 50
_KINDS = {
    FigureKind.ACTUAL: "thực hiện",
    FigureKind.ESTIMATE: "ước",
    FigureKind.TARGET: "mục tiêu",
    FigureKind.PLAN: "kế hoạch",
    FigureKind.CHANGE: "tăng/giảm",
    FigureKind.SHARE: "tỷ lệ so với",
}


def configure(parser: ArgumentParser) -> None:
    """Add the options of `figures`."""
    parser.add_argument(
        "label", nargs="*", metavar="CHỮ", help="những chữ trong tên số liệu, có dấu hoặc không dấu"
    )
    for name, words in (
        ("indicator", "tên hay mã chỉ tiêu, ví dụ “tỷ lệ hộ nghèo”"),
        ("place", "nơi, ví dụ “huyện Tam Đường”"),
        ("period", "kỳ, ví dụ 2023 hoặc 2021-2023"),
        ("report", "mã báo cáo"),
    ):
        parser.add_argument(f"--{name}", action="append", default=[], metavar="…", help=words)
    parser.add_argument(
        "--kind",
        action="append",
        default=[],
        choices=[kind.value for kind in FigureKind],
        metavar="LOẠI",
        help="actual, estimate, target, plan, change hoặc share",
    )
    parser.add_argument(
        "--file", type=Path, metavar="TỆP", help="đọc thẳng một tệp hay một thư mục, không qua kho"
    )
    parser.add_argument("--all", action="store_true", help=f"in hết, không dừng ở {_SHOWN} số liệu đầu")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="in ra JSON")
    form.add_argument("--csv", action="store_true", help="in ra CSV")


def run(arguments: Namespace, settings: Settings) -> int:
    """Print the figures that fit; 1 when there are none."""
    arguments.indicator = [_indicator_id(named) for named in arguments.indicator]
    figures = _read_files(arguments) if arguments.file else _stored(arguments, settings)
    shown = figures if arguments.all else figures[:_SHOWN]
    if arguments.json:
        json.dump([as_json(figure) for figure in shown], sys.stdout, ensure_ascii=False, indent=1)
        print()
    elif arguments.csv:
        _print_csv(shown)
    else:
        _print_text(shown, len(figures))
    return 0 if figures else 1


def _indicator_id(named: str) -> str:
    """An indicator's id, whether it was named by that or by its Vietnamese name."""
    from corpus.vocabulary import load_vocabulary

    vocabulary = load_vocabulary()
    found = vocabulary.indicator(named) or vocabulary.match_indicator(named)
    return found.id if found else named


def _stored(arguments: Namespace, settings: Settings) -> tuple[Figure, ...]:
    from corpus.index import Index

    index = Index.open(settings.home, database_url=settings.database_url)
    try:
        return index.figures(
            indicator=arguments.indicator or None,
            place=arguments.place or None,
            period=arguments.period or None,
            kind=arguments.kind or None,
            report_id=arguments.report or None,
            label=" ".join(arguments.label) or None,
        )
    finally:
        index.close()


def _read_files(arguments: Namespace) -> tuple[Figure, ...]:
    from corpus.extract import extract_figures
    from corpus.read import read_report
    from corpus.vocabulary import load_vocabulary

    files = [arguments.file]
    if arguments.file.is_dir():
        files = sorted(file for file in arguments.file.iterdir() if file.is_file())
    read = (extract_figures(read_report(file), load_vocabulary()) for file in files)
    return tuple(figure for figures in read for figure in figures if _fits(figure, arguments))


def _fits(figure: Figure, arguments: Namespace) -> bool:
    words = set(folded(" ".join(arguments.label)).split())
    return (
        _among(figure.indicator, arguments.indicator)
        and _among(figure.place, arguments.place)
        and _among(figure.period, arguments.period)
        and _among(figure.kind, arguments.kind)
        and _among(figure.report_id, arguments.report)
        and words <= set(folded(figure.label).split())
    )


def _among(value: str | None, asked: Sequence[str]) -> bool:
    return not asked or value in asked


def as_json(figure: Figure) -> dict[str, object]:
    """The figure as scripts get it."""
    return {
        "file": figure.file,
        "written": figure.written,
        "value": _value(figure),
        "unit": figure.unit,
        "label": figure.label,
        "indicator": _indicator_name(figure),
        "place": figure.place,
        "level": figure.level,
        "period": figure.period,
        "kind": figure.kind.value,
        "sentence": figure.sentence,
        "section": list(figure.section),
        "footnote": figure.footnote,
        "table_row": list(figure.table_row) if figure.table_row else None,
        "spans": [list(span) for span in figure.spans],
    }


def _indicator_name(figure: Figure) -> str | None:
    from corpus.vocabulary import load_vocabulary

    indicator = load_vocabulary().indicator(figure.indicator)
    return indicator.name if indicator else figure.indicator


def _value(figure: Figure) -> str | dict[str, str | None] | None:
    """A decimal string; the ends of a range or a bound, the open one absent; nothing if malformed."""
    quantity = figure.quantity
    if quantity is None:
        return None
    low, high = f"{quantity.low:f}", f"{quantity.high:f}"
    if quantity.bound is Bound.RANGE:
        return {"low": low, "high": high}
    if quantity.bound in (Bound.ABOVE, Bound.AT_LEAST):
        return {"low": low, "high": None}
    if quantity.bound in (Bound.BELOW, Bound.AT_MOST):
        return {"low": None, "high": high}
    return low


def _print_csv(figures: Sequence[Figure]) -> None:
    rows = csv.writer(sys.stdout)
    rows.writerow(COLUMNS)
    for figure in figures:
        row = as_json(figure)
        rows.writerow(_flat(row[column]) for column in COLUMNS)


def _flat(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


def _print_text(figures: Sequence[Figure], found: int) -> None:
    for figure in figures:
        number = " ".join(part for part in (figure.written, figure.unit) if part)
        where = ", ".join(part for part in (figure.place, figure.period) if part)
        note = f", chú thích {figure.footnote}" if figure.footnote else ""
        print(f"{figure.label}: {number}  [{_KINDS[figure.kind]}; {where}]  ({figure.file}{note})")
    if found > len(figures):
        print(f"… và {found - len(figures)} số liệu nữa; thêm --all để in hết.", file=sys.stderr)
    if not found:
        print("Không có số liệu nào như vậy.", file=sys.stderr)
