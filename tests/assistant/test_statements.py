"""What a statement says, word by word, and what it stands in."""

from __future__ import annotations

from assistant.statements import in_a_row, statements
from corpus.passages import Passage, PassageId, PassageKind
from corpus.report import ReportId

TEXT = (
    "Năm 2022 huyện trồng 320 ha quế; tỷ lệ tham gia BHYT đạt 92,5%. "
    "Năm nay trồng 41 ha, diện tích 12 km²; giai đoạn 2021-2023 là 1.250 ha theo Kế hoạch số 05-KH/HU."
)


def _passage(text: str) -> Passage:
    return Passage(
        id=PassageId("doi-man-1"),
        report_id=ReportId("doi-man"),
        file="doi-man.txt",
        kind=PassageKind.BODY,
        text=text,
        spans=(),
        order=1,
        section=("II- Lâm nghiệp",),
    )


def test_words_side_by_side_stand_in_a_line_and_none_across_what_parts_them() -> None:
    first, second = statements(_passage(TEXT))

    assert in_a_row("trong", "320") in first.line
    assert in_a_row("bao", "hiem") in first.line  # what an abbreviation stands for
    assert in_a_row("i", "te") in first.line
    assert in_a_row("92,5", "bao") not in first.line
    assert in_a_row("nam", "nghiep") not in first.around_line
    assert in_a_row("lam", "nghiep") in second.around_line


def test_each_sentence_has_its_own_years_and_knows_the_last_one_before_it() -> None:
    first, second = statements(_passage(TEXT))

    assert (first.years, first.led_by) == (frozenset({2022}), None)
    assert (second.years, second.led_by) == (frozenset({2021, 2023}), 2022)
    assert second.spanned == {2021, 2022, 2023}


def test_numbers_are_told_by_their_place_among_the_words_without_years_and_numbers_of_documents() -> None:
    for one in statements(_passage(TEXT)):
        assert all(one.words[at][0].isdigit() for at, _ in one.numbers)
    first, second = statements(_passage(TEXT))

    assert [first.words[at] for at, _ in first.numbers] == ["320", "92,5"]
    assert [second.words[at] for at, _ in second.numbers] == ["41", "12", "1.250", "05"]
    assert dict(second.numbers)[second.words.index("12")].strip().startswith("km²")


def test_a_passage_and_its_sentences_share_their_words() -> None:
    first, second = statements(_passage(TEXT))

    assert first.near == second.near
    assert first.near == {*first.words, *second.words}
    assert {"lâm", "nghiệp", "quế"} <= first.company
