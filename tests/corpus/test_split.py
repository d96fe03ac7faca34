"""Passages: whole sentences with the footnotes that they bear."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.passages import Passage, PassageKind
from corpus.read import read_report, read_text
from corpus.report import Mark, Report
from corpus.split import LIMIT, split_passages
from corpus.tokens import count_tokens

PAGE = """**I- NÔNG NGHIỆP**

1. Trồng trọt

Toàn huyện gieo cấy 1.250 ha lúa mùa. Nông dân chuyển sang giống ngắn ngày¹ và mở rộng vườn

¹ Gồm các giống Hương Liễu, Nếp Bạc và Tẻ Vàng; năm 2022 mới trồng thử 40 ha.

cam trên đất dốc. Đàn trâu giữ ở mức 8.300 con.

2. Chợ

Các biện pháp đã làm:

- Mở hai phiên chợ đêm mỗi tháng.

- Vận động tiểu thương niêm yết giá.

**PHỤ LỤC 1. MỘT SỐ CHỈ TIÊU**

TT\tChỉ tiêu\tĐơn vị\tMục tiêu\tKết quả
1\tThu ngân sách\tTỷ đồng\t45\t41,2
2\tTrường đạt chuẩn\tTrường\t12\t13
"""


@pytest.fixture
def page() -> Report:
    return read_text(PAGE, file="trang.txt")


def of_kind(passages: tuple[Passage, ...], kind: PassageKind) -> list[Passage]:
    return [passage for passage in passages if passage.kind is kind]


def test_a_sentence_keeps_its_footnote_though_the_page_tore_them_apart(page: Report) -> None:
    (borne,) = [passage for passage in split_passages(page) if passage.notes]

    assert "giống ngắn ngày và mở rộng vườn cam trên đất dốc." in borne.text
    assert borne.notes[0].number == "1"
    assert borne.notes[0].text.startswith("Gồm các giống Hương Liễu")
    assert borne.text[: borne.notes[0].at].endswith("giống ngắn ngày")


def test_a_footnote_is_a_passage_of_its_own_that_knows_its_sentence(page: Report) -> None:
    (note,) = of_kind(split_passages(page), PassageKind.FOOTNOTE)

    assert (note.footnote, note.text[:12]) == ("1", "Gồm các giốn")
    assert note.anchor == "Nông dân chuyển sang giống ngắn ngày và mở rộng vườn cam trên đất dốc."


def test_list_items_stay_with_the_sentence_that_leads_in(page: Report) -> None:
    (market,) = [passage for passage in split_passages(page) if "chợ đêm" in passage.text]

    assert market.text.startswith("Các biện pháp đã làm:")
    assert "niêm yết giá" in market.text


def test_a_long_list_repeats_its_lead_in_sentence() -> None:
    items = "\n\n".join(
        f"- Đã làm việc thứ {number} theo đúng kế hoạch đề ra từ đầu năm." for number in range(60)
    )
    report = read_text(f"**I- VIỆC**\n\nHuyện đã làm:\n\n{items}\n", file="dài.txt")

    lists = [passage for passage in split_passages(report) if "việc thứ" in passage.text]

    assert len(lists) > 1
    assert all("Huyện đã làm:" in passage.text for passage in lists)


def test_a_row_is_a_passage_as_printed_beside_its_whole_table(page: Report) -> None:
    tables = of_kind(split_passages(page), PassageKind.TABLE)
    rows = [passage for passage in tables if passage.table_row is not None]
    (whole,) = [passage for passage in tables if passage.table_row is None]

    assert [row.text for row in rows] == [
        "1 | Thu ngân sách | Tỷ đồng | 45 | 41,2",
        "2 | Trường đạt chuẩn | Trường | 12 | 13",
    ]
    assert all(row.text in whole.text for row in rows)


def test_headings_are_context_and_never_quoted(page: Report) -> None:
    (rice,) = [passage for passage in split_passages(page) if "lúa mùa" in passage.text]

    assert any("Trồng trọt" in heading for heading in rice.section)
    assert "Trồng trọt" not in rice.text


def test_a_long_paragraph_becomes_passages_of_whole_sentences() -> None:
    sentences = [f"Xã thứ {number} đã hoàn thành kế hoạch trồng rừng của mình." for number in range(120)]
    report = read_text(" ".join(sentences), file="dài.txt")

    passages = split_passages(report)

    assert len(passages) > 1
    assert " ".join(passage.text for passage in passages) == " ".join(sentences)
    assert all(passage.text.endswith(".") and passage.text.startswith("Xã") for passage in passages)
    assert max(passage.tokens for passage in passages) <= LIMIT * 1.5


def test_a_long_footnote_becomes_passages_that_carry_its_sentence() -> None:
    long = " ".join(f"Bản thứ {number} có đường xe máy quanh năm." for number in range(90))
    report = read_text(f"**I- ĐƯỜNG**\n\nGiao thông tốt hơn trước¹.\n\n¹ {long}\n", file="dài.txt")

    notes = of_kind(split_passages(report), PassageKind.FOOTNOTE)

    assert len(notes) > 1
    assert {(note.footnote, note.anchor) for note in notes} == {("1", "Giao thông tốt hơn trước.")}


def test_ids_and_order_follow_from_the_text_alone(page: Report) -> None:
    passages = split_passages(page)

    assert passages == split_passages(page)
    assert [passage.order for passage in passages] == list(range(len(passages)))
    assert len({passage.id for passage in passages}) == len(passages)


def test_spans_give_back_the_words(page: Report) -> None:
    for passage in split_passages(page):
        pieces = "".join(page.source[start:end] for start, end in passage.spans)
        inked = "".join(passage.text.split()).replace("|", "")
        found = "".join(pieces.split()).replace("|", "")

        assert passage.kind is PassageKind.TABLE or inked == found


@pytest.mark.reports
def test_every_footnote_of_the_real_reports_lands_with_its_sentence(reports: Path) -> None:
    for file in sorted(reports.glob("*.txt")):
        report = read_report(file)
        passages = split_passages(report)
        borne = {(note.number, note.text) for passage in passages for note in passage.notes}
        own = {passage.footnote for passage in passages}
        bound = {mark.footnote for mark in _marks(report)}

        for order, note in enumerate(report.footnotes):
            assert note.number in own, (file.name, note.number)
            assert order not in bound or (note.number, note.text) in borne, (file.name, note.number)


def _marks(report: Report) -> list[Mark]:
    cells = [cell for table in report.tables for row in table.rows for cell in row.cells]
    bearers = (report.blocks, report.footnotes, cells)
    return [mark for group in bearers for bearer in group for mark in bearer.marks]


@pytest.mark.reports
def test_no_words_of_the_real_reports_are_lost(reports: Path) -> None:
    """Every paragraph and item stands in some passage."""
    for file in sorted(reports.glob("*.txt")):
        report = read_report(file)
        shown = "\n".join(passage.text for passage in split_passages(report))
        kinds = {"paragraph", "item", "signature", "recipients"}
        lost = [
            block.text[:40]
            for block in report.blocks
            if block.kind in kinds and block.text and " ".join(block.text.split()[:6]) not in shown
        ]

        assert not lost, (file.name, lost)
        assert count_tokens(shown) > 1000
