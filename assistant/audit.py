"""The reports' own numbers, recomputed. It reports; it never corrects."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain

from assistant.audits.across import check_across
from assistant.audits.changes import check_changes, check_ranks
from assistant.audits.documents import check_documents
from assistant.audits.duplicates import check_duplicates
from assistant.audits.finding import Certainty, Finding
from assistant.audits.fractions import check_fractions
from assistant.audits.leaps import check_series, check_years
from assistant.audits.material import Library, Material, gather
from assistant.audits.names import check_names
from assistant.audits.outliers import check_malformed, check_marks, check_shares
from assistant.audits.percents import check_percents
from assistant.audits.periods import check_periods
from assistant.audits.places import check_places
from assistant.audits.rows import check_rows
from assistant.audits.sanity import check_sanity
from assistant.audits.shares import check_done, check_shares_of_wholes, check_structures
from assistant.audits.sums import check_sums
from assistant.audits.tables import check_tables
from assistant.audits.units import check_units
from assistant.audits.values import check_figure_units, check_prose, check_prose_and_tables
from assistant.audits.verdicts import check_verdicts

__all__ = ["Finding", "audit", "audit_materials"]

_WITHIN: tuple[Callable[[Material], Iterator[Finding]], ...] = (
    check_percents,
    check_rows,
    check_fractions,
    check_sums,
    check_changes,
    check_ranks,
    check_shares_of_wholes,
    check_done,
    check_structures,
    check_tables,
    check_periods,
    check_prose_and_tables,
    check_prose,
    check_malformed,
    check_series,
    check_years,
    check_shares,
    check_marks,
    check_sanity,
    check_verdicts,
    check_units,
    check_figure_units,
    check_duplicates,
)
_ACROSS: tuple[Callable[[Sequence[Material]], Iterator[Finding]], ...] = (
    check_across,
    check_documents,
    check_names,
    check_places,
)
_ORDER = {Certainty.CLEAR: 0, Certainty.ARGUABLE: 1, Certainty.ROUNDING: 2}


def audit(library: Library) -> tuple[Finding, ...]:
    """Every finding over the library's reports, the clear ones first."""
    return audit_materials(gather(library))


def audit_materials(materials: Sequence[Material]) -> tuple[Finding, ...]:
    """The same over reports that are at hand."""
    within = (check(material) for material in materials for check in _WITHIN)
    across = (check(materials) for check in _ACROSS)
    found = _each_once(chain.from_iterable(chain(within, across)))
    return tuple(sorted(found, key=lambda finding: _ORDER[finding.certainty]))


def _each_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings without those that say the same of the same words."""
    seen: set[tuple[object, ...]] = set()
    for finding in findings:
        first = finding.sources[0]
        key = (finding.kind, finding.printed, finding.recomputed, first.file, first.spans, first.text)
        if key not in seen:
            seen.add(key)
            yield finding
