"""What a page's lines make: paragraphs column by column, tables, and the notes below their rule."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from corpus.read.numbering import opens_item
from corpus.read.pdfcolumns import Stretch, read_columns
from corpus.read.pdfgrid import Box
from corpus.read.pdfletters import Line, joined_words
from corpus.read.pdfpages import Page

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_BLANK = 0.3  # of a letter's size: a line ends its paragraph if the next word had room behind such a blank
_INDENT = 6.0  # points
_GAP = 1.45  # times the usual distance of lines
_NARROWEST = 11  # letters' sizes that a column of running text is wide
_MARK = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_LEAD = re.compile(r"(\d{1,3})(?:\s+|(?=[^\W\d_]))")
_LOOSE = re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]) ([.,;:)])")  # a blank that the library put after a raised mark
_NUMBER = re.compile(r"[-–—\s]*\d{1,4}[-–—\s]*")


def drop_repeated(pages: Sequence[Page]) -> None:
    """Headers and footers: the same words (but for numbers) at the same height of three pages or more."""
    seen = Counter(_place(line, page) for page in pages for line in page.lines if _at_edge(line, page))
    for page in pages:
        page.lines = [
            line
            for line in page.lines
            if not (
                _at_edge(line, page) and (seen[_place(line, page)] > 2 or _NUMBER.fullmatch(line.words()))
            )
        ]


def _at_edge(line: Line, page: Page) -> bool:
    return line.box.bottom > 0.92 * page.height or line.box.top < 0.08 * page.height


def _place(line: Line, page: Page) -> tuple[str, int]:
    return re.sub(r"\d+", "#", line.words()), round(line.box.bottom / page.height * 100)


def read_blocks(page: Page, marks: set[str], edge: float) -> tuple[list[str], list[str]]:
    """The page's paragraphs and tables from the top down, and its notes; `marks` grows page by page."""
    body, notes = _part_notes(page)
    parts = [(table.grid.box.top, table.rows()) for table in page.tables]
    for stretch in read_columns(body):
        parts += _written_stretch(stretch, edge)
    marks.update(mark for line in body for mark in _MARK.findall(line.words()))
    return (
        [words for _, words in sorted(parts, key=lambda part: -part[0])],
        [_as_note(_joined(note), marks) for note in _notes(notes, marks)],
    )


def _written_stretch(stretch: Stretch, edge: float) -> Iterator[tuple[float, str]]:
    """Its paragraphs, each with the height at which it is read."""
    if stretch.rows:
        yield stretch.top, "\n".join(map("\t".join, stretch.rows))
    own = max((line.box.right for line in stretch.lines), default=0.0)
    if stretch.beside and not _is_running(stretch.lines, own):
        yield from ((stretch.top, _as_paragraph([line])) for line in stretch.lines)
        return
    for paragraph in _paragraphs(stretch.lines, own if stretch.beside else max(own, edge)):
        yield stretch.top if stretch.beside else paragraph[0].box.top, _as_paragraph(paragraph)


def _is_running(lines: Sequence[Line], edge: float) -> bool:
    """Whether most lines are full, as those of a column of text are and those of a letterhead are not."""
    left = min(line.box.left for line in lines)
    width, size = edge - left, lines[0].size
    full = [line for line in lines if edge - line.box.right < 0.2 * width and line.box.left - left < 2 * size]
    return width > _NARROWEST * size and len(full) > 0.6 * len(lines)


def _as_paragraph(lines: Sequence[Line]) -> str:
    words = _joined(lines)
    return f"**{words}**" if lines[0].bold else words


def _part_notes(page: Page) -> tuple[list[Line], list[Line]]:
    """Lines above and below the rule of the notes, or the first line that opens with a raised number."""
    lines = sorted(page.lines, key=lambda line: -line.box.top)
    if not lines:
        return [], []
    usual = median(line.size for line in lines)
    edge = max((rule.top for rule in page.rules if _parts_notes(rule, lines)), default=None)
    if edge is not None:
        above = [one for one in lines if one.box.bottom >= edge]
        return above, lines[len(above) :]
    for index, line in enumerate(lines):
        small = all(one.size <= usual for one in lines[index:])
        if _opens_note(line) and small and line.box.top < 0.6 * page.height:
            first = index
            while first and lines[first - 1].size < 0.95 * usual:
                first -= 1
            return lines[:first], lines[first:]
    return lines, []


def _parts_notes(rule: Box, lines: Sequence[Line]) -> bool:
    """Whether a rule stands above a line that opens a note, or above small letters alone."""
    below = [line for line in lines if line.box.top < rule.top + 2]
    usual = median(line.size for line in lines)
    return bool(below) and (any(map(_opens_note, below)) or all(line.size < 0.95 * usual for line in below))


def _opens_note(line: Line) -> bool:
    return line.words().startswith(tuple("⁰¹²³⁴⁵⁶⁷⁸⁹"))


def _as_note(words: str, marks: set[str]) -> str:
    """The note's words with its number raised, though the page may print it level."""
    lead = _LEAD.match(words)
    if lead is None or lead.group(1).translate(_SUPERSCRIPTS) not in marks:
        return words
    return f"{lead.group(1).translate(_SUPERSCRIPTS)} {words[lead.end() :]}"


def _notes(lines: Sequence[Line], marks: set[str]) -> Iterator[list[Line]]:
    note: list[Line] = []
    for line in lines:
        if note and (_opens_note(line) or _as_note(line.words(), marks) != line.words()):
            yield note
            note = []
        note.append(line)
    if note:
        yield note


def _paragraphs(lines: Sequence[Line], edge: float) -> Iterator[list[Line]]:
    """Lines that belong together; `edge`: how far to the right lines of this column go."""
    if not lines:
        return
    left = Counter(round(line.box.left) for line in lines).most_common(1)[0][0]
    steps = [first.base - second.base for first, second in pairwise(lines)]
    usual = median([step for step in steps if step > 0] or [0])
    paragraph = [lines[0]]
    for line, step in zip(lines[1:], steps, strict=True):
        if _ends(paragraph, line, left, edge) or (usual and step > _GAP * usual):
            yield paragraph
            paragraph = []
        paragraph.append(line)
    yield paragraph


def _ends(paragraph: Sequence[Line], below: Line, left: float, edge: float) -> bool:
    line, start = paragraph[-1], below.box.left
    room = edge - line.box.right - _BLANK * line.size
    short = room > below.first_word()
    indented = start > left + _INDENT and line.box.left <= start - _INDENT and not _hangs(paragraph, start)
    hung = len(paragraph) > 1 and _hangs(paragraph[:1], line.box.left)
    outdented = hung and start < line.box.left - _INDENT
    alike = start > left + _INDENT and abs(start - paragraph[0].box.left) < _INDENT / 2
    opens = alike and opens_item(below.words())  # indented as the line above, which was full by chance
    unlike = line.bold != below.bold or abs(line.size - below.size) > 0.6
    return short or indented or outdented or opens or unlike or _opens_note(below)


def _hangs(paragraph: Sequence[Line], start: float) -> bool:
    """Whether a line that starts here goes on an item, below the first word behind its number."""
    starts = paragraph[0].starts()
    return len(paragraph) == 1 and len(starts) == 2 and abs(starts[1][0] - start) < 0.75 * paragraph[0].size


def right_edges(pages: Sequence[Page]) -> dict[tuple[int, int], float]:
    """How far to the right lines go on pages of a size: where most of them end, or the longest."""
    ends: dict[tuple[int, int], list[float]] = {}
    for page in pages:
        ends.setdefault(page.size, []).extend(line.box.right for line in page.lines)
    return {size: _usual_end(rights) for size, rights in ends.items() if rights}


def _usual_end(rights: Sequence[float]) -> float:
    (end, times), *_ = Counter(round(right / 2) * 2 for right in rights).most_common(1)
    justified = times > max(3, len(rights) / 5)
    return float(end) if justified else max(rights)


def _joined(lines: Sequence[Line]) -> str:
    return _LOOSE.sub(r"\1\2", " ".join(joined_words(lines)))


def join_notes(pages: Sequence[tuple[list[str], list[str]]]) -> None:
    """A note that goes on below the next page's rule, whole again."""
    for (_, before), (_, notes) in pairwise(pages):
        if before and notes and _MARK.match(notes[0]) is None:
            before[-1] += f" {notes.pop(0)}"
