"""Configured embeddings: kept in SQL, made anew for another model, and never a reason to find nothing."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from corpus.embedding import EmbeddingsError
from corpus.hashing import HashedEmbedder, count_frequencies
from corpus.index import Index
from corpus.stores.embeddings import ConfiguredEmbedder


class Counting:
    """Vectors of hashed features under a name of their own; counts what is computed."""

    def __init__(self, name: str, folder: Path, *, dimension: int = 512) -> None:
        self.name = name
        self.asked = 0
        self.broken = False
        self._dimension = dimension
        self._hashed: HashedEmbedder = count_frequencies(["rừng thông lúa hộ nghèo"], folder / f"{name}.npy")

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row for each text."""
        self._fail_if_broken()
        self.asked += len(texts)
        return self._hashed.embed(texts)[:, : self._dimension]

    def embed_query(self, text: str) -> NDArray[np.float32]:
        """The vector of a question."""
        self._fail_if_broken()
        return self._hashed.embed_query(text)[: self._dimension]

    def _fail_if_broken(self) -> None:
        if self.broken:
            raise EmbeddingsError(self.name, "away")


def test_each_passage_is_embedded_once(tmp_path: Path, folder: Path) -> None:
    model = Counting("mô-hình", tmp_path)
    index = Index.open(tmp_path / "home", embeddings=model)
    index.add_many(sorted(folder.iterdir()))
    first = model.asked

    (folder / "thêm.txt").write_text("Xã có ba cây cầu treo bắc qua suối.\n", encoding="utf-8")
    index.add(folder / "thêm.txt")

    assert first > 5
    assert model.asked == first + 1  # segments were merged, vectors came from SQL
    assert index.search("cầu treo")[0].passage.file == "thêm.txt"
    index.close()


def test_another_model_makes_all_vectors_anew(tmp_path: Path, folder: Path) -> None:
    one, other = Counting("một", tmp_path), Counting("hai", tmp_path, dimension=64)
    index = Index.open(tmp_path / "home", embeddings=one)
    index.add_many(sorted(folder.iterdir()))
    index.close()

    later = Index.open(tmp_path / "home", embeddings=other)
    here = later.search("trạm bảo vệ rừng")[0].passage

    assert later.similar(here.id)
    assert other.asked == one.asked
    later.close()


def test_a_service_that_is_away_leaves_the_search_by_words(tmp_path: Path, folder: Path) -> None:
    model = Counting("mô-hình", tmp_path)
    model.broken = True
    index = Index.open(tmp_path / "home", embeddings=model)
    index.add_many(sorted(folder.iterdir()))

    assert "61,5%" in index.search("che phủ rừng")[0].passage.text

    model.broken = False
    index.add_many([])
    model.broken = True

    assert "61,5%" in index.search("che phủ rừng")[0].passage.text
    index.close()


def test_filters_hold_for_vectors_as_well(tmp_path: Path, folder: Path) -> None:
    index = Index.open(tmp_path / "home", embeddings=Counting("mô-hình", tmp_path))
    index.add_many(sorted(folder.iterdir()))

    hits = index.search("rừng thông", reports=["song_lieu"])

    assert {hit.passage.report_id for hit in hits} <= {"song_lieu"}
    index.close()


class Scripted(Embeddings):
    """LangChain embeddings that say what the test wants."""

    def __init__(self, row: list[float]) -> None:
        self._row = row

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """The same row for each text, or an error of the provider's own."""
        if not self._row:
            message = "quota exceeded"
            raise ConnectionError(message)
        return [self._row for _ in texts]

    def embed_query(self, text: str) -> list[float]:
        """The same row."""
        return self.embed_documents([text])[0]


def test_langchain_vectors_become_unit_rows() -> None:
    rows = ConfiguredEmbedder("any:model", Scripted([3.0, 4.0])).embed(["a", "b"])

    assert rows.tolist() == [pytest.approx([0.6, 0.8])] * 2


@pytest.mark.parametrize("row", [[], [float("nan"), 1.0]])
def test_whatever_a_provider_does_wrong_is_our_error(row: list[float]) -> None:
    embedder = ConfiguredEmbedder("any:model", Scripted(row))

    with pytest.raises(EmbeddingsError):
        embedder.embed(["a"])
    with pytest.raises(EmbeddingsError):
        embedder.embed_query("a")


def test_a_provider_that_is_not_installed_is_named() -> None:
    with pytest.raises(EmbeddingsError, match="không-có"):
        ConfiguredEmbedder("không-có:gì")
