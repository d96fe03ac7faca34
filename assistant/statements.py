"""A statement: one sentence, footnote sentence or table row, the smallest thing that an answer quotes.

Each knows the words around it (headings, the sentence that bears a footnote's mark, the sentence before it),
because a report says a figure's subject once and then goes on.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from assistant.understanding.terms import exact, term, words
from corpus.passages import PassageKind
from corpus.sentences import split_sentences
from corpus.vocabulary.abbreviations import load_abbreviations

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from corpus.passages import Passage

_YEAR = re.compile(r"(?<![\d.,/])((?:19|20)\d\d)(?![\d.,]*\d)|/((?:19|20)\d\d)(?!\d)")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)(?!\d)")
_WORD = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+\d*")
_NUMBER = re.compile(r"(?<![^\W_])\d+(?:[.,/]\d+)*")
_JOINED = re.compile(r"[^\W\d_]\s?-\s?$")
_LONG = 700
_LISTED = re.compile(r"\W*\(?\d{1,2}(?:\.\d{1,2})*[.)]\)?\s+(?=\D)")


@dataclass(frozen=True, slots=True)
class Statement:
    """A quotable stretch of a passage, with its words ready for comparing."""

    passage: Passage
    start: int
    end: int
    text: str
    words: tuple[str, ...]  # terms in order
    terms: frozenset[str]
    spelled: frozenset[str]  # with diacritics
    line: str  # terms in order with a blank on either side; what else is said of it on lines of their own
    around: frozenset[str]  # terms of headings, anchor, title, column labels
    around_line: str
    near: frozenset[str]  # terms of the rest of the passage
    company: frozenset[str]  # of the rest and of the headings, with diacritics
    years: frozenset[int]  # named in it
    spanned: frozenset[int]  # within a range that it names
    led_by: int | None  # the last year named before it in its passage
    around_years: frozenset[int]
    counts: bool  # whether it holds a number that is no year
    numbers: tuple[tuple[int, str], ...]  # its numbers, by place in `words`, each with the letters after it


def in_a_row(*said: str) -> str:
    """Words as they stand in a line where they stand side by side."""
    return f" {' '.join(said)} "


@dataclass(frozen=True, slots=True)
class _Compared:
    """The words of a text, ready for comparing."""

    order: tuple[str, ...]
    terms: frozenset[str]
    spelled: frozenset[str]
    line: str


@dataclass(frozen=True, slots=True)
class _Around:
    """What the statements of a passage stand in, worked out once for all of them."""

    above: _Compared
    columns: _Compared | None
    whole: frozenset[str]
    company: frozenset[str]
    years: frozenset[int]
    within: Sequence[tuple[int, int]]  # the years that the passage names, each with where it ends


def statements(passage: Passage, columns: str = "") -> tuple[Statement, ...]:
    """The statements of a passage, in order; a row also stands under the names of its columns."""
    bounds = _bounds(passage)
    context = " . ".join(_context(passage))
    above = _compare_shared(context)
    # Stretches end where a word does, so that theirs are all the words of the passage.
    written = [words(passage.text[start:end]) for start, end in bounds]
    own = [_compare_words(said) for said in written]
    around = _Around(
        above=above,
        columns=_compare_shared(columns) if columns else None,
        whole=frozenset().union(*(one.order for one in own)),
        company=above.spelled.union(*(map(exact, said) for said in written)),
        years=years_in(f"{context} {columns}"),
        within=[(match.end(), int(match[1] or match[2])) for match in _years_of(passage.text)],
    )
    return tuple(
        _statement(passage, start, end, said, one, around)
        for (start, end), said, one in zip(bounds, written, own, strict=True)
    )


def years_in(text: str) -> frozenset[int]:
    """Every year that a text names."""
    return frozenset(int(match[1] or match[2]) for match in _years_of(text))


def _years_of(text: str) -> Iterable[re.Match[str]]:
    return _YEAR.finditer(text) if _may_name_years(text) else ()


def _may_name_years(text: str) -> bool:
    """Told by a glance, since most sentences name none."""
    return "19" in text or "20" in text


def years_spanned(text: str) -> frozenset[int]:
    """Every year within the ranges that a text names."""
    found: set[int] = set()
    if not _may_name_years(text):
        return frozenset()
    for first, last in _YEARS.findall(text):
        found.update(range(int(first), min(int(last), int(first) + 40) + 1))
    return frozenset(found)


def _bounds(passage: Passage) -> tuple[tuple[int, int], ...]:
    if passage.kind is PassageKind.TABLE:
        return ((0, len(passage.text)),)
    return tuple(
        piece
        for first, last in _lines(passage.text)
        for start, end in split_sentences(passage.text[first:last])
        for piece in _pieces(passage.text, first + start, first + end)
    )


def _numbers(text: str, written: Sequence[str]) -> tuple[tuple[int, str], ...]:
    """Every number but years and what an item is numbered by, by its place, with what follows it."""
    places = [index for index, word in enumerate(written) if word[0].isdigit()]
    if not places:
        return ()
    found = list(_NUMBER.finditer(text))
    if len(found) != len(places):  # a lone “²” begins a word as well
        found = [match for match in _WORD.finditer(text) if match.group()[0].isdigit()]
    head = _LISTED.match(text)
    listed = head.end() if head else 0
    return tuple(
        (index, text[match.end() : match.end() + 14].lower())
        for index, match in zip(places, found, strict=False)
        if match.end() > listed
        and not _YEAR.fullmatch(match.group())
        and not _JOINED.search(text[max(match.start() - 3, 0) : match.start()])
    )


def _lines(text: str) -> list[tuple[int, int]]:
    """A passage's blocks stand on lines of their own."""
    return [match.span() for match in re.finditer(r"[^\n]+", text)]


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A very long sentence (a list of results joined by semicolons) as the stretches between them."""
    if end - start <= _LONG:
        return [(start, end)]
    pieces, at = [], start
    for match in re.finditer(r";\s+", text[start:end]):
        stop = start + match.end()
        if stop - at >= _LONG // 3:
            pieces.append((at, stop))
            at = stop
    if at < end:
        pieces.append((at, end))
    return [(first, first + len(text[first:last].rstrip())) for first, last in pieces]


def _context(passage: Passage) -> tuple[str, ...]:
    parts = [*passage.section, passage.anchor or "", passage.table_title or ""]
    return tuple(part for part in parts if part)


def _compare(text: str) -> _Compared:
    return _compare_words(words(text))


def _compare_words(written: Sequence[str]) -> _Compared:
    plain = tuple(map(term, written))
    line = in_a_row(*plain)
    short = [word for word in written if word.isupper()]
    if not short:
        return _Compared(plain, frozenset(plain), frozenset(map(exact, written)), line)
    meant = [long for word in short for long in _long_forms().get(term(word), ())]
    return _Compared(
        plain,
        frozenset(plain).union(*meant),
        frozenset(map(exact, written)).union(_spelled_out(short)),
        "\n".join((line, *(in_a_row(*long) for long in meant))),
    )


# What many passages stand under: the same headings, the same columns.
_compare_shared = lru_cache(maxsize=4096)(_compare)


def _spelled_out(written: Iterable[str]) -> Iterator[str]:
    """The words, with their diacritics, that abbreviations stand for."""
    for word in written:
        for long in _long_spellings().get(term(word), ()):
            yield from long


@lru_cache(maxsize=60000)
def terms_meant(text: str) -> frozenset[str]:
    """The terms of a text, with those that its abbreviations stand for."""
    return _compare(text).terms


@cache
def _long_spellings() -> dict[str, tuple[tuple[str, ...], ...]]:
    """The same with diacritics."""
    return {
        term(short): (tuple(exact(word) for word in words(written)),)
        for short, written in load_abbreviations().exact.items()
        if len(short) > 2
    }


@cache
def _long_forms() -> dict[str, tuple[tuple[str, ...], ...]]:
    """What abbreviations stand for, so that `BHYT` is found by “bảo hiểm y tế”."""
    # Folded, since scanners lose the stroke of Đ: `NSDP` for `NSĐP`.
    return {
        term(short): (tuple(term(word) for word in words(written)),)
        for short, written in load_abbreviations().exact.items()
        if len(short) > 2  # two letters stand for too much
    }


def _statement(  # noqa: PLR0913, PLR0917 - what it is and what it stands in
    passage: Passage, start: int, end: int, written: Sequence[str], own: _Compared, around: _Around
) -> Statement:
    text = passage.text[start:end]
    if passage.table_row:  # a row says its parents' names as well as its own
        told = " . ".join((*passage.table_row, text))
        written = words(told)
        own, numbers = _compare_words(written), _numbers(told, written)
    else:
        numbers = _numbers(text, written)
    here, spelled, line, columns = own.terms, own.spelled, own.line, around.columns
    if columns is not None:  # and a cell says its column's name
        here, spelled, line = here | columns.terms, spelled | columns.spelled, f"{line}\n{columns.line}"
    return Statement(
        passage=passage,
        start=start,
        end=end,
        text=text,
        words=own.order,
        terms=here,
        spelled=spelled,
        line=line,
        around=around.above.terms,
        around_line=around.above.line,
        near=around.whole,
        company=around.company,
        years=frozenset(year for at, year in around.within if start < at <= end),
        spanned=years_spanned(text),
        led_by=next((year for at, year in reversed(around.within) if at <= start), None),
        around_years=around.years,
        counts=bool(numbers),
        numbers=numbers,
    )
