"""What every test gets: a clean environment, no network, and the real reports where they lie."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from api.logs import OURS

ROOT = Path(__file__).resolve().parents[1]
LOOPBACK = ("127.", "::1", "localhost")

# Two busy cores must not turn a true property false: how long an example takes is measured elsewhere.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def _refuse_the_network(event: str, arguments: tuple[object, ...]) -> None:
    """Stop whatever would leave this machine; servers on loopback are fine."""
    if event == "socket.connect":
        address = arguments[1]
    elif event == "socket.getaddrinfo":
        address = arguments
    else:
        return
    host = address[0] if isinstance(address, tuple) else None
    if isinstance(host, str) and not host.startswith(LOOPBACK):
        message = f"a test reached for the network: {host}"
        raise RuntimeError(message)


sys.addaudithook(_refuse_the_network)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """A run that skipped everything proves nothing, so it ends like one that found no test."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if exitstatus == pytest.ExitCode.OK and reporter and not reporter.stats.get("passed"):
        collecting = session.config.option.collectonly
        session.exitstatus = exitstatus if collecting else pytest.ExitCode.NO_TESTS_COLLECTED


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting of the person who runs the tests, and no data folder of theirs."""
    for name in [name for name in os.environ if name.upper().startswith("BAOCAO_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "user-data"))


@pytest.fixture(autouse=True)
def _log_as_it_was() -> Iterator[None]:
    """A command sets the whole process's log up; the next test starts without that."""
    root, hook = logging.getLogger(), sys.excepthook
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], sys.excepthook = handlers, hook
    root.setLevel(level)
    for name in OURS:
        logging.getLogger(name).setLevel(logging.NOTSET)
    logging.captureWarnings(capture=False)


@pytest.fixture(scope="session")
def reports() -> Path:
    """The folder of the five real reports; they are data and never part of the repository."""
    folder = Path(os.environ.get("REPORTS") or ROOT.parent / "shared" / "reports")
    if not any(folder.glob("*.txt")):
        pytest.skip(f"the real reports do not lie in {folder} (set REPORTS=folder)")
    return folder
