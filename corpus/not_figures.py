"""Numbers that measure nothing: dates, years, documents, items, law articles, roads, ages, ordinals.

What shows by itself (`22/3/2021`, `05-NQ/TU`) is found by patterns; what shows by the word before it (`Điều 28`,
`lớp 9`) is told from a figure by whether a unit follows: `kế hoạch 5 ha` is one, `kế hoạch 12 của` is none.
"""

from __future__ import annotations

import re

# ruff: noqa: E501 -- a pattern of words reads better on one line

_YEAR = r"(?:19|20)\d\d"
_CAPITAL = "A-ZĐ"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_ENDS = r"(?![\d.,/]*\d|\s?%)"

_KINDS: dict[str, str] = {
    "link": r"https?://\S+|(?<![\w.])[\w.+-]{1,64}@\S+",
    "phone": r"\b0\d{2,3}[. ]\d{3}[. ]\d{3,4}\b",
    "date": rf"(?<![\d.,]){_DAY}\s?[/.-]\s?{_MONTH}\s?[/.-]\s?{_YEAR}\b",
    "day": rf"(?i:\bngày)\s+{_DAY}(?:\s?[-–/]\s?{_DAY})*{_ENDS}(?:\s+tháng\s+\d\d?)?(?:\s+năm\s+{_YEAR})?",
    "day_month": rf"(?i:\b(?:đến|tới|trước|hết|sau|từ|lễ|dịp|thời điểm)\s+){_DAY}/{_MONTH}{_ENDS}"
    r"(?=[,;.:)]|\s*$|\s+(?:hằng|hàng|năm|là|và|đã|toàn|tỉnh|có|ước|đạt|trên|số|tổng|đến|tới)\b)",
    "month": rf"(?i:\btháng)\s+{_MONTH}(?:\s?[/-]\s?{_YEAR}|(?:\s?[-–,]\s?{_MONTH})*){_ENDS}",
    "month_year": rf"(?<![\d.,/]){_MONTH}\s?/\s?{_YEAR}\b(?![/-])",
    "quarter": rf"(?i:\bquý)\s+(?:[IV]+|[1-4])(?:\s?[/-]\s?{_YEAR})?\b",
    "clock": r"\b\d{1,2}\s?(?:h|giờ)\s?\d{0,2}(?=\s*(?:ngày|phút|sáng|chiều)\b)|\b24/24(?:/7|h)?\b|\b24/7\b",
    "years": rf"(?<![\d.,]){_YEAR}\s?[-–÷/]\s*{_YEAR}{_ENDS}",
    "year_list": rf"(?<![\d.,]){_YEAR}(?:\s?,\s?{_YEAR}|\s+và\s+(?:năm\s+)?{_YEAR})+(?![\d.,]*\d)",
    "document": rf"(?<![\d.,])\d+[a-zđ]?\s?[-/–](?:\s?{_YEAR}\s?[-/])?\s?(?:[{_CAPITAL}]{{2,}}|[{_CAPITAL}][\w]*/)[\w]*"
    rf"(?:\s?[-/]\s?[{_CAPITAL}]\w*)*|(?<![\d.,])\d+/{_YEAR}/\w+",
    "dated_paper": r"(?i:\bsố)\s?:?\s?\d+(?=,?\s+ngày\s+\d)",
    "item": r"(?:^|(?<=[\s,;.:(“\"]))\(\d{1,2}\)(?=\s*[^\W\d_])|(?:^|(?<=[.;:]\s))\(\d{1,2}\)(?=\s)|^\(\d{1,2}\)(?=[.:]\s*$)",
    "bullet": r"^\s*(?:[-+*•]\s*)?\d{1,2}(?:\.\d{1,2})*(?:\.(?=\s)|\))",
    "ages": r"(?i:\b(?:từ|dưới|trên|đủ)\s+)?\b\d{1,3}(?:\s?[-–]\s?(?:dưới\s)?\d{1,3}|\s+(?:tuổi\s+)?(?:đến|tới)(?: dưới)? \d{1,3})?"
    r"\s+(?:tháng\s+)?tuổi\b",
    "duration": rf"(?<![\d.,/])\d{{1,3}}(?:,\d)?(?:\s?[-–]\s?\d{{1,2}})?\s+(?:năm(?!\s+{_YEAR}(?!\s?[-–,]))|tháng|quý|tuần|thập kỷ|thế kỷ)\b(?!\s+tù)",
    "named": r"(?i:\bcovid)\s?[-–]?\s?19\b|(?i:\b(?:trung ương|TW))\s+\d{1,2}(?=\s*(?:,|\(|khóa|khoá|về))",
    "levels": r"\b(?:chính quyền|địa phương|HĐND|UBND|hội đồng nhân dân)\s+(?:địa phương\s+)?0?\d\s+cấp\b|\b0?\d\s+cấp(?=\s+(?:chính quyền|huyện|xã|tỉnh|học)\b)",
    "stars": r"\b(?i:hạng\s+|đạt\s+|từ\s+)?\d(?:\s?[-–]\s?\d)?\s+sao\b",
    "letter_dash": r"[^\W\d_][-–]\d+\b(?!\s?[%‰])",
    # “giá trị sản xuất trên 1 ha đất trồng trọt”: one of what each of it brings, no amount of land.
    "per": r"(?i:\btrên\s+(?:mỗi\s+)?)0?1\s?(?i:ha|héc[- ]?ta|đơn vị|vạn dân|nghìn dân)\b(?=\s+(?:[^\W\d_]|đ))",
    "road": r"\b(?:QL|TL|ĐT|ĐH)\.?\s?\d+[A-Z]?",
    "version": r"\b[45]\.0\b",
}
_LINKED = re.compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items()))
# A link can begin anywhere, what else there is only with a number, a bracket, a bullet or one of these words;
# where none of them stands, which is nearly everywhere, none is tried.
_FIRST = (
    r"[\s*•+-]|(?i:covid|dưới|dịp|hạng|hết|lễ|ngày|quý|sau|số|tháng|thời|trung|trên|trước|tw|tới|từ|đến|đạt|đủ)"
    "|HĐND|QL|TL|UBND|chính|hội|ĐH|ĐT|địa"
)
_UNLINKED = re.compile(
    rf"(?:(?=[\d(]|[^\W\d_][-–]\d)|(?<!\w)(?={_FIRST}))(?:"
    + "|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _KINDS.items() if kind != "link")
    + ")"
)
_LIFE_SPAN = re.compile(
    r"tuổi thọ|tuổi bình quân|tuổi đời|tuổi trung bình|(?:bình quân|trung bình)[^,;.]*$", re.IGNORECASE
)

_PAPERS = (
    "nghị quyết|quyết định|chỉ thị|kết luận|quy định|kế hoạch|công văn|thông tư|nghị định|báo cáo|tờ trình|thông báo"
    "|hướng dẫn|chương trình|chương trình hành động|đề án|văn bản|quy chế|luật|lệnh|thông tri"
)
_PARTS = (
    "điều|khoản|chương|mục|phụ lục|biểu|biểu mẫu|bảng|mẫu|phần|quốc lộ|tỉnh lộ|đường tỉnh|đường huyện|hương lộ|lớp|loại"
    "|cấp|hạng|nhóm|mũi|vòng|khóa|khoá|thứ|đợt|tiểu dự án|dự án|nội dung|tổ dân phố|tổ|khu|khu phố|bản|thôn|ấp|xóm|phường|quận"
    "|tiểu khu|đội|mốc|cột mốc|tuyến|mức độ|lần|tầng|tập|số|công nghiệp|trang|hợp phần|cụm|phiên bản|điểm|tiết|nhiệm vụ|tiểu học"
)
_NAMING = re.compile(rf"(?:^|[^\w])(?:{_PAPERS}|{_PARTS})\s?[.:]?\s?$", re.IGNORECASE)
# After these "số" counts: "tổng số 12", "dân số 48 vạn".
_COUNTING = re.compile(
    r"\b(?:tổng|dân|chỉ|một|trong|doanh|hệ|nhân|đa|thiểu|trị|mẫu|quân|tỷ|tham)\s+số\s?:?\s?$", re.IGNORECASE
)
_RANKED = re.compile(
    r"\b(?:xếp|đứng|vị trí|vị thứ|hạng)(?:\s+(?:hạng|vị trí|thứ|thứ hạng|ở|vị thứ)){0,3}(?:\s+(?:là|toàn quốc))?\s*$",
    re.IGNORECASE,
)
_YEARED = re.compile(
    r"\b(?:năm|năm học|giai đoạn|nhiệm kỳ|gđ|khóa|từ|đến|tới|so với|so|cuối|đầu|hết|trước|sau|kỳ|sang|vụ|tầm nhìn|cùng kỳ|TH|KH|ƯTH"
    r"|quý|tết|hè|xuân|đông)\s+$",
    re.IGNORECASE,
)
_WORD_BEFORE = re.compile(r"(?P<first>[^\W\d_])[^\W\d_]*\s$")
_YEAR_NUMBER = re.compile(_YEAR)
_ARTICLE = re.compile(r"\b(?:điều|khoản|điểm|mục|chương)\s+$", re.IGNORECASE)
_LAW = re.compile(
    r"\s+(?:bộ )?(?:luật|nghị quyết|nghị định|quyết định|quy định|thông tư|hiến pháp|điều lệ|quy chế|chỉ thị)\b",
    re.IGNORECASE,
)
_LOOK_BACK = 28


def find_not_figures(text: str) -> list[tuple[int, int]]:
    """The stretches that hold a number and no figure, in order."""
    kinds = _LINKED if "@" in text or "://" in text else _UNLINKED
    return [found.span() for found in kinds.finditer(text) if not _is_life_span(text, found)]


def _is_life_span(text: str, found: re.Match[str]) -> bool:
    """Whether `68 tuổi` is how old people grow, which is a figure."""
    return found.lastgroup == "ages" and bool(
        _LIFE_SPAN.search(text[max(0, found.start() - 60) : found.start()])
    )


def is_rank(text: str, start: int) -> bool:
    """Whether the number at `start` says a place in an order: `xếp thứ 24`."""
    return start > 0 and bool(_RANKED.search(text[max(0, start - _LOOK_BACK) : start]))


def is_name(text: str, start: int, end: int, *, measured: bool) -> bool:
    """Whether the word before makes the number a name (`Điều 28`) or a year; `measured` if a known unit follows."""
    before = text[max(0, start - _LOOK_BACK) : start]
    if _YEAR_NUMBER.fullmatch(text, start, end) and (not measured or _YEARED.search(before)):
        return True
    if _ARTICLE.search(before) and _LAW.match(text, end):
        return True
    if measured or text[end : end + 1] == "%":
        return False
    if _NAMING.search(before):
        return not _COUNTING.search(before) and not is_rank(text, start)
    word = _WORD_BEFORE.search(before)
    return bool(word and word["first"].isupper()) and text[end : end + 1] in (",", ".", ";", ")", "")
