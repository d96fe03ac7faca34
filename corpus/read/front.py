"""What a report says of itself: title, issuer, place, number, date, period.

What cannot be found is absent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.read.places import Place, find_place
from corpus.report import Block, BlockKind, Footnote, FrontMatter, Problem, Section

_HEAD = 14  # blocks that may belong to a head, where no heading ends it before
_NUMBER = re.compile(r"Số\s?:?\s*(?P<number>\d{1,4}\s?[-/]\s?[\wĐ]+(?:[-/][\wĐ]+)*)")
_ENCLOSED = re.compile(
    r"\((?:Kèm|Ban hành kèm) theo\s.{0,60}?số:?\s*(?P<number>\d{1,4}[-/][\w\-/]+)", re.IGNORECASE
)
_ENCLOSED_BY = re.compile(
    r"\((?:Kèm|Ban hành kèm) theo\s.{0,160}?\bcủa\s+(?P<issuer>[^)]{4,80})\)", re.IGNORECASE
)
_LONG_DATE = re.compile(
    r"ngày\s{0,3}(?P<day>\d{1,2})\s{1,3}tháng\s{1,3}(?P<month>\d{1,2})\s{1,3}năm\s{1,3}(?P<year>(?:19|20)\d\d)"
)
_SHORT_DATE = re.compile(r"(?<![\d/])(?P<day>\d{1,2})[/.](?P<month>\d{1,2})[/.](?P<year>20\d\d)(?!\d)")
# What is to be done by a date lies after the report.
_DUE = re.compile(
    r"\b(?:trước|hoàn thành|chậm nhất|muộn nhất|thời hạn|hạn|xong|phấn đấu|dự kiến|đến hết)\b[^.;]*$",
    re.IGNORECASE,
)
_NEAR = 40
_MONTHS = re.compile(
    r"(?P<months>\d{1,2})\s+tháng(?:\s+(?:đầu|cuối))?\s*,?\s*năm\s+(?P<year>20\d\d)", re.IGNORECASE
)
_RANGE = re.compile(r"(?:nhiệm kỳ|giai đoạn)\s+(?P<first>20\d\d)\s*[-–]\s*(?P<last>20\d\d)", re.IGNORECASE)
_YEAR = re.compile(r"(?<!đến )(?<!ĐẾN )(?<![/\d])năm\s+(?P<year>20\d\d)", re.IGNORECASE)
_UNTIL = re.compile(r"đến(?:\s+năm)?\s+(?P<year>20\d\d)", re.IGNORECASE)
_BODIES = (
    (re.compile(r"BAN CHẤP HÀNH ĐẢNG BỘ|BCH ĐẢNG BỘ", re.IGNORECASE), "Ban Chấp hành Đảng bộ {place}"),
    (re.compile(r"BAN THƯỜNG VỤ|\bBTV\b", re.IGNORECASE), "Ban Thường vụ {committee}"),
    (re.compile(r"[ỦU][ỶYỷy] BAN NHÂN DÂN|\bUBND\b", re.IGNORECASE), "Ủy ban nhân dân {place}"),
    (re.compile(r"HỘI ĐỒNG NHÂN DÂN|\bHĐND\b", re.IGNORECASE), "Hội đồng nhân dân {place}"),
    (re.compile(r"(?:TỈNH|HUYỆN|THÀNH|THỊ) [ỦU][ỶY]\b|ĐẢNG [ỦU][ỶY]\b", re.IGNORECASE), "{committee}"),
)
_COMMITTEES = {"tỉnh": "Tỉnh ủy", "huyện": "Huyện ủy", "thành phố": "Thành ủy", "thị xã": "Thị ủy"}
_REPORTS = re.compile(
    r"(?P<issuer>(?:Ban Thường vụ|Ban Chấp hành|[ỦU][ỷy] ban nhân dân|UBND|(?:Tỉnh|Huyện|Thành|Thị|Đảng) ủy)"
    r"[^.;:()]{0,80}?)\s+(?:báo cáo|xây dựng|ban hành|xin báo cáo)\b"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a report in which it speaks of itself."""

    kind: str
    title: str
    head: tuple[str, ...]  # before the first heading
    headings: tuple[str, ...]  # the highest ones
    closing: tuple[str, ...]  # signature, recipients, last line
    body: tuple[str, ...]


def find_front_matter(
    blocks: Sequence[Block], sections: Sequence[Section], notes: Sequence[Footnote]
) -> tuple[FrontMatter, tuple[Problem, ...]]:
    """The front matter that the text gives away; a problem where the date is read off its quotations."""
    parts = _parts(blocks, sections, notes)
    sent_to = {block.text for block in blocks if block.kind is BlockKind.RECIPIENTS}  # mostly those above
    head, closing = ([text for text in texts if text not in sent_to] for texts in (parts.head, parts.closing))
    place = find_place(head, (parts.title, *parts.headings), closing, parts.body)
    date, problem = _date(parts)
    front = FrontMatter(
        title=" ".join(part for part in (parts.kind, parts.title) if part) or None,
        issuer=_issuer(parts, place),
        place=str(place) if place and place.name else None,
        level=place.level if place else None,
        number=_number(parts),
        date=date,
        period=_period(parts),
    )
    return front, problem


def _parts(blocks: Sequence[Block], sections: Sequence[Section], notes: Sequence[Footnote]) -> Parts:
    titled = bool(sections) and sections[0].level == 0
    title = sections[0].title if titled else ""
    first = next(
        (index for index, block in enumerate(blocks) if _is_body_heading(block, title)),
        min(_HEAD, len(blocks)),
    )
    before = [index for index in range(min(first, _HEAD)) if blocks[index].text == title][:1]
    kind = ""
    if (
        before
        and before[0] > 0
        and blocks[before[0] - 1].text.isupper()
        and len(blocks[before[0] - 1].text) < 60
    ):
        kind = blocks[before[0] - 1].text
    signed = {BlockKind.SIGNATURE, BlockKind.RECIPIENTS}
    closing = [
        block.text
        for block in blocks[first:]
        if block.kind in signed or block.text.startswith(("Trên đây là", "(Kèm theo", "(Ban hành"))
    ]
    top = min((section.level for section in sections if section.level), default=1)
    return Parts(
        kind=kind,
        title=title,
        head=tuple(block.text for block in blocks[:first]),
        headings=tuple(section.title for section in sections if section.level == top)[:4],
        closing=tuple(closing),
        body=(*(block.text for block in blocks), *(note.text for note in notes)),
    )


def _is_body_heading(block: Block, title: str) -> bool:
    return block.kind is BlockKind.HEADING and block.text != title


def _number(parts: Parts) -> str | None:
    for text in parts.head:
        found = _NUMBER.match(text) if len(text) < 160 else None
        if found:
            return found["number"].replace(" ", "")
    for text in parts.closing:
        enclosed = _ENCLOSED.match(text)
        if enclosed:
            return enclosed["number"].rstrip("-/")
    return None


def _date(parts: Parts) -> tuple[str | None, tuple[Problem, ...]]:
    """The date in the head or at the end; without one, the year of the newest date that the report quotes."""
    for text in (*(one for one in parts.head if len(one) < 160), *parts.closing):
        found = _LONG_DATE.search(text)
        if found and (written := _iso(found)):
            return written, ()
    for text in (*parts.head, *parts.closing):
        found = _SHORT_DATE.search(text) if text.startswith("(") else None
        if found and (written := _iso(found)):
            return written, ()
    quoted = [
        written
        for text in parts.body
        for found in _SHORT_DATE.finditer(text)
        if not _DUE.search(text, max(0, found.start() - _NEAR), found.start()) and (written := _iso(found))
    ]
    if not quoted:
        return None, ()
    note = "Báo cáo không ghi ngày; lấy năm của ngày mới nhất mà báo cáo dẫn."
    return max(quoted)[:4], (Problem(kind="date_inferred", note=note),)


def _iso(found: re.Match[str]) -> str | None:
    day, month, year = int(found["day"]), int(found["month"]), int(found["year"])
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None


def _period(parts: Parts) -> str | None:
    """What the report covers, as its title says, else its highest headings, else its first paragraphs."""
    for texts in ((parts.title,), parts.headings, parts.head):
        for text in texts:
            if (found := _MONTHS.search(text)) is not None:
                return f"{int(found['months'])} tháng {found['year']}"
            if (found := _RANGE.search(text)) is not None:
                return f"{found['first']}-{found['last']}"
        for pattern, form in ((_YEAR, "{}"), (_UNTIL, "đến {}")):
            for text in texts:
                if (found := pattern.search(_without_dates(text))) is not None:
                    return form.format(found["year"])
    return None


def _without_dates(text: str) -> str:
    return _SHORT_DATE.sub(" ", _LONG_DATE.sub(" ", text))


def _issuer(parts: Parts, place: Place | None) -> str | None:
    """Who signs; the name of the place is added where the signature leaves it out."""
    for text in parts.closing:
        if text.isupper() and (issuer := _issuer_of(text, place)):
            return issuer
    for text in parts.head:
        found = _REPORTS.search(text)
        if found:
            return _issuer_of(found["issuer"], place) or found["issuer"]
    for text in (*parts.closing, *(one for one in parts.head if one.isupper())):
        enclosed = _ENCLOSED_BY.match(text)
        written = enclosed["issuer"] if enclosed else text if text.isupper() else ""
        if written and (issuer := _issuer_of(written, place)):
            return issuer
    return None


def _issuer_of(text: str, place: Place | None) -> str | None:
    if place is None or place.name is None:
        return None
    committee = f"{_COMMITTEES.get(place.level, f'Đảng ủy {place.level}')} {place.name}"
    for pattern, form in _BODIES:
        if pattern.search(text):
            return form.format(place=place, committee=committee)
    return None
