"""Markdown with headings and tables, as portals and converters save it, turned into a page.

A text that only sets words **bold** is left as it is: so do the reports that were recognised from paper.
"""

from __future__ import annotations

import re

from corpus.read.numbering import opens_item

_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+\S", re.MULTILINE)
_UNDER_HEAD = re.compile(r"^ {0,3}\|?(?:[ \t]*:?-{3,}:?[ \t]*\|)+(?:[ \t]*:?-{3,}:?)?[ \t]*$", re.MULTILINE)
_ESCAPED, _ENOUGH = re.compile(r"\\[-.()\[\]*_#+!>]"), 5
_NOTE = re.compile(r"\[\^(\d{1,3})\](:?)")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_BULLET = re.compile(r"[ \t]*[-*+][ \t]+\S")


def looks_like_markdown(text: str) -> bool:
    """Whether a text has headings, tables or strokes before signs that only Markdown writes so."""
    if _HEADING.search(text) is not None or _UNDER_HEAD.search(text) is not None:
        return True
    return len(_ESCAPED.findall(text)) >= _ENOUGH


def as_page(text: str) -> str:
    """The text as HTML; items stay the lines that they are, with the numbers that were typed."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 -- seldom needed

    raised = _NOTE.sub(lambda found: found[1].translate(_SUPERSCRIPTS) + found[2].replace(":", " "), text)
    reader = MarkdownIt("commonmark").enable("table")
    reader.disable(["list", "code", "lheading", "reference", "image"])
    body: str = reader.render("\n".join(_parted(raised)))
    return f"<html><body>{body}</body></html>"


def _parted(text: str) -> list[str]:
    """The lines, each item and note in a paragraph of its own."""
    lines: list[str] = []
    for line in text.split("\n"):
        opens = (
            opens_item(line.replace("\\", "")) or _BULLET.match(line) or line.startswith(tuple("⁰¹²³⁴⁵⁶⁷⁸⁹"))
        )
        if line.strip() and opens and lines and not line.lstrip().startswith(("|", "#")):
            lines.append("")
        lines.append(line.lstrip() if opens else line)
    return lines
