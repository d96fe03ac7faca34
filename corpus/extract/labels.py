"""What a number measures: the subject before it, the things counted behind it, or the last number's subject."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from corpus.extract.clauses import Piece, Subject, clean, has_content, is_head, read_subject
from corpus.extract.counted import after_noun, are_alike, is_rate, noun_of
from corpus.extract.kinds import is_set
from corpus.extract.stretch import Sentence, told_at
from corpus.figures import Bound
from corpus.numbers import Found

# ruff: noqa: E501 -- a pattern of words reads better on one line

_COPULA = re.compile(
    r"(?:\b(?:đạt|là|còn|bằng|chiếm|lên|xuống|từ|ở mức|tới)(?:\s+(?:được|khoảng|tỷ lệ|tới|bình quân|mức|trên|gần))*|:)\s*$",
    re.IGNORECASE,
)
_LIKENED = re.compile(r"\b(?:tương ứng|tương đương)\b[^,]*$", re.IGNORECASE)
_HAVING = re.compile(r"\bcó\b[^,]*$", re.IGNORECASE)
_SAYS = re.compile(
    r"(?:\b(?:đạt|là|còn|bằng|chiếm|tăng|giảm|vượt|bình quân|trung bình|ước|gấp|thu|chi|mức)|:)\s*(?:\w+\s*){0,2}$",
    re.IGNORECASE,
)
_VERB_LAST = re.compile(
    r"\b(?:tăng|giảm|vượt|gấp|cao hơn|thấp hơn)(?:\s+(?:thêm|bình quân|trung bình|được|khoảng|gần|trên|hơn))*\s*$",
    re.IGNORECASE,
)
_VERBS = re.compile(
    r"\b(?:tăng|giảm|vượt|gấp|cao hơn|thấp hơn|xếp)(?:\s+(?:thêm|bình quân|trung bình|trưởng|gấp|hạng|vị trí|thứ))*\b",
    re.IGNORECASE,
)
# Words behind a number that are not about what it counts.
_NOT_COUNTED = re.compile(
    r"^\s*(?:lên|xuống|còn|so\b|so với|cùng kỳ|để|cho|nhằm|của|theo|từ|do|tại|trên|trong|với|và|năm|giai đoạn|hằng năm|hàng năm|trở lên|đến|bằng|là|tăng|giảm|kế hoạch|KH|chỉ tiêu|mục tiêu|dự toán|nghị quyết)\b|^\s*[,;:.)]",
    re.IGNORECASE,
)
_MEAN = re.compile(
    r"\b(?:bình quân|trung bình)(?=(?:\s+(?:mỗi|một|hằng|hàng|cả|chung|năm|tháng|xã|huyện|thôn|bản|hộ|người|đạt|là))*\s*$)",
    re.IGNORECASE,
)
_BEING = re.compile(r"^\s*là\s+(?P<what>[^,;.():\d]{3,80})")
_BRACKET = re.compile(r"\s*\([^()]*\)\s*")
_PLAIN_WORDS = re.compile(r"[^,;.():\d]*")
# Labels that leave their noun to an earlier one, and verbs that say nothing without what they act on.
_ELLIPTIC = re.compile(
    r"^(?:bình quân đầu người|tổng|bình quân|trung bình|tốc độ|tăng|trưởng|năng suất|sản lượng|doanh thu|diện tích|giá trị|đầu người|kinh phí|giải ngân|\s)+$",
    re.IGNORECASE,
)
_BARE_VERBS = re.compile(
    r"^(?:phát triển|thực hiện|xây dựng|trồng mới|trồng|hình thành|duy trì|tổ chức|phấn đấu|hỗ trợ|giải quyết)$",
    re.IGNORECASE,
)
_LEFT_OPEN = re.compile(r"\s+(?:cho|đối với|của|tại)$", re.IGNORECASE)
# Labels that only sum up the last number's subject, and words that tell kinds of one thing apart.
_SUMS_UP = re.compile(
    r"(?:lũy kế|luỹ kế|tính chung|cộng dồn|cả năm|cả kỳ)(?:\s+(?:\d+\s+)?(?:năm|tháng|quý|kỳ|giai đoạn|đến nay))*",
    re.IGNORECASE,
)
_KIND = re.compile(r"(?:thể|loại|hạng|cấp độ|mức độ)(?=\s+\w)", re.IGNORECASE)
_RATE = re.compile(r"^(?:tỷ lệ|tỉ lệ)\s+", re.IGNORECASE)
_LISTED = re.compile(r"\s*(?:,|/|và|, và)?\s*")
_BODY = re.compile(
    r"(?:^|[.;]\s+|[-+]\s)(?P<body>(?:BCH|BTV|UBKT|HĐND|UBND|Ban Chấp hành|Ban Thường vụ|Thường trực|Ủy ban|Uỷ ban|Cấp ủy|Bí thư|Đại biểu|Đảng ủy|Chi ủy)\b[^.;:()\d]{0,60}?)"
    r"\s*(?:\([^()]{0,60}\))?\s*:\s"
)
_TOPIC = re.compile(
    r"(?:[-–+*•]|[a-zđ]\)|\d{1,2}[.)])\s+(?!(?:trong đó|cụ thể|kết quả|về|gồm|bao gồm|chỉ tiêu|mục tiêu|năm|giai đoạn|đối với|tính)\b)"
    r"(?P<topic>[^\W\d_][^:.;,()\d]{1,36}?)\s*:\s",
    re.IGNORECASE,
)
_TO_SPARE = 6
_SHORT_LABEL = 4
_LONG_PART = 7  # words; what is longer is no part of what a colon announced
_MOST_WORDS = 18
_NEAR = 24
_CLASSIFIERS = ("con", "người", "cái", "chiếc")
_RANKED = re.compile(
    r"(?P<of>.*?)\b(?:(?:cao|thấp|lớn|nhỏ|đông|nhiều|ít|dài) (?:nhất|(?=là\b))|tiếp theo|tiếp đến|kế tiếp|kế đến)"
    r"(?:\s+(?:là|ở|tại|thuộc về|đến)\b)*(?P<who>.*)",
    re.IGNORECASE,
)
_THOSE_WITH = re.compile(
    r"^(?:các\s+)?(?:xã|phường|huyện|địa phương|nơi|đơn vị|bản|thôn)\s+có\s+", re.IGNORECASE
)
_OF_WHOLE = re.compile(r"\s+(?:toàn|cả)\s+(?:tỉnh|thành phố|huyện|thị xã|xã|phường)$", re.IGNORECASE)
_YEAR_BEFORE = re.compile(
    r"(?:^|[,;(])\s*(?:cùng kỳ(?:\s+năm\s+(?:trước|ngoái|20\d\d))?|năm (?:trước|ngoái))"
    r"(?:\s+(?:là|đạt|có|còn|chỉ|chỉ đạt|chỉ có|xảy ra|tăng|giảm|:))?\s*$",
    re.IGNORECASE,
)
_ORGAN = re.compile(r"(?:UBND|HĐND|ủy ban|hội đồng|công an|(?:huyện|thành|thị|đảng) ủy)\b", re.IGNORECASE)
_OWNERS = ("", "tỉnh", "huyện", "thành phố", "tỉnh ủy", "huyện ủy", "xã", "cơ sở")


@dataclass(frozen=True, slots=True)
class Label:
    """What is measured, and whether it is the last number's subject that goes on."""

    text: str
    inherited: bool = False


def read_label(sentence: Sentence, piece: Piece, subject: Subject, unit: str | None) -> Label:
    """What a number measures."""
    earlier = sentence.earlier_subject(piece)
    if earlier and (sentence.is_due(piece, unit) or _is_aim(sentence, piece, subject)):
        return Label(earlier, inherited=True)
    if earlier and (same := _elsewhere(sentence, piece, subject, unit)):
        return Label(same)
    outer = _outside(sentence, piece, subject)
    if again := _again(sentence, piece, subject, outer, unit):
        return Label(again)
    after = words_after(sentence, piece)
    counted = _counted(sentence, piece, subject, after, unit)
    subject = outer
    if subject.earlier and counted and not _SAYS.search(subject.tail):
        return Label(counted)
    if subject.label:
        return Label(_named(sentence, piece, subject, counted, earlier))
    return _unnamed(sentence, piece, subject, after, counted, unit)


def _is_aim(sentence: Sentence, piece: Piece, subject: Subject) -> bool:
    """Whether a number says what was due of the last one: `(chỉ tiêu 500 đảng viên)`, `92% kế hoạch (1.600 tỷ đồng)`."""
    if subject.label:
        return False
    return is_set(subject.tail) or is_set(sentence.before_bracket(piece))


def _elsewhere(sentence: Sentence, piece: Piece, subject: Subject, unit: str | None) -> str:
    """What was counted before in that unit, where only another place is named: `xã A có 12 ha ngô, xã B 7 ha`."""
    earlier = sentence.said.measured.get(unit or "", "")
    if not subject.label or not earlier:
        return ""
    named = [place for place in sentence.places if piece.start <= place.start < piece.found.start]
    if (
        _ORGAN.match(subject.label)
        or len(named) != 1
        or (named[0].end - named[0].start) < len(subject.label) - _TO_SPARE
    ):
        return ""
    if words_after(sentence, piece).strip(" .,;") and not _NOT_COUNTED.match(words_after(sentence, piece)):
        return ""
    others = sentence.context.vocabulary.find_places(earlier)
    rest = earlier[: others[0].start] + earlier[others[0].end :] if len(others) == 1 else earlier
    return clean(rest, 0, len(rest), [])


def _again(sentence: Sentence, piece: Piece, subject: Subject, outer: Subject, unit: str | None) -> str:
    """What was measured before, of which a number tells the most, another place's or the year before's."""
    if ranked := _ranked(sentence, outer, unit):
        return ranked
    if outer is not subject and (same := _elsewhere(sentence, piece, outer, unit)):
        return same
    return sentence.said.measured.get(unit or "", "") if is_year_before(sentence, piece) else ""


def _ranked(sentence: Sentence, subject: Subject, unit: str | None) -> str:
    """What is measured where a place or a body is only said to have the most or the least of it."""
    found = _RANKED.match(subject.label)
    if found is None:
        return ""
    measured = _THOSE_WITH.sub("", found["of"]).strip(" ,:") or _OF_WHOLE.sub(
        "", sentence.said.measured.get(unit or "", "").partition(": ")[0]
    )
    who = found["who"].strip()
    places = sentence.context.places_in(f"{who} 1")
    if not measured or not who or (places and places[0].end - places[0].start >= len(who) - _TO_SPARE):
        return measured
    return f"{measured}: {who}" if who[0].isupper() else ""


def is_year_before(sentence: Sentence, piece: Piece) -> bool:
    """Whether a number says what there was a year before: `cùng kỳ là 1.906 ha`."""
    return bool(_YEAR_BEFORE.search(sentence.text, piece.start, piece.found.start))


def _named(sentence: Sentence, piece: Piece, subject: Subject, counted: str, earlier: str) -> str:
    if earlier and _SUMS_UP.fullmatch(subject.label):
        return f"{' '.join(earlier.split()[:_MOST_WORDS])}, {subject.label}"
    if (kind := _KIND.match(subject.label)) and (
        at := f" {earlier} ".lower().rfind(f" {kind[0].lower()} ")
    ) > 0:
        return f"{earlier[:at]}{subject.label}".strip()
    if counted and not _HAVING.search(subject.tail):
        sentence.said.acts[piece.depth] = subject.label
    label = f"{subject.label} {counted}" if counted else _LEFT_OPEN.sub("", subject.label)
    about = _body(sentence, piece) or (_topic(sentence) if is_head(label) and not piece.depth else "")
    if about and about.lower() not in label.lower() and len(label.split()) <= _SHORT_LABEL:
        return f"{about}: {label}"
    return _under(sentence, piece, subject, label, earlier)


def _under(sentence: Sentence, piece: Piece, subject: Subject, label: str, earlier: str) -> str:
    """A label with what a colon announced, or with what its verb goes on about."""
    parents = sentence.said.parents
    if is_head(label):
        parents.pop(piece.depth, None)
    elif subject.parent:
        parents[piece.depth] = subject.parent
    elif len(subject.label.split()) > _LONG_PART:
        parents.pop(piece.depth, None)
    parent = told_at(parents, piece.depth)
    if parent and not is_head(label):
        return f"{parent}: {label}"
    begun = bool(sentence.said.subjects)
    if sentence.said.whole and ";" in sentence.text[piece.start : piece.found.start]:
        earlier = sentence.said.whole  # what is said behind the parts goes on about the whole
    return _whole(earlier, label, goes_on=subject.goes_on and begun)


def _unnamed(  # noqa: PLR0913, PLR0917 - all sides of one decision
    sentence: Sentence, piece: Piece, subject: Subject, after: str, counted: str, unit: str | None
) -> Label:
    earlier = sentence.earlier_subject(piece)
    if earlier and (being := _BEING.match(after)):
        return Label(" ".join(being["what"].split()[:_MOST_WORDS]))
    if earlier and (not counted or _goes_on(sentence, piece, subject, counted, unit)):
        return Label(earlier, inherited=True)
    if counted and (act := told_at(sentence.said.acts, piece.depth)) and _LISTED.fullmatch(subject.tail):
        return Label(f"{act} {counted}")
    if counted and piece.depth and (of := _of_share(earlier, counted)):
        return Label(of)
    mean = _MEAN.search(subject.tail)
    if mean and counted and _is_counted_there(sentence, piece, counted):
        return Label(earlier, inherited=True)
    thing = unit if mean and unit and "/" in unit else counted
    return Label(f"{mean[0]} {thing}" if thing and mean else counted or unit or "")


def _goes_on(sentence: Sentence, piece: Piece, subject: Subject, counted: str, unit: str | None) -> bool:
    """Whether a number that names no subject is about the last one's."""
    if _LIKENED.search(subject.tail) or _HAVING.search(subject.tail):
        return False
    if not is_rate(unit) and (counted != noun_of(unit) or (counted and _is_new(sentence, piece, unit))):
        return False
    noun = noun_of(unit)
    if noun and "/" in (unit or "") and noun.lower() not in sentence.earlier_subject(piece).lower():
        return False
    if _VERB_LAST.search(subject.tail):
        return are_alike(unit, sentence.last_unit(piece))
    return bool(_COPULA.search(subject.tail)) or is_starting_point(piece.found)


def _is_new(sentence: Sentence, piece: Piece, unit: str | None) -> bool:
    """Whether things are counted of which a rate before said nothing: `95,7% số hộ …; còn 12 bản`."""
    told = (unit or "") in sentence.said.measured or noun_of(unit).lower() in sentence.earlier_subject(
        piece
    ).lower()
    return is_rate(sentence.last_unit(piece)) and not told


def is_starting_point(found: Found) -> bool:
    """Whether a number says where a change began: `từ 15,6%`."""
    ranged = found.quantity is not None and found.quantity.bound is Bound.RANGE
    return found.written.lower().startswith("từ ") and not ranged


def is_likened(subject: Subject) -> bool:
    """Whether a number only restates the last one in other terms: `tương ứng với 182 hộ`."""
    return bool(_LIKENED.search(subject.tail))


def _outside(sentence: Sentence, piece: Piece, subject: Subject) -> Subject:
    """The subject, from before the bracket where it names none itself: `thu ngân sách (năm 2021 thu 5 tỷ)`."""
    if piece.opened is None or piece.start > piece.opened or len(subject.label.split()) > 1:
        return subject
    outer = read_subject(sentence.text, piece.start, piece.opened, sentence.hidden)
    return replace(subject, label=outer.label, parent=outer.parent) if outer.label else subject


def _whole(earlier: str, label: str, *, goes_on: bool) -> str:
    """A label that leaves its noun to an earlier one, made whole: `bình quân đầu người`, `đã khai thác`."""
    short = len(label.split()) <= _SHORT_LABEL
    if not earlier or not ((goes_on and short) or _ELLIPTIC.match(label)):
        return label
    return f"{' '.join(earlier.split()[:_MOST_WORDS])}, {label}"


def _is_counted_there(sentence: Sentence, piece: Piece, counted: str) -> bool:
    """Whether a mean counts the same things as the last number: `84.310 lượt lao động, bình quân 21.077 lao động`."""
    last = sentence.last_unit(piece) or ""
    return bool(sentence.earlier_subject(piece)) and last.lower().endswith(counted.lower())


def _of_share(earlier: str, counted: str) -> str:
    """What a bracket counts of a rate: `tỷ lệ hộ nghèo còn 2,1% (78 hộ)` counts poor households."""
    rest = _RATE.sub("", earlier, count=1)
    return f"số {rest}" if rest != earlier and rest.lower().startswith(f"{counted.lower()} ") else ""


def _topic(sentence: Sentence) -> str:
    """What an item is about, told once before its colon: `- Cá tra: diện tích nuôi …; sản lượng …`."""
    found = _TOPIC.match(sentence.prose.body.text)
    return " ".join(found["topic"].split()) if found and not is_head(found["topic"]) else ""


def _body(sentence: Sentence, piece: Piece) -> str:
    """The body that a list of shares is about: `BCH Đảng bộ huyện (41 đồng chí): tỷ lệ nữ …, trẻ …`."""
    told = [
        found
        for found in _BODY.finditer(sentence.text, 0, piece.found.start)
        if found.end() <= piece.found.start
    ]
    return " ".join(told[-1]["body"].split()) if told else ""


# What is counted


def _counted(sentence: Sentence, piece: Piece, subject: Subject, after: str, unit: str | None) -> str:
    """What follows the number and says what it counts: `41,5% xã đạt chuẩn`, `162 nhà đầu tư`."""
    if subject.label and _is_complete(sentence, subject, after, unit):
        return ""
    noun = noun_of(unit)
    if noun in subject.label.lower() or (subject.label and noun in _CLASSIFIERS):
        noun = ""
    words = "" if _NOT_COUNTED.match(after) else clean(after, 0, len(after), [])
    words = " ".join(words.split()[:_MOST_WORDS])
    if not noun and not words:
        return ""
    return f"{noun} {words or _past_bracket(sentence, piece)}".strip()


def _is_complete(sentence: Sentence, subject: Subject, after: str, unit: str | None) -> bool:
    """Whether the words before the number say by themselves what is measured."""
    if is_rate(unit) and (
        is_head(subject.label) or sentence.context.vocabulary.match_indicator(subject.label)
    ):
        return True  # what follows is what the rate is of: "đầu tư bằng 35% GRDP"
    if not _COPULA.search(subject.tail) or not (len(subject.label.split()) > 1 or subject.label.isupper()):
        return False
    acts = _BARE_VERBS.match(subject.label) and after.strip() and not _NOT_COUNTED.match(after)
    return not acts


def _past_bracket(sentence: Sentence, piece: Piece) -> str:
    """What is said of the things counted after a bracket: `9 khẩu (nam 4, nữ 5) có việc làm`."""
    bracket = _BRACKET.match(sentence.text, piece.found.end)
    words = _PLAIN_WORDS.match(sentence.text, bracket.end()) if bracket else None
    if words is None or _NOT_COUNTED.match(words[0]):
        return ""
    return " ".join(words[0].split()[:_MOST_WORDS])


def words_after(sentence: Sentence, piece: Piece) -> str:
    """The words that belong to a number, with those that it shares with a later one."""
    following = sentence.following(piece)
    if following and sentence.stands_behind_stroke(following):
        return sentence.text[following.found.end : following.end]
    own = sentence.text[piece.found.end : piece.end]
    return f"{own} {_shared(sentence, piece)}".rstrip()


def _shared(sentence: Sentence, piece: Piece) -> str:
    """A predicate that a later number states for this one: `80% chi bộ, 90% đảng viên hoàn thành tốt`."""
    while (following := sentence.following(piece)) is not None:
        rates = is_rate(piece.found.unit) and is_rate(following.found.unit)
        between = sentence.text[piece.end : following.found.start]
        bare = after_noun(sentence.text[piece.found.end : piece.end]) in _OWNERS
        if not rates or not bare or not re.fullmatch(r"\s*(?:,|và|, và)\s*", between):
            return ""
        predicate = after_noun(sentence.text[following.found.end : following.end])
        if predicate:
            return predicate
        piece = following
    return ""


def read_unit(sentence: Sentence, piece: Piece, subject: Subject) -> str | None:
    """The number's unit, a bare number's from its neighbours: `đại học 33; sau đại học 02`, `từ 15 lên 20%`."""
    if piece.found.unit:
        return piece.found.unit
    following = sentence.following(piece)
    if following and following.found.unit:
        between = sentence.text[piece.found.end : following.found.start]
        if (
            len(between) < _NEAR
            and not {",", ";"} & set(between)
            and not has_content(between, 0, len(between), [])
        ):
            return following.found.unit
    is_same = subject.label or piece.depth or _BEING.match(sentence.text, piece.found.end)
    return sentence.last_unit(piece) if is_same else None


def with_verb(label: str, tail: str) -> str:
    """The label with what is said of it: a change is no level, a place in an order no score."""
    verbs = _VERBS.findall(tail)
    return f"{label} {verbs[-1]}" if verbs and verbs[-1].lower() not in label.lower() else label
