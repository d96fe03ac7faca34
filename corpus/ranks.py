"""Trains the vocabulary that counts our tokens: byte pairs merged inside syllables, never across them.

Run as `python -m corpus.ranks FOLDER OUT` over a folder of reports. Only how often each syllable occurs
enters the training, so no sentence can come out of it.
"""

from __future__ import annotations

import base64
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path

from corpus.text import nfc

# A blank goes with the syllable after it; digits by threes, as in the newer named encodings.
PATTERN = r" ?[\p{L}\p{M}]+|\p{N}{1,3}| ?[^\s\p{L}\p{M}\p{N}]+|\s+"

Pair = tuple[bytes, bytes]


def count_pieces(texts: Iterable[str]) -> Counter[bytes]:
    """How often each piece of the pattern occurs."""
    import regex  # type: ignore[import-untyped]  # noqa: PLC0415 - tiktoken brings it; only training needs it

    split = regex.compile(PATTERN)
    return Counter(piece.encode() for text in texts for piece in split.findall(nfc(text)))


def train_ranks(counts: Mapping[bytes, int], size: int, *, floor: int = 2) -> list[bytes]:
    """Tokens in the order of their ranks: all single bytes, then merges by frequency, at most `size`."""
    ranks = [bytes([value]) for value in range(256)]
    words = [([word[i : i + 1] for i in range(len(word))], count) for word, count in sorted(counts.items())]
    frequency, homes = _pair_counts(words)
    while len(ranks) < size and frequency:
        pair, often = max(frequency.items(), key=lambda item: (item[1], item[0]))
        if often < floor:
            break
        ranks.append(pair[0] + pair[1])
        for home in homes.pop(pair):
            _merge_in(words[home], pair, home, frequency, homes)
        frequency.pop(pair, None)
    return list(dict.fromkeys(ranks))


def _pair_counts(words: list[tuple[list[bytes], int]]) -> tuple[Counter[Pair], dict[Pair, set[int]]]:
    frequency: Counter[Pair] = Counter()
    homes: dict[Pair, set[int]] = defaultdict(set)
    for home, (parts, count) in enumerate(words):
        for pair in pairwise(parts):
            frequency[pair] += count
            homes[pair].add(home)
    return frequency, homes


def _merge_in(
    word: tuple[list[bytes], int],
    pair: Pair,
    home: int,
    frequency: Counter[Pair],
    homes: dict[Pair, set[int]],
) -> None:
    parts, count = word
    for old in pairwise(parts):
        frequency[old] -= count
    parts[:] = _merged(parts, pair)
    for new in pairwise(parts):
        frequency[new] += count
        homes[new].add(home)


def _merged(parts: list[bytes], pair: Pair) -> list[bytes]:
    merged: list[bytes] = []
    at = 0
    while at < len(parts):
        if tuple(parts[at : at + 2]) == pair:
            merged.append(pair[0] + pair[1])
            at += 2
        else:
            merged.append(parts[at])
            at += 1
    return merged


def write_ranks(ranks: Iterable[bytes], file: Path) -> None:
    """The ranks in tiktoken's own format: a token in base64 and its rank on each line."""
    lines = (f"{base64.b64encode(token).decode()} {rank}\n" for rank, token in enumerate(ranks))
    file.write_text("".join(lines), encoding="ascii")


if __name__ == "__main__":
    folder, out = map(Path, sys.argv[1:3])
    texts = (file.read_text(encoding="utf-8-sig") for file in sorted(folder.glob("*.txt")))
    write_ranks(train_ranks(count_pieces(texts), 8192), out)
