"""Paragraphs whole again: what a break of page, footnotes, or both cut in two is joined.

A page ends with its notes, often in the middle of a sentence; a note may run over several paragraphs without
a mark, and may itself be cut by the next page. What follows the notes therefore goes on with the last
unfinished paragraph, or with the last note, or starts anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.read.lifted import join
from corpus.read.numbering import Rank, read_number
from corpus.read.pieces import Piece, PieceKind

_STOPS = frozenset(".!?…")
_HALTS = frozenset(".!?…;:")
_CLOSERS = "”\"')]’»› "
_NEAR = 300  # pieces
_AHEAD = 6  # paragraphs that a note may run on for


def stitch(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces with every interrupted paragraph and note joined."""
    return _Stitcher(pieces).stitch()


@dataclass(slots=True)
class _Open:
    """A paragraph or note under way."""

    place: int  # in the pieces given out
    parts: list[Piece]

    @property
    def last(self) -> str:
        return self.parts[-1].text.text


class _Stitcher:
    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._pieces = pieces
        self._out: list[list[Piece]] = []
        self._tail: int | None = None  # the last paragraph, while only notes and furniture follow it
        self._note: int | None = None
        self._noted = False  # notes stand between the tail and here
        self._waiting: dict[str, int] = {}  # marks seen whose notes are still to come, and where they stood

    def stitch(self) -> list[Piece]:
        for index, piece in enumerate(self._pieces):
            if piece.kind is PieceKind.PROSE:
                self._add_prose(index, piece)
            else:
                self._out.append([piece])
                if piece.kind is PieceKind.NOTE:
                    self._note, self._noted = len(self._out) - 1, True
                    self._waiting.pop(piece.number, None)
                    self._waiting.update((mark.number, mark.span.start) for mark in piece.text.marks)
                elif piece.kind is PieceKind.GRID:
                    self._tail = None
        return [_joined(parts) for parts in self._out]

    def _add_prose(self, index: int, piece: Piece) -> None:
        self._place_prose(index, piece)
        self._waiting.update((mark.number, mark.span.start) for mark in piece.text.marks)

    def _place_prose(self, index: int, piece: Piece) -> None:
        if self._note is not None and self._continues_note(index, piece, self._out[self._note][-1].text.text):
            self._out[self._note].append(piece)
        elif self._tail is not None and goes_on(self._out[self._tail], piece):
            self._out[self._tail].append(piece)
            self._noted = False
        else:
            self._out.append([piece])
            self._tail, self._noted = len(self._out) - 1, False

    def _tail_parts(self) -> list[Piece]:
        return [] if self._tail is None else self._out[self._tail]

    def _continues_note(self, index: int, piece: Piece, note: str) -> bool:
        """Whether a paragraph is more of the last note, which the page may have cut or which has two."""
        text = piece.text.text
        if self._stands_among_notes(index):
            return True
        if _is_item(text) or piece.text.marks:
            return False
        parts = self._tail_parts()
        tail = parts[-1].text.text if parts else ""
        if parts and _reads_as_heading(parts):
            cut = self._noted and starts_low(text) and is_open(note)
            return cut and self._fit(index, note, text) >= self._fit(index, tail, text)
        if tail and (is_open(tail) or (self._noted and not is_over(tail))):
            return not is_open(text) and self._interrupts(index, text, note, tail)
        return starts_low(text) and is_open(note)

    def _interrupts(self, index: int, text: str, note: str, tail: str) -> bool:
        """Whether a finished paragraph is the note's, because the unfinished tail still goes on after it."""
        if self._noted:
            return self._tail_goes_on_later(index)
        if not is_open(note):
            return False
        return self._tail_goes_on_later(index) or (
            starts_low(text) and self._fit(index, note, text) > self._fit(index, tail, text)
        )

    def _stands_among_notes(self, index: int) -> bool:
        """Notes before it, and after it one whose mark stood before them: the page's notes are not over."""
        if not self._noted or self._note is None:
            return False
        notes_start = self._out[self._note][0].start
        for following in self._pieces[index : index + _AHEAD]:
            if following.kind is PieceKind.NOTE:
                return self._waiting.get(following.number, notes_start) < notes_start
            if following.kind is PieceKind.GRID or following.text.marks:
                return False
        return False

    def _fit(self, index: int, before: str, after: str) -> int:
        """How often the words on either side of a break stand side by side near by (“mô | hình”)."""
        pair = f"{before.rsplit(maxsplit=1)[-1]} {after.split(maxsplit=1)[0]}".lower()
        near = self._pieces[max(0, index - _NEAR) : index + _NEAR]
        return sum(piece.text.text.lower().count(pair) for piece in near)

    def _tail_goes_on_later(self, index: int) -> bool:
        """After finished paragraphs, and maybe notes, comes one that only the tail can have been cut from."""
        for following in self._pieces[index + 1 : index + 1 + 2 * _AHEAD]:
            if following.kind is PieceKind.GRID:
                return False
            if following.kind is PieceKind.PROSE:
                text = following.text.text
                if starts_low(text):
                    return True
                if is_open(text) or _is_item(text):
                    return False
        return False


def goes_on(parts: Sequence[Piece], piece: Piece) -> bool:
    """Whether a paragraph that came to `parts` goes on with `piece`."""
    before, after = parts[-1].text.text, piece.text.text
    if not before or not after:
        return False
    if starts_low(after):
        return not is_over(before)
    if _is_item(after) or not is_open(before) or piece.bold or _is_caps(after):
        return False
    if after[0].isdigit() or after[0] in '(“"':
        return not _reads_as_heading(parts)
    return _is_running(parts) and not _reads_as_heading(parts)


def _is_running(parts: Sequence[Piece]) -> bool:
    """Long enough, or with enough in it, to be running text and not a title without a full stop."""
    text = " ".join(part.text.text for part in parts)
    return len(text) > 150 or ". " in text or (len(text) > 70 and ("," in text or ";" in text))


def starts_low(text: str) -> bool:
    """Whether a paragraph starts in the middle of a sentence."""
    if read_number(text) is not None:
        return False
    first = text[:1]
    if first in ".,;:)%":
        return True
    letter = next((letter for letter in text[:4] if letter.isalpha()), "")
    return letter.islower() and (first.isalpha() or first in "“\"'‘") and not _small_item(text)


def _small_item(text: str) -> bool:
    return len(text) > 1 and text[1] in ").}"


def is_open(text: str) -> bool:
    """Whether a text stops before its sentence does."""
    return text.rstrip(_CLOSERS)[-1:] not in _HALTS


def is_over(text: str) -> bool:
    """Whether a text ends where only a new sentence can follow."""
    return text.rstrip(_CLOSERS)[-1:] in _STOPS


def _is_item(text: str) -> bool:
    return read_number(text) is not None


def _is_caps(text: str) -> bool:
    letters = [letter for letter in text[:200] if letter.isalpha()]
    return len(letters) > 3 and sum(letter.isupper() for letter in letters) > 0.85 * len(letters)


def _reads_as_heading(parts: Sequence[Piece]) -> bool:
    """Numbered and short without a sentence's end, in capitals, or bold: its words need no full stop."""
    text = " ".join(part.text.text for part in parts)
    if parts[0].bold or _is_caps(text) or _is_caps(parts[0].text.text):
        return True
    number = read_number(text)
    if number is None or number.rank == Rank.BULLET:
        return False
    return len(text) < 260 and ". " not in text[number.end :]


def _joined(parts: list[Piece]) -> Piece:
    if len(parts) == 1:
        return parts[0]
    return replace(parts[0], text=join(part.text for part in parts))
