"""Which line of a text dump is body, note, mark or furniture.

A page of such a dump is: body lines with blank lines between, a rule (a long line of blanks), the page's
notes, each after its number;
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from corpus.read.lifted import Cut, CutKind
from corpus.report import Span


class Zone(StrEnum):
    """Where on the page a line stands."""

    BODY = "body"
    NOTES = "notes"
    FURNITURE = "furniture"
    BLANK = "blank"


@dataclass(slots=True)
class DumpLine:
    """A line of a dump; what it is gets known step by step."""

    index: int
    span: Span
    text: str  # without blanks at its ends
    at: int  # where its text starts in the source
    zone: Zone = Zone.BODY
    note: str | None = None  # the number, where a note starts here
    lead: Span | None = None  # where that number stands
    cuts: list[Cut] = field(default_factory=list)
    is_mark: bool = False  # nothing but a mark

    @property
    def indented(self) -> bool:
        """Whether a blank opens the line, as at the top of a page."""
        return self.at > self.span.start


_ALONE = re.compile(r"\d{1,3}")
_LEADING = re.compile(r"(\d{1,3})(?:\s*)(?=[^\W\d_]|[“\"(\[*+-])")
_RULE_BLANKS = 20
_REACH = 400  # lines above a note in which its mark may stand
_RULE = re.compile(r"[_‗=-]{6,}|[_\s]{8,}")
_CHAPTER = re.compile(r"(?:[IVX]{1,5}|[A-H])\s?[-–.]+\s{0,2}(?=\S)|(?=PHỤ LỤC\b|PHẦN THỨ\b)")
_LEAST = 8  # letters of a heading in capitals that is no acronym
_FURNITURE = re.compile(
    r"[*_=\-–—·•~#|\f][\s*_=\-–—.·•~#|\f]*|(?:Trang|trang|Page)\s+\d{1,4}(?:\s*/\s*\d{1,4})?|[-–—]\s?\d{1,4}\s?[-–—]"
)


def sort_lines(source: str, lines: list[Span], *, last_note: int = 0) -> tuple[list[DumpLine], int]:
    """Every line that is not blank, with its zone; marks are cut out. And the last note's number."""
    sorter = _Sorter([_line(source, index, span) for index, span in enumerate(lines)], last_note)
    return sorter.sort(), sorter.last_note


def _line(source: str, index: int, span: Span) -> DumpLine:
    written = source[span.start : span.end]
    text = written.strip()
    zone = Zone.BODY if text else Zone.BLANK
    return DumpLine(index, span, text, span.start + len(written) - len(written.lstrip()), zone)


class _Sorter:
    """One walk for the notes, one for the marks that they wait for."""

    def __init__(self, lines: list[DumpLine], last_note: int) -> None:
        self._lines = lines
        self.last_note = last_note
        self._inked = [line for line in lines if line.text]
        self._pending: list[int] = []  # marks seen whose notes are still to come

    def sort(self) -> list[DumpLine]:
        self._find_notes()
        self._find_marks()
        for line in self._inked:
            if line.zone is Zone.BODY and not line.is_mark and _FURNITURE.fullmatch(line.text):
                line.zone = Zone.FURNITURE
        return self._inked

    def _find_notes(self) -> None:
        in_notes = False
        for line in self._lines:
            if not line.text:
                in_notes = in_notes or (len_of(line) >= _RULE_BLANKS and self._note_follows(line.index))
            elif not in_notes and self._is_rule(line):
                line.zone, in_notes = Zone.FURNITURE, True
            elif in_notes or self._starts_notes_without_rule(line):
                in_notes = self._sort_note_line(line)
            elif _ALONE.fullmatch(line.text) and self._touches_text(line):
                self._pending.append(int(line.text))

    def _is_rule(self, line: DumpLine) -> bool:
        return _RULE.fullmatch(line.text) is not None and self._note_follows(line.index, strict=True)

    def _note_follows(self, index: int, *, strict: bool = False) -> bool:
        following = self._next_inked(index)
        if following is None:
            return False
        number = _opening_number(following.text)
        if number is None:
            return not strict and self.last_note > 0 and not following.indented
        return number == self.last_note + 1 or number in self._pending or number == 1

    def _next_inked(self, index: int) -> DumpLine | None:
        for line in self._lines[index + 1 : index + 8]:
            if line.text:
                return line
        return None

    def _starts_notes_without_rule(self, line: DumpLine) -> bool:
        """The rule got lost: a number whose mark was already seen comes again, with words after it."""
        if not _ALONE.fullmatch(line.text) or not self._pending:
            return False
        number = int(line.text)
        return number == self._pending[0] and number == self.last_note + 1

    def _sort_note_line(self, line: DumpLine) -> bool:
        """Whether the notes go on with this line."""
        number = _opening_number(line.text)
        if number is not None and self._ends_its_words(line):
            line.zone, line.is_mark = Zone.NOTES, True
            line.cuts.append(Cut(line.at, line.at + len(line.text), CutKind.MARK, line.text))
            return True
        if number is not None and (number == self.last_note + 1 or self._opens_restart(number, line)):
            self._open_note(line, number)
            return True
        if _ALONE.fullmatch(line.text) and not self._touches_text(line):
            line.zone = Zone.FURNITURE
            return False
        if (line.indented and not self._follows_lead(line)) or "\f" in line.text or _opens_chapter(line.text):
            return False
        line.zone = Zone.NOTES
        return True

    def _ends_its_words(self, line: DumpLine) -> bool:
        """A number alone that words stand right before and punctuation after: a mark that a note bears."""
        following = self._next_inked(line.index)
        return (
            _ALONE.fullmatch(line.text) is not None
            and self._touches_text(line)
            and following is not None
            and following.text[0] in ".,;:)"
        )

    def _opens_restart(self, number: int, line: DumpLine) -> bool:
        """A number out of turn still opens a note where it is alone on its line, or restarts the count."""
        return _ALONE.fullmatch(line.text) is not None and (number in self._pending or number == 1)

    def _open_note(self, line: DumpLine, number: int) -> None:
        line.zone, line.note = Zone.NOTES, str(number)
        line.lead = Span(line.at, line.at + len(str(number)))
        self.last_note = number
        self._pending = [waiting for waiting in self._pending if waiting != number]

    def _follows_lead(self, line: DumpLine) -> bool:
        before = self._lines[line.index - 1] if line.index else line
        if not before.text and line.index > 1:
            before = self._lines[line.index - 2]
        return before.note is not None and _ALONE.fullmatch(before.text) is not None

    def _touches_text(self, line: DumpLine) -> bool:
        return line.index > 0 and bool(self._lines[line.index - 1].text)

    def _find_marks(self) -> None:
        """Give each note its mark in the body: alone on a line, glued to a word, or after a blank."""
        body = [line for line in self._inked if line.zone is Zone.BODY]
        alone = {line.index for line in body if _ALONE.fullmatch(line.text)}
        position, before = 0, None
        for note in (line for line in self._inked if line.note is not None):
            place = self._find_mark(note, body, alone, position)
            if place is None and before is not None:
                self._find_inner_mark(note, before)
            position, before = position if place is None else place, note
        for line in body:
            if line.index in alone and not line.is_mark:
                self._unbound(line)

    def _find_inner_mark(self, note: DumpLine, before: DumpLine) -> None:
        """A note without a mark in the body may have it in the note before."""
        reach = [line for line in self._lines[before.index : note.index] if line.zone is Zone.NOTES]
        if not any(cut.number == note.note for line in reach for cut in line.cuts):
            _cut_mark(note.note or "", reach)

    def _find_mark(self, note: DumpLine, body: list[DumpLine], alone: set[int], position: int) -> int | None:
        """Where in the body the note's mark was found."""
        number = note.note or ""
        stop = position
        while stop < len(body) and body[stop].index < note.index:
            stop += 1
        reach = body[max(position, stop - _REACH) : stop]
        position = stop - len(reach)
        for offset, line in enumerate(reach):
            if line.index in alone and line.text == number and not line.is_mark and self._reads_as_mark(line):
                line.is_mark = True
                line.cuts.append(Cut(line.at, line.at + len(number), CutKind.MARK, number))
                return position + offset
        found = _cut_mark(number, [line for line in reach if line.index not in alone])
        return None if found is None else position + reach.index(found)

    def _reads_as_mark(self, line: DumpLine) -> bool:
        """A mark touches the words before it, or punctuation or a small letter follows it."""
        if self._touches_text(line):
            return True
        following = self._next_inked(line.index)
        return following is not None and (following.text[0] in ".,;:)" or following.text[0].islower())

    def _unbound(self, line: DumpLine) -> None:
        """A number that no note waits for: a mark without note where it touches words, else a page's."""
        following = self._next_inked(line.index)
        if self._touches_text(line) and following is not None and following.text[0] in ".,;:)":
            line.is_mark = True
            line.cuts.append(Cut(line.at, line.at + len(line.text), CutKind.MARK, line.text))
        else:
            line.zone = Zone.FURNITURE


def _opens_chapter(text: str) -> bool:
    """Whether a line is what no note says: a chapter's heading in capitals, or an appendix's."""
    found = _CHAPTER.match(text)
    return found is not None and text[found.end() :].isupper() and len(text) - found.end() >= _LEAST


def _cut_mark(number: str, reach: list[DumpLine]) -> DumpLine | None:
    """The line in which a mark is glued to a word or follows one, its mark cut out."""
    for pattern in _mark_patterns(number):
        for line in reach:
            found = pattern.search(line.text, line.lead.end - line.at if line.lead else 0)
            if found:
                line.cuts += _mark_cuts(line.at + found.start("mark"), number, found)
                return line
    return None


def len_of(line: DumpLine) -> int:
    """The line's length with its blanks."""
    return line.span.end - line.span.start


def _opening_number(text: str) -> int | None:
    if _ALONE.fullmatch(text):
        return int(text)
    found = _LEADING.match(text)
    return int(found[1]) if found else None


def _mark_patterns(number: str) -> tuple[re.Pattern[str], ...]:
    return (
        re.compile(rf"(?<=[^\W\d_][^\W\d_A-Z])(?P<mark>{number})(?=[.,;:)\s…]|$)"),
        re.compile(rf"(?<=[)”\"%…'’\]])(?P<mark>{number})(?=[.,;:)\s…]|$)"),
        re.compile(rf"(?<=\b(?:19|20)\d\d)(?P<mark>{number})(?=[.,;:)\s…]|$)"),
        re.compile(rf"(?<=[^\W\d_])\s(?P<mark>{number})(?=\s?[.,;:](?:\s|$))"),
        re.compile(rf"(?<=[^\W\d_])\s(?P<mark>{number})$"),
    )


def _mark_cuts(start: int, number: str, found: re.Match[str]) -> list[Cut]:
    mark = Cut(start, start + len(number), CutKind.MARK, number)
    blank = (
        found.string[found.start() : found.start("mark")].isspace()
        if found.start() < found.start("mark")
        else False
    )
    return [Cut(start - 1, start, CutKind.VOID), mark] if blank else [mark]
