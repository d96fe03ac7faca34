"""Pages as scanners and PDF dumps leave them: sentences torn by notes, tables torn by pages."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence

from eval.invented.facts import Fact
from eval.invented.telling import YEAR, Paragraph, Told, in_year, share_of_target, verdict_on, written

_MARK = re.compile(r"\[\^(\d+)\]")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PAGE = 900  # characters of running text on a page of the OCR layout
_LINES = 22  # lines on a page of the dump
_ROWS = 7  # rows of a table on a page


def as_ocr(told: Told, style: int) -> str:
    """OCR markdown: raised marks, notes amid a sentence, tab tables with repeated headers."""
    parts, open_notes, room = [told.title], list[int](), _PAGE
    for paragraph in told.paragraphs:
        marks = [int(mark) for mark in _MARK.findall(paragraph.text)]
        if paragraph.heading or len(paragraph.text) < room:
            parts.append(_raised(_shown(paragraph)))
            open_notes += marks
            room -= len(paragraph.text)
            continue
        head, tail = _torn(paragraph.text)
        open_notes += [int(mark) for mark in _MARK.findall(head)]
        parts += [_raised(head), *_notes(open_notes, told), _raised(tail)]
        open_notes, room = [int(mark) for mark in _MARK.findall(tail)], _PAGE - len(tail)
    parts += [*_notes(open_notes, told), f"**{told.table_title}**", _tab_table(told.facts, style)]
    return "\n\n".join(parts) + "\n"


def as_dump(told: Told, style: int) -> str:
    """A PDF dump: hard wraps with blank lines between, marks alone on a line, the table flattened by year."""
    out, waiting, used, page = "", list[int](), 0, 1
    title = told.title.replace("**", "").replace("\n\n", "\n")
    for paragraph in (Paragraph(title), *told.paragraphs):
        lines = [line for part in paragraph.text.split("\n") for line in textwrap.wrap(part, 72)]
        for at, line in enumerate(lines):
            waiting += [int(mark) for mark in _MARK.findall(line)]
            out += _MARK.sub(r"\n\1\n", line) + " \n\n"
            used += 1
            if used >= _LINES and at < len(lines) - 1:
                out += _foot(waiting, told, page) + " "
                waiting, used, page = [], 0, page + 1
    appendix = f" Phụ lục \n\n{told.table_title} \n\n{_flat_table(told.facts, page, style)}"
    return f" {out}{_foot(waiting, told, page)}{appendix}"


def _shown(paragraph: Paragraph) -> str:
    return f"**{paragraph.text}**" if paragraph.heading and paragraph.text.isupper() else paragraph.text


def _raised(text: str) -> str:
    return _MARK.sub(lambda mark: mark.group(1).translate(_RAISED), text)


def _torn(text: str) -> tuple[str, str]:
    """The paragraph's halves, cut where a sentence goes on in lower case."""
    words = text.split(" ")
    at = len(words) // 2
    while at < len(words) - 2 and not (words[at][0].islower() and words[at - 1][-1].isalpha()):
        at += 1
    return " ".join(words[:at]), " ".join(words[at:])


def _notes(numbers: Sequence[int], told: Told) -> list[str]:
    return [f"{str(number).translate(_RAISED)} {told.notes[number - 1]}" for number in numbers]


def _foot(numbers: Sequence[int], told: Told, page: int) -> str:
    if not numbers:
        return f"\n\n{page} \n \n\n"
    lines = (
        f"{number}\n " + " \n\n".join(textwrap.wrap(told.notes[number - 1], 105)) + " \n"
        for number in numbers
    )
    return " " * 43 + "\n" + "".join(lines)


_TAB_HEADS = (
    (
        "TT\tChỉ tiêu\tĐơn vị tính\tMục tiêu đến năm 2025\tKết quả thực hiện\t\n"
        f"\t\t\t\tNăm {YEAR - 1}\tƯớc năm {YEAR}"
    ),
    (
        f"STT\tNội dung chỉ tiêu\tĐVT\tNghị quyết giao\tThực hiện năm {YEAR - 1}\tThực hiện năm {YEAR}\t"
        "Bằng % Nghị quyết\tĐánh giá"
    ),
    (
        "TT\tTên chỉ tiêu\tĐơn vị\tKế hoạch nhiệm kỳ 2020-2025\tKết quả giữa nhiệm kỳ\t\t\t\n"
        f"\t\t\t\tNăm {YEAR - 1}\tNăm {YEAR}\tTỷ lệ % so với kế hoạch\tSo sánh với kế hoạch"
    ),
)


def _tab_table(facts: Sequence[Fact], style: int) -> str:
    head = _TAB_HEADS[style % len(_TAB_HEADS)]
    rows = [
        "\t".join(_cells(number, fact)[: 6 if style % len(_TAB_HEADS) == 0 else 8])
        for number, fact in enumerate(facts, 1)
    ]
    pages = [rows[at : at + _ROWS] for at in range(0, len(rows), _ROWS)]
    return "\n\n".join("\n".join((head, *page)) for page in pages)


def _cells(number: int, fact: Fact) -> tuple[str, ...]:
    now = in_year(fact, YEAR)
    return (
        str(number),
        fact.measure.name,
        fact.measure.unit,
        written(fact.target),
        written(in_year(fact, YEAR - 1)),
        written(now),
        f"{written(share_of_target(fact, YEAR))}%",
        verdict_on(now, fact),
    )


_YEARS = "".join(f"Thực \nhiện \nnăm \n{year} \n\n" for year in range(2021, 2025))
_FLAT_HEADS = (
    (
        "TT Chỉ tiêu \nĐơn vị \n\ntính \n\nMục tiêu \nNghị \n\nquyết \n\nKết quả từng năm \n\n"
        f"Ghi chú \n{_YEARS}Ước \nthực \nhiện \nnăm \n2025 \n\n"
    ),
    (
        "TT Chỉ tiêu ĐVT \nKế hoạch \n2020-\n2025 \nNăm \n2021 \nNăm \n2022 \nNăm \n2023 \nNăm \n2024 \n"
        "Ước \nnăm \n2025 \nĐánh giá \n\n"
    ),
)


def _flat_table(facts: Sequence[Fact], page: int, style: int) -> str:
    head = _FLAT_HEADS[style % len(_FLAT_HEADS)]
    out = head
    for number, fact in enumerate(facts, 1):
        name = " \n".join(textwrap.wrap(fact.measure.name, 44))
        torn = " \n\n" if "\n" in name else " "
        figures = " ".join(written(value) for _year, value in fact.years)
        cells = f"{fact.measure.unit} {written(fact.target)} {figures} {verdict_on(fact.latest, fact)}"
        out += f"{number} \n\n{name}{torn}{cells} \n\n"
        if number % _ROWS == 0 and number < len(facts):
            out += f"\n\n{page + number // _ROWS} \n \n\n{head}"
    return out
