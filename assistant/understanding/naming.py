"""Which report a question means when it says “báo cáo tháng 11/2023” or “Chương trình hành động 26”.

Reports are known by what they say of themselves (title, issuer, place, number, date, opening words), never by
their file names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from assistant.understanding.periods import find_months, find_years
from assistant.understanding.terms import flat

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.query import AskedPlace
    from corpus.report import ReportId

_MENTION = re.compile(
    r" (?:bao cao|chuong trinh hanh dong|van kien|phu luc|(?<! dai )(?<! phat )(?<! tieu )bieu|bc"
    r"|du thao|de an|ke hoach so|nghi quyet so|tai lieu)(?= )"
)
_KINDS = (
    "bao cao chinh tri",
    "chuong trinh hanh dong",
    "bao cao",
    "ke hoach",
    "de an",
    "to trinh",
    "thong bao",
)
_CONGRESS = re.compile(r" dai hoi(?: dai bieu)?(?: dang bo)?(?: \w+){0,4}? (?:lan thu |khoa )?([ivxl]+)(?= )")
_ISSUERS = (
    "tinh uy",
    "huyen uy",
    "thanh uy",
    "ubnd",
    "uy ban nhan dan",
    "hdnd",
    "ban thuong vu",
    "ban chap hanh",
)
_LEVEL_OF_ISSUER = {"tinh uy": "tỉnh", "huyen uy": "huyện", "thanh uy": "thành phố"}
_PLAIN_WORDS = frozenset(
    [
        "bao",
        "cao",
        "cua",
        "nam",
        "thang",
        "theo",
        "trong",
        "ve",
        "va",
        "cac",
        "nhung",
        "tinh",
        "huyen",
        "thanh",
        "pho",
        "dang",
        "bo",
        "dai",
        "hoi",
        "lan",
        "thu",
        "thuc",
        "hien",
        "nghi",
        "quyet",
        "nhiem",
        "ki",
        "phu",
        "luc",
        "bieu",
        "trinh",
        "so",
        "ket",
        "qua",
        "tinh",
        "hinh",
        "chi",
        "tieu",
        "phan",
        "cong",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What is known of a report without opening it."""

    id: ReportId
    file: str
    title: str
    issuer: str | None = None
    place: str | None = None
    level: str | None = None
    number: str | None = None
    date: str | None = None  # ISO, as exact as known
    period: str | None = None
    opening: str = ""  # its first lines, for what titles leave out

    @property
    def year(self) -> int | None:
        """The year it was written in."""
        return int(self.date[:4]) if self.date else None


@dataclass(frozen=True, slots=True)
class Named:
    """The reports that a question names, and how surely."""

    reports: tuple[ReportId, ...]
    sure: bool


def name_reports(
    line: str, cards: Sequence[Card], places: Sequence[AskedPlace], level: str | None = None
) -> Named:
    """The reports meant by a flattened question; none where it names none or fits several alike."""
    if not _MENTION.search(line) or _names_a_scheme(line, cards):
        return Named((), sure=False)
    scores = {card.id: _likeness(line, card, places, level) for card in cards}
    best = max(scores.values(), default=0.0)
    if best < 1:
        return Named(_of_level(line, cards, places), sure=False)
    several = len(_MENTION.findall(line)) > 1
    meant = tuple(name for name, score in scores.items() if score > best - 0.5 or (several and score >= 1.5))
    if several and 1 < len(meant) <= 3:
        return Named(meant, sure=False)
    if len(meant) > 1:
        return Named(_of_level(line, cards, places), sure=False)
    return Named(meant, sure=best >= 2)


def _names_a_scheme(line: str, cards: Sequence[Card]) -> bool:
    """“đề án phát triển rừng” is what reports speak of, unless one of them is a scheme itself."""
    mentions = {match.group().strip() for match in _MENTION.finditer(line)}
    return mentions == {"de an"} and not any(" de an " in flat(card.title) for card in cards)


LEVEL_NAMED = re.compile(r" (?:bao cao|phu luc|bieu|bang)(?: \w+)? (?:cua )?(tinh|huyen|thanh pho)(?= )")


def _of_level(line: str, cards: Sequence[Card], places: Sequence[AskedPlace]) -> tuple[ReportId, ...]:
    """“phụ lục của tỉnh”: all reports of that level."""
    said = LEVEL_NAMED.search(line)
    if said and any(line[said.end() :].startswith(f" {place.name} ") for place in places if not place.own):
        return ()  # a row of the table, not the table's owner
    level = {"tinh": "tỉnh", "huyen": "huyện", "thanh pho": "thành phố"}[said.group(1)] if said else None
    return tuple(card.id for card in cards if level and card.level == level)


def _likeness(line: str, card: Card, places: Sequence[AskedPlace], level: str | None) -> float:
    score = _kind(line, card) + _number(line, card) + _when(line, card) + _congress(line, card)
    score += _issuer(line, card) + _middle(line, card) + _title_words(line, card) + _laid_before(line, card)
    own = [place for place in places if place.own]
    if card.level and own and score > 0:
        fits = any(
            card.place and flat(card.place).strip().endswith(place.name) and place.level == card.level
            for place in own
        )
        score += 0.75 if fits else -0.25
    elif card.level and score > 0:
        # “báo cáo giữa nhiệm kỳ” without a place is the highest level's.
        score += 0.75 if card.level == (level or "tỉnh") else -0.5 if level else -0.25
    return score


def _kind(line: str, card: Card) -> float:
    said = next((kind for kind in _KINDS if f" {kind} " in line), None)
    if said is None:
        return 0
    if said == "bao cao":
        return (
            0.3
            if f" {said} " in flat(card.title) or " chuong trinh hanh dong " not in flat(card.title)
            else -1
        )
    if f" {said} " in flat(card.title):
        return 1.2
    if said == "bao cao chinh tri" and _OPENS_CONGRESS.match(flat(card.opening[:200])):
        return 1.2
    return 0.5 if f" {said} " in flat(f"{card.title} {card.opening[:600]}") else -0.2


# A political report is laid before a congress, and opens with it.
_OPENS_CONGRESS = re.compile(
    r" (?:bao cao (?:chinh tri )?)?dai hoi(?: dai bieu)?(?: toan quoc)? (?:dang bo|lan thu)"
)


def _number(line: str, card: Card) -> float:
    if not card.number:
        return 0
    found = re.match(r"\d+", card.number)
    digits = found.group() if found else ""
    # “số 012” names number 12.
    named = (one for one in _numbers_said(line) if digits and one.endswith(digits))
    return 1.5 if any(not one.removesuffix(digits).strip("0") for one in named) else 0


# A question is held against every report there is, so what it says is read once.
@lru_cache(maxsize=64)
def _numbers_said(line: str) -> tuple[str, ...]:
    return tuple(_NUMBERED.findall(line))


_NUMBERED = re.compile(r" (?:so |chuong trinh hanh dong |bao cao |ke hoach )(\d+)(?= )")


_DATED = re.compile(
    r" (?:(?:bao cao|van kien|tinh uy|ubnd|huyen uy|thanh uy|nhiem ki)(?: \w+){0,6}? nam|bao cao)"
    r" (\d{4})(?= )"
)


def _when(line: str, card: Card) -> float:
    if not card.date:
        return 0
    months = find_months(line)
    for year, month in months:
        here = _months(card.date)
        if here is None:
            return 0.8 if str(year) == card.date[:4] else -0.5
        away = abs(year * 12 + month - here)
        return 2.0 if away == 0 else 1.2 if away <= 1 else -1.0
    years = _DATED.findall(line)
    if years:
        return 0.8 if card.date[:4] in years else -0.6
    return 0


def _months(date: str) -> int | None:
    parts = date.split("-")
    return int(parts[0]) * 12 + int(parts[1]) if len(parts) > 1 else None


def _congress(line: str, card: Card) -> float:
    said = _CONGRESS.search(line)
    if not said:
        return 0
    numeral = said.group(1)
    title, head = flat(card.title), flat(card.opening[:1500])
    wanted = rf" lan thu {numeral} | dai hoi {numeral} "
    if re.search(r" trinh (?:\w+ ){0,6}$", line[: said.start() + 1]) or " van kien " in line:
        # “trình Đại hội XV”: the congress that the report is laid before, not the one it looks back on.
        first = re.search(r" lan thu ([ivxl]+) ", head)
        return 1.5 if first and first.group(1) == numeral else -0.5
    return 1.0 if re.search(wanted, title) else 0.7 if re.search(wanted, head) else -0.3


def _issuer(line: str, card: Card) -> float:
    said = [issuer for issuer in _ISSUERS if f" {issuer} " in line]
    if not said:
        return 0
    own = flat(f"{card.issuer or ''} {card.opening[:600]}")
    score = max(0.6 if f" {issuer} " in own else -0.3 for issuer in said)
    for issuer in said:
        level = _LEVEL_OF_ISSUER.get(issuer)
        if level and card.level and card.level != level:
            score -= 0.8
    return score


_ADDRESSED = re.compile(
    r" (?:gui|trinh|bao cao)(?: len)? (thu tuong|chinh phu|bo chinh tri|trung uong|quoc hoi"
    r"|tieu ban|doan cong tac)(?= )"
)


def _laid_before(line: str, card: Card) -> float:
    """“Báo cáo gửi Thủ tướng”: the one whose opening says whom it is written for."""
    said = _ADDRESSED.search(line)
    if said is None:
        return 0
    return 1.0 if f" {said[1]} " in flat(f"{card.title} {card.opening[:400]}") else -0.2


def _middle(line: str, card: Card) -> float:
    """“giữa nhiệm kỳ”: said in the title, or written when about half the term was over."""
    if " giua nhiem ki " not in line and " nua nhiem ki " not in line:
        return 0
    title = flat(card.title)
    if " giua nhiem ki " in title:
        return 1.2
    term = find_years(flat((card.period or "").replace("-", " đến ").replace("–", " đến ")))
    if term and card.year and term[0].last - term[0].first >= 3:
        return 0.9 if term[0].first + 1 < card.year < term[0].last - 1 else -0.6
    return 0


def _title_words(line: str, card: Card) -> float:
    return min(0.2 * len(_telling_words(card.title) & _mentioned(line)), 0.8)


@lru_cache(maxsize=16384)
def _telling_words(title: str) -> frozenset[str]:
    return frozenset(flat(title).split()) - _PLAIN_WORDS


@lru_cache(maxsize=64)
def _mentioned(line: str) -> frozenset[str]:
    """The words with which the question goes on where it speaks of a report."""
    mention = _MENTION.search(line)
    said = line[mention.start() :].split()[:14] if mention else []
    return frozenset(word for word in said if not word.isdigit())
