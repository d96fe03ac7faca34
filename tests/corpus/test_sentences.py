"""Sentences end where readers think they do."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Thu ngân sách đạt 2.296,8 tỷ đồng. Chi đạt 1.903 tỷ đồng.", 2),
        ("Theo Chương trình số 26-CTr/TU. Huyện đã ban hành kế hoạch.", 2),
        ("Cửa khẩu tại TP. Đồi Thông được nâng cấp.", 1),
        ("1. Về kinh tế tăng khá.", 1),
        ("Có chè, quế, mắc ca... được mở rộng.", 1),
        ("Đến 31/10/2023 giải ngân 47,3%. Trong đó: vốn tỉnh 50%.", 2),
        ("Hoàn thành trước hạn! Nhân dân phấn khởi.", 2),
    ],
)
def test_a_full_stop_is_told_from_an_abbreviation(text: str, count: int) -> None:
    assert len(split_sentences(text)) == count


@given(st.text(alphabet="aBĐ1. ?!…\n”)(,", max_size=200))
def test_sentences_cover_all_that_is_not_blank(text: str) -> None:
    covered = {place for first, last in split_sentences(text) for place in range(first, last)}

    assert all(place in covered for place, letter in enumerate(text) if not letter.isspace())
