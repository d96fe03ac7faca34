"""The scorer: a right reply passes, and each way of being wrong fails for its own reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from eval.gold import Evidence, GoldFigure, Question
from eval.reply import Cited, Json, Reply, failed_reply
from eval.score import score, states, unsupported

ROW = Cited(
    file="hoa-an-2023.txt",
    text="Thu ngân sách trên địa bàn | Tỷ đồng | 55 | 43,6",
    table_row="Thu ngân sách trên địa bàn",
    section=("PHỤ LỤC",),
)
BUDGET = Question(
    id="t-1",
    text="Thu ngân sách huyện Hòa An còn thiếu bao nhiêu so với chỉ tiêu?",
    type="target",
    style="plain",
    figures=((GoldFigure("43,6", "tỷ đồng"),), (GoldFigure("55", "tỷ đồng"),)),
    verdict="chưa đạt",
    evidence=(Evidence(doc="hoa-an", table_row=("thu ngân sách",), figures=(("43,6",),)),),
)
RIGHT = Reply(
    text="Thu ngân sách ước 43,6 tỷ đồng, chưa đạt chỉ tiêu 55 tỷ đồng [1].",
    status="answered",
    citations=(ROW,),
    raw={"status": "answered"},
)
UNKNOWN = Question(id="t-2", text="Dân số năm 1975?", type="unanswerable", style="plain", refuse=True)


def test_a_right_reply_has_no_faults() -> None:
    """Figures, verdict and place all stand."""
    assert score(BUDGET, RIGHT).right


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("Thu ước 436 tỷ đồng, chưa đạt chỉ tiêu 55 tỷ đồng.", "43,6"),
        ("Thu ước 43,6 triệu đồng, chưa đạt chỉ tiêu 55 tỷ đồng.", "43,6"),
        ("Thu ước 43.6 nghìn tỷ đồng, chưa đạt chỉ tiêu 55 tỷ đồng.", "43,6"),
        ("Thu ước 43,6%, chưa đạt chỉ tiêu 55 tỷ đồng.", "43,6"),
        ("Thu ước 43,6 tỷ đồng, chưa đạt chỉ tiêu.", "55"),
        ("Thu ước 43,6 tỷ đồng, vượt chỉ tiêu 55 tỷ đồng.", "kết luận"),
        ("", "43,6"),
        ("Báo cáo không có số liệu này.", "43,6"),
    ],
)
def test_a_wrong_figure_unit_or_verdict_fails(text: str, fault: str) -> None:
    """A comma lost, a unit changed, a verdict turned round: each is a wrong answer."""
    given = score(BUDGET, replace(RIGHT, text=text))

    assert not given.right
    assert any(fault in told for told in given.faults)


def test_the_same_amount_in_another_unit_is_the_same_figure() -> None:
    """43,6 tỷ đồng are 43.600 triệu đồng."""
    figure = (GoldFigure("43,6", "tỷ đồng"),)

    assert states(figure, "ước 43.600 triệu đồng")
    assert not states(figure, "ước 43.600 tỷ đồng")


def test_percent_and_percentage_points_are_different_units() -> None:
    """A rate that rose by 2 points did not rise by 2 %."""
    assert states((GoldFigure("2,7", "điểm %"),), "thấp hơn 2,7 điểm phần trăm")
    assert not states((GoldFigure("2,7", "điểm %"),), "thấp hơn 2,7%")


def test_a_range_or_a_rank_is_read_as_written() -> None:
    """`9-10` is no subtraction and `56/63` no division."""
    assert states((GoldFigure("9-10", "%"),), "mục tiêu 9 – 10%/năm")
    assert states((GoldFigure("56/63"),), "xếp thứ 56/63 tỉnh")
    assert not states((GoldFigure("9-10", "%"),), "mục tiêu 910%")


def test_a_figure_of_a_table_may_have_its_unit_in_the_header() -> None:
    """The unit must be named somewhere in the answer, though."""
    assert states((GoldFigure("43,6", "tỷ đồng"),), "| Năm | Tỷ đồng |\n| 2023 | 43,6 |")
    assert not states((GoldFigure("43,6", "ha"),), "| Năm | Tỷ đồng |\n| 2023 | 43,6 |")


@pytest.mark.parametrize(
    "cited",
    [
        replace(ROW, file="khac-2023.txt"),
        replace(ROW, text="Thu ngân sách trên địa bàn | Tỷ đồng | 55 | 34,6"),
        replace(ROW, table_row="Chi ngân sách", text="Chi ngân sách | 43,6"),
    ],
)
def test_a_citation_of_another_place_does_not_count(cited: Cited) -> None:
    """Another report, another figure, another row."""
    given = score(BUDGET, replace(RIGHT, citations=(cited,)))

    assert not given.evidence_right
    assert given.evidence_recall == 0.0


def test_a_footnote_must_be_the_footnote_asked_for() -> None:
    """A passage that only bears the mark is not the note."""
    asked = replace(BUDGET, evidence=(Evidence(doc="hoa-an", footnote="12"),))

    assert not score(asked, RIGHT).evidence_right
    assert score(asked, replace(RIGHT, citations=(ROW, replace(ROW, footnote="12")))).evidence_right


def test_every_gold_place_must_be_cited_unless_any_is_enough() -> None:
    """Half of the evidence is half."""
    two = replace(BUDGET, evidence=(*BUDGET.evidence, Evidence(doc="khac")))

    assert score(two, RIGHT).evidence_recall == 0.5
    assert not score(two, RIGHT).right
    assert score(replace(two, any_evidence=True), RIGHT).right


def test_a_figure_that_nothing_holds_breaks_the_promise() -> None:
    """Even when all that was asked for is there."""
    given = score(BUDGET, replace(RIGHT, text=RIGHT.text + " Năm trước thu 38,2 tỷ đồng."))

    assert given.unsupported == ("38.2",)
    assert not given.right


def test_what_a_calculation_gives_is_supported() -> None:
    """A difference stands in no report, but in its calculation."""
    calculation: dict[str, Json] = {"tool": "change_between", "result": {"difference": "11.4"}}
    reply = replace(RIGHT, text=RIGHT.text + " Còn thiếu 11,4 tỷ đồng.", calculations=(calculation,))

    assert unsupported(reply) == ()


def test_a_refusal_may_repeat_the_number_that_was_asked_for_and_an_answer_may_not() -> None:
    """Else a wrong figure in a question would vouch for itself."""
    asked = replace(UNKNOWN, text="Thu ngân sách có phải 38,2 tỷ đồng không?")
    text = "Các báo cáo đã nạp không nêu 38,2 tỷ đồng."
    refusal = Reply(text=text, status="not_found", raw={"status": "not_found"})

    assert score(asked, refusal).right
    assert score(asked, replace(refusal, status="answered", citations=(ROW,))).unsupported == ("38.2",)


def test_a_wrong_calculation_misleads_and_a_quotation_that_misses_does_not() -> None:
    """To compute the wrong thing is worse than to quote it, and is counted apart."""
    missed = replace(RIGHT, text="Thu ngân sách ước 43,6 tỷ đồng [1].")
    computed = replace(missed, calculations=({"tool": "average", "result": {"value": "43.6"}},))

    assert not score(BUDGET, missed).misled
    assert score(BUDGET, computed).misled
    assert not score(BUDGET, replace(RIGHT, calculations=computed.calculations)).misled


def test_silence_is_right_only_where_the_reports_do_not_tell() -> None:
    """Refusing everything scores nothing on what can be answered."""
    silence = Reply(text="Không tìm thấy trong các báo cáo.", status="not_found", raw={"status": "not_found"})

    assert score(UNKNOWN, silence).right
    assert not score(BUDGET, silence).right


def test_answering_everything_fails_what_must_be_refused() -> None:
    """Also when it hedges while its status says that it answered."""
    assert not score(UNKNOWN, RIGHT).right
    assert not score(UNKNOWN, replace(RIGHT, text="Không có số liệu, nhưng chắc khoảng 43,6.")).right


def test_a_failed_call_is_wrong_even_where_silence_is_right() -> None:
    """A crash refuses nothing."""
    assert not score(UNKNOWN, failed_reply("HTTP 500", 3.0)).right


def test_pouring_everything_out_is_no_answer() -> None:
    """All gold figures stand in a dump of the report."""
    dump = RIGHT.text + " dòng" * 2000

    assert not score(BUDGET, replace(RIGHT, text=dump)).content_right
    assert not score(BUDGET, replace(RIGHT, citations=(ROW,) * 60)).content_right


def test_citing_what_does_not_matter_costs_precision() -> None:
    """One useful passage among four."""
    noise = replace(ROW, text="Thời tiết thuận lợi.", table_row=None)

    assert score(BUDGET, replace(RIGHT, citations=(ROW, noise, noise, noise))).evidence_precision == 0.25


def test_a_server_without_status_refuses_in_words() -> None:
    """What any OpenAI-compatible server replies."""
    words = Reply(text="Tôi không tìm thấy số liệu này.", status="answered")

    assert score(UNKNOWN, words).right


def test_verdicts_scattered_in_all_directions_are_none() -> None:
    """Three calculations, three verdicts: nothing was concluded."""
    spray = tuple({"result": {"verdict": verdict}} for verdict in ("vượt", "đạt", "chưa đạt"))

    assert not score(BUDGET, replace(RIGHT, calculations=spray)).right


def test_a_forbidden_word_fails_an_otherwise_right_reply() -> None:
    """The figure of another place beside the right one."""
    asked = replace(BUDGET, absent=("huyện bên",))

    assert score(asked, RIGHT).right
    assert not score(asked, replace(RIGHT, text=RIGHT.text + " Còn huyện bên thì khác.")).right
