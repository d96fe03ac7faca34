"""How a number stands to what happened: result, estimate, target, plan, change or share."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from corpus.figures import FigureKind

# ruff: noqa: E501 -- a pattern of words reads better on one line

_ADVERB = r"(?:bình quân|trung bình|thêm|được|gần|trên|mỗi năm|hằng năm|hàng năm|năm|khoảng|ước|nhanh|mạnh|khá|chung|so với|gấp|tới|đạt|cao|nhẹ|thấp|là|tương ứng|hơn)"
_BEFORE = r"(?:cùng kỳ(?:\s+năm\s+(?:trước|ngoái|20\d\d))?|(?:năm|tháng|quý|kỳ|vụ)\s+trước)"
_CHANGE = re.compile(
    rf"\b(?P<verb>tăng|giảm|vượt|hụt|gấp|cao hơn|thấp hơn|nhiều hơn|ít hơn|chậm hơn|rút ngắn|tăng trưởng)(?:\s+(?P<aim>(?:kế hoạch|chỉ tiêu|mục tiêu|dự toán|nghị quyết)(?:\s+[^\W\d_]+){{0,4}}?))?(?:\s+(?:so\s+(?:với\s+)?)?{_BEFORE})?(?:\s+{_ADVERB})*[\s:]*$",
    re.IGNORECASE,
)
_LEVEL = re.compile(
    r"\b(?:còn|lên|xuống|lên tới|lên đến|đến|từ|xuống còn|tăng lên|nâng lên)\s*$", re.IGNORECASE
)
_SHARE = re.compile(
    r"\b(?:đạt(?: được)?|bằng|chiếm|hoàn thành|tương ứng|tương đương|ước đạt|đạt tỷ lệ|chiếm tỷ lệ|tỷ lệ|chiếm tỷ trọng|là|đạt khoảng)(?:\s+(?:tỷ lệ|với|khoảng|trên|gần|mức|được|tỷ trọng))*\s*$|^[\s(,]*(?:và\s*)?$",
    re.IGNORECASE,
)
_OF_AIMS = (
    r"đại hội|đại biểu|đảng bộ|tỉnh|huyện|thành phố|thị xã|phường|xã|ủy|HĐND|UBND|trung ương|TW|chính phủ|bộ|cấp|trên|nhiệm kỳ|giai đoạn|cả năm|năm"
    r"|giao|đầu|điều chỉnh|đề ra|đặt ra|xác định|của|được|đã|nghị quyết|kế hoạch|chỉ tiêu|mục tiêu|dự toán|NQĐH|NQ|ĐH|KH|MT|phấn đấu|đến|lần thứ|khóa|[IVX]+|20\d\d(?:\s?[-–]\s?20\d\d)?|vốn|tối thiểu"
)
_SET_BY = re.compile(
    rf"\b(?P<by>(?:chỉ tiêu|mục tiêu|kế hoạch|dự toán|nghị quyết|lộ trình|quy hoạch|(?-i:KH|NQĐH|NQ|MT|CT)(?![-/]))(?:\s+(?:{_OF_AIMS}))*)"
    r"\s*(?:là|(?:phải |cần )?đạt|(?:giảm )?(?:xuống )?còn|:|=)?\s*$",
    re.IGNORECASE,
)
_SETTER = (
    r"(?:chỉ tiêu|mục tiêu|kế hoạch|dự toán|nghị quyết|(?-i:KH|NQĐH|NQ|MT|CT)(?![-/]))"
    rf"(?:\s+(?:{_OF_AIMS}))*"
)
# “bằng 90% kế hoạch giao là 500 tấn”: the share has taken the words that say who set the number.
_OF_SHARE = re.compile(
    rf"%\s+(?:so với\s+|so\s+|của\s+)?(?P<by>{_SETTER})\s*(?:là|:|=)\s*$|/\s?(?P<beside>{_SETTER})\s*$",
    re.IGNORECASE,
)
# “182 tỷ đồng (giao 300 tỷ đồng)”: what was given stands in brackets behind what came of it.
_GIVEN = re.compile(
    r"\((?P<by>(?:(?:trung ương|TW|tỉnh|huyện|thành phố|cấp trên|HĐND|UBND|được)\s+){0,2}giao)(?:\s+(?:tăng|giảm))?\s*$",
    re.IGNORECASE,
)
_NEVER_SETTING = re.compile(
    r"\b(?:vốn|thực hiện|trên cơ sở|theo|ban hành|xây dựng|giải ngân|tổng|triển khai)\s+(?:các\s+)?$",
    re.IGNORECASE,
)
_NOT_SETTING = re.compile(r"\b(?:vượt|so với|so|đạt|bằng|hoàn thành|giao)\s+(?:các\s+)?$", re.IGNORECASE)
_SAID = re.compile(r"(?:\blà|\bgiao|\bđề ra|:)\s*$", re.IGNORECASE)
_PLANNED = re.compile(r"\b(?:kế hoạch|(?-i:KH)|dự toán|lộ trình)\b", re.IGNORECASE)
_REFERS = re.compile(
    r"^\s*(?:so với\s+|so\s+|của\s+)?(?:các\s+|cả\s+)?(?:(?:kế hoạch|chỉ tiêu|mục tiêu|dự toán|nghị quyết|lộ trình|(?-i:KHV|KH|NQĐH|NQ|MT|CT))\b)",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"^[^,;()\d]{0,40}?\b(?:so với|so cùng|so năm|so|cùng kỳ|với cùng kỳ|kế hoạch|mục tiêu|chỉ tiêu|dự toán|nghị quyết)\b",
    re.IGNORECASE,
)
_EQUALS = re.compile(r"\b(?:bằng|đạt)(?:\s+(?:khoảng|gần|trên))?\s*$", re.IGNORECASE)
_EARLIER = re.compile(
    r"^\s*(?:so (?:với )?)?(?:thực hiện (?:cùng kỳ|năm)|cùng kỳ|(?:năm|tháng) trước)|^\s*so (?:với )?năm 20\d\d",
    re.IGNORECASE,
)
_ESTIMATED = re.compile(
    r"\b(?:ước|dự ước|dự kiến|dự báo|ước tính|ước đạt|ước thực hiện|ước đến|ước hết)\b", re.IGNORECASE
)
_RECKONED = re.compile(r"\b(?:ước|dự ước|ước tính|ước đạt)\b[^.]*$", re.IGNORECASE)
_STRIVING = re.compile(
    r"\b(?:ph[ấâ]n đ[ấầâ]u|được giao nhiệm vụ|mục tiêu (?:đến|là|tổng quát|cụ thể|phấn đấu)|đặt mục tiêu|hướng tới|đề ra mục tiêu|chỉ tiêu (?:đến|phấn đấu|giao|đề ra)|quyết tâm đạt|định hướng đến|với mục tiêu|mục tiêu:)",
    re.IGNORECASE,
)
_PLAN_LABEL = re.compile(
    r"^(?:tổng\s+)?(?:kế hoạch|dự toán|nhu cầu|chỉ tiêu kế hoạch|số vốn kế hoạch|vốn kế hoạch)\b|\b(?:kế hoạch vốn|kế hoạch giao|dự toán giao)\b",
    re.IGNORECASE,
)
_TARGET_LABEL = re.compile(r"^(?:chỉ tiêu|mục tiêu)\b", re.IGNORECASE)
_JUDGED = re.compile(
    r"^\s*[,(]?\s*(?:đã\s+|cơ bản\s+)?(?:vượt|đạt|chưa đạt|không đạt|hoàn thành|chưa hoàn thành)\s+(?:so với\s+|các\s+)?"
    r"(?P<aim>(?:chỉ tiêu|mục tiêu|kế hoạch|nghị quyết|dự toán|(?-i:KH|NQĐH|NQ|CT))\b[^,;.()]{0,50})",
    re.IGNORECASE,
)
# “208,9 ha, đạt 52,2% so kế hoạch”: what is held against its plan has come about, whatever is aimed at beside it.
_HELD_AGAINST = re.compile(
    r"^[^\d,;.()]{0,24},?\s*\(?(?:ước\s+)?(?:đạt|bằng|hoàn thành|vượt)\s+(?:trên |gần |khoảng )?\d[\d.,]*\s?%\s*(?:so với\s+|so\s+|của\s+)?"
    r"(?:kế hoạch|chỉ tiêu|mục tiêu|nghị quyết|dự toán|(?-i:KH|NQĐH|NQ|MT|CT)\b)",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(
    r"^\W*(?P<by>(?:chỉ tiêu|mục tiêu|kế hoạch|dự toán)\b(?![^:]{0,60}\b(?:đạt|thực hiện|hoàn thành)\b)[^:;.\d]{0,60}(?:20\d\d[^:;.\d]{0,20}){0,2}):",
    re.IGNORECASE,
)
_AGAINST = re.compile(r"(?:^|[(;.]\s*)so (?:với|cùng)[^():;]{0,40}:[^():]*$", re.IGNORECASE)
_WHOLE = 100
_PARTS = re.compile(r"^\s*(?:so với\s+|trong\s+)?(?:tổng|toàn|cơ cấu)\b", re.IGNORECASE)
_REFERENCE_END = re.compile(r"[,;().]|\s+và\s+(?=(?:tăng|giảm|vượt|bằng|đạt|cao|thấp)\b)", re.IGNORECASE)
_LEVELLED = ("tăng", "giảm", "tăng trưởng")
_NEAR = 140
RATES = ("%", "‰")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """The words around a number that say how it stands."""

    lead: str  # from the last mark to the number
    after: str  # what follows and belongs to it
    label: str
    inherited: bool  # the words only go on about an earlier number's subject
    unit: str | None
    earlier_unit: str | None
    sentence_before: str
    aims: bool  # the heading announces targets
    future: bool  # its period lies after the report
    value: Decimal | None = None
    earlier: Decimal | None = None  # the number before
    bracketed: str = ""  # the words before the bracket that holds nothing but the number
    dated: bool = False  # its own words name its period
    growth: bool = False  # the subject is itself a rate of growth
    signed: bool = False  # a bracket holds it with a plus or a minus: "(+7,4%)"
    compared_later: bool = False  # the sentence says once, at its end, what its changes are measured against


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A kind, with what it refers to or who set it."""

    kind: FigureKind
    refers_to: str | None = None
    set_by: str | None = None
    with_verb: bool = False  # the verb is part of the label: "tăng bình quân"


def read_standing(words: Wording) -> Standing:
    """The kind that the words give a number."""
    if (by := setter_of(words) or _aim_itself(words)) is not None:
        return Standing(kind=FigureKind.PLAN if _PLANNED.search(by) else FigureKind.TARGET, set_by=by)
    if (change := _CHANGE.search(words.lead)) and not _LEVEL.search(words.lead):
        return _changed(words, change["verb"].lower(), change["aim"])
    return _compared(words) or _shared(words) or Standing(kind=_plain(words))


def _compared(words: Wording) -> Standing | None:
    """A change by its unit or its sign, without a verb."""
    if (words.unit in RATES and words.signed) or words.unit in ("lần", "điểm %", "bậc"):
        return Standing(kind=FigureKind.CHANGE, refers_to=_reference(words.after))
    return None


def _shared(words: Wording) -> Standing | None:
    """A share of an aim, of an earlier period, or of a whole."""
    if words.unit in (*RATES, None) and _SHARE.search(words.lead) and _REFERS.match(words.after):
        return Standing(kind=FigureKind.SHARE, refers_to=_reference(words.after))
    if words.unit in RATES and _EQUALS.search(words.lead) and _EARLIER.match(words.after):
        return Standing(kind=FigureKind.SHARE, refers_to=_reference(words.after))
    if words.inherited and words.unit in RATES and words.earlier_unit and _is_ratio(words):
        judged = _JUDGED.match(words.after)
        aim = " ".join(judged["aim"].split()) if judged else None
        return Standing(kind=FigureKind.SHARE, refers_to=aim or _reference(words.after))
    return None


def _aim_itself(words: Wording) -> str | None:
    """“Đạt 46 triệu đồng, vượt mục tiêu 45 triệu đồng”: as large as the result, it is the aim, not the excess."""
    change = _CHANGE.search(words.lead)
    if change is None or not change["aim"] or not words.inherited or words.unit is None:
        return None
    if words.unit != words.earlier_unit or words.value is None or words.earlier is None:
        return None
    return " ".join(change["aim"].split()) if words.value * 2 >= words.earlier else None


def refers_to_aim(reference: str | None) -> bool:
    """Whether a share is one of a plan or a target, not of a whole."""
    return bool(reference and _REFERS.match(reference))


def is_set(words: str) -> bool:
    """Whether words end in who sets the number after them: `chỉ tiêu`, `dự toán tỉnh giao`."""
    return bool(_SET_BY.search(words[-_NEAR:]))


def setter_of(words: Wording) -> str | None:
    """Who set the number: said right before it, before its bracket, or once for the whole sentence."""
    by = _setter(words.lead)
    if by is None and words.bracketed:
        found = _SET_BY.search(words.bracketed[-_NEAR:])
        by = " ".join(found["by"].split()) if found else None
    if by is None and words.inherited and (shared := _OF_SHARE.search(words.sentence_before[-_NEAR:])):
        by = " ".join((shared["by"] or shared["beside"]).split())
    if by is None and words.inherited and (given := _GIVEN.search(words.sentence_before)):
        by = given["by"]
    if (
        by is None
        and (announced := _ANNOUNCED.match(words.sentence_before))
        and not _CHANGE.search(words.lead)
    ):
        by = " ".join(announced["by"].split())
    return by


def _setter(lead: str) -> str | None:
    """Who set the number, where the words right before it say so: `(Nghị quyết 65 triệu đồng)`."""
    near = lead[-_NEAR:]
    found = _SET_BY.search(near)
    if found is None or _CHANGE.search(lead) or _NEVER_SETTING.search(near[: found.start()]):
        return None
    if not _SAID.search(near) and _NOT_SETTING.search(near[: found.start()]):
        return None
    return " ".join(found["by"].split())


def _changed(words: Wording, verb: str, aim: str | None) -> Standing:
    if (words.aims or _STRIVING.search(words.sentence_before)) and not words.inherited and verb in _LEVELLED:
        return Standing(kind=_plain(words), with_verb=True)  # "giảm 2% so với năm trước", as an aim
    if (words.unit or "").endswith("/năm") and verb in _LEVELLED and not aim:
        return Standing(kind=_plain(words), with_verb=True)  # a yearly rate of growth is measured itself
    if words.growth and words.unit in RATES and verb in _LEVELLED and not _COMPARED.match(words.after):
        return Standing(kind=_plain(words))  # "tốc độ tăng trưởng …; năm 2022 tăng 12%"
    compared = (
        bool(_COMPARED.match(words.after))
        or bool(_AGAINST.search(words.sentence_before))
        or (words.compared_later and words.unit in RATES)
    )
    alike = words.unit in ("lần", "điểm %", "bậc", "điểm ‰")
    # “So với cùng kỳ giảm 12 vụ, giảm 5 người chết”: what all are held against is said once.
    alike = alike or (words.compared_later and verb in {"tăng", "giảm"} and bool(words.unit))
    if compared or alike or words.inherited or verb in ("vượt", "hụt", "gấp", "cao hơn", "thấp hơn"):
        return Standing(kind=FigureKind.CHANGE, refers_to=aim or _reference(words.after))
    return Standing(kind=_plain(words), with_verb=True)


def _is_ratio(words: Wording) -> bool:
    """Whether a percentage goes on from an amount: `trồng 816 ha, đạt 102%`, `17.000 tỷ đồng, chiếm 58% tổng chi`."""
    if words.earlier_unit in RATES or (words.earlier_unit or "").startswith(RATES):
        if bool(_PARTS.match(words.after)) and "chiếm" in words.lead.lower():
            return True
        over = words.value is not None and words.value > _WHOLE
        return (
            not words.dated and bool(_SHARE.search(words.lead)) and (over or bool(_JUDGED.match(words.after)))
        )
    return bool(_SHARE.search(words.lead))


def _plain(words: Wording) -> FigureKind:
    if _PLAN_LABEL.search(words.label) and not words.label.lower().endswith("giải ngân"):
        return FigureKind.PLAN
    if _TARGET_LABEL.match(words.label) and "chỉ tiêu" not in (words.unit or ""):
        return FigureKind.TARGET
    estimated = bool(_ESTIMATED.search(words.lead))
    if not words.aims and _HELD_AGAINST.match(words.after):
        return FigureKind.ESTIMATE if estimated else FigureKind.ACTUAL
    strives = bool(_STRIVING.search(words.sentence_before))
    forecast = words.aims and not strives and bool(_RECKONED.search(words.sentence_before))
    if forecast or (estimated and not words.aims and not strives):
        return FigureKind.ESTIMATE
    if words.aims or strives or (words.future and not estimated):
        return FigureKind.TARGET
    return FigureKind.ESTIMATE if words.future else FigureKind.ACTUAL


def _reference(after: str) -> str | None:
    """What a change or a share is measured against, as written."""
    stretch = _REFERENCE_END.split(after, maxsplit=1)[0]
    words = stretch.split()[:14]
    return " ".join(words) or None
