"""The vector index: finished segments in Chroma, swapped in whole. Derived from SQL, never the truth.

The only module that knows Chroma, and it never writes into what is being read: a local Chroma that is killed
while it writes can stay damaged for good, and a process that has it open does not see another one's vectors.
So a segment is built aside, closed, checked off file by file in the manifest, and only then named there.
Chroma's own embedding function is never used; it would download a model.
"""

from __future__ import annotations

import json
import shutil
import sqlite3
import threading
import uuid
import zlib
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

from corpus.errors import StoreError
from corpus.memory import give_back

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    import numpy as np
    from chromadb.api import ClientAPI
    from chromadb.api.collection_configuration import CreateCollectionConfiguration
    from chromadb.api.models.Collection import Collection
    from numpy.typing import NDArray

FORMAT = 1
_BATCH = 1000
_PROBE_BYTES = 128_000_000
_COLLECTION = "passages"
_NEIGHBOURS = 16


class DamagedVectorsError(StoreError):
    """The vector index cannot be trusted and must be rebuilt."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """A finished Chroma collection with the passages of some editions."""

    name: str
    editions: tuple[int, ...]
    count: int
    files: tuple[tuple[str, int, int], ...] = ()  # name, size and checksum; 0 where Chroma may touch it


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What the vector index holds; replacing this file is what makes a segment visible."""

    model: str
    dimension: int
    weight: float = 0.0  # of vectors in the ranking
    documents: int = 0  # that the model's frequencies were counted on
    frequencies: str = ""  # the file that keeps them
    segments: tuple[Segment, ...] = field(default=())
    format: int = FORMAT

    @property
    def editions(self) -> frozenset[int]:
        """Every edition that some segment holds."""
        return frozenset(edition for segment in self.segments for edition in segment.editions)


class VectorIndex:
    """Nearest passages by their vectors."""

    def __init__(self, folder: Path, chroma_url: str | None = None) -> None:
        self.folder = folder
        self._url = chroma_url
        self._calling = threading.Lock()
        self._client: ClientAPI | None = None
        self._opening = threading.RLock()
        self._open: dict[str, tuple[ClientAPI, Collection]] = {}

    def manifest(self) -> Manifest | None:
        """What `manifest.json` says; None where there is none of this format."""
        try:
            raw = json.loads((self.folder / "manifest.json").read_text(encoding="utf-8"))
            if raw.pop("format") != FORMAT:
                return None
            segments = tuple(
                Segment(
                    name=item["name"],
                    editions=tuple(item["editions"]),
                    count=item["count"],
                    files=tuple((name, size, crc) for name, size, crc in item["files"]),
                )
                for item in raw.pop("segments")
            )
            return Manifest(segments=segments, **raw)
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as exc:
            raise DamagedVectorsError("vectors", "no usable manifest") from exc

    def nearest(self, vector: NDArray[np.float32], limit: int) -> list[tuple[int, float]]:
        """Keys of the nearest passages with their cosine similarity, nearest first.

        Passages of editions that are gone may be among them.
        """
        manifest = self.manifest()
        found: list[tuple[int, float]] = []
        for segment in manifest.segments if manifest else ():
            with _guarded():
                asked = self._collection(segment).query(
                    query_embeddings=[vector.tolist()],
                    n_results=min(limit, segment.count),
                    include=["distances"],
                )
            keys, distances = asked["ids"][0], (asked["distances"] or [[]])[0]
            found += [(int(key), 1.0 - float(far)) for key, far in zip(keys, distances, strict=True)]
        return sorted(found, key=lambda item: -item[1])[:limit]

    # Writing: only under the writers' lock

    def add_segment(
        self, editions: Sequence[int], keys: Sequence[int], vectors: NDArray[np.float32]
    ) -> Segment:
        """Build a segment aside; it is seen once a manifest names it."""
        name = f"s-{uuid.uuid4().hex[:16]}"
        if not keys:
            return Segment(name=name, editions=tuple(editions), count=0)
        if self._url:
            self._fill(self._server(), name, keys, vectors)
            return Segment(name=name, editions=tuple(editions), count=len(keys))
        draft = self.folder / f"draft-{name}"
        draft.mkdir(parents=True)
        with _guarded():
            client = _local(draft)
            try:
                self._fill(client, _COLLECTION, keys, vectors)
            finally:
                _shut(client)
        draft.rename(self.folder / name)
        files = tuple(_checked_off(self.folder / name))
        return Segment(name=name, editions=tuple(editions), count=len(keys), files=files)

    def publish(self, manifest: Manifest) -> None:
        """Make this what readers see, and remove what nothing names any more."""
        self.folder.mkdir(parents=True, exist_ok=True)
        kept = replace(manifest, segments=tuple(part for part in manifest.segments if part.editions))
        draft = self.folder / "manifest.json.new"
        draft.write_text(json.dumps(asdict(kept)), encoding="utf-8")
        draft.replace(self.folder / "manifest.json")
        self.sweep(kept)

    def discard(self) -> None:
        """Forget every segment."""
        (self.folder / "manifest.json").unlink(missing_ok=True)
        self.sweep(None)

    def sweep(self, manifest: Manifest | None) -> None:
        """Remove drafts and segments that the manifest does not name."""
        named = {segment.name for segment in manifest.segments} if manifest else set()
        for name in set(self._open) - named:
            self._close(name)
        if self._url:
            self._sweep_server(named)
        if not self.folder.is_dir():
            return
        for path in self.folder.iterdir():
            if path.is_dir() and path.name not in named:
                shutil.rmtree(path, ignore_errors=True)

    def close(self) -> None:
        """Let go of every segment."""
        for name in list(self._open):
            self._close(name)
        with self._calling:
            client, self._client = self._client, None
        if client is not None:
            _hang_up(client)

    def _close(self, name: str) -> None:
        with self._opening:
            opened = self._open.pop(name, None)
        if opened and not self._url:
            _shut(opened[0])

    def _collection(self, segment: Segment) -> Collection:
        with self._opening:
            if segment.name not in self._open:
                self._open[segment.name] = self._open_segment(segment)
            return self._open[segment.name][1]

    def _open_segment(self, segment: Segment) -> tuple[ClientAPI, Collection]:
        if self._url:
            client = self._server()
            collection = client.get_collection(self._named(segment.name), embedding_function=None)
        else:
            _check(self.folder / segment.name, segment)
            client = _local(self.folder / segment.name)
            collection = client.get_collection(_COLLECTION, embedding_function=None)
        if collection.count() != segment.count:
            raise DamagedVectorsError("vectors", f"{segment.name} has lost passages")
        return client, collection

    def _fill(self, client: ClientAPI, name: str, keys: Sequence[int], vectors: NDArray[np.float32]) -> None:
        collection = client.create_collection(
            self._named(name),
            embedding_function=None,
            configuration=_settings(len(keys)),
        )
        for at in range(0, len(keys), _BATCH):
            ids = [str(key) for key in keys[at : at + _BATCH]]
            collection.add(ids=ids, embeddings=vectors[at : at + _BATCH])
            give_back()

    def _named(self, name: str) -> str:
        if not self._url:
            return name
        # Several data folders may share a server.
        return f"baocao-{zlib.crc32(str(self.folder.resolve()).encode()):08x}-{name}"

    def _server(self) -> ClientAPI:
        """The server, called once: each client keeps lines of its own open until it is shut."""
        with self._calling:
            if self._client is None:
                self._client = self._call()
            return self._client

    def _call(self) -> ClientAPI:
        from urllib.parse import urlsplit  # noqa: PLC0415 - only with a server

        import chromadb  # noqa: PLC0415 - half a second, only when vectors are needed
        from chromadb.config import Settings  # noqa: PLC0415

        url = urlsplit(self._url or "")
        ssl = url.scheme == "https"
        with _guarded():
            return chromadb.HttpClient(
                host=url.hostname or "localhost",
                port=url.port or (443 if ssl else 8000),
                ssl=ssl,
                settings=Settings(anonymized_telemetry=False),
            )

    def _sweep_server(self, named: set[str]) -> None:
        client = self._server()
        ours = self._named("")
        kept = {self._named(name) for name in named}
        with _guarded():
            for collection in client.list_collections():
                if collection.name.startswith(ours) and collection.name not in kept:
                    client.delete_collection(collection.name)


def _settings(count: int) -> CreateCollectionConfiguration:
    # Everything is flushed once, at the end, so that opening the segment neither replays a log nor writes.
    whole = max(2, count)
    return {
        "hnsw": {
            "space": "cosine",
            "max_neighbors": _NEIGHBOURS,
            "ef_construction": 100,
            "ef_search": 120,
            "sync_threshold": whole,
            "batch_size": min(100, whole),
        }
    }


def _hang_up(client: ClientAPI) -> None:
    """Shut a server's client with its lines, which it would leave open: it has two, one to administer."""
    for one in (client, getattr(client, "_admin_client", None)):
        session = getattr(getattr(one, "_server", None), "_session", None)
        if session is not None:
            session.close()
    _shut(client)


def _shut(client: ClientAPI) -> None:
    client.close()  # type: ignore[attr-defined] # every client has it, its interface does not say so


def _local(folder: Path) -> ClientAPI:
    import chromadb  # noqa: PLC0415 - half a second, only when vectors are needed
    from chromadb.config import Settings  # noqa: PLC0415

    return chromadb.PersistentClient(folder, settings=Settings(anonymized_telemetry=False))


@contextmanager
def _guarded() -> Iterator[None]:
    """Turns whatever Chroma raises, its Rust panics included, into our error."""
    import chromadb.errors  # noqa: PLC0415 - only when vectors are needed

    try:
        yield
    except StoreError:
        raise
    except (chromadb.errors.ChromaError, OSError, ValueError, KeyError, sqlite3.Error, RuntimeError) as exc:
        raise DamagedVectorsError("vectors", str(exc).splitlines()[0][:200] if str(exc) else "?") from exc
    except BaseException as exc:
        # A panic is no `Exception`, and its class can be known only by its name.
        if type(exc).__name__ != "PanicException":
            raise
        raise DamagedVectorsError("vectors", "panic in Chroma") from exc


def _checked_off(folder: Path) -> Iterator[tuple[str, int, int]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            name = path.relative_to(folder).as_posix()
            # Chroma notes each opening in its database and in the lengths of a single passage.
            own = name.endswith((".sqlite3", "length.bin"))
            yield name, 0 if own else path.stat().st_size, 0 if own else zlib.crc32(path.read_bytes())


def _check(folder: Path, segment: Segment) -> None:
    """Every file is as it was when the segment was finished; Chroma is not let near one that is not."""
    budget = _PROBE_BYTES
    for name, size, crc in segment.files:
        path = folder / name
        if not path.is_file() or (size and path.stat().st_size != size):
            raise DamagedVectorsError("vectors", f"{segment.name}/{name} is missing or cut")
        budget -= size
        if size and budget > 0 and zlib.crc32(path.read_bytes()) != crc:
            raise DamagedVectorsError("vectors", f"{segment.name}/{name} has changed")
    _check_database(folder / "chroma.sqlite3", segment)


def _check_database(path: Path, segment: Segment) -> None:
    if path.stat().st_size > _PROBE_BYTES:
        return
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            (said,) = database.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as exc:
        raise DamagedVectorsError("vectors", f"{segment.name}: {exc}") from exc
    if said != "ok":
        raise DamagedVectorsError("vectors", f"{segment.name}: {said}")


def merged(segments: Sequence[Segment], alive: Mapping[int, object], fresh: int) -> tuple[Segment, ...]:
    """The segments to build anew together with `fresh` new passages.

    Those with many passages of editions that are gone, and those that are no larger than what is to be built:
    so their number grows with the logarithm of the collection.
    """
    chosen: list[Segment] = []
    size = fresh
    for segment in sorted(segments, key=lambda one: one.count):
        dead = sum(edition not in alive for edition in segment.editions)
        if dead * 3 > len(segment.editions) or (size and segment.count <= size * 2):
            chosen.append(segment)
            size += segment.count
    return tuple(chosen)
