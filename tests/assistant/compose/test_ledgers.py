"""Tasks, documents and signers, told from the tables and lines that hold them and from nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from assistant.answer import Status
from assistant.assemble import assemble
from assistant.settings import Settings
from corpus.index import Index
from tests.assistant.ledgers_report import write_programme

if TYPE_CHECKING:
    from assistant.assistant import Assistant


@pytest.fixture(scope="module")
def programme(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    home = tmp_path_factory.mktemp("programme-home")
    index = Index.open(home)
    index.add_many([write_programme(tmp_path_factory.mktemp("programme"))])
    index.close()
    return assemble(Settings(home=home))


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Ai chủ trì nạo vét luồng vào cảng cá Bãi Vàng?", "Sở Giao thông vận tải"),
        ("nao vet luong vao cang ca bai vang giao cho co quan nao, thoi han ra sao", "Quý II năm 2024"),
        ("Đề án nuôi biển xa bờ làm trong thời gian nào?", "2023-2025"),
        ("Ban Tuyên giáo Tỉnh ủy được giao việc gì?", "Tuyên truyền chống khai thác trái phép"),
        ("Cơ quan nào lo đề án nuôi biển xa bờ?", "Sở Nông nghiệp và Môi trường"),
        ("Việc nào trong biểu giao việc phải xong trong quý II năm 2024?", "Nạo vét luồng"),
    ],
)
def test_a_task_is_told_with_its_body_and_time(programme: Assistant, question: str, told: str) -> None:
    answer = programme.ask(question)

    assert answer.status is Status.ANSWERED
    assert told in answer.text.split("\n")[0]
    assert [citation.kind for citation in answer.citations] == ["table"]


def test_a_task_that_nobody_is_given_is_not_told(programme: Assistant) -> None:
    answer = programme.ask("Cơ quan nào chủ trì phát triển nghề nuôi hàu?")

    assert answer.status is Status.NOT_FOUND


@pytest.mark.parametrize(
    ("question", "told", "absent"),
    [
        ("Kết luận số 52-KL/TU ban hành ngày nào?", "07/02/2022", "04/3/2021"),
        ("Nghị quyết nào của Tỉnh ủy về rừng ngập mặn?", "38-NQ/TU", "31-NQ/TU"),
        ("Các nghị quyết Tỉnh ủy ban hành trong năm 2021 gồm những số nào?", "31-NQ/TU", "52-KL/TU"),
    ],
)
def test_a_document_is_found_by_number_by_subject_and_by_year(
    programme: Assistant, question: str, told: str, absent: str
) -> None:
    answer = programme.ask(question)

    assert answer.status is Status.ANSWERED
    assert told in answer.text
    assert absent not in answer.text


def test_a_document_that_no_report_names_is_not_swapped_for_another(programme: Assistant) -> None:
    answer = programme.ask("Kết luận số 77-KL/TU nói về việc gì?")

    assert answer.status is Status.NOT_FOUND


def test_the_signer_is_the_name_under_the_report(programme: Assistant) -> None:
    answer = programme.ask("Ai ký chương trình hành động này?")

    assert answer.status is Status.ANSWERED
    assert "Đỗ Văn Khải" in answer.text
    assert "BÍ THƯ" in answer.text


def test_the_signer_of_another_document_is_not_told(programme: Assistant) -> None:
    answer = programme.ask("Ai ký Nghị quyết số 31-NQ/TU?")

    assert "Đỗ Văn Khải" not in answer.text
    assert answer.status is Status.NOT_FOUND


@pytest.mark.parametrize(
    "question",
    [
        "Bao giờ nghề nuôi hàu được công nhận?",
        "Bao giờ khởi công cảng cá quốc tế?",
        "Vì sao nghề nuôi hàu phát triển nhanh?",
        "Tuổi thọ bình quân của ngư dân hiện nay là bao nhiêu?",
        "Số tàu có thiết bị giám sát hành trình?",
        "Nghề nuôi nào lớn nhất tỉnh?",
    ],
)
def test_what_speaks_of_the_subject_alone_is_no_answer(programme: Assistant, question: str) -> None:
    answer = programme.ask(question)

    assert answer.status is Status.NOT_FOUND


def test_a_cause_that_is_told_answers(programme: Assistant) -> None:
    answer = programme.ask("Vì sao sản lượng khai thác năm 2022 giảm?")

    assert answer.status is Status.ANSWERED
    assert "bão kéo dài" in answer.text


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("tinh kien nghi de xuat gi", "gia hạn giấy phép"),
        ("Tỉnh kiến nghị gì về thuế thuê mặt nước?", "thuế thuê mặt nước"),
        ("Hội Nông dân đã tổ chức bao nhiêu lớp tập huấn?", "26 lớp tập huấn"),
        ("Quỹ cứu hộ vận động được bao nhiêu tiền?", "4,6 tỷ đồng"),
    ],
)
def test_other_words_for_the_same_are_understood(programme: Assistant, question: str, told: str) -> None:
    answer = programme.ask(question)

    assert answer.status is Status.ANSWERED
    assert told in answer.text


@pytest.mark.parametrize(
    "question",
    ["muc luong toi thieu vung nam 2022", "Tỷ lệ cá chết được thu gom năm 2022?"],
)
def test_a_word_in_common_is_no_answer(programme: Assistant, question: str) -> None:
    assert programme.ask(question).status is Status.NOT_FOUND


def test_a_cause_named_by_its_own_label_leads_and_is_told_to_its_end(programme: Assistant) -> None:
    answer = programme.ask("Nguyên nhân chủ quan của những hạn chế là gì?")

    assert "“- Nguyên nhân chủ quan" in answer.text.split("\n")[0]
    assert "phân cấp cho huyện chậm" in answer.text


def test_a_list_that_runs_over_a_line_is_told_to_its_end(programme: Assistant) -> None:
    answer = programme.ask("Tỉnh chuẩn bị công nhận những bến cá nào?")

    assert "Bến Sa Kỳ Mới" in answer.text


def test_nothing_is_quoted_twice(programme: Assistant) -> None:
    quotes = [line for line in programme.ask("Tỉnh chia làm mấy vùng nuôi?").text.split("\n") if line]

    assert len(quotes) == len(set(quotes))
    assert any("ba vùng nuôi" in quote for quote in quotes)


def test_a_signature_is_no_part_of_what_is_proposed(programme: Assistant) -> None:
    answer = programme.ask("Tỉnh kiến nghị gì?")

    assert "giảm thuế" in answer.text
    assert "Nơi nhận" not in answer.text
