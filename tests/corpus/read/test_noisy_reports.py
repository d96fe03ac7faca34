"""What is drawn and printed with the noise of pages is found again."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.read import read_text
from corpus.report import AnchorIn, Report, Span
from corpus.report_json import column_names
from eval.bench.noisy_layouts import generate
from eval.bench.noisy_reports import Draft, Heading, Item

LAYOUTS = st.sampled_from(["ocr", "dump"])
SEEDS = st.integers(min_value=0, max_value=10_000)


def tight(text: str | None) -> str:
    return re.sub(r"[\s\W_]+", "", (text or "").lower())


def all_spans(report: Report) -> list[Span]:
    kinds = (report.blocks, report.footnotes, report.tables, report.furniture, report.marks)
    return [span for kind in kinds for part in kind for span in part.spans]


def ink(report: Report) -> Counter[int]:
    """How often each inked character of the source is claimed."""
    return Counter(place for first, last in all_spans(report) for place in range(first, last))


@settings(deadline=None, max_examples=30)
@given(seed=SEEDS, layout=LAYOUTS)
def test_every_character_lies_in_exactly_one_part(seed: int, layout: str) -> None:
    draft = generate(seed, layout)

    report = read_text(draft.text, file="bao-cao.txt")

    claimed = ink(report)
    assert all(claimed[place] == 1 for place, letter in enumerate(draft.text) if not letter.isspace())


@settings(deadline=None, max_examples=30)
@given(seed=SEEDS, layout=LAYOUTS)
def test_spans_give_the_words_back(seed: int, layout: str) -> None:
    report = read_text(generate(seed, layout).text, file="bao-cao.txt")

    for block in report.blocks:
        written = "".join(report.source[first:last] for first, last in block.spans)
        assert tight(written) == tight(block.text)
    for note in report.footnotes:
        written = "".join(report.source[first:last] for first, last in note.body.spans())
        assert tight(written) == tight(note.text)


@settings(deadline=None, max_examples=30)
@given(seed=SEEDS, layout=LAYOUTS)
def test_the_text_itself_tells_its_family(seed: int, layout: str) -> None:
    assert read_text(generate(seed, layout).text, file="bao-cao.txt").family == layout


def found(draft: Draft, report: Report) -> Counter[tuple[str, bool]]:
    """For each kind of thing drawn, how many were found again and how many were not."""
    tally: Counter[tuple[str, bool]] = Counter()
    blocks = [tight(block.text) for block in report.blocks]
    for part in draft.parts:
        if isinstance(part, Heading):
            tally["heading", _has_heading(report, part)] += 1
        elif isinstance(part, Item):
            tally["item", tight(part.text) in blocks] += 1
        else:
            for one in part:
                tally["sentence", any(tight(one.text) in block for block in blocks)] += 1
    for note in draft.notes:
        said = [one for one in report.footnotes if one.number == str(note.number)]
        tally["note", any(tight(one.text) == tight(note.text) for one in said)] += 1
        tied = [one for one in said if one.anchor_in == AnchorIn(note.anchor_in)]
        tally["anchor", any(tight(one.anchor).endswith(tight(note.anchor)[-18:]) for one in tied)] += 1
    tally.update(_cells(draft, report))
    return tally


def _has_heading(report: Report, heading: Heading) -> bool:
    for section in report.sections:
        parent = report.sections[section.parent].title if section.parent is not None else None
        if tight(section.title) == tight(heading.title) and tight(parent) == tight(heading.parent):
            return section.number == (heading.printed or heading.number)
    return False


def _cells(draft: Draft, report: Report) -> Counter[tuple[str, bool]]:
    tally: Counter[tuple[str, bool]] = Counter()
    names = column_names(report.tables[-1])
    rows = {tuple(map(tight, row.label)): row for row in report.tables[-1].rows}
    for row in draft.table.rows:
        got = rows.get((*map(tight, row.parents), tight(row.label)))
        cells = {names[cell.column]: cell.written for cell in got.cells} if got else {}
        expected = [row.unit, *row.values, row.verdict] if row.values else []
        columns = ["Đơn vị tính", *draft.table.names, draft.table.last]
        for column, value in zip(columns, expected, strict=bool(expected)):
            tally["cell", cells.get(column) == value] += 1
    return tally


@pytest.mark.parametrize("layout", ["ocr", "dump"])
def test_noise_hides_nothing(layout: str) -> None:
    """Of what forty reports hold, at most one in two hundred of a kind is missed."""
    tally: Counter[tuple[str, bool]] = Counter()
    for seed in range(40):
        draft = generate(seed, layout)
        tally.update(found(draft, read_text(draft.text, file="bao-cao.txt")))

    missed = {kind: tally[kind, False] / (tally[kind, True] + tally[kind, False]) for kind, _ in tally}

    assert all(share <= 0.005 for share in missed.values()), missed
