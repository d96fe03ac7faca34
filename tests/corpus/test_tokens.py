"""Tokens are counted without the network, and budgets err on the safe side."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from corpus.ranks import count_pieces, train_ranks
from corpus.tokens import count_tokens, encoding, token_ceiling

SENTENCE = "Tỷ lệ hộ nghèo của huyện còn 14,6%, giảm 3,1 điểm % so với năm trước."


@given(st.text(max_size=200))
def test_what_is_encoded_can_be_read_back(text: str) -> None:
    ours = encoding()

    assert ours.decode(ours.encode_ordinary(text)) == text


def test_a_vietnamese_syllable_is_about_one_token() -> None:
    assert count_tokens(SENTENCE) <= 1.5 * len(SENTENCE.split()) + 8


def test_a_named_encoding_that_is_not_on_this_machine_is_not_downloaded() -> None:
    """The tests refuse the network, so a download would raise."""
    assert count_tokens(SENTENCE, "o200k_base") > 0


@given(st.text(max_size=200))
def test_the_ceiling_is_never_below_our_own_count_by_much(text: str) -> None:
    """Bytes that no vocabulary knows are a token each; the ceiling is meant for Vietnamese and numbers."""
    words = "".join(letter for letter in text if letter.isascii())

    assert token_ceiling(words) >= count_tokens(words) * 0.5


def test_the_ceiling_leaves_room_for_encodings_that_know_less_vietnamese() -> None:
    """cl100k_base needs about half a token a character of such prose."""
    assert token_ceiling(SENTENCE) >= 0.55 * len(SENTENCE)


def test_training_merges_what_is_frequent_and_keeps_every_byte() -> None:
    ranks = train_ranks(count_pieces(["chè chè chè lúa"]), 300)

    assert ranks[:256] == [bytes([value]) for value in range(256)]
    assert " chè".encode() in ranks
    assert "lúa".encode() not in ranks
