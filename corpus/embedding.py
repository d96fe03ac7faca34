"""What the index asks of a model that turns words into vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from corpus.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]


class EmbeddingsError(StoreError):
    """The configured embeddings cannot be had: not installed, not reachable, or refused."""


class Embedder(Protocol):
    """Turns words into vectors of one length."""

    @property
    def name(self) -> str:
        """The model; vectors of two names are never mixed."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row for each text, of length one."""

    def embed_query(self, text: str) -> Vectors:
        """The vector of a question."""
