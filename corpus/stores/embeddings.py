"""LangChain's embeddings, by `provider:name`. The only module of this room that knows LangChain's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from corpus.embedding import EmbeddingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from langchain_core.embeddings import Embeddings

    from corpus.embedding import Vectors

_BATCH = 64


class ConfiguredEmbedder:
    """The embeddings that an operator chose."""

    def __init__(self, spec: str, model: Embeddings | None = None) -> None:
        self.name = spec
        self._model = model or _open(spec)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row for each text."""
        rows: list[list[float]] = []
        for at in range(0, len(texts), _BATCH):
            try:
                rows += self._model.embed_documents(list(texts[at : at + _BATCH]))
            except Exception as exc:
                raise EmbeddingsError(self.name, str(exc)[:200]) from exc
        return _unit(np.array(rows, dtype=np.float32))

    def embed_query(self, text: str) -> Vectors:
        """The vector of a question."""
        try:
            row = self._model.embed_query(text)
        except Exception as exc:
            raise EmbeddingsError(self.name, str(exc)[:200]) from exc
        vectors: Vectors = _unit(np.array([row], dtype=np.float32))[0]
        return vectors


def _open(spec: str) -> Embeddings:
    from langchain.embeddings import init_embeddings  # noqa: PLC0415 - slow to load

    try:
        model = init_embeddings(spec)
    except (ImportError, ValueError) as exc:
        raise EmbeddingsError(spec, str(exc).splitlines()[0]) from exc
    if not hasattr(model, "embed_query"):
        raise EmbeddingsError(spec, "not embeddings")
    return model


def _unit(rows: Vectors) -> Vectors:
    if rows.ndim != 2 or not np.isfinite(rows).all():
        raise EmbeddingsError("embeddings", "gave no usable vectors")
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return (rows / np.where(lengths > 0, lengths, 1)).astype(np.float32)
