"""Which indicators were met, beaten or missed: as the report's own table says, or as its figures do."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from assistant.calculation import Verdict
from assistant.compose.figures import amount_of, label_of, stands, told_after
from assistant.compose.words import phrase
from assistant.compose.writer import name_of_report, quotable
from assistant.measures import RESULTS, TARGETS, subject_concepts
from assistant.tools.compare_with_target import compare_with_target
from assistant.tools.count_listed import count_listed
from assistant.tools.pairing import Pair, pairs
from assistant.understanding.periods import years_of
from assistant.understanding.terms import flat, terms
from corpus.numbers import parse_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.calculation import Calculation
    from assistant.compose.figures import Hand
    from assistant.compose.writer import Writer
    from corpus.figures import Figure
    from corpus.passages import Passage

    Row = tuple[Figure, Figure | None]  # a result, and its target where one is known

_MOST = 60
# What a question asks for, as reports print it.
_PRINTED = {
    "missed": ("khong dat", "chua dat", "kho dat"),
    "exceeded": ("vuot",),
    "met": ("dat",),
    "unrated": ("khong danh gia",),
}
_WORDS = {
    "missed": "không đạt hoặc chưa đạt",
    "exceeded": "vượt",
    "met": "đạt",
    "unrated": "“không đánh giá”",
}
_AS_PRINTED = {"khong dat": "không đạt", "chua dat": "chưa đạt", "kho dat": "khó đạt"}
_VERDICTS = {"missed": Verdict.MISSED, "exceeded": Verdict.EXCEEDED, "met": Verdict.MET}


def list_by_verdict(hand: Hand, writer: Writer) -> bool:
    """The indicators with the verdict that was asked for, each with result, target and source."""
    if _EXTREME.search(hand.query.line) and _say_extremes(hand, writer):
        return True
    if _BEYOND.search(hand.query.line):
        return _say_beyond(hand, writer)
    wanted = _wanted(hand)
    if wanted is None:
        return _list_group(hand, writer)
    for report in _reports(hand):
        rows = _of_field(_printed(report, wanted, hand) or _computed(report, wanted, hand), hand)
        if rows:
            _say(report, rows, wanted, hand, writer)
            return True
    return False


def _wanted(hand: Hand) -> str | None:
    verdicts = hand.query.verdicts
    for name in ("unrated", "missed", "exceeded", "met"):
        if name in verdicts:
            return name
    return None


_OPENED = 12  # reports that are looked through for such a list


def _reports(hand: Hand) -> list[str]:
    """The reports that hold such lists, the latest first."""
    scope = hand.library.in_order(hand.evidence.scope)
    years = {period.last for period in hand.query.periods if period.single}
    # “tính đến 2023”: the report of that year, not what a later one came to.
    scope = [card for card in scope if card.year in years] or scope
    latest = sorted(scope, key=lambda card: card.date or "", reverse=True)
    return [card.id for card in latest[:_OPENED]]


def _printed(report: str, wanted: str, hand: Hand) -> list[Row]:
    """The rows whose printed verdict is the one asked for, in the column of the time that is meant."""
    exact = _exact_words(report, wanted, hand)
    judged: dict[str, list[Row]] = {}
    paired = {one.result.id: one.target for one in _pairs(report, hand)}
    for figure in hand.library.shelf(report).figures:
        if figure.stated_verdict and figure.kind in RESULTS:
            row = (figure, paired.get(figure.id))
            judged.setdefault(figure.group or figure.id, []).append(row)
    kept = []
    for rows in judged.values():
        meant = [row for row in rows if _fits_time(row[0], hand)]
        if not exact:
            meant = [max(meant, key=lambda row: stands(row[0], hand))] if meant else []
        kept += [row for row in meant if said_of(row[0]) in (exact or _PRINTED[wanted])][-1:]
    return kept


def said_of(figure: Figure) -> str:
    """The verdict that a report prints beside a figure, flattened."""
    return " ".join(terms(figure.stated_verdict or ""))


def _exact_words(report: str, wanted: str, hand: Hand) -> tuple[str, ...]:
    """A verdict is meant to the letter where the table prints it so: “Khó đạt” is not “Chưa đạt”."""
    quoted = re.findall(r"[\"“']([^\"“”']{2,20})[\"”']", hand.query.question)
    known = {word for words in _PRINTED.values() for word in words}
    meant = tuple(said for text in quoted if (said := " ".join(terms(text))) in known)
    if meant or wanted != "missed":
        return meant
    printed = {said_of(figure) for figure in hand.library.shelf(report).figures}
    line = hand.query.line
    return tuple(word for word in _PRINTED["missed"] if f" {word} " in line and word in printed)


def _computed(report: str, wanted: str, hand: Hand) -> list[Row]:
    verdict = _VERDICTS.get(wanted)
    if verdict is None:
        return []
    rows: dict[str, Row] = {}
    for one in _pairs(report, hand):
        made = compare_with_target(one.result, one.target, better=hand.better(one.result))
        if made.refusal is None and made.result.get("verdict") == verdict.value:
            rows[one.result.group or one.result.id] = (one.result, one.target)
    return list(rows.values())


def _pairs(report: str, hand: Hand) -> Iterable[Pair]:
    figures = [one for one in hand.library.shelf(report).figures if one.kind in RESULTS | TARGETS]
    grouped = [one for one in pairs(figures) if _in_period(one.result, hand)]
    paired = {one.result.id for one in grouped}
    for figure in figures:
        if figure.kind in RESULTS and figure.id not in paired and figure.table_row is None:
            target = told_after(figure, hand)
            if target is not None:
                grouped.append(Pair(result=figure, target=target))
    return grouped


def _in_period(figure: Figure, hand: Hand) -> bool:
    """Whether a result is of a stretch of years that the question names."""
    asked = [period for period in hand.query.periods if not period.single]
    if not asked or not figure.period:
        return True
    return any(str(period) in figure.period for period in asked) or not _STRETCH.search(figure.period)


_STRETCH = re.compile(r"\d{4}\s*[-–]\s*\d{4}")


def _fits_time(figure: Figure, hand: Hand) -> bool:
    """“Đến hết năm 2023” means the column that ends with that year, where the report has one."""
    if not _in_period(figure, hand):
        return False
    asked = {period.last for period in hand.query.periods if period.single and not period.since}
    if not asked:
        return True
    rated = [one for one in hand.library.shelf(figure.report_id).figures if one.stated_verdict]
    ends = {span.last for one in rated if (span := years_of(one.period))}
    own = years_of(figure.period)
    return not asked & ends or (own is not None and own.last in asked)


def _of_field(rows: Sequence[Row], hand: Hand) -> Sequence[Row]:
    """Those of the field that the question names, if it names one: by the table's headings, else as known."""
    named = _fields_named(hand)
    if not named:
        return rows
    headed = [row for row in rows if any(part in _group_of(row[0]) for part in named)]
    return headed or [row for row in rows if any(part in _field_of(row[0], hand) for part in named)]


def _fields_named(hand: Hand) -> list[str]:
    """The fields of the vocabulary that the question names: “môi trường” of “hạ tầng, đô thị, môi trường”."""
    vocabulary = hand.library.vocabulary
    known = vocabulary.indicators if vocabulary else ()
    fields = {flat(part) for one in known for part in one.field.split(",")}
    line = hand.query.line.replace(_WHOLE_ECONOMY, " ")
    return [part for part in fields if part.strip() and part in line]


_WHOLE_ECONOMY = " kinh te xa hoi "  # is no field: it means all of them


def _group_of(figure: Figure) -> str:
    """The headings that group the rows of a table by field: “III. Chỉ tiêu về môi trường”."""
    return flat(" ".join(part for part in (figure.table_row or ())[:-1] if _GROUP.search(part)))


_GROUP = re.compile(r"chỉ tiêu|nhóm|lĩnh vực", re.IGNORECASE)


def _field_of(figure: Figure, hand: Hand) -> str:
    vocabulary = hand.library.vocabulary
    known = vocabulary.indicator(figure.indicator) if vocabulary else None
    return f"{flat(known.field) if known else ''} {flat(figure.label)}"


def _say(report: str, rows: Sequence[Row], wanted: str, hand: Hand, writer: Writer) -> None:
    """The list, with what the report itself prints as missed without a figure, and its remark."""
    card = hand.library.card(report)
    name = name_of_report(card) if card else ""
    shown = rows[:_MOST]
    words = _WORDS[wanted]
    if wanted == "missed":
        words = " hoặc ".join(_AS_PRINTED[word] for word in _exact_words(report, wanted, hand)) or words
    bare = _without_figures(report, wanted, hand)
    if re.search(r" (?:bao nhieu|may) chi tieu(?= )", hand.query.line) and len(rows) == len(shown):
        figures = [one for row in shown for one in row if one is not None]
        made = count_listed(figures, len(shown) + len(bare))
        head = phrase("lists.head_counted", report=name, verdict=words, count=made.shown["count"])
        writer.say(head, block="head", calculations=(writer.add(made),))
    else:
        writer.say(phrase("lists.head", report=name, verdict=words), block="head")
    for result, target in shown:
        values = {"label": label_of(result), "marker": writer.mark_figure(result)}
        if target is None:
            writer.say(phrase("lists.item_plain", **values), block="item")
        else:
            text = phrase("lists.item", result=amount_of(result), target=amount_of(target), **values)
            writer.say(text, block="item")
    for passage in bare:
        label = (passage.table_row or ("",))[-1]
        writer.say(phrase("lists.item_plain", label=label, marker=writer.mark(passage)), block="item")
    for passage in _notes(report, hand):
        writer.say(
            phrase("lists.note", quote=quotable(passage.text), marker=writer.mark(passage)),
            quote=True,
            block="after",
        )


def _without_figures(report: str, wanted: str, hand: Hand) -> list[Passage]:
    """Rows of which only the verdict is printed: “Cơ cấu kinh tế … Không đạt”."""
    shelf = hand.library.shelf(report)
    exact = _exact_words(report, wanted, hand)
    named = _fields_named(hand) or hand.query.periods
    if named:
        return []  # whether such a row belongs there cannot be told
    figured = {figure.passage for figure in shelf.figures}
    return [
        passage
        for passage in shelf.passages.values()
        if passage.table_row
        and passage.id not in figured
        and " ".join(terms(passage.text.rpartition("|")[2])) in (exact or _PRINTED[wanted])
        and "|" in passage.text
    ]


_EXTREME = re.compile(
    r" (?:dat|hoan thanh|so voi)(?= )(?: \w+){0,8} (?P<way>thap|kem|it|cao|tot|nhieu|xa) nhat(?= )"
    r"| (?P<other>thap|kem|it|cao|tot|xa) nhat so voi (?:nghi quyet|muc tieu|chi tieu|ke hoach)"
)
_FIRST = 3


def _say_extremes(hand: Hand, writer: Writer) -> bool:
    """The indicators that came least, or most, of their targets: by the ratio of result and target."""
    found = _EXTREME.search(hand.query.line)
    way = (found["way"] or found["other"]) if found else ""
    for report in _reports(hand):
        held = _by_ratio(report, hand)
        if len(held) < _FIRST:
            continue
        held = held[::-1] if way in {"cao", "tot", "nhieu"} else held
        name = "lists.head_highest" if way in {"cao", "tot", "nhieu"} else "lists.head_lowest"
        writer.say(phrase(name, report=_report_name(report, hand)), block="head")
        _say_ratios(held[:_FIRST], writer)
        return True
    return False


_BEYOND = re.compile(
    r" (?P<way>duoi|it hon|chua (?:den|toi|duoc(?: noi)?|day|noi|dat)|khong (?:den|duoc|noi|dat)"
    r"|tren|hon|qua|vuot)"
    r" (?P<share>\d+(?:,\d+)?|mot nua|phan nua|nua)(?: phan tram)? "
)
_HALF = Decimal(50)


def _say_beyond(hand: Hand, writer: Writer) -> bool:
    """The indicators that came to less, or more, than a share of their targets that the question names."""
    found = _BEYOND.search(hand.query.line)
    limit = (_HALF if found["share"].endswith("nua") else parse_number(found["share"])) if found else None
    if found is None or limit is None:
        return False
    above = found["way"] in {"tren", "hon", "qua", "vuot"}
    for report in _reports(hand):
        held = [row for row in _by_ratio(report, hand) if (row[0] > limit if above else row[0] < limit)]
        if held:
            writer.say(phrase("lists.head_beyond", report=_report_name(report, hand)), block="head")
            _say_ratios(held[:_MOST], writer)
            return True
    return False


def _by_ratio(report: str, hand: Hand) -> list[tuple[Decimal, Pair, Calculation]]:
    """The pairs of a report with how much of its target each result came to, the least first."""
    held = []
    for one in _pairs(report, hand):
        made = compare_with_target(one.result, one.target, better=hand.better(one.result))
        ratio = made.result.get("ratio")
        if made.refusal is None and isinstance(ratio, Decimal) and _fits_time(one.result, hand):
            held.append((ratio, one, made))
    return sorted(held, key=lambda row: row[0])


def _say_ratios(held: Sequence[tuple[Decimal, Pair, Calculation]], writer: Writer) -> None:
    for _, one, made in held:
        text = phrase(
            "lists.item_ratio",
            label=label_of(one.result),
            result=amount_of(one.result),
            target=amount_of(one.target),
            ratio=made.shown["ratio"],
            marker=writer.mark_figure(one.result),
        )
        writer.say(text, block="item", calculations=(writer.add(made),))


def _report_name(report: str, hand: Hand) -> str:
    card = hand.library.card(report)
    return name_of_report(card) if card else ""


def _list_group(hand: Hand, writer: Writer) -> bool:
    """The rows under the table heading that the question names: “nhóm chỉ tiêu môi trường”."""
    words = {word for one in subject_concepts(hand.query) for phrase_ in one.phrases for word in phrase_}

    def stands_under(passage: Passage) -> bool:
        return any(words <= set(terms(parent)) for parent in (passage.table_row or ())[:-1])

    if not words:
        return False
    for report in _reports(hand):
        groups: dict[str, list[Figure]] = {}
        for figure in hand.library.figures_of(report, stands_under):
            for parent in (figure.table_row or ())[:-1]:
                if figure.kind in RESULTS and words <= set(terms(parent)):
                    groups.setdefault(parent, []).append(figure)
        for parent, figures in groups.items():
            rows = {figure.group or figure.id: figure for figure in figures if _in_period(figure, hand)}
            if rows:
                _say_group(report, parent, list(rows.values())[:_MOST], hand, writer)
                return True
    return False


def _say_group(report: str, parent: str, figures: Sequence[Figure], hand: Hand, writer: Writer) -> None:
    card = hand.library.card(report)
    group = re.sub(r"^[IVX\d.\s-]+(?=\D)", "", parent).strip()
    writer.say(
        phrase("lists.head_group", group=group, report=name_of_report(card) if card else ""), block="head"
    )
    for figure in figures:
        values = {
            "label": label_of(figure),
            "result": amount_of(figure),
            "marker": writer.mark_figure(figure),
        }
        writer.say(phrase("lists.item_result", **values), block="item")


def _notes(report: str, hand: Hand) -> list[Passage]:
    """What the report itself remarks under its table (“Ghi chú: …”) on what was asked."""
    return [
        passage
        for passage in hand.library.shelf(report).passages.values()
        if flat(passage.text).startswith(" ghi chu ") and len(passage.text) < 600
    ][:1]
