"""Questions that want something reckoned, over three invented reports of one term."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.assemble import assemble
from assistant.assistant import Assistant
from assistant.settings import Settings
from corpus.index import Index

REPORTS = sorted((Path(__file__).parent / "term").glob("*.txt"))


@pytest.fixture(scope="module")
def term(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """The assistant over the province's two reports and its district's one."""
    home = tmp_path_factory.mktemp("term")
    index = Index.open(home)
    index.add_many(REPORTS)
    index.close()
    return assemble(Settings(home=home))


def test_a_list_by_verdict_is_of_the_year_that_is_named(term: Assistant) -> None:
    """“Đến hết năm 2023” means the column of half-time, not the forecast beside it."""
    answer = term.ask(
        "Theo báo cáo giữa nhiệm kỳ, đến hết năm 2023 những chỉ tiêu nào của tỉnh đã vượt Nghị quyết?"
    )

    assert "63,5%" in answer.text
    assert "93,4%" in answer.text
    assert "6.150" not in answer.text.split("Báo cáo của")[0]


def test_a_verdict_is_meant_to_the_letter_where_the_table_prints_it(term: Assistant) -> None:
    """“Khó đạt” is not “Chưa đạt”."""
    answer = term.ask("Phụ lục báo cáo giữa nhiệm kỳ 2023 ghi chỉ tiêu nào của tỉnh khó đạt?")

    assert "2.300 tỷ đồng" in answer.text
    assert "54,5" not in answer.text


def test_a_row_that_prints_only_its_verdict_is_listed_too(term: Assistant) -> None:
    answer = term.ask("Theo báo cáo chính trị, chỉ tiêu nào của tỉnh không đạt mục tiêu Nghị quyết?")

    assert "- Thu ngân sách trên địa bàn: 2.500 tỷ đồng" in answer.text
    assert "- Cơ cấu kinh tế [" in answer.text


def test_a_list_keeps_to_the_field_that_is_named(term: Assistant) -> None:
    answer = term.ask("Chỉ tiêu môi trường nào của tỉnh vượt Nghị quyết tính đến hết năm 2023?")

    assert "93,4%" in answer.text
    assert "63,5%" not in answer.text


def test_how_many_indicators_is_answered_with_a_number(term: Assistant) -> None:
    answer = term.ask("Huyện Nà Pha có bao nhiêu chỉ tiêu chưa đạt Nghị quyết?")

    assert answer.text.startswith("Có 3 chỉ tiêu")


def test_the_indicator_farthest_from_its_target_leads(term: Assistant) -> None:
    answer = term.ask("Chỉ tiêu nào của huyện Nà Pha đạt thấp nhất so với Nghị quyết?")

    assert answer.text.split("\n")[2].startswith("- Tổng lượng khách du lịch")
    assert "45%" in answer.text
