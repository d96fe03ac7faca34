"""Which years a question or a figure speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.understanding.terms import flat

_Y = r"((?:19|20)\d\d)"
_RANGE = re.compile(rf"{_Y} den(?: het| giua| cuoi| nam)* {_Y}")
_MONTHS = re.compile(rf"(?:^| )(\d{{1,2}}) thang(?: dau)?(?: nam| cua nam)? {_Y}")
_ONE_MONTH = re.compile(rf"(?:^| )(?<!den )(?<!het )(?<!cuoi )(?<!truoc )thang (\d{{1,2}}) ?(?:/|nam)? ?{_Y}")
_REPORT = re.compile(r" (?:bao cao|tom tat|chuong trinh|van kien|nghi quyet) ")
_MONTH = re.compile(rf"(?:^| )thang (\d{{1,2}}) ?(?:/|nam|-)? ?{_Y}|(?<![\d/])(\d{{1,2}})/{_Y}")
_UNTIL = re.compile(rf" (?:den|toi|vao)(?: het| cuoi| nam)* {_Y}")
_SINCE = re.compile(rf" (?:tu|ke tu|sau)(?: nam| dau nam)? {_Y}(?! den)")
_YEAR = re.compile(rf"(?<![\d./,]){_Y}(?![\d]|[.,]\d)")
_LAST = 2100
_LONG = 15  # years that “từ 2021” may reach


@dataclass(frozen=True, slots=True, order=True)
class Years:
    """A stretch of years, with its months where only some of one year are meant."""

    first: int
    last: int
    months: int | None = None  # “10 tháng 2023”: the first ten
    month: int | None = None  # “tháng 8/2024”: that one alone
    until: bool = False  # “đến 2030”: a due year
    since: bool = False  # “từ 2021”: up to now

    @property
    def single(self) -> bool:
        """Whether one year is meant."""
        return self.first == self.last

    def __contains__(self, year: object) -> bool:
        return isinstance(year, int) and self.first <= year <= self.last

    def __str__(self) -> str:
        if self.since:
            return f"từ {self.first}"
        span = str(self.first) if self.single else f"{self.first}-{self.last}"
        if self.month:
            return f"tháng {self.month}/{span}"
        return f"{self.months} tháng {span}" if self.months else span


def spell_ranges(text: str) -> str:
    """The text with `2021-2025` as `2021 đến 2025`, since a dash is no word."""
    return re.sub(rf"{_Y}\s*[-–−]\s*{_Y}(?!\d)", r"\1 đến \2", text)


def find_years(line: str) -> tuple[Years, ...]:
    """The periods that a flattened question names, in order, each once."""
    found: dict[int, Years] = {}
    taken: list[tuple[int, int]] = []
    for start, end, part in _parts_of_years(line):
        found[start] = part
        taken.append((start, end))
    for match in _RANGE.finditer(line):
        first, last = int(match.group(1)), int(match.group(2))
        if first <= last < _LAST and not _inside(match.start(), taken):
            found[match.start()] = Years(first, last)
            taken.append(match.span())
    for match in _SINCE.finditer(line):
        year = int(match.group(1))
        if not _inside(match.start(1), taken):
            found[match.start()] = Years(year, year + _LONG, since=True)
            taken.append(match.span())
    for match in _UNTIL.finditer(line):
        year = int(match.group(1))
        if not _inside(match.start(1), taken):
            found[match.start()] = Years(year, year, until=True)
            taken.append(match.span())
    for match in _YEAR.finditer(line):
        if not _inside(match.start(), taken):
            found[match.start()] = Years(int(match.group(1)), int(match.group(1)))
    return tuple(dict.fromkeys(found[at] for at in sorted(found)))


def _parts_of_years(line: str) -> Iterator[tuple[int, int, Years]]:
    """The first months of a year, and single months unless they only say which report is meant."""
    for match in _MONTHS.finditer(line):
        year = int(match.group(2))
        yield *match.span(), Years(year, year, months=int(match.group(1)))
    for match in () if _REPORT.search(f" {line} ") else _ONE_MONTH.finditer(line):
        year = int(match.group(2))
        yield *match.span(), Years(year, year, months=1, month=int(match.group(1)))


def find_months(line: str) -> tuple[tuple[int, int], ...]:
    """Months of a year that a question names (`tháng 11/2023`), as (year, month)."""
    return tuple(
        (int(match.group(2) or match.group(4)), int(match.group(1) or match.group(3)))
        for match in _MONTH.finditer(line)
        if 1 <= int(match.group(1) or match.group(3)) <= 12
    )


@lru_cache(maxsize=8192)
def years_of(period: str | None) -> Years | None:
    """The years of a figure's period: `10 tháng 2023`, `2021-2023`, `đến 2030`, `hằng năm 2020-2025`."""
    if not period:
        return None
    found = find_years(flat(spell_ranges(period)))
    return found[0] if found else None


def _inside(at: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in spans)
