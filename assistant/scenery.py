"""What questions are understood against, kept between starts: derived from the reports, rebuilt when missing.

Reading every passage of every report takes a process long where there are hundreds. What understanding needs
of a report is little, and of its words a sample is enough, so both lie in one file of the data folder. The
file knows what it was made of: a report that is read anew, or a newer form of this module, is not in it.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.audits.names import Mention, mentions_in
from assistant.lexicon import ENOUGH, Lexicon, build_lexicon
from assistant.understanding.places import harvest_places
from corpus.passages import PassageKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from pathlib import Path

    from corpus.passages import Passage
    from corpus.stores.reports import ReportCard

log = logging.getLogger(__name__)

FORMAT = "2"  # raise it when what is kept, or how words are compared, changes
_FILES = 4  # people who may see different reports have a file each
_OPENING = 3
_DATE = re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/((?:19|20)\d\d)(?!\d)")
_Pairs = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Gist:
    """What understanding needs of one report."""

    texts: int  # how many passages its words are told in
    opening: str
    latest_date: str | None
    places: tuple[str, ...]
    mentions: tuple[Mention, ...]  # of abbreviations behind names


@dataclass(frozen=True, slots=True)
class Scenery:
    """What understanding needs of all reports."""

    gists: Mapping[str, Gist]
    lexicon: Lexicon
    sampled: tuple[str, ...]  # the reports whose words the lexicon counts


class Keeper:
    """Makes the scenery, from the file and from what was seen before as far as they go."""

    def __init__(self, folder: Path | None, passages_of: Callable[[str], Sequence[Passage]]) -> None:
        self._folder = folder
        self._passages_of = passages_of
        self._last = Scenery({}, build_lexicon(()), ())

    def look(self, cards: Sequence[ReportCard]) -> Mapping[str, Gist]:
        """The gist of each report by its id; the lexicon then stands ready as well."""
        keys = {str(card.id): _key(card) for card in cards}
        file = self._file(keys.values())
        known = self._last if self._last.gists else _read(self._folder, file)
        read: dict[str, list[str]] = {}
        gists: dict[str, Gist] = {}
        counted = 0
        for name, key in keys.items():
            gist = known.gists.get(key)
            if gist is None:
                gist, texts = self._read_gist(name)
                if counted < ENOUGH:
                    read[key] = texts
            counted += gist.texts
            gists[key] = gist
        sampled = _sample(gists)
        lexicon = known.lexicon
        if sampled != known.sampled:
            by_key = {key: name for name, key in keys.items()}
            lexicon = build_lexicon(
                text for key in sampled for text in read.get(key) or self._texts(by_key[key])
            )
        self._last = Scenery(gists, lexicon, sampled)
        if file is not None and (known.sampled != sampled or known.gists.keys() != gists.keys()):
            _write(file, self._last)
        return {name: gists[key] for name, key in keys.items()}

    @property
    def lexicon(self) -> Lexicon:
        """What the words of the reports last looked at weigh."""
        return self._last.lexicon

    def _read_gist(self, name: str) -> tuple[Gist, list[str]]:
        passages = self._passages_of(name)
        texts = _texts(passages)
        gist = Gist(
            texts=len(texts),
            opening=" ".join(passage.text for passage in passages[:_OPENING]),
            latest_date=_latest_date(passages),
            places=harvest_places(texts),
            mentions=tuple(mentions_in(passages)),
        )
        return gist, texts

    def _texts(self, name: str) -> list[str]:
        return _texts(self._passages_of(name))

    def _file(self, keys: Iterable[str]) -> Path | None:
        if self._folder is None:
            return None
        return self._folder / f"{hashlib.sha256(' '.join(keys).encode()).hexdigest()[:24]}.json"


def _key(card: ReportCard) -> str:
    """Another one whenever what was read of a report may be another."""
    told = "\n".join((FORMAT, str(card.id), str(card.edition), card.hash, card.format))
    return hashlib.sha256(told.encode()).hexdigest()[:24]


def _sample(gists: Mapping[str, Gist]) -> tuple[str, ...]:
    """The first reports, as many as it takes."""
    chosen, texts = [], 0
    for key, gist in gists.items():
        if texts >= ENOUGH:
            break
        chosen.append(key)
        texts += gist.texts
    return tuple(chosen)


def _texts(passages: Iterable[Passage]) -> list[str]:
    return [
        " . ".join((passage.text, *passage.section[-1:], passage.table_title or ""))
        for passage in passages
        if not (passage.kind is PassageKind.TABLE and passage.table_row is None)
    ]


def _latest_date(passages: Iterable[Passage]) -> str | None:
    """The latest day that a report speaks of: one without a date cannot be older."""
    days = [
        f"{year}-{int(month):02d}-{int(day):02d}"
        for passage in passages
        for day, month, year in _DATE.findall(passage.text)
    ]
    return max(days, default=None)


def _read(folder: Path | None, file: Path | None) -> Scenery:
    """What the very file tells, else the newest of its kind; nothing where there is none that can be read."""
    nothing = Scenery({}, build_lexicon(()), ())
    if folder is None or file is None or not folder.is_dir():
        return nothing
    others = sorted(folder.glob("*.json"), key=lambda other: other.stat().st_mtime, reverse=True)
    for one in [file] if file.is_file() else others[:1]:
        try:
            return _decode(json.loads(one.read_text(encoding="utf-8")))
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("making %s anew: %s", one.name, error)
    return nothing


def _write(file: Path, scenery: Scenery) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        draft = file.with_suffix(f".{id(scenery):x}.new")
        draft.write_text(
            json.dumps(_encode(scenery), ensure_ascii=False, separators=(",", ":")), encoding="utf-8"
        )
        draft.replace(file)
        kept = sorted(file.parent.glob("*.json"), key=lambda other: other.stat().st_mtime, reverse=True)
        for old in kept[_FILES:]:
            old.unlink(missing_ok=True)
    except OSError as error:
        log.warning("not keeping what was read for questions: %s", error)


def _encode(scenery: Scenery) -> dict[str, object]:
    words = scenery.lexicon
    return {
        "gists": {
            key: [gist.texts, gist.opening, gist.latest_date, gist.places, gist.mentions]
            for key, gist in scenery.gists.items()
        },
        "sampled": scenery.sampled,
        "passages": words.passages,
        "terms": words.terms,
        "spelled": words.spelled,
        "pairs": _nested(words.pairs),
        "spelled_pairs": _nested(words.spelled_pairs),
    }


def _decode(told: dict[str, Any]) -> Scenery:  # JSON of our own, known only at run time
    gists = {
        key: Gist(int(texts), str(opening), latest, tuple(places), tuple(map(_mention, mentions)))
        for key, (texts, opening, latest, places, mentions) in told["gists"].items()
    }
    lexicon = Lexicon(
        passages=int(told["passages"]),
        terms=told["terms"],
        pairs=_flat(told["pairs"]),
        spelled=told["spelled"],
        spelled_pairs=_flat(told["spelled_pairs"]),
    )
    return Scenery(gists, lexicon, tuple(told["sampled"]))


def _mention(told: tuple[str, list[str], str, str]) -> Mention:
    written, words, spelled, sentence = told
    return Mention(str(written), tuple(words), str(spelled), str(sentence))


def _nested(pairs: Mapping[tuple[str, str], int]) -> _Pairs:
    nested: _Pairs = {}
    for (first, second), count in pairs.items():
        nested.setdefault(first, {})[second] = count
    return nested


def _flat(nested: _Pairs) -> dict[tuple[str, str], int]:
    return {(first, second): count for first, inner in nested.items() for second, count in inner.items()}
