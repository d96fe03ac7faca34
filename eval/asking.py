"""Who is asked: the assistant in this process, a server of ours, or any that speaks the OpenAI protocol."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol

from corpus.errors import BaocaoError
from eval.reply import Json, Reply, failed_reply, reply_from_api, reply_from_openai

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from eval.gold import Question

TIMEOUT = 120.0
# A crash in this process is a wrong answer, as it is behind a server; the run goes on.
_CRASHES = (ArithmeticError, AttributeError, LookupError, RuntimeError, TypeError, ValueError, BaocaoError)


class Asker(Protocol):
    """Anything that can be asked a question, with what was asked before."""

    name: str

    def ask(self, question: Question) -> Reply:
        """The reply, scored later."""
        ...


class LocalAsker:
    """The assistant as it is wired in this process."""

    def __init__(self, assistant: Assistant) -> None:
        self.name = "local"
        self._assistant = assistant

    def ask(self, question: Question) -> Reply:
        """The assistant's reply, after the questions asked before in the same conversation."""
        from assistant.answer_json import answer_as_json  # noqa: PLC0415 - only where an assistant is

        conversation: str | None = None
        begun = time.perf_counter()
        try:
            for earlier in question.history:
                conversation = self._assistant.ask(earlier, conversation_id=conversation).conversation_id
            begun = time.perf_counter()
            answer = self._assistant.ask(question.text, conversation_id=conversation)
        except _CRASHES as error:
            return failed_reply(_reason(error), _since(begun))
        return reply_from_api(answer_as_json(answer), _since(begun))


class ApiAsker:
    """A server with our API."""

    def __init__(self, base: str, key: str | None = None) -> None:
        self.name = base
        self._url = base.rstrip("/") + "/api/ask"
        self._key = key

    def ask(self, question: Question) -> Reply:
        """The server's reply; a call that fails is a reply that says so."""
        conversation: Json = None
        begun = time.perf_counter()
        try:
            for earlier in question.history:
                body = {"question": earlier, "conversation_id": conversation}
                conversation = _post(self._url, body, self._key).get("conversation_id")
            begun = time.perf_counter()
            body = {"question": question.text, "conversation_id": conversation}
            return reply_from_api(_post(self._url, body, self._key), _since(begun))
        except (OSError, ValueError) as error:
            return failed_reply(_reason(error), _since(begun))


class OpenAiAsker:
    """A server that speaks the OpenAI protocol: ours, or any other to be measured with the same questions."""

    def __init__(self, base: str, model: str | None = None, key: str | None = None) -> None:
        self.name = base
        self._base = base.rstrip("/").removesuffix("/v1") + "/v1"
        self._key = key
        self._model = model

    def ask(self, question: Question) -> Reply:
        """The server's reply; the questions asked before are put first, each with its own reply."""
        messages: list[dict[str, Json]] = []
        begun = time.perf_counter()
        try:
            for earlier in question.history:
                messages.append({"role": "user", "content": earlier})
                reply = reply_from_openai(self._complete(messages), 0.0)
                messages.append({"role": "assistant", "content": reply.text})
            messages.append({"role": "user", "content": question.text})
            begun = time.perf_counter()
            return reply_from_openai(self._complete(messages), _since(begun))
        except (OSError, ValueError) as error:
            return failed_reply(_reason(error), _since(begun))

    def _complete(self, messages: list[dict[str, Json]]) -> Mapping[str, Json]:
        self._model = self._model or _first_model(self._base, self._key)
        return _post(
            f"{self._base}/chat/completions", {"model": self._model, "messages": messages}, self._key
        )


def _first_model(base: str, key: str | None) -> str:
    listed = _call(_request(f"{base}/models", key)).get("data")
    models = listed if isinstance(listed, list) else []
    names = [entry.get("id") for entry in models if isinstance(entry, Mapping)]
    return next((name for name in names if isinstance(name, str)), "default")


def _post(url: str, body: Mapping[str, Json], key: str | None) -> Mapping[str, Json]:
    return _call(_request(url, key, json.dumps(body, ensure_ascii=False).encode()))


def _request(url: str, key: str | None, data: bytes | None = None) -> urllib.request.Request:
    if not url.startswith(("http://", "https://")):
        message = f"địa chỉ phải bắt đầu bằng http:// hoặc https://: {url}"
        raise ValueError(message)
    headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {key}"} if key else {})}
    return urllib.request.Request(url, data, headers)  # noqa: S310 - the scheme was checked above


def _call(request: urllib.request.Request) -> Mapping[str, Json]:
    with urllib.request.urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310 - as above
        body = json.load(response)
    if not isinstance(body, dict):
        message = "máy chủ trả về thứ không phải đối tượng JSON"
        raise ValueError(message)  # noqa: TRY004 - what a server sends is a value, not a type of ours
    return body


def _reason(error: Exception) -> str:
    if isinstance(error, urllib.error.HTTPError):
        return f"HTTP {error.code}"
    return f"{type(error).__name__}: {error}"


def _since(begun: float) -> float:
    return (time.perf_counter() - begun) * 1000
