"""Reports are chosen by what is asked of them, each looked at once however many are named."""

from __future__ import annotations

from corpus.filters import Filters
from corpus.index import Index


def test_reports_named_are_chosen_in_the_order_of_all(filled: Index) -> None:
    cards = filled.reports()
    names = [card.id for card in cards]

    assert Filters(reports=names[::-1]).choose(cards) == tuple(names)
    assert Filters(reports=[names[1], "không có"]).choose(cards) == (names[1],)
    assert Filters(reports=names, places=["Sông Liễu"]).choose(cards) == tuple(
        card.id for card in cards if card.place == "huyện Sông Liễu"
    )
    assert Filters().choose(cards) is None
