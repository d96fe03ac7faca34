"""Numbers as Vietnamese reports write them: `.` groups thousands, `,` is the decimal mark, and much besides.

What looks like a number and measures nothing (dates, years, document and item numbers, law articles, roads,
ages, ordinals) is told apart by the words around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from corpus.figures import Bound, Quantity
from corpus.not_figures import find_not_figures, is_name, is_rank
from corpus.vocabulary.units import Reading, load_units

# A letter before a number makes it a name (`PC6`), unless only a blank was lost: `trên100 ha`.
_GLUED = "|".join(
    f"(?<={word})" for word in ("trên", "dưới", "gần", "hơn", "khoảng", "đạt", "còn", "tăng", "giảm")
)
_NUMERAL = re.compile(rf"(?=\d)(?<!\d)(?<!\d[.,])(?:(?<![^\W\d_])|{_GLUED})\d+(?:[.,]\d+)*")
_PLAIN = re.compile(r"\d+(?:,\d+)?")
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
_POINT = re.compile(r"\d+\.\d+")  # 65.0: a decimal point where no group of three can be meant
_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3}){2,}|\d{1,3}(?:,\d{3})+\.\d+")
_MINUS = "-−–"

_BEFORE = re.compile(
    r"(?P<word>[><≥≤~]\s?=?\s?"
    r"|(?<!\w)(?:từ trên|từ|trên dưới|trên|quá|gần|khoảng|tầm|xấp xỉ|ước khoảng|dưới|ít nhất|tối thiểu"
    r"|không dưới|không thấp hơn|không ít hơn|không quá|không vượt quá|không cao hơn|tối đa|nhỏ hơn|lớn hơn"
    r"|(?<!cao )(?<!thấp )(?<!nhiều )(?<!ít )hơn)\s*)?"
    r"(?P<sign>(?<![\w%‰)])[-−–])?$",
    re.IGNORECASE,
)
_LOOK_BACK = 24
_BOUNDS = {
    Bound.ABOVE: (">", "trên", "hơn", "quá", "lớn hơn", "từ trên"),
    Bound.AT_LEAST: (">=", "≥", "ít nhất", "tối thiểu", "không dưới", "không thấp hơn", "không ít hơn"),
    Bound.BELOW: ("<", "dưới", "nhỏ hơn"),
    Bound.AT_MOST: ("<=", "≤", "không quá", "không vượt quá", "không cao hơn", "tối đa"),
}
_BOUND_OF = {word: bound for bound, words in _BOUNDS.items() for word in words}
_APPROXIMATE = frozenset(("gần", "khoảng", "tầm", "xấp xỉ", "ước khoảng", "trên dưới", "~"))
_UPWARDS = re.compile(r"\s+(?P<way>trở lên|trở xuống)", re.IGNORECASE)
_DASH = re.compile(r"\s?[-−–÷]\s?")
_TO = re.compile(r"\s+(?:đến|tới)\s+", re.IGNORECASE)
_NOTHING = re.compile(r"[\s()*_.;:]*")
_YEARS = re.compile(r"(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d")
_PAPERS = frozenset(("nghị quyết", "quyết định", "kế hoạch", "chỉ tiêu", "mục tiêu"))
_LISTED = re.compile(r"[,;]\s|\s?[-–]\s?|\s+và\s+")
_STROKE = re.compile(r"\s?/\s?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A quantity as it stands in a text: `text[start:end]` holds its bound, number and unit."""

    start: int
    end: int
    written: str  # as printed, without the unit: "gần 97", ">5", "9-10", "788/800"
    quantity: Quantity | None  # None: malformed as printed
    unit: str | None
    number_start: int
    number_end: int


@lru_cache(maxsize=1024)
def parse_number(written: str) -> Decimal | None:
    """The value of a numeral, or None where it cannot be told: `2.296,8` is 2296.8, `60.7690,6` nothing."""
    text = written.strip()
    negative = text[:1] in _MINUS and len(text) > 1
    digits = text[1:].lstrip() if negative else text
    if _PLAIN.fullmatch(digits) or _GROUPED.fullmatch(digits):
        # "0.125" cannot be a group of thousands
        plain = digits if re.match(r"0\.", digits) else digits.replace(".", "")
    elif _POINT.fullmatch(digits):
        plain = digits
    elif _ENGLISH.fullmatch(digits):
        plain = digits.replace(",", "")
    else:
        return None
    value = Decimal(plain.replace(",", "."))
    return -value if negative else value


def write_number(value: Decimal, places: int | None = None) -> str:
    """The number in Vietnamese form, rounded half up to `places` where given: 2296.8 → `2.296,8`."""
    if places is not None:
        value = value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    whole, _, decimals = f"{abs(value):f}".partition(".")
    decimals = decimals.rstrip("0") if places is None else decimals
    grouped = f"{int(whole):,}".replace(",", ".")
    text = f"{grouped},{decimals}" if decimals else grouped
    return f"-{text}" if value < 0 else text


def parse_quantity(written: str) -> Quantity | None:
    """The quantity that a cell or a phrase holds, its unit passed over; None unless it holds just one."""
    found = list(_scan(written, [], plain=True))
    return found[0].quantity if len(found) == 1 else None


def find_cell_quantity(written: str) -> Found | None:
    """The quantity that makes up a table's cell; None for words, dates, papers and spans of years."""
    text = written.strip(" *_")
    offset = written.find(text)
    found = list(_scan(text, [], plain=True))
    if len(found) != 1 or not _NOTHING.fullmatch(text[: found[0].start] + text[found[0].end :]):
        return None
    years = _YEARS.fullmatch(found[0].written)
    return None if years else _shifted(found[0], offset)


def _shifted(found: Found, by: int) -> Found:
    if not by:
        return found
    return replace(
        found,
        start=found.start + by,
        end=found.end + by,
        number_start=found.number_start + by,
        number_end=found.number_end + by,
    )


@lru_cache(maxsize=4096)
def find_quantities(text: str) -> tuple[Found, ...]:
    """Every quantity of a text in order, each with bound and unit."""
    return tuple(_scan(text, find_not_figures(text)))


class _Numeral(NamedTuple):
    start: int
    end: int
    text: str
    unit: Reading | None

    @property
    def value(self) -> Decimal | None:
        return parse_number(self.text)


def _scan(text: str, excluded: list[tuple[int, int]], *, plain: bool = False) -> Iterator[Found]:
    numerals = list(_numerals(text, excluded, plain=plain))
    at = 0
    while at < len(numerals):
        first = numerals[at]
        second = numerals[at + 1] if at + 1 < len(numerals) else None
        joined = second and (_range(text, first, second) or _ratio(text, first, second))
        found = joined or _single(text, first)
        yield replace(found, unit="hạng") if is_rank(text, first.start) else found
        at += 2 if joined else 1


def _numerals(text: str, excluded: list[tuple[int, int]], *, plain: bool) -> Iterator[_Numeral]:
    units, hidden = load_units(), iter([*excluded, (len(text) + 1, len(text) + 1)])
    start, end = next(hidden)
    until = 0  # digits that belong to a unit: "bác sĩ/10.000 dân"
    named = -1  # where the last number that is a name ended: "đường tỉnh 129, 130, 132"
    for found in _NUMERAL.finditer(text):
        while end <= found.start():
            start, end = next(hidden)
        if start < found.end() or found.start() < until or _is_glued(text, found.end()):
            continue
        unit = units.read(text, found.end())
        measured = (unit is not None and unit.known) or _is_range(text, found.end())
        if not plain and (
            is_name(text, *found.span(), measured=measured)
            or (named >= 0 and not measured and _LISTED.fullmatch(text, named, found.start()))
        ):
            named = found.end()
            continue
        until = unit.end if unit else 0
        yield _Numeral(found.start(), found.end(), found[0], unit)


def _is_range(text: str, end: int) -> bool:
    """Whether the number is the first of a range with a unit: `Nghị quyết 9-10%`."""
    dash = _DASH.match(text, end)
    second = _NUMERAL.match(text, dash.end()) if dash else None
    unit = load_units().read(text, second.end()) if second else None
    return unit is not None and unit.known


def _is_glued(text: str, end: int) -> bool:
    """Whether a letter that is no unit sticks to the number's end, as in `4D`."""
    if not text[end : end + 1].isalpha():
        return False
    return load_units().read(text, end) is None


def _single(text: str, number: _Numeral) -> Found:
    lead = _lead(text, number.start)
    unit, end = (number.unit.name, number.unit.end) if number.unit else (None, number.end)
    value = number.value
    bound, approximate = lead.bound, lead.approximate
    if way := _UPWARDS.match(text, end):
        bound, end = (Bound.AT_LEAST if way["way"].endswith("lên") else Bound.AT_MOST), way.end()
    quantity = None
    if value is not None:
        if unit in _PAPERS and value % 1:
            unit, end = None, number.end  # "đạt 134,3 Nghị quyết": a sign was lost, no paper is counted
        value = -value if lead.negative else value
        quantity = Quantity(low=value, high=value, bound=bound, approximate=approximate)
    return Found(
        start=lead.start,
        end=end,
        written=text[lead.start : number.end],
        quantity=quantity,
        unit=unit,
        number_start=number.start,
        number_end=number.end,
    )


def _range(text: str, first: _Numeral, second: _Numeral) -> Found | None:
    """`9-10%`, `3% - 4%`, `từ 9 đến 10`."""
    here = first.end if first.unit is None or not _is_symbol(text, first) else first.unit.end
    lead = _lead(text, first.start)
    dash = _DASH.fullmatch(text, here, second.start)
    spelled = _TO.fullmatch(text, here, second.start) and lead.word == "từ"
    low, high = first.value, second.value
    if not (dash or spelled) or low is None or high is None or low >= high:
        return None
    unit = second.unit
    if here != first.end and unit and first.unit and unit.name.split("/")[0] != first.unit.name:
        return None
    return Found(
        start=lead.start,
        end=unit.end if unit else second.end,
        written=text[lead.start : second.end],
        quantity=Quantity(low=low, high=high, bound=Bound.RANGE, approximate=lead.approximate),
        unit=unit.name if unit else first.unit.name if first.unit and here != first.end else None,
        number_start=first.start,
        number_end=second.end,
    )


def _is_symbol(text: str, number: _Numeral) -> bool:
    return bool(number.unit) and load_units().symbols.match(text[number.end :].lstrip()) is not None


def _ratio(text: str, first: _Numeral, second: _Numeral) -> Found | None:
    """`788/800 đại biểu`: so many of so many."""
    whole = second.value
    if not _STROKE.fullmatch(text, first.end, second.start) or whole is None or first.value is None:
        return None
    lead = _lead(text, first.start)
    return Found(
        start=lead.start,
        end=second.unit.end if second.unit else second.end,
        written=text[lead.start : second.end],
        quantity=Quantity(low=first.value, high=first.value, bound=lead.bound, out_of=whole),
        unit=second.unit.name if second.unit else None,
        number_start=first.start,
        number_end=second.end,
    )


class _Lead(NamedTuple):
    """What stands right before a number and belongs to it."""

    start: int
    word: str
    bound: Bound
    approximate: bool
    negative: bool


def _lead(text: str, start: int) -> _Lead:
    back = max(0, start - _LOOK_BACK)
    found = _BEFORE.search(text[back:start]) if start else None
    if found is None:
        return _Lead(start, "", Bound.EXACT, approximate=False, negative=False)
    word = (
        "".join((found["word"] or "").split())
        if (found["word"] or " ")[0] in "><≥≤~"
        else found["word"] or ""
    )
    word = " ".join(word.split()).lower()
    # "từ" says nothing alone: "đến" after it makes a range, "trở lên" a bound.
    return _Lead(
        back + found.start(),
        word,
        _BOUND_OF.get(word, Bound.EXACT),
        word in _APPROXIMATE,
        found["sign"] is not None,
    )
