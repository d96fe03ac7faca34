"""From the words as typed to words that can be compared: short forms, typing errors, fillers."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.understanding.cues import load_cues
from assistant.understanding.periods import spell_ranges
from assistant.understanding.terms import exact, flat, is_typed_plainly, mend, set_tones, term, words
from corpus.text import nfc

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from assistant.lexicon import Lexicon

_TAG = re.compile(r"<[^<>]{0,200}>")
_TOKEN = re.compile(r"[^\s,;:?!()“”\"']+")


@dataclass(frozen=True, slots=True)
class Read:
    """A question's words: as typed, as compared, and which of them are mere fillers."""

    text: str
    written: tuple[str, ...]
    typed: tuple[str, ...]  # before errors were mended
    terms: tuple[str, ...]
    filler: frozenset[int]
    plain: bool

    @property
    def line(self) -> str:
        """The terms on one line, for patterns."""
        return f" {' '.join(self.terms)} "


def clean(question: str) -> str:
    """The question as one line of text: no tags, no control characters, composed letters."""
    text = set_tones(html.unescape(_TAG.sub(" ", nfc(question))))
    printable = "".join(" " if unicodedata.category(letter)[0] == "C" else letter for letter in text)
    return re.sub(r"\s+", " ", printable).strip()


def read_question(  # noqa: PLR0913 - each tells another kind of word
    question: str,
    lexicon: Lexicon,
    short: Mapping[str, str] | None = None,
    initials: Mapping[str, str] | None = None,
    *,
    trim: bool = True,
    sound: frozenset[str] = frozenset(),
) -> Read:
    """The question's words, short forms spelled out and typing errors mended by the reports' own words."""
    asked = _without_preamble(clean(question)) if trim else clean(question)
    text = spell_ranges(_spell_out(asked, short or {}, initials or {}))
    written = words(text)
    plain = is_typed_plainly(asked)
    # Capitals are short for something, no slip: `ATM` is not `tạm`.
    short_forms = frozenset(term(word) for word in written if word.isupper() and not asked.isupper())
    mended = tuple(_mended([term(word) for word in written], lexicon, short_forms | sound))
    shown = tuple(word if term(word) == known else known for word, known in zip(written, mended, strict=True))
    return Read(text, shown, tuple(written), mended, _fillers(shown, mended, lexicon, bare=plain), plain)


_PREAMBLE = re.compile(r"^(?P<before>.{25,}?)\s*(?P<mark>:|(?<!\d)\.\s|\?\s)\s*(?P<after>.{20,})$", re.DOTALL)
_ASKS = re.compile(
    r"bao nhiêu|bao nhieu|\b(?:mấy|bn|nào|gì|không|chưa|thế nào|ra sao|đâu|ai)\b", re.IGNORECASE
)


_BEGS = re.compile(r"\b(?:cho biết|cho hỏi|đề nghị|cung cấp|xin|cần|nhờ)\b", re.IGNORECASE)
_DIGIT = re.compile(r"\d")


def whole_line(question: str, short: Mapping[str, str] | None = None) -> str:
    """The whole question with its preamble, flattened: a report may be named there."""
    return flat(spell_ranges(_spell_out(clean(question), short or {}, {})))


def _without_preamble(text: str) -> str:
    """The question itself, without what a person says first of why they ask."""
    found = _PREAMBLE.match(text)
    if found is None or _ASKS.search(found["before"]):
        return text
    begs = found["mark"] == ":" and _BEGS.search(found["before"]) and not _DIGIT.search(found["before"])
    if not begs and not _ASKS.search(found["after"]):
        return text
    if any(letter.isdigit() for letter in found["before"]) and found["mark"] != ":":
        return text
    return found["after"]


_BETWEEN = re.compile(
    r"\s*(?:[;?]\s*|,?\s+(?:với lại|voi lai|đồng thời|dong thoi|ngoài ra|ngoai ra)\s+"
    r"|,\s+(?:còn|con|và|va)\s+)(?=\w)",
    re.IGNORECASE,
)
_ASKS_ITSELF = re.compile(
    r"bao nhiêu|bao nhieu|bao nhiu|mấy|\bmay\b|\bbn\b|thế nào|the nao|là gì|la gi", re.IGNORECASE
)


def split_question(question: str) -> list[str]:
    """The questions that one message asks, where each of them asks by itself; none where it is one."""
    pieces = [piece.strip() for piece in _BETWEEN.split(_without_preamble(clean(question))) if piece.strip()]
    return pieces if len(pieces) > 1 and all(_ASKS_ITSELF.search(piece) for piece in pieces) else []


_UNITS = (
    (re.compile(r"\bh[eé]c[\s-]?ta\b|\bhecta\b|\bhéc\b", re.IGNORECASE), "ha"),
    (re.compile(r"\bki[\s-]?l[oô][\s-]?m[eé]t\b|\bcây số\b", re.IGNORECASE), "km"),
    (re.compile(r"\bki[\s-]?l[oô][\s-]?gam\b", re.IGNORECASE), "kg"),
    (re.compile(r"\bkm2\b|\bkm vu[oô]ng\b", re.IGNORECASE), "km²"),
    (re.compile(r"\bm2\b|\bm[eé]t vu[oô]ng\b", re.IGNORECASE), "m²"),
)


def _spell_out(text: str, typed: Mapping[str, str], initials: Mapping[str, str]) -> str:
    for pattern, unit in _UNITS:
        text = pattern.sub(unit, text)
    text = _MONTHS.sub(r"\g<months> tháng ", text)
    short = {**typed, **load_cues().short}
    text = _INITIALS.sub(lambda match: _named_by(match, initials, short), text)
    return _TOKEN.sub(lambda match: _long_form(match.group(), short), text)


_MONTHS = re.compile(r"(?<!\w)(?P<months>\d{1,2})\s?[Tt](?:\s*/\s*(?=20\d\d)|\s+(?=(?:đầu\s+)?năm\b|20\d\d))")
_INITIALS = re.compile(
    r"(?P<level>\b(?:tỉnh|huyện|thành phố|thị xã|tp|t|h|tx)\.?\s?)?(?<!\w)(?P<name>[A-ZĐ]{2,4})(?!\w)",
    re.IGNORECASE,
)


def _named_by(match: re.Match[str], initials: Mapping[str, str], short: Mapping[str, str]) -> str:
    """A place by its first letters: in capitals, and after a word of level where they are short for more."""
    letters = match["name"]
    name = initials.get(letters.upper()) if match["level"] else initials.get(letters)
    if name is None or (not match["level"] and letters.lower() in short):
        return match.group()
    return f"{match['level'] or ''}{name}"


def _long_form(token: str, short: Mapping[str, str]) -> str:
    low = token.lower()
    if low in short:
        return short[low]
    bare = low.rstrip(".")
    return short.get(bare, token) if len(bare) > 1 or not token[:1].isupper() else token


def _mended(plain: list[str], lexicon: Lexicon, kept: frozenset[str]) -> list[str]:
    cues = load_cues()
    mended: list[str] = []
    for index, word in enumerate(plain):
        known = word in lexicon.terms or word in cues.plain_filler_words or word in cues.own_words
        if known or word in kept:
            mended.append(word)
            continue
        before = mended[-1] if mended else ""
        after = plain[index + 1] if index + 1 < len(plain) else ""
        mended.append(mend(word, lexicon.terms, _company(before, after, lexicon)))
    return mended


def _company(before: str, after: str, lexicon: Lexicon) -> Callable[[str], int]:
    """How often the reports have a word between these two."""
    return lambda word: lexicon.pairs.get((before, word), 0) + lexicon.pairs.get((word, after), 0)


def _fillers(
    written: tuple[str, ...], plain: tuple[str, ...], lexicon: Lexicon, *, bare: bool
) -> frozenset[int]:
    """Which words only carry the question: whole phrases, then single words unless spelled as others."""
    cues = load_cues()
    found: set[int] = set()
    starts, line = {}, " "
    for index, word in enumerate(plain):
        starts[len(line)] = index
        line += word + " "
    for match in cues.filler.finditer(line):
        found.update(index for at, index in starts.items() if match.start() <= at < match.end())
    spelled = [exact(word) for word in written]
    for index, compared in enumerate(plain):
        if compared in cues.plain_filler_words if bare else spelled[index] in cues.filler_words:
            found.add(index)
    return frozenset(found if bare else found - _in_compounds(spelled, found, lexicon))


def _in_compounds(spelled: list[str], fillers: set[int], lexicon: Lexicon) -> set[int]:
    """Fillers that are half of another word here: the `không` of `hàng không`."""
    return {
        index
        for index in fillers
        for first, second in ((index - 1, index), (index, index + 1))
        if first >= 0 and second < len(spelled)
        if (first if first != index else second) not in fillers
        if spelled[index] not in load_cues().never_compound
        if lexicon.are_one(spelled[first], spelled[second])
    }
