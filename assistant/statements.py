"""A statement: one sentence, footnote sentence or table row, the smallest thing that an answer quotes.

Each knows the words around it (headings, the sentence that bears a footnote's mark, the sentence before it),
because a report says a figure's subject once and then goes on.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING
from unicodedata import is_normalized

from assistant.understanding.terms import exact, term, words
from corpus.passages import PassageKind
from corpus.sentences import split_sentences
from corpus.vocabulary.abbreviations import load_abbreviations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpus.passages import Passage

_YEAR = re.compile(r"(?<![\d.,/])((?:19|20)\d\d)(?![\d.,]*\d)|/((?:19|20)\d\d)(?!\d)")
_YEARS = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)(?!\d)")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"\d+(?:[.,/]\d+)*|[^\W\d_]+\d*|\d+[^\W\d_]+")
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
    pairs: frozenset[tuple[str, str]]
    around: frozenset[str]  # terms of headings, anchor, title, column labels
    around_pairs: frozenset[tuple[str, str]]
    near: frozenset[str]  # terms of the rest of the passage
    company: frozenset[str]  # of the rest and of the headings, with diacritics
    years: frozenset[int]  # named in it
    spanned: frozenset[int]  # within a range that it names
    led_by: int | None  # the last year named before it in its passage
    around_years: frozenset[int]
    counts: bool  # whether it holds a number that is no year
    numbers: tuple[tuple[int, str], ...]  # its numbers, by place in `words`, each with the letters after it


def statements(passage: Passage, columns: str = "") -> tuple[Statement, ...]:
    """The statements of a passage, in order; a row also stands under the names of its columns."""
    bounds = _bounds(passage)
    above = " . ".join(_context(passage))
    around, around_pairs, _, above_spelled = _compare_shared(above)
    found = _Found.of(passage.text)
    written = found.words(0, len(passage.text))
    whole = frozenset(map(term, written))
    company = above_spelled | frozenset(map(exact, written))
    years = years_in(f"{above} {columns}")
    return tuple(
        _statement(passage, found, start, end, columns, around, around_pairs, whole, company, years)
        for start, end in bounds
    )


@dataclass(frozen=True, slots=True)
class _Found:
    """The words of a passage with their places: each sentence takes its own from them."""

    text: str
    words_found: Sequence[str]
    starts: Sequence[int]

    @classmethod
    def of(cls, text: str) -> _Found:
        found = list(_WORD.finditer(text)) if is_normalized("NFC", text) else []
        return cls(text, [match.group() for match in found], [match.start() for match in found])

    def words(self, start: int, end: int) -> Sequence[str]:
        """The words between two places; read anew where one stands across them."""
        first, last = bisect_left(self.starts, start), bisect_left(self.starts, end)
        if not self.starts or self._reaches(first, start) or self._reaches(last, end):
            return words(self.text[start:end])
        return self.words_found[first:last]

    def _reaches(self, at: int, place: int) -> bool:
        return at > 0 and self.starts[at - 1] + len(self.words_found[at - 1]) > place


def years_in(text: str) -> frozenset[int]:
    """Every year that a text names."""
    if not _may_name_years(text):
        return frozenset()
    return frozenset(int(one or other) for one, other in _YEAR.findall(text))


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


def _last_year(text: str) -> int | None:
    found = _YEAR.findall(text) if _may_name_years(text) else []
    return int(found[-1][0] or found[-1][1]) if found else None


def _bounds(passage: Passage) -> tuple[tuple[int, int], ...]:
    if passage.kind is PassageKind.TABLE:
        return ((0, len(passage.text)),)
    return tuple(
        piece
        for first, last in _lines(passage.text)
        for start, end in split_sentences(passage.text[first:last])
        for piece in _pieces(passage.text, first + start, first + end)
    )


def _numbers(text: str) -> tuple[tuple[int, str], ...]:
    """Every number but years and what an item is numbered by, by its place, with what follows it."""
    if not _DIGIT.search(text):
        return ()
    head = _LISTED.match(text)
    listed = head.end() if head else 0
    return tuple(
        (index, text[match.end() : match.end() + 14].lower())
        for index, match in enumerate(_WORD.finditer(text))
        if match.group()[0].isdigit()
        and match.end() > listed
        and not _YEAR.fullmatch(match.group())
        and not re.search(r"[^\W\d_]\s?-\s?$", text[max(match.start() - 3, 0) : match.start()])
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


def _compare(
    text: str,
) -> tuple[frozenset[str], frozenset[tuple[str, str]], tuple[str, ...], frozenset[str]]:
    return _compare_words(words(text))


def _compare_words(
    written: Sequence[str],
) -> tuple[frozenset[str], frozenset[tuple[str, str]], tuple[str, ...], frozenset[str]]:
    plain = tuple(map(term, written))
    if not any(map(str.isupper, written)):
        return frozenset(plain), frozenset(pairwise(plain)), plain, frozenset(map(exact, written))
    meant = [long for word in written if word.isupper() for long in _long_forms().get(term(word), ())]
    pairs = {pair for line in (plain, *meant) for pair in pairwise(line)}
    return (
        frozenset((*plain, *(word for line in meant for word in line))),
        frozenset(pairs),
        plain,
        frozenset((*(exact(word) for word in written), *_spelled_out(written))),
    )


# What many passages stand under: the same headings, the same columns.
_compare_shared = lru_cache(maxsize=4096)(_compare)


def _spelled_out(written: Sequence[str]) -> Iterator[str]:
    """The words, with their diacritics, that a text's abbreviations stand for."""
    for word in written:
        if word.isupper():
            for long in _long_spellings().get(term(word), ()):
                yield from long


@lru_cache(maxsize=60000)
def terms_meant(text: str) -> frozenset[str]:
    """The terms of a text, with those that its abbreviations stand for."""
    return _compare(text)[0]


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


def _statement(  # noqa: PLR0913, PLR0917 - what stands around is worked out once for all
    passage: Passage,
    found: _Found,
    start: int,
    end: int,
    columns: str,
    around: frozenset[str],
    around_pairs: frozenset[tuple[str, str]],
    whole: frozenset[str],
    company: frozenset[str],
    around_years: frozenset[int],
) -> Statement:
    text = passage.text[start:end]
    if passage.table_row:  # a row says its parents' names as well as its own
        told = " . ".join((*passage.table_row, text))
        numbers = _numbers(told)
        here, pairs, order, spelled = _compare(told)
    else:
        numbers = _numbers(text)
        here, pairs, order, spelled = _compare_words(found.words(start, end))
    if columns:  # and a cell says its column's name
        more, more_pairs, _, more_spelled = _compare_shared(columns)
        here, pairs, spelled = here | more, pairs | more_pairs, spelled | more_spelled
    return Statement(
        passage=passage,
        start=start,
        end=end,
        text=text,
        words=order,
        terms=here,
        spelled=spelled,
        pairs=pairs,
        around=around,
        around_pairs=around_pairs,
        near=whole,
        company=company,
        years=years_in(text),
        spanned=years_spanned(text),
        led_by=_last_year(passage.text[:start]) if passage.kind is not PassageKind.TABLE else None,
        around_years=around_years,
        counts=bool(numbers),
        numbers=numbers,
    )
