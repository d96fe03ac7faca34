"""The index as a LangChain retriever, for chains of others. Ours do not need it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, Field

from corpus.index import Index

if TYPE_CHECKING:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun

    from corpus.index import Hit


class PassageRetriever(BaseRetriever):
    """Passages as LangChain documents; headings, footnotes and spans are their metadata."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    limit: int = Field(default=10, ge=1, le=200)
    reports: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: CallbackManagerForRetrieverRun,  # noqa: ARG002 - LangChain passes it by name
    ) -> list[Document]:
        hits = self.index.search(
            query,
            limit=self.limit,
            reports=self.reports,
            places=self.places,
            levels=self.levels,
            periods=self.periods,
        )
        return [_document(hit) for hit in hits]


def _document(hit: Hit) -> Document:
    passage = hit.passage
    notes = {note.number: note.text for note in passage.notes}
    return Document(
        id=passage.id,
        page_content=passage.text,
        metadata={
            "report_id": passage.report_id,
            "file": passage.file,
            "kind": passage.kind.value,
            "section": list(passage.section),
            "footnote": passage.footnote,
            "footnotes": notes,
            "table_row": list(passage.table_row) if passage.table_row else None,
            "spans": [list(span) for span in passage.spans],
            "score": hit.score,
        },
    )
