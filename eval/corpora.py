"""What is asked about: reports indexed for one run, in a data folder of their own."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from eval.reply import Cited

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.settings import Settings
    from corpus.index import Index
    from corpus.passages import Passage

QUESTIONS = Path(__file__).parent / "questions"
SAMPLE_QUESTIONS = QUESTIONS / "sample.jsonl"
SAMPLE = Path(__file__).parents[1] / "corpus" / "sample"


@contextmanager
def opened(settings: Settings, paths: Sequence[Path]) -> Iterator[tuple[Assistant, Index]]:
    """The assistant over these reports in a passing data folder; else over the settings' own."""
    from assistant.assemble import assemble_over, open_index  # noqa: PLC0415 - heavy, and only here

    with TemporaryDirectory(prefix="baocao-eval-") as folder:
        used = settings.model_copy(update={"home": Path(folder), "database_url": None}) if paths else settings
        index = open_index(used)
        try:
            if paths:
                _index(index, paths)
            yield assemble_over(index, used), index
        finally:
            index.close()


class IndexSearch:
    """Search alone, as the scorer wants it."""

    def __init__(self, index: Index) -> None:
        self._index = index

    def __call__(self, query: str, limit: int) -> list[Cited]:
        """The best passages, each with the notes that its sentences bear."""
        return [_as_cited(hit.passage) for hit in self._index.search(query, limit=limit)]


def _index(index: Index, paths: Sequence[Path]) -> None:
    from corpus.files import UNPACKED, find_reports  # noqa: PLC0415

    files, missing = find_reports(paths, index.home / UNPACKED)
    if missing:
        raise missing[0]
    index.add_many(files)


def _as_cited(passage: Passage) -> Cited:
    return Cited(
        file=passage.file,
        text=passage.text,
        section=passage.section,
        footnote=passage.footnote,
        table_row=" / ".join(passage.table_row) if passage.table_row else None,
    )
