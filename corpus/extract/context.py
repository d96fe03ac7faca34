"""What surrounds a figure's sentence: the report's place, date and term, and what its headings announce."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import cached_property

from corpus.extract.times import Clock, find_times
from corpus.report import Report
from corpus.vocabulary import PlaceMention, Vocabulary
from corpus.vocabulary.places import LISTED_NAME

# ruff: noqa: E501 -- a pattern of words reads better on one line

# Tasks and solutions may as well be reported on: under results they announce nothing.
_HINTS = re.compile(
    r"\b(?:nhiệm vụ|giải pháp|khâu đột phá|chỉ tiêu (?:chủ yếu|cụ thể)(?! (?:đến|phấn đấu)))", re.IGNORECASE
)
_AIMS = re.compile(
    r"\b(?:mục tiêu|phương hướng|nhiệm vụ|giải pháp|định hướng|khâu đột phá|quan điểm|tầm nhìn"
    r"|chỉ tiêu (?:chủ yếu|cụ thể|phấn đấu|đến)|dự báo|phấn đấu|kế hoạch năm)",
    re.IGNORECASE,
)
_RESULTS = re.compile(
    r"\b(?:kết quả|tình hình|đánh giá|kiểm điểm|thực trạng|hạn chế|tồn tại|khuyết điểm|nguyên nhân|ưu điểm|thành tựu|bài học|kinh nghiệm"
    r"|đặc điểm|triển khai thực hiện|kiến nghị|đề xuất)|^\W*(?:[\w.)-]+\s+)?thực hiện (?:các |những )?(?:mục tiêu|chỉ tiêu|nghị quyết)",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"nhiệm kỳ\s+(20\d\d)\s?[-–]\s?(20\d\d)|giai đoạn\s+(20\d\d)\s?[-–]\s?(20\d\d)", re.IGNORECASE
)
_ISSUED = re.compile(r"^[\s*_]*(?P<name>[^\W\d_]+(?: [^\W\d_]+){0,3}),\s+ngày\b", re.MULTILINE)
_YEARS = re.compile(r"(?:19|20)\d\d")
_MONTHS = re.compile(r"(\d{1,2}) tháng\b")
_RECENT = re.compile(r"(?:đến|tháng|ngày|ước|hết|cuối|tính đến)[^.;]{0,24}?(20\d\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a section's headings say for all that stands below them."""

    path: tuple[str, ...]
    aims: bool  # figures are targets unless their own words say otherwise
    period: str | None
    place: str | None


@dataclass(frozen=True)
class ReportContext:
    """A report's own place, date and term, and its sections' surroundings."""

    report: Report
    vocabulary: Vocabulary

    @cached_property
    def place(self) -> str | None:
        """The report's place with its level."""
        front = self.report.front
        return front.place or self._issuing_place or self._most_named_place

    @cached_property
    def level(self) -> str | None:
        """The level of the report's place."""
        return self.report.front.level or level_of(self.place)

    @cached_property
    def clock(self) -> Clock:
        """What the report's relative words are measured from."""
        front = self.report.front
        term = _term_of(front.period or "") or _term_of(front.title or "") or self._most_named_term
        dated = _YEARS.findall(front.date or "")
        now = int(dated[0]) if dated else self._latest_year(term)
        if dated and now and term and term[0] >= now:
            term = self._term_before(term[0])  # a congress that opens a term reports on the one that ends
        parts = (front.date or "").split("-")
        today = "/".join(part.lstrip("0") for part in reversed(parts)) if len(parts) > 1 else None
        months = _MONTHS.match(front.period or "")
        return Clock(now=now, today=today, term=term, months=int(months[1]) if months else None)

    @cached_property
    def _term(self) -> str | None:
        term = self.clock.term
        return f"{term[0]}-{term[1]}" if term else None

    @cached_property
    def usual_period(self) -> str | None:
        """The period of a result whose own words name none."""
        clock, stated = self.clock, self.report.front.period
        if clock.term and clock.now and clock.now >= clock.term[1]:
            return f"{clock.term[0]}-{clock.term[1]}"
        years = [int(year) for year in _YEARS.findall(stated or "")]
        if stated and not _term_of(stated) and (not clock.now or max(years, default=0) <= clock.now):
            return stated
        return clock.present

    @cached_property
    def usual_target_period(self) -> str | None:
        """The period of a target whose own words name none: the term that the report is about."""
        term = self.clock.term
        return f"{term[0]}-{term[1]}" if term else self.report.front.period

    def places_in(self, text: str) -> tuple[PlaceMention, ...]:
        """The places that a text names, those of a list also by the bare names that the report gives a level."""
        named = self.vocabulary.find_places(text)
        listed = [
            found
            for found in LISTED_NAME.finditer(text)
            if not any(place.start < found.end() and found.start() < place.end for place in named)
        ]
        bare = [self._levelled[found["name"]] for found in listed if found["name"] in self._levelled]
        usual = Counter(level_of(place) for place in bare if level_of(place) in _USUAL).most_common(1)
        if not usual:
            return named  # names of other things, as of peoples or goods
        told = [
            _mention(self._levelled.get(found["name"]) or f"{usual[0][0]} {found['name']}", found)
            for found in listed
        ]
        return tuple(sorted((*named, *told), key=lambda place: place.start))

    @cached_property
    def _levelled(self) -> dict[str, str]:
        """The report's places by their bare names; a name of several levels names none."""
        found: dict[str, set[str]] = {}
        for place in self.vocabulary.find_places(self.report.source):
            if "\n" in self.report.source[place.start : place.end]:
                continue  # a level word that ends a line, and what begins the next
            found.setdefault(place.name.removeprefix(place.level).strip(), set()).add(place.name)
        return {name: next(iter(full)) for name, full in found.items() if len(full) == 1}

    def surroundings(self, section: int | None) -> Surroundings:
        """What the headings above say."""
        if section not in self._known:
            self._known[section] = self._read(section)
        return self._known[section]

    def announced(self, surroundings: Surroundings, lead: str) -> Surroundings:
        """The surroundings of a list item below the paragraph that announces it."""
        times = [time for time in find_times(lead, self.clock) if time.shape not in ("yearly", "now")]
        plain = [time.period for time in times if not time.named and not time.reference]
        return replace(
            surroundings,
            aims=surroundings.aims or bool(_AIMS.search(lead) and not _RESULTS.search(lead)),
            period=plain[-1] if plain else surroundings.period,
        )

    @cached_property
    def _known(self) -> dict[int | None, Surroundings]:
        return {}

    def _read(self, section: int | None) -> Surroundings:
        path = self.report.path(section)
        aims = _announces_aims(path)
        period = place = None
        for heading in reversed(path):
            times = [time for time in find_times(heading, self.clock) if not time.named]
            own = [
                time for time in times if time.shape not in ("yearly", "now") and time.period != self._term
            ]
            period = period or (own[-1].period if own else None)
            named = self.vocabulary.find_places(heading)
            place = place or (named[-1].name if len(named) == 1 and named[0].name != self.place else None)
        return Surroundings(path=path, aims=aims, period=period, place=place)

    @cached_property
    def _opening(self) -> str:
        return self.report.source[:6000]

    @cached_property
    def _most_named_place(self) -> str | None:
        named = Counter(mention.name for mention in self.vocabulary.find_places(self._opening))
        return named.most_common(1)[0][0] if named else None

    @cached_property
    def _issuing_place(self) -> str | None:
        """The place of a line like `Mộc Châu, ngày 5 tháng 3 năm 2024`, at the level of the report's issuer."""
        level, line = self.report.front.level, _ISSUED.search(self._opening)
        return f"{level} {line['name']}" if level and line else None

    @cached_property
    def _most_named_term(self) -> tuple[int, int] | None:
        terms = Counter(term for found in _TERM.finditer(self._opening) if (term := _years(found)))
        return terms.most_common(1)[0][0] if terms else None

    def _term_before(self, opened: int) -> tuple[int, int]:
        """The term that ended when another opened, as the report names it."""
        named = (_years(found) for found in _TERM.finditer(self.report.source))
        ended = Counter(term for term in named if term and 0 <= opened - term[1] <= 1)
        return ended.most_common(1)[0][0] if ended else (opened - 5, opened)

    def _latest_year(self, term: tuple[int, int] | None) -> int | None:
        years = Counter(int(year) for year in _RECENT.findall(self.report.source))
        likely = [year for year in years if not term or term[0] <= year <= term[1]]
        return max(likely, key=lambda year: years[year], default=None)


def _term_of(text: str) -> tuple[int, int] | None:
    years = _YEARS.findall(text)
    return (
        (int(years[0]), int(years[1]))
        if len(years) == 2 and int(years[1]) - int(years[0]) in (4, 5)
        else None
    )


def _years(found: re.Match[str]) -> tuple[int, int] | None:
    return _term_of(found[0])


_USUAL = ("xã", "phường", "huyện")  # levels that the other names of a list share


def _mention(place: str, found: re.Match[str]) -> PlaceMention:
    return PlaceMention(name=place, level=level_of(place) or "", start=found.start(), end=found.end())


_RANKS = {"cả nước": 0, "tỉnh": 1, "thành phố": 2, "huyện": 2, "quận": 2, "thị xã": 2}


def rank_of(level: str | None) -> int:
    """How far below the country a level stands."""
    return _RANKS.get(level or "", 3)


def level_of(place: str | None) -> str | None:
    """The level word of a place's full name."""
    if not place:
        return None
    for level in (
        "thành phố",
        "thị xã",
        "thị trấn",
        "đặc khu",
        "tỉnh",
        "huyện",
        "quận",
        "xã",
        "phường",
        "cả nước",
    ):
        if place.lower().startswith(level):
            return level
    return None


def _announces_aims(path: tuple[str, ...]) -> bool:
    """Whether the nearest heading that tells speaks of what is to be reached.

    “Chỉ tiêu chủ yếu” and “nhiệm vụ” tell only where no heading above them tells more.
    """
    hinted = False
    for heading in reversed(path):
        if _RESULTS.search(heading):
            return False
        if _AIMS.search(_HINTS.sub("", heading)):
            return True
        hinted = hinted or bool(_HINTS.search(heading))
    return hinted
