"""Units: how reports write them, what each may be compared with, and its exact size."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from corpus.text import nfc

_WORD = re.compile(r"đ/c\b|[^\W\d_]+", re.IGNORECASE)
_AIMS = re.compile(r"(?:kế hoạch|chỉ tiêu|mục tiêu|dự toán|nghị quyết|tổng số|KH|NQ|CT|MT)\b", re.IGNORECASE)
_PER = re.compile(r"\s?/\s?(?P<count>1(?:\.?000|0)*\s)?(?=[^\W\d_])")
_POPULATIONS = frozenset(
    ("dân", "người", "người dân", "trẻ", "trẻ em", "trẻ đẻ sống", "hộ", "hộ dân", "lao động")
)
_MOST_WORDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit with its family and its exact size in the family's base unit."""

    name: str
    family: str  # units of one family convert into each other: "tiền", "tỷ lệ", "tiền/người/năm"
    factor: Decimal


class Reading(NamedTuple):
    """A unit as it stands in a text."""

    name: str
    end: int
    known: bool = True  # False: not in the data, taken from the words that follow the number


@dataclass(frozen=True, slots=True)
class Units:
    """All units that are known, and a way to know others by their parts."""

    measures: Mapping[str, Unit]  # every spelling, lower case, of units with a size
    symbols: re.Pattern[str]
    multipliers: Mapping[str, Decimal]
    nouns: Mapping[str, str]  # lower case to as written
    same: Mapping[str, str]
    together: Mapping[str, frozenset[str]]
    per: frozenset[str]
    not_counted: frozenset[str]
    first_words: frozenset[str]  # with which multipliers and nouns begin

    def find(self, name: str) -> Unit | None:
        """The unit of that name, composed ones too: `nghìn tấn`, `triệu đồng/người/năm`."""
        head, *per = [part.strip() for part in nfc(name).split("/")] if name != "km/h" else [name]
        base = self._simple(head)
        if base is None or not per:
            return base
        sizes, names = zip(*(self._denominator(part) for part in per), strict=True)
        factor = base.factor
        for size in sizes:
            factor /= size
        return Unit(name=name, family="/".join((base.family, *names)), factor=factor)

    def read(self, text: str, start: int) -> Reading | None:
        """The unit that begins at `start`, blanks before it allowed."""
        at = start
        while at < len(text) and text[at] in " \u00a0\n":
            at += 1
        if at == len(text):
            return None
        head = self._read_head(text, at, glued=at == start)
        return self._read_per(text, head) if head else None

    def _simple(self, name: str) -> Unit | None:
        low = " ".join(name.lower().split())
        if (measure := self.measures.get(low)) is not None:
            return measure
        for word in sorted(self.multipliers, key=len, reverse=True):
            if low.startswith(word + " ") and (rest := self._simple(low[len(word) + 1 :])):
                return Unit(name=name, family=rest.family, factor=self.multipliers[word] * rest.factor)
        if low in self.multipliers:
            return Unit(name=name, family="", factor=self.multipliers[low])
        return Unit(name=name, family=self.same.get(low, low), factor=Decimal(1)) if low else None

    def _denominator(self, name: str) -> tuple[Decimal, str]:
        count, _, rest = name.partition(" ")
        low = name.lower()
        if rest and (count[0].isdigit() or count.lower() in self.multipliers):
            size = self.multipliers.get(count.lower()) or Decimal(count.replace(".", ""))
            low = rest.lower()
            return size, self.same.get(low, low)
        return Decimal(1), self.same.get(low, low)

    def _read_head(self, text: str, at: int, *, glued: bool) -> Reading | None:
        symbol = self._read_symbol(text, at)
        if glued:
            return symbol  # `4D`, `5G`: a letter that sticks to a number is a unit only if it is known as one
        words = list(_words(text, at))
        known = [self._read_multiplied(text, words), symbol, self._read_noun(text, at, words)]
        found = [reading for reading in known if reading]
        return max(found, key=lambda reading: reading.end) if found else _guess(words, self.not_counted)

    def _read_symbol(self, text: str, at: int) -> Reading | None:
        found = self.symbols.match(text, at)
        if found is None or (found[0].lower() == "lần" and text.startswith(" lượt", found.end())):
            return None  # "lần lượt" is a word of its own
        return Reading(self.measures[found[0].lower()].name, found.end())

    def _read_multiplied(self, text: str, words: list[tuple[str, int]]) -> Reading | None:
        if not words or words[0][0].lower() not in self.first_words:
            return None
        taken = next((n for n in (2, 1) if _joined(words[:n]) in self.multipliers and len(words) >= n), 0)
        if not taken:
            return None
        multiplier, end = _joined(words[:taken]), words[taken - 1][1]
        written = multiplier.replace("ngàn", "nghìn").replace("tỉ", "tỷ")
        after = end + 1 if text[end : end + 1] == " " else end
        base = self._read_symbol(text, after) or self._read_noun(text, after, list(_words(text, after)))
        if base is not None and base.end > after:
            return Reading(f"{written} {base.name}", base.end)
        money = text[end : end + 1] == "/" and f"{written} đồng" in self.measures
        return Reading(f"{written} đồng" if money or written.endswith("tỷ") else written, end)

    def _read_noun(self, text: str, at: int, words: list[tuple[str, int]]) -> Reading | None:
        if not words or words[0][0].lower() not in self.first_words:
            return None
        for number in range(len(words), 0, -1):
            if _joined(words[:number]) in self.nouns:
                return self._coordinated(text, at, words[number - 1][1])
        return None

    def _coordinated(self, text: str, start: int, end: int) -> Reading:
        """The noun and those that reports count with it: `106 xã, phường, thị trấn`."""
        friends = self.together.get(text[start:end].lower(), frozenset())
        while friends and text.startswith(", ", end):
            following = list(_words(text, end + 2))
            known = [n for n in range(len(following), 0, -1) if _joined(following[:n]) in friends]
            if not known:
                break
            end = following[known[0] - 1][1]
        return Reading(_cased(text[start:end].split()), end)

    def _read_per(self, text: str, head: Reading) -> Reading:
        name, end, known_head = head
        while stroke := _PER.match(text, end):
            words = list(_words(text, stroke.end()))
            known = [n for n in range(len(words), 0, -1) if _joined(words[:n]) in self.per]
            taken = known[0] if known else 1
            if _AIMS.match(text, stroke.end()):
                break  # “125 triệu USD/kế hoạch 130 triệu USD”
            if not words or (not known and (stroke["count"] or not words[0][0].islower())):
                break
            if len(stroke["count"] or "") > len("1 ") and _joined(words[:taken]) not in _POPULATIONS:
                break  # "1.150 ha/1.000 ha" holds two numbers, "27 giường/10.000 dân" one
            end = words[taken - 1][1]
            name = f"{name}/{stroke['count'] or ''}{' '.join(word for word, _ in words[:taken])}"
        return Reading(name, end, known_head)


def _guess(words: list[tuple[str, int]], excluded: frozenset[str]) -> Reading | None:
    """A thing that the data does not name: its first two words, up to one that cannot belong."""
    kept: list[tuple[str, int]] = []
    for word, end in words[:2]:
        if word.lower() in excluded or (kept and word[0].isupper()):
            break
        kept.append((word, end))
    return Reading(_cased([word for word, _ in kept]), kept[-1][1], known=False) if kept else None


def _joined(words: list[tuple[str, int]]) -> str:
    return " ".join(word for word, _ in words).lower()


def _cased(words: list[str]) -> str:
    """Lower case, but for acronyms: `sản phẩm OCOP`."""
    return " ".join(word if word.isupper() and len(word) > 1 else word.lower() for word in words)


def _words(text: str, start: int) -> Iterator[tuple[str, int]]:
    """The words from `start` on, each with its end, as long as only one blank parts them."""
    at = start
    for _ in range(_MOST_WORDS):
        found = _WORD.match(text, at)
        if found is None:
            return
        yield found[0], found.end()
        at = found.end() + 1
        if text[found.end() : at] not in (" ", "\n", "\u00a0"):
            return


@cache
def load_units() -> Units:
    """The units of `units.toml`."""
    data = tomllib.loads(files("corpus.vocabulary").joinpath("units.toml").read_text(encoding="utf-8"))
    measures: dict[str, Unit] = {}
    for row in data["measure"]:
        unit = Unit(name=row["name"], family=row["family"], factor=Decimal(row["factor"]))
        for name in (row["name"], *row.get("also", ())):
            measures[nfc(name).lower()] = unit
    counted = data["counted"]
    together: dict[str, frozenset[str]] = {}
    for group in counted["together"]:
        members = frozenset(nfc(name).lower() for name in group)
        together |= {name: together.get(name, frozenset()) | members for name in members}
    multipliers = {nfc(word): Decimal(size) for word, size in data["multiplier"].items()}
    nouns = {nfc(noun).lower(): noun for noun in counted["nouns"]}
    return Units(
        measures=measures,
        symbols=_either(measures),
        multipliers=multipliers,
        nouns=nouns,
        same={nfc(one).lower(): nfc(other).lower() for one, other in counted["same"].items()},
        together=together,
        per=frozenset(nfc(word).lower() for word in counted["per"]),
        not_counted=frozenset(counted["not_counted"]),
        first_words=frozenset(words.split()[0] for words in (*multipliers, *nouns)),
    )


def _either(names: Mapping[str, Unit]) -> re.Pattern[str]:
    spellings = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?:{spellings})(?![^\W_])", re.IGNORECASE)


def convert(value: Decimal, source: Unit, target: Unit) -> Decimal | None:
    """The value in the other unit, exactly; None where the two cannot be compared."""
    if source.family != target.family or not source.family:
        return None
    return value * source.factor / target.factor
