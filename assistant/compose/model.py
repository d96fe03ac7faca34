"""The engine with a model: it writes, the same tools compute, the same check decides.

The only file that knows LangChain's agents. Whatever fails here (a server that hangs, a figure that stands
nowhere) ends in the rules engine's answer, which is always made first.
"""

from __future__ import annotations

import logging
import threading
import time
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from queue import Empty, Queue
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from assistant.answer import Draft, Status
from assistant.attribution import Basis, find_fault
from assistant.check import check
from assistant.compose.ledger import Ledger
from assistant.compose.writer import name_of_report
from assistant.evidence import is_of
from assistant.grounds import grounds_for
from assistant.measures import reports_to_open
from assistant.statements import years_in
from assistant.steps import Step, taking
from corpus.tokens import token_ceiling

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.tools import BaseTool

    from assistant.compose import Composer
    from assistant.evidence import Evidence
    from assistant.library import Library
    from assistant.query import Query
    from assistant.tools.facts import Desk
    from corpus.passages import Passage

_log = logging.getLogger(__name__)
_SHOWN = 900  # letters of a passage in a search result
_SILENT = frozenset({Status.REFUSED, Status.CLARIFY})


class ModelFailedError(Exception):
    """The model gave nothing that could be used, for whatever reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long and how much a model may try."""

    deadline: float = 30.0
    steps: int = 8
    tool_calls: int = 12
    tokens: int = 8000
    failures: int = 3  # in a row, before the model is left alone for a while
    pause: float = 60.0


class Written(BaseModel):
    """One sentence, with the ids of what it rests on."""

    model_config = ConfigDict(extra="ignore")

    text: str = Field(description="Một câu tiếng Việt, không có dấu trích dẫn")
    passages: list[str] = Field(default_factory=list, description="Mã các đoạn trích P… của câu")
    calculations: list[str] = Field(default_factory=list, description="Mã các phép tính T… của câu")


class Reply(BaseModel):
    """The whole answer; no sentences where the evidence does not tell."""

    sentences: list[Written] = Field(default_factory=list, max_length=20)


@dataclass(slots=True)
class Breaker:
    """Leaves a model alone for a while after it has failed several times in a row."""

    limits: Limits
    _failures: int = 0
    _until: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def is_open(self) -> bool:
        """Whether the model is being left alone."""
        return time.monotonic() < self._until

    def note(self, *, failed: bool) -> None:
        """Count a failure, or forget them all."""
        with self._lock:
            self._failures = self._failures + 1 if failed else 0
            if self._failures >= self.limits.failures:
                self._until, self._failures = time.monotonic() + self.limits.pause, 0


class ModelComposer:
    """A model's prose where it keeps the promise; the rules engine's answer where it does not."""

    def __init__(
        self,
        rules: Composer,
        open_model: Callable[[], BaseChatModel],
        limits: Limits | None = None,
    ) -> None:
        """Keep the parts; the model is opened when it is first needed."""
        self._rules, self._open_model = rules, open_model
        self._limits = limits or Limits()
        self._breaker = Breaker(self._limits)
        self._model: BaseChatModel | None = None

    def compose(self, query: Query, evidence: Evidence, library: Library) -> Draft:
        """The model's draft if every sentence of it stands, else the rules engine's."""
        ruled = self._rules.compose(query, evidence, library)
        if ruled.status in _SILENT or not (ruled.citations or evidence.found) or self._breaker.is_open:
            return ruled
        attempt = _Attempt(self, query, evidence, library, ruled)
        try:
            with taking(Step.MODEL):
                draft = _within(self._limits.deadline, attempt.run)
        except ModelFailedError as exc:
            _log.warning("the model failed: %s", exc)
            self._breaker.note(failed=True)
            return _with_notice(ruled, "failed")
        self._breaker.note(failed=False)
        if draft is None:
            return _with_notice(ruled, "stood_in")
        return draft

    def model(self) -> BaseChatModel:
        """The model, opened once."""
        if self._model is None:
            self._model = self._open_model()
        return self._model

    @property
    def limits(self) -> Limits:
        """How long and how much the model may try."""
        return self._limits


class _Attempt:
    """One answer by the model, with one chance to mend what fails."""

    def __init__(
        self, composer: ModelComposer, query: Query, evidence: Evidence, library: Library, ruled: Draft
    ) -> None:
        self.composer, self.query, self.evidence = composer, query, evidence
        self.library, self.ruled = library, ruled
        self.ledger = Ledger(library)

    def run(self) -> Draft | None:
        """The draft, or None where what the model wrote did not stand."""
        agent = self._agent()
        messages: list[Any] = [("user", self._opening())]  # LangChain takes tuples and messages alike
        for _ in range(2):
            reply, messages = _invoke(agent, messages, self.composer.limits)
            draft, faults = self.judge(reply)
            if not faults:
                return draft
            messages = [*messages, ("user", _words()["retry"].format(faults="\n".join(faults)))]
        return None

    def judge(self, reply: Reply) -> tuple[Draft | None, list[str]]:
        """The draft of a reply, and why each sentence that may not be said fails."""
        written = [(one, self.ledger.basis(one.passages, one.calculations)) for one in reply.sentences]
        faults = [
            f"- «{one.text[:200]}»: {_words()['faults'][fault]}"
            for one, basis in written
            if (fault := self._fault(one, basis))
        ]
        if not written or faults:
            return None, faults or [_words()["faults"]["no_source"]]
        draft = self.ledger.draft([(one.text, basis) for one, basis in written], self._status())
        return replace(
            draft, engine="model", warnings=self.ruled.warnings, follow_ups=self.ruled.follow_ups
        ), []

    def _fault(self, one: Written, basis: Basis) -> str | None:
        if any(not self._is_asked(passage) for passage in basis.passages):
            return "outside"
        fault = find_fault(one.text, basis)
        if fault is not None:
            return fault.value
        alone = self.ledger.draft([(one.text, basis)], Status.ANSWERED)
        return "check" if check(alone, grounds_for(alone.citations, self.library)).withheld else None

    def _is_asked(self, passage: Passage) -> bool:
        """Whether a passage lies within the report, place and years that the person named."""
        query = self.query
        card = self.library.card(passage.report_id)
        if card is None or passage.report_id not in self.evidence.scope:
            return any(citation.passage_id == passage.id for citation in self.ruled.citations)
        if query.places and not any(is_of(card, place) for place in query.places):
            return any(citation.passage_id == passage.id for citation in self.ruled.citations)
        years = years_in(" ".join((passage.text, *passage.section, passage.table_title or "", card.title)))
        return (
            not query.periods or not years or any(year in asked for asked in query.periods for year in years)
        )

    def _status(self) -> Status:
        return Status.ANSWERED if self.ruled.status is Status.NOT_FOUND else self.ruled.status

    def _agent(self) -> Any:  # noqa: ANN401 -- a compiled graph whose type LangChain keeps to itself
        from langchain.agents import create_agent  # noqa: PLC0415 -- two seconds to import
        from langchain.agents.structured_output import ToolStrategy  # noqa: PLC0415

        return create_agent(
            self.composer.model(),
            self._tools(),
            system_prompt=_words()["system"],
            response_format=ToolStrategy(Reply),
            middleware=_limiting(self.composer.limits),
        )

    def _tools(self) -> list[BaseTool]:
        from langchain_core.tools import StructuredTool  # noqa: PLC0415

        from assistant.tools.langchain_tools import langchain_tools  # noqa: PLC0415

        words = _words()["tools"]
        ours = [
            StructuredTool.from_function(self.search_reports, description=words["search_reports"]),
            StructuredTool.from_function(self.read_passage, description=words["read_passage"]),
        ]
        return [*langchain_tools(self._desk(), name=self.ledger.keep), *ours]

    def _desk(self) -> Desk:
        """The figures of the reports that the question is about; of many, of those found."""
        from assistant.tools.facts import Desk, FiguresInMemory  # noqa: PLC0415 -- comes with the agents

        shelves = [self.library.shelf(report) for report in reports_to_open(self.evidence)]
        facts = FiguresInMemory(figure for shelf in shelves for figure in shelf.figures)
        return Desk(facts=facts, dates={shelf.card.id: shelf.card.date or "" for shelf in shelves})

    def search_reports(self, query: str) -> str:
        """Passages by words, within the reports that the question is about."""
        found = self.library.search(query[:400], limit=6, reports=self.evidence.scope)
        return "\n\n".join(self._shown(passage) for passage in found) or _words()["tools"]["nothing"]

    def read_passage(self, passage_id: str) -> str:
        """One passage whole, with its footnotes."""
        passage = self.ledger.passage(passage_id)
        if passage is None:
            return str(_words()["tools"]["unknown"].format(id=passage_id))
        notes = [f"Chú thích {note.number}: {note.text}" for note in passage.notes]
        return "\n".join([self._shown(passage, whole=True), *notes])

    def _opening(self) -> str:
        words, budget = _words(), self.composer.limits.tokens
        cited = [citation.passage_id for citation in self.ruled.citations]
        known = {one.statement.passage.id: one.statement.passage for one in self.evidence.found}
        for citation in self.ruled.citations:
            passage = self.library.passage(citation.report_id, citation.passage_id)
            if passage is not None:
                known[passage.id] = passage
        shown: list[str] = []
        for name in dict.fromkeys([*cited, *known]):
            text = self._shown(known[name])
            budget -= token_ceiling(text)
            if budget < 0 and shown:
                break
            shown.append(text)
        return str(
            words["evidence"].format(
                question=self.query.question,
                passages="\n\n".join(shown) or words["nothing"],
                calculations="\n".join(self._computed()) or words["nothing"],
            )
        )

    def _computed(self) -> list[str]:
        return [
            _words()["calculation"].format(
                id=self.ledger.keep(one),
                tool=one.tool,
                formula=one.formula,
                result="; ".join(f"{name}: {value}" for name, value in one.shown.items()),
            )
            for one in self.ruled.calculations
            if one.refusal is None
        ]

    def _shown(self, passage: Passage, *, whole: bool = False) -> str:
        card = self.library.card(passage.report_id)
        return str(
            _words()["passage"].format(
                id=self.ledger.show(passage),
                report=name_of_report(card) if card else passage.file,
                section=" / ".join(passage.section),
                text=self._text(passage) if whole else self._text(passage)[:_SHOWN],
            )
        )

    def _text(self, passage: Passage) -> str:
        """A passage's words; a table row says what each of its cells means."""
        cells = [
            f"{' / '.join(figure.table_column)}: {figure.written}"
            for figure in self.library.figures_in(passage)
            if figure.table_column
        ]
        return "\n".join([passage.text, *cells])


def _limiting(limits: Limits) -> list[Any]:  # the library's own limits do not fit its own signature
    from langchain.agents.middleware import (  # noqa: PLC0415
        ModelCallLimitMiddleware,
        ToolCallLimitMiddleware,
    )

    return [
        ModelCallLimitMiddleware(run_limit=limits.steps, exit_behavior="error"),
        ToolCallLimitMiddleware(run_limit=limits.tool_calls, exit_behavior="error"),
    ]


def _invoke(agent: Any, messages: Sequence[Any], limits: Limits) -> tuple[Reply, list[Any]]:  # noqa: ANN401
    """One run of the agent: its structured reply and the conversation so far."""
    state = agent.invoke({"messages": list(messages)}, {"recursion_limit": 4 * limits.steps + 8})
    reply = state.get("structured_response")
    if not isinstance(reply, Reply):
        raise ModelFailedError("no structured reply")
    return reply, list(state["messages"])


def _within(seconds: float, work: Callable[[], Draft | None]) -> Draft | None:
    """The result of the work, if it comes in time; a server that hangs is left to its own thread."""
    outcome: Queue[Draft | BaseException | None] = Queue(1)

    def run() -> None:
        try:
            outcome.put(work())
        except Exception as exc:  # noqa: BLE001 -- whatever a provider raises ends in the rules' answer
            outcome.put(exc)

    threading.Thread(target=run, name="model", daemon=True).start()
    try:
        found = outcome.get(timeout=seconds)
    except Empty as exc:
        raise ModelFailedError(f"no answer within {seconds:g} s") from exc
    if isinstance(found, BaseException):
        raise ModelFailedError(f"{type(found).__name__}: {found}") from found
    return found


def _with_notice(draft: Draft, notice: str) -> Draft:
    return replace(draft, warnings=(*draft.warnings, _words()["notices"][notice]))


@cache
def _words() -> Any:  # noqa: ANN401 -- nested TOML, words only
    return tomllib.loads(files("prompts").joinpath("model.toml").read_text(encoding="utf-8"))
