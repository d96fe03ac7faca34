"""Reports by the names that people call them."""

from collections.abc import Iterable

from assistant.compose.writer import name_of_report
from corpus.report import ReportId
from corpus.stores.reports import ReportCard


def report_names(cards: Iterable[ReportCard]) -> dict[ReportId, str]:
    """Each report's name for running text."""
    return {card.id: name_of_report(card) for card in cards}
