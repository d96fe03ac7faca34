"""What a worker process starts with: settings and logs of its own, then the app."""

import logging
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from fastapi import FastAPI

from api.app import create_app
from api.logs import configure_logs
from assistant.settings import Settings, load_settings

if TYPE_CHECKING:
    from api.tracing import Tracing

_log = logging.getLogger(__name__)

_COLLECTORS: Final = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")


def make_app() -> FastAPI:
    """The app by the settings of this process's environment."""
    settings = load_settings()
    configure_logs(settings)
    return create_app(settings, tracing=_tracing(settings))


def _tracing(settings: Settings) -> "Tracing | None":
    """Traces, where they are wanted and the optional part is there; a server without them still serves."""
    if not wants_traces(settings.otel, os.environ):
        return None
    try:
        from api.tracing import open_tracing  # noqa: PLC0415 # optional, and loaded only when on

        return open_tracing(settings)
    except ModuleNotFoundError as missing:
        _log.warning("no traces: %s is not installed; pip install 'baocao[otel]'", missing.name)
        return None


def wants_traces(chosen: bool | None, environment: Mapping[str, str]) -> bool:  # noqa: FBT001 # a setting
    """Whether traces are to be sent: as our own setting says, else if the standard ones name a collector."""
    if environment.get("OTEL_SDK_DISABLED", "").lower() == "true":
        return False
    if environment.get("OTEL_TRACES_EXPORTER", "otlp") == "none":
        return False
    return any(environment.get(name) for name in _COLLECTORS) if chosen is None else chosen
