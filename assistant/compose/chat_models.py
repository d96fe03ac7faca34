"""Opens the chat model that the settings name: a provider's, or any server that speaks OpenAI's protocol."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from assistant.errors import MissingProviderError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_PACKAGES = {
    "openai": "langchain_openai",
    "anthropic": "langchain_anthropic",
    "ollama": "langchain_ollama",
    "google_genai": "langchain_google_genai",
    "mistralai": "langchain_mistralai",
}
_ANY_KEY = "none"  # local servers ask for none, yet the client insists on one


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSpec:
    """Which model, where, and how patiently."""

    name: str  # "openai:gpt-…", or a bare name for a server of one's own
    base_url: str | None = None
    api_key: str | None = None
    timeout: float = 30.0
    retries: int = 2

    @property
    def provider(self) -> str:
        """The provider's name; a server of one's own speaks OpenAI's protocol."""
        provider, colon, _ = self.name.partition(":")
        return provider if colon and provider in _PACKAGES else "openai"

    @property
    def model(self) -> str:
        """The model's name at its provider."""
        return self.name.removeprefix(f"{self.provider}:")


def open_model(spec: ModelSpec) -> BaseChatModel:
    """The model, ready to be asked; nothing is sent yet."""
    package = _PACKAGES[spec.provider]
    if find_spec(package) is None:
        raise MissingProviderError(spec.provider, package.replace("_", "-"))
    from langchain.chat_models import init_chat_model  # noqa: PLC0415 -- slow to import

    key = spec.api_key or (_ANY_KEY if spec.base_url else None)
    more: dict[str, Any] = {"timeout": spec.timeout, "max_retries": spec.retries}  # each provider's own
    more |= {"base_url": spec.base_url} if spec.base_url else {}
    more |= {"api_key": key} if key else {}
    opened: BaseChatModel = init_chat_model(spec.model, model_provider=spec.provider, **more)
    return opened
