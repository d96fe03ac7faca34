"""Places: a level word and a proper name, or a province's bare name."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib.resources import files

from corpus.text import folded, nfc
from corpus.vocabulary.phrases import bare, words_of

_CAPITAL = r"(?:[A-ZĐ]|[À-ÖØ-Ý]|[ĂĨŨƠƯ]|[Ạ-ỹ](?<=[ẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ]))"
_NAME = rf"{_CAPITAL}[^\W\d_]*(?:[ -]{_CAPITAL}[^\W\d_]*){{0,3}}"
# Capitalised words that follow a level word and name a body, not a place.
_BODIES = re.compile(
    r"^(?:Ủy|Uỷ|Đoàn|Đội|Hội|Ban|Đảng|Bộ|Công|Nghị|Hội đồng|UBND|HĐND|Mặt|Văn|Sở|Trung|Nhà)\b"
)


# A list of places without their level words: `huyện A 24,9%, Nà Khoang 52,4%`.
LISTED_NAME = re.compile(
    rf"(?:(?<=[,;:(]\s)|(?<=\()|(?<=\bvà\s)|(?<=\blà\s)|^)(?P<name>{_NAME})(?=\s+(?:âm\s+|\()?[<>]?\d)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """A place named in a text."""

    name: str  # with its level: "huyện Tam Đường"
    level: str
    start: int
    end: int


@dataclass(frozen=True)
class Places:
    """What is known of places."""

    levels: Mapping[str, str]
    provinces: Mapping[str, str]  # bare name → with its level
    aliases: Mapping[str, str]

    def find(self, text: str, *, known: Iterable[str] = (), loose: bool = False) -> tuple[PlaceMention, ...]:
        """The places that a text names, in order; `loose` finds provinces and `known` places typed anyhow."""
        found = self._spelled(text)
        found += [bare_name for bare_name in self._bare_provinces(text) if not _overlaps(bare_name, found)]
        if loose:
            found += [place for place in self._folded(text, known) if not _overlaps(place, found)]
        return tuple(sorted(found, key=lambda place: place.start))

    def with_level(self, name: str) -> str:
        """A place's full name where only its own is given: `Lai Châu` → `tỉnh Lai Châu`."""
        return self.provinces.get(self.aliases.get(name, name), name)

    def _spelled(self, text: str) -> list[PlaceMention]:
        found = []
        for match in self._grammar.finditer(text):
            name = " ".join(match["name"].split())
            if _BODIES.match(name) or (name.isupper() and name.title() not in self.provinces):
                continue  # a heading in capitals does not show where a name ends
            name = name.title() if name.isupper() else name
            level = self.levels[match["level"].lower().strip()]
            name = self.aliases.get(name, name)
            found.append(
                PlaceMention(name=f"{level} {name}", level=level, start=match.start(), end=match.end())
            )
        return found

    def _bare_provinces(self, text: str) -> list[PlaceMention]:
        found = []
        for match in self._names.finditer(text):
            place = self.provinces[self.aliases.get(match[0], match[0])]
            found.append(_mention(place, *match.span()))
        return found

    def _folded(self, text: str, known: Iterable[str]) -> list[PlaceMention]:
        words = words_of(text, bare)
        line = " ".join(word.key for word in words)
        starts = _word_starts(line)
        found: list[PlaceMention] = []
        for place in sorted((*known, *self.provinces.values()), key=len, reverse=True):
            name = (
                place.split(" ", 1)[1]
                if not place.startswith(("thành phố", "thị "))
                else place.split(" ", 2)[2]
            )
            for spelled in (folded(place), folded(name)):
                for match in re.finditer(rf"(?<!\S){re.escape(spelled)}(?!\S)", line):
                    first, last = starts[match.start()], line[: match.end()].count(" ")
                    here = _mention(place, words[first].start, words[last].end)
                    if not _overlaps(here, found):
                        found.append(here)
        return found

    @cached_property
    def _grammar(self) -> re.Pattern[str]:
        levels = "|".join(re.escape(word) for word in sorted(self.levels, key=len, reverse=True))
        return re.compile(
            rf"(?<!\w)(?P<level>(?i:{levels}))\s*(?<=[\s.])(?P<name>{_NAME}|(?:(?<=[Qq]uận\s)|(?<=[Pp]hường\s))\d{{1,2}}(?=\s*[,;.)]|$))"
        )

    @cached_property
    def _names(self) -> re.Pattern[str]:
        names = sorted((*self.provinces, *self.aliases), key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, names))})(?!\w)")


def _mention(place: str, start: int, end: int) -> PlaceMention:
    two = place.startswith(("thành phố", "thị xã", "thị trấn", "đặc khu"))
    return PlaceMention(name=place, level=" ".join(place.split()[: 2 if two else 1]), start=start, end=end)


def _overlaps(place: PlaceMention, others: Iterable[PlaceMention]) -> bool:
    return any(place.start < other.end and other.start < place.end for other in others)


def _word_starts(line: str) -> dict[int, int]:
    starts, at = {}, 0
    for number, word in enumerate(line.split(" ")):
        starts[at] = number
        at += len(word) + 1
    return starts


@lru_cache(maxsize=1)
def load_places() -> Places:
    """The places of `places.toml`."""
    data = tomllib.loads(nfc(files("corpus.vocabulary").joinpath("places.toml").read_text(encoding="utf-8")))
    listed = data["provinces"]
    provinces = {name: f"tỉnh {name}" for name in (*listed["old"], *listed["new"])}
    provinces |= {name: f"thành phố {name}" for name in (*listed["old_cities"], *listed["new_cities"])}
    return Places(levels=data["levels"], provinces=provinces, aliases=data["aliases"])
