"""The one place where the parts are wired."""

from __future__ import annotations

import gc
from functools import partial
from typing import TYPE_CHECKING

from assistant.assistant import Assistant
from assistant.compose.rules import RulesComposer
from assistant.library import Library

if TYPE_CHECKING:
    from assistant.compose import Composer
    from assistant.compose.chat_models import ModelSpec
    from assistant.library import Source
    from assistant.settings import Settings
    from corpus.index import Index


def assemble(settings: Settings) -> Assistant:
    """The assistant over the data folder that the settings name."""
    return assemble_over(open_index(settings), settings)


def open_index(settings: Settings) -> Index:
    """The index that the settings name; its stores open when they are first needed."""
    from corpus.index import Index  # noqa: PLC0415 - opened only by doors that ask
    from corpus.stores.originals import Keeping  # noqa: PLC0415

    return Index.open(
        settings.home,
        database_url=settings.database_url,
        chroma_url=settings.chroma_url,
        embeddings=settings.embeddings,
        keeping=Keeping.named(settings.keep_originals, settings.originals_megabytes),
    )


def assemble_over(source: Source, settings: Settings) -> Assistant:
    """An assistant that knows only what this source gives: the index, or the part that somebody may see."""
    from corpus.vocabulary import load_vocabulary  # noqa: PLC0415

    _collect_seldom()
    return Assistant(Library(source, load_vocabulary(), settings.home / "scenes"), composer_for(settings))


def _collect_seldom() -> None:
    """What is kept of the reports has no cycles: walking through it costs a question up to half a second."""
    gc.set_threshold(200_000, 50, 100)


def composer_for(settings: Settings) -> Composer:
    """The rules, and a model in front of them where one is set."""
    rules = RulesComposer()
    if not (settings.model or settings.model_base_url):
        return rules
    from assistant.compose.chat_models import open_model  # noqa: PLC0415 - only where a model is set
    from assistant.compose.model import Limits, ModelComposer  # noqa: PLC0415

    limits = Limits(
        deadline=settings.model_deadline, steps=settings.model_steps, tokens=settings.model_tokens
    )
    return ModelComposer(rules, partial(open_model, model_spec(settings)), limits)


def model_spec(settings: Settings) -> ModelSpec:
    """The model that the settings name."""
    from assistant.compose.chat_models import ModelSpec  # noqa: PLC0415 - only where a model is set

    return ModelSpec(
        name=settings.model or "default",
        base_url=settings.model_base_url,
        api_key=settings.model_api_key.get_secret_value() if settings.model_api_key else None,
        timeout=settings.model_deadline,
    )
