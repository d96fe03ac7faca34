"""When a figure holds, as far as comparing needs to know."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MONTHS = re.compile(r"(\d{1,2})\s*tháng")
_MONTH = re.compile(r"^tháng (\d{1,2})/")
_QUARTER = re.compile(r"quý|nửa (?:đầu )?năm", re.IGNORECASE)
_YEARLY = re.compile(r"hằng năm|hàng năm|bình quân|mỗi năm", re.IGNORECASE)
_DUE = re.compile(r"đến|cuối|vào", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """First and last year, months of a part of a year, and whether it is a yearly average or a due date."""

    first: int
    last: int
    months: int | None = None
    month: int | None = None  # which one, where it is only one
    yearly: bool = False
    due: bool = False

    @property
    def years(self) -> int:
        """How many years it spans; a due date and a yearly average count as one."""
        return 1 if self.due or self.yearly else self.last - self.first + 1


@lru_cache(maxsize=4096)
def read_period(written: str | None) -> Period | None:
    """`10 tháng 2023` → ten months of 2023; None where no year is named."""
    years = [int(year) for year in _YEAR.findall(written or "")]
    if not written or not years:
        return None
    months = _MONTHS.search(written)
    month = _MONTH.match(written)
    part = 1 if month else int(months.group(1)) if months else (6 if _QUARTER.search(written) else None)
    return Period(
        first=min(years),
        last=max(years),
        months=None if part == 12 else part,
        month=int(month.group(1)) if month else None,
        yearly=bool(_YEARLY.search(written)),
        due=len(years) == 1 and bool(_DUE.search(written)),
    )


def alike(one: str | None, other: str | None) -> bool:
    """Whether amounts of these periods may be set against each other: equally long, as far as is known."""
    left, right = read_period(one), read_period(other)
    if left is None or right is None:
        return True
    return left.months == right.months and left.years == right.years


def due_year(written: str | None) -> int | None:
    """The last year that a period names: `2020-2025` → 2025."""
    period = read_period(written)
    return period.last if period else None
