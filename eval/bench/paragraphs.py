"""`python -m eval.bench.paragraphs`: which of 240 short paragraphs answers, each a small file without a head.

`--set FILE` takes a public set in SQuAD's JSON (XQuAD-vi: 240 paragraphs, 1,190 questions). Without one,
invented paragraphs stand in: several of one place, the same measures in many. Beside ours stands plain BM25
over exact and folded syllables and pairs in one bag, the best of the plain ways on the public set.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.index import Index
from corpus.terms import bag_terms
from corpus.text import fold, syllables
from eval.invented.facts import Fact, invent_places
from eval.invented.telling import YEAR, in_year, written

_PLACES, _EACH, _FACTS = 40, 6, 2  # 240 paragraphs of two facts each
_DEEP = 10
_LETTERS = "abcdeghiklmnopqrstuvxy"
_WORD = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the paragraph that answers it."""

    text: str
    paragraph: int


def main() -> int:
    """Print one line for each way of typing."""
    parser = argparse.ArgumentParser(
        prog="python -m eval.bench.paragraphs", description="Đo việc tìm đúng đoạn trong 240 đoạn ngắn."
    )
    parser.add_argument("--set", type=Path, metavar="TỆP.json", help="bộ câu hỏi dạng SQuAD, ví dụ XQuAD-vi")
    chosen = parser.parse_args().set
    paragraphs, questions = read_set(chosen) if chosen else invent_set()
    print(f"{len(paragraphs)} đoạn, {len(questions)} câu hỏi, {chosen.name if chosen else 'tự sinh'}\n")  # noqa: T201
    print("| cách gõ | đúng ngay đoạn đầu | trong 5 | trong 10 | MRR |\n| --- | ---: | ---: | ---: | ---: |")  # noqa: T201
    for name, ranks in measure(paragraphs, questions).items():
        print(f"| {name} | {' | '.join(_scores(ranks))} |".replace(".", ","), flush=True)  # noqa: T201
    return 0


def read_set(file: Path) -> tuple[list[str], list[Asked]]:
    """Paragraphs and questions of a set in SQuAD's form."""
    articles = json.loads(file.read_text(encoding="utf-8"))["data"]
    found = [paragraph for article in articles for paragraph in article["paragraphs"]]
    questions = [Asked(one["question"], number) for number, part in enumerate(found) for one in part["qas"]]
    return [part["context"] for part in found], questions


def invent_set(seed: int = 240) -> tuple[list[str], list[Asked]]:
    """Paragraphs of invented places, and a question on every fact in them."""
    paragraphs: list[str] = []
    questions: list[Asked] = []
    for place in invent_places(_PLACES, seed):
        for at in range(0, _EACH * _FACTS, _FACTS):
            facts = place.facts[at : at + _FACTS]
            questions += [
                Asked(f"{fact.measure.name} của {place.name} năm {YEAR} là bao nhiêu?", len(paragraphs))
                for fact in facts
            ]
            paragraphs.append(f"Tại {place.name}, {'; '.join(map(_told, facts))}.")
    return paragraphs, questions


def _told(fact: Fact) -> str:
    name, unit = fact.measure.name, fact.measure.unit
    before, now = (f"{written(in_year(fact, year))} {unit.lower()}" for year in (YEAR - 1, YEAR))
    return f"{name[0].lower()}{name[1:]} năm {YEAR} đạt {now}, năm trước là {before}"


def measure(paragraphs: Sequence[str], questions: Sequence[Asked]) -> dict[str, list[int]]:
    """For each way of typing the rank of every question's paragraph, 0 where the first ten lack it."""
    draw = random.Random(7)
    ways: dict[str, Callable[[str], str]] = {
        "đủ dấu": lambda text: text,
        "không dấu": lambda text: _WORD.sub(lambda word: fold(word[0]), text),
        "dạng tách (NFD)": lambda text: unicodedata.normalize("NFD", text),
        "sai một phần năm số từ": lambda text: edited(text, 0.2, draw),
        "sai một nửa số từ": lambda text: edited(text, 0.5, draw),
    }
    with TemporaryDirectory(prefix="baocao-paragraphs-") as place:
        index = Index.open(Path(place) / "home")
        index.add_many(_files(Path(place), paragraphs), vectors=False)
        bag, ranks = OneBag(paragraphs), {}
        for name, typed in ways.items():
            wanted = [(typed(asked.text), asked.paragraph) for asked in questions]
            ranks[name] = [_rank_of(paragraph, _search(index, text)) for text, paragraph in wanted]
            ranks[f"{name}, BM25 một túi"] = [_rank_of(number, bag.search(text)) for text, number in wanted]
        index.close()
    return ranks


def _files(folder: Path, paragraphs: Sequence[str]) -> list[Path]:
    files = [folder / f"{number:04d}.txt" for number in range(len(paragraphs))]
    for file, text in zip(files, paragraphs, strict=True):
        file.write_text(text + "\n", encoding="utf-8")
    return files


def _search(index: Index, question: str) -> list[int]:
    """Our paragraphs, best first."""
    hits = index.search(question, limit=_DEEP * 3)
    return list(dict.fromkeys(int(hit.passage.report_id) for hit in hits))


def _rank_of(paragraph: int, found: Sequence[int]) -> int:
    return found[:_DEEP].index(paragraph) + 1 if paragraph in found[:_DEEP] else 0


class OneBag:
    """BM25 over exact and folded syllables and pairs of them, all in one bag."""

    def __init__(self, paragraphs: Sequence[str], k1: float = 1.5, b: float = 0.75) -> None:
        bags = [Counter(bag_terms(syllables(text))) for text in paragraphs]
        mean = sum(bag.total() for bag in bags) / len(bags)
        self._weights: defaultdict[str, dict[int, float]] = defaultdict(dict)
        known = Counter(term for bag in bags for term in bag)
        for number, bag in enumerate(bags):
            length = k1 * (1 - b + b * bag.total() / mean)
            for term, often in bag.items():
                rarity = math.log(1 + (len(bags) - known[term] + 0.5) / (known[term] + 0.5))
                self._weights[term][number] = rarity * often * (k1 + 1) / (often + length)

    def search(self, question: str) -> list[int]:
        """The paragraphs that have any of its terms, best first."""
        scores: Counter[int] = Counter()
        for term in bag_terms(syllables(question)):
            scores.update(self._weights.get(term, {}))
        return sorted(scores, key=lambda number: (-scores[number], number))[:_DEEP]


def edited(text: str, share: float, draw: random.Random) -> str:
    """The text with one letter changed, lost, doubled or moved in that share of its words."""
    words = text.split(" ")
    long = [at for at, word in enumerate(words) if len(word) > 1 and word.isalpha()]
    for at in draw.sample(long, min(len(long), round(share * len(words)))):
        words[at] = _edit(words[at], draw)
    return " ".join(words)


def _edit(word: str, draw: random.Random) -> str:
    at = draw.randrange(len(word) - 1)
    ways = (
        word[:at] + word[at + 1 :],
        word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        word[:at] + draw.choice(_LETTERS) + word[at:],
        word[:at] + draw.choice(_LETTERS) + word[at + 1 :],
    )
    return draw.choice(ways)


def _scores(ranks: Sequence[int]) -> list[str]:
    total = max(1, len(ranks))
    shares = [sum(0 < rank <= most for rank in ranks) / total for most in (1, 5, _DEEP)]
    mean = sum(1 / rank for rank in ranks if rank) / total
    return [f"{share:.1%}" for share in shares] + [f"{mean:.1%}"]


if __name__ == "__main__":
    sys.exit(main())
