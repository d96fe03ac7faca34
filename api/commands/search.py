"""`baocao search "…"`: the passages that match, best first."""

import json
import sys
from argparse import ArgumentParser, Namespace

from assistant.settings import Settings
from corpus.index import Hit, Index
from corpus.passages import Passage


def configure(parser: ArgumentParser) -> None:
    """Add the options of `search`."""
    parser.add_argument("query", metavar="CHỮ", help="những chữ cần tìm, có dấu hoặc không dấu")
    parser.add_argument("--limit", type=int, default=10, metavar="N", help="số đoạn trích (mặc định 10)")
    parser.add_argument("--json", action="store_true", help="in ra JSON")
    for name, words in (
        ("report", "chỉ trong báo cáo có mã này"),
        ("place", "chỉ báo cáo của nơi này"),
        ("level", "chỉ báo cáo của cấp này (tỉnh, huyện, …)"),
        ("period", "chỉ báo cáo của năm hay giai đoạn này"),
    ):
        parser.add_argument(f"--{name}", action="append", default=[], metavar="…", help=words)


def run(arguments: Namespace, settings: Settings) -> int:
    """Print what was found; 1 when nothing was."""
    index = Index.open(
        settings.home,
        database_url=settings.database_url,
        chroma_url=settings.chroma_url,
        embeddings=settings.embeddings,
    )
    try:
        hits = index.search(
            arguments.query,
            limit=arguments.limit,
            reports=arguments.report,
            places=arguments.place,
            levels=arguments.level,
            periods=arguments.period,
        )
    finally:
        index.close()
    if arguments.json:
        print(json.dumps([_as_json(hit) for hit in hits], ensure_ascii=False, indent=2))
    elif hits:
        print("\n\n".join(_as_text(number, hit.passage) for number, hit in enumerate(hits, 1)))
    else:
        print("Không tìm thấy đoạn trích nào.", file=sys.stderr)
    return 0 if hits else 1


def _as_json(hit: Hit) -> dict[str, object]:
    passage = hit.passage
    return {
        "passage_id": passage.id,
        "report_id": passage.report_id,
        "file": passage.file,
        "section": passage.section,
        "kind": passage.kind,
        "footnote": passage.footnote,
        "table_row": " / ".join(passage.table_row) if passage.table_row else None,
        "page": passage.page,
        "confidence": passage.confidence,
        "text": passage.text,
        "notes": [{"number": note.number, "text": note.text} for note in passage.notes],
        "score": round(hit.score, 4),
        "spans": passage.spans,
    }


def _as_text(number: int, passage: Passage) -> str:
    where = " › ".join((passage.file, *passage.section))
    if passage.footnote:
        where += f" › chú thích {passage.footnote}"
    notes = [f"  [chú thích {note.number}] {note.text}" for note in passage.notes]
    return "\n".join((f"{number}. {where}", passage.text, *notes))
