"""The audit in the background: begun after a first answer, so that later ones can warn of disputes."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Final, Protocol, runtime_checkable

from api.ports import Answering, Reading
from assistant.audits.finding import Finding

_MOST_KEPT: Final = 16
_MOST_REPORTS: Final = 12  # above it the audit takes too long to be run unasked
_PATIENCE_SECONDS: Final = 20

Editions = tuple[tuple[str, int], ...]


@runtime_checkable
class Heeding(Protocol):
    """Whoever answers and can be told what is in dispute."""

    def keep_findings(self, findings: Sequence[Finding]) -> None:
        """Warn of these from now on."""


class Auditing:
    """Findings by editions of the reports: each set is audited once, for whoever asks first."""

    def __init__(self) -> None:
        self._one_at_a_time = threading.Lock()
        self._findings: OrderedDict[Editions, tuple[Finding, ...]] = OrderedDict()
        self._thread: threading.Thread | None = None
        self._begun: set[Editions] = set()

    def findings(self, library: Reading, answering: Answering) -> tuple[Finding, ...]:
        """What the reports' own numbers do not bear out; whoever answers from them is told."""
        from assistant.audit import audit  # noqa: PLC0415 # heavy, and seldom asked for

        editions = _editions(library)
        with self._one_at_a_time:
            if editions not in self._findings:
                self._findings[editions] = audit(library)
            while len(self._findings) > _MOST_KEPT:
                self._findings.popitem(last=False)
            found = self._findings[editions]
        if isinstance(answering, Heeding):
            answering.keep_findings(found)
        return found

    def begin(self, library: Reading, answering: Answering) -> None:
        """Audit a few reports while nobody waits; never twice, and not where nobody would heed it."""
        editions = _editions(library)
        busy = self._thread is not None and self._thread.is_alive()
        if busy or editions in self._begun or not 0 < len(editions) <= _MOST_REPORTS:
            return
        if not isinstance(answering, Heeding):
            return
        self._begun.add(editions)
        self._thread = threading.Thread(
            target=self.findings, args=(library, answering), name="audit", daemon=True
        )
        self._thread.start()

    def stop(self) -> None:
        """Let an audit end before the reports are closed."""
        if self._thread is not None:
            self._thread.join(_PATIENCE_SECONDS)


def _editions(library: Reading) -> Editions:
    return tuple((str(card.id), card.edition) for card in library.reports())
