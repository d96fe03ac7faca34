"""What each paragraph is for: title, heading, table title, recipients, signature, item or plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.read.headings import Heading, is_capitals, read_heading
from corpus.read.lifted import join
from corpus.read.numbering import Rank, read_number
from corpus.read.pieces import Piece, PieceKind
from corpus.read.words import any_of
from corpus.report import BlockKind

_KIND = re.compile(rf"{any_of('kinds')}(?:\s*\([^)]{{0,60}}\))?")
_RECIPIENTS = re.compile(r"(?:Nơi nhận|NƠI NHẬN|Kính gửi|Nơi gửi)\s?:?")
_SIGNING = re.compile(rf"(?:T\s?/\s?M|TM|KT|K\s?/\s?T|TL|T\s?/\s?L|TUQ|Q)\.?\s|{any_of('signers')}(?:$|\s)")
_NAME = re.compile(r"(?:[^\W\d_a-z][^\W\d_]{0,7}\s){1,4}[^\W\d_a-z][^\W\d_]{0,7}")
_CAPTION = re.compile(r"(?:Bảng|BẢNG|Biểu|BIỂU|Phụ biểu|PHỤ BIỂU)\s+(?:số\s+)?\d{1,2}")
_ASIDE = re.compile(r"\(.*\)|(?:Đơn vị(?: tính)?|ĐVT)\s?:.*", re.DOTALL)
_UNNUMBERED_RANK = 25
_HEAD = 24  # pieces in which a title may stand


@dataclass(frozen=True, slots=True)
class Part:
    """A piece with its part in the report."""

    piece: Piece
    kind: BlockKind | None = None  # of a paragraph
    heading: Heading | None = None


def assign_roles(pieces: Sequence[Piece]) -> list[Part]:
    """Every piece with what it is for."""
    merged = _with_titles(pieces)
    titles = _table_titles(merged)
    return list(_Assigner(merged, titles, _title_place(merged)).parts())


def _with_titles(pieces: Sequence[Piece]) -> list[Piece]:
    """`Phần thứ nhất` and `PHỤ LỤC I` as one piece with the title on the lines below."""
    merged: list[Piece] = []
    waiting: int | None = None
    for piece in pieces:
        if waiting is not None and piece.kind is PieceKind.PROSE and _titles(merged[waiting], piece):
            merged[waiting] = replace(merged[waiting], text=join([merged[waiting].text, piece.text]))
            continue
        if piece.kind is not PieceKind.FURNITURE:
            waiting = None
        merged.append(piece)
        if piece.kind is PieceKind.PROSE and _wants_title(piece.text.text):
            waiting = len(merged) - 1
    return merged


def _wants_title(text: str) -> bool:
    number = read_number(text)
    return (
        number is not None
        and number.rank <= Rank.CHAPTER
        and (not text[number.end :].strip() or is_capitals(text[number.end :]))
        and bool(number.printed)
    )


def _titles(head: Piece, piece: Piece) -> bool:
    text = piece.text.text
    if read_number(text) is not None or len(text) > 400:
        return False
    return is_capitals(text) or (piece.bold and is_bare(head.text.text))


def is_bare(text: str) -> bool:
    """Whether a paragraph is nothing but its number."""
    number = read_number(text)
    return number is not None and not text[number.end :].strip()


def _title_place(pieces: Sequence[Piece]) -> int | None:
    """Which piece is the report's title: the one that names its kind, or the one below that."""
    prose = [index for index, piece in enumerate(pieces[:_HEAD]) if piece.kind is PieceKind.PROSE]
    for position, index in enumerate(prose):
        text = pieces[index].text.text
        if len(text) > 600 or (read_number(text) or _NO_NUMBER).rank < Rank.DIGIT_PAREN:
            return None
        found = _KIND.match(text)
        if found is None or not is_capitals(found.group()):
            continue
        if text[found.end() :].strip(" :*"):
            return index
        following = prose[position + 1] if position + 1 < len(prose) else None
        return following if following is not None and _reads_as_report_title(pieces[following]) else index
    return None


class _NoNumber:
    rank = 99


_NO_NUMBER = _NoNumber()


def _reads_as_report_title(piece: Piece) -> bool:
    text = piece.text.text
    if read_number(text) is not None or len(text) > 500:
        return False
    return piece.bold or is_capitals(text) or text.rstrip()[-1:] not in ".:;"


def _table_titles(pieces: Sequence[Piece]) -> dict[int, bool]:
    """The paragraphs that title a table, and whether each is an appendix of its own."""
    titles: dict[int, bool] = {}
    for index, piece in enumerate(pieces):
        if piece.kind is not PieceKind.GRID:
            continue
        back = index - 1
        found: list[int] = []
        while back >= 0 and pieces[back].kind in {PieceKind.PROSE, PieceKind.FURNITURE}:
            if pieces[back].kind is PieceKind.PROSE:
                if not _may_title(pieces[back]):
                    break
                found.append(back)
            back -= 1
        if all(_ASIDE.fullmatch(pieces[place].text.text) for place in found):
            continue
        titles.update({place: _is_appendix(pieces[place]) for place in found})
    return titles


def _may_title(piece: Piece) -> bool:
    text = piece.text.text
    if len(text) > 500 or _RECIPIENTS.match(text) or _SIGNING.match(text) or _is_name(text):
        return False
    number = read_number(text)
    if number is not None and number.rank > Rank.APPENDIX:
        return False
    return (
        is_capitals(text)
        or piece.bold
        or number is not None
        or bool(_CAPTION.match(text) or _ASIDE.fullmatch(text))
    )


def _is_name(text: str) -> bool:
    """Whether somebody signed with it: each word with a capital letter and small ones."""
    return _NAME.fullmatch(text) is not None and all(
        word[0].isupper() and word[1:].islower() for word in text.split()
    )


def _is_appendix(piece: Piece) -> bool:
    text = piece.text.text
    if _ASIDE.fullmatch(text):
        return False
    number = read_number(text)
    return is_capitals(text) or (number is not None and number.rank == Rank.APPENDIX)


class _Assigner:
    """One walk over the pieces."""

    def __init__(self, pieces: Sequence[Piece], titles: dict[int, bool], title: int | None) -> None:
        self._pieces, self._titles, self._title = pieces, titles, title
        self._prose = [index for index, piece in enumerate(pieces) if piece.kind is PieceKind.PROSE]
        self._closing = False  # recipients and signatures have begun
        self._items: dict[int, bool] = {}  # rank → whether its last number was an item

    def parts(self) -> Iterator[Part]:
        after = dict(zip(self._prose, self._prose[1:], strict=False))
        for index, piece in enumerate(self._pieces):
            if piece.kind is not PieceKind.PROSE:
                yield Part(piece)
                continue
            following = self._pieces[after[index]].text.text if index in after else ""
            yield self._part(index, piece, following)

    def _part(self, index: int, piece: Piece, following: str) -> Part:
        text = piece.text.text
        if index == self._title:
            return Part(piece, BlockKind.HEADING, Heading(None, text, Rank.TITLE))
        if index in self._titles:
            self._closing = False
            return Part(piece, BlockKind.TABLE_TITLE, self._appendix(text) if self._titles[index] else None)
        if (closing := self._closing_kind(text, following)) is not None:
            return Part(piece, closing)
        heading = self._heading(piece, following, index)
        if heading is not None:
            self._closing = False
            return Part(piece, BlockKind.HEADING, heading)
        number = read_number(text)
        if number is not None:
            self._items[number.rank] = True
        return Part(piece, BlockKind.ITEM if number else BlockKind.PARAGRAPH)

    def _appendix(self, text: str) -> Heading:
        heading = read_heading(text, "", bold=False)
        return heading if heading is not None and heading.title else Heading(None, text, Rank.APPENDIX)

    def _closing_kind(self, text: str, following: str) -> BlockKind | None:
        if _RECIPIENTS.match(text) and len(text) < 300:
            self._closing = not text.startswith("Kính")
            return BlockKind.RECIPIENTS
        if (
            _SIGNING.match(text)
            and is_capitals(text)
            and len(text) < 160
            and not self._before_body(following)
        ):
            self._closing = True
            return BlockKind.SIGNATURE
        if not self._closing:
            return None
        if text[:1] in "-–+•":
            return BlockKind.RECIPIENTS
        if (read_number(text) or _NO_NUMBER).rank < Rank.DIGIT_PAREN:
            return None
        return (
            BlockKind.SIGNATURE if _NAME.fullmatch(text) or (is_capitals(text) and len(text) < 80) else None
        )

    def _before_body(self, following: str) -> bool:
        """An issuer's line at the head of a report is followed by more of the head."""
        return not self._items and len(following) > 200

    def _heading(self, piece: Piece, following: str, index: int) -> Heading | None:
        text = piece.text.text
        heading = read_heading(text, following, bold=piece.bold)
        if heading is None:
            return self._unnumbered(piece, following, index)
        if self._items.get(heading.rank) and text.rstrip().endswith("."):
            return None  # its siblings are numbered paragraphs
        for rank in [rank for rank in self._items if rank > heading.rank]:
            del self._items[rank]
        self._items[heading.rank] = False
        return heading

    def _unnumbered(self, piece: Piece, following: str, index: int) -> Heading | None:
        text = piece.text.text
        if (
            read_number(text) is not None
            or len(text) > 300
            or text.rstrip()[-1:] in ".,;"
            or index < (self._title or 0)
        ):
            return None
        if is_capitals(text) and len(text.split()) > 1 and not _KIND.fullmatch(text) and self._items:
            opens = read_number(following)
            container = (
                opens is not None
                and opens.rank == Rank.ROMAN
                and opens.printed.startswith("I")
                and not opens.printed.startswith("II")
            )
            return Heading(None, text, Rank.PART if container else Rank.ROMAN)
        if piece.bold and len(text) < 200 and not is_capitals(text):
            return Heading(None, text.rstrip(": "), _UNNUMBERED_RANK)
        return None
