"""What a report says of itself: title, issuer, place, number, date, period. What cannot be found is absent."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.report import Block, FrontMatter


def find_front_matter(blocks: Sequence[Block]) -> FrontMatter:
    """The front matter that the text gives away."""
    del blocks
    return FrontMatter()
