"""Hard-wrapped lines put together to paragraphs again.

A line goes on in the next one unless a paragraph, item or heading starts there; where both would read well,
the length of the lines decides: a wrapped line is full, so that the next one's first word would not have fitted.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.read.dumped import DumpLine
from corpus.read.lifted import Lifted, join
from corpus.read.numbering import Rank, read_number

_TERMINAL = frozenset(".!?…")
_CLOSERS = "”\"')]’ "
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
    widths = _widths([len(line.text) for line in lines])
    for index, line in enumerate(lines):
        if groups and not _breaks(lines, index, widths[index], groups[-1]):
            groups[-1].append(line)
        else:
            groups.append([line])
    return groups


def _widths(lengths: Sequence[int]) -> list[int]:
    """How wide the page is around each line."""
    return [
        max(lengths[max(0, index - _NEAR) : index + _NEAR], default=0) for index in range(len(lengths))
    ]


def _breaks(lines: Sequence[Lifted], index: int, width: int, group: Sequence[Lifted]) -> bool:
    """Whether a paragraph starts at `index`."""
    before, here = lines[index - 1].text, lines[index].text
    if not before or not here:
        return False
    number = read_number(here)
    if number is not None:
        return number.rank != Rank.BULLET or here[0] not in "-–—" or _bullet_breaks(before)
    if not _opens_with_capital(here):
        return False
    if _all_capitals(before) != _all_capitals(here):
        return True
    if _all_capitals(here):
        return False
    if heads(group):
        return _heading_ends(lines, index, width)
    is_full = len(before) + 1 + len(here.split(" ", 1)[0]) > width - 2
    if ends_sentence(before) or before[-1] in ":;":
        return not is_full or _looks_indented(lines, index, width)
    return not is_full and len(before) < width * 0.8


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


def _all_capitals(text: str) -> bool:
    letters = [letter for letter in text if letter.isalpha()]
    return len(letters) > 3 and sum(letter.isupper() for letter in letters) > 0.9 * len(letters)


def heads(group: Sequence[Lifted]) -> bool:
    """Whether the lines so far read like the start of a heading: numbered, and no sentence ends in them."""
    number = read_number(group[0].text)
    if number is None or number.rank >= Rank.PAREN:
        return False
    return len(group) < 4 and not any(". " in line.text[number.end :] or ends_sentence(line.text) for line in group)


def _heading_ends(lines: Sequence[Lifted], index: int, width: int) -> bool:
    """After a heading's line with a capital next: the next line is still title if it is short and unfinished itself."""
    here = lines[index].text
    if ends_sentence(here) or here[-1] in ":;,":
        return True
    if len(lines[index - 1].text) < width * 0.7 or index + 1 >= len(lines):
        return True
    following = lines[index + 1].text
    next_starts = _opens_with_capital(following) or read_number(following) is not None
    return not (next_starts and len(here) < width * 0.85)


def _looks_indented(lines: Sequence[Lifted], index: int, width: int) -> bool:
    """A paragraph's first line is shorter by its indent."""
    here = lines[index].text
    if index + 1 >= len(lines):
        return False
    following = lines[index + 1].text.split(" ", 1)[0]
    return len(here) + 1 + len(following) <= width


def ends_sentence(text: str) -> bool:
    """Whether a text ends where a sentence may end."""
    stripped = text.rstrip(_CLOSERS)
    return bool(stripped) and stripped[-1] in _TERMINAL
