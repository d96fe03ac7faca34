"""The vector half of the index: which passages get vectors, from which model, and when they are made anew.

A new report is found by words at once and by vectors when its segment is finished. Segments are merged as
they become many, so that their number grows with the logarithm of the collection.
"""

from __future__ import annotations

import logging
import uuid
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from typing import TYPE_CHECKING

from corpus.beside import cores, workers
from corpus.hashing import HashedEmbedder, count_frequencies
from corpus.memory import give_back
from corpus.passages import Passage, PassageKind
from corpus.stores.reports import ReportCard, ReportStore
from corpus.stores.vectors import DamagedVectorsError, Manifest, Segment, VectorIndex, merged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from corpus.embedding import Embedder

log = logging.getLogger(__name__)

_COUNTED = 10_000  # passages on which the rarity of words is counted, about
_LARGEST_SEGMENT = 60_000  # passages; the vectors of one segment are in memory while it is built
_SHARED_SEGMENT = 30_000  # where several are built at once
_FEW = 1_000  # passages whose vectors are made in a second
_WORTH_IT = 20_000  # passages whose vectors are worth the start of other processes


class Vectors:
    """Vectors of the live passages, and what is near to what."""

    def __init__(
        self,
        store: ReportStore,
        folder: Path,
        *,
        chroma_url: str | None,
        embeddings: str | Embedder | None,
    ) -> None:
        self._store = store
        self._index = VectorIndex(folder, chroma_url)
        self._chroma_url = chroma_url
        # The model's name where one is configured; hashed features need none.
        self._spec = embeddings if embeddings is None or isinstance(embeddings, str) else embeddings.name
        self._embedder = None if isinstance(embeddings, str) else embeddings
        self._frequencies = ""

    def weight(self) -> float:
        """How much vectors count in the ranking: nothing without configured embeddings."""
        manifest = self._manifest() if self._spec else None
        return manifest.weight if manifest else 0.0

    def nearest(self, text: str, limit: int) -> list[tuple[int, float]]:
        """Keys and similarities of the passages nearest to a text."""
        manifest = self._manifest()
        if manifest is None:
            return []
        return self._index.nearest(self._embedder_of(manifest).embed_query(text), limit)

    def behind(self, cards: Iterable[ReportCard]) -> bool:
        """Whether there are live editions without vectors, or vectors of another model."""
        manifest = self._manifest()
        if manifest is None:
            return True
        editions = manifest.editions
        return any(card.passages and card.edition not in editions for card in cards)

    def refresh(self, cards: Sequence[ReportCard], measure: Callable[[], float] | None = None) -> None:
        """Under the writers' lock: give every live passage its vector.

        `measure` finds the weight of a newly configured model in the ranking.
        """
        try:
            manifest = self._manifest()
        except DamagedVectorsError as damage:
            log.warning("making the vectors anew: %s", damage.reason)
            manifest = None
        outgrown = manifest is not None and self._outgrown(manifest, cards)
        # A few new reports are found before all vectors are made anew, which takes a while.
        if manifest and not (outgrown and self._lacks_much(manifest, cards)):
            self._follow(manifest, cards)
        if manifest is None or outgrown:
            self._make_anew(cards, measure)

    def _follow(self, manifest: Manifest, cards: Sequence[ReportCard]) -> None:
        alive = {card.edition: card for card in cards if card.passages}
        editions = manifest.editions
        missing = [card for edition, card in alive.items() if edition not in editions]
        if not missing and editions <= alive.keys():
            self._index.sweep(manifest)
            return
        size = sum(card.passages for card in missing)
        again = merged(manifest.segments, alive, size)
        missing += [alive[edition] for old in again for edition in old.editions if edition in alive]
        kept = [segment for segment in manifest.segments if segment not in again]
        built = self._build_all(missing, manifest)
        self._publish(replace(manifest, segments=(*kept, *built)))

    def _make_anew(self, cards: Sequence[ReportCard], measure: Callable[[], float] | None) -> None:
        manifest = self._begin(cards)
        built = self._build_all([card for card in cards if card.passages], manifest)
        manifest = replace(manifest, segments=tuple(built))
        self._publish(manifest)
        if measure and self._spec:
            self._publish(replace(manifest, weight=measure()))

    def discard(self) -> None:
        """Under the writers' lock: forget every segment; the next refresh makes them anew."""
        self._index.discard()

    def close(self) -> None:
        """Let go of the segments."""
        self._index.close()

    def _publish(self, manifest: Manifest) -> None:
        self._index.publish(manifest)
        for path in self._index.folder.glob("frequencies-*.npy"):
            if path.name != manifest.frequencies:
                path.unlink()

    def _manifest(self) -> Manifest | None:
        """The manifest, unless it is of another model."""
        manifest = self._index.manifest()
        if manifest is None or not self._fits(manifest):
            return None
        return manifest

    def _fits(self, manifest: Manifest) -> bool:
        if self._spec:
            return manifest.model == self._spec
        return manifest.model == HashedEmbedder.name and self._path(manifest.frequencies).is_file()

    def _outgrown(self, manifest: Manifest, cards: Iterable[ReportCard]) -> bool:
        """Whether the words' rarity was counted on less than half of today's collection."""
        total = sum(card.passages for card in cards)
        return not self._spec and total > 2 * max(manifest.documents, 200)

    def _lacks_much(self, manifest: Manifest, cards: Iterable[ReportCard]) -> bool:
        """Whether so many passages have no vectors that making these twice would be felt."""
        editions = manifest.editions
        missing = sum(card.passages for card in cards if card.edition not in editions)
        return missing > _FEW

    def _begin(self, cards: Sequence[ReportCard]) -> Manifest:
        """A manifest without segments, its embedder ready."""
        self._index.folder.mkdir(parents=True, exist_ok=True)
        if self._spec:
            embedder = self._open_embeddings(self._spec)
            dimension = len(embedder.embed_query("báo cáo"))
            return Manifest(model=self._spec, dimension=dimension)
        name = f"frequencies-{uuid.uuid4().hex[:12]}.npy"
        # How rare a word is shows in a part of a large collection as well.
        some = cards[:: 1 + sum(card.passages for card in cards) // _COUNTED]
        texts = (words for card in some for _, words in self._store.words_of(card.edition))
        self._embedder = count_frequencies(texts, self._path(name))
        self._frequencies = name
        total = sum(card.passages for card in cards)
        return Manifest(
            model=HashedEmbedder.name,
            dimension=self._embedder.dimension,
            documents=total,
            frequencies=name,
        )

    def _embedder_of(self, manifest: Manifest) -> Embedder:
        if self._spec:
            return self._open_embeddings(self._spec)
        if self._embedder is None or self._frequencies != manifest.frequencies:
            try:
                self._embedder = HashedEmbedder.load(self._path(manifest.frequencies))
            except (OSError, ValueError) as exc:
                raise DamagedVectorsError("vectors", "no usable word frequencies") from exc
            self._frequencies = manifest.frequencies
        return self._embedder

    def _open_embeddings(self, spec: str) -> Embedder:
        from corpus.stores.embeddings import ConfiguredEmbedder  # noqa: PLC0415 - LangChain is slow to load

        if self._embedder is None:
            self._embedder = ConfiguredEmbedder(spec)
        return self._embedder

    def _path(self, name: str) -> Path:
        return self._index.folder / (name or "missing")

    def passages(self, card: ReportCard) -> Iterator[tuple[int, Passage]]:
        """A report's passages that have vectors: all but the rows of its tables."""
        for key, passage in self._store.passages_of(card.edition):
            if passage.kind is not PassageKind.TABLE or passage.table_row is None:
                yield key, passage

    def _build_all(self, cards: Sequence[ReportCard], manifest: Manifest) -> list[Segment]:
        """Segments of these reports, several at once where there is much to do."""
        count = cores()
        if self._spec or count < 2 or sum(card.passages for card in cards) < _WORTH_IT:
            return [self.build(group, manifest) for group in _groups(cards, _LARGEST_SEGMENT)]
        here = (self._store.address, self._index.folder, self._chroma_url)
        groups = list(_groups(cards, _even_share(cards, count)))
        try:
            with workers(count) as pool:
                built = [pool.submit(_build_beside, *here, group, manifest) for group in groups]
                return [segment.result() for segment in built]
        except BrokenProcessPool:
            return [self.build(group, manifest) for group in groups]

    def build(self, cards: Sequence[ReportCard], manifest: Manifest) -> Segment:
        """A segment of these reports' passages; the manifest is to name it."""
        import numpy as np  # noqa: PLC0415 - a search by words needs no numpy

        embedder = self._embedder_of(manifest)
        keys: list[int] = []
        # Filled as it goes, and no longer than that: a list of parts would be held beside their sum.
        rows = np.empty((sum(card.passages for card in cards), manifest.dimension), np.float32)
        for card in cards:
            if self._spec:
                passages = list(self.passages(card))
                found = [key for key, _ in passages]
                made = self._embed(card, passages, embedder, manifest)
            else:
                texts = list(self._store.words_of(card.edition))  # hashing is cheaper than keeping
                found = [key for key, _ in texts]
                made = embedder.embed([words for _, words in texts])
            rows[len(keys) : len(keys) + len(found)] = made
            keys += found
        segment = self._index.add_segment([card.edition for card in cards], keys, rows[: len(keys)])
        del rows
        give_back()
        return segment

    def _embed(
        self,
        card: ReportCard,
        passages: Sequence[tuple[int, Passage]],
        embedder: Embedder,
        manifest: Manifest,
    ) -> NDArray[np.float32]:
        """The passages' vectors, those that cost something taken from SQL where they were kept."""
        model = f"{manifest.model}/{manifest.dimension}"
        known = self._store.vectors(card.edition, model)
        new = [(key, passage) for key, passage in passages if key not in known]
        if new:
            made = embedder.embed([_in_context(passage, card) for _, passage in new])
            if made.shape[1] != manifest.dimension:
                raise DamagedVectorsError("vectors", f"{manifest.model} changed its dimension")
            known |= {key: row for (key, _), row in zip(new, made, strict=True)}
            self._store.keep_vectors(card.edition, model, {key: known[key] for key, _ in new})
        return _stack([known[key][None, :] for key, _ in passages], manifest.dimension)


def _stack(rows: Sequence[NDArray[np.float32]], dimension: int) -> NDArray[np.float32]:
    import numpy as np  # noqa: PLC0415 - a search by words needs no numpy

    return np.concatenate(rows) if rows else np.zeros((0, dimension), np.float32)


def _build_beside(
    address: str, folder: Path, chroma_url: str | None, cards: Sequence[ReportCard], manifest: Manifest
) -> Segment:
    """A segment of hashed features, built in another process than the one that will publish it."""
    vectors = Vectors(ReportStore.at(address), folder, chroma_url=chroma_url, embeddings=None)
    return vectors.build(cards, manifest)


def _even_share(cards: Sequence[ReportCard], count: int) -> int:
    """Passages of a group so that so many processes have as many groups each, and end together."""
    total = sum(card.passages for card in cards)
    rounds = -(-total // (count * _SHARED_SEGMENT))
    # A group ends before the report that would be too much for it, so that one report more is allowed for.
    return total // (count * rounds) + max(card.passages for card in cards)


def _groups(cards: Sequence[ReportCard], most: int) -> Iterator[list[ReportCard]]:
    group: list[ReportCard] = []
    for card in cards:
        if group and sum(one.passages for one in group) + card.passages > most:
            yield group
            group = []
        group.append(card)
    if group:
        yield group


def _words(passage: Passage) -> str:
    return "\n".join((passage.text, *(note.text for note in passage.notes)))


def _in_context(passage: Passage, card: ReportCard) -> str:
    return "\n".join((card.title, " › ".join(passage.section), _words(passage)))
