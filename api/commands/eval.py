"""`baocao eval …`: score answers, compare runs, hold the line."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser, Namespace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.settings import Settings
    from eval.asking import Asker
    from eval.gold import BrokenLine, Question
    from eval.run import Run

KEY = "BAOCAO_MODEL_API_KEY"


def configure(parser: ArgumentParser) -> None:
    """Add the subcommands of `eval`."""
    ways = parser.add_subparsers(dest="way", metavar="việc", required=True)
    _configure_run(ways.add_parser("run", help="hỏi và chấm điểm một bộ câu hỏi"))
    comparing = ways.add_parser("compare", help="so hai lượt chấm")
    comparing.add_argument("before", type=Path, metavar="LƯỢT_CŨ")
    comparing.add_argument("after", type=Path, metavar="LƯỢT_MỚI")
    reporting = ways.add_parser("report", help="viết lượt chấm thành Markdown và HTML")
    reporting.add_argument("folder", type=Path, metavar="LƯỢT")
    making = ways.add_parser("generate", help="sinh thêm câu hỏi từ kho số liệu")
    making.add_argument("out", type=Path, metavar="TỆP.jsonl")
    making.add_argument("--reports", type=Path, nargs="+", metavar="PATH", help="báo cáo để sinh câu hỏi")
    making.add_argument("--count", type=int, default=200, metavar="N", help="số câu (mặc định 200)")
    making.add_argument("--seed", type=int, default=1, metavar="N", help="hạt ngẫu nhiên (mặc định 1)")
    inventing = ways.add_parser("invent", help="viết báo cáo của những nơi không có thật, kèm câu hỏi")
    inventing.add_argument("folder", type=Path, metavar="THƯ_MỤC")
    inventing.add_argument("--count", type=int, default=6, metavar="N", help="số báo cáo (mặc định 6)")
    inventing.add_argument("--seed", type=int, default=1, metavar="N", help="hạt ngẫu nhiên (mặc định 1)")
    baselines = ways.add_parser("baselines", help="chấm các cách làm thông thường bằng cùng bộ câu hỏi")
    baselines.add_argument("files", type=Path, nargs="*", metavar="TỆP.jsonl")
    baselines.add_argument("--reports", type=Path, nargs="+", metavar="PATH")
    baselines.add_argument("--out", type=Path, metavar="TỆP.md", help="ghi bảng vào tệp này")


def run(arguments: Namespace, settings: Settings) -> int:
    """Do what was asked for; 2 for what a person must mend, 1 when the floor was not held."""
    ways = {
        "run": _run,
        "compare": _compare,
        "report": _report,
        "generate": _generate,
        "invent": _invent,
        "baselines": _baselines,
    }
    try:
        return ways[arguments.way](arguments, settings)
    except FileNotFoundError as error:
        print(f"Không thấy {error.filename}. Hãy kiểm tra lại đường dẫn.", file=sys.stderr)
        return 2


def _configure_run(parser: ArgumentParser) -> None:
    parser.add_argument(
        "files",
        type=Path,
        nargs="*",
        metavar="TỆP.jsonl",
        help="tệp câu hỏi; mặc định là bộ mẫu trên kho mẫu",
    )
    parser.add_argument(
        "--reports", type=Path, nargs="+", metavar="PATH", help="báo cáo được hỏi; mặc định là kho đang dùng"
    )
    parser.add_argument("--against", metavar="URL", help="chấm một máy chủ đang chạy")
    parser.add_argument(
        "--protocol", choices=("api", "openai"), default="api", help="máy chủ nói theo giao thức nào"
    )
    parser.add_argument("--model", metavar="TÊN", help="mô hình của máy chủ OpenAI")
    parser.add_argument("--only", metavar="LOẠI", help="chỉ loại câu hỏi này")
    parser.add_argument(
        "--floor", type=float, metavar="TỈ_LỆ", help="dưới mức này (0 đến 1) thì kết thúc bằng 1"
    )
    parser.add_argument("--out", type=Path, metavar="THƯ_MỤC", help="nơi ghi; mặc định là runs/ngày-giờ")


def _run(arguments: Namespace, settings: Settings) -> int:
    from eval.corpora import SAMPLE, SAMPLE_QUESTIONS
    from eval.run import read_files, write_run

    files = arguments.files or [SAMPLE_QUESTIONS]
    questions, broken = read_files(files)
    for line in broken:
        print(f"{line.file} dòng {line.line}: {line.reason}", file=sys.stderr)
    questions = tuple(q for q in questions if arguments.only in (None, q.type))
    if not questions:
        print("Không có câu hỏi nào để chấm.", file=sys.stderr)
        return 2
    reports = arguments.reports or ([SAMPLE] if not arguments.files and not arguments.against else [])
    made = _ask(arguments, settings, questions, broken, reports)
    folder = arguments.out or Path("runs") / f"{datetime.now().astimezone():%Y%m%d-%H%M%S}"
    named = {
        "files": [file.name for file in files],
        "reports": [path.name for path in reports],
        "against": arguments.against or "local",
        "protocol": arguments.protocol if arguments.against else None,
    }
    write_run(folder, made, named)
    _tell(made, folder)
    held = arguments.floor is None or (made.summary.all.share >= arguments.floor and not made.left)
    if not held:
        print(f"Dưới mức sàn {arguments.floor:.1%}.".replace(".", ",", 1), file=sys.stderr)
    return 0 if held and not made.left else 1


def _ask(
    arguments: Namespace,
    settings: Settings,
    questions: Sequence[Question],
    broken: Sequence[BrokenLine],
    reports: list[Path],
) -> Run:
    from eval.asking import LocalAsker
    from eval.corpora import IndexSearch, opened
    from eval.run import run as ask_all

    if arguments.against:
        return ask_all(questions, _server(arguments), broken=broken, progress=_progress)
    with opened(settings, reports) as (assistant, index):
        return ask_all(
            questions, LocalAsker(assistant), search=IndexSearch(index), broken=broken, progress=_progress
        )


def _server(arguments: Namespace) -> Asker:
    from eval.asking import ApiAsker, OpenAiAsker

    key = os.environ.get(KEY)
    if arguments.protocol == "openai":
        return OpenAiAsker(arguments.against, arguments.model, key)
    return ApiAsker(arguments.against, key)


def _tell(made: Run, folder: Path) -> None:
    from eval.report import as_markdown, headlines, read_run

    _config, scores, _answers = read_run(folder)
    print(f"{'loại':<16}{'câu':>5}{'đúng':>7}{'nội dung':>10}{'căn cứ':>8}")
    for tally in (*made.summary.by_type, made.summary.all):
        print(f"{tally.name:<16}{tally.asked:>5}{tally.right:>7}{tally.content:>10}{tally.evidence:>8}")
    print("\n".join(headlines(scores)))
    (folder / "report.md").write_text(as_markdown(folder), encoding="utf-8")
    print(f"Đã ghi vào {folder}")


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{done}/{total}", end="\n" if done == total else "", file=sys.stderr, flush=True)


def _compare(arguments: Namespace, settings: Settings) -> int:
    from eval.compare import compare

    del settings
    told = compare(arguments.before, arguments.after)
    print(f"{told.asked} câu chung: {told.before} đúng trước, {told.after} đúng sau.")
    for title, turned in (("Mới đúng", told.gained), ("Mới sai", told.lost)):
        print(f"{title} ({len(turned)})")
        for one in turned:
            print(f"  {one.id} {one.question}: {'; '.join(one.faults)}")
    print(f"Xác suất do ngẫu nhiên: {told.chance:.3f}".replace(".", ","))
    if told.only_before or told.only_after:
        print(f"Không so được: {told.only_before} câu chỉ có trước, {told.only_after} câu chỉ có sau.")
    return 0


def _report(arguments: Namespace, settings: Settings) -> int:
    from eval.report import as_html, as_markdown

    del settings
    (arguments.folder / "report.md").write_text(as_markdown(arguments.folder), encoding="utf-8")
    (arguments.folder / "report.html").write_text(as_html(arguments.folder), encoding="utf-8")
    print(f"Đã viết report.md và report.html trong {arguments.folder}")
    return 0


def _generate(arguments: Namespace, settings: Settings) -> int:
    from eval.corpora import opened
    from eval.generate import generate, write_questions

    with opened(settings, arguments.reports or []) as (_assistant, index):
        rows = generate(index.figures(), count=arguments.count, seed=arguments.seed)
    write_questions(arguments.out, rows)
    print(f"Đã viết {len(rows)} câu hỏi vào {arguments.out}")
    return 0


def _invent(arguments: Namespace, settings: Settings) -> int:
    from eval.invented.write import invent

    del settings
    files, asked = invent(arguments.folder, count=arguments.count, seed=arguments.seed)
    print(f"Đã viết {files} báo cáo và {asked} câu hỏi vào {arguments.folder}")
    return 0


def _baselines(arguments: Namespace, settings: Settings) -> int:
    from eval.baselines import ablation_table
    from eval.corpora import SAMPLE, SAMPLE_QUESTIONS
    from eval.pages import put
    from eval.run import read_files

    questions, _broken = read_files(arguments.files or [SAMPLE_QUESTIONS])
    table = ablation_table(questions, arguments.reports or [SAMPLE], settings)
    if arguments.out:
        put(table, arguments.out, "ablation")
    print(table)
    return 0
