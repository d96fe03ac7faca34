"""How a figure is spoken of in a sentence: what it measures, where and when, and the verb between."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.understanding.terms import flat
from corpus.figures import FigureKind
from corpus.vocabulary import Better, load_vocabulary

if TYPE_CHECKING:
    from corpus.figures import Figure

_EDGES = " :;,.-–+*•"
_NUMBERING = re.compile(r"^(?:[-–+*•]\s*|(?:[IVX]{1,5}|\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)]\s+|\(\w{1,3}\)\s*)+")
# Headings under which a table groups its rows: they say nothing of the row itself.
_GROUP = re.compile(
    r"(?:[IVX]+\b|\d+\b|(?:các |nhóm |một số |những |hệ thống )*(?:chỉ tiêu|nhóm|lĩnh vực)\b"
    r"|(?:nhóm|về|trong đó|chia ra|gồm|bao gồm)\b)",
    re.IGNORECASE,
)
_LONGEST_PARENT = 90
_WITHIN = re.compile(r"^(?:trong đó|chia ra|bao gồm|gồm)\s*:?\s*", re.IGNORECASE)
_VERB = re.compile(
    r"(?<=\w)\s+(?:ước\s+)?(?P<verb>(?:giảm |tăng )?(?:đạt|còn|là|chiếm|bằng|được)|tăng|giảm)$", re.IGNORECASE
)
_OWN_LEVEL = re.compile(r"\b(?:tỉnh|huyện|thành phố|thị xã|xã|phường)$", re.IGNORECASE)
_WHOLE = re.compile(
    r"\b(?:toàn|cả|của|trong|địa bàn) (?:tỉnh|huyện|thành phố|thị xã|xã|phường)\b", re.IGNORECASE
)
_BETWEEN = re.compile(r"((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)")
_DAY = re.compile(r"(?<![\d/])\d{1,2}/(?=\d{1,2}/\d{4})")
_BARE_YEAR = re.compile(r"(?<![\d/.,-])(?<!năm )(?<!đoạn )((?:19|20)\d\d)(?![\d/.,-])")


def spoken_label(figure: Figure) -> str:
    """What a figure measures, as a sentence may begin with it: no numbering, no headings of groups."""
    parts = [part for part in re.split(r"\s+/\s+", figure.label) if part.strip(_EDGES)]
    above = [part.strip() for part in (figure.table_row or ())[:-1] if part.strip(_EDGES)]
    if len(parts) == 1 and above:
        parts = [above[-1], *parts]
    bare = [bare_name(part) for part in parts]
    kept = [part for part in bare[:-1] if part and _tells(part, bare[-1], figure)] + bare[-1:]
    label = ", ".join((kept[0], *(_lowered(part) for part in kept[1:]))) if kept else ""
    return label[:1].upper() + label[1:] if label else "Số liệu"


def bare_name(part: str) -> str:
    """A name without its numbering and the marks about it."""
    bare = re.sub(r"\s+", " ", _NUMBERING.sub("", part.strip())).strip(_EDGES)
    return _WITHIN.sub("", bare) or bare


def _tells(parent: str, name: str, figure: Figure) -> bool:
    """Whether the heading above a row says what the row alone does not."""
    if (
        _GROUP.match(parent)
        or (" " in parent and parent.isupper())
        or len(parent) > _LONGEST_PARENT
        or parent.lower() in name.lower()
    ):
        return False
    if parent.isupper() and " " in parent:
        return False  # “KINH TẾ” heads a part of the table
    return flat(parent) != flat(figure.place or "")


def _lowered(part: str) -> str:
    """A part in the middle of a sentence; abbreviations and names keep their capitals."""
    first, _, rest = part.partition(" ")
    named = first[1:].lower() != first[1:] or (rest[:1].isupper() and not rest[1:2].isupper())
    return part if named else part[:1].lower() + part[1:]


def when(period: str | None) -> str:
    """A period in words: `năm 2023`, `giai đoạn 2021-2025`, `đến năm 2030`, `10 tháng năm 2023`."""
    if not period:
        return ""
    said = _BETWEEN.sub(r"giai đoạn \1-\2", period)
    said = _BARE_YEAR.sub(r"năm \1", said)
    return re.sub(r"(?<!ngày )(?<![\d/])(\d{1,2}/\d{1,2}/\d{4})", r"ngày \1", said)


def where_and_when(figure: Figure, *, timely: bool = True) -> str:
    """` của huyện An Hòa năm 2023`, without what the label says already."""
    label = spoken_subject(figure)
    place = _whose(label, figure.place) if figure.place else ""
    said = when(_as_told(figure)) if timely else ""
    if said and (said in label or (figure.period or "") in label):
        said = ""
    return f"{place}{' ' if said else ''}{said}"


def _as_told(figure: Figure) -> str | None:
    """The period; a day that only the report's date gives is told by its month."""
    period = figure.period
    day = _DAY.search(period or "")
    around = " ".join(
        (figure.sentence, figure.table_title or "", *(figure.table_column or ()), *figure.section)
    )
    if day is None or period is None or period.removeprefix("đến ") in around:
        return period
    return _DAY.sub("tháng ", period, count=1)


def _whose(label: str, place: str) -> str:
    if f" {flat(place).strip()} " in flat(label):
        return ""
    level = _OWN_LEVEL.search(label)
    if level and place.lower().startswith(f"{level.group().lower()} "):
        return place[len(level.group()) :]
    return f" ({place})" if _WHOLE.search(label) else f" của {place}"


def spoken_subject(figure: Figure) -> str:
    """The label without the verb that it may end in: place and time go between them."""
    return _VERB.sub("", spoken_label(figure))


def verb(figure: Figure) -> str:
    """The word between what is measured and its value: `đạt`, `là`, `ước tăng`."""
    estimated = figure.kind is FigureKind.ESTIMATE
    own = _VERB.search(spoken_label(figure))
    if own and figure.kind is not FigureKind.SHARE:
        return f"ước {own['verb'].lower()}" if estimated else own["verb"].lower()
    known = load_vocabulary().indicator(figure.indicator)
    aimed = figure.kind in {FigureKind.TARGET, FigureKind.PLAN}
    if known is not None and known.better is Better.HIGHER and not aimed:
        return "ước đạt" if estimated else "đạt"
    return "ước" if estimated else "là"


def spoken(figure: Figure) -> dict[str, str]:
    """What a sentence on a figure begins with: `label`, `where` and `verb`."""
    return {"label": spoken_subject(figure), "where": where_and_when(figure), "verb": verb(figure)}
