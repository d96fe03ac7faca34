"""Two rankings in one, and the trial that says how much the second may count."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.fusion import Ranking, find_weight, fuse
from corpus.passages import Passage, PassageId, PassageKind
from corpus.report import ReportId

KEYS = st.lists(st.integers(0, 30), unique=True, max_size=20)


def ranking(keys: list[int]) -> Ranking:
    return [(key, float(len(keys) - rank)) for rank, key in enumerate(keys)]


def passage(number: int) -> tuple[int, Passage]:
    words = " ".join(f"từ{number}x{place}" for place in range(40))
    return number, Passage(
        id=PassageId(str(number)),
        report_id=ReportId("r"),
        file="r.txt",
        kind=PassageKind.BODY,
        text=words,
        spans=(),
        order=number,
        section=(),
    )


PASSAGES = [passage(number) for number in range(30)]


def owner(query: str) -> int:
    """The passage that a question of the trial was cut from."""
    return int(query.split("x", maxsplit=1)[0].removeprefix("từ"))


@given(words=KEYS, vectors=KEYS)
def test_without_weight_the_words_decide(words: list[int], vectors: list[int]) -> None:
    fused = fuse(ranking(words), ranking(vectors), 0.0)

    assert [key for key, _ in fused][: len(words)] == words


@given(words=KEYS, vectors=KEYS)
def test_what_both_find_first_stays_first(words: list[int], vectors: list[int]) -> None:
    assert fuse(ranking([99, *words]), ranking([99, *vectors]), 0.3)[0][0] == 99


def test_vectors_that_mislead_get_no_weight() -> None:
    weight = find_weight(
        PASSAGES,
        lambda query: ranking([owner(query)]),
        lambda query: ranking([(owner(query) + shift) % 30 for shift in range(1, 12)]),
    )

    # A passage that words put first stays first as long as vectors count less than words.
    assert weight < 1.0
    assert fuse(ranking([1]), ranking([2]), weight)[0][0] == 1


def test_vectors_that_find_what_words_miss_get_weight() -> None:
    weight = find_weight(PASSAGES, lambda _query: [], lambda query: ranking([owner(query)]))

    assert weight == 1.0


def test_a_collection_too_small_to_try_gives_no_weight() -> None:
    assert find_weight([], lambda _query: [], lambda _query: []) == 0.0
