"""The one place where the parts are wired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.assistant import Assistant
from assistant.compose.rules import RulesComposer
from assistant.library import Library

if TYPE_CHECKING:
    from assistant.settings import Settings


def assemble(settings: Settings) -> Assistant:
    """The assistant over the data folder that the settings name."""
    from corpus.index import Index  # noqa: PLC0415 - opened only by doors that ask
    from corpus.vocabulary import load_vocabulary  # noqa: PLC0415

    index = Index.open(
        settings.home,
        database_url=settings.database_url,
        chroma_url=settings.chroma_url,
        embeddings=settings.embeddings,
    )
    return Assistant(Library(index, load_vocabulary()), RulesComposer())
