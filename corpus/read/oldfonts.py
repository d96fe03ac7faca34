"""Letters of Vietnamese fonts from before Unicode: `.VnTime` and its kin (TCVN3), `VNI-Times` and its kin.

Their glyphs stand in the places of Western letters, so that only the font's name tells what is meant.
"""

from __future__ import annotations

import re
from enum import StrEnum


class OldFont(StrEnum):
    """How a font of that time is encoded."""

    TCVN3 = "tcvn3"
    TCVN3_CAPITALS = "tcvn3h"  # `.VnTimeH`: small letters printed as capitals
    VNI = "vni"


_TCVN3 = dict(
    zip(
        "¸µ¶·¹¨¾»¼½Æ©ÊÇÈÉË®ÐÌÎÏÑªÕÒÓÔÖÝ×ØÜÞãßáâä«èåæçé¬íêëìîóïñòô\xadøõö÷ùýúûüþ¡¢§£¤¥¦",  # noqa: RUF001 -- these very letters
        "áàảãạăắằẳẵặâấầẩẫậđéèẻẽẹêếềểễệíìỉĩịóòỏõọôốồổỗộơớờởỡợúùủũụưứừửữựýỳỷỹỵĂÂĐÊÔƠƯ",
        strict=True,
    )
)
_VNI_TONES = {
    "a": ("ùøûõïêéèúüëâáàåãä", "áàảãạăắằẳẵặâấầẩẫậ"),
    "e": ("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"),
    "o": ("ùøûõïâáàåãä", "óòỏõọôốồổỗộ"),
    "u": ("ùøûõï", "úùủũụ"),
    "y": ("ùøûõ", "ýỳỷỹ"),
    "ô": ("ùøûõï", "ớờởỡợ"),
    "ö": ("ùøûõï", "ứừửữự"),
}
_VNI_PAIRS = {
    base + tone: letter for base, tones in _VNI_TONES.items() for tone, letter in zip(*tones, strict=True)
}
_VNI_ALONE = {"ô": "ơ", "ö": "ư", "ñ": "đ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI = _VNI_PAIRS | _VNI_ALONE
_VNI |= {written.upper(): letter.upper() for written, letter in _VNI.items()}
_VNI |= {  # a capital with a small tone, as many typed it
    written[0].upper() + written[1]: letter.upper() for written, letter in _VNI_PAIRS.items()
}
_VNI_FORM = re.compile("|".join(sorted(map(re.escape, _VNI), key=len, reverse=True)))


def old_font(name: str) -> OldFont | None:
    """How a font of this name is encoded, where it is one of the old ones."""
    plain = name.rpartition("+")[2].strip().lower()
    if plain.startswith("vni-"):
        return OldFont.VNI
    if not plain.startswith(".vn"):
        return None
    family = re.split(r"[-,\s]", plain)[0]
    return OldFont.TCVN3_CAPITALS if family.endswith("h") else OldFont.TCVN3


def as_unicode(words: str, font: OldFont) -> str:
    """What the words say."""
    if font is OldFont.VNI:
        return _VNI_FORM.sub(lambda found: _VNI[found.group()], words)
    plain = "".join(_TCVN3.get(letter, letter) for letter in words)
    return plain.upper() if font is OldFont.TCVN3_CAPITALS else plain


def join_vni(before: str, letter: str) -> str | None:
    """A letter and the tone that follows it as one; None where they are two."""
    return _VNI.get(before + letter)
