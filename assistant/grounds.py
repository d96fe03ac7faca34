"""What an answer may rest on, taken from the library by id: never a draft's own word for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.check import Grounds

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assistant.answer import Citation
    from assistant.library import Library
    from corpus.figures import Figure
    from corpus.passages import Passage


def cited_passage(citation: Citation, library: Library) -> Passage | None:
    """The passage that a citation names, if the library holds it."""
    if library.card(citation.report_id) is None:
        return None
    return library.passage(citation.report_id, citation.passage_id)


def grounds_for(citations: Iterable[Citation], library: Library) -> Grounds:
    """The words, figures and surroundings of every passage cited."""
    texts: dict[str, str] = {}
    figures: dict[str, tuple[Figure, ...]] = {}
    around: dict[str, str] = {}
    titles: dict[str, str] = {}
    for citation in citations:
        passage = cited_passage(citation, library)
        if passage is None:
            continue
        card = library.shelf(citation.report_id).card
        texts[passage.id] = passage.text
        figures[passage.id] = library.figures_in(passage)
        titles[passage.id] = passage.table_title or ""
        # Years that stand in a column's head or a report's date are as good as printed beside the figure.
        heads = {
            part for one in figures[passage.id] for part in (one.period or "", *(one.table_column or ()))
        }
        around[passage.id] = " ".join(
            (card.title, card.date or "", passage.table_title or "", *sorted(heads))
        )
    return Grounds(texts, figures, titles, around)
