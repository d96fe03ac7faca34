"""Names of places that stand once or twice a letter away from one that stands often."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.audits.finding import Certainty, Finding, Kind, Source, distinct
from assistant.audits.material import Material, row_text
from corpus.text import canonical, fold

_LEVEL = (
    r"(?P<level>xã|phường|thị trấn|huyện|thành phố|thị xã|tỉnh|bản|thôn|cửa khẩu(?: quốc tế)?"
    r"|chợ(?: phiên| đêm)?)"
)
_UPPER = "A-ZĐÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬÈÉẺẼẸÊỀẾỂỄỆÌÍỈĨỊÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢÙÚỦŨỤƯỪỨỬỮỰỲÝỶỸỴ"
_NAME = re.compile(rf"\b{_LEVEL}\s+(?P<name>[{_UPPER}][^\W\d_]*(?:\s[{_UPPER}][^\W\d_]*){{1,2}})")
_OFTEN = 3  # times that a name must stand to be known
_TIMES = 3  # as often as the one that is doubted


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place's name where it stands."""

    level: str
    name: str
    source: Source

    @property
    def syllables(self) -> tuple[str, ...]:
        """The name's syllables in one spelling."""
        return tuple(canonical(word) for word in self.name.split())


def check_places(materials: Sequence[Material]) -> Iterator[Finding]:
    """Rare names one letter or tone away from a frequent name of the same level."""
    known: dict[tuple[str, tuple[str, ...]], list[Place]] = {}
    for material in materials:
        for place in find_places(material):
            known.setdefault((place.level, place.syllables), []).append(place)
    often = {key: places for key, places in known.items() if len(places) >= _OFTEN}
    for (level, syllables), places in known.items():
        for (other_level, other), many in often.items():
            if level != other_level or len(many) < _TIMES * len(places) or not _nearly(syllables, other):
                continue
            rare, common = places[0], many[0]
            yield Finding(
                kind=Kind.NAME_SWAP,
                certainty=Certainty.ARGUABLE,
                printed=f"{level} {rare.name}",
                recomputed=f"{level} {common.name}",
                what=(
                    f"“{level} {rare.name}” ({len(places)} lần) có thể là “{level} {common.name}” "
                    f"({len(many)} lần)."
                ),
                arithmetic=f"so tên: {rare.name} ≠ {common.name}",
                sources=distinct((rare.source, common.source)),
            )


def find_places(material: Material) -> Iterator[Place]:
    """The named places of a report's text, notes and rows."""
    for text in material.texts:
        for found in _NAME.finditer(text.words):
            yield Place(
                level=found["level"].lower(),
                name=found["name"],
                source=text.source(found.start(), found.end()),
            )
    for _, row in material.rows():
        for found in _NAME.finditer(row_text(row)):
            yield Place(level=found["level"].lower(), name=found["name"], source=material.row_source(row))


def _nearly(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names differ in one syllable, and there by a letter or a tone."""
    if len(one) != len(other):
        return False
    unlike = [(a, b) for a, b in zip(one, other, strict=True) if a != b]
    return len(unlike) == 1 and len(fold(unlike[0][0])) > 1 and _apart(*map(fold, unlike[0])) <= 1


def _apart(one: str, other: str) -> int:
    """How many letters must change, come or go to make one word the other; more than one counts as two."""
    if one == other:
        return 0
    if abs(len(one) - len(other)) > 1:
        return 2
    at = next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    rests = (one[at + 1 :], other[at + 1 :]), (one[at:], other[at + 1 :]), (one[at + 1 :], other[at:])
    return 1 if any(left == right for left, right in rests) else 2
