"""Documents that reports cite: one number with two dates, one subject with two numbers, TU for TW."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from assistant.audits.citations import FEW, Citation, Subjects, find_citations
from assistant.audits.finding import Certainty, Finding, Kind, distinct
from assistant.audits.material import Material
from assistant.audits.sums import one_digit_apart_text

_SAME = 0.6  # of a subject's weight in common: one document
_SURELY = 0.75
_MOST = 200  # citations of one number that are compared with each other


def check_documents(materials: Sequence[Material]) -> Iterator[Finding]:
    """Citations that contradict each other, within a report and across reports."""
    citations = [citation for material in materials for citation in find_citations(material)]
    subjects = Subjects(citations)
    groups: dict[tuple[str, str | None, str], list[Citation]] = {}
    for citation in citations:
        groups.setdefault(citation.name, []).append(citation)
    for group in groups.values():
        yield from _check_dates(group, subjects)
        yield from _check_lists(group)
        yield from _check_sentences(group, subjects)
    yield from _check_numbers(citations, subjects)
    yield from _check_issuers(citations, subjects)
    yield from _check_years(citations)


def _check_dates(group: Sequence[Citation], subjects: Subjects) -> Iterator[Finding]:
    """One number with two dates, where it is one document: a like subject, or dates one slip apart."""
    dated = [one for one in group if one.date is not None]
    seen: set[frozenset[tuple[int, int, int]]] = set()
    for one, other in combinations(dated, 2):
        if one.date is None or other.date is None or one.date == other.date:
            continue
        key = frozenset((one.date, other.date))
        slip = sum(a != b for a, b in zip(one.date, other.date, strict=True)) == 1
        same = subjects.likeness(one, other) >= _SAME
        if key in seen or not (slip or same):
            continue
        seen.add(key)
        rare, common = _rarer(one, other, dated, lambda citation: citation.date)
        yield Finding(
            kind=Kind.CROSS_REPORT,
            certainty=Certainty.CLEAR
            if same or (slip and not _both_told(one, other))
            else Certainty.ARGUABLE,
            printed=rare.shown_date,
            recomputed=common.shown_date,
            what=f"Văn bản {rare.written} ghi hai ngày khác nhau: {rare.shown_date} và {common.shown_date}.",
            arithmetic=f"so ngày: {rare.shown_date} ≠ {common.shown_date}",
            sources=distinct((rare.source, common.source)),
        )


def _both_told(one: Citation, other: Citation) -> bool:
    """Whether both say what they are about, so that unlike subjects mean two documents."""
    return len(one.subject) >= FEW and len(other.subject) >= FEW


def _rarer(
    one: Citation, other: Citation, among: Sequence[Citation], trait: Callable[[Citation], object]
) -> tuple[Citation, Citation]:
    """The two with the one first whose trait fewer citations share; it is the likelier slip."""
    counts = [sum(1 for citation in among if trait(citation) == trait(each)) for each in (one, other)]
    return (one, other) if counts[0] <= counts[1] else (other, one)


def _check_lists(group: Sequence[Citation]) -> Iterator[Finding]:
    """One number in two rows of one list."""
    for one, other in combinations([citation for citation in group if citation.listed], 2):
        if one.listed is None or other.listed is None or one.source.file != other.source.file:
            continue
        if one.listed[0] != other.listed[0] or one.listed == other.listed:
            continue
        same_year = one.date is None or other.date is None or one.date[0] == other.date[0]
        yield Finding(
            kind=Kind.DUPLICATE,
            certainty=Certainty.CLEAR if same_year else Certainty.ARGUABLE,
            printed=one.written,
            recomputed="hai dòng cùng số văn bản",
            what=f"Số văn bản {one.written} được liệt kê ở hai dòng của cùng một bảng.",
            arithmetic=f"{one.written} = {other.written}",
            sources=distinct((one.source, other.source)),
        )


def _check_sentences(group: Sequence[Citation], subjects: Subjects) -> Iterator[Finding]:
    """One number for two documents that one sentence lists one after the other."""
    for one, other in pairwise(group):
        if one.source != other.source or one.listed or other.listed or not _both_told(one, other):
            continue
        if one.date is None or other.date is None or subjects.likeness(one, other) >= _SAME:
            continue
        yield Finding(
            kind=Kind.DUPLICATE,
            certainty=Certainty.CLEAR if one.date == other.date else Certainty.ARGUABLE,
            printed=one.written,
            recomputed="hai văn bản cùng một số",
            what=f"Số văn bản {one.written} được ghi cho hai văn bản khác nội dung trong cùng một danh sách.",
            arithmetic=f"{one.written} = {other.written}",
            sources=(one.source,),
        )


def _check_numbers(citations: Sequence[Citation], subjects: Subjects) -> Iterator[Finding]:
    """One subject under two numbers of one kind that are a digit apart."""
    seen: set[frozenset[str]] = set()
    for one, other in _near_pairs(citations):
        key = frozenset((one.number, other.number, one.suffix))
        if key in seen or one.number == other.number or _dates_differ(one, other):
            continue
        if one.source == other.source or (one.listed and other.listed):
            continue  # named in one breath or in one list, they are two documents
        # Numbers that follow each other belong to papers of one day: only their subjects tell them apart.
        slip = one_digit_apart_text(one.number, other.number) and not _follow(one, other)
        likeness = subjects.likeness(one, other)
        if likeness < _SAME or not (slip or subjects.same(one, other)):
            continue
        seen.add(key)
        sure = likeness >= _SURELY if slip else one.date is not None and one.date == other.date
        rare, common = _rarer(one, other, citations, lambda citation: citation.name)
        yield Finding(
            kind=Kind.CROSS_REPORT,
            certainty=Certainty.CLEAR if sure else Certainty.ARGUABLE,
            printed=rare.written,
            recomputed=common.written,
            what=f"Cùng một nội dung nhưng ghi hai số văn bản: {rare.written} và {common.written}.",
            arithmetic=f"so số hiệu: {rare.written} ≠ {common.written}",
            sources=distinct((rare.source, common.source)),
        )


def _near_pairs(citations: Sequence[Citation]) -> Iterator[tuple[Citation, Citation]]:
    """Citations of one kind whose numbers may be slips of each other, or with the same subject."""
    groups: dict[tuple[object, ...], list[Citation]] = {}
    for one in citations:
        if len(one.subject) < FEW:
            continue
        number = one.number
        masks = {number[:at] + "?" + number[at + 1 :] for at in range(len(number))}
        for key in (*masks, "".join(sorted(number)), one.subject):
            groups.setdefault((one.suffix, one.year, key), []).append(one)
    return _pairs_within(groups.values())


def _pairs_within(groups: Iterable[Sequence[Citation]]) -> Iterator[tuple[Citation, Citation]]:
    for group in groups:
        yield from combinations(group[:_MOST], 2)


def _follow(one: Citation, other: Citation) -> bool:
    return abs(int(one.number) - int(other.number)) == 1


def _dates_differ(one: Citation, other: Citation) -> bool:
    return one.date is not None and other.date is not None and one.date != other.date


def _check_issuers(citations: Sequence[Citation], subjects: Subjects) -> Iterator[Finding]:
    """One number and subject under two issuers a letter apart, such as TU for TW."""
    seen: set[frozenset[str]] = set()
    groups: dict[tuple[str, str | None], list[Citation]] = {}
    for citation in citations:
        if len(citation.subject) >= FEW:
            groups.setdefault((citation.number, citation.year), []).append(citation)
    for one, other in _pairs_within(groups.values()):
        if not _letter_apart(one.suffix, other.suffix):
            continue
        terms_differ = one.term is not None and other.term is not None and one.term != other.term
        key = frozenset((one.number, one.suffix, other.suffix))
        if key in seen or terms_differ or _dates_differ(one, other) or subjects.likeness(one, other) < _SAME:
            continue
        seen.add(key)
        rare, common = _rarer(one, other, citations, lambda citation: citation.name)
        yield Finding(
            kind=Kind.NAME_SWAP,
            certainty=Certainty.CLEAR if subjects.likeness(one, other) >= _SURELY else Certainty.ARGUABLE,
            printed=rare.written,
            recomputed=common.written,
            what=(
                f"Cùng số và cùng nội dung nhưng ghi hai cơ quan ban hành: {rare.written} và "
                f"{common.written}."
            ),
            arithmetic=f"so số hiệu: {rare.written} ≠ {common.written}",
            sources=distinct((rare.source, common.source)),
        )


def _letter_apart(one: str, other: str) -> bool:
    """Whether two suffixes differ in one letter: `NQ/TU` and `NQ/TW`."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _check_years(citations: Sequence[Citation]) -> Iterator[Finding]:
    """A number that holds its year, with a date of another."""
    for one in citations:
        if one.year is None or one.date is None or int(one.year) == one.date[0]:
            continue
        yield Finding(
            kind=Kind.CROSS_REPORT,
            certainty=Certainty.CLEAR,
            printed=one.shown_date,
            recomputed=f"năm {one.year}",
            what=f"Số văn bản {one.written} thuộc năm {one.year} nhưng ghi ngày {one.shown_date}.",
            arithmetic=f"{one.year} ≠ {one.date[0]}",
            sources=(one.source,),
        )
