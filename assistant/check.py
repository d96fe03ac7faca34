"""The promise: every figure of an answer stands in a cited passage or comes out of a calculation.

Both engines pass through here. Digits alone are never compared: a figure is a value and its unit. Whatever
cannot be shown to stand where its marker points is withheld, with the whole sentence that says it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.answer import Citation, Draft, Sentence, Status
from corpus.numbers import find_quantities, parse_quantity
from corpus.passages import PassageKind
from corpus.text import nfc

if TYPE_CHECKING:
    from assistant.calculation import Calculation
    from corpus.figures import Figure, Quantity

_MARKER = re.compile(r"\[(\d{1,3})\]")
_MARKERS = re.compile(r"(?:\s*\[\d{1,3}\])+")
_QUOTE = re.compile(r"“([^”]*)”")
_NAMED_BY = 4  # words by which a long title is told at least
_NOTE = re.compile(r"chú thích \d{1,3}(?![\d.,]*\d)", re.IGNORECASE)
_YEAR = re.compile(r"(?<![\d.,/])(?:19|20)\d\d(?![\d.,]*\d)")
_DIGITS = re.compile(r"\d[\d.,]*\d|\d")


@dataclass(frozen=True, slots=True)
class _Amount:
    low: Decimal
    high: Decimal
    unit: str | None
    whole: Decimal | None = None  # 800 of “788/800”: never said of another whole


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft that keeps the promise, and how much of it had to go."""

    draft: Draft
    withheld: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Grounds:
    """What an answer may cite: the passages that were gathered, and the figures read in them."""

    texts: Mapping[str, str]  # passage id → its words
    figures: Mapping[str, tuple[Figure, ...]]  # passage id → figures that stand in it
    titles: Mapping[str, str] = field(default_factory=dict)  # passage id → the title of its table
    around: Mapping[str, str] = field(default_factory=dict)  # passage id → titles and dates that name years


def check(draft: Draft, grounds: Grounds) -> Checked:
    """The draft without any sentence that its own citations and calculations do not bear out."""
    sound = {citation.marker: citation for citation in draft.citations if _is_real(citation, grounds)}
    kept: list[Sentence] = []
    withheld: list[Sentence] = []
    for sentence in draft.sentences:
        fine = _holds(sentence, sound, draft.calculations, grounds)
        (kept if fine else withheld).append(sentence)
    kept = _without_orphans(kept)
    status = _status(draft.status, kept, withheld)
    return Checked(_tidied(replace(draft, status=status), kept), tuple(withheld))


def _is_real(citation: Citation, grounds: Grounds) -> bool:
    text = grounds.texts.get(citation.passage_id)
    return text is not None and _level(citation.text) in _level(text)


def _holds(
    sentence: Sentence,
    sound: Mapping[int, Citation],
    calculations: Sequence[Calculation],
    grounds: Grounds,
) -> bool:
    marked = tuple(int(number) for number in _MARKER.findall(sentence.text))
    if set(marked) != set(sentence.markers) or any(number not in sound for number in marked):
        return False
    if any(not 0 <= index < len(calculations) for index in sentence.calculations):
        return False
    computed = [calculations[index] for index in sentence.calculations]
    if not all(_is_founded(calculation, sound.values()) for calculation in computed):
        return False
    return all(
        _clause_holds(clause, [sound[number] for number in numbers], computed, grounds)
        for clause, numbers in _clauses(sentence.text)
    )


def _is_founded(calculation: Calculation, sound: Iterable[Citation]) -> bool:
    """Whether every input of a calculation stands in a citation of its own report."""
    texts = [(citation.report_id, _level(citation.text)) for citation in sound]
    return all(
        any(
            report == figure.report_id and _in_order([_level(figure.written)], text) for report, text in texts
        )
        for figure in calculation.inputs
    )


def _clauses(text: str) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Stretches of a sentence, each with the markers that follow it; the last may borrow those before it."""
    start = 0
    before: tuple[int, ...] = ()
    for match in _MARKERS.finditer(text):
        before = tuple(int(number) for number in _MARKER.findall(match.group()))
        yield text[start : match.start()], before
        start = match.end()
    rest = text[start:]
    if _DIGITS.search(rest) or "“" in rest:
        yield rest, before


def _clause_holds(
    clause: str, cited: Sequence[Citation], computed: Sequence[Calculation], grounds: Grounds
) -> bool:
    words = [_level(citation.text) for citation in cited]
    quotes = _QUOTE.findall(clause)
    if any(not _stands_in(quote, words) for quote in quotes):
        return False
    said = _without_titles(_NOTE.sub(" ", _QUOTE.sub(" ", clause)), cited, grounds)
    if (cited or computed) and not set(_YEAR.findall(said)) <= _known_years(cited, computed, grounds):
        return False
    told = [amount for citation in cited for amount in _amounts_in(citation, grounds)]
    told += [amount for calculation in computed for amount in _amounts_of(calculation)]
    allowed = {part for amount in told for part in _parts(amount)}
    return all(amount in allowed for amount in _amounts(said))


def _without_titles(said: str, cited: Sequence[Citation], grounds: Grounds) -> str:
    """The words without the titles of the tables that they name: “6 THÁNG ĐẦU NĂM” there is no figure."""
    for title in {grounds.titles.get(one.passage_id, "") for one in cited} - {""}:
        words = title.replace("“", '"').replace("”", '"').split()
        shown = (" ".join(words[:count]) for count in range(len(words), _NAMED_BY - 1, -1))
        said = said.replace(next((name for name in shown if name in said), title), " ")
    return said


def _stands_in(quote: str, texts: Iterable[str]) -> bool:
    """Whether the quoted words stand in one text, in order; `[…]` may leave words out."""
    pieces = [_level(piece) for piece in re.split(r"\s*\[…\]\s*|^…\s*|\s*…$", quote)]
    pieces = [piece for piece in pieces if piece]
    return bool(pieces) and any(_in_order(pieces, text) for text in texts)


def _in_order(pieces: Sequence[str], text: str) -> bool:
    at = 0
    for piece in pieces:
        found = text.find(piece, at)
        while found >= 0 and _cuts_number(text, found, found + len(piece)):
            found = text.find(piece, found + 1)
        if found < 0:
            return False
        at = found + len(piece)
    return True


def _cuts_number(text: str, start: int, end: int) -> bool:
    """Whether a quote begins or ends inside a number (“5,2%” out of “15,2%”)."""
    head = text[start].isdigit() and bool(re.search(r"\d[.,]?$|[-−]$", text[:start]))
    tail = text[end - 1].isdigit() and bool(re.match(r"[.,]?\d", text[end:]))
    return head or tail


def _amounts(text: str) -> Iterator[_Amount]:
    for found in find_quantities(text):
        if found.quantity is None:  # misprinted: it may only be repeated as it stands
            yield _Amount(Decimal(0), Decimal(0), f"{found.written} {found.unit or ''}")
        else:
            yield _amount(found.quantity, found.unit)


def _amount(quantity: Quantity, unit: str | None) -> _Amount:
    whole = None if quantity.out_of is None else quantity.out_of.normalize()
    return _Amount(quantity.low.normalize(), quantity.high.normalize(), unit, whole)


def _parts(amount: _Amount) -> Iterator[_Amount]:
    """What a source's amount lets one say: itself, and the part and the whole of “788/800” alone."""
    yield amount
    if amount.whole is not None:
        yield replace(amount, whole=None)
        yield _Amount(amount.whole, amount.whole, amount.unit)


def _amounts_in(citation: Citation, grounds: Grounds) -> Iterator[_Amount]:
    here = _level(citation.text)
    yield from _amounts(citation.text)
    for figure in grounds.figures.get(citation.passage_id, ()):
        if figure.quantity is not None and _level(figure.written) in here:
            yield _amount(figure.quantity, figure.unit)
    if citation.kind is PassageKind.TABLE:
        for cell in citation.text.split(" | "):
            yield from _cell(cell)


def _cell(cell: str) -> Iterator[_Amount]:
    quantity = parse_quantity(cell.strip())
    if quantity is not None:
        yield _amount(quantity, None)


def _amounts_of(calculation: Calculation) -> Iterator[_Amount]:
    for figure in calculation.inputs:
        if figure.quantity is not None:
            yield _amount(figure.quantity, figure.unit)
    for written in calculation.shown.values():
        for amount in _amounts(written):
            yield amount
            if amount.high < 0:  # “-10,47%” is told as “giảm 10,47%”
                yield replace(amount, low=abs(amount.high), high=abs(amount.low))
    for name, value in calculation.result.items():
        if isinstance(value, Decimal):
            unit = calculation.units.get(name) or None
            yield _Amount(value.normalize(), value.normalize(), unit)
            yield _Amount(abs(value).normalize(), abs(value).normalize(), unit)
    yield from _amounts(calculation.formula)


def _known_years(cited: Iterable[Citation], computed: Iterable[Calculation], grounds: Grounds) -> set[str]:
    words = [
        " ".join((one.text, one.report_title, *one.section, grounds.around.get(one.passage_id, "")))
        for one in cited
    ]
    words += [
        " ".join((figure.period or "", figure.sentence, *figure.section, *(figure.table_column or ())))
        for calculation in computed
        for figure in calculation.inputs
    ]
    words += [" ".join((*calculation.shown.values(), calculation.formula)) for calculation in computed]
    years: set[str] = set()
    for text in words:
        found = _YEAR.findall(text)
        years.update(found)
        years.update(_between(text))
    return years


def _between(text: str) -> Iterator[str]:
    for first, last in re.findall(r"((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)", text):
        yield from (str(year) for year in range(int(first), min(int(last), int(first) + 30) + 1))


def _level(text: str) -> str:
    """Words on one line, with one kind of dash and quote, so that only words are compared."""
    even = nfc(text).replace("–", "-").replace("−", "-").replace("“", '"').replace("”", '"')
    return re.sub(r"\s+", " ", even).strip()


def _without_orphans(sentences: list[Sentence]) -> list[Sentence]:
    """The sentences without a table or list that lost everything under its head."""
    kept: list[Sentence] = []
    for index, sentence in enumerate(sentences):
        below = sentences[index + 1] if index + 1 < len(sentences) else None
        if sentence.block == "head" and (below is None or below.block not in {"row", "item", "quote"}):
            continue
        kept.append(sentence)
    return kept


def _status(status: Status, kept: Sequence[Sentence], withheld: Sequence[Sentence]) -> Status:
    if not withheld or status in {Status.NOT_FOUND, Status.REFUSED, Status.CLARIFY}:
        return status
    return Status.PARTIAL if any(sentence.markers for sentence in kept) else Status.NOT_FOUND


def _tidied(draft: Draft, kept: Sequence[Sentence]) -> Draft:
    """The draft with unused citations and calculations dropped and both numbered anew, in order of use."""
    order: dict[int, int] = {}
    for sentence in kept:
        for number in _MARKER.findall(sentence.text):
            order.setdefault(int(number), len(order) + 1)
    used = sorted({index for sentence in kept for index in sentence.calculations})
    place = {index: at for at, index in enumerate(used)}
    by_marker = {citation.marker: citation for citation in draft.citations}
    return replace(
        draft,
        sentences=tuple(_renumbered(sentence, order, place) for sentence in kept),
        citations=tuple(replace(by_marker[old], marker=new) for old, new in order.items()),
        calculations=tuple(draft.calculations[index] for index in used),
    )


def _renumbered(sentence: Sentence, order: Mapping[int, int], place: Mapping[int, int]) -> Sentence:
    return replace(
        sentence,
        text=_MARKER.sub(lambda match: f"[{order[int(match.group(1))]}]", sentence.text),
        markers=tuple(order[number] for number in sentence.markers),
        calculations=tuple(place[index] for index in sentence.calculations),
    )
