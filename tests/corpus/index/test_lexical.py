"""Search by words in a collection so large that not every term of a question can be looked up."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.bags import Bag
from corpus.stores.lexical import Entry, LexicalIndex
from corpus.terms import asked_words, words_of

COMMON = "Toàn huyện thực hiện tốt kế hoạch"  # what every passage says
WORDS = (f"{COMMON} trồng dâu nuôi tằm", *[f"{COMMON} thôn số {number}" for number in range(60)])


def _index(folder: Path, most_scored: int) -> LexicalIndex:
    index = LexicalIndex(folder, most_scored=most_scored)
    index.rebuild(
        Entry(key, 1, "song-lieu", Bag(" ".join(words_of(text).terms()), "", "", ""))
        for key, text in enumerate(WORDS)
    )
    return index


@pytest.fixture
def small(tmp_path: Path) -> LexicalIndex:
    """An index that may score fewer passages than have any of the common words."""
    return _index(tmp_path / "small", 50)


def test_the_telling_words_of_a_question_find_its_passage_where_the_common_ones_cost_too_much(
    small: LexicalIndex,
) -> None:
    found = small.search(asked_words("toàn huyện thực hiện kế hoạch nuôi tằm"), limit=3)

    assert found[0].key == 0


def test_a_question_of_common_words_alone_still_finds_passages(small: LexicalIndex) -> None:
    assert len(small.search(asked_words(COMMON), limit=5)) == 5


def test_a_bound_that_is_not_reached_leaves_the_scores_as_they_are(tmp_path: Path) -> None:
    question = asked_words("toàn huyện thực hiện kế hoạch nuôi tằm")

    bounded, free = _index(tmp_path / "a", 2000), _index(tmp_path / "b", 10**9)

    assert bounded.search(question, limit=5) == free.search(question, limit=5)


def test_a_bound_that_is_reached_leaves_common_words_out(small: LexicalIndex, tmp_path: Path) -> None:
    question = asked_words("toàn huyện thực hiện kế hoạch nuôi tằm")

    whole = _index(tmp_path / "whole", 10**9).search(question, limit=60)

    assert len(small.search(question, limit=60)) < len(whole)
