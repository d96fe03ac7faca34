"""Vectors of hashed features, which need no weights and no network.

Measured on questions of many styles they never rank better than the lexical index, so they serve what that
one cannot do: passages like a given one, and the same passage in two reports.
"""

from __future__ import annotations

import zlib
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from corpus.terms import letter_runs
from corpus.text import fold, syllables

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]
    Vectors32 = NDArray[np.uint32]

DIMENSION = 512
_BUCKETS = 1 << 18
_RUN = 4  # letters, as in `letter_runs`
_ALL_ONES = np.uint32(0xFFFFFFFF)
# What one byte does to a CRC, in the form of `zlib.crc32`, which begins and ends with all bits turned.
_CRC_TABLE = np.array([zlib.crc32(bytes([n])) ^ zlib.crc32(b"\0") for n in range(256)], np.uint32)


class HashedEmbedder:
    """Folded syllables, pairs and runs of letters, hashed to signed positions and weighed by their rarity."""

    name = f"hashed-2-{DIMENSION}"
    dimension = DIMENSION

    def __init__(self, frequencies: NDArray[np.int32], documents: int) -> None:
        self._weights = np.where(
            frequencies > 0, np.log1p(max(documents, 1) / np.maximum(frequencies, 1)), 0.0
        ).astype(np.float32)

    @classmethod
    def load(cls, path: Path) -> HashedEmbedder:
        """The embedder with the frequencies kept in a file."""
        kept = np.load(path, allow_pickle=False)
        return cls(kept[1:], int(kept[0]))

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row for each text."""
        rows = [self.embed_query(text) for text in texts]
        return np.array(rows, dtype=np.float32).reshape(len(rows), DIMENSION)

    def embed_query(self, text: str) -> Vectors:
        """The vector of a text; features that the collection lacks count nothing."""
        hashes, often = np.unique(_hashes(text), return_counts=True)
        weight = (1 + np.log(often)) * self._weights[hashes % _BUCKETS]
        # Two positions for a feature, each with its sign, so that two features seldom fall together twice.
        first, second = _mixed(hashes, 0x9E3779B1), _mixed(hashes, 0x85EBCA77)
        places = np.concatenate((first % DIMENSION, second % DIMENSION))
        signed = np.concatenate(
            (np.where(first >> 31, weight, -weight), np.where(second >> 31, weight, -weight))
        )
        vector = np.bincount(places, weights=signed, minlength=DIMENSION)
        length = float(np.linalg.norm(vector))
        return (vector / length if length else vector).astype(np.float32)


def count_frequencies(texts: Iterable[str], path: Path) -> HashedEmbedder:
    """Count in how many texts each feature occurs, and keep the counts in a file."""
    frequencies = np.zeros(_BUCKETS, np.int32)
    documents = 0
    for text in texts:
        documents += 1
        frequencies[np.unique(_hashes(text) % _BUCKETS)] += 1
    np.save(path, np.concatenate((np.array([documents], np.int32), frequencies)), allow_pickle=False)
    return HashedEmbedder(frequencies, documents)


def _hashes(text: str) -> Vectors32:
    """One number for each folded syllable, pair of them and run of letters: its CRC."""
    words = [fold(word) for word in syllables(text)]
    crcs = [_crc(word) for word in words]
    # A sum goes on where another one ended: that of `a_b` from the one of `a`.
    pairs = [zlib.crc32(_joined(second), crc) for crc, second in zip(crcs, words[1:], strict=False)]
    return np.concatenate((np.array(crcs + pairs, np.uint32), _run_hashes(words)))


@lru_cache(maxsize=65536)
def _crc(word: str) -> int:
    return zlib.crc32(word.encode())


@lru_cache(maxsize=65536)
def _joined(word: str) -> bytes:
    return f"_{word}".encode()


def _run_hashes(words: Sequence[str]) -> Vectors32:
    """The sums of `#` and a run of letters, all at once where every letter is one byte."""
    text = f"_{'_'.join(words)}_"
    if not text.isascii():
        runs = letter_runs(words)
        return np.fromiter((zlib.crc32(f"#{run}".encode()) for run in runs), np.uint32, len(runs))
    letters = np.frombuffer(text.encode(), np.uint8)
    count = max(0, len(letters) - _RUN + 1)
    sums = np.full(count, zlib.crc32(b"#") ^ _ALL_ONES, np.uint32)
    for at in range(_RUN):
        sums = _CRC_TABLE[(sums ^ letters[at : at + count]) & 0xFF] ^ (sums >> np.uint32(8))
    return sums ^ _ALL_ONES


def _mixed(hashes: NDArray[np.uint32], factor: int) -> NDArray[np.uint32]:
    mixed = hashes * np.uint32(factor)
    return mixed ^ (mixed >> np.uint32(15))
