"""A calculation: a tool's inputs, formula and result, or its refusal. Values, never guesses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from corpus.figures import Figure


class Verdict(StrEnum):
    """How a result stands to its target."""

    EXCEEDED = "vượt"
    MET = "đạt"
    MISSED = "chưa đạt"
    UNDECIDABLE = "không xác định"


class RefusalReason(StrEnum):
    """Why a tool says nothing rather than guess."""

    NO_FIGURE = "no_figure"
    NO_TARGET = "no_target"
    UNLIKE_UNITS = "unlike_units"
    UNLIKE_PERIODS = "unlike_periods"
    ZERO_BASE = "zero_base"
    MALFORMED = "malformed"
    UNKNOWN_INDICATOR = "unknown_indicator"
    TOO_FEW = "too_few"
    UNDECIDABLE = "undecidable"
    AMBIGUOUS = "ambiguous"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A typed “no”, with the words a person reads."""

    reason: RefusalReason
    message: str  # Vietnamese, says what is missing and what could be asked instead
    about: tuple[Figure, ...] = ()


Value = str | Decimal | int | bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Calculation:
    """What a deterministic tool did: each input a sourced figure, each result a named value.

    `result` is flat: names to values; numbers are exact `Decimal`s in the unit that `units` names.
    `shown` gives each number as it may be written (rounded half up, Vietnamese form, with unit).
    """

    tool: str
    inputs: tuple[Figure, ...]
    arguments: Mapping[str, Value]
    formula: str  # in words, the numbers put in: "43,6 / 55 × 100 = 79,27%"
    result: Mapping[str, Value] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    shown: Mapping[str, str] = field(default_factory=dict)
    refusal: Refusal | None = None
