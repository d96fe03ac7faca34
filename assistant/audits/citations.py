"""Where reports cite documents by their numbers, with date and subject."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log

from assistant.audits.finding import Source
from assistant.audits.likeness import plain_words
from assistant.audits.material import Material, row_text

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
_REACH = 260
_ALL = 0.85
FEW = 5  # words that a subject needs before it can identify a document


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
        if min(len(one.subject), len(other.subject)) < FEW:
            return 0.0
        if one.years and other.years and one.years.isdisjoint(other.years):
            return 0.0
        least = min(self._weigh(one.subject), self._weigh(other.subject))
        return self._weigh(one.subject & other.subject) / least

    def same(self, one: Citation, other: Citation) -> bool:
        """Whether two subjects have nearly all their words in common, either way."""
        if min(len(one.subject), len(other.subject)) < FEW or one.years != other.years:
            return False
        return self._weigh(one.subject & other.subject) >= _ALL * self._weigh(one.subject | other.subject)

    def _weigh(self, words: frozenset[str]) -> float:
        return sum(self._weights[word] for word in words)
