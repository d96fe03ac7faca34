"""A question → a `Query`: everything that can be known from its words and the reports at hand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise, zip_longest
from typing import TYPE_CHECKING

from assistant.ledgers import document_kinds, numbers_in
from assistant.query import AskedPlace, Concept, Intent, Query
from assistant.understanding.cues import load_cues
from assistant.understanding.naming import LEVEL_NAMED, name_reports
from assistant.understanding.periods import find_years
from assistant.understanding.places import LEVELS, find_levels, find_places, mend_places, place_name
from assistant.understanding.reading import clean, read_question, whole_line
from assistant.understanding.terms import exact, flat, terms, words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from assistant.lexicon import Lexicon
    from assistant.understanding.cues import Saying
    from assistant.understanding.naming import Card
    from assistant.understanding.periods import Years
    from assistant.understanding.reading import Read
    from corpus.report import ReportId

# An unknown word may be a slip or may be just what no report tells; it counts, but not for all.
_RARE = 3
_UNKNOWN = 0.75
_WEAK = 0.35
_SLIP, _ANOTHER = 0.75, 0.3
_MOSTLY = 0.3  # so often the rarer of two words stands beside the other
# Short words whose opposite stands in the very same sentences.
_TALK = frozenset(("abuse", "help", "greeting", "outside"))
_EACH = frozenset(("nam", "thang", "quy", "ki", "nguoi", "ho", "xa"))
# What is answered in words: an account, a question of yes or no, of which one.
_WORDY = re.compile(
    r" (?:tinh hinh|cong tac|ket qua|thong tin|noi dung|giai phap|viec|danh gia|nhan xet|hoat dong|van de"
    r"|nao|gi|ai|sao|the nao|ra sao|khong|chua|dau|phai|ki|co cau|thanh tich|ton tai|chu truong)(?= )"
)
_TELLING = frozenset(("thu", "chi", "xuất", "nhập", "nam", "nữ"))


@dataclass(frozen=True)
class Scene:
    """What questions are understood against: the reports at hand and their words."""

    lexicon: Lexicon
    cards: tuple[Card, ...]
    known_places: tuple[str, ...] = ()
    short: Mapping[str, str] = field(default_factory=dict)  # what people type → words
    abbreviations: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # folded → long forms
    find_indicators: Callable[[str], Sequence[str]] = lambda _: ()
    sound: frozenset[str] = frozenset()  # words that are no slips though no report has them

    @cached_property
    def own(self) -> tuple[tuple[str, str], ...]:
        """The places that reports are about, by name and level."""
        cards = (card for card in self.cards if card.place and card.level)
        return tuple(dict.fromkeys((_name(card.place or ""), card.level or "") for card in cards))

    @cached_property
    def initials(self) -> Mapping[str, str]:
        """Short for the places that reports are about: `LC` for Lai Châu."""
        names = (_name(card.place) for card in self.cards if card.place and card.level)
        return {"".join(word[0] for word in name.split()): name for name in names if len(name.split()) > 1}

    def own_in(self, line: str) -> list[tuple[str, str]]:
        """Those whose names stand in a flattened question: of thousands of places few do."""
        return [self.own[at] for at in _standing(self._own_names, line)]

    def known_in(self, line: str) -> list[str]:
        """The known places whose names stand in a flattened question."""
        return [self.known_places[at] for at in _standing(self._known_names, line)]

    @cached_property
    def own_folded(self) -> Mapping[str, str]:
        """The places that reports are about, as names of several words are folded and written."""
        return {flat(name).strip(): name for name, _ in self.own if " " in name}

    @cached_property
    def known_folded(self) -> frozenset[str]:
        """The names of all known places, folded."""
        return frozenset(place_name(name)[0] for name in self.known_places)

    @cached_property
    def _own_names(self) -> _Names:
        return _by_first_word(flat(name).strip() for name, _ in self.own)

    @cached_property
    def _known_names(self) -> _Names:
        return _by_first_word(place_name(name)[0] for name in self.known_places)


_Names = dict[str, list[tuple[int, str]]]  # a name's first word → places by number, each with its name


def _by_first_word(names: Iterable[str]) -> _Names:
    found: _Names = {}
    for at, name in enumerate(names):
        if name:
            found.setdefault(name.split()[0], []).append((at, f" {name} "))
    return found


def _standing(names: _Names, line: str) -> list[int]:
    words_said = dict.fromkeys(line.split())
    return sorted(at for word in words_said for at, name in names.get(word, ()) if name in line)


def understand(question: str, scene: Scene, *, limited: Sequence[ReportId] = ()) -> Query:
    """What the question asks, taken by itself."""
    own = scene.own
    question = mend_places(question, scene.own_folded, scene.known_folded, scene.lexicon.spelled)
    read = _read(question, scene)
    places = find_places(read.text, read.line, scene.own_in(read.line), scene.known_in(read.line))
    bare = _without_names(_REPORT.sub(" ", LEVEL_NAMED.sub(" ", read.line)), places)
    levels = find_levels(bare)
    if places or len(levels) > 1:
        for one in levels:
            places = _with_level(places, one, own)
    level = levels[0] if levels else None
    whole = whole_line(question, scene.short)
    named = name_reports(whole, scene.cards, places, level)
    cues = load_cues()
    periods = _asked_periods(read, named.reports, scene)
    indicators = tuple(scene.find_indicators(read.text))
    intents = _intents(_whole_words(read), flat(clean(question)))
    if not intents and indicators and not _WORDY.search(read.line):
        intents = (Intent.HOW_MANY,)  # “GRDP bình quân đầu người năm 2025”, and no more
    return Query(
        question=question,
        line=read.line,
        plain=read.plain,
        intents=intents,
        concepts=_concepts(read, scene, places),
        indicators=indicators,
        places=places,
        level=None if places else level,
        periods=periods,
        reports=named.reports,
        limited=tuple(limited),
        units=_matching(cues.units, read.line),
        counted=_counted(read),
        documents=_documents(question, named.reports, scene),
        numbers=_numbers(read),
        target_by=_matching(cues.target_by, read.line),
        kinds=_matching(cues.kinds, read.line),
        verdicts=_matching(cues.verdicts, _whole_words(read)),
        newly=_added(read),
    )


def _read(question: str, scene: Scene) -> Read:
    """The question without its preamble, unless only the preamble says what it is about."""
    read = read_question(question, scene.lexicon, scene.short, scene.initials, sound=scene.sound)
    if scene.find_indicators(read.text):
        return read
    whole = read_question(question, scene.lexicon, scene.short, scene.initials, trim=False, sound=scene.sound)
    return whole if whole.text != read.text and scene.find_indicators(whole.text) else read


def _without_names(line: str, places: Sequence[AskedPlace]) -> str:
    """The line without the places that it names, so that “thành phố Lai Châu” says no level of its own."""
    for place in places:
        line = re.sub(rf" (?:(?:{'|'.join(LEVELS)}|h|t|tp) )?{place.name}(?= )", " .", line)
    return line


def _asked_periods(read: Read, reports: Sequence[ReportId], scene: Scene) -> tuple[Years, ...]:
    """The periods asked about; “báo cáo năm 2023” names a report, not a period."""
    periods = find_years(read.line)
    if not reports:
        return periods
    dated = {card.year for card in scene.cards if card.id in reports}
    rest = find_years(_REPORT.sub(" ", read.line))
    return tuple(one for one in periods if one in rest or not (one.single and one.first in dated))


def _with_level(
    places: tuple[AskedPlace, ...], level: str, own: Sequence[tuple[str, str]]
) -> tuple[AskedPlace, ...]:
    """The places with the one that “toàn tỉnh” adds, where a report is about it."""
    if any(place.level == level for place in places):
        return places
    names = list(dict.fromkeys(name for name, other in own if other == level))
    added = [AskedPlace(flat(name).strip(), f"{level} {name}", level, own=True) for name in names[:1]]
    return (*places, *added)


def _whole_words(read: Read) -> str:
    """The line with “thu hút” as one word: folded, its second half looks like “hụt”."""
    said = [exact(word) for word in read.written]
    if any(pair == ("thu", "hụt") for pair in pairwise(said)):
        return read.line
    return read.line.replace(" thu hut ", " thuhut ")


def _intents(line: str, typed: str) -> tuple[Intent, ...]:
    """What the question wants; small talk and mischief are read from the very words that were typed."""
    found = [
        Intent(name)
        for name, pattern in load_cues().intents.items()
        if pattern.search(line) or (name in _TALK and pattern.search(typed))
    ]
    return tuple(found)


def _counted(read: Read) -> tuple[str, ...]:
    """The word after each “bao nhiêu” and “mấy”."""
    found = []
    for index, word in enumerate(read.terms[:-1]):
        if word in {"nhieu", "may"} and index + 1 not in read.filler:
            found.append(read.written[index + 1].lower())
    return tuple(dict.fromkeys(found))


def _added(read: Read) -> str:
    """The verb of “trồng mới”, “thành lập mới”; typed without marks, “trong moi nam” is “trong mỗi năm”."""
    for at, (verb, word) in enumerate(pairwise(read.terms)):
        if word != "moi" or verb not in load_cues().added:
            continue
        following = read.terms[at + 2] if at + 2 < len(read.terms) else ""
        if exact(read.written[at + 1]) == "mới" or (read.plain and following not in _EACH):
            return verb
    return ""


def _numbers(read: Read) -> tuple[str, ...]:
    """Numbers of the question that are neither years nor small counts."""
    return tuple(
        word
        for word in read.terms
        if re.fullmatch(r"\d[\d.,]*\d", word) and not re.fullmatch(r"(?:19|20)\d\d", word) and len(word) > 1
    )


def _documents(question: str, reports: Sequence[ReportId], scene: Scene) -> frozenset[tuple[str, str]]:
    """The documents that the question names by number, in small letters as well; none of its reports."""
    letters = set(document_kinds().values())
    shouted = {one for one in numbers_in(question.upper()) if one[1] in letters}
    own = {
        number
        for card in scene.cards
        if card.id in reports and card.number
        for number in numbers_in(card.number)
    }
    return frozenset((numbers_in(question) | shouted) - own)


def _matching(patterns: Mapping[str, re.Pattern[str]], line: str) -> tuple[str, ...]:
    return tuple(name for name, pattern in patterns.items() if pattern.search(line))


def _name(place: str) -> str:
    written = words(place)
    plain = terms(place)
    for level in LEVELS:
        length = level.count(" ") + 1
        if plain[:length] == level.split() and len(written) > length:
            return " ".join(written[length:])
    return place


def _concepts(read: Read, scene: Scene, places: Sequence[AskedPlace]) -> tuple[Concept, ...]:
    taken = set(read.filler) | _place_words(read, places) | _period_words(read) | _report_words(read)
    taken |= _covered(read, _BARE_LEVEL)
    concepts: list[Concept] = []
    for start, length, meant in _everyday(read):
        indexes = range(start, start + length)
        taken.update(indexes)
        said = read.terms[start : start + length]
        phrases = (said, *(tuple(terms(phrase)) for phrase in meant))
        weight = max(_phrase_weight(phrase, scene.lexicon) for phrase in phrases)
        shown = " ".join(read.typed[start : start + length])
        concepts.append(Concept(phrases, (), weight, start, shown=shown))
    for index, word in enumerate(read.terms):
        if index in taken:
            continue
        concepts.append(_concept(index, word, read, scene))
    return _bound(
        _of_the_place(sorted(concepts, key=lambda concept: concept.at), places), read, scene.lexicon
    )


def _of_the_place(concepts: list[Concept], places: Sequence[AskedPlace]) -> list[Concept]:
    """The bare area of a place is that of its land: what grows on it is asked for by name."""
    words = [word for concept in concepts for word in concept.phrases[0] if word not in _OF_ANY_AREA]
    if not places or words != ["dien", "tich"]:
        return concepts
    first = next(one for one in concepts if one.phrases[0][0] in {"dien", words[0]})
    weight = sum(one.weight for one in concepts)
    return [replace(first, phrases=(_LAND,), spelled=(), weight=weight, weak=False, shown=_AREA)]


_AREA = "diện tích"
_LAND = ("dien", "tich", "tu", "nhien")
_OF_ANY_AREA = frozenset(("tong", "rong", "tu", "nhien", "km²", "km", "ha"))


def _bound(concepts: list[Concept], read: Read, lexicon: Lexicon) -> tuple[Concept, ...]:
    """The concepts, each knowing whether it is one word with the next."""
    bound = []
    for one, following in zip_longest(concepts, concepts[1:]):
        single = following is not None and following.at == one.at + 1 and not (one.weak and following.weak)
        one_word = single and len(one.phrases[0]) == 1 and _is_one_word(read, one.at, lexicon)
        bound.append(replace(one, bound=True) if one_word else one)
    return tuple(bound)


def _is_one_word(read: Read, at: int, lexicon: Lexicon) -> bool:
    first, second = read.terms[at], read.terms[at + 1]
    if not read.plain and lexicon.are_one(exact(read.written[at]), exact(read.written[at + 1])):
        return True
    rarer = min(lexicon.terms.get(first, 0), lexicon.terms.get(second, 0))
    return rarer > 0 and lexicon.pairs.get((first, second), 0) >= _MOSTLY * rarer


def _concept(index: int, word: str, read: Read, scene: Scene) -> Concept:
    known = word in scene.lexicon.terms
    weight = scene.lexicon.weight(word) * (1 if known else _UNKNOWN)
    long_forms = tuple(tuple(terms(form)) for form in scene.abbreviations.get(word, ()))
    spelled = (exact(read.written[index]),) if not read.plain and known else ()
    if long_forms:
        weight = max(weight if known else 0, *(_phrase_weight(form, scene.lexicon) for form in long_forms))
        known = known or any(all(part in scene.lexicon.terms for part in form) for form in long_forms)
    if re.fullmatch(r"\d[\d.,/]*", word):
        # A number in the question is what it speaks of, not a word that reports must repeat.
        weight *= 0.4
    folded = _folded(index, read, scene.lexicon)
    said = "".join(spelled)
    if said and said != word and folded == _ANOTHER and not scene.lexicon.spelled.get(said, 0):
        # Its letters may stand everywhere with other diacritics: `lãi` in a province called Lai Châu.
        weight = max(weight, scene.lexicon.spelled_weight(said))
    if exact(read.written[index]) in _TELLING:
        weight = max(weight, 0.3)
    weak = _is_weak(read, index, scene.lexicon)
    return Concept(
        ((word,), *long_forms),
        spelled,
        weight * (_WEAK if weak else 1),
        index,
        known,
        weak=weak,
        shown=read.typed[index],
        folded=folded,
    )


def _folded(at: int, read: Read, lexicon: Lexicon) -> float:
    """How likely other diacritics are a slip: hardly where the word typed is one, or keeps no company."""
    if lexicon.spelled.get(exact(read.written[at]), 0) and not _is_half_marked(at, read, lexicon):
        return _ANOTHER
    after = read.terms[at : at + 2] if at else read.terms[1:2]
    pairs = zip(read.terms[max(at - 1, 0) : at + 1], after, strict=False)
    return _SLIP if any(pair in lexicon.pairs for pair in pairs) else _ANOTHER


def _is_half_marked(at: int, read: Read, lexicon: Lexicon) -> bool:
    """Whether a word goes with its neighbour only with other marks: `đai học`, `co sở` are slips."""
    spelled = [exact(word) for word in read.written]
    for first in (at - 1, at):
        if first < 0 or first + 1 >= len(spelled):
            continue
        together = (read.terms[first], read.terms[first + 1])
        if (spelled[first], spelled[first + 1]) in lexicon.spelled_pairs:
            return False
        if lexicon.best_spelled.get(together, 0):
            return True
    return False


def _is_weak(read: Read, index: int, lexicon: Lexicon) -> bool:
    cues, written = load_cues(), exact(read.written[index])
    if {read.terms[index - 1 : index + 1], read.terms[index : index + 2]} & cues.weak_pairs:
        return True
    # A word typed without marks is itself where the reports have it so (`thu`), else it lost them (`tram`).
    unmarked = read.plain or (written == read.terms[index] and lexicon.spelled.get(written, 0) < _RARE)
    return read.terms[index] in cues.weak_plain if unmarked else written in cues.weak


def _phrase_weight(phrase: tuple[str, ...], lexicon: Lexicon) -> float:
    return sum(lexicon.weight(word) for word in phrase) / max(len(phrase), 1) * 1.3


def _everyday(read: Read) -> list[tuple[int, int, tuple[str, ...]]]:
    found: list[tuple[int, int, tuple[str, ...]]] = []
    present = set(read.terms)
    for saying in load_cues().everyday:
        if saying.said[0] not in present:
            continue
        length = len(saying.said)
        found += [
            (start, length, saying.meant)
            for start in range(len(read.terms) - length + 1)
            if read.terms[start : start + length] == saying.said and _is_said(saying, start, read)
        ]
    found.sort(key=lambda one: -one[1])
    kept: list[tuple[int, int, tuple[str, ...]]] = []
    for start, length, meant in found:
        if all(start + length <= other or other + size <= start for other, size, _ in kept):
            kept.append((start, length, meant))
    return kept


def _is_said(saying: Saying, start: int, read: Read) -> bool:
    """Whether the words are spelled as the saying, or typed without marks and then still plain enough."""
    if read.plain:
        return saying.is_telling
    written = read.written[start : start + len(saying.said)]
    return all(
        exact(word) in {spelled, said}
        for word, spelled, said in zip(written, saying.spelled, saying.said, strict=True)
    )


def _place_words(read: Read, places: Sequence[AskedPlace]) -> set[int]:
    taken: set[int] = set()
    for place in places:
        name = place.name.split()
        for start in range(len(read.terms) - len(name) + 1):
            if list(read.terms[start : start + len(name)]) == name:
                taken.update(range(start, start + len(name)))
                taken.update(_level_before(read, start))
    return taken


def _level_before(read: Read, start: int) -> set[int]:
    for size in (2, 1):
        before = read.terms[max(start - size, 0) : start]
        spelled = " ".join(read.written[max(start - size, 0) : start]).lower()
        level = LEVELS.get(" ".join(before))
        if (level and (read.plain or spelled == level)) or (
            size == 1 and before and before[0] in {"t", "h", "tp"}
        ):
            return set(range(start - size, start))
    return set()


_BARE_LEVEL = re.compile(r"(?<= )(?:thanh pho|toan tinh|cua tinh|toan huyen|cua huyen)(?= )")
_PERIOD = re.compile(
    r"(?<= )(?:(?:uoc |tinh |ke tu |tu |den |toi |vao |trong |(?<! xa )(?<! dai )(?<! quoc )hoi |cuoi |dau "
    r"|giua |het |nam |giai doan |thoi ki |nhiem ki |quy [1-4iv]+ |\d{1,2} thang(?: dau)? (?:cua )?"
    r"|thang \d{1,2} (?:nam )?)*(?:19|20)\d\d|thang \d{1,2}/\d{4}|giai doan|nhiem ki nay"
    r"|\d{1,2} thang(?: dau nam| cuoi nam| qua)?|cung ki(?: nam (?:truoc|ngoai))?|nam (?:truoc|ngoai))(?= )"
)
_REPORT = re.compile(
    r"(?<= )(?:theo |trong |o |tai |cua )?(?:(?:bieu|phu luc|bang|muc|phan)(?: \w+){0,3} )?(?:cua )?"
    r"(?:bao cao(?: chinh tri| so ket)?|chuong trinh hanh dong(?: so)?|van kien)"
    r"(?: (?:nam|thang|giua|thoi diem|dai hoi|gui|phuc vu|noi chinh|trinh|cua|tai|dai hoi|dang bo|lan thu"
    r"|[ivxl]+|tinh uy|huyen uy|thanh uy|ubnd|tinh|huyen|thanh pho|so ket|giua nhiem ki|nhiem ki|so"
    r"|\d[\d/]*(?: (?:ctr|bc|nq|kh|ct|kl|qd) (?:tu|hu|tw|ubnd|thu))?"
    r"|dai bieu|hoi nghi))*(?= )"
)


def _period_words(read: Read) -> set[int]:
    return _covered(read, _PERIOD)


def _report_words(read: Read) -> set[int]:
    return _covered(read, _REPORT)


def _covered(read: Read, pattern: re.Pattern[str]) -> set[int]:
    starts, at = [], 1
    for word in read.terms:
        starts.append(at)
        at += len(word) + 1
    line = read.line
    covered: set[int] = set()
    for match in pattern.finditer(line):
        covered.update(index for index, start in enumerate(starts) if match.start() <= start < match.end())
    return covered
