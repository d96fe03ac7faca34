"""Questions over invented reports: the gold is what was invented, not what was read."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from decimal import Decimal

from eval.generate import restyled
from eval.gold import QuestionRow
from eval.invented.facts import Detail, Fact, Place
from eval.invented.telling import GOALS, YEAR, in_year, verdict_on, written

_UNTOLD = (
    "Tỷ lệ ly hôn",
    "Giá vàng bán lẻ",
    "Số xe ô tô đăng ký mới",
    "Lượng mưa bình quân",
    "Số thuê bao Internet",
)


def ask_about(places: Sequence[Place], files: Sequence[str], seed: int) -> list[QuestionRow]:
    """Some twenty questions on every place, in all ways of typing, and comparisons between neighbours."""
    draw = random.Random(seed)  # noqa: S311 - a choice, not a secret
    rows = [
        row
        for number, (place, file) in enumerate(zip(places, files, strict=True))
        for row in _about(place, file, years=2021 if number % 2 else YEAR - 1, draw=draw)
    ]
    rows += _between(places, files)
    return [restyled(row, f"i-{number:04d}", number, draw) for number, row in enumerate(rows, 1)]


def _about(place: Place, file: str, *, years: int, draw: random.Random) -> Iterator[QuestionRow]:
    yield _row(
        "figure",
        f"Diện tích tự nhiên của {place.name} là bao nhiêu?",
        [_figure(place.area, "km²")],
        [_place(file, [place.area])],
    )
    for fact in draw.sample(place.facts, 5):
        value = in_year(fact, YEAR)
        question = f"{fact.measure.name} của {place.name} năm {YEAR} là bao nhiêu?"
        yield _row("figure", question, [_figure(value, fact.measure.unit)], [_place(file, [value])])
    for fact in draw.sample(place.facts, 5):
        yield _against_target(fact, place, file, 2025 if years == 2021 else YEAR)
    for fact in draw.sample(place.facts[:GOALS], 2):
        yield _goal(fact, place, file)
    for detail in draw.sample(place.details, 3):
        yield _in_note(detail, place, file)
    fact = draw.choice(place.facts)
    yield _change(fact, place, file)
    if years == 2021:
        yield _trend(draw.choice(place.facts), place, file)
        yield _unmet(place, file)
    for name in draw.sample(_UNTOLD, 2):
        question = f"{name} của {place.name} năm {YEAR} là bao nhiêu?"
        yield _row("unanswerable", question, [], [], refuse=True)


def _against_target(fact: Fact, place: Place, file: str, year: int) -> QuestionRow:
    result = in_year(fact, year)
    gap = abs(result - fact.target)
    better = result > fact.target if fact.measure.higher_is_better else result < fact.target
    verdict = "đạt" if not gap else "vượt" if better else "chưa đạt"
    unit = "điểm %" if fact.measure.unit == "%" else fact.measure.unit
    figures = [_figure(result, fact.measure.unit), _figure(fact.target, fact.measure.unit)]
    return _row(
        "target",
        f"{fact.measure.name} năm {year} của {place.name} so với mục tiêu thế nào, chênh bao nhiêu?",
        [*figures, *([_figure(gap, unit)] if gap else [])],
        [{**_place(file, [result, fact.target]), "table_row": [fact.measure.name]}],
        verdict=verdict,
        any_place=True,
    )


def _goal(fact: Fact, place: Place, file: str) -> QuestionRow:
    return _row(
        "target",
        f"Mục tiêu đến năm 2030 về {fact.measure.name[0].lower()}{fact.measure.name[1:]} của {place.name} "
        "là bao nhiêu?",
        [_figure(fact.goal, fact.measure.unit)],
        [_place(file, [fact.goal])],
    )


def _in_note(detail: Detail, place: Place, file: str) -> QuestionRow:
    names = " và ".join(name for name, _value in detail.parts)
    return _row(
        "footnote",
        f"Trong số {detail.subject} của {place.name}, {names} có bao nhiêu?",
        [_figure(value, detail.unit) for _name, value in detail.parts],
        [
            {
                **_place(file, [value for _name, value in detail.parts]),
                "footnote": str(place.details.index(detail) + 1),
            }
        ],
    )


def _change(fact: Fact, place: Place, file: str) -> QuestionRow:
    before, after = in_year(fact, YEAR - 1), in_year(fact, YEAR)
    unit = "điểm %" if fact.measure.unit == "%" else fact.measure.unit
    question = (
        f"{fact.measure.name} của {place.name} năm {YEAR} tăng hay giảm bao nhiêu so với năm {YEAR - 1}?"
    )
    return _row("compute", question, [_figure(abs(after - before), unit)], [_place(file, [before, after])])


def _trend(fact: Fact, place: Place, file: str) -> QuestionRow:
    question = f"{fact.measure.name} của {place.name} qua các năm 2021-2025 thế nào?"
    values = [value for _year, value in fact.years]
    return _row(
        "trend", question, [_figure(value, fact.measure.unit) for value in values], [_place(file, values)]
    )


def _unmet(place: Place, file: str) -> QuestionRow:
    names = [one.measure.name for one in place.facts if verdict_on(one.latest, one) == "Chưa đạt"]
    row = _row(
        "list", f"Những chỉ tiêu nào của {place.name} chưa đạt mục tiêu theo biểu?", [], [_place(file, [])]
    )
    return row.model_copy(update={"answer": row.answer.model_copy(update={"contains": names})})


def _between(places: Sequence[Place], files: Sequence[str]) -> Iterator[QuestionRow]:
    for number in range(0, len(places) - 1, 2):
        first, second = places[number], places[number + 1]
        names = {fact.measure.name: fact for fact in second.facts}
        shared = [fact for fact in first.facts if fact.measure.name in names][:2]
        for fact in shared:
            values = [in_year(fact, YEAR), in_year(names[fact.measure.name], YEAR)]
            yield _row(
                "compare_places",
                f"{fact.measure.name} năm {YEAR} của {first.name} và {second.name}, nơi nào cao hơn?",
                [_figure(value, fact.measure.unit) for value in values],
                [
                    _place(file, [value])
                    for file, value in zip(files[number : number + 2], values, strict=True)
                ],
            )


def _row(  # noqa: PLR0913 - each is a field of the line
    kind: str,
    question: str,
    figures: Sequence[dict[str, str]],
    evidence: Sequence[dict[str, object]],
    *,
    verdict: str | None = None,
    refuse: bool = False,
    any_place: bool = False,
) -> QuestionRow:
    return QuestionRow.model_validate(
        {
            "id": "?",
            "question": question,
            "type": kind,
            "style": "plain",
            "answer": {"figures": list(figures), "verdict": verdict},
            "evidence": list(evidence),
            "refuse": refuse,
            "any": any_place,
        }
    )


def _figure(value: Decimal, unit: str) -> dict[str, str]:
    return {"value": written(value), "unit": unit[0].lower() + unit[1:] if unit[0].isalpha() else unit}


def _place(file: str, values: Sequence[Decimal]) -> dict[str, object]:
    return {"doc": file, "figures": [[written(value)] for value in values]}
