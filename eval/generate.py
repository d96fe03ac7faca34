"""Further questions from the facts store, by templates, with exact gold and in all ways of typing.

Only facts that nothing contradicts become questions: one value for what is measured, where, and when.
What the templates cannot know (whether more is better) they do not ask for.
"""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from corpus.figures import Bound, Figure, FigureKind
from corpus.text import fold
from eval.amounts import read_number
from eval.gold import AnswerRow, EvidenceRow, FigureRow, QuestionRow

_RESULTS = frozenset({FigureKind.ACTUAL, FigureKind.ESTIMATE})
_YEAR = re.compile(r"(?:19|20)\d\d")
_NUMBER = re.compile(r"-?\d[\d.]*(?:,\d+)?")
_SHORTER = {
    "tỷ lệ": "TL",
    "bao nhiêu": "bn",
    "thành phố": "TP",
    "huyện": "h.",
    "bình quân": "BQ",
    "ngân sách": "NS",
    "so với": "vs",
    "mục tiêu": "MT",
    "giáo dục": "GD",
    "bảo hiểm y tế": "BHYT",
}
_LONG = (
    "Tôi đang hoàn thiện dự thảo báo cáo trình lãnh đạo và cần số liệu chính xác kèm nguồn, xin cho biết: "
)


def generate(figures: Iterable[Figure], *, count: int, seed: int) -> list[QuestionRow]:
    """That many questions (or as many as the facts give), kinds and styles in turn."""
    draw = random.Random(seed)  # noqa: S311 - a choice, not a secret
    kinds = [list(make(_facts(figures))) for make in (_values, _targets, _changes, _trends, _places)]
    for kind in kinds:
        draw.shuffle(kind)
    rows: list[QuestionRow] = []
    while len(rows) < count and any(kinds):
        for kind in kinds:
            if kind and len(rows) < count:
                number = len(rows) + 1
                rows.append(restyled(kind.pop(), f"g-{number:04d}", number, draw))
    return rows


def write_questions(file: Path, rows: Sequence[QuestionRow]) -> None:
    """The questions as a file that `eval run` reads."""
    lines = [row.model_dump_json(exclude_defaults=True) for row in rows]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")


Key = tuple[str, str, str]  # what is measured, where, unit
Facts = dict[Key, dict[str, list[Figure]]]  # and per period the figures


def _facts(figures: Iterable[Figure]) -> Facts:
    """What is measured where, each period with its figures; only whole, exact, placed ones."""
    facts: Facts = defaultdict(lambda: defaultdict(list))
    for figure in figures:
        if _usable(figure):
            facts[_key(figure)][str(figure.period)].append(figure)
    return facts


def _usable(figure: Figure) -> bool:
    quantity = figure.quantity
    return bool(
        quantity is not None
        and quantity.bound is Bound.EXACT
        and quantity.value is not None
        and figure.indicator
        and figure.place
        and figure.period
        and figure.unit
        and figure.unit != "hạng"  # a place in a row is not measured
        and not figure.flags
        and 8 <= len(figure.label) <= 90
        and (figure.table_row or "," not in figure.label)  # a clause of prose is no name
    )


def _key(figure: Figure) -> Key:
    return str(figure.indicator), str(figure.place), str(figure.unit)


def _single(figures: Sequence[Figure]) -> Figure | None:
    """The one result among a period's figures; None where they differ."""
    results = [figure for figure in figures if figure.kind in _RESULTS]
    values = {figure.quantity.value for figure in results if figure.quantity}
    return results[0] if len(values) == 1 else None


def _values(facts: Facts) -> Iterator[QuestionRow]:
    for periods in facts.values():
        for period, figures in periods.items():
            one = _single(figures)
            if one is not None:
                question = f"{_name(one)} của {one.place} {_when(period)} là bao nhiêu?"
                yield _row("figure", question, [_gold(one)], [one])


def _targets(facts: Facts) -> Iterator[QuestionRow]:
    for periods in facts.values():
        for figures in periods.values():
            results = {str(f.group): f for f in figures if f.kind in _RESULTS and f.group}
            goals = [f for f in figures if f.kind is FigureKind.TARGET and str(f.group) in results]
            if len(goals) == 1 and _single(figures):
                goal = goals[0]
                result = results[str(goal.group)]
                question = (
                    f"{_name(result)} của {result.place} so với mục tiêu thế nào, hai con số là bao nhiêu?"
                )
                yield _row("target", question, [_gold(result), _gold(goal)], [result])


def _changes(facts: Facts) -> Iterator[QuestionRow]:
    for periods in facts.values():
        ones = _by_year(periods)
        for (first, early), (second, late) in pairwise(ones):
            gap = abs(_value(late) - _value(early))
            if not gap:
                continue
            question = f"{_name(late)} của {late.place} năm {second} chênh bao nhiêu so với năm {first}?"
            unit = "điểm %" if str(late.unit).startswith("%") else late.unit
            yield _row("compute", question, [FigureRow(value=_written(gap), unit=unit)], [early, late])


def _trends(facts: Facts) -> Iterator[QuestionRow]:
    for periods in facts.values():
        ones = _by_year(periods)
        if len(ones) >= 3:
            question = (
                f"{_name(ones[0][1])} của {ones[0][1].place} qua từng năm {ones[0][0]}-{ones[-1][0]} ra sao?"
            )
            yield _row("trend", question, [_gold(one) for _year, one in ones], [one for _year, one in ones])


def _places(facts: Facts) -> Iterator[QuestionRow]:
    beside: dict[tuple[str, str, str], list[Figure]] = defaultdict(list)
    for (indicator, _place, unit), periods in facts.items():
        for period, figures in periods.items():
            one = _single(figures)
            if one is not None:
                beside[indicator, unit, period].append(one)
    for (_indicator, _unit, period), ones in beside.items():
        if len(ones) >= 2:
            places = " và ".join(str(one.place) for one in ones)
            question = f"{_name(ones[0])} {_when(period)} của {places}, nơi nào cao hơn?"
            yield _row("compare_places", question, [_gold(one) for one in ones], ones)


def _by_year(periods: dict[str, list[Figure]]) -> list[tuple[str, Figure]]:
    singles = ((period, _single(figures)) for period, figures in periods.items() if _YEAR.fullmatch(period))
    return sorted((period, one) for period, one in singles if one is not None)


def _row(kind: str, question: str, gold: Sequence[FigureRow], sources: Sequence[Figure]) -> QuestionRow:
    return QuestionRow.model_validate(
        {
            "id": "?",
            "question": question[0].upper() + question[1:],
            "type": kind,
            "style": "plain",
            "answer": AnswerRow(figures=list(gold)).model_dump(),
            "evidence": [_place_of(figure).model_dump() for figure in sources],
        }
    )


def _place_of(figure: Figure) -> EvidenceRow:
    return EvidenceRow(doc=Path(figure.file).stem, figures=[[_digits(figure)]])


def _gold(figure: Figure) -> FigureRow:
    return FigureRow(value=_digits(figure), unit=figure.unit)


def _digits(figure: Figure) -> str:
    found = _NUMBER.search(figure.written.replace("−", "-").replace("–", "-"))
    return found.group().rstrip(".,") if found else figure.written


def _value(figure: Figure) -> Decimal:
    return read_number(_digits(figure)) or Decimal(0)


def _written(value: Decimal) -> str:
    whole, _, part = f"{value.normalize():f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    return f"{grouped},{part}" if part else grouped


def _name(figure: Figure) -> str:
    return re.sub(r"\s+", " ", figure.label.replace(" / ", ", ")).strip(" -+:;,.")


def _when(period: str) -> str:
    return f"năm {period}" if _YEAR.fullmatch(period) else f"({period})"


def restyled(row: QuestionRow, name: str, turn: int, draw: random.Random) -> QuestionRow:
    """The same question under this name, typed in the way whose turn it is."""
    styles: dict[str, Callable[[str], str]] = {
        "plain": lambda text: text,
        "nodiacritics": lambda text: " ".join(fold(word) for word in text.split()),
        "abbrev": _abbreviated,
        "colloquial": lambda text: f"cho mình hỏi {text[0].lower()}{text[1:].rstrip('?')} vậy nhỉ?",
        "typo": lambda text: _mistyped(text, draw),
        "long": lambda text: _LONG + text[0].lower() + text[1:],
    }
    style = list(styles)[turn % len(styles)]
    text = styles[style](row.question)
    return row.model_copy(update={"id": name, "question": text, "style": style})


def _abbreviated(text: str) -> str:
    short = text
    for long, abbreviation in _SHORTER.items():
        short = re.sub(re.escape(long), abbreviation, short, flags=re.IGNORECASE)
    return short


def _mistyped(text: str, draw: random.Random) -> str:
    """The text with about one word in five mistyped; numbers stay."""
    return " ".join(
        _slip(word, draw) if word.isalpha() and draw.random() < 0.2 else word for word in text.split()
    )


def _slip(word: str, draw: random.Random) -> str:
    if len(word) < 3:
        return fold(word)
    at = draw.randrange(1, len(word) - 1)
    ways = (word[:at] + word[at + 1 :], word[:at] + word[at + 1] + word[at] + word[at + 2 :], fold(word))
    return draw.choice(ways)
