"""However it is typed, a word meets the word that was printed."""

from __future__ import annotations

import unicodedata

import pytest

from corpus.terms import asked_words, bag_terms, letter_runs, words_of
from corpus.text import syllables


def test_a_term_as_spelt_is_told_from_its_folded_twin() -> None:
    assert bag_terms(["hộ", "nghèo"]) == ["hộ", "nghèo", "hộ_nghèo", "~ho", "~ngheo", "~ho_~ngheo"]


def test_decomposed_letters_and_old_tone_marks_give_the_same_terms() -> None:
    typed = unicodedata.normalize("NFD", "Thuỷ lợi hoà bình")

    assert words_of(typed).terms() == words_of("thủy lợi hòa bình").terms()


def test_an_abbreviation_is_written_out_and_kept() -> None:
    words = words_of("Tham gia BHYT")

    assert words.spelled == ("tham", "gia", "bảo", "hiểm", "y", "tế")
    assert words.shortened == ("bhyt",)


@pytest.mark.parametrize("typed", ["Trồng được bao nhiêu héc-ta chè?", "trong duoc bao nhieu hec-ta che"])
def test_words_that_only_ask_are_left_aside(typed: str) -> None:
    words = asked_words(typed)

    assert len(words.spelled) == len(syllables(typed)) - 2


def test_a_question_of_asking_words_alone_keeps_them() -> None:
    assert asked_words("bao nhiêu").spelled == ("bao", "nhiêu")


def test_a_mistyped_word_shares_most_of_its_letters() -> None:
    right, wrong = set(letter_runs(["che", "phu"])), set(letter_runs(["che", "phy"]))

    assert len(right & wrong) * 2 >= len(right)
