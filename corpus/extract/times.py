"""When: the periods that words name, in one form each.

`2023`, `2021-2023`, `10 tháng 2023`, `tháng 10/2023`, `quý I 2024`, `đến 2030`, `đến 30/6/2025`, `hằng năm 2020-2025`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

# ruff: noqa: E501 -- a pattern of words reads better on one line

_Y = r"(?:19|20)\d\d"
_YEAR = re.compile(_Y)
_ENDED = re.compile(r"hết|cuối", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What a report's relative words are measured from."""

    now: int | None = None  # the year of its date
    today: str | None = None  # "10/2023", "30/6/2023"
    term: tuple[int, int] | None = None  # the term or plan that it reports on
    months: int | None = None  # how many months of the year it reports on

    @property
    def present(self) -> str | None:
        """The period of "đến nay"."""
        return f"đến {self.today or self.now}" if self.now else None

    @property
    def since_start(self) -> str | None:
        """From the term's start to the report's date."""
        if self.term is None:
            return self.present
        return f"{self.term[0]}-{min(self.now or self.term[1], self.term[1])}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """A period named in a text."""

    start: int
    end: int
    period: str
    shape: str  # year, range, until, months, now, since, yearly, quarter, term
    reference: bool = False  # what is compared with: "so với năm 2020"
    named: bool = False  # part of a document's name

    @property
    def last_year(self) -> int | None:
        """The latest year in it."""
        years = _YEAR.findall(self.period)
        return int(years[-1]) if years else None


_SHAPES = {
    "since": rf"\btừ\s+(?:(?:đầu\s+)?năm\s+(?P<since>{_Y})|đầu nhiệm kỳ|khi\s+[^,;.]{{3,30}})\s+(?:đến|tới)\s+(?:nay|hiện nay)|\b(?:từ đầu nhiệm kỳ|nửa nhiệm kỳ|giữa nhiệm kỳ|sau hơn \d+ năm|sau \d+ năm thực hiện|trong \d(?:,\d)? năm(?: qua)?)\b",
    "span": rf"\btừ\s+(?:cuối\s+|đầu\s+)?(?:năm\s+)?(?P<from>{_Y})\s+(?:đến|tới)\s+(?:hết\s+|cuối\s+|hết tháng \d+\s+)?(?:năm\s+)?(?P<to>{_Y})",
    "months": rf"\b(?P<months>\d{{1,2}})\s+tháng(?:\s+(?P<half>đầu|cuối))?(?:\s+(?:của\s+)?năm)?\s+(?P<months_year>{_Y}|nay)",
    "bare_months": r"(?<![\d.,/-])0?(?P<so_many>\d{1,2})\s+tháng(?P<since_january>\s+đầu năm)?(?!\s+(?:tuổi|trở|tù|tiếp|sau|trước|tới|qua))",
    "quarter": rf"\bquý\s+(?P<quarter>[IV]+|[1-4])(?:\s*[/-]\s*|\s+năm\s+|\s+)(?P<quarter_year>{_Y})",
    "range": rf"(?:\b(?:năm học|niên khóa|giai đoạn|gđ|nhiệm kỳ|thời kỳ|các năm|những năm|trong năm|từ năm|năm)\s+)?(?<![\d./])(?P<first>{_Y})\s?[-–]\s?(?P<last>{_Y})(?![\d.,]*\d)",
    "until": rf"(?:\btừ\s+(?:ngày\s+)?\d{{1,2}}/\d{{1,2}}(?:/{_Y})?\s+)?\b(?:đến|tới)\s+(?:nay\s*,?\s*\(?)?(?:hết|cuối|thời điểm|trước|ngày|tháng|hết ngày|hết tháng|cuối tháng|cuối tháng \d+|hết tháng \d+|tháng \d+|hết quý [IV]+|ngày \d+ tháng \d+)?\s*(?:(?P<date>\d{{1,2}}[/.-]\d{{1,2}}[/.-]{_Y}|\d{{1,2}}/{_Y})|(?:năm\s+)?(?P<until>{_Y})(?![\d.,]*\d|\s?%))",
    "month": rf"\b(?P<up_to>(?:đến|tới)\s+(?:hết\s+|cuối\s+|nay\s+)?)?tháng\s+0?(?P<month>\d{{1,2}})(?![\d.,]*\d|\s?-\s?\d)(?:(?:\s*/\s*|\s+năm\s+)(?P<month_year>{_Y}))?",
    "year_end": rf"\b(?:hết|cuối)\s+năm\s+(?P<end_year>{_Y})",
    "year_start": rf"\b(?<!từ )(?<!trong )đầu\s+năm\s+(?P<start_year>{_Y})(?!\s?[-–]\s?\d|\s+(?:đến|tới))",
    "year": rf"\b(?:năm|vụ mùa|vụ|tết|đầu năm|thực hiện năm)\s+(?P<year>{_Y})(?!\s?[-–]\s?\d)(?![\d.]*\d)|\btháng\s+\d{{1,2}}[/.-](?P<dated>{_Y})",
    "listed": rf"(?<=[,;(]\s)(?P<bare>{_Y})(?=\s*[:,;)]|\s+(?:là|đạt|và|ước|còn|tăng|giảm|có|lần lượt)\b)|(?<=và\s)(?P<bare_too>{_Y})(?=\s*[:,;.)]|\s+(?:là|đạt|lần lượt|ước)\b)|\((?P<in_brackets>{_Y})\)",
    "yearly": r"\b(?:hằng năm|hàng năm|mỗi năm|một năm|bình quân năm)\b",
    "now": r"\b(?:đến nay|hiện nay|hiện tại|hiện có|hiện còn|hiện đang|hiện đã|thời điểm báo cáo|tính đến thời điểm này)\b|^\s*Hiện\b",
    "this_year": r"\b(?:năm nay|trong năm qua|cả năm(?!\s+(?:19|20)\d\d))\b",
    "term": r"\b(?:trong nhiệm kỳ|nhiệm kỳ qua|cả nhiệm kỳ|toàn nhiệm kỳ|nhiệm kỳ này|hết nhiệm kỳ|cuối nhiệm kỳ)\b",
}
# Where none of the shapes can begin, which is nearly everywhere, none is tried: a shape begins with a number, a
# bracket, blanks, or one of these words.
_FIRST = (
    "bình|cuối|cả|các|gđ|giai|giữa|hiện|hàng|hết|hằng|mỗi|một|những|niên|nhiệm|nửa|năm|quý|sau|thời|thực|toàn"
    "|tháng|trong|tính|từ|tết|tới|vụ|đầu|đến"
)
_TIMES = re.compile(
    rf"(?:(?=[\d(])|(?<!\w)(?=\s|{_FIRST}))(?:"
    + "|".join(f"(?P<s_{shape}>{words})" for shape, words in _SHAPES.items())
    + ")",
    re.IGNORECASE,
)
_REFERRING = re.compile(
    r"\b(?:so với|so|với cùng kỳ|bằng cùng kỳ|cùng kỳ|kể từ|thành lập|trước|mốc|nghị quyết số|theo chuẩn)\b[^,;.()\d]*$",
    re.IGNORECASE,
)
_NAMING = re.compile(
    r"\b(?:Nghị quyết|Đề án|Chương trình|Quyết định|Chiến lược|Quy hoạch|Chỉ thị|Dự án|Luật|Kết luận|Đại hội|Quy định|Kế hoạch thực hiện|Nghị định|Thông tư)\b[^;:.()]{0,160}$"
)
_ABOUT = re.compile(
    r"\b(?:Nghị quyết|Đề án|Chương trình|Quyết định|Chiến lược|Quy hoạch|Chỉ thị|Kết luận|Kế hoạch)\b[^;.()]{0,120}\b(?:về|phê duyệt|phát triển)\b[^;.()]{0,160}$"
)
_VISION = re.compile(r"\b(?:tầm nhìn|định hướng)\s*$", re.IGNORECASE)
_LOOK_BACK = 220


@lru_cache(maxsize=2048)
def find_times(text: str, clock: Clock) -> tuple[Time, ...]:
    """The periods that a text names, in order."""
    found: list[Time] = []
    for match in _TIMES.finditer(text):
        shape = next(name for name, words in match.groupdict().items() if words and name.startswith("s_"))[2:]
        period = _PERIODS[shape](match, clock)
        if period is None:
            continue
        before = text[max(0, match.start() - _LOOK_BACK) : match.start()]
        time = Time(start=match.start(), end=match.end(), period=period, shape=_PLAIN_SHAPE.get(shape, shape))
        found.append(
            replace(
                time,
                reference=shape not in ("yearly", "now") and bool(_REFERRING.search(before)),
                named=_is_named(shape, before),
            )
        )
    return tuple(found)


def _is_named(shape: str, before: str) -> bool:
    """Whether a period belongs to a document's name or looks beyond its plan."""
    if shape == "until":
        return bool(_VISION.search(before) or _ABOUT.search(before))
    return shape == "range" and before[-2:] not in (", ", "; ") and bool(_NAMING.search(before))


_PLAIN_SHAPE = {
    "bare_months": "months",
    "month": "year",
    "span": "range",
    "year_start": "until",
    "year_end": "year",
    "listed": "year",
    "this_year": "year",
}


def _since(match: re.Match[str], clock: Clock) -> str | None:
    if match["since"] and clock.now:
        return f"{match['since']}-{clock.now}"
    return clock.since_start


def _months(match: re.Match[str], clock: Clock) -> str | None:
    year = match["months_year"] if match["months_year"] != "nay" else clock.now
    half = " cuối năm" if (match["half"] or "").lower() == "cuối" else ""
    return f"{int(match['months'])} tháng{half} {year}" if year else None


def _bare_months(match: re.Match[str], clock: Clock) -> str | None:
    """`8 tháng` in the report of eight months, `6 tháng đầu năm`; elsewhere months only say how long."""
    stretch = int(match["so_many"])
    told = match["since_january"] or stretch == clock.months
    return f"{stretch} tháng {clock.now}" if told and clock.now else None


def _month(match: re.Match[str], clock: Clock) -> str | None:
    """One month, where the report sets it against the months so far; else only its year counts."""
    year = match["month_year"]
    if clock.months is None:
        return year
    month = f"{int(match['month'])}/{year or clock.now}"
    return f"đến {month}" if match["up_to"] else f"tháng {month}"


def _range(match: re.Match[str], _: Clock) -> str:
    return f"{match['first']}-{match['last']}"


def _until(match: re.Match[str], clock: Clock) -> str:
    if match["date"]:
        return f"đến {match['date'].replace('.', '/').replace('-', '/')}"
    year = int(match["until"])
    ended = _ENDED.search(match[0])
    return str(year) if ended and year <= (clock.now or 0) else f"đến {year}"


def _year(match: re.Match[str], _: Clock) -> str:
    return match["year"] or match["dated"]


def _listed(match: re.Match[str], _: Clock) -> str:
    return match["bare"] or match["bare_too"] or match["in_brackets"]


_PERIODS: dict[str, Callable[[re.Match[str], Clock], str | None]] = {
    "since": _since,
    "span": lambda match, _: f"{match['from']}-{match['to']}",
    "months": _months,
    "bare_months": _bare_months,
    "month": _month,
    "quarter": lambda match, _: f"quý {match['quarter'].upper()} {match['quarter_year']}",
    "range": _range,
    "until": _until,
    "year_end": lambda match, _: match["end_year"],
    "year_start": lambda match, _: f"đến 1/{match['start_year']}",
    "year": _year,
    "listed": _listed,
    "yearly": lambda *_: "hằng năm",
    "now": lambda _, clock: clock.present,
    "this_year": lambda _, clock: str(clock.now) if clock.now else None,
    "term": lambda _, clock: f"{clock.term[0]}-{clock.term[1]}" if clock.term else None,
}
