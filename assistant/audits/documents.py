"""Documents that reports cite: one number with two dates, one subject with two numbers, TU for TW."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import log

from assistant.audits.finding import Certainty, Finding, Kind, Source, distinct
from assistant.audits.likeness import plain_words
from assistant.audits.material import Material, row_text
from assistant.audits.sums import one_digit_apart_text

_NUMBER = re.compile(
    r"(?<![\w/.,-])(?P<number>\d{1,5})(?:/(?P<year>(?:19|20)\d\d))?\s?[-/]\s?"
    r"(?P<suffix>[A-ZĐ][A-ZĐƯa-zđ]{0,5}(?:[/-][A-ZĐ][\wĐđ]{0,7}){0,3})(?![\w])"
)
_DATE = re.compile(
    r"[\s|,;(]*(?:ngày\s*)?(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>(?:19|20)\d\d)"
)
_STOP = re.compile(
    r";|\.\s|\.$|\||\s(?:và|cùng|gắn với)\s(?=(?:Nghị quyết|Kế hoạch|Quyết định|Đề án|Kết luận|Chỉ thị)\b)"
)
_TERM = re.compile(r"khóa\s+(?P<term>[IVX]+)", re.IGNORECASE)
_YEARS = re.compile(r"(?:19|20)\d\d")
_FEW = 5  # words that a subject needs before it can identify a document
_SAME = 0.6  # of a subject's weight in common: one document
_SURELY = 0.75
_ALL = 0.9
_REACH = 260


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """One place where a report cites a document by its number."""

    number: str  # without leading zeros
    suffix: str  # "NQ/TU"
    year: str | None  # 2021 of 07/2021/NQ-HĐND
    date: tuple[int, int, int] | None  # year, month, day
    subject: frozenset[str]
    years: frozenset[str]  # that the subject names: plans of two years are two plans
    term: str | None  # “khóa XIII”
    written: str
    source: Source
    place: int = 0  # offset in its text
    listed: tuple[int, int] | None = None  # table and row, where a table lists it

    @property
    def name(self) -> tuple[str, str | None, str]:
        """What tells documents apart on paper."""
        return self.number, self.year, self.suffix

    @property
    def shown_date(self) -> str:
        """The date as people write it."""
        if self.date is None:
            return "không ghi ngày"
        year, month, day = self.date
        return f"{day:02}/{month:02}/{year}"


def find_citations(material: Material) -> Iterator[Citation]:
    """Every document number of a report's text, notes and rows."""
    for text in material.texts:
        for found in _NUMBER.finditer(text.words):
            yield _citation(text.words, found, text.source(found.start(), found.end()))
    for table_at, table in enumerate(material.report.tables):
        for row_at, row in enumerate(table.rows):
            words = row_text(row)
            own = next(iter(_NUMBER.finditer(words)), None)
            for found in _NUMBER.finditer(words):
                first = (
                    own is not None
                    and found.start() == own.start()
                    and " " not in words[: found.start()].split("|")[-1].strip()
                )
                listed = (table_at, row_at) if first else None
                yield _citation(words, found, material.row_source(row), listed)


def _citation(
    words: str, found: re.Match[str], source: Source, listed: tuple[int, int] | None = None
) -> Citation:
    dated = _DATE.match(words, found.end())
    after = dated.end() if dated else found.end()
    tail = words[after : after + _REACH]
    if listed is None:
        stop = _STOP.search(tail)
        tail = tail[: stop.start()] if stop else tail
    term = _TERM.match(tail.strip(" (,"))
    return Citation(
        number=found["number"].lstrip("0") or "0",
        suffix=re.sub(r"\s", "", found["suffix"]).upper().replace("-", "/").replace("Đ", "D"),
        year=found["year"],
        date=(int(dated["year"]), int(dated["month"]), int(dated["day"])) if dated else None,
        subject=plain_words(_NUMBER.sub(" ", tail)),
        years=frozenset(_YEARS.findall(tail)),
        term=term["term"] if term else None,
        written=" ".join(found.group().split()),
        source=source,
        place=found.start(),
        listed=listed,
    )


class Subjects:
    """How alike two citations' subjects are, rare words counting for more than those that every title has."""

    def __init__(self, citations: Sequence[Citation]) -> None:
        counts = Counter(word for citation in citations for word in citation.subject)
        self._weights = {word: log(1 + len(citations) / count) for word, count in counts.items()}

    def likeness(self, one: Citation, other: Citation) -> float:
        """The weight of common words over that of the shorter subject; 0 where too little is said."""
        if min(len(one.subject), len(other.subject)) < _FEW:
            return 0.0
        if one.years and other.years and one.years.isdisjoint(other.years):
            return 0.0
        least = min(self._weigh(one.subject), self._weigh(other.subject))
        return self._weigh(one.subject & other.subject) / least

    def identical(self, one: Citation, other: Citation) -> bool:
        """Whether two long subjects have nearly all their words in common."""
        if min(len(one.subject), len(other.subject)) < 2 * _FEW or one.years != other.years:
            return False
        return self._weigh(one.subject & other.subject) >= _ALL * self._weigh(one.subject | other.subject)

    def _weigh(self, words: frozenset[str]) -> float:
        return sum(self._weights[word] for word in words)


def check_documents(materials: Sequence[Material]) -> Iterator[Finding]:
    """Citations that contradict each other, within a report and across reports."""
    citations = [citation for material in materials for citation in find_citations(material)]
    subjects = Subjects(citations)
    groups: dict[tuple[str, str | None, str], list[Citation]] = {}
    for citation in citations:
        groups.setdefault(citation.name, []).append(citation)
    for group in groups.values():
        yield from _check_dates(group, subjects)
        yield from _check_lists(group)
        yield from _check_sentences(group, subjects)
    yield from _check_numbers(citations, subjects)
    yield from _check_issuers(citations, subjects)
    yield from _check_years(citations)


def _check_dates(group: Sequence[Citation], subjects: Subjects) -> Iterator[Finding]:
    """One number with two dates, where it is one document: a like subject, or dates one slip apart."""
    dated = [one for one in group if one.date is not None]
    seen: set[frozenset[tuple[int, int, int]]] = set()
    for one, other in combinations(dated, 2):
        if one.date is None or other.date is None or one.date == other.date:
            continue
        key = frozenset((one.date, other.date))
        slip = sum(a != b for a, b in zip(one.date, other.date, strict=True)) == 1
        same = subjects.likeness(one, other) >= _SAME
        if key in seen or not (slip or same):
            continue
        seen.add(key)
        rare, common = _rarer(one, other, dated, lambda citation: citation.date)
        yield Finding(
            kind=Kind.CROSS_REPORT,
            certainty=Certainty.CLEAR
            if same or (slip and not _both_told(one, other))
            else Certainty.ARGUABLE,
            printed=rare.shown_date,
            recomputed=common.shown_date,
            what=f"Văn bản {rare.written} ghi hai ngày khác nhau: {rare.shown_date} và {common.shown_date}.",
            arithmetic=f"so ngày: {rare.shown_date} ≠ {common.shown_date}",
            sources=distinct((rare.source, common.source)),
        )


def _both_told(one: Citation, other: Citation) -> bool:
    """Whether both say what they are about, so that unlike subjects mean two documents."""
    return len(one.subject) >= _FEW and len(other.subject) >= _FEW


def _rarer(
    one: Citation, other: Citation, among: Sequence[Citation], trait: Callable[[Citation], object]
) -> tuple[Citation, Citation]:
    """The two with the one first whose trait fewer citations share; it is the likelier slip."""
    counts = [sum(1 for citation in among if trait(citation) == trait(each)) for each in (one, other)]
    return (one, other) if counts[0] <= counts[1] else (other, one)


def _check_lists(group: Sequence[Citation]) -> Iterator[Finding]:
    """One number in two rows of one list."""
    for one, other in combinations([citation for citation in group if citation.listed], 2):
        if one.listed is None or other.listed is None or one.source.file != other.source.file:
            continue
        if one.listed[0] != other.listed[0] or one.listed == other.listed:
            continue
        same_year = one.date is None or other.date is None or one.date[0] == other.date[0]
        yield Finding(
            kind=Kind.DUPLICATE,
            certainty=Certainty.CLEAR if same_year else Certainty.ARGUABLE,
            printed=one.written,
            recomputed="hai dòng cùng số văn bản",
            what=f"Số văn bản {one.written} được liệt kê ở hai dòng của cùng một bảng.",
            arithmetic=f"{one.written} = {other.written}",
            sources=distinct((one.source, other.source)),
        )


def _check_sentences(group: Sequence[Citation], subjects: Subjects) -> Iterator[Finding]:
    """One number for two documents that one sentence lists one after the other."""
    for one, other in pairwise(group):
        if one.source != other.source or one.listed or other.listed or not _both_told(one, other):
            continue
        if one.date is None or other.date is None or subjects.likeness(one, other) >= _SAME:
            continue
        yield Finding(
            kind=Kind.DUPLICATE,
            certainty=Certainty.CLEAR if one.date == other.date else Certainty.ARGUABLE,
            printed=one.written,
            recomputed="hai văn bản cùng một số",
            what=f"Số văn bản {one.written} được ghi cho hai văn bản khác nội dung trong cùng một danh sách.",
            arithmetic=f"{one.written} = {other.written}",
            sources=(one.source,),
        )


def _check_numbers(citations: Sequence[Citation], subjects: Subjects) -> Iterator[Finding]:
    """One subject under two numbers of one kind that are a digit apart."""
    seen: set[frozenset[str]] = set()
    for one, other in _told_pairs(citations):
        if one.suffix != other.suffix or one.year != other.year or one.number == other.number:
            continue
        key = frozenset((one.number, other.number, one.suffix))
        if key in seen or _dates_differ(one, other):
            continue
        if one.source == other.source or (one.listed and other.listed):
            continue  # named in one breath or in one list, they are two documents
        # Numbers that follow each other belong to papers of one day: only their subjects tell them apart.
        slip = one_digit_apart_text(one.number, other.number) and not _follow(one, other)
        likeness = subjects.likeness(one, other)
        if likeness < _SAME or not (slip or subjects.identical(one, other)):
            continue
        seen.add(key)
        sure = likeness >= _SURELY if slip else one.date is not None and one.date == other.date
        rare, common = _rarer(one, other, citations, lambda citation: citation.name)
        yield Finding(
            kind=Kind.CROSS_REPORT,
            certainty=Certainty.CLEAR if sure else Certainty.ARGUABLE,
            printed=rare.written,
            recomputed=common.written,
            what=f"Cùng một nội dung nhưng ghi hai số văn bản: {rare.written} và {common.written}.",
            arithmetic=f"so số hiệu: {rare.written} ≠ {common.written}",
            sources=distinct((rare.source, common.source)),
        )


def _follow(one: Citation, other: Citation) -> bool:
    return abs(int(one.number) - int(other.number)) == 1


def _told_pairs(citations: Sequence[Citation]) -> Iterator[tuple[Citation, Citation]]:
    """Every two citations that say what they are about."""
    return combinations([one for one in citations if len(one.subject) >= _FEW], 2)


def _dates_differ(one: Citation, other: Citation) -> bool:
    return one.date is not None and other.date is not None and one.date != other.date


def _check_issuers(citations: Sequence[Citation], subjects: Subjects) -> Iterator[Finding]:
    """One number and subject under two issuers a letter apart, such as TU for TW."""
    seen: set[frozenset[str]] = set()
    for one, other in _told_pairs(citations):
        if (one.number, one.year) != (other.number, other.year) or not _letter_apart(
            one.suffix, other.suffix
        ):
            continue
        terms_differ = one.term is not None and other.term is not None and one.term != other.term
        key = frozenset((one.number, one.suffix, other.suffix))
        if key in seen or terms_differ or _dates_differ(one, other) or subjects.likeness(one, other) < _SAME:
            continue
        seen.add(key)
        rare, common = _rarer(one, other, citations, lambda citation: citation.name)
        yield Finding(
            kind=Kind.NAME_SWAP,
            certainty=Certainty.CLEAR if subjects.likeness(one, other) >= _SURELY else Certainty.ARGUABLE,
            printed=rare.written,
            recomputed=common.written,
            what=(
                f"Cùng số và cùng nội dung nhưng ghi hai cơ quan ban hành: {rare.written} và "
                f"{common.written}."
            ),
            arithmetic=f"so số hiệu: {rare.written} ≠ {common.written}",
            sources=distinct((rare.source, common.source)),
        )


def _letter_apart(one: str, other: str) -> bool:
    """Whether two suffixes differ in one letter: `NQ/TU` and `NQ/TW`."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _check_years(citations: Sequence[Citation]) -> Iterator[Finding]:
    """A number that holds its year, with a date of another."""
    for one in citations:
        if one.year is None or one.date is None or int(one.year) == one.date[0]:
            continue
        yield Finding(
            kind=Kind.CROSS_REPORT,
            certainty=Certainty.CLEAR,
            printed=one.shown_date,
            recomputed=f"năm {one.year}",
            what=f"Số văn bản {one.written} thuộc năm {one.year} nhưng ghi ngày {one.shown_date}.",
            arithmetic=f"{one.year} ≠ {one.date[0]}",
            sources=(one.source,),
        )
