"""Abbreviations in brackets: one that stands behind another one's name is swapped.

All names of a library are compared at once, each looked up by the last words before its bracket, so that many
reports take no longer for each name than few.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from assistant.audits.finding import Certainty, Finding, Kind, Source, distinct
from corpus.passages import PassageKind
from corpus.sentences import split_sentences
from corpus.text import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from assistant.audits.material import Material
    from corpus.passages import Passage
    from corpus.vocabulary import Vocabulary

_SHORT = re.compile(r"\(\s*\**(?P<short>[A-ZĐ]{2,}(?:[\s-]?(?:[A-ZĐ]{2,}|[A-ZĐ][a-z]+))?)\**\s*\)")
_WORDS = 6  # before the bracket that may spell the abbreviation out
_SHOWN = 12
_COMMON = 3  # that two names must share to be one


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An abbreviation with the words before its bracket."""

    short: str  # as compared: without blanks and hyphens, in capitals
    written: str
    words: tuple[str, ...]  # without diacritics, the nearest last
    spelled: str
    source: Source | None = None  # None: known from the vocabulary, not from a report

    @property
    def name(self) -> tuple[str, ...]:
        """The words by which it is told from others."""
        return self.words[-_COMMON:]


class Mention(NamedTuple):
    """An abbreviation in brackets as a report's own words have it: little enough to be kept of each."""

    written: str
    words: tuple[str, ...]
    spelled: str
    sentence: str

    def named(self, source: Source | None) -> Named:
        """The same, to be compared."""
        return Named(
            short=re.sub(r"[\s-]", "", self.written).upper(),
            written=self.written,
            words=self.words,
            spelled=self.spelled,
            source=source,
        )


def find_names(material: Material) -> Iterator[Named]:
    """Every abbreviation that stands in brackets behind a name."""
    for text in material.texts:
        for start, end, mention in _mentions(text.words):
            yield mention.named(text.source(start, end))


def mentions_in(passages: Sequence[Passage]) -> Iterator[Mention]:
    """The same from a report's passages: running text before its notes."""
    for kind in (PassageKind.BODY, PassageKind.FOOTNOTE):
        for passage in passages:
            if passage.kind is kind and "(" in passage.text:
                for line in passage.text.split("\n"):
                    for start, end, mention in _mentions(line):
                        yield mention._replace(sentence=_sentences(line, start, end))


def _mentions(text: str) -> Iterator[tuple[int, int, Mention]]:
    for found in _SHORT.finditer(text):
        lead = re.split(r"[,;:.()]", text[: found.start()])[-1]
        words = tuple(folded(lead).split())[-_WORDS:]
        if len(words) >= _COMMON:
            spelled = " ".join(lead.split()[-_SHOWN:])
            yield found.start(), found.end(), Mention(found["short"], words, spelled, "")


def _sentences(line: str, start: int, end: int) -> str:
    touched = [(a, b) for a, b in split_sentences(line) if a < end and start < b] or [(start, end)]
    return line[touched[0][0] : touched[-1][1]]


def known_names(vocabulary: Vocabulary) -> Iterator[Named]:
    """The abbreviations that the vocabulary spells out: `Chỉ số … (PAPI)`."""
    for indicator in vocabulary.indicators:
        found = _SHORT.search(indicator.name)
        words = tuple(folded(indicator.name[: found.start()]).split())[-_WORDS:] if found else ()
        if found and len(words) >= _COMMON:
            yield Mention(found["short"], words, indicator.name[: found.start()].strip(), "").named(None)


def check_names(materials: Sequence[Material]) -> Iterator[Finding]:
    """Abbreviations that stand behind the name of another, by what most places say."""
    named = [name for material in materials for name in find_names(material)]
    named += [name for material in materials[:1] for name in known_names(material.vocabulary)]
    yield from find_swaps(named)


def find_swaps(named: Sequence[Named]) -> Iterator[Finding]:
    """The names among these that bear another one's abbreviation."""
    by_name, by_short = _first_of_each(named)
    votes = Counter((each.short, each.name) for each in named)
    told: set[tuple[str, str]] = set()
    for one in named:
        if one.source is None or (one.written, one.source.text) in told:
            continue
        other = next((each for short, each in by_name[one.name].items() if short != one.short), None)
        own = next((each for name, each in by_short[one.short].items() if name != one.name), None)
        if other is None or own is None:
            continue
        told.add((one.written, one.source.text))
        # Either both abbreviations are swapped here, or they are swapped everywhere else: the many are right.
        as_here = votes[one.short, one.name] + votes[other.short, own.name]
        elsewhere = votes[other.short, one.name] + votes[one.short, own.name]
        if elsewhere >= as_here:
            yield _finding(one, other, own, certain=elsewhere > as_here)


_Name = tuple[str, ...]


def _first_of_each(
    named: Iterable[Named],
) -> tuple[dict[_Name, dict[str, Named]], dict[str, dict[_Name, Named]]]:
    """For each name its abbreviations, and for each abbreviation its names, as they first occur."""
    by_name: dict[_Name, dict[str, Named]] = {}
    by_short: dict[str, dict[_Name, Named]] = {}
    for each in named:
        by_name.setdefault(each.name, {}).setdefault(each.short, each)
        by_short.setdefault(each.short, {}).setdefault(each.name, each)
    return by_name, by_short


def _finding(one: Named, other: Named, own: Named, *, certain: bool) -> Finding:
    return Finding(
        kind=Kind.NAME_SWAP,
        certainty=Certainty.CLEAR if certain else Certainty.ARGUABLE,
        printed=f"{one.spelled} ({one.written})",
        recomputed=f"{one.spelled} ({other.written})",
        what=(
            f"“{one.spelled}” ghi viết tắt là {one.written}, trong khi chỗ khác ghi {other.written} cho "
            f"tên này và dùng {one.written} cho “{own.spelled}”."
        ),
        arithmetic=f"so tên: {one.written} ≠ {other.written}",
        sources=distinct(tuple(each.source for each in (one, other, own) if each.source is not None)),
    )
