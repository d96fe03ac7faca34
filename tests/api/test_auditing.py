"""The audit in the background: each edition once, those who answer are told, and closing waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from api.auditing import Auditing
from assistant.answer import Answer
from assistant.assemble import assemble_over
from assistant.assistant import Assistant
from assistant.audits.finding import Finding
from assistant.settings import Settings
from corpus.index import Index

REPORT = """HUYỆN ỦY SUỐI MƠ
Số 12-BC/HU
Suối Mơ, ngày 10 tháng 12 năm 2023

BÁO CÁO
kết quả năm 2023 của huyện Suối Mơ

I- KẾT QUẢ

Toàn huyện có 58 trường, gồm: 20 trường mầm non; 19 trường tiểu học; 18 trường trung học cơ sở.
"""


class Told:
    """Answers nothing, and remembers what it was told."""

    def __init__(self) -> None:
        self.findings: list[tuple[Finding, ...]] = []

    def ask(
        self,
        question: str,
        *,
        conversation_id: str | None = None,
        report_ids: Sequence[str] = (),
        history: Sequence[str] = (),
    ) -> Answer:
        """Nobody asks here."""
        raise NotImplementedError

    def keep_findings(self, findings: Sequence[Finding]) -> None:
        """Remember."""
        self.findings.append(tuple(findings))


@pytest.fixture
def index(tmp_path: Path) -> Index:
    """An index of one report whose parts do not make their total."""
    path = tmp_path / "suoi-mo.txt"
    path.write_text(REPORT, encoding="utf-8")
    index = Index.open(tmp_path / "home")
    index.add_many([path])
    return index


def test_it_runs_once_for_the_same_reports(index: Index) -> None:
    auditing, told = Auditing(), Told()

    auditing.begin(index, told)
    auditing.stop()
    auditing.begin(index, told)
    auditing.stop()

    assert len(told.findings) == 1
    assert any("58" in finding.what for finding in told.findings[0])


def test_later_answers_warn_of_the_figure_in_dispute(index: Index) -> None:
    auditing = Auditing()
    assistant: Assistant = assemble_over(index, Settings())
    asked = "Huyện Suối Mơ có bao nhiêu trường?"
    before = assistant.ask(asked)

    auditing.begin(index, assistant)
    auditing.stop()
    after = assistant.ask(asked)

    assert not any("không khớp" in warning for warning in before.warnings)
    assert any("không khớp" in warning for warning in after.warnings)
    assert before.text == after.text
