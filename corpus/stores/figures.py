"""Figures in SQL, and what an administrator corrected in them.

A correction never touches what was read: it is a row of its own, applied when figures are given out, and
revoking it brings the reading back. It holds only while the report still prints the same number under the
same label, so that a replaced report is never "corrected" with the old one's number.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import and_, bindparam, insert, select, update

from corpus.figures import Figure, Quantity
from corpus.recent import Recent
from corpus.stores.codec import decode, encode
from corpus.stores.labels import Labels
from corpus.stores.sql import CORRECTIONS, FIGURES, LIVE, REPORTS
from corpus.text import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import ColumnElement, Engine, Row, RowMapping

CORRECTED = "corrected"
_KEPT = 12000
_BY_KEYS = select(FIGURES.c.key, FIGURES.c.payload).where(
    FIGURES.c.key.in_(bindparam("keys", expanding=True))
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """An administrator's word on one figure: another value, or its withdrawal, with the reason."""

    id: int
    figure_id: str
    report_id: str
    read_as: str  # as it was read when the correction was made
    label: str
    withdrawn: bool
    written: str | None
    unit: str | None
    quantity: Quantity | None
    reason: str
    author: str | None
    made_at: str
    revoked_at: str | None = None
    revoked_because: str | None = None


class FigureQuery(NamedTuple):
    """What figures are asked for; None asks for anything."""

    indicators: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    report_ids: tuple[str, ...] = ()
    passages: tuple[str, ...] = ()
    footnote: str | None = None
    label: str | None = None  # its words, in any order, with or without diacritics


class FigureStore:
    """Figures by what they are of, as read and as corrected."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._labels = Labels()
        self._kept: Recent[int, Figure] = Recent(_KEPT)  # a key is never used twice

    def find(self, query: FigureQuery, *, corrected: bool = True) -> tuple[Figure, ...]:
        """The figures asked for, in the order of their reports and places in them."""
        statement = select(FIGURES.c.key, FIGURES.c.payload).where(*_conditions(query))
        with self._engine.connect() as connection:
            rows = connection.execute(statement.order_by(FIGURES.c.key)).all()
        read = self._read(rows)
        figures = tuple(read[key] for key, _ in rows)
        return self._correct(figures) if corrected else figures

    def saying(self, editions: Sequence[int], weights: Mapping[str, float], most: int) -> tuple[Figure, ...]:
        """The figures of these editions whose labels say most of some weighted words, best first in each."""
        with self._engine.connect() as connection:
            keys = self._labels.keys_saying(connection, editions, weights, most)
            found = self._kept.several(keys)
            missing = [key for key in keys if key not in found]
            if missing:
                found |= self._read(connection.execute(_BY_KEYS, {"keys": missing}).all())
        return self._correct(tuple(found[key] for key in keys if key in found))

    def _read(self, rows: Sequence[Row[int, str]]) -> dict[int, Figure]:
        """The figures of these rows by their keys, those that were read before as they stand."""
        found = self._kept.several(key for key, _ in rows)
        if len(found) < len(rows):
            read = {key: decode(Figure, payload) for key, payload in rows if key not in found}
            self._kept.keep(read)
            found |= read
        return found

    def get(self, figure_id: str, *, corrected: bool = True) -> Figure | None:
        """One figure, None where no live report holds it or it is withdrawn."""
        statement = select(FIGURES.c.payload).where(FIGURES.c.id == figure_id)
        with self._engine.connect() as connection:
            payload = connection.execute(statement).scalar()
        if payload is None:
            return None
        found = (decode(Figure, payload),)
        return next(iter(self._correct(found) if corrected else found), None)

    def _correct(self, figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
        standing = {correction.figure_id: correction for correction in self.corrections()}
        if not standing:
            return figures
        return tuple(kept for figure in figures if (kept := _corrected(figure, standing.get(figure.id))))

    def corrections(self, *, revoked: bool = False, figure_id: str | None = None) -> tuple[Correction, ...]:
        """The corrections that stand, oldest first; with the revoked ones where asked."""
        statement = select(CORRECTIONS).order_by(CORRECTIONS.c.id)
        if not revoked:
            statement = statement.where(CORRECTIONS.c.revoked_at.is_(None))
        if figure_id is not None:
            statement = statement.where(CORRECTIONS.c.figure_id == figure_id)
        with self._engine.connect() as connection:
            return tuple(_correction(row) for row in connection.execute(statement).mappings())

    def add_correction(
        self,
        figure: Figure,
        *,
        replacement: Figure | None,
        reason: str,
        author: str | None,
        at: str,
    ) -> Correction:
        """Put a new word in the place of any earlier one; without a replacement the figure is withdrawn."""
        values = {
            "figure_id": figure.id,
            "report_id": figure.report_id,
            "read_as": figure.written,
            "label": figure.label,
            "withdrawn": int(replacement is None),
            "written": replacement.written if replacement else None,
            "unit": replacement.unit if replacement else None,
            "quantity": encode(replacement.quantity) if replacement and replacement.quantity else None,
            "reason": reason,
            "author": author,
            "made_at": at,
        }
        with self._engine.begin() as connection:
            connection.execute(
                update(CORRECTIONS)
                .where(CORRECTIONS.c.figure_id == figure.id, CORRECTIONS.c.revoked_at.is_(None))
                .values(revoked_at=at, revoked_because=reason)
            )
            done = connection.execute(insert(CORRECTIONS).values(values))
            (number,) = done.inserted_primary_key or (0,)
        return next(kept for kept in self.corrections(figure_id=figure.id) if kept.id == number)

    def revoke(self, correction: int, *, reason: str, at: str) -> bool:
        """Bring the reading back; False where no such correction stands."""
        statement = (
            update(CORRECTIONS)
            .where(CORRECTIONS.c.id == correction, CORRECTIONS.c.revoked_at.is_(None))
            .values(revoked_at=at, revoked_because=reason)
        )
        with self._engine.begin() as connection:
            return bool(connection.execute(statement).rowcount)


def _conditions(query: FigureQuery) -> Iterable[ColumnElement[bool]]:
    columns = FIGURES.c
    chosen = (
        (columns.indicator, query.indicators),
        (columns.place, query.places),
        (columns.period, query.periods),
        (columns.kind, query.kinds),
        (columns.passage, query.passages),
    )
    for column, values in chosen:
        if values:
            yield column == values[0] if len(values) == 1 else column.in_(values)
    if query.report_ids:
        # By edition, since an index leads from there to its indicators: other reports' need no look.
        named = and_(REPORTS.c.report_id.in_(query.report_ids), REPORTS.c.state == LIVE)
        yield columns.edition.in_(select(REPORTS.c.edition).where(named))
    if query.footnote is not None:
        yield columns.footnote == query.footnote
    words = folded(query.label or "").split()
    if words:
        labelled = and_(*(columns.label.contains(word, autoescape=True) for word in words))
        alone = not (query.report_ids or any(values for _, values in chosen)) and query.footnote is None
        yield columns.key.in_(select(columns.key).where(labelled)) if alone else labelled


def _corrected(figure: Figure, correction: Correction | None) -> Figure | None:
    if correction is None or (correction.read_as, correction.label) != (figure.written, figure.label):
        return figure
    if correction.withdrawn:
        return None
    return replace(
        figure,
        written=correction.written or figure.written,
        quantity=correction.quantity,
        unit=correction.unit,
        flags=(*figure.flags, CORRECTED),
    )


def _correction(row: RowMapping) -> Correction:
    values = {name: row[name] for name in Correction.__slots__}
    quantity = values.pop("quantity")
    values["withdrawn"] = bool(values["withdrawn"])
    return Correction(quantity=decode(Quantity, quantity) if quantity else None, **values)
