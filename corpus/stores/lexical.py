"""The lexical index: BM25 in tantivy over terms of our own making. Derived from SQL, never the truth.

The only module that knows tantivy. Its folder holds generations `g-…`, of which the file `CURRENT` names the
one in use; a rebuild fills a new folder and swaps the name, so that readers never see half of it.
"""

from __future__ import annotations

import json
import math
import shutil
import uuid
import zlib
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

import tantivy

from corpus.errors import StoreError
from corpus.terms import Words, bag_terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from corpus.bags import Bag

FORMAT = "4"  # raise it when fields or terms change
_HEAP = 64_000_000
_PROBE_BYTES = 64_000_000  # how much of the files opening reads to check them
_MAGIC = 1337  # ends every file of tantivy, after the length of a JSON footer with its checksum
_PARTS = ("store", "term", "fieldnorm", "pos", "idx", "fast")
# Measured on questions of officials. A term that titles, issuers or places of reports have says which report
# is meant rather than what is asked about it, so in the passages themselves it counts less.
_CONTEXT_WEIGHT = 0.5
_ABOUT_WEIGHT = 0.4
_NAMING_WEIGHT = 0.3
_NAMED_FACTOR = 1.5
# A syllable that no passage has was probably mistyped: runs of letters then count beside the words, the more
# the greater the share of such syllables.
_LETTERS_WEIGHT = 2.0
_MANY_TERMS = 240
# tantivy scores every passage that has any of the terms, so a question takes the time that the counts of its
# terms sum up to. Beyond this sum the most common and least telling terms are left out.
MOST_SCORED = 500_000


@dataclass(frozen=True, slots=True)
class Entry:
    """A passage on its way into the index."""

    key: int
    edition: int
    report_id: str
    bag: Bag


class Found(NamedTuple):
    """A passage's key and its score."""

    key: int
    score: float


class DamagedIndexError(StoreError):
    """The lexical index cannot be trusted and must be rebuilt."""


class LexicalIndex:
    """Terms of passages, searched by BM25."""

    def __init__(self, folder: Path, *, most_scored: int = MOST_SCORED) -> None:
        self._folder = folder
        self._most_scored = most_scored
        self._index: tantivy.Index | None = None
        self._name = ""
        self._writer: tantivy.IndexWriter | None = None  # that may still be merging
        self._loaded: _State | None = None

    # Opening

    def open(self) -> None:
        """Open what `CURRENT` names, or say that it is damaged, missing or of another format."""
        name = self._current()
        path = self._folder / name
        if not name or not path.is_dir():
            raise DamagedIndexError("lexical", "missing")
        if not name.startswith(f"g{FORMAT}-"):
            raise DamagedIndexError("lexical", "another format")
        _check_files(path)
        with _guarded():
            index = tantivy.Index.open(str(path))
            index.config_reader("manual")
            index.reload()
        self._index, self._name, self._loaded = index, name, None

    def reload(self) -> None:
        """See what has been committed since, also by another process."""
        if self._current() != self._name or self._index is None:
            self.open()
            return
        with _guarded():
            self._index.reload()
            self._loaded = None

    def _current(self) -> str:
        try:
            return (self._folder / "CURRENT").read_text(encoding="ascii").strip()
        except (OSError, UnicodeDecodeError):
            return ""

    # Reading

    def editions(self) -> dict[int, int]:
        """How many passages it holds of each edition."""
        with _guarded():
            searcher = self._opened().searcher()
            found = searcher.terms_with_prefix("edition", "", filter_query=tantivy.Query.all_query())
        return {int(edition): int(count) for edition, count in found}

    def search(
        self,
        words: Words,
        *,
        limit: int,
        report_ids: Sequence[str] | None = None,
        named: Sequence[str] = (),
    ) -> list[Found]:
        """The best passages for a question's words; None as report ids means all reports.

        Passages of the reports `named` in the question go before others of about the same score.
        """
        if not words or limit < 1:
            return []
        with _guarded():
            state = self._state()
            schema, searcher, query = state.schema, state.searcher, state.query(words)
            if query is None:
                return []
            scores = _run(searcher, _within(schema, query, report_ids), limit)
            favoured = set(named) if report_ids is None else set(named) & set(report_ids)
            if favoured:
                more = _run(searcher, _within(schema, query, sorted(favoured)), limit)
                scores |= {key: score * _NAMED_FACTOR for key, score in more.items()}
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
        return [Found(key, score) for key, score in ranked[:limit]]

    def knows(self, word: str) -> bool:
        """Whether any passage has this syllable, whatever its diacritics."""
        with _guarded():
            return _knows(self._state(), word)

    def _state(self) -> _State:
        """The index as it was last loaded, with what is known of its words."""
        index, state = self._opened(), self._loaded
        if state is None:
            state = self._loaded = _State(index.schema, index.searcher(), self._most_scored)
        return state

    def _opened(self) -> tantivy.Index:
        if self._index is None:
            self.open()
        if self._index is None:
            raise DamagedIndexError("lexical", "missing")
        return self._index

    # Writing: only under the writers' lock

    def write(self, entries: Iterable[Entry], *, drop: Sequence[int] = ()) -> None:
        """Take these passages in and those editions out, in one commit; `rest` is to follow."""
        self.rest()
        with _guarded():
            self._writer = _write(self._opened(), entries, drop)
        self.reload()

    def rest(self) -> None:
        """Wait until segments that have become many are merged; what was written is found before that."""
        writer, self._writer = self._writer, None
        if writer is not None:
            with _guarded():
                writer.wait_merging_threads()
            self.reload()

    def rebuild(self, entries: Iterable[Entry]) -> None:
        """Fill a new folder and swap it in; the old one goes away."""
        name = f"g{FORMAT}-{uuid.uuid4().hex[:12]}"
        path = self._folder / name
        path.mkdir(parents=True)
        with _guarded():
            _write(tantivy.Index(_schema(), str(path)), entries, ()).wait_merging_threads()
        draft = self._folder / "CURRENT.new"
        draft.write_text(name, encoding="ascii")
        draft.replace(self._folder / "CURRENT")
        self._index = None
        self.open()
        self.sweep()

    def sweep(self) -> None:
        """Remove the folders that nothing names any more."""
        if not self._folder.is_dir():
            return
        for path in self._folder.iterdir():
            if path.is_dir() and path.name != self._current():
                shutil.rmtree(path, ignore_errors=True)


class _guarded:  # noqa: N801 - reads as a verb where it is used
    """Turns whatever tantivy raises, its Rust panics included, into our error."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is None or isinstance(error, StoreError):
            return
        # A panic is no `Exception`, and its class can be known only by its name.
        panic = kind is not None and kind.__name__ == "PanicException"
        if panic or isinstance(error, (ValueError, OSError, RuntimeError, KeyError)):
            raise DamagedIndexError("lexical", str(error).splitlines()[0][:200]) from error


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("key", stored=False, indexed=False, fast=True)
    for name in ("edition", "report"):
        builder.add_text_field(name, stored=False, tokenizer_name="raw", index_option="basic")
    for name in ("bag", "context", "about", "letters"):
        builder.add_text_field(name, stored=False, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def _write(index: tantivy.Index, entries: Iterable[Entry], drop: Sequence[int]) -> tantivy.IndexWriter:
    writer = index.writer(_HEAP, 1)
    for edition in drop:
        writer.delete_documents_by_term("edition", str(edition))
    for entry in entries:
        document = tantivy.Document()
        document.add_unsigned("key", entry.key)
        document.add_text("edition", str(entry.edition))
        document.add_text("report", entry.report_id)
        document.add_text("bag", entry.bag.words)
        document.add_text("context", entry.bag.context)
        document.add_text("about", entry.bag.about)
        document.add_text("letters", entry.bag.letters)
        writer.add_document(document)
    writer.commit()
    return writer


class _State:
    """The index at one moment: how often each word stands in it, and the questions that were put last."""

    def __init__(self, schema: tantivy.Schema, searcher: tantivy.Searcher, most_scored: int) -> None:
        self.schema, self.searcher, self.most_scored = schema, searcher, most_scored
        # A question is searched for in some reports, then in all, with the same words.
        self.query = lru_cache(maxsize=32)(partial(_query, self))
        self.count = lru_cache(maxsize=65536)(searcher.doc_freq)


def _query(state: _State, words: Words) -> tantivy.Query | None:
    terms = words.terms()
    naming = sorted(_telling(state, "about", terms))
    telling = [term for term in terms if term not in set(naming)]
    asked: list[_Asked] = []
    for chosen, weight in ((telling, 1.0), (naming, _NAMING_WEIGHT)):
        asked += _asked(state, "bag", chosen, weight)
        asked += _asked(state, "context", chosen, weight * _CONTEXT_WEIGHT)
    asked += _asked(state, "about", naming, _ABOUT_WEIGHT)
    unknown = {word for word in set(words.spelled) if not _knows(state, word)}
    if unknown:
        share = sum(word in unknown for word in words.spelled) / len(words.spelled)
        asked += _asked(state, "letters", words.runs(), _LETTERS_WEIGHT * share)
    should = tantivy.Occur.Should
    parts = [(should, term.query(state.schema)) for term in _affordable(state, asked)]
    return tantivy.Query.boolean_query(parts) if parts else None


class _Asked(NamedTuple):
    """A term of a question in one field of the passages."""

    field: str
    term: str
    weight: float
    passages: int  # that have it

    def query(self, schema: tantivy.Schema) -> tantivy.Query:
        return tantivy.Query.boost_query(
            tantivy.Query.term_query(schema, self.field, self.term, "freq"), self.weight
        )

    def worth(self, of_all: int) -> float:
        """How much the term can add to a score, as BM25 values its rarity."""
        return self.weight * math.log1p((of_all - self.passages + 0.5) / (self.passages + 0.5))


def _affordable(state: _State, asked: Sequence[_Asked]) -> Sequence[_Asked]:
    """All terms, or those worth most where all of them would have too many passages scored."""
    if sum(term.passages for term in asked) <= state.most_scored:
        return asked
    of_all = state.searcher.num_docs
    ranked = sorted(asked, key=lambda term: term.worth(of_all), reverse=True)
    scored = accumulate(term.passages for term in ranked)
    many = sum(most <= state.most_scored for most in scored)
    return ranked[: max(1, many)]


def _within(schema: tantivy.Schema, query: tantivy.Query, report_ids: Sequence[str] | None) -> tantivy.Query:
    if report_ids is None:
        return query
    only = tantivy.Query.term_set_query(schema, "report", list(report_ids))
    kept = tantivy.Query.const_score_query(only, 0.0)
    return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), (tantivy.Occur.Must, kept)])


def _run(searcher: tantivy.Searcher, query: tantivy.Query, limit: int) -> dict[int, float]:
    hits = searcher.search(query, limit, count=False).hits
    keys = searcher.fast_field_values("key", [address for _, address in hits])
    return {int(key): float(score) for key, (score, _) in zip(keys, hits, strict=True) if key is not None}


def _asked(state: _State, field: str, terms: Iterable[str], weight: float) -> list[_Asked]:
    return [_Asked(field, term, weight, state.count(field, term)) for term in _telling(state, field, terms)]


def _knows(state: _State, word: str) -> bool:
    (plain,) = bag_terms([word])[1:]
    return any(state.count(field, plain) for field in ("bag", "context", "about"))


def _telling(state: _State, field: str, terms: Iterable[str]) -> list[str]:
    """The terms that the field has, the rarest of them where there are too many."""
    counted = {term: state.count(field, term) for term in dict.fromkeys(terms)}
    known = [term for term, count in counted.items() if count]
    return known if len(known) <= _MANY_TERMS else sorted(known, key=counted.__getitem__)[:_MANY_TERMS]


def _check_files(folder: Path) -> None:
    """Every file named by the index ends in a footer with the checksum of the rest."""
    try:
        meta = json.loads((folder / "meta.json").read_text(encoding="utf-8"))
        segments = {
            str(segment["segment_id"]).replace("-", ""): _deletions(segment) for segment in meta["segments"]
        }
    except (OSError, ValueError, KeyError, TypeError) as exc:
        raise DamagedIndexError("lexical", "no usable meta.json") from exc
    budget = _PROBE_BYTES
    for path in sorted(_segment_files(folder, segments), key=lambda file: file.stat().st_size):
        budget -= path.stat().st_size
        _check_file(path, whole=budget > 0)


def _deletions(segment: Mapping[str, Mapping[str, object] | None]) -> str:
    """The name that ends the file of a segment's deleted passages, if it has any."""
    deletes = segment.get("deletes")
    return f".{deletes['opstamp']}.del" if deletes else ""


def _segment_files(folder: Path, segments: Mapping[str, str]) -> Iterator[Path]:
    for segment, deletions in segments.items():
        files = {f"{segment}.{part}" for part in _PARTS} | ({segment + deletions} if deletions else set())
        for name in files:
            if not (folder / name).is_file():
                raise DamagedIndexError("lexical", f"{name} is gone")
            yield folder / name


def _check_file(path: Path, *, whole: bool) -> None:
    with path.open("rb") as file:
        size = path.stat().st_size
        file.seek(max(0, size - 8))
        tail = file.read()
        length = int.from_bytes(tail[:4], "little")
        if len(tail) < 8 or int.from_bytes(tail[4:], "little") != _MAGIC or length > size - 8:
            raise DamagedIndexError("lexical", f"{path.name} is torn")
        file.seek(size - 8 - length)
        try:
            wanted = json.loads(file.read(length))["crc"]
        except (ValueError, KeyError) as exc:
            raise DamagedIndexError("lexical", f"{path.name} is torn") from exc
        if whole and _crc(file, size - 8 - length) != wanted:
            raise DamagedIndexError("lexical", f"{path.name} has changed")


def _crc(file: object, length: int) -> int:
    crc, left = 0, length
    file.seek(0)  # type: ignore[attr-defined] # a binary file
    while left > 0:
        block = file.read(min(left, 1 << 20))  # type: ignore[attr-defined] # a binary file
        if not block:
            break
        crc, left = zlib.crc32(block, crc), left - len(block)
    return crc
