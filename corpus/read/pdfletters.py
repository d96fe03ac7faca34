"""The letters of a PDF's page, and the lines that they make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from ctypes import byref, c_int, create_string_buffer
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from corpus.read.oldfonts import OldFont, as_unicode, join_vni, old_font
from corpus.read.pdfgrid import Box

if TYPE_CHECKING:
    from pypdfium2 import PdfPage, PdfTextPage

_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_SMALL = 0.92  # a mark's letters are at most this share of its line's: of Word 0.65, of browsers 0.9
_RAISED = 0.12  # and stand at least this share of a letter above the line
_BOLD = 600  # the weight of a font from which it is bold
_GULF = 2.0  # letters' sizes between two words that belong to different columns
_UNLIKE = 3.0  # and as many times the line's usual blank


class Letter(NamedTuple):
    """A character with its place and size."""

    sign: str
    left: float
    bottom: float
    right: float
    top: float
    size: float
    bold: bool = False

    def follows(self, before: Letter) -> bool:
        """Whether it is a sign right behind a letter: a low comma belongs to that one's cell."""
        near = -0.5 * self.size < self.left - before.right < 0.5 * self.size
        return not self.sign.isalnum() and not before.sign.isspace() and near


@dataclass(slots=True, eq=False)  # a line is itself, whatever another says
class Line:
    """A line of letters in the order in which the file gives them."""

    letters: list[Letter] = field(default_factory=list)
    whole: Line | None = None  # the line that this one was cut out of

    @property
    def inked(self) -> list[Letter]:
        """The letters that can be seen."""
        return [letter for letter in self.letters if not letter.sign.isspace()]

    @property
    def size(self) -> float:
        """The usual size of its letters."""
        return median(letter.size for letter in self.inked)

    @property
    def base(self) -> float:
        """The height that its letters stand on."""
        return median(letter.bottom for letter in self.inked)

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(letter.bold for letter in self.inked)

    @property
    def box(self) -> Box:
        """Where it lies."""
        inked = self.inked
        return Box(
            min(one.left for one in inked),
            min(one.bottom for one in inked),
            max(one.right for one in inked),
            max(one.top for one in inked),
        )

    def words(self) -> str:
        """Its text, small raised digits as superscripts."""
        inked = self.inked
        if not inked:
            return ""
        largest = max(letter.size for letter in inked)
        base = median(letter.bottom for letter in inked if letter.size > _SMALL * largest)
        return "".join(
            one.sign.translate(_SUPERSCRIPTS) if _is_mark(one, largest, base) else one.sign
            for one in self.letters
        ).strip()

    def first_word(self) -> float:
        """How wide its first word is, blanks that do not part lines included."""
        return self.starts()[0][1] - self.starts()[0][0]

    def each_word(self) -> list[Line]:
        """Its words as lines of their own."""
        found: list[Line] = []
        inside = False
        for letter in self.letters:
            blank = letter.sign.isspace()
            if not blank and inside:
                found[-1].letters.append(letter)
            elif not blank:
                found.append(Line([letter], whole=self))
            inside = not blank
        return found

    def starts(self) -> list[tuple[float, float]]:
        """From where to where its first two words go."""
        found: list[tuple[float, float]] = []
        inside = False
        for letter in self.letters:
            if letter.sign in " \t\n\r":
                inside = False
            elif letter.sign.isspace():
                continue
            elif inside:
                found[-1] = found[-1][0], max(found[-1][1], letter.right)
            elif len(found) == 2:
                break
            else:
                found.append((letter.left, letter.right))
                inside = True
        return found

    def _is_of_numbers(self) -> bool:
        words = self.words().split()
        return 2 * sum(any(map(str.isdigit, word)) for word in words) >= len(words)

    def leaves(self, letter: Letter) -> bool:
        """Whether a letter stands on another line than the last one here."""
        last = next((one for one in reversed(self.letters) if not one.sign.isspace()), None)
        if last is None:
            return False
        apart = abs((last.top + last.bottom) - (letter.top + letter.bottom)) / 2
        return apart > max(last.size, letter.size, last.top - last.bottom)

    def parts(self) -> list[Line]:
        """The line cut where its words lie far apart, as the cells of a row without rules do."""
        inked = self.inked
        gaps = [after.left - before.right for before, after in pairwise(inked)]
        blanks = [gap for gap in gaps if gap > 0.15 * self.size]
        least = min(blanks, default=0.0)
        wide = _GULF * self.size
        if least <= wide or not self._is_of_numbers():  # words set wide apart are one line all the same
            wide = max(wide, _UNLIKE * least)
        cuts = [after for (_, after), gap in zip(pairwise(inked), gaps, strict=True) if gap > wide]
        if not cuts:
            return [self]
        parts = [Line(whole=self)]
        waiting = iter([*cuts, None])
        cut = next(waiting)
        for letter in self.letters:
            if letter is cut:
                parts.append(Line(whole=self))
                cut = next(waiting)
            parts[-1].letters.append(letter)
        return parts


def _is_mark(letter: Letter, largest: float, base: float) -> bool:
    return (
        letter.sign.isdigit()
        and letter.size <= _SMALL * largest
        and letter.bottom >= base + _RAISED * largest
    )


def read_letters(page: PdfPage) -> list[Letter]:
    """The page's letters in the order of the file; those of old fonts in Unicode."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415 -- an optional part

    words = page.get_textpage()
    found: list[Letter] = []
    bold, old, size = False, None, 0.0
    for index in range(words.count_chars()):
        sign = chr(pdfium.FPDFText_GetUnicode(words, index))
        left, bottom, right, top = words.get_charbox(index)
        before, size = size, pdfium.FPDFText_GetFontSize(words, index)
        if size != before or not found or found[-1].sign.isspace():  # a font changes between words
            bold, old = _font_of(words, index)
        if old is OldFont.VNI and found and (joined := join_vni(found[-1].sign, sign)):
            found[-1] = found[-1]._replace(sign=joined, right=max(right, found[-1].right))
            continue
        if old in {OldFont.TCVN3, OldFont.TCVN3_CAPITALS}:
            sign = as_unicode(sign, old)
        found.append(Letter(sign, left, bottom, right, top, size, bold))
    words.close()
    return found


def _font_of(words: PdfTextPage, index: int) -> tuple[bool, OldFont | None]:
    """Whether a letter is bold, and the encoding of its font where that is an old one."""
    import pypdfium2.raw as pdfium  # noqa: PLC0415

    name, flags = create_string_buffer(256), c_int(0)
    pdfium.FPDFText_GetFontInfo(words, index, name, len(name), byref(flags))
    heavy = pdfium.FPDFText_GetFontWeight(words, index) >= _BOLD
    plain = name.value.decode("latin-1")
    return heavy or "bold" in plain.lower(), old_font(plain)


def whole_lines(lines: Iterable[Line]) -> list[Line]:
    """Lines that a raised mark had cut in two, whole again."""
    whole: list[Line] = []
    for line in lines:
        if whole and _goes_on(whole[-1], line):
            whole[-1].letters.extend(line.letters)
        else:
            whole.append(line)
    return whole


def _goes_on(before: Line, line: Line) -> bool:
    """Whether a line lies right of another at the same height, no wider gap than a letter between."""
    last, first = before.box, line.box
    return level(last, first) and -2 <= first.left - last.right < 1.5 * before.size


def level(one: Box, other: Box) -> bool:
    """Whether two boxes lie at the same height, as words of one line do."""
    low, high = max(one.bottom, other.bottom), min(one.top, other.top)
    return high - low > 0.5 * min(one.top - one.bottom, other.top - other.bottom)


def joined_words(lines: Sequence[Line]) -> Iterator[str]:
    """Each line's words, blanks as one."""
    return (" ".join(line.words().split()) for line in lines)
