"""Reports and their passages in SQL: staged beside the old edition, then made live at one stroke."""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, create_engine, delete, func, insert, select, update

from corpus.figures import Figure
from corpus.passages import Passage
from corpus.report import Beyond, Report, ReportId
from corpus.stores.codec import decode, decode_some, signature
from corpus.stores.labels import keep_labels
from corpus.stores.readings import reading_digest
from corpus.stores.sql import (
    BEYOND,
    CORRECTIONS,
    FIGURES,
    LABELS,
    LIVE,
    META,
    PASSAGES,
    REPORTS,
    STAGED,
    VECTORS,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray
    from sqlalchemy import Connection, Engine, RowMapping

    from corpus.stores.rows import Rows

# Raise it when what is stored of a reading changes otherwise than in its fields.
CONTENT = 1


def content_format() -> str:
    """The shape of what is stored and how it was read; another one is read again from its source."""
    return f"{CONTENT}-{signature(Report, Passage, Figure)}-{reading_digest()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportCard:
    """What the list of reports shows, without the report itself."""

    id: ReportId
    edition: int
    hash: str
    format: str
    file: str
    path: str
    family: str
    title: str
    issuer: str | None
    place: str | None
    level: str | None
    number: str | None
    date: str | None
    period: str | None
    characters: int
    passages: int
    figures: int
    footnotes: int
    tables: int
    problems: int
    added_at: str
    corrected: int = 0  # grows with every correction of its figures and every revocation

    @property
    def version(self) -> tuple[int, int]:
        """Another one whenever the report or what was corrected in it is another."""
        return self.edition, self.corrected


@dataclass(frozen=True, slots=True)
class Fresh:
    """What is stored of a file that was read anew, and where it came from."""

    rows: Rows
    content_hash: str
    path: str


_KEPT = tuple(name for name in ReportCard.__slots__ if name not in ("id", "corrected"))
_CARD = [REPORTS.c[name] for name in _KEPT]
_FEW = 500  # editions that are asked for by number
_EDITIONS = select(REPORTS.c.edition).where(REPORTS.c.state == bindparam("state"))
# Asked with every question, so put together once.
_GENERATION = select(META.c.value).where(META.c.name == "generation")
_BY_KEYS = select(PASSAGES.c.key, PASSAGES.c.payload).where(
    PASSAGES.c.key.in_(bindparam("keys", expanding=True))
)


class ReportStore:
    """Editions of reports, and which of them are live."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @classmethod
    def at(cls, address: str) -> ReportStore:
        """The store at the address of another process's one."""
        return cls(create_engine(address))

    @property
    def address(self) -> str:
        """Where another process of ours finds the same database."""
        return self.engine.url.render_as_string(hide_password=False)

    def generation(self) -> int:
        """A number that grows with every change that searchers must notice."""
        with self.engine.connect() as connection:
            found = connection.execute(_GENERATION).scalar()
        return int(found or 0)

    def cards(self, state: str = LIVE, *, known: Iterable[ReportCard] = ()) -> tuple[ReportCard, ...]:
        """The reports in the order of their files; of those that are known no more is read than is new."""
        held = {card.edition: card for card in known}
        with self.engine.connect() as connection:
            found = set(connection.execute(_EDITIONS, {"state": state}).scalars())
            read = tuple(_read_cards(connection, state, found - held.keys()))
            corrected = _count_corrections(connection)
        cards = [held[edition] for edition in found & held.keys()]
        cards += [card for card in read if card.edition not in held]
        # Put in order here: the orders of letters of two databases need not be the same.
        cards.sort(key=lambda card: (card.file, card.edition))
        return tuple(_counted(card, corrected.get(card.id, 0)) for card in cards)

    def stage(self, fresh: Sequence[Fresh], added_at: str) -> dict[int, list[int]]:
        """Put new editions beside the live ones: their numbers, each with the keys of its passages."""
        with self.engine.begin() as connection:
            return dict(_stage(connection, one, added_at) for one in fresh)

    def make_live(self, editions: Mapping[int, Rows]) -> None:
        """Let staged editions take the place of their reports' old ones, with their rows of figures."""
        with self.engine.begin() as connection:
            old = _replaced_by(connection, editions)
            _drop(connection, old)
            for edition, rows in editions.items():
                if rows.figures:
                    connection.execute(insert(FIGURES), [row | {"edition": edition} for row in rows.figures])
                    keep_labels(connection, edition, rows.labels)
            connection.execute(update(REPORTS).where(REPORTS.c.edition.in_(editions)).values(state=LIVE))
            _next_generation(connection)

    def replaced(self, editions: Iterable[int]) -> tuple[int, ...]:
        """The live editions that these staged ones will replace."""
        with self.engine.connect() as connection:
            return _replaced_by(connection, editions)

    def remove(self, editions: Sequence[int]) -> None:
        """Drop editions with all that hangs on them."""
        with self.engine.begin() as connection:
            _drop(connection, editions)
            _next_generation(connection)

    def bump(self) -> None:
        """Tell every searcher to look at the stores anew."""
        with self.engine.begin() as connection:
            _next_generation(connection)

    def report(self, report_id: str) -> Report | None:
        """The whole report, as it was read."""
        row = self._live(report_id, REPORTS.c.document, REPORTS.c.source)
        if row is None:
            return None
        return decode(Report, zlib.decompress(row["document"]).decode(), source=row["source"])

    def source(self, report_id: str) -> str | None:
        """The text that every span of the report points into."""
        row = self._live(report_id, REPORTS.c.source)
        return None if row is None else str(row["source"])

    def beyond(self, edition: int) -> Beyond:
        """What an edition's file told beyond its text."""
        query = select(BEYOND.c.payload).where(
            BEYOND.c.edition == edition, BEYOND.c.format == signature(Beyond)
        )
        with self.engine.connect() as connection:
            payload = connection.execute(query).scalar()
        return decode(Beyond, payload) if payload else Beyond()

    def _live(self, report_id: str, *columns: object) -> RowMapping | None:
        query = select(*columns).where(REPORTS.c.report_id == report_id, REPORTS.c.state == LIVE)  # type: ignore[call-overload] # columns of one table
        with self.engine.connect() as connection:
            found: RowMapping | None = connection.execute(query).mappings().first()
        return found

    def passages_of(self, edition: int, first: int = 0, last: int | None = None) -> list[tuple[int, Passage]]:
        """An edition's passages with their keys, from position `first` up to `last`."""
        query = select(PASSAGES.c.key, PASSAGES.c.payload).where(
            PASSAGES.c.edition == edition, PASSAGES.c.position >= first
        )
        if last is not None:
            query = query.where(PASSAGES.c.position <= last)
        with self.engine.connect() as connection:
            rows = connection.execute(query.order_by(PASSAGES.c.position)).all()
        return [(int(key), decode(Passage, payload)) for key, payload in rows]

    def passages_under(self, edition: int, path: Sequence[str]) -> list[Passage]:
        """An edition's passages whose headings or table row begin with a path, in their order."""
        # A path is stored as JSON: few of an edition's rows hold its beginning, and only those are decoded.
        begins = json.dumps(list(path), ensure_ascii=False, separators=(",", ":"))[:-1]
        query = select(PASSAGES.c.payload).where(
            PASSAGES.c.edition == edition, PASSAGES.c.payload.contains(begins, autoescape=True)
        )
        with self.engine.connect() as connection:
            found = connection.execute(query.order_by(PASSAGES.c.position)).scalars()
            passages = [_read_passage(text) for text in found]
        wanted = tuple(path)
        return [
            one
            for one in passages
            if wanted in {one.section[: len(wanted)], (one.table_row or ())[: len(wanted)]}
        ]

    def words_of(self, edition: int) -> Iterator[tuple[int, str]]:
        """The words of an edition's passages with their keys, rows of tables left out."""
        query = select(PASSAGES.c.key, PASSAGES.c.payload).where(PASSAGES.c.edition == edition)
        with self.engine.connect() as connection:
            rows = connection.execute(query.order_by(PASSAGES.c.position)).all()
        for key, payload in rows:
            row, words, notes = decode_some(Passage, payload, "table_row", "text", "notes")
            if row is None:
                yield int(key), "\n".join((words, *(note.text for note in notes)))

    def passages(self, keys: Iterable[int]) -> dict[int, Passage]:
        """The passages under these keys; keys of dropped editions are absent."""
        with self.engine.connect() as connection:
            rows = connection.execute(_BY_KEYS, {"keys": list(keys)})
            return {int(key): _read_passage(text) for key, text in rows}

    def live_passages(self, passage_ids: Sequence[str]) -> tuple[Passage, ...]:
        """The live passages under these ids, in no order."""
        query = (
            select(PASSAGES.c.payload)
            .join(REPORTS, REPORTS.c.edition == PASSAGES.c.edition)
            .where(PASSAGES.c.id.in_(passage_ids), REPORTS.c.state == LIVE)
        )
        with self.engine.connect() as connection:
            return tuple(_read_passage(text) for text in connection.execute(query).scalars())

    def keys(self, passage_ids: Sequence[str]) -> dict[str, int]:
        """The key of each live passage."""
        query = (
            select(PASSAGES.c.id, PASSAGES.c.key)
            .join(REPORTS, REPORTS.c.edition == PASSAGES.c.edition)
            .where(PASSAGES.c.id.in_(passage_ids), REPORTS.c.state == LIVE)
        )
        with self.engine.connect() as connection:
            return {str(name): int(key) for name, key in connection.execute(query)}

    def find_passage(self, passage_id: str) -> tuple[int, int, Passage] | None:
        """Key, edition and passage under an id; of two readings of one text the live one."""
        query = (
            select(PASSAGES.c.key, PASSAGES.c.edition, PASSAGES.c.payload)
            .join(REPORTS, REPORTS.c.edition == PASSAGES.c.edition)
            .where(PASSAGES.c.id == passage_id)
            .order_by(REPORTS.c.state)
        )
        with self.engine.connect() as connection:
            row = connection.execute(query).first()
        return None if row is None else (int(row[0]), int(row[1]), decode(Passage, row[2]))

    def vectors(self, edition: int, model: str) -> dict[int, NDArray[np.float32]]:
        """The vectors kept of an edition's passages."""
        import numpy as np  # noqa: PLC0415 - only configured embeddings keep vectors

        query = select(VECTORS.c.passage, VECTORS.c.data).where(
            VECTORS.c.edition == edition, VECTORS.c.model == model
        )
        with self.engine.connect() as connection:
            return {int(key): np.frombuffer(data, np.float32) for key, data in connection.execute(query)}

    def keep_vectors(self, edition: int, model: str, vectors: Mapping[int, NDArray[np.float32]]) -> None:
        """Keep vectors that cost something to compute; those of other models go away."""
        rows = [
            {"passage": key, "model": model, "edition": edition, "data": vector.tobytes()}
            for key, vector in vectors.items()
        ]
        with self.engine.begin() as connection:
            connection.execute(delete(VECTORS).where(VECTORS.c.edition == edition, VECTORS.c.model != model))
            connection.execute(insert(VECTORS), rows)

    def get_meta(self, name: str) -> str | None:
        """A value kept for the stores themselves."""
        with self.engine.connect() as connection:
            found = connection.execute(select(META.c.value).where(META.c.name == name)).scalar()
        return None if found is None else str(found)

    def set_meta(self, name: str, value: str) -> None:
        """Keep a value for the stores themselves."""
        with self.engine.begin() as connection:
            _put(connection, name, value)


@lru_cache(maxsize=4096)
def _read_passage(payload: str) -> Passage:
    """A passage out of its stored form; the same few are found again and again."""
    return decode(Passage, payload)


def _read_cards(connection: Connection, state: str, editions: Collection[int]) -> Iterator[ReportCard]:
    """The cards of these editions, or of all where they are many."""
    query = select(REPORTS.c.report_id, *_CARD).where(REPORTS.c.state == state)
    if len(editions) <= _FEW:
        query = query.where(REPORTS.c.edition.in_(editions))
    for row in connection.execute(query).mappings().all() if editions else ():
        yield ReportCard(id=ReportId(row["report_id"]), **{name: row[name] for name in _KEPT})


def _counted(card: ReportCard, corrected: int) -> ReportCard:
    return card if card.corrected == corrected else replace(card, corrected=corrected)


def _count_corrections(connection: Connection) -> dict[str, int]:
    columns = CORRECTIONS.c
    query = select(columns.report_id, func.count(columns.id) + func.count(columns.revoked_at))
    return {str(name): int(count) for name, count in connection.execute(query.group_by(columns.report_id))}


def _stage(connection: Connection, fresh: Fresh, added_at: str) -> tuple[int, list[int]]:
    row = fresh.rows.report | {
        "state": STAGED,
        "hash": fresh.content_hash,
        "format": content_format(),
        "path": fresh.path,
        "added_at": added_at,
    }
    (edition,) = connection.execute(insert(REPORTS).values(row)).inserted_primary_key or (0,)
    passages = [row | {"edition": edition} for row in fresh.rows.passages]
    if passages:
        connection.execute(insert(PASSAGES), passages)
    if fresh.rows.beyond is not None:
        told = {"edition": edition, "format": signature(Beyond), "payload": fresh.rows.beyond}
        connection.execute(insert(BEYOND).values(told))
    keys = select(PASSAGES.c.key).where(PASSAGES.c.edition == edition).order_by(PASSAGES.c.position)
    return int(edition), [int(key) for key in connection.execute(keys).scalars()]


def _replaced_by(connection: Connection, editions: Iterable[int]) -> tuple[int, ...]:
    staged = select(REPORTS.c.report_id).where(REPORTS.c.edition.in_(list(editions)))
    query = select(REPORTS.c.edition).where(REPORTS.c.state == LIVE, REPORTS.c.report_id.in_(staged))
    return tuple(int(edition) for edition in connection.execute(query).scalars())


def _drop(connection: Connection, editions: Sequence[int]) -> None:
    for table in (FIGURES, LABELS, PASSAGES, VECTORS, BEYOND, REPORTS):
        connection.execute(delete(table).where(table.c.edition.in_(editions)))


def _next_generation(connection: Connection) -> None:
    found = connection.execute(select(META.c.value).where(META.c.name == "generation")).scalar()
    _put(connection, "generation", str(int(found or 0) + 1))


def _put(connection: Connection, name: str, value: str) -> None:
    done = connection.execute(update(META).where(META.c.name == name).values(value=value))
    if not done.rowcount:
        connection.execute(insert(META).values(name=name, value=value))
