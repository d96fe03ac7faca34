"""Which places a question names, and on which level it asks.

Places come from the reports themselves (each is about one) and from the names that follow a word of level
(“xã Bản Bo”); a gazetteer knows the names of provinces that no report is about.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product, takewhile
from typing import TYPE_CHECKING

from assistant.query import AskedPlace
from assistant.understanding.terms import exact, flat, near_spellings, term, words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

LEVELS = {
    "tinh": "tỉnh",
    "huyen": "huyện",
    "thanh pho": "thành phố",
    "thi xa": "thị xã",
    "thi tran": "thị trấn",
    "xa": "xã",
    "phuong": "phường",
    "quan": "quận",
    "ban": "bản",
    "thon": "thôn",
}
# “Bình quân Vân Hải”, “địa phương Vân Hải” speak of no district and no ward.
_LEVEL = r"(?:thanh pho|thi xa|thi tran|tinh|huyen|xa|(?<! dia )phuong|(?<! binh )(?<! co )(?<! hai )quan)"
_WHOLE = {
    "tỉnh": re.compile(
        r" (?:toan|ca|cua|trong|o|cho|dia ban|moi nam) tinh(?= )(?! uy | huyen | nao )"
        r"| tinh uy(?= )"
        r"| (?:dan so|dien tich|thu ngan sach|tong thu|san luong|tong so|so voi) tinh $"
        r"|(?:^| )tinh (?:va|voi|minh|ta|nha|nay|nam|thu|giam|tang|co|con|da|dang|duoc|hien|\d[^ ]*)(?= )"
    ),
    "huyện": re.compile(
        r" (?:toan|ca|cua|trong|o|dia ban) huyen(?= )(?! uy | nao )"
        r"|(?:^| )huyen (?:va|voi|minh|ta|nha|nay|chiem|co|con|da)(?= )"
    ),
    "thành phố": re.compile(
        r"(?<! huyen uy) thanh uy(?= )| (?:toan|ca|cua|trong|o|con|the|dia ban) thanh pho(?= )"
        r"|(?:^| )(?<!huyen )(?<!tinh )thanh pho (?!va |truc thuoc |khac )"
        r"|^ thanh pho (?:va|voi) (?!huyen |tinh |xa |phuong |cac |thi )"
    ),
}
_ORGANS = frozenset(("Ủy", "Đoàn", "Đảng", "Hội", "Ban"))
_NAMED = re.compile(
    r"\b(?P<level>[Tt]ỉnh|[Hh]uyện|[Tt]hành phố|TP|[Tt]hị xã|[Tt]hị trấn|[Xx]ã|[Pp]hường|[Qq]uận)[ \t]+"
    r"(?=(?P<name>[^\W\d_]+(?:[ \t]+[^\W\d_]+){1,3}))"  # looked at only: “huyện A và huyện B” names two
)


def harvest_places(texts: Iterable[str]) -> tuple[str, ...]:
    """The places that reports name after a word of level, with that word."""
    found: dict[str, None] = {}
    for text in texts:
        for match in _NAMED.finditer(text):
            level = LEVELS[flat(match.group("level")).strip().replace("tp", "thanh pho")]
            name = list(
                takewhile(lambda word: word[0].isupper() and not word.isupper(), match.group("name").split())
            )
            if len(name) > 1 and name[0] not in _ORGANS:
                found[f"{level} {' '.join(name)}"] = None
    return tuple(found)


def find_places(
    text: str, line: str, own: Sequence[tuple[str, str]], known: Iterable[str] = ()
) -> tuple[AskedPlace, ...]:
    """The places that a question names: reports' own (name, level), then others that are known."""
    places: dict[tuple[str, str | None], AskedPlace] = {}
    known = tuple(known)
    for plain, level in {flat(name).strip(): level for name, level in own}.items():
        for match in re.finditer(rf"(?: (?P<level>{_LEVEL}|t|h|tp))? {plain}(?= )", line):
            town = next(
                (name for name in known if name.startswith("thị trấn ") and place_name(name)[0] == plain),
                None,
            )
            if match.group("level") == "thi tran" and town:
                places[(plain, "thị trấn")] = AskedPlace(plain, town, "thị trấn")
            else:
                places.update(_own(match.group("level"), plain, own, level))
    for name in known:
        plain = place_name(name)[0]
        if not plain or f" {plain} " not in line or not _is_spelled(name, text):
            continue
        if not any(plain == found.name for found in places.values()):
            said = _said_level(plain, line) or _level_of(name)
            shown = name if said == _level_of(name) else f"{said} {_bare(name)}"
            places[(plain, None)] = AskedPlace(plain, shown, said)
    for name in harvest_places((text,)):
        plain, rank = place_name(name)
        if not any(plain in found.name or found.name in plain for found in places.values()):
            places[(plain, rank)] = AskedPlace(plain, name, rank)
    return tuple(places.values())


# Names that are everyday words too when typed without diacritics: `dien bien` is “diễn biến” as well.
_ALSO_WORDS = frozenset(("dien bien", "hoa binh", "thai binh", "thanh hoa"))
_LEADS_TO_PLACE = frozenset(("tinh", "huyen", "xa", "pho", "tp", "o", "tai", "voi", "va"))

_WORD = re.compile(r"[^\W\d_]+")
_SHORTEST = 7  # letters of a name in which a slip still leaves no doubt


def mend_places(text: str, own: Mapping[str, str], known: Container[str], spelled: Mapping[str, int]) -> str:
    """The text with a slip in a report's own place mended, where it is typed with capitals as a name is.

    `own` leads from folded names to names as they are written; `known` are the folded names of all places.
    A word that the reports write (`spelled`) is no slip: with it the name may be another place's.
    """
    found = list(_WORD.finditer(text))
    for at, size in product(range(len(found)), _WORDS_OF_NAME):
        run = found[at : at + size]
        said = flat(" ".join(word.group() for word in run)).strip()
        if len(run) < size or len(said) < _SHORTEST - 1 or said in own or said in known:
            continue
        if all(word.group().istitle() for word in run):
            meant = next((name for name in sorted(near_spellings(said)) if name in own), None)
            if meant is not None and not _all_written(run, own[meant], spelled):
                return f"{text[: run[0].start()]}{own[meant]}{text[run[-1].end() :]}"
    return text


def _all_written(run: Sequence[re.Match[str]], name: str, spelled: Mapping[str, int]) -> bool:
    """Whether each word in which a name differs from what was typed is one that the reports write."""
    right = {exact(word) for word in words(name)}
    return all(spelled.get(one, 0) for word in run if (one := exact(word.group())) not in right)


_WORDS_OF_NAME = (3, 2)


def _said_level(plain: str, line: str) -> str | None:
    """The level that stands before a name in the question: the province of a town's name is not the town."""
    said = re.search(rf" (?P<level>{_LEVEL}) {plain}(?= )", line)
    return LEVELS.get(said["level"]) if said else None


def _is_spelled(name: str, text: str) -> bool:
    """Whether a place stands in the text as spelled, or typed without any diacritics: never `diễn biến`."""
    wanted = [(term(word), exact(word)) for word in words(_bare(name))]
    said = words(text)
    common = " ".join(plain for plain, _ in wanted) in _ALSO_WORDS
    for start in range(len(said) - len(wanted) + 1):
        run = said[start : start + len(wanted)]
        if all(exact(word) == spelled for word, (_, spelled) in zip(run, wanted, strict=True)):
            return True
        if all(word.lower() == plain for word, (plain, _) in zip(run, wanted, strict=True)):
            before = term(said[start - 1]) if start else ""
            if not common or before in _LEADS_TO_PLACE or all(word.istitle() for word in run):
                return True
    return False


def find_levels(line: str) -> tuple[str, ...]:
    """The levels that a question asks on without naming a place: `toàn huyện`."""
    return tuple(level for level, pattern in _WHOLE.items() if pattern.search(line))


@lru_cache(maxsize=32768)
def place_name(place: str) -> tuple[str, str | None]:
    """A place's name and level: `huyện Tam Đường` → (`tam duong`, `huyện`)."""
    return flat(_bare(place)).strip(), _level_of(place)


def _own(
    said: str | None, plain: str, own: Sequence[tuple[str, str]], level: str
) -> dict[tuple[str, str | None], AskedPlace]:
    levels = [other for name, other in own if flat(name).strip() == plain]
    meant = LEVELS.get(
        said or "", "tỉnh" if said == "t" else "huyện" if said == "h" else "thành phố" if said == "tp" else ""
    )
    if meant == "thị trấn" and "huyện" in levels:
        # A district's own town bears its name: it is told of in the report of the district.
        shown = next(name for name, other in own if flat(name).strip() == plain and other == "huyện")
        return {(plain, "huyện"): AskedPlace(plain, f"huyện {shown}", "huyện", own=True)}
    if meant not in levels:
        # “của tỉnh, tam đường và …”: the word of level belongs to what came before.
        if meant and not (len(levels) == 1 and meant == "tỉnh" and levels[0] != "tỉnh"):
            return {(plain, meant): AskedPlace(plain, f"{meant} {plain.title()}", meant)}
        meant = "tỉnh" if "tỉnh" in levels else level
    shown = next(name for name, other in own if flat(name).strip() == plain and other == meant)
    return {(plain, meant): AskedPlace(plain, f"{meant} {shown}", meant, own=True)}


def _level_of(place: str) -> str | None:
    line = flat(place)
    return next((level for word, level in LEVELS.items() if line.startswith(f" {word} ")), None)


def _bare(place: str) -> str:
    written = words(place)
    for word in LEVELS:
        length = word.count(" ") + 1
        if [term(part) for part in written[:length]] == word.split() and len(written) > length:
            return " ".join(written[length:])
    return place
