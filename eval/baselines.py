"""Plain pipelines as most people build them, asked and scored like the assistant.

Chunks come from a recursive splitter with the widespread settings (1,000 characters, 200 overlap, cut at
blank lines, lines, blanks), are found by vectors in Chroma or by BM25, and the best are quoted as the answer.
Between them and the assistant stands our own search with the same quoting, so that the table shows what each
part adds.
"""

from __future__ import annotations

import math
import re
import time
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from corpus.text import nfc
from eval.asking import LocalAsker
from eval.corpora import IndexSearch, opened
from eval.reply import Cited, Reply
from eval.run import Run, run

if TYPE_CHECKING:
    from assistant.settings import Settings
    from eval.gold import Question

Vector: TypeAlias = Sequence[float] | Sequence[int]  # as Chroma takes it

CHUNK, OVERLAP, QUOTED = 1000, 200, 4
_DIMENSIONS = 1024
_SEPARATORS = ("\n\n", "\n", " ")


class Finder(Protocol):
    """Search alone."""

    def __call__(self, query: str, limit: int) -> Sequence[Cited]:
        """The best passages, best first."""
        ...


@dataclass(frozen=True, slots=True)
class System:
    """A way of answering and the run that it made."""

    name: str
    run: Run


class Quoting:
    """Quotes the best passages as the answer; it never refuses and never computes."""

    def __init__(self, name: str, find: Finder) -> None:
        self.name = name
        self._find = find

    def ask(self, question: Question) -> Reply:
        """The best passages one after another, each cited."""
        asked = " ".join((*question.history[-1:], question.text))
        begun = time.perf_counter()
        hits = tuple(self._find(asked, QUOTED))
        elapsed = (time.perf_counter() - begun) * 1000
        text = "\n\n".join(f"{hit.text} [{marker}]" for marker, hit in enumerate(hits, 1))
        status = "answered" if hits else "not_found"
        return Reply(text=text, status=status, citations=hits, elapsed_ms=elapsed, raw={"status": status})


class Bm25:
    """BM25 over words between blanks, as the usual retriever has it."""

    def __init__(self, chunks: Sequence[Cited], *, k1: float = 1.5, b: float = 0.75) -> None:
        self._chunks = chunks
        self._bags = [Counter(chunk.text.lower().split()) for chunk in chunks]
        self._lengths = [bag.total() for bag in self._bags]
        self._mean = sum(self._lengths) / max(len(chunks), 1)
        frequency = Counter(word for bag in self._bags for word in bag)
        self._idf = {w: math.log(1 + (len(chunks) - n + 0.5) / (n + 0.5)) for w, n in frequency.items()}
        self._k1, self._b = k1, b

    def __call__(self, query: str, limit: int) -> list[Cited]:
        """The chunks with the highest scores."""
        words = [word for word in query.lower().split() if word in self._idf]
        ranked = sorted(range(len(self._chunks)), key=lambda at: -self._score(words, at))
        return [self._chunks[at] for at in ranked[:limit]]

    def _score(self, words: Sequence[str], at: int) -> float:
        damped = self._k1 * (1 - self._b + self._b * self._lengths[at] / self._mean)
        counts = (self._bags[at][word] for word in words)
        weighed = zip(words, counts, strict=True)
        return sum(self._idf[word] * n * (self._k1 + 1) / (n + damped) for word, n in weighed)


class ChromaSearch:
    """Chroma over hashed words, pairs and letters: what a store gives where no model may be fetched."""

    def __init__(self, chunks: Sequence[Cited]) -> None:
        import chromadb  # noqa: PLC0415 - heavy, and only here

        self._chunks = chunks
        self._collection = chromadb.EphemeralClient().create_collection(
            f"baseline-{zlib.crc32(str(len(chunks)).encode())}-{id(self)}",
            metadata={"hnsw:space": "cosine"},
            embedding_function=None,
        )
        for start in range(0, len(chunks), 1000):
            batch = chunks[start : start + 1000]
            vectors: list[Vector] = [hashed(chunk.text) for chunk in batch]
            self._collection.add(
                ids=[str(start + at) for at in range(len(batch))],
                embeddings=vectors,
            )

    def __call__(self, query: str, limit: int) -> list[Cited]:
        """The chunks whose vectors lie nearest."""
        asked: list[Vector] = [hashed(query)]
        found = self._collection.query(query_embeddings=asked, n_results=limit, include=[])
        return [self._chunks[int(name)] for name in found["ids"][0]]


def hashed(text: str) -> Vector:
    """A text as signed feature counts of its words, pairs of words and letter triples, of length one."""
    words = re.findall(r"\w+", nfc(text).lower())
    pairs = [f"{first} {second}" for first, second in pairwise(words)]
    triples = [f"#{word[at : at + 3]}" for word in words for at in range(max(1, len(word) - 2))]
    vector = [0.0] * _DIMENSIONS
    for feature in (*words, *pairs, *triples):
        code = zlib.crc32(feature.encode())
        vector[code % _DIMENSIONS] += 1.0 if code & 0x80000000 else -1.0
    length = math.sqrt(sum(value * value for value in vector)) or 1.0
    return [value / length for value in vector]


def split_recursively(text: str, separators: Sequence[str] = _SEPARATORS) -> list[str]:
    """Chunks of at most CHUNK characters, cut at the coarsest separator that fits, neighbours overlapping."""
    if len(text) <= CHUNK:
        return [text] if text.strip() else []
    if not separators:
        return [text[at : at + CHUNK] for at in range(0, len(text), CHUNK - OVERLAP)]
    parts: list[str] = []
    for part in text.split(separators[0]):
        parts += [part] if len(part) <= CHUNK else split_recursively(part, separators[1:])
    return _merged(parts, separators[0])


def cut_files(paths: Sequence[Path]) -> list[Cited]:
    """Every file's chunks, knowing no more than the file that they came from."""
    files = [file for path in paths for file in (sorted(path.glob("*.txt")) if path.is_dir() else [path])]
    return [
        Cited(file=file.name, text=chunk)
        for file in files
        for chunk in split_recursively(nfc(file.read_text(encoding="utf-8-sig")))
    ]


def run_systems(questions: Sequence[Question], paths: Sequence[Path], settings: Settings) -> list[System]:
    """Every way of answering over the same questions and the same files."""
    chunks = cut_files(paths)
    systems = []
    for name, find in (
        ("tách đệ quy + Chroma + trích", ChromaSearch(chunks)),
        ("tách đệ quy + BM25 + trích", Bm25(chunks)),
    ):
        systems.append(System(name, run(questions, Quoting(name, find), search=find)))
    with opened(settings, paths) as (assistant, index):
        search = IndexSearch(index)
        name = "đọc hiểu báo cáo + tìm kiếm của baocao + trích"
        systems.append(System(name, run(questions, Quoting(name, search), search=search)))
        systems.append(System("baocao đầy đủ", run(questions, LocalAsker(assistant), search=search)))
    return systems


def ablation_table(questions: Sequence[Question], paths: Sequence[Path], settings: Settings) -> str:
    """The systems side by side, in Markdown."""
    head = (
        "| cách làm | đúng | nội dung | căn cứ đủ | căn cứ đúng | trúng ý | từ chối đủ | tìm @5 | MRR | ms |"
    )
    lines = [head, "| --- |" + " ---: |" * 9]
    return "\n".join([*lines, *(_line(system) for system in run_systems(questions, paths, settings))]) + "\n"


def _line(system: System) -> str:
    told = system.run.summary
    found = dict(told.retrieval.recall) if told.retrieval else {}
    cells = (
        f"{told.all.right}/{told.all.asked}",
        str(told.all.content),
        _percent(told.evidence_recall),
        _percent(told.evidence_precision),
        _percent(told.focus),
        _percent(told.refusal_recall),
        _percent(found.get(5)),
        f"{told.retrieval.mrr:.3f}".replace(".", ",") if told.retrieval else "–",
        f"{told.p50_ms:.0f}",
    )
    return f"| {system.name} | {' | '.join(cells)} |"


def _percent(share: float | None) -> str:
    return "–" if share is None else f"{100 * share:.1f}%".replace(".", ",")


def _merged(parts: Sequence[str], separator: str) -> list[str]:
    """Parts joined up to CHUNK, each chunk beginning with the last OVERLAP characters' worth of parts."""
    chunks: list[str] = []
    held: list[str] = []
    for part in parts:
        if held and len(separator.join((*held, part))) > CHUNK:
            chunks.append(separator.join(held))
            while held and (
                len(separator.join(held)) > OVERLAP or len(separator.join((*held, part))) > CHUNK
            ):
                held.pop(0)
        held.append(part)
    chunks.append(separator.join(held))
    return [chunk for chunk in chunks if chunk.strip()]
