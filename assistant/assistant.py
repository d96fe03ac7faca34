"""The whole way from a question to a checked answer."""

from __future__ import annotations

import time
import uuid
from collections import OrderedDict
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.answer import Answer, Draft, Sentence, Status
from assistant.check import check
from assistant.compose.aftercare import attend
from assistant.compose.joining import join_drafts
from assistant.compose.words import phrase
from assistant.conversation import continue_from, share_scope
from assistant.evidence import Evidence, gather
from assistant.grounds import grounds_for
from assistant.steps import Clock, Step, clocked, taking
from assistant.understanding.reading import clean, split_question
from assistant.understanding.understand import understand

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.audits.finding import Finding
    from assistant.check import Checked
    from assistant.compose import Composer
    from assistant.library import Library
    from assistant.query import Query

_CONVERSATIONS = 2000
_TURNS = 20
_LONGEST = 4000
_TOLD = frozenset((Status.ANSWERED, Status.CONFLICTING, Status.PARTIAL))


class Assistant:
    """Answers from the reports, or says that they do not tell."""

    def __init__(self, library: Library, composer: Composer) -> None:
        self.library = library
        self.composer = composer
        self._conversations: OrderedDict[str, tuple[Query, ...]] = OrderedDict()

    def ask(
        self,
        question: str,
        *,
        conversation_id: str | None = None,
        report_ids: Sequence[str] = (),
        history: Sequence[str] = (),
    ) -> Answer:
        """The checked answer; `history` holds earlier questions that this process did not hear."""
        start = time.perf_counter()
        with clocked() as clock:
            with taking(Step.LOOK):
                self.library.refresh()
            name = conversation_id or uuid.uuid4().hex
            earlier = self._earlier(name, history, report_ids)
            draft, query = self._draft(question, earlier, report_ids)
            if query is not None:
                self._remember(name, earlier, query)
            checked = self._checked(draft, query)
        return _answer(checked, name, start, clock)

    def _checked(self, draft: Draft, query: Query | None) -> Checked:
        with taking(Step.CHECK):
            checked = check(draft, grounds_for(draft.citations, self.library))
        if query is None:
            return checked
        with taking(Step.FINISH):
            return replace(checked, draft=attend(checked.draft, query, self.library))

    def understand(
        self, question: str, *, earlier: Sequence[Query] = (), report_ids: Sequence[str] = ()
    ) -> Query:
        """The question as it is meant after those before it."""
        with taking(Step.UNDERSTAND):
            limited = tuple(card.id for card in self.library.cards if card.id in report_ids)
            return continue_from(understand(question, self.library.scene(), limited=limited), earlier)

    def keep_findings(self, findings: Sequence[Finding]) -> None:
        """What an audit of these reports found, for warnings beside the figures in dispute."""
        self.library.refresh()
        self.library.keep_findings(findings)

    def gather(self, query: Query) -> Evidence:
        """The evidence for a question."""
        return gather(query, self.library)

    def _draft(
        self, question: str, earlier: Sequence[Query], report_ids: Sequence[str]
    ) -> tuple[Draft, Query | None]:
        unfit = _unfit(question)
        if unfit:
            return Draft(status=Status.CLARIFY, sentences=(Sentence(text=phrase(unfit)),)), None
        if not self.library.cards:
            text = phrase("smalltalk.no_reports")
            return Draft(status=Status.NOT_FOUND, sentences=(Sentence(text=text),)), None
        query = self.understand(question, earlier=earlier, report_ids=report_ids)
        draft = self._compose(query)
        if draft.status is Status.NOT_FOUND:
            draft = self._piece_by_piece(question, earlier, report_ids) or draft
        return draft, query

    def _compose(self, query: Query) -> Draft:
        evidence = gather(query, self.library)
        with taking(Step.COMPOSE):
            return self.composer.compose(query, evidence, self.library)

    def _piece_by_piece(
        self, question: str, earlier: Sequence[Query], report_ids: Sequence[str]
    ) -> Draft | None:
        """Several questions in one, each answered by itself; what one names holds for the next."""
        drafts: list[Draft] = []
        for piece in split_question(question):
            query = self.understand(piece, earlier=earlier, report_ids=report_ids)
            query = share_scope(query, earlier[-1]) if drafts else query
            earlier = (*earlier, query)
            drafts.append(self._compose(query))
        if not any(draft.status in _TOLD for draft in drafts):
            return None
        return join_drafts(drafts)

    def _earlier(self, name: str, history: Sequence[str], report_ids: Sequence[str]) -> tuple[Query, ...]:
        if name in self._conversations:
            self._conversations.move_to_end(name)
            return self._conversations[name]
        earlier: tuple[Query, ...] = ()
        for question in history[-_TURNS:]:
            if not _unfit(question):
                earlier = (*earlier, self.understand(question, earlier=earlier, report_ids=report_ids))
        return earlier

    def _remember(self, name: str, earlier: Sequence[Query], query: Query) -> None:
        self._conversations[name] = (*earlier, query)[-_TURNS:]
        while len(self._conversations) > _CONVERSATIONS:
            self._conversations.popitem(last=False)


def _unfit(question: str) -> str | None:
    """Why a question cannot be read at all: a key of the words to say."""
    if len(question) > _LONGEST:
        return "smalltalk.too_long"
    text = clean(question)
    if not any(letter.isalnum() for letter in text):
        return "smalltalk.empty"
    latin = sum(letter.isascii() or "\u00c0" <= letter <= "\u1ef9" for letter in text)
    return "smalltalk.other_language" if latin * 2 < len(text) else None


def _answer(checked: Checked, name: str, start: float, clock: Clock) -> Answer:
    draft = checked.draft
    text = lay_out(draft.sentences)
    warnings = list(draft.warnings)
    if checked.withheld:
        warnings.append(phrase("warnings.withheld", count=len(checked.withheld)))
        text = text or phrase("not_found.plain", subject=phrase("not_found.this_subject"))
    return Answer(
        answer_id=uuid.uuid4().hex,
        conversation_id=name,
        status=draft.status,
        text=text,
        citations=draft.citations,
        calculations=draft.calculations,
        calculation_markers=tuple(_markers(draft, index) for index in range(len(draft.calculations))),
        warnings=tuple(warnings),
        follow_ups=draft.follow_ups,
        engine=draft.engine,
        elapsed_ms=round((time.perf_counter() - start) * 1000),
        withheld=len(checked.withheld),
        laps=clock.laps,
    )


def _markers(draft: Draft, index: int) -> tuple[int, ...]:
    found = [
        number
        for sentence in draft.sentences
        if index in sentence.calculations
        for number in sentence.markers
    ]
    return tuple(dict.fromkeys(found))


def lay_out(sentences: Sequence[Sentence]) -> str:
    """The sentences as Markdown: paragraphs, quotes, lists and tables."""
    text, before = "", ""
    for sentence in sentences:
        block = sentence.block
        line = f"- {sentence.text}" if block == "item" else sentence.text
        if not text:
            text = line
        elif block == before == "p":
            text += f" {line}"
        elif block == before and block in {"item", "row"}:
            text += f"\n{line}"
        else:
            text += f"\n\n{line}"
        before = block
    return text
