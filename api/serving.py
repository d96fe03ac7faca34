"""What a worker process starts with: settings and logs of its own, then the app."""

from fastapi import FastAPI

from api.app import create_app
from api.logs import configure_logs
from assistant.settings import load_settings


def make_app() -> FastAPI:
    """The app by the settings of this process's environment."""
    settings = load_settings()
    configure_logs(settings)
    return create_app(settings)
