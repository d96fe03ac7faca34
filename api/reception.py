"""Who takes a request in: opens the house when it is first needed, asks it, and keeps what is to be kept.

Everything here blocks and is meant to be called in a thread; routes hold no work of their own.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from api.access.limits import Buckets
from api.access.principal import LOCAL, Principal, Scope
from api.access.view import VisibleIndex
from api.auditing import Auditing
from api.metrics import Metrics
from api.ports import Answering, House, Reading
from api.problems import Kind, ProblemError
from api.schemas.answers import AskRequest
from api.sse import ReaderLeftError, reader_left
from api.stores.conversations import Conversations, Talk, Turn
from api.stores.database import Database, open_database
from api.stores.jobs import Jobs
from api.stores.keys import Keys
from api.stores.visibility import AuditLog, Deed, Visibility
from assistant.answer_json import Json, answer_as_json
from assistant.audits.finding import Finding
from assistant.settings import Settings
from assistant.tools.facts import Desk as ToolDesk
from corpus.index import Index

if TYPE_CHECKING:
    from api.tracing import Tracing

Opener = Callable[[Settings], House]
_BELIEVED_SECONDS: Final = 0.5
# Programs at the other doors keep their own conversations, and would fill a person's list with theirs.
_KEPT_DOORS: Final = frozenset({"api", "stream", "page"})
_MOST_VIEWS: Final = 16
_WATCHED_DOORS: Final = frozenset({"stream", "page"})  # where people read warnings


class Reception:
    """One per app: settings, counters and the stores, each opened when first needed."""

    def __init__(self, settings: Settings, opener: Opener, tracing: "Tracing | None" = None) -> None:
        self.settings, self.metrics, self.tracing = settings, Metrics(), tracing
        self.asks = Buckets(settings.asks_per_minute)
        self._opener, self._opening = opener, threading.RLock()
        self._house: House | None = None
        self._database: Database | None = None
        self._views: OrderedDict[frozenset[str], tuple[Reading, Answering]] = OrderedDict()
        self._auditing = Auditing()
        self._groups: tuple[float, dict[str, frozenset[str]]] = (0.0, {})

    @property
    def house(self) -> House:
        """The index and whoever answers from it; the first to ask waits until it is open."""
        if self._house is None:
            with self._opening:
                if self._house is None:
                    self._house = self._opener(self.settings)
        return self._house

    @property
    def index(self) -> Index:
        """All reports, for those who add and remove them."""
        return self.house.index

    @property
    def database(self) -> Database:
        """The doors' own tables."""
        if self._database is None:
            with self._opening:
                if self._database is None:
                    self._database = open_database(self.settings.home, self.settings.database_url)
        return self._database

    @cached_property
    def conversations(self) -> Conversations:
        """What was asked and answered."""
        return Conversations(self.database)

    @cached_property
    def jobs(self) -> Jobs:
        """Work in the background."""
        return Jobs(self.database)

    @cached_property
    def keys(self) -> Keys:
        """Keys, people and sessions."""
        return Keys(self.database)

    @cached_property
    def visibility(self) -> Visibility:
        """Which reports are for some groups only."""
        return Visibility(self.database)

    @cached_property
    def audit_log(self) -> AuditLog:
        """Who did what."""
        return AuditLog(self.database)

    def library(self, principal: Principal) -> Reading:
        """The reports as far as this person may see them."""
        return self._view(self.hidden_from(principal))[0]

    def answering(self, principal: Principal) -> Answering:
        """Whoever answers from the reports that this person may see."""
        return self._view(self.hidden_from(principal))[1]

    def hidden_from(self, principal: Principal) -> frozenset[str]:
        """The reports that are for other groups only."""
        if not self.settings.access or principal.may(Scope.ADMIN):
            return frozenset()
        until, groups = self._groups
        if until < time.monotonic():
            groups = self.visibility.groups()
            self._groups = (time.monotonic() + _BELIEVED_SECONDS, groups)
        return frozenset(report for report, may in groups.items() if not may & principal.groups)

    def hidden_from_owner(self, owner: str) -> frozenset[str]:
        """The reports that whoever bears this id may not see now; somebody unknown sees what all may."""
        if not self.settings.access or owner == LOCAL.id:
            return frozenset()
        nobody = Principal(id=owner, name="", scopes=frozenset())
        return self.hidden_from(self.keys.principal(owner) or nobody)

    def restrict(self, report_id: str, groups: Iterable[str]) -> None:
        """Say which groups may see a report, from now on."""
        self.visibility.restrict(report_id, groups)
        self._groups = (0.0, {})

    def _view(self, hidden: frozenset[str]) -> tuple[Reading, Answering]:
        with self._opening:
            if hidden not in self._views:
                reading: Reading = VisibleIndex(self.index, hidden) if hidden else self.index
                self._views[hidden] = (reading, self.house.answering(reading))
            self._views.move_to_end(hidden)
            while len(self._views) > _MOST_VIEWS:
                self._views.popitem(last=False)
            return self._views[hidden]

    def tool_desk(self, principal: Principal) -> ToolDesk:
        """What the tools work with, as far as this person may see it."""
        library = self.library(principal)
        dates = {card.id: card.date for card in library.reports() if card.date}
        return ToolDesk(facts=library, dates=dates)

    def take_turn(self, principal: Principal, address: str = "") -> None:
        """Count a question against what one person may ask in a minute, while access is on."""
        if self.settings.access:
            self.asks.take(f"{principal.id} {address}")

    def findings(self, principal: Principal) -> tuple[Finding, ...]:
        """What the reports' own numbers do not bear out, recomputed when a report changes."""
        return self._auditing.findings(*self._view(self.hidden_from(principal)))

    def ask(
        self,
        principal: Principal,
        asked: AskRequest,
        *,
        door: str,
        deed: Deed,
        history: Sequence[str] = (),
    ) -> dict[str, Json]:
        """An answer as the doors return it, kept in its conversation."""
        if reader_left():
            raise ReaderLeftError
        if asked.conversation_id is not None:
            self.own_talk(principal, asked.conversation_id)
            history = self.conversations.questions(asked.conversation_id)
        self._refuse_unknown(principal, asked.report_ids)
        started = time.perf_counter()
        with self.metrics.running.track_inprogress():
            answer = self.answering(principal).ask(
                asked.question,
                conversation_id=self._remembered(asked.conversation_id),
                report_ids=tuple(asked.report_ids),
                history=history,
            )
        if reader_left():
            raise ReaderLeftError
        if asked.conversation_id is not None:
            answer = replace(answer, conversation_id=asked.conversation_id)
        self.metrics.answer(answer, door, time.perf_counter() - started)
        if self.tracing:
            self.tracing.answer(answer, door)
        returned = answer_as_json(answer)
        self._keep(principal, asked, returned, door, deed)
        if door in _WATCHED_DOORS:
            self._auditing.begin(*self._view(self.hidden_from(principal)))
        return returned

    def _keep(
        self, principal: Principal, asked: AskRequest, answer: Mapping[str, Json], door: str, deed: Deed
    ) -> None:
        """The answer in its conversation and the deed in the log, as one."""
        if door not in _KEPT_DOORS and not self.settings.access:
            return
        words = {"question": asked.question, "answer": answer["answer"]}
        with self.database.writing():
            if door in _KEPT_DOORS:
                begins = asked.conversation_id is None
                self.conversations.record(principal.id, asked.question, answer, begins=begins)
            kept = words if self.settings.log_questions else {}
            self.note(deed, status=answer["status"], answer_id=answer["answer_id"], **kept)

    def _refuse_unknown(self, principal: Principal, report_ids: Sequence[str]) -> None:
        """A report that is not there, or not for this person, must not silently mean all reports."""
        library = self.library(principal) if report_ids else None
        if library and any(library.card(one) is None for one in report_ids):
            raise ProblemError(Kind.NOT_FOUND, "Có báo cáo không tồn tại. Hãy xem lại danh sách báo cáo.")

    def _remembered(self, conversation_id: str | None) -> str | None:
        """The name under which this process remembers a conversation; of several, another may know more."""
        return conversation_id if self.settings.workers == 1 else None

    def own_talk(self, principal: Principal, talk_id: str) -> Talk:
        """Refuse a conversation that is not there, or is somebody else's: both look the same."""
        talk = self.conversations.talk(talk_id)
        if talk is None or talk.owner != principal.id:
            detail = "Không còn cuộc trao đổi này. Hãy bắt đầu cuộc mới."
            raise ProblemError(Kind.NOT_FOUND, detail)
        return talk

    def own_turn(self, principal: Principal, answer_id: str) -> Turn:
        """An answer that this person got."""
        found = self.conversations.turn(answer_id)
        if found is None or (found[0] != principal.id and not principal.may(Scope.ADMIN)):
            raise ProblemError(Kind.NOT_FOUND, "Không có câu trả lời này.")
        return found[1]

    def note(self, deed: Deed, **details: object) -> None:
        """Write a deed down while access is on; on one's own machine nobody watches."""
        if self.settings.access:
            self.audit_log.write(deed, details)

    def forget_the_old(self) -> None:
        """Forget conversations that nobody touched for longer than they are to be kept."""
        if self.settings.retention_days is not None:
            self.conversations.forget_older(self.settings.retention_days)

    def answer_for_stores(self) -> int:
        """How many reports there are, once every store has really been asked."""
        self.jobs.waiting()
        return len(self.index.reports())

    def close(self) -> None:
        """Let the stores go."""
        self._auditing.stop()
        if self._database is not None:
            self._database.close()
        if self._house is not None:
            self._house.index.close()
        if self.tracing is not None:
            self.tracing.close()


def open_house(settings: Settings) -> House:
    """The index and the assistants over it, by the settings."""
    # Late: the engines are heavy, and an app that only says it is alive needs none of them.
    from assistant.assemble import assemble_over, open_index  # noqa: PLC0415

    return House(open_index(settings), lambda reading: assemble_over(reading, settings))
