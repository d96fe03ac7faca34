"""PDFs written by hand: each word where a test wants it, with or without a map to Unicode."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """A line of letters: where it starts, how large, in which font."""

    x: float
    y: float
    text: str
    size: float = 12
    font: str = "Times-Roman"


@dataclass(frozen=True, slots=True)
class Picture:
    """A grey picture, a byte for each dot."""

    width: int
    height: int
    shades: bytes


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its words, its strokes (x0, y0, x1, y1), how large and how turned."""

    words: Sequence[Words]
    strokes: Sequence[tuple[float, float, float, float]] = ()
    width: float = 595
    height: float = 842
    turned: int = 0
    picture: Picture | None = None  # over the whole page


def lines(*texts: str, x: float = 72, top: float = 770, step: float = 18, size: float = 12) -> list[Words]:
    """Lines one below the other."""
    return [Words(x, top - step * index, text, size) for index, text in enumerate(texts)]


def write_pdf(*sheets: Sheet, mapped: bool = True) -> bytes:
    """The file; without the map nobody can tell what its glyphs say."""
    objects: list[bytes] = [b"<</Type/Catalog/Pages 2 0 R>>", b""]
    fonts = {name: _add_font(objects, name, sheets, mapped=mapped) for name in _fonts(sheets)}
    used = "".join(f"/{_key(name)} {number} 0 R" for name, number in fonts.items())
    pages = []
    for sheet in sheets:
        drawing = _drawing(sheet, 0 if mapped else -29).encode()
        pictured = ""
        if sheet.picture:
            objects.append(_image(sheet.picture))
            pictured = f"/XObject<</P {len(objects)} 0 R>>"
        objects.append(b"<</Length %d>>stream\n%b\nendstream" % (len(drawing), drawing))
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {sheet.width} {sheet.height}]/Rotate {sheet.turned}"
            f"/Contents {len(objects)} 0 R/Resources<</Font<<{used}>>{pictured}>>>>".encode()
        )
        pages.append(len(objects))
    kids = " ".join(f"{number} 0 R" for number in pages)
    objects[1] = f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode()
    body = b"".join(b"%d 0 obj%b endobj\n" % (number, one) for number, one in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF"


def _fonts(sheets: Iterable[Sheet]) -> list[str]:
    return sorted({words.font for sheet in sheets for words in sheet.words})


def _key(font: str) -> str:
    return "F" + "".join(letter for letter in font if letter.isalnum())


def _add_font(objects: list[bytes], font: str, sheets: Iterable[Sheet], *, mapped: bool) -> int:
    letters = sorted({one for sheet in sheets for words in sheet.words for one in words.text})
    rows = "".join(f"<{ord(one):04X}> <{ord(one):04X}>\n" for one in letters)
    table = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange {len(letters)} beginbfchar\n{rows}"
        "endbfchar endcmap end end"
    ).encode()
    objects.append(b"<</Length %d>>stream\n%b\nendstream" % (len(table), table))
    objects.append(
        f"<</Type/FontDescriptor/FontName/{font}/Flags 4/FontBBox[0 -200 1000 800]/ItalicAngle 0/Ascent 800"
        "/Descent -200/CapHeight 700/StemV 80>>".encode()
    )
    objects.append(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{font}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        f"/Supplement 0>>/FontDescriptor {len(objects)} 0 R/DW 500>>".encode()
    )
    to_unicode = f"/ToUnicode {len(objects) - 2} 0 R" if mapped else ""
    objects.append(
        f"<</Type/Font/Subtype/Type0/BaseFont/{font}/Encoding/Identity-H{to_unicode}"
        f"/DescendantFonts[{len(objects)} 0 R]>>".encode()
    )
    return len(objects)


def _glyphs(text: str, shift: int) -> str:
    """The letters' places in the font; in a font of its own they begin with the blank at 3."""
    return "".join(f"{ord(letter) + shift:04X}" for letter in text)


def _drawing(sheet: Sheet, shift: int) -> str:
    strokes = "".join(f"{x0} {y0} m {x1} {y1} l S\n" for x0, y0, x1, y1 in sheet.strokes)
    shown = "".join(
        f"BT /{_key(one.font)} {one.size} Tf {one.x} {one.y} Td <{_glyphs(one.text, shift)}> Tj ET\n"
        for one in sheet.words
    )
    picture = f"q {sheet.width} 0 0 {sheet.height} 0 0 cm /P Do Q\n" if sheet.picture else ""
    return f"{picture}{strokes}{shown}"


def _image(picture: Picture) -> bytes:
    packed = zlib.compress(picture.shades)
    head = (
        f"<</Type/XObject/Subtype/Image/Width {picture.width}/Height {picture.height}/ColorSpace/DeviceGray"
        f"/BitsPerComponent 8/Filter/FlateDecode/Length {len(packed)}>>stream\n"
    )
    return head.encode() + packed + b"\nendstream"
