"""Hard-wrapped lines put together to paragraphs again.

A line goes on in the next one unless a paragraph, item or heading starts there; where both would read well,
the lines' length decides: a wrapped line is full, so that the next one's first word would not have fitted.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from corpus.read.dumped import DumpLine
from corpus.read.lifted import Lifted, join
from corpus.read.numbering import Rank, read_number
from corpus.read.words import words

_KINDS = frozenset(words("kinds"))
_TERMINAL = frozenset(".!?…")
_CLOSERS = "”\"')]’ "
_PUNCTUATION = ".,;:()“”\"'"
_WANTS_NUMBER = re.compile(r"\b(?:lần thứ|thứ|lần|khóa|khoá|quý|thế kỷ|khoản|điều)$", re.IGNORECASE)
_NEAR = 12  # lines on either side that tell how wide the page is


def visual_lines(lines: Sequence[tuple[DumpLine, Lifted]]) -> list[Lifted]:
    """Lines as they stood on the page: a mark alone on a line is put back between its halves."""
    visual: list[Lifted] = []
    after_mark = False
    for line, lifted in lines:
        goes_on = line.is_mark or (after_mark and _goes_on_after_mark(visual[-1].text, lifted.text))
        if visual and goes_on:
            visual[-1] = join([visual[-1], lifted])
        else:
            visual.append(lifted)
        after_mark = line.is_mark
    return visual


def _goes_on_after_mark(before: str, after: str) -> bool:
    if not after:
        return True
    return not (ends_sentence(before) and after[0].isupper()) and read_number(after) is None


def group_lines(lines: Sequence[Lifted]) -> list[list[Lifted]]:
    """The lines of each paragraph."""
    groups: list[list[Lifted]] = []
    page = _Page(lines)
    for index, line in enumerate(lines):
        if groups and not page.breaks(index, groups[-1]):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


class _Page:
    """The lines with what they tell about each other: how wide they run, which words go together."""

    def __init__(self, lines: Sequence[Lifted]) -> None:
        self._lines = lines
        self._widths = _widths([len(line.text) for line in lines])
        self._pairs = _capital_pairs(lines)

    def breaks(self, index: int, group: Sequence[Lifted]) -> bool:
        """Whether a paragraph starts at `index`."""
        before, here = self._lines[index - 1].text, self._lines[index].text
        if not before or not here:
            return False
        if here in _KINDS or (before in _KINDS and not all_capitals(here)):
            return True
        if read_number(here) is not None and not _WANTS_NUMBER.search(before):
            return here[0] not in "-–—" or _bullet_breaks(before)
        if all_capitals(before) or all_capitals(here):
            return not (all_capitals(before) and (all_capitals(here) or _small_capitals(here)))
        if not _opens_with_capital(here):
            return False
        return self._heading_ends(index) if heads(group) else self._prose_ends(index)

    def _prose_ends(self, index: int) -> bool:
        before, here, width = self._lines[index - 1].text, self._lines[index].text, self._widths[index]
        is_full = len(before) + 1 + len(_first_word(here)) > width - 6
        if ends_sentence(before) or before[-1] in ":;":
            return not is_full or self._looks_indented(index)
        return not is_full and len(before) < width * 0.8 and not self._belongs_together(before, here)

    def _heading_ends(self, index: int) -> bool:
        """Whether a heading is over where its next line has a capital.

        That line is still title if it is short and unfinished itself, or if the words on either side of the
        break go together elsewhere (“Hồ | Chí Minh”).
        """
        before, here, width = self._lines[index - 1].text, self._lines[index].text, self._widths[index]
        following = self._lines[index + 1].text if index + 1 < len(self._lines) else ""
        if len(before) + 1 + len(_first_word(here)) > width and following and not self._looks_indented(index):
            return False  # an item that begins a sentence, torn before a name: “… ở đầm | Trà Ổ còn …”
        is_remainder = len(here) < width * 0.75 and not ends_sentence(here) and here[-1] not in ":;,"
        if is_remainder and len(before) > width * 0.7:
            return bool(following) and not (
                _opens_with_capital(following) or read_number(following) is not None
            )
        return not self._belongs_together(before, here)

    def _belongs_together(self, before: str, here: str) -> bool:
        """Whether the words on either side of a break stand side by side elsewhere too."""
        return _is_acronym(here) or _pair(before.rsplit(" ", 1)[-1], _first_word(here)) in self._pairs

    def _looks_indented(self, index: int) -> bool:
        """A paragraph's first line is shorter by its indent."""
        if index + 1 >= len(self._lines):
            return False
        following = _first_word(self._lines[index + 1].text)
        return len(self._lines[index].text) + 1 + len(following) <= self._widths[index]


def _widths(lengths: Sequence[int]) -> list[int]:
    """How wide the page is around each line: its longest lines, a few strays left out."""
    widths = []
    for index in range(len(lengths)):
        near = sorted(lengths[max(0, index - _NEAR) : index + _NEAR])
        widths.append(near[-min(3, len(near))])
    return widths


def _capital_pairs(lines: Sequence[Lifted]) -> frozenset[tuple[str, str]]:
    """Words with a capital that stand inside a line, each with the word before it."""
    pairs: set[tuple[str, str]] = set()
    for line in lines:
        words = line.text.split()
        for first, second in itertools.pairwise(words):
            if second[0].isupper() and first[-1] not in ".!?:;":
                pairs.add(_pair(first, second))
    return frozenset(pairs)


def _pair(first: str, second: str) -> tuple[str, str]:
    return first.strip(_PUNCTUATION), second.strip(_PUNCTUATION)


def _first_word(text: str) -> str:
    return text.split(" ", 1)[0]


def _is_acronym(text: str) -> bool:
    word = _first_word(text).strip(_PUNCTUATION)
    return len(word) > 1 and word.isupper()


def _bullet_breaks(before: str) -> bool:
    """A dash opens an item after a finished line; elsewhere it is the dash of “kinh tế - xã hội”."""
    return ends_sentence(before) or before[-1] in ":;,"


def _opens_with_capital(text: str) -> bool:
    for letter in text[:3]:
        if letter.isalpha():
            return letter.isupper()
        if letter.isdigit() or letter not in "“\"'‘(*[":
            return False
    return False


def all_capitals(text: str) -> bool:
    """Whether a line is set in capitals (an acronym alone is not)."""
    letters = [letter for letter in text if letter.isalpha()]
    return (
        len(letters) > 7 and " " in text and sum(letter.isupper() for letter in letters) > 0.9 * len(letters)
    )


def _small_capitals(text: str) -> bool:
    """A short rest of a line in capitals: `NHIỆM KỲ 2025`, `HIỆN`."""
    return len(text) < 40 and text.isupper() and not text.endswith(".")


def heads(group: Sequence[Lifted]) -> bool:
    """Whether the lines so far read like the start of a heading: numbered, and no sentence ends in them."""
    number = read_number(group[0].text)
    if number is None or number.rank >= Rank.PAREN:
        return False
    return len(group) < 4 and not any(
        ". " in line.text[number.end :] or ends_sentence(line.text) for line in group
    )


def ends_sentence(text: str) -> bool:
    """Whether a text ends where a sentence may end."""
    stripped = text.rstrip(_CLOSERS)
    return bool(stripped) and stripped[-1] in _TERMINAL
