"""Others' LangChain chains can search our passages."""

from __future__ import annotations

from corpus.index import Index
from corpus.retriever import PassageRetriever


def test_passages_become_documents_with_their_place(filled: Index) -> None:
    documents = PassageRetriever(index=filled, limit=3, periods=("2024",)).invoke("tỷ lệ che phủ rừng")

    assert "61,5%" in documents[0].page_content
    assert documents[0].metadata["file"] == "nui_thong.txt"
    assert documents[0].id == filled.search("tỷ lệ che phủ rừng", periods=["2024"])[0].passage.id
