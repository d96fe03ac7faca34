"""What is understood of a question: places, periods, wishes, short forms, slips of the keyboard."""

from __future__ import annotations

import pytest

from assistant.assistant import Assistant
from assistant.query import Intent
from assistant.understanding.periods import find_years
from assistant.understanding.reading import clean, split_question
from assistant.understanding.terms import flat, mend, set_tones, term


@pytest.mark.parametrize(
    ("question", "places"),
    [
        ("Tỷ lệ hộ nghèo của huyện Khe Vàng?", ["huyện Khe Vàng"]),
        ("ho ngheo huyen khe vang", ["huyện Khe Vàng"]),
        ("hộ nghèo h. Khe Vàng", ["huyện Khe Vàng"]),
        ("hộ nghèo tỉnh Thanh Lâm", ["tỉnh Thanh Lâm"]),
        ("TL hộ nghèo năm 2023", []),
    ],
)
def test_places_are_found_however_they_are_typed(
    assistant: Assistant, question: str, places: list[str]
) -> None:
    assert [place.shown for place in assistant.understand(question).places] == places


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("năm 2023", [(2023, 2023)]),
        ("giai đoạn 2021-2025", [(2021, 2025)]),
        ("từ 2021 đến 2025", [(2021, 2025)]),
        ("năm 2021 và năm 2023", [(2021, 2021), (2023, 2023)]),
        ("tất cả các năm", []),
    ],
)
def test_periods_are_read_from_words(text: str, years: list[tuple[int, int]]) -> None:
    assert [(span.first, span.last) for span in find_years(flat(text.replace("-", " đến ")))] == years


@pytest.mark.parametrize(
    ("question", "intent"),
    [
        ("Hộ nghèo đã đạt mục tiêu chưa?", Intent.TARGET),
        ("ho ngheo so voi muc tieu the nao", Intent.TARGET),
        ("Hộ nghèo năm 2023 so với năm 2021 giảm bao nhiêu?", Intent.CHANGE),
        ("Hộ nghèo từng năm thế nào?", Intent.TREND),
        ("Mầm non chiếm bao nhiêu phần trăm tổng số trường?", Intent.SHARE),
        ("Số liệu này có khớp không?", Intent.AGREE),
        ("Nghị quyết số mấy, ban hành ngày nào?", Intent.DOCUMENT),
        ("Ai chủ trì việc này?", Intent.TASK),
    ],
)
def test_what_is_wanted_is_heard(assistant: Assistant, question: str, intent: Intent) -> None:
    assert intent in assistant.understand(question).intents


def test_a_report_is_known_by_what_it_says_of_itself(assistant: Assistant) -> None:
    named = assistant.understand("Theo báo cáo của Huyện ủy Khe Vàng, hộ nghèo còn bao nhiêu?").reports

    assert [assistant.library.card(name).place for name in named] == ["huyện Khe Vàng"]  # type: ignore[union-attr]


def test_a_number_or_a_place_is_never_mended(assistant: Assistant) -> None:
    query = assistant.understand("Năm 2032 hộ nghèo là 19,5%?")

    assert [span.first for span in query.periods] == [2032]
    assert "19,5" in query.numbers


def test_slips_are_mended_only_one_letter_far() -> None:
    known = {"ngheo": 5, "rung": 3}

    assert mend("ngeho", known) == "ngheo"
    assert mend("ngheoo", known) == "ngheo"
    assert mend("xyzt", known) == "xyzt"


def test_one_spelling_of_the_vowel() -> None:
    assert term("Tỷ") == term("tỉ") == "ti"
    assert term("quý") == "quy"


def test_a_question_becomes_one_clean_line() -> None:
    assert clean("<b>Hộ\nnghèo</b>\x00 &amp; cận nghèo ") == "Hộ nghèo & cận nghèo"


@pytest.mark.parametrize(
    ("question", "pieces"),
    [
        ("Có mấy trường, với lại bao nhiêu học sinh?", 2),
        ("Thu bao nhiêu? Chi bao nhiêu?", 2),
        ("Có bao nhiêu trường và học sinh?", 0),
        ("Thu ngân sách, với lại những gì liên quan", 0),
    ],
)
def test_questions_are_parted_only_where_each_asks(question: str, pieces: int) -> None:
    assert len(split_question(question)) == pieces


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ngừoi", "người"),
        ("đựoc", "được"),
        ("đuờng", "đường"),
        ("nứơc", "nước"),
        ("tíêng", "tiếng"),
        ("thuở", "thuở"),
        ("quyết", "quyết"),
        ("Huổi", "Huổi"),
        ("Khuông", "Khuông"),
    ],
)
def test_tones_are_set_where_they_belong(typed: str, meant: str) -> None:
    assert set_tones(typed) == meant
