"""The five real reports: nothing of them is lost. They are data and lie beside the checkout."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from corpus.read import read_report


@pytest.mark.reports
def test_every_character_of_the_real_reports_lies_in_exactly_one_part(reports: Path) -> None:
    for file in sorted(reports.glob("*.txt")):
        report = read_report(file)
        kinds = (report.blocks, report.footnotes, report.tables, report.furniture, report.marks)
        spans = [span for kind in kinds for part in kind for span in part.spans]
        claimed = Counter(place for first, last in spans for place in range(first, last))
        assert all(claimed[place] == 1 for place, letter in enumerate(report.source) if not letter.isspace())


@pytest.mark.reports
def test_the_real_reports_know_their_places(reports: Path) -> None:
    fronts = [read_report(file).front for file in sorted(reports.glob("*.txt"))]

    assert [front.level for front in fronts] == ["tỉnh", "tỉnh", "tỉnh", "huyện", "thành phố"]
    assert all(front.place and front.place.startswith(front.level or "?") for front in fronts)
