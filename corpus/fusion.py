"""Words and configured vectors in one ranking, the second only as far as the collection shows no harm.

A weak embedding at equal weight ruins a good lexical ranking. So the weight is found by trial when a model is
configured: questions are cut from the collection's own passages, and the greatest weight is taken with which
the fused ranking finds these passages no worse than words alone.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, NamedTuple

from corpus.text import syllables

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from corpus.passages import Passage

POOL = 50  # of each ranking that enters the fusion
_DAMPING = 60  # of reciprocal ranks, the usual value
_WEIGHTS = (1.0, 0.5, 0.35, 0.2, 0.1)
_TRIALS = 80
_SHORTEST = 24  # syllables of a passage that a question can be cut from

Ranking = list[tuple[int, float]]  # keys with their scores, best first


class _Trial(NamedTuple):
    key: int
    by_words: Ranking
    by_vectors: Ranking


def fuse(by_words: Ranking, by_vectors: Ranking, weight: float) -> Ranking:
    """One ranking by weighted reciprocal ranks."""
    scores: dict[int, float] = {}
    for ranking, share in ((by_words, 1.0), (by_vectors, weight)):
        for rank, (key, _) in enumerate(ranking[:POOL]):
            scores[key] = scores.get(key, 0.0) + share / (_DAMPING + rank + 1)
    return sorted(scores.items(), key=lambda item: (-item[1], item[0]))


def find_weight(
    passages: Sequence[tuple[int, Passage]],
    by_words: Callable[[str], Ranking],
    by_vectors: Callable[[str], Ranking],
) -> float:
    """The greatest weight that does no harm; 0 where every weight does."""
    trials = [_Trial(key, by_words(query), by_vectors(query)) for key, query in _questions(passages)]
    if not trials:
        return 0.0
    alone = _quality(trials, 0.0)
    return next((weight for weight in _WEIGHTS if _quality(trials, weight) >= alone), 0.0)


def _questions(passages: Sequence[tuple[int, Passage]]) -> Iterable[tuple[int, str]]:
    """Some words out of the middle of some passages, in their order."""
    chance = random.Random(0)  # noqa: S311 - the same trial each time, no secret
    long = [(key, words) for key, passage in passages if len(words := syllables(passage.text)) >= _SHORTEST]
    for key, words in chance.sample(long, min(_TRIALS, len(long))):
        start = chance.randrange(len(words) - _SHORTEST + 1)
        stretch = words[start : start + _SHORTEST]
        kept = sorted(chance.sample(range(_SHORTEST), _SHORTEST // 2))
        yield key, " ".join(stretch[at] for at in kept)


def _quality(trials: Iterable[_Trial], weight: float) -> float:
    """The mean of reciprocal ranks."""
    return sum(_reciprocal(trial, weight) for trial in trials)


def _reciprocal(trial: _Trial, weight: float) -> float:
    ranking = fuse(trial.by_words, trial.by_vectors, weight) if weight else trial.by_words
    return next((1 / rank for rank, (key, _) in enumerate(ranking[:10], 1) if key == trial.key), 0.0)
