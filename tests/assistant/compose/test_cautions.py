"""What stands beside a right figure: estimates, other reports' values, disputes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.assistant import Assistant
from assistant.audits.finding import Certainty, Finding, Kind, Source
from corpus.figures import Figure

ASKED = "Huyện Khe Vàng năm 2023 còn bao nhiêu phần trăm hộ nghèo?"


def figure_of(assistant: Assistant, written: str) -> Figure:
    """The one figure that is printed so."""
    cards = assistant.library.cards
    return next(
        figure
        for card in cards
        for figure in assistant.library.shelf(card.id).figures
        if figure.written == written
    )


def finding_on(figure: Figure, certainty: Certainty, kind: Kind = Kind.PERCENT) -> Finding:
    """A finding over the sentence that a figure stands in."""
    return Finding(
        kind=kind,
        certainty=certainty,
        printed=figure.written,
        recomputed="23,8%",
        what="Tỷ lệ in trong báo cáo không khớp với số hộ.",
        arithmetic="",
        sources=(
            Source(
                report_id=figure.report_id,
                file="huyen.txt",
                text=figure.sentence,
                spans=figure.sentence_spans,
            ),
        ),
    )


@pytest.fixture
def audited(assistant: Assistant) -> Iterator[Assistant]:
    """An assistant whose audit has run; forgotten afterwards."""
    yield assistant
    assistant.library.keep_findings(())


def test_an_estimate_is_called_one(assistant: Assistant) -> None:
    answer = assistant.ask("Thu ngân sách trên địa bàn tỉnh năm 2023 là bao nhiêu?")

    assert any("ước" in warning for warning in answer.warnings)


def test_a_final_value_bears_no_warning(assistant: Assistant) -> None:
    answer = assistant.ask("Tỷ lệ che phủ rừng của tỉnh năm 2021 là bao nhiêu?")

    assert not any("ước" in warning for warning in answer.warnings)


def test_a_figure_in_clear_dispute_is_named(audited: Assistant) -> None:
    audited.library.keep_findings([finding_on(figure_of(audited, "24,1"), Certainty.CLEAR)])

    assert any("không khớp" in warning for warning in audited.ask(ASKED).warnings)


@pytest.mark.parametrize(
    ("certainty", "kind"), [(Certainty.ARGUABLE, Kind.PERCENT), (Certainty.CLEAR, Kind.SUPERSEDED)]
)
def test_what_is_arguable_or_only_older_is_no_dispute(
    audited: Assistant, certainty: Certainty, kind: Kind
) -> None:
    audited.library.keep_findings([finding_on(figure_of(audited, "24,1"), certainty, kind)])

    assert not any("không khớp" in warning for warning in audited.ask(ASKED).warnings)


def test_warnings_are_few_and_each_is_said_once(assistant: Assistant) -> None:
    warnings = assistant.ask("Thu ngân sách trên địa bàn tỉnh năm 2023 là bao nhiêu?").warnings

    assert len(warnings) <= 3
    assert len(set(warnings)) == len(warnings)
