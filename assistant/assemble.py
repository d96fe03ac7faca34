"""The one place where the parts are wired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.assistant import Assistant
from assistant.compose.rules import RulesComposer
from assistant.library import Library

if TYPE_CHECKING:
    from assistant.library import Source
    from assistant.settings import Settings
    from corpus.index import Index


def assemble(settings: Settings) -> Assistant:
    """The assistant over the data folder that the settings name."""
    return assemble_over(open_index(settings), settings)


def open_index(settings: Settings) -> Index:
    """The index that the settings name; its stores open when they are first needed."""
    from corpus.index import Index  # noqa: PLC0415 - opened only by doors that ask

    return Index.open(
        settings.home,
        database_url=settings.database_url,
        chroma_url=settings.chroma_url,
        embeddings=settings.embeddings,
    )


def assemble_over(source: Source, settings: Settings) -> Assistant:
    """An assistant that knows only what this source gives: the index, or the part that somebody may see."""
    from corpus.vocabulary import load_vocabulary  # noqa: PLC0415

    del settings  # the rules need none
    return Assistant(Library(source, load_vocabulary()), RulesComposer())
