"""What a Word file's styles add to its words: fonts, bold letters, the rules of its tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from corpus.read.oldfonts import OldFont, old_font

if TYPE_CHECKING:
    from docx.document import Document
    from lxml.etree import _Element

    from corpus.read.wordlists import Numbering

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_VAL = f"{_W}val"
_OFF = frozenset({"0", "false", "none", "off"})
_NO_RULE = frozenset({"nil", "none"})


def is_on(run: _Element, name: str) -> bool:
    """Whether a run itself says so."""
    return _says(run, name) is True


class Fonts:
    """The styles of one document, asked for a run at a time."""

    def __init__(self, document: Document, numbering: Numbering) -> None:
        self._styles = {style.style_id: style.element for style in document.styles}
        self._numbering = numbering
        self._of_styles = lru_cache(maxsize=None)(self._font_of_style)
        root = document.styles.element
        self._default = _font(root.find(f"{_W}docDefaults/{_W}rPrDefault"))

    def is_bold(self, run: _Element, paragraph: _Element) -> bool:
        """Whether a run is printed bold, by its own word, its style's or its paragraph's."""
        found = (_says(one, "b") for one in (run, *self._styles_of(run), *self._numbering.styles(paragraph)))
        return next((said for said in found if said is not None), False)

    def old_font(self, run: _Element) -> OldFont | None:
        """The old font that a run is set in, if it is one."""
        name = _font(run) or next(filter(None, map(_font, self._styles_of(run))), None)
        if name is None:
            paragraph = next(run.iterancestors(f"{_W}p"), None)
            style = None if paragraph is None else paragraph.find(f"{_W}pPr/{_W}pStyle")
            name = self._of_styles(None if style is None else style.get(_VAL)) or self._default
        return old_font(name) if name else None

    def is_ruled(self, table: _Element) -> bool:
        """Whether the table's cells are drawn with lines."""
        borders = [*table.findall(f"{_W}tblPr/{_W}tblBorders"), *table.iter(f"{_W}tcBorders")]
        named = table.find(f"{_W}tblPr/{_W}tblStyle")
        if not table.findall(f"{_W}tblPr/{_W}tblBorders"):
            borders += [
                one for style in self._based(named) for one in style.findall(f"{_W}tblPr/{_W}tblBorders")
            ]
        return any(_has_rule(one) for one in borders)

    def _styles_of(self, run: _Element) -> Iterator[_Element]:
        return self._based(run.find(f"{_W}rPr/{_W}rStyle"))

    def _font_of_style(self, name: str | None) -> str | None:
        """The font of a paragraph style, or of the style of paragraphs that name none."""
        style = self._styles.get(name) if name else self._normal()
        seen: set[int] = set()
        while style is not None and id(style) not in seen:
            seen.add(id(style))
            found = _font(style)
            if found:
                return found
            based = style.find(f"{_W}basedOn")
            style = None if based is None else self._styles.get(based.get(_VAL))
        return None

    def _normal(self) -> _Element | None:
        kinds = (
            one
            for one in self._styles.values()
            if one.get(f"{_W}type") == "paragraph" and one.get(f"{_W}default")
        )
        return next(kinds, None)

    def _based(self, named: _Element | None) -> Iterator[_Element]:
        seen: set[str] = set()
        while named is not None and named.get(_VAL) in self._styles and named.get(_VAL) not in seen:
            seen.add(named.get(_VAL))
            style = self._styles[named.get(_VAL)]
            yield style
            named = style.find(f"{_W}basedOn")


def _says(holder: _Element, name: str) -> bool | None:
    found = holder.find(f"{_W}rPr/{_W}{name}")
    return None if found is None else found.get(_VAL, "1") not in _OFF


def _font(holder: _Element | None) -> str | None:
    found = None if holder is None else holder.find(f"{_W}rPr/{_W}rFonts")
    if found is None:
        return None
    name: str | None = found.get(f"{_W}ascii") or found.get(f"{_W}hAnsi")
    return name


def _has_rule(borders: Iterable[_Element]) -> bool:
    return any(one.get(_VAL, "nil") not in _NO_RULE for one in borders)
