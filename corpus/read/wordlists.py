"""Word's automatic numbers as a reader of the page sees them: `I.`, `1.2.`, `a)`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{_W}val"
_LEVEL = re.compile(r"%([1-9])")
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Level:
    form: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class _List:
    kind: str
    levels: dict[int, _Level]
    restarts: dict[int, int]  # levels that begin anew with this list, and where


class Numbering:
    """Counts every list of a document as its paragraphs go by."""

    def __init__(self, document: Document) -> None:
        self._styles = {style.style_id: style for style in document.styles}
        self._lists = _lists(document)
        self._counts: defaultdict[str, dict[int, int]] = defaultdict(dict)
        self._met: set[str] = set()

    def style_name(self, paragraph: _Element) -> str:
        """The name of a paragraph's style."""
        found = paragraph.find(f"{_W}pPr/{_W}pStyle")
        style = self._styles.get(found.get(_VAL)) if found is not None else None
        return style.name or "" if style is not None else ""

    def label(self, paragraph: _Element) -> str:
        """The number that stands before a paragraph; nothing for a bullet or no list."""
        place = self._place(paragraph)
        if place is None:
            return ""
        name, depth = place
        found = self._lists.get(name)
        level = found.levels.get(depth) if found else None
        if found is None or level is None:
            return ""
        levels, counts = found.levels, self._counts[found.kind]  # lists of one kind count on from each other
        if name not in self._met:
            self._met.add(name)
            counts |= {restarted: start - 1 for restarted, start in found.restarts.items()}
        counts[depth] = counts.get(depth, level.start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        if level.form == "bullet":
            return "-"
        return _LEVEL.sub(lambda found: _written(levels, counts, int(found.group(1)) - 1), level.text)

    def _place(self, paragraph: _Element) -> tuple[str, int] | None:
        own = paragraph.find(f"{_W}pPr/{_W}numPr")
        found = own if own is not None else self._of_style(paragraph)
        if found is None:
            return None
        name, depth = found.find(f"{_W}numId"), found.find(f"{_W}ilvl")
        if name is None or name.get(_VAL) == "0":
            return None
        return name.get(_VAL), int(depth.get(_VAL)) if depth is not None else 0

    def _of_style(self, paragraph: _Element) -> _Element | None:
        found = (style.find(f"{_W}pPr/{_W}numPr") for style in self.styles(paragraph))
        return next((one for one in found if one is not None), None)

    def styles(self, paragraph: _Element) -> Iterator[_Element]:
        """The paragraph's style and those that it is based on, nearest first."""
        named = paragraph.find(f"{_W}pPr/{_W}pStyle")
        seen: set[str] = set()
        while named is not None and named.get(_VAL) in self._styles and named.get(_VAL) not in seen:
            seen.add(named.get(_VAL))
            style = self._styles[named.get(_VAL)].element
            yield style
            named = style.find(f"{_W}basedOn")


def _lists(document: Document) -> dict[str, _List]:
    part = next(
        (one.target_part for one in document.part.rels.values() if one.reltype.endswith("/numbering")), None
    )
    root = getattr(part, "element", None)
    if root is None:
        return {}
    kinds = {
        kind.get(f"{_W}abstractNumId"): {
            int(one.get(f"{_W}ilvl")): _level(one) for one in kind.findall(f"{_W}lvl")
        }
        for kind in root.findall(f"{_W}abstractNum")
    }
    lists: dict[str, _List] = {}
    for one in root.findall(f"{_W}num"):
        kind = one.find(f"{_W}abstractNumId")
        if kind is not None:
            name = kind.get(_VAL)
            lists[one.get(f"{_W}numId")] = _List(name, kinds.get(name, {}), _restarts(one))
    return lists


def _restarts(one: _Element) -> dict[int, int]:
    found = {}
    for override in one.findall(f"{_W}lvlOverride"):
        start = override.find(f"{_W}startOverride")
        if start is not None and start.get(_VAL, "").isdigit():
            found[int(override.get(f"{_W}ilvl", "0"))] = int(start.get(_VAL))
    return found


def _level(element: _Element) -> _Level:
    def said(name: str, default: str) -> str:
        found = element.find(f"{_W}{name}")
        return default if found is None else found.get(_VAL, default)

    start = said("start", "1")
    return _Level(said("numFmt", "decimal"), said("lvlText", ""), int(start) if start.isdigit() else 1)


def _written(levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
    level = levels.get(depth)
    return write_count(counts.get(depth, level.start if level else 1), level.form if level else "decimal")


def write_count(count: int, form: str) -> str:
    """A count in one of Word's forms."""
    if form in {"upperRoman", "lowerRoman"}:
        roman = _roman(count)
        return roman if form == "upperRoman" else roman.lower()
    if form in {"upperLetter", "lowerLetter"}:
        letter = chr(ord("a") + (count - 1) % 26) * ((count - 1) // 26 + 1)
        return letter.upper() if form == "upperLetter" else letter
    return f"{count:02d}" if form == "decimalZero" else str(count)


def _roman(count: int) -> str:
    written = ""
    for value, letters in _ROMAN:
        times, count = divmod(count, value)
        written += letters * times
    return written
