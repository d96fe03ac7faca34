"""Pages saved from portals as text of the OCR family: headings, paragraphs, notes and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from corpus.errors import UnreadableReportError
from corpus.read.layouttables import only_places
from corpus.read.wordlists import write_count

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LEFT_OUT = frozenset(
    {"script", "style", "noscript", "template", "head", "nav", "iframe", "object", "svg", "button"}
)
_BLOCKS = frozenset(
    "address article aside blockquote body center dd details div dl dt figcaption figure footer form h1 h2 h3"
    " h4 h5 h6 header hr html li main ol p pre section summary ul".split()
)
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_NOTE_LINK = re.compile(r"#_?(?:ftn|fn|edn|footnote|cite_note|note)[-_:]?(?:ref)?[-_:]?\w*", re.IGNORECASE)
_BACK_LINK = re.compile(r"#\S*ref\S*", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_FORMS = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)


def looks_like_html(head: str) -> bool:
    """Whether a text begins as a page does."""
    start = head.lstrip("\ufeff \t\r\n").lower()
    return start.startswith(("<!doctype html", "<html", "<?xml")) and "<html" in start[:2000]


def read_web(text: str, file: str) -> str:
    """The page's text."""
    from lxml import etree, html  # noqa: PLC0415 -- an optional part

    # The text is decoded already: whatever encoding the page names no longer holds.
    parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(text.encode(), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableReportError(file, "damaged_html") from error
    return "\n\n".join(_Pages(root).blocks(root)) + "\n"


class _Pages:
    """One walk over a page."""

    def __init__(self, root: HtmlElement) -> None:
        self._notes = _notes_linked(root)

    def blocks(self, element: HtmlElement) -> Iterator[str]:
        """The block's own words, cut where another block stands inside it."""
        words = [_Words(element.text or "", bold=False)]
        for child in element:
            if _is_left_out(child):
                pass
            elif child.tag in _BLOCKS or child.tag == "table":
                yield from _paragraph(words)
                yield from self._inside(child)
            else:
                words.append(_Words(_inline(child), bold=_is_bold(child)))
            words.append(_Words(child.tail or "", bold=False))
        yield from _paragraph(words)

    def _inside(self, child: HtmlElement) -> Iterator[str]:
        found = self._table(child) if child.tag == "table" else self.blocks(child)
        if child.tag in _HEADINGS:
            found = map(_as_heading, found)
        label = self._label(child)
        if label:
            first = next(found, "")
            own = first.startswith(label) or first[:1] in _RAISED
            yield first if own else f"{label} {first}"
        yield from found

    def _label(self, element: HtmlElement) -> str:
        """What is shown before a block: the number of a note that words link to, of an item in a list."""
        note = self._notes.get(element.get("id", ""))
        if note is not None:
            return note
        parent = element.getparent()
        if element.tag != "li" or parent is None or parent.tag not in {"ol", "ul"}:
            return ""
        if parent.tag == "ul":
            return "-"
        if (own := element.get("value", "")).isdigit():
            count = int(own)
        else:
            start = parent.get("start", "1")
            before = sum(1 for _ in element.itersiblings("li", preceding=True))
            count = (int(start) if start.isdigit() else 1) + before
        return f"{write_count(count, _FORMS.get(parent.get('type', '1'), 'decimal'))}."

    def _table(self, table: HtmlElement) -> Iterator[str]:
        """Rows with tabs; a cell that spans rows or columns leaves the places it covers empty."""
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table"), None) is table]
        cells = [[cell for cell in row if cell.tag in {"td", "th"}] for row in rows]
        nested = any(cell.find(".//table") is not None for row in cells for cell in row)
        plain = [["\n".join(self.blocks(cell)) for cell in row] for row in cells]
        if nested or only_places(plain, ruled=_is_ruled(table)):
            for column in range(max(map(len, cells), default=0)):
                for row in cells:
                    yield from self.blocks(row[column]) if column < len(row) else ()
            return
        covered: dict[int, int] = {}
        lines = []
        for row, words in zip(cells, plain, strict=True):
            written: list[str] = []
            for cell, inside in zip(row, words, strict=True):
                _skip(written, covered)
                _place(written, covered, cell, inside)
            _skip(written, covered)
            lines.append("\t".join(written))
        yield "\n".join(lines)


class _Words(NamedTuple):
    text: str
    bold: bool


def _notes_linked(root: HtmlElement) -> dict[str, str]:
    """The places that raised numbers link to, each with its mark."""
    found: dict[str, str] = {}
    for link in root.iter("a"):
        target, number = link.get("href", ""), "".join(link.itertext()).strip(" [()]")
        if target.startswith("#") and _NOTE_LINK.fullmatch(target) and number.isdigit():
            found.setdefault(target[1:], number.translate(_SUPERSCRIPTS))
    return found


def _paragraph(words: list[_Words]) -> Iterator[str]:
    joined = " ".join("".join(one.text for one in words).split())
    bold = all(one.bold for one in words if one.text.strip())
    words.clear()
    if joined:
        yield _as_heading(joined) if bold else joined


def _is_bold(element: HtmlElement) -> bool:
    if element.tag in {"b", "strong"} or _BOLD.search(element.get("style", "")):
        return True
    bare = not (element.text or "").strip() and not any((child.tail or "").strip() for child in element)
    return len(element) > 0 and bare and all(map(_is_bold, element))


def _is_ruled(table: HtmlElement) -> bool:
    return (
        table.get("border", "0") not in {"0", ""}
        or table.find(".//th") is not None
        or "border" in table.get("style", "")
    )


def _as_heading(block: str) -> str:
    return block if block.startswith("**") or "\n" in block else f"**{block}**"


def _is_left_out(element: HtmlElement) -> bool:
    return (
        not isinstance(element.tag, str)
        or element.tag in _LEFT_OUT
        or element.get("hidden") is not None
        or _HIDDEN.search(element.get("style", "")) is not None
    )


def _inline(element: HtmlElement) -> str:
    if element.tag == "br":
        return " "
    if element.tag == "a" and _BACK_LINK.fullmatch(element.get("href", "")) and not _says_more(element):
        return ""
    words = (element.text or "") + "".join(
        ("" if _is_left_out(child) else _inline(child)) + (child.tail or "") for child in element
    )
    number = words.strip(" [()]")
    raised = element.tag == "sup" or (element.tag == "a" and _NOTE_LINK.fullmatch(element.get("href", "")))
    return number.translate(_SUPERSCRIPTS) if raised and number.isdigit() else words


def _says_more(link: HtmlElement) -> bool:
    """Whether a link back to a mark shows a number or words, and not only an arrow."""
    return any(letter.isalnum() for letter in "".join(link.itertext()))


def _skip(cells: list[str], covered: dict[int, int]) -> None:
    while covered.get(len(cells), 0) > 0:
        covered[len(cells)] -= 1
        cells.append("")


def _place(cells: list[str], covered: dict[int, int], cell: HtmlElement, words: str) -> None:
    wide, high = (_number(cell.get(name)) for name in ("colspan", "rowspan"))
    for step in range(wide):
        if high > 1:
            covered[len(cells)] = high - 1
        cells.append(" ".join(words.replace("**", "").split()) if step == 0 else "")


def _number(written: str | None) -> int:
    return min(int(written), 200) if written and written.isdigit() and int(written) else 1
