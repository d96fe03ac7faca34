"""Pages saved from portals as text of the OCR family: headings, paragraphs, notes and tables."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from corpus.errors import UnreadableReportError

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
    return "\n\n".join(_blocks(root)) + "\n"


def _blocks(element: HtmlElement) -> Iterator[str]:
    """The block's own words, cut where another block stands inside it."""
    words: list[str] = [element.text or ""]
    for child in element:
        if _is_left_out(child):
            pass
        elif child.tag == "table":
            yield from _paragraph(words)
            yield _table(child)
        elif child.tag in _BLOCKS:
            yield from _paragraph(words)
            inside = _blocks(child)
            yield from map(_as_heading, inside) if child.tag in _HEADINGS else inside
        else:
            words.append(_inline(child))
        words.append(child.tail or "")
    yield from _paragraph(words)


def _paragraph(words: list[str]) -> Iterator[str]:
    joined = " ".join("".join(words).split())
    words.clear()
    if joined:
        yield joined


def _as_heading(block: str) -> str:
    return f"**{block}**"


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
    words = (element.text or "") + "".join(
        ("" if _is_left_out(child) else _inline(child)) + (child.tail or "") for child in element
    )
    number = words.strip(" [()]")
    raised = element.tag == "sup" or (element.tag == "a" and _NOTE_LINK.fullmatch(element.get("href", "")))
    return number.translate(_SUPERSCRIPTS) if raised and number.isdigit() else words


def _table(table: HtmlElement) -> str:
    """Rows with tabs; a cell that spans rows or columns leaves the places it covers empty."""
    covered: dict[int, int] = {}
    lines = []
    for row in table.iter("tr"):
        if next(row.iterancestors("table"), None) is not table:
            continue
        cells: list[str] = []
        for cell in row:
            if cell.tag in {"td", "th"}:
                _skip(cells, covered)
                _place(cells, covered, cell)
        _skip(cells, covered)
        lines.append("\t".join(cells))
    return "\n".join(lines)


def _skip(cells: list[str], covered: dict[int, int]) -> None:
    while covered.get(len(cells), 0) > 0:
        covered[len(cells)] -= 1
        cells.append("")


def _place(cells: list[str], covered: dict[int, int], cell: HtmlElement) -> None:
    wide, high = (_number(cell.get(name)) for name in ("colspan", "rowspan"))
    for step in range(wide):
        if high > 1:
            covered[len(cells)] = high - 1
        cells.append(" ".join(" ".join(_blocks(cell)).split()) if step == 0 else "")


def _number(written: str | None) -> int:
    return min(int(written), 200) if written and written.isdigit() and int(written) else 1
