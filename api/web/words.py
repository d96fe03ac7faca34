"""An answer's Markdown as safe HTML, its markers turned into links to the passages beside it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup

_MARKER = re.compile(r"\[(\d{1,3})\]")


@cache
def _markdown() -> MarkdownIt:
    # Links, images and HTML never come from a report or a model: only our own markers are links.
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    parser.disable(["link", "image", "autolink", "html_inline", "html_block", "reference"])
    parser.core.ruler.push("markers", _link_markers)
    return parser


def answer_html(text: str) -> Markup:
    """The answer's words as HTML."""
    return Markup(_markdown().render(text))  # noqa: S704 -- the parser escapes whatever it is given


def _link_markers(state: StateCore) -> None:
    for token in state.tokens:
        if token.type == "inline" and token.children:
            token.children = [piece for child in token.children for piece in _split(child)]


def _split(child: Token) -> Sequence[Token]:
    if child.type != "text" or not _MARKER.search(child.content):
        return [child]
    pieces = []
    for number, content in enumerate(_MARKER.split(child.content)):
        pieces.extend(_marker_tokens(content) if number % 2 else [_text(content)])
    return pieces


def _text(content: str) -> Token:
    token = Token("text", "", 0)
    token.content = content
    return token


def _marker_tokens(number: str) -> list[Token]:
    opening = Token("link_open", "a", 1)
    opening.attrs = {
        "class": "marker",
        "href": f"#nguon-{number}",
        "data-marker": number,
        "aria-label": f"Nguồn {number}",
    }
    return [opening, _text(number), Token("link_close", "a", -1)]
