"""Which figures of a report bear which word in their labels, kept beside them so that few need be opened."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from corpus.recent import Recent
from corpus.stores.sql import FIGURES, LABELS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

_KEPT = 128  # editions, a tenth of a megabyte each

_Words = dict[str, list[int]]  # a word → the figures that bear it, by their place among the edition's
_Labels = tuple[list[int], _Words]  # with the figures' keys


def keep_labels(connection: Connection, edition: int, labels: str) -> None:
    """Keep the words of an edition's figures, which are stored already."""
    query = select(FIGURES.c.key).where(FIGURES.c.edition == edition).order_by(FIGURES.c.key)
    keys = [int(key) for key in connection.execute(query).scalars()]
    payload = f"[{json.dumps(keys, separators=(',', ':'))},{labels}]"
    connection.execute(insert(LABELS).values(edition=edition, payload=payload))


class Labels:
    """The labels of the editions that were last looked into; an edition never changes."""

    def __init__(self) -> None:
        self._kept: Recent[int, _Labels] = Recent(_KEPT)

    def keys_saying(
        self, connection: Connection, editions: Sequence[int], weights: Mapping[str, float], most: int
    ) -> list[int]:
        """The keys of the figures that say most of some weighted words: of each edition so many."""
        held = self._read(connection, editions)
        return [key for edition in editions if edition in held for key in _best(held[edition], weights, most)]

    def _read(self, connection: Connection, editions: Sequence[int]) -> dict[int, _Labels]:
        held = self._kept.several(editions)
        missing = [edition for edition in editions if edition not in held]
        if missing:
            query = select(LABELS.c.edition, LABELS.c.payload).where(LABELS.c.edition.in_(missing))
            read = {int(edition): json.loads(text) for edition, text in connection.execute(query)}
            self._kept.keep(read)
            held |= read
        return held


def _best(labels: _Labels, weights: Mapping[str, float], most: int) -> list[int]:
    keys, by_word = labels
    said: defaultdict[int, float] = defaultdict(float)
    for word, weight in weights.items():
        for index in by_word.get(word, ()):
            said[index] += weight
    return [keys[index] for index in sorted(said, key=lambda index: (-said[index], index))[:most]]
