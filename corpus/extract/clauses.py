"""The pieces of a sentence: each number with the words that lead to it and those that belong to it.

`trồng mới 525 ha cây ăn quả, vượt 1,9 lần so với kế hoạch` has two pieces: “trồng mới | 525 ha | cây ăn quả” and
“, vượt | 1,9 lần | so với kế hoạch”. The words between two numbers are cut where the first one's end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from corpus.numbers import Found
from corpus.vocabulary.units import load_units

# ruff: noqa: E501 -- a pattern of words reads better on one line, a hundred words on a few

_PUNCTUATION = re.compile(r"[,;:=()\[\]]|[.…](?=\s)")
_JOINT = re.compile(r"\s(?:và|với|trong đó|đồng thời|gồm|bao gồm|nhưng|còn|cùng với)\s")
_LAST_VERB = re.compile(
    r"\s(?:ước\s+|dự ước\s+|cơ bản\s+|đều\s+|đã\s+)?(?:đạt|bằng|vượt|tăng|giảm|chiếm|là|còn|có|được|lên|xuống|xuống còn|tương ứng|tương đương|đến|gấp|thấp hơn|cao hơn|năm \d{4}|ước đạt)"
    r"(?:\s+(?:tỷ lệ|bình quân|được|thêm|khoảng|mức|ước|đạt|với|tới|còn|lên|trung bình))*\s*$",
    re.IGNORECASE,
)
_STRONG = re.compile(r"[;:(\[\])]|[.…](?=\s)")
_BRACKETS = re.compile(r"[()\[\]]")
_COMMA = re.compile(r",\s")
_STOP = re.compile(r"[;.]\s")
_MEAN_VERB = re.compile(r"\s(?:đạt|ước|là) (?=bình quân$)")
_TRAILING_COLON = re.compile(r"\s*:\s*$")
_BEHIND = re.compile(r"[^\w(]*\([^()\d]*\)(?=\s*[,;])")
_WORD = re.compile(r"[^\W_]+")

TRIVIAL = frozenset(
    (
        "đạt ước tính là còn chiếm bằng tăng giảm thêm vượt gấp lên xuống tới đến từ được có với gồm bao "
        "khoảng bình quân trung hằng hàng năm mỗi cơ bản đã chỉ mới vẫn luôn đều dự kiến thực hiện tỷ lệ mức "
        "ở cao thấp hơn nâng tổng số và trong đó cụ thể như sau đồng thời ngoài ra qua riêng nay hiện toàn "
        "tỉnh huyện thành phố xã xếp vị trí thứ hạng tương ứng đương kết quả nghị quyết mục tiêu chỉ kế hoạch "
        "dự toán nq kh mt đại hội nqđh giao đề so cùng kỳ trước của tháng quý giai đoạn nhiệm này nhanh mạnh "
        "nhẹ khá đáng kể gần trên dưới hết cuối đầu ngày lần lượt về thời điểm gđ theo cả nước trung ương "
        "hđnd phấn đấu hoàn thành cho nên đó sẽ khi khó chưa cũng ít nhất tối thiểu đa không quá thì tỉ báo "
        "cáo hđqt tw bộ ubnd đh tức mà"
    ).split()
)
_HEADS = re.compile(
    r"^\s*(?:tỷ lệ|tỉ lệ|tỷ trọng|tỷ suất|tổng|số|diện tích|sản lượng|năng suất|giá trị|doanh thu|thu nhập|thu(?= (?:ngân sách|nội địa|NSNN|NSĐP|từ|tiền|thuế|phí))|chi(?= (?:ngân sách|thường xuyên|đầu tư|NSNN|NSĐP))|tốc độ|mức|cơ cấu|chỉ số|GRDP|dân số|kim ngạch|dư nợ|huy động|vốn|lượng|lượt|chất lượng|quy mô|khu vực|nông|ngành)\b",
    re.IGNORECASE,
)
_LEADING = re.compile(
    r"^(?:\s*\(\d{1,2}\)\s*|[\s,;:.()\[\]\-–+*“”\"'•]|\b(?:và|với|trong đó|cụ thể|như|ngoài ra|đồng thời|riêng|qua đó|kết quả|tính|ước|dự ước|theo đó|bên cạnh đó|đặc biệt|hiện|hiện nay|đến nay|đã|trong|tuy nhiên|nhất là|là|của|gồm|bao gồm|có|về|các|những|do đó|phấn đấu|phân đầu|phấn đầu|phân đấu|dự kiến|thực hiện|toàn|cũng|còn)\b(?!\s+(?:dân|cầu|diện)\b))+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r"(?:[\s,;:.(\[\-–“\"]|\b(?:đạt được|đạt|ước đạt|ước|ước tính|là|còn|bằng|khoảng|chiếm|được|từ|(?<!trở )lên|TH|tới|đến|xuống|ở mức|tỷ lệ|dự ước|dự kiến|hiện|cơ bản|đều|đã|các|những|(?<!đối )với|có|và|tương ứng|tương đương|trong đó|gồm|bao gồm|lần lượt|mức|thực hiện|phấn đấu|cụ thể|như sau|vẫn|luôn|xếp|xếp hạng|vị trí|thứ|hằng năm|hàng năm|chiếm tỷ lệ|đạt tỷ lệ)\s*)+$",
    re.IGNORECASE,
)
_HAS = re.compile(
    r"\b(?:có|được|đón|gồm|hiện có|còn có|đã có)(?:\s+(?:thêm|khoảng|gần|trên|hơn))*\s*$", re.IGNORECASE
)
_CHANGING = re.compile(
    r"(?<!tốc độ)(?<!mức)(?<!tỷ lệ)(?<!chỉ số)\s+(?:tăng trưởng|tăng|giảm)(?:\s+(?:bình quân|trung bình|thêm))*\s*$",
    re.IGNORECASE,
)
_GOES_ON = re.compile(r"^\s*(?:đã|được|đang|còn)\b", re.IGNORECASE)
_NUMBER_OF = re.compile(r"\s*(?:tổng số|số|các|tổng)(?=\s)", re.IGNORECASE)
_ACTS = re.compile(
    r"\b(?:đạt|tăng|giảm|còn|là|được|đã|tập trung|đẩy mạnh|chỉ đạo|tăng cường|năm|tháng)\b", re.IGNORECASE
)
_SHORT = 3  # words of a part in an enumeration
_MOST_WORDS = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A number with its words: `text[start:found.start]` leads to it, `text[found.end:end]` belongs to it."""

    found: Found
    start: int
    end: int
    order: int  # its place in the sentence
    depth: int  # how many brackets are open around it
    opened: int | None  # where the innermost of them opened


def split_pieces(text: str, found: tuple[Found, ...]) -> list[Piece]:
    """The pieces of a sentence in order."""
    if not found:
        return []
    cuts = [0, *(_cut(text, one.end, other.start) for one, other in pairwise(found)), len(text)]
    ends = [*cuts[1:-1], _close(text, found[-1].end)]
    brackets = _find_brackets(text)
    around = [_around(brackets, one.number_start) for one in found]
    return [
        Piece(
            found=one,
            start=cuts[number],
            end=ends[number],
            order=number,
            depth=around[number].depth,
            opened=around[number].opened,
        )
        for number, one in enumerate(found)
    ]


def _cut(text: str, start: int, end: int) -> int:
    """Where the words of the number that ends at `start` end."""
    if text[start:end].strip() == "/":
        return start
    mark = _past_enumeration(text, start, end)
    if mark is not None:
        return mark
    verb = _LAST_VERB.search(text[start:end])
    joint = _JOINT.search(text, start, end)
    places = [at for at in (joint and joint.start(), verb and start + verb.start()) if at is not None]
    return min(places, default=end)


def _past_enumeration(text: str, start: int, end: int) -> int | None:
    """The first mark that ends a number's words: `100% rác thải được thu gom, xử lý, đạt …` goes past one comma."""
    mark = _PUNCTUATION.search(text, _after_nouns(text, start, end), end)
    while mark and mark[0] == "," and text[start : mark.start()].strip():
        following = _PUNCTUATION.search(text, mark.end(), end)
        words = text[mark.end() : following.start() if following else end].split()
        if following is None or not 0 < len(words) <= _SHORT or words[0].lower() in TRIVIAL:
            break
        mark = following
    return mark.start() if mark else None


def _after_nouns(text: str, start: int, end: int) -> int:
    """Past things that are counted together after a percentage: `41,5% xã, phường, thị trấn đạt chuẩn`."""
    prefix = _NUMBER_OF.match(text, start)
    reading = load_units().read(text, prefix.end() if prefix else start)
    return min(reading.end, end) if reading and reading.known else start


def _close(text: str, start: int) -> int:
    """Where the last number's own words end: at a mark that begins something else."""
    mark = _past_enumeration(text, start, len(text))
    return len(text) if mark is None else mark


class _Brackets(NamedTuple):
    """How many brackets are open from an offset on, and where the innermost of them opened."""

    start: int
    depth: int
    opened: int | None


def _find_brackets(text: str) -> list[_Brackets]:
    """Where what is open changes, in order."""
    changes = [_Brackets(0, 0, None)]
    opened: list[int] = []
    for bracket in _BRACKETS.finditer(text):
        at = bracket.start()
        if bracket[0] in "([":
            opened.append(at)
            at += 1  # a bracket does not stand in itself
        elif opened:
            opened.pop()
        changes.append(_Brackets(at, len(opened), opened[-1] if opened else None))
    return changes


def _around(brackets: list[_Brackets], at: int) -> _Brackets:
    """What is open at an offset."""
    return brackets[bisect_right(brackets, at, key=_start_of) - 1]


def _start_of(brackets: _Brackets) -> int:
    return brackets.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What the words before a number say is measured; no `label` where they only go on about the last."""

    label: str
    tail: str  # the words right before the number, from the last mark on
    parent: str = ""  # what it is a part of
    earlier: bool = False  # it stands in an earlier part, the last one only says when or how
    goes_on: bool = False  # it begins with a verb about what was named before: "đã khai thác"


def read_subject(text: str, start: int, end: int, hidden: list[tuple[int, int]]) -> Subject:
    """The subject in `text[start:end]`; `hidden` are periods, which measure nothing."""
    if bracket := _BEHIND.match(text, start, end):
        start = bracket.end()
    colon = _TRAILING_COLON.search(text[start:end])
    stop = start + colon.start() if colon else end
    first = max(_breaks(text, start, stop), default=start)
    chunks = _chunks(text, first, stop)
    tail = text[max(chunks[-1][0], end - 80) : end]
    parent = _parent(text, start, first, hidden)
    chosen = next((n for n in range(len(chunks) - 1, -1, -1) if has_content(text, *chunks[n], hidden)), None)
    possessed = chosen is not None and chosen < len(chunks) - 1 and _HAS.search(text[slice(*chunks[-1])])
    if chosen is None or possessed:
        return Subject(label="", tail=tail, parent=parent)
    begin = chunks[_head(text, chunks, chosen)][0]
    goes_on = begin > start and bool(_GOES_ON.match(text[begin:stop]))
    return Subject(
        label=clean(text, begin, stop, hidden),
        tail=tail,
        goes_on=goes_on,
        parent=parent,
        earlier=chosen < len(chunks) - 1,
    )


def _parent(text: str, start: int, first: int, hidden: list[tuple[int, int]]) -> str:
    """What a colon announces parts of: `tỷ lệ học sinh đến trường: mẫu giáo đạt …`."""
    if text[first - 1 : first] != ":":
        return ""
    begin = max([start, *(mark.end() for mark in _STOP.finditer(text[start:first]))])
    label = clean(text, begin, first - 1, hidden)
    return label if _HEADS.match(label) else ""


def is_head(label: str) -> bool:
    """Whether a label begins with a noun that measures: `tỷ lệ`, `tổng`, `diện tích`."""
    return bool(_HEADS.match(label))


def _breaks(text: str, start: int, end: int) -> list[int]:
    """Where something new begins; a name in brackets, as in `chỉ số (PCI) của tỉnh`, breaks nothing."""
    breaks: list[int] = []
    opened: list[int] = []
    for mark in _STRONG.finditer(text, start, end):
        if mark[0] in "([":
            opened.append(len(breaks))
        elif mark[0] in ")]" and opened:
            del breaks[opened.pop() :]
            continue
        breaks.append(mark.end())
    return breaks


def _chunks(text: str, start: int, end: int) -> list[tuple[int, int]]:
    commas = [start, *(found.end() for found in _COMMA.finditer(text, start, end))]
    return [(at, until) for at, until in pairwise([*commas, end])]


def _head(text: str, chunks: list[tuple[int, int]], chosen: int) -> int:
    """The first chunk of the noun phrase: `tỷ lệ cơ quan, đơn vị, doanh nghiệp đạt chuẩn` is one."""
    here = text[slice(*chunks[chosen])]
    if _HEADS.match(here):
        earlier = text[slice(*chunks[chosen - 1])] if chosen else ""
        return chosen - 1 if _goes_on(here, earlier) else chosen
    for number in range(chosen - 1, max(-1, chosen - 5), -1):
        chunk = text[slice(*chunks[number])]
        if _HEADS.match(_LEADING.sub("", chunk, count=1)):
            return number
        if len(chunk.split()) > 7:
            break
    earlier = text[slice(*chunks[chosen - 1])] if chosen else ""
    is_part = (
        0 < len(here.split()) <= 2
        and 0 < len(earlier.split()) <= 6
        and has_content(text, *chunks[chosen - 1], [])
    )
    return chosen - 1 if is_part and not _ACTS.search(earlier) else chosen


def _goes_on(here: str, earlier: str) -> bool:
    """Whether a chunk continues an enumeration, as `lâm nghiệp` after `giá trị nông`."""
    return len(here.split()) <= 2 and bool(earlier) and len(earlier.split()) <= 6


def has_content(text: str, start: int, end: int, hidden: list[tuple[int, int]]) -> bool:
    """Whether a stretch names anything besides periods, verbs and joints."""
    return any(
        word[0].lower() not in TRIVIAL
        and not word[0].isdigit()
        and not any(begin <= word.start() < stop for begin, stop in hidden)
        for word in _WORD.finditer(text, start, end)
    )


def clean(text: str, start: int, end: int, hidden: list[tuple[int, int]]) -> str:
    """The stretch without periods, leading joints and trailing verbs, at most so many words."""
    kept, at = "", start
    for begin, stop in hidden:
        if begin >= at and stop <= end:
            kept += text[at:begin] + " "
            at = stop
    kept += text[at:end]
    kept = _TRAILING.sub("", _LEADING.sub("", kept, count=1), count=1)
    kept = _CHANGING.sub("", kept)
    kept = _MEAN_VERB.sub(" ", kept)
    return " ".join(kept.split()[-_MOST_WORDS:]).strip(" ,;:=/-–“”\"'")
