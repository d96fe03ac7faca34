"""Abbreviations in brackets: one that stands behind another one's name is swapped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.audits.finding import Certainty, Finding, Kind, Source, distinct
from assistant.audits.material import Material
from corpus.text import folded

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


def find_names(material: Material) -> Iterator[Named]:
    """Every abbreviation that stands in brackets behind a name."""
    for text in material.texts:
        for found in _SHORT.finditer(text.words):
            lead = re.split(r"[,;:.()]", text.words[: found.start()])[-1]
            words = tuple(folded(lead).split())[-_WORDS:]
            if len(words) < _COMMON:
                continue
            yield Named(
                short=re.sub(r"[\s-]", "", found["short"]).upper(),
                written=found["short"],
                words=words,
                source=text.source(found.start(), found.end()),
                spelled=" ".join(lead.split()[-_SHOWN:]),
            )


def _known_names(material: Material) -> Iterator[Named]:
    """The abbreviations that the vocabulary spells out: `Chỉ số … (PAPI)`."""
    for indicator in material.vocabulary.indicators:
        found = _SHORT.search(indicator.name)
        words = tuple(folded(indicator.name[: found.start()]).split())[-_WORDS:] if found else ()
        if found and len(words) >= _COMMON:
            yield Named(
                short=re.sub(r"[\s-]", "", found["short"]).upper(),
                written=found["short"],
                words=words,
                spelled=indicator.name[: found.start()].strip(),
            )


def check_names(materials: Sequence[Material]) -> Iterator[Finding]:
    """Abbreviations that stand behind the name of another, by what most places say."""
    named = [name for material in materials for name in find_names(material)]
    named += [name for material in materials[:1] for name in _known_names(material)]
    told: set[tuple[str, str]] = set()
    for one in named:
        if one.source is None:
            continue
        other = next((each for each in named if each.short != one.short and _same_name(one, each)), None)
        own = next((each for each in named if each.short == one.short and not _same_name(one, each)), None)
        if other is None or own is None or (one.written, one.source.text) in told:
            continue
        told.add((one.written, one.source.text))
        # Either both abbreviations are swapped here, or they are swapped everywhere else: the many are right.
        as_here = _votes(named, one.short, one) + _votes(named, other.short, own)
        elsewhere = _votes(named, other.short, one) + _votes(named, one.short, own)
        if elsewhere < as_here:
            continue
        yield Finding(
            kind=Kind.NAME_SWAP,
            certainty=Certainty.CLEAR if elsewhere > as_here else Certainty.ARGUABLE,
            printed=f"{one.spelled} ({one.written})",
            recomputed=f"{one.spelled} ({other.written})",
            what=(
                f"“{one.spelled}” ghi viết tắt là {one.written}, trong khi chỗ khác ghi {other.written} cho "
                f"tên này và dùng {one.written} cho “{own.spelled}”."
            ),
            arithmetic=f"so tên: {one.written} ≠ {other.written}",
            sources=distinct(tuple(each.source for each in (one, other, own) if each.source is not None)),
        )


def _votes(named: Sequence[Named], short: str, like: Named) -> int:
    """How many places give a name this abbreviation."""
    return sum(1 for each in named if each.short == short and _same_name(each, like))


def _same_name(one: Named, other: Named) -> bool:
    return _nearness(one, other) >= _COMMON


def _nearness(one: Named, other: Named) -> int:
    """How many words, counted from the bracket back, two names share in one order."""
    count = 0
    for left, right in zip(reversed(one.words), reversed(other.words), strict=False):
        if left != right:
            break
        count += 1
    return count
