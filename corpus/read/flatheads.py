"""The header of a flattened table: wrapped words put back into cells, cells into columns.

How many columns there are is known from the rows. A cell starts at a capital; which capitals start one is
told first by the words that such cells open with, then by what is missing to the number of columns. A text
dump gives the first row of a header whole, then the cells below its spans.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from corpus.read.words import any_of

_COUNTER = re.compile(r"(?:STT|TT|Số TT|SỐ TT|S\.?T\.?T)\.?(?=\s|$)", re.IGNORECASE)
_STARTERS = re.compile(any_of("header_openers") + r"(?=\W|$)")
_NOTES = re.compile(any_of("note_headers"), re.IGNORECASE)
_UNIT = re.compile(r"(?:Đơn vị|ĐVT|Đ\.?V\.?T)", re.IGNORECASE)
_INNER_UNIT = re.compile(r"\s(?:Đơn vị|ĐVT)\b")
_YEAR = re.compile(r"(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)\d\d)?")
_YEARS = re.compile(rf"{_YEAR.pattern}(?:\s+{_YEAR.pattern})+")
_DANGLING = frozenset("năm|quý|đến|từ|tháng|và|của|với|các|số|thứ|theo|về".split("|"))
_PLAIN = re.compile(any_of("label_headers") + r"(?=\s|$)")
_COMPARING = re.compile(r"so sánh|so với|so cùng|cùng kỳ|tỷ lệ|tỉ lệ|tăng|giảm|%|/\s?KH", re.IGNORECASE)
_MOST_SPANS = 4
_NEAR = 7  # lines in which a header without a counter names its units
_HEADER_WIDTH = 60
_NEVER, _WEAK, _STRONG = -100.0, -1.8, 2.0


class _Atom(NamedTuple):
    """A line of a header, or a part of one that a cell may start in."""

    text: str
    after_blank: bool  # whether a blank line stood before it
    inside: bool = False  # whether it starts inside its line


class _Cell(NamedTuple):
    """A header's cell, and how many lines it was wrapped to."""

    text: str
    lines: int


def opens_header(text: str) -> bool:
    """Whether a line opens a flattened table's header."""
    found = _COUNTER.match(text)
    if not found:
        return False
    rest = text[found.end() :].strip()
    return not rest or _STARTERS.match(rest) is not None


def opens_plain_header(lines: Sequence[str]) -> bool:
    """Whether lines open a header that has no counter: what its labels name, then the units."""
    found = _PLAIN.match(lines[0]) if lines else None
    if found is None or len(lines[0]) > _HEADER_WIDTH:
        return False
    rest = lines[0][found.end() :].strip()
    if rest and _STARTERS.match(rest) is None:
        return False
    ahead: list[str] = [rest]
    for line in lines[1:_NEAR]:
        if len(line) > _HEADER_WIDTH:
            break
        ahead.append(line)
    return has_unit_column(ahead)


def names_unit(cell: str) -> bool:
    """Whether a header's cell heads the units."""
    return _UNIT.match(cell) is not None


def has_unit_column(lines: Sequence[str]) -> bool:
    """Whether some cell of a header heads the units."""
    return _INNER_UNIT.search(f" {' '.join(lines)}") is not None


def header_columns(
    lines: Sequence[str], after_blank: Sequence[bool], leaves: int, *, ends_in_words: bool
) -> tuple[tuple[str, ...], ...] | None:
    """Each column's path, or None where the header cannot be told apart."""
    atoms = _atoms(lines, after_blank)
    opening = 1 if _COUNTER.match(lines[0]) else 0  # the last cell that surely starts at an atom of its own
    weights = [_weight(atoms, index, opening) for index in range(len(atoms))]
    best: tuple[float, tuple[tuple[str, ...], ...]] | None = None
    for size in range(leaves, leaves + _MOST_SPANS):
        cut = _cells(atoms, weights, size)
        if cut is None:
            continue
        cells, cutting = cut
        for reading, paths in _readings(cells, leaves, ends_in_words=ends_in_words):
            if best is None or cutting + reading > best[0]:
                best = (cutting + reading, paths)
    return best[1] if best else None


def _atoms(lines: Sequence[str], after_blank: Sequence[bool]) -> list[_Atom]:
    """Lines, with the counter's own cell and rows of years cut apart."""
    atoms: list[_Atom] = []
    for line, blank in zip(lines, after_blank, strict=True):
        found = _COUNTER.match(line) if not atoms else None
        parts = [found.group(), line[found.end() :].strip()] if found else [line]
        if _YEARS.fullmatch(line):
            parts = [year.group() for year in _YEAR.finditer(line)]
        for part in parts:
            atoms += _inner_atoms(part, after_blank=blank)
    return atoms


def _inner_atoms(part: str, *, after_blank: bool) -> Iterator[_Atom]:
    """A line cut before each word inside it that may open a cell."""
    start = 0
    for found in _STARTERS.finditer(part):
        if found.start() > start and part[found.start() - 1] == " ":
            yield _Atom(part[start : found.start()].strip(), after_blank, inside=start > 0)
            start = found.start()
    if part[start:].strip():
        yield _Atom(part[start:].strip(), after_blank, inside=start > 0)


def _weight(atoms: Sequence[_Atom], index: int, opening: int) -> float:
    """How surely a cell starts at an atom; negative where it rather does not."""
    atom = atoms[index].text
    if index <= opening and not atoms[index].inside:
        return -_NEVER
    before = atoms[index - 1].text
    if before[-1] in "-–/":
        return _NEVER
    if atoms[index].inside:
        return _STRONG if names_unit(atom) else _WEAK / 2
    dangling = before.split()[-1].lower() in _DANGLING
    if not atom[0].isupper():
        following = atoms[index + 1].text if index + 1 < len(atoms) else ""
        return _year_weight(atom, before, following, dangling=dangling)
    ahead = " ".join(one.text for one in atoms[index : index + 5])
    starts = _STARTERS.match(ahead) is not None
    likely = _STRONG if starts else _WEAK
    return likely - 1 if dangling else likely + (0.4 if atoms[index].after_blank else 0)


def _year_weight(atom: str, before: str, following: str, *, dangling: bool) -> float:
    """Only a year may open a cell without a capital: one of a row of years."""
    if not _YEAR.fullmatch(atom) or dangling:
        return _NEVER
    return _STRONG if _YEAR.fullmatch(before) or _YEAR.fullmatch(following) else _WEAK


def _cells(atoms: Sequence[_Atom], weights: Sequence[float], size: int) -> tuple[list[_Cell], float] | None:
    """The atoms as so many cells, and how well they fall: every sure start left out costs."""
    order = sorted(range(1, len(atoms)), key=lambda index: -weights[index])
    chosen = set(order[: size - 1])
    if len(chosen) < size - 1 or any(weights[index] <= _NEVER for index in chosen):
        return None
    cost = sum(min(weights[index], 0) for index in chosen) - sum(
        max(weights[index], 0) for index in order[size - 1 :]
    )
    cells: list[_Cell] = []
    for index, atom in enumerate(atoms):
        if index in chosen or not cells:
            cells.append(_Cell(atom.text, 1))
        else:
            joint = "" if cells[-1].text[-1] in "-–" and cells[-1].text[-2:-1].isalnum() else " "
            cells[-1] = _Cell(f"{cells[-1].text}{joint}{atom.text}", cells[-1].lines + (not atom.inside))
    return cells, cost


def _readings(
    cells: Sequence[_Cell], leaves: int, *, ends_in_words: bool
) -> Iterator[tuple[float, tuple[tuple[str, ...], ...]]]:
    """Ways to read cells as columns, each with how plausible it is."""
    spans = len(cells) - leaves
    if spans == 0:
        likely = 1.0 if not ends_in_words or _NOTES.match(cells[-1].text) else -1.0
        yield likely, tuple((cell.text,) for cell in cells)
        return
    for first in range(2, len(cells) - 2 * spans + 1):
        owners = cells[first : first + spans]
        for early in (0, 1, 2):
            for late in (0, 1):
                below = cells[first + spans + early : len(cells) - late]
                tail = [*cells[first + spans : first + spans + early], *cells[len(cells) - late :]]
                for groups in _groupings(below, spans):
                    yield (
                        _plausible(owners, groups, tail, ends_in_words=ends_in_words),
                        _paths(cells[:first], owners, groups, tail),
                    )


def _groupings(below: Sequence[_Cell], spans: int) -> Iterator[list[Sequence[_Cell]]]:
    """Ways to give each spanning cell at least two of the cells below, in order."""
    if spans == 1:
        if len(below) > 1:
            yield [below]
        return
    for size in range(2, len(below) - 2 * (spans - 1) + 1):
        for rest in _groupings(below[size:], spans - 1):
            yield [below[:size], *rest]


def _plausible(
    owners: Sequence[_Cell], groups: Sequence[Sequence[_Cell]], tail: Sequence[_Cell], *, ends_in_words: bool
) -> float:
    score = 0.0
    below = [cell for group in groups for cell in group]
    for owner, group in zip(owners, groups, strict=True):
        score += (1.5 if owner.lines == 1 else -0.5) + min(len(owner.text.split()), 6) * 0.25
        score -= 6 if names_unit(owner.text) or (_NOTES.match(owner.text) and not _compares(owner)) else 0
        score -= 3 if _spans_other_years(owner, group) else 0
        score += _likeness(owner, group) if any(map(_compares, owners)) and len(groups) > 1 else 0
    said = [[cell.text for cell in group] for group in groups]
    if len(said) > 1:
        score += 3 if all(group == said[0] for group in said) else -2.5
        score -= 0 if len({len(group) for group in said}) == 1 else 2
    openers = {cell.text.split()[0] for cell in below}
    score += 1.5 if len(openers) < len(below) else 0
    score -= sum(2.0 for cell in below if names_unit(cell.text) or _NOTES.match(cell.text))
    score += sum(1.5 if _NOTES.match(cell.text) else -1.5 for cell in tail)
    return score + (1.0 if ends_in_words == bool(tail) else -1.0)


def _compares(cell: _Cell) -> bool:
    """Whether a cell may span comparisons: `So sánh (%)`."""
    return cell.text.lower().startswith(("so sánh", "so với"))


def _spans_other_years(owner: _Cell, group: Sequence[_Cell]) -> bool:
    """Whether a cell of one year would span cells of others: `Ước thực hiện năm 2024` over `Năm 2021`."""
    own = _YEAR.findall(owner.text)
    below = {year for cell in group for year in _YEAR.findall(cell.text)}
    return len(own) == 1 and not re.search(r"[-–]", own[0]) and bool(below - set(own))


def _likeness(owner: _Cell, group: Sequence[_Cell]) -> float:
    """Comparisons stand below a comparison, results below a year."""
    compares = bool(_COMPARING.search(owner.text))
    return sum(0.5 if bool(_COMPARING.search(cell.text)) == compares else -0.5 for cell in group)


def _paths(
    before: Sequence[_Cell],
    owners: Sequence[_Cell],
    groups: Sequence[Sequence[_Cell]],
    tail: Sequence[_Cell],
) -> tuple[tuple[str, ...], ...]:
    spanned = [(owner.text, cell.text) for owner, group in zip(owners, groups, strict=True) for cell in group]
    return (*((cell.text,) for cell in before), *spanned, *((cell.text,) for cell in tail))
