"""Questions for what stands under a heading: “các khâu đột phá”, “kiến nghị gì”, “tầm nhìn”."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from assistant.compose.words import phrase
from assistant.compose.writer import quotable
from assistant.measures import EMPTY
from assistant.understanding.terms import terms
from corpus.passages import PassageKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer
    from corpus.passages import Passage

# Words by which reports head their parts and people ask for them.
_PARTS = re.compile(
    r" (?:khau dot pha|kien nghi|de xuat|de nghi|giai phap|nhiem vu|quan diem|muc tieu chung|tam nhin"
    r"|han che|kho khan"
    r"|thuan loi|nguyen nhan|bai hoc|phuong cham|uu diem|ton tai|vuong mac|dac diem|boi canh)(?= )"
)
_BEGINS = re.compile(r"(?:^|\n\s*|[.;] )(?=\w)")
_ANSWERS = re.compile(r":\s*[^:\s][^:]{1,60}$")
_SIGNED = re.compile(r"\n\W*Nơi nhận\b")  # what stands below is no part of the section
_COVERED = 0.75
_PRECISE = 0.34
_MOST = 3
_LONGEST = 900
_OPENING = 60  # characters


def quote_section(hand: Hand, writer: Writer) -> bool:
    """Quote what stands under the heading that the question names; False where no heading fits."""
    asked = {match.strip() for match in _PARTS.findall(f"{hand.query.line} ")}
    if not asked:
        return False
    best = max(_rated(hand, asked), key=lambda one: one[0], default=None)
    if best is None or best[0] <= 0:
        return False
    heading = _ANSWERS.search(best[1][0].section[-1])
    if heading is not None:
        _say_heading(best[1][0], writer)
        return True
    first, start = _opening(asked, best[1])
    for passage in best[1][first : first + _MOST]:
        _quote(passage, writer, start)
        start = 0
    return True


def _opening(asked: set[str], passages: Sequence[Passage]) -> tuple[int, int]:
    """Where the part asked for begins, its passage and character, if the heading names others too.

    Under “Tình hình và nguyên nhân” the causes begin where a sentence begins with “Nguyên nhân”.
    """
    if " va " not in f" {' '.join(terms(passages[0].section[-1]))} ":
        return 0, 0
    for at, passage in enumerate(passages):
        for begin in _BEGINS.finditer(passage.text):
            words = f"{' '.join(terms(passage.text[begin.end() : begin.end() + _OPENING]))} "
            if any(words.startswith(f"{part} ") for part in asked):
                return at, begin.end()
    return 0, 0


def _say_heading(passage: Passage, writer: Writer) -> None:
    """A heading that answers by itself: “Kiến nghị: Không”."""
    heading = quotable(passage.section[-1]).rstrip(". ")
    report, marker = writer.report_name(passage), writer.mark(passage)
    writer.say(phrase("value.heading", report=report, heading=heading, marker=marker))


def _quote(passage: Passage, writer: Writer, start: int = 0) -> None:
    text = quotable(_SIGNED.split(passage.text[start:], maxsplit=1)[0])
    if len(text) > _LONGEST:
        head = text[:_LONGEST]  # a long list has no sentence that ends in time: it is cut after an item
        text = head[: max(head.rfind(". "), head.rfind("; ")) + 1] or text
    report, marker = writer.report_name(passage), writer.mark(passage)
    writer.say(phrase("value.quote", report=report, quote=text, marker=marker), quote=True, block="quote")


def _rated(hand: Hand, asked: set[str]) -> Iterable[tuple[float, list[Passage]]]:
    for report in hand.evidence.scope[:12]:
        sections: dict[tuple[str, ...], list[Passage]] = {}
        for passage in hand.library.shelf(report).passages.values():
            if passage.kind is PassageKind.BODY and passage.section:
                for depth in range(1, len(passage.section) + 1):
                    sections.setdefault(passage.section[:depth], []).append(passage)
        for path, passages in sections.items():
            score = _fit(path, asked, hand)
            if score > 0:
                yield score, passages


def _fit(path: Sequence[str], asked: set[str], hand: Hand) -> float:
    """How well a heading answers: it names the part that was asked for, and of what the question is about."""
    here = terms(path[-1])
    line = f" {' '.join(here)} "
    if not any(f" {part} " in line for part in asked):
        return 0.0
    above = set(here) | {word for heading in path for word in terms(heading)}
    parts = {word for part in asked for word in part.split()}
    subject = [one for one in hand.query.concepts if not one.weak and not parts.issuperset(one.phrases[0])]
    total = sum(one.weight for one in subject)
    told = sum(one.weight for one in subject if any(above.issuperset(row) for row in one.phrases))
    covered = told / total if total else 1.0
    telling = [word for word in here if word not in EMPTY and not word.isdigit()]
    said = {word for one in hand.query.concepts for phrase_ in one.phrases for word in phrase_}
    precise = sum(word in said or any(word in part.split() for part in asked) for word in telling) / max(
        len(telling), 1
    )
    if covered < _COVERED or precise < _PRECISE:
        return 0.0
    return covered + precise
