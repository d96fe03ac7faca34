"""A collection as large as wished: variants of given reports with other places and other figures.

The words stay, so that the variants are as alike as the reports of a hundred districts are; every number and
every place name of a variant is its own. `python -m eval.bench.grow FOLDER OUT --times 10`.
"""

from __future__ import annotations

import random
import re
from argparse import ArgumentParser
from pathlib import Path

_NUMBER = re.compile(r"(?<![\w/.-])\d+(?:[.,]\d+)*(?![\w/-])")
# A capitalised pair after the word for a place: “huyện Tam Đường”, “xã Bản Bo”.
_PLACE = re.compile(r"(?:tỉnh|huyện|xã|thị trấn|thành phố|phường|bản) ((?:[A-ZĐÀ-Ỹ]\w+ ?){2,3})(?=\W|$)")
_FIRST = "An Bình Cao Đông Giang Hà Hòa Kim Long Minh Nam Phú Quang Sơn Tân Thanh Thọ Vĩnh Xuân Yên".split()
_LAST = "Ân Bảo Châu Dương Đà Giao Hải Khê Lâm Lộc Mỹ Ninh Phong Quý Sa Tường Trà Vân Xá Ý".split()


def grow(texts: dict[str, str], times: int) -> dict[str, str]:
    """The reports themselves and `times - 1` variants of each, by file name."""
    grown = dict(texts)
    for number in range(1, times):
        for name, text in texts.items():
            stem = Path(name).stem
            grown[f"v{number:03}_{stem}.txt"] = vary(text, f"{number}/{name}")
    return grown


def vary(text: str, seed: str) -> str:
    """The same report of another place, with other figures."""
    chance = random.Random(seed)
    names = sorted({found.strip() for found in _PLACE.findall(text)}, key=len, reverse=True)
    others = {name: f"{chance.choice(_FIRST)} {chance.choice(_LAST)}" for name in names}
    if others:
        found = re.compile("|".join(map(re.escape, others)))
        text = found.sub(lambda name: others[name[0]], text)
    return _NUMBER.sub(lambda number: _other(number[0], chance), text)


def _other(number: str, chance: random.Random) -> str:
    """Another number of the same form; years and single digits stay, they carry the layout."""
    if len(number) == 1 or re.fullmatch(r"(?:19|20)\d\d|\d\.\d", number):
        return number
    return "".join(str(chance.randint(1, 9)) if sign.isdigit() else sign for sign in number)


def main() -> None:
    """Write the grown collection into a folder."""
    parser = ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--times", type=int, default=10)
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    texts = {file.name: file.read_text(encoding="utf-8") for file in sorted(given.folder.glob("*.txt"))}
    for name, text in grow(texts, given.times).items():
        (given.out / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
