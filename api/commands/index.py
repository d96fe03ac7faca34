"""`baocao index PATH…`: read reports and make them searchable."""

import sys
from argparse import ArgumentParser, Namespace
from collections import Counter
from pathlib import Path
from typing import Final

from api.words import words_for
from assistant.settings import Settings
from corpus.files import UNPACKED, find_reports
from corpus.index import Change, Index, Outcome
from corpus.stores.originals import Keeping

WORDS: Final = {
    Change.ADDED: "đã thêm",
    Change.REPLACED: "đã thay bản cũ",
    Change.UNCHANGED: "không đổi, bỏ qua",
    Change.DUPLICATE: "trùng nội dung, bỏ qua",
    Change.FAILED: "không đọc được",
}


def configure(parser: ArgumentParser) -> None:
    """Add the options of `index`."""
    what = "tệp báo cáo, tệp .zip hoặc thư mục"
    parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help=what)
    parser.add_argument("--again", action="store_true", help="đọc lại cả những tệp không đổi")


def run(arguments: Namespace, settings: Settings) -> int:
    """Index what can be read, name what cannot; 1 when nothing could be indexed or a file was bad."""
    files, left = find_reports(arguments.paths, settings.home / UNPACKED)
    for error in left:
        print(words_for(error), file=sys.stderr)
    if not files:
        print("Không có tệp báo cáo nào để lập chỉ mục.", file=sys.stderr)
        return 1
    progress = _Progress(len(files))
    index = Index.open(
        settings.home,
        database_url=settings.database_url,
        chroma_url=settings.chroma_url,
        embeddings=settings.embeddings,
        keeping=Keeping.named(settings.keep_originals, settings.originals_megabytes),
    )
    try:
        outcomes = index.add_many(files, progress.tell, again=arguments.again)
    finally:
        index.close()
    print(_summary(outcomes))
    missing = any(error.reason == "missing" for error in left)
    return int(missing or any(outcome.change is Change.FAILED for outcome in outcomes))


class _Progress:
    """Counts files as they are done."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0

    def tell(self, outcome: Outcome) -> None:
        self._done += 1
        head = f"[{self._done}/{self._total}] {outcome.path.name}: {WORDS[outcome.change]}"
        if outcome.error is not None:
            print(f"{head}. {words_for(outcome.error)}", file=sys.stderr)
        elif outcome.same_as:
            print(f"{head} (như {outcome.same_as})", flush=True)
        else:
            print(f"{head} ({outcome.passages} đoạn, {outcome.figures} số liệu)", flush=True)


def _summary(outcomes: tuple[Outcome, ...]) -> str:
    counts = Counter(outcome.change for outcome in outcomes)
    parts = ", ".join(f"{counts[change]} {WORDS[change]}" for change in Change if counts[change])
    done = [outcome for outcome in outcomes if outcome.change in (Change.ADDED, Change.REPLACED)]
    passages = sum(outcome.passages for outcome in done)
    figures = sum(outcome.figures for outcome in done)
    return f"Xong {len(outcomes)} tệp: {parts}. Thêm {passages} đoạn trích và {figures} số liệu."
