"""What a model has been shown: passages and calculations under short ids, and nothing else to cite.

A model never writes a citation; it names ids, and an id that this ledger does not hold is dropped.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.answer import Draft, Status
from assistant.attribution import Basis
from assistant.compose.writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.calculation import Calculation
    from assistant.library import Library
    from corpus.passages import Passage, PassageId

_LOOSE = re.compile(r"\[\s*[PT]?\d+(?:\s*[,;]\s*[PT]?\d+)*\s*\]|https?://\S+|[<>]")


class Ledger:
    """Ids given out during one answer."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._passages: dict[str, Passage] = {}
        self._ids: dict[PassageId, str] = {}
        self._calculations: dict[str, Calculation] = {}

    def show(self, passage: Passage) -> str:
        """The id of a passage, given now if it had none."""
        if passage.id not in self._ids:
            name = f"P{len(self._ids) + 1}"
            self._ids[passage.id] = name
            self._passages[name] = passage
        return self._ids[passage.id]

    def keep(self, calculation: Calculation) -> str:
        """The id of a calculation."""
        name = f"T{len(self._calculations) + 1}"
        self._calculations[name] = calculation
        return name

    def passage(self, name: str) -> Passage | None:
        """The passage of an id; None for an id that was never given."""
        return self._passages.get(name.strip().upper())

    def calculation(self, name: str) -> Calculation | None:
        """The calculation of an id; None for an id that was never given, or one that refused."""
        found = self._calculations.get(name.strip().upper())
        return found if found is not None and found.refusal is None else None

    @property
    def passages(self) -> Sequence[tuple[str, Passage]]:
        """Every passage shown, with its id."""
        return tuple(self._passages.items())

    def basis(self, passages: Iterable[str], calculations: Iterable[str]) -> Basis:
        """What a sentence with these ids rests on; the inputs of its calculations count as cited."""
        computed = [found for name in calculations if (found := self.calculation(name))]
        cited = [shown for name in passages if (shown := self.passage(name))]
        for calculation in computed:
            homes = (self.library.passage_of(figure) for figure in calculation.inputs)
            cited += [home for home in homes if home is not None and home not in cited]
        return Basis(
            passages=cited,
            figures=[figure for passage in cited for figure in self.library.figures_in(passage)],
            calculations=computed,
            around=" ".join(self._around(passage) for passage in cited),
        )

    def _around(self, passage: Passage) -> str:
        card = self.library.shelf(passage.report_id).card
        return " ".join(filter(None, (card.title, card.place, card.date, card.issuer, card.number)))

    def draft(self, written: Sequence[tuple[str, Basis]], status: Status) -> Draft:
        """The sentences with markers of our own making."""
        writer = Writer(self.library)
        writer.status = status
        for text, basis in written:
            computed = [writer.add(calculation) for calculation in basis.calculations]
            markers = "".join(writer.mark(passage) for passage in basis.passages)
            writer.say(f"{plain(text)} {markers}".strip(), calculations=computed)
        return writer.draft()


def plain(text: str) -> str:
    """A model's sentence on one line, without links or markers of its own."""
    return " ".join(_LOOSE.sub(" ", text).split())
