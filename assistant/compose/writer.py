"""A draft in the making: sentences, the citations that they point to, the calculations that they rest on."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from assistant.answer import Citation, Draft, Sentence, Status
from assistant.compose.words import phrase
from corpus.passages import PassageKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.calculation import Calculation
    from assistant.library import Library
    from assistant.statements import Statement
    from assistant.understanding.naming import Card
    from corpus.figures import Figure
    from corpus.passages import Passage

_MARKER = re.compile(r"\[(\d{1,3})\]")
_LONGEST_NAME = 90


class Titled(Protocol):
    """Whatever is known of a report by its front matter."""

    @property
    def title(self) -> str:
        """What the report calls itself."""

    @property
    def number(self) -> str | None:
        """The document's number, if it has one."""

    @property
    def place(self) -> str | None:
        """The place that reports."""

    @property
    def date(self) -> str | None:
        """The day it was signed."""


class Writer:
    """Collects what is said, and numbers the sources in the order in which they are first cited."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.status = Status.ANSWERED
        self.warnings: list[str] = []
        self.follow_ups: list[str] = []
        self._sentences: list[Sentence] = []
        self._citations: dict[str, Citation] = {}
        self._calculations: list[Calculation] = []

    @property
    def is_empty(self) -> bool:
        """Whether nothing has been cited yet."""
        return not self._citations

    def cites(self, passage: Passage) -> bool:
        """Whether a passage is cited already."""
        return passage.id in self._citations

    def mark(self, passage: Passage) -> str:
        """The marker of a passage, as it is written in the text."""
        citation = self._citations.get(passage.id)
        if citation is None:
            citation = self._citation(passage, len(self._citations) + 1)
            self._citations[passage.id] = citation
        return f"[{citation.marker}]"

    def mark_figure(self, figure: Figure) -> str:
        """The marker of the passage that a figure stands in; nothing where it cannot be cited."""
        passage = self.library.passage_of(figure)
        return self.mark(passage) if passage else ""

    def add(self, calculation: Calculation) -> int:
        """Keep a calculation, its inputs cited; its number for the sentences that rest on it."""
        for figure in calculation.inputs:
            self.mark_figure(figure)
        self._calculations.append(calculation)
        return len(self._calculations) - 1

    def say(
        self, text: str, *, calculations: Iterable[int] = (), block: str = "p", quote: bool = False
    ) -> None:
        """One sentence, its markers read from its text; what was quoted is not quoted again."""
        if quote and any(said.quote and said.text == text for said in self._sentences):
            return
        markers = tuple(dict.fromkeys(int(number) for number in _MARKER.findall(text)))
        self._sentences.append(
            Sentence(text=text, markers=markers, calculations=tuple(calculations), quote=quote, block=block)
        )

    def quote(self, statement: Statement, *, lead: bool = True) -> None:
        """A statement in its own words, with its report named."""
        passage = statement.passage
        report = self.report_name(passage)
        marker = self.mark(passage)
        if passage.kind is PassageKind.TABLE:
            self._quote_row(statement, report, marker)
        elif passage.kind is PassageKind.FOOTNOTE and passage.footnote:
            text = quotable(statement.text)
            self.say(
                phrase("value.footnote", report=report, note=passage.footnote, quote=text, marker=marker),
                quote=True,
                block="quote",
            )
        else:
            name = "value.quote" if lead else "value.also"
            self.say(
                phrase(name, report=report, quote=quotable(statement.text), marker=marker),
                quote=True,
                block="quote",
            )

    def _quote_row(self, statement: Statement, report: str, marker: str) -> None:
        title = statement.passage.table_title
        cells = f"“{quotable(statement.text)}”"
        name = "value.row" if title else "value.row_untitled"
        self.say(
            phrase(name, report=report, title=_short(title or ""), cells=cells, marker=marker),
            quote=True,
            block="quote",
        )

    def report_name(self, passage: Passage) -> str:
        """How a report is called in running text."""
        card = self.library.card(passage.report_id)
        return name_of_report(card) if card else passage.file

    def draft(self) -> Draft:
        """What was written."""
        return Draft(
            status=self.status,
            sentences=tuple(self._sentences),
            citations=tuple(self._citations.values()),
            calculations=tuple(self._calculations),
            warnings=tuple(dict.fromkeys(self.warnings)),
            follow_ups=tuple(dict.fromkeys(self.follow_ups))[:4],
        )

    def _citation(self, passage: Passage, marker: int) -> Citation:
        card = self.library.card(passage.report_id)
        return Citation(
            marker=marker,
            passage_id=passage.id,
            report_id=passage.report_id,
            report_title=_full_title(card) if card else passage.file,
            file=passage.file,
            section=passage.section,
            kind=passage.kind,
            text=passage.text,
            spans=passage.spans,
            footnote=passage.footnote,
            table_row=" / ".join(passage.table_row) if passage.table_row else None,
            page=passage.page,
            confidence=passage.confidence,
        )


def quotable(text: str) -> str:
    """Words to stand between quotation marks: on one line, inner marks made plain."""
    return re.sub(r"\s+", " ", text).strip().replace("“", '"').replace("”", '"')


def name_of_report(card: Titled) -> str:
    """A report's name for running text: what it is, whose, and when, its full title kept for the citation."""
    title = re.sub(r"\s+", " ", card.title).strip()
    head = re.match(
        r"(?i)(báo cáo chính trị|báo cáo|chương trình hành động|kế hoạch|đề án|tờ trình|thông báo)", title
    )
    kind = head.group().capitalize() if head else "Báo cáo"
    number = f" số {card.number}" if card.number else ""
    place = f" của {card.place}" if card.place else ""
    return f"{kind}{number}{place}{_dated(card)}"


def _full_title(card: Card) -> str:
    """The report's title, with its number where the title leaves it out."""
    title = re.sub(r"\s+", " ", card.title).strip()
    return title if not card.number or card.number in title else f"{title} (số {card.number})"


def _dated(card: Titled) -> str:
    if not card.date:
        return ""
    parts = card.date.split("-")
    return f" ({parts[1]}/{parts[0]})" if len(parts) > 1 else f" ({parts[0]})"


def _short(title: str) -> str:
    """A long title cut at a word."""
    title = re.sub(r"\s+", " ", title).strip().replace("“", '"').replace("”", '"')
    if len(title) <= _LONGEST_NAME:
        return title
    return title[:_LONGEST_NAME].rsplit(" ", 1)[0] + "…"
