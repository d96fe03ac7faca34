"""Our frozen dataclasses as compact JSON and back: fields by position, no pickles, no class names.

`signature` tells whether stored JSON still has the shape of today's classes; when it has not, what was
stored is read again from its source instead of being misread.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import types
from collections.abc import Callable
from decimal import Decimal
from enum import StrEnum
from functools import cache, partial
from operator import attrgetter
from sys import intern
from types import MemberDescriptorType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
# A field's value on its way to or from JSON: its type is known only at run time.
Turn = Callable[[Any], Any]


def encode(value: object, *, without: tuple[str, ...] = ()) -> str:
    """A dataclass as JSON; fields named in `without` are left empty."""
    kind: Any = type(value)
    row = _encoder(kind)(value)
    for number, (name, _) in enumerate(_shape(kind)):
        if name in without:
            row[number] = None
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def decode(kind: type[T], text: str, **given: object) -> T:
    """The dataclass again; fields in `given` take these values."""
    shape: Any = kind
    made: Any = _decoder(shape)(json.loads(text))
    whole: T = dataclasses.replace(made, **given) if given else made
    return whole


def decode_some(kind: type, text: str, *names: str) -> list[Any]:
    """Some fields of a dataclass, the others left unread."""
    row = json.loads(text)
    return [turn(row[number]) for number, turn in _some(kind, names)]


@cache
def _some(kind: type, names: tuple[str, ...]) -> list[tuple[int, Turn]]:
    turns = {name: (number, _decoder(hint)) for number, (name, hint) in enumerate(_shape(kind))}
    return [turns[name] for name in names]


@cache
def signature(*kinds: type) -> str:
    """A short hash over the fields of these classes and all that they hold."""
    seen: dict[str, str] = {}
    for kind in kinds:
        _describe(kind, seen)
    return hashlib.sha256(json.dumps(seen, sort_keys=True).encode()).hexdigest()[:12]


def _describe(kind: Any, seen: dict[str, str]) -> None:  # noqa: ANN401 - any annotation may stand here
    for part in get_args(kind):
        _describe(part, seen)
    name = getattr(kind, "__qualname__", "")
    if not _has_fields(kind) or name in seen:
        return
    seen[name] = ", ".join(f"{field}: {hint}" for field, hint in _shape(kind))
    for _, hint in _shape(kind):
        _describe(hint, seen)


def _has_fields(kind: Any) -> bool:  # noqa: ANN401 - any annotation may stand here
    return dataclasses.is_dataclass(kind) or hasattr(kind, "_fields")


@cache
def _shape(kind: type) -> tuple[tuple[str, Any], ...]:
    hints = get_type_hints(kind)
    names = getattr(kind, "_fields", None) or [field.name for field in dataclasses.fields(kind)]
    return tuple((name, _bare(hints[name])) for name in names)


def _bare(hint: Any) -> Any:  # noqa: ANN401 - any annotation may stand here
    return _bare(hint.__supertype__) if hasattr(hint, "__supertype__") else hint


def _optional(hint: Any) -> Any:  # noqa: ANN401 - any annotation may stand here
    """The type inside `X | None`, or None where the hint is no such union."""
    if get_origin(hint) in (Union, types.UnionType):
        (inner,) = (part for part in get_args(hint) if part is not type(None))
        return _bare(inner)
    return None


@cache
def _encoder(hint: Any) -> Turn:  # noqa: ANN401 - any annotation may stand here
    hint = _bare(hint)
    if inner := _optional(hint):
        turn = _encoder(inner)
        return turn if turn is _same else lambda value: None if value is None else turn(value)
    if get_origin(hint) is tuple:
        turn = _encoder(get_args(hint)[0])
        return turn if turn is _same else lambda values: [turn(value) for value in values]
    if _has_fields(hint):
        return _encode_fields(hint)
    return str if hint is Decimal else _same


def _encode_fields(hint: type) -> Turn:
    """JSON takes plain fields and tuples of them as they are; only the others are turned."""
    fields = [(number, _encoder(kind)) for number, (_, kind) in enumerate(_shape(hint))]
    others = [(number, turn) for number, turn in fields if turn is not _same]
    pairs = hasattr(hint, "_fields")
    if pairs and not others:
        return _same
    names = [name for name, _ in _shape(hint)]
    take = attrgetter(*names) if len(names) > 1 else None  # it takes a single one bare

    def turned(value: object) -> list[object]:
        row = [getattr(value, name) for name in names] if take is None else list(take(value))
        for number, turn in others:
            row[number] = turn(row[number])
        return row

    return turned


def _same(value: object) -> object:
    return value


@cache
def _decoder(hint: Any) -> Turn:  # noqa: ANN401 - any annotation may stand here
    hint = _bare(hint)
    if inner := _optional(hint):
        turn = _decoder(inner)
        return turn if turn in (_same, _shared) else lambda data: None if data is None else turn(data)
    if get_origin(hint) is tuple:
        turn = _decoder(get_args(hint)[0])
        return tuple if turn is _same else lambda items: tuple(map(turn, items))
    if _has_fields(hint):
        return _decode_fields(hint)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {member.value: member for member in hint}.__getitem__
    if hint is Decimal:
        return Decimal
    # The figures of a sentence all tell its words: one copy of them is enough.
    return _shared if hint is str else _same


def _shared(text: str | None) -> str | None:
    return None if text is None else intern(text)  # None where a field was left empty


def _decode_fields(hint: type) -> Turn:
    shape: Any = _shape(hint)
    turns = [(at, _decoder(kind)) for at, (_, kind) in enumerate(shape)]
    shared = [at for at, turn in turns if turn is _shared]
    turned = [(at, turn) for at, turn in turns if turn not in (_same, _shared)]
    make, size = _maker(hint), len(shape)

    def build(items: list[Any]) -> Any:  # noqa: ANN401 - any of our classes
        if len(items) != size:
            message = f"a row of {len(items)} is shorter or longer than the {size} fields of {hint}"
            raise ValueError(message)
        for at in shared:
            text = items[at]
            if text is not None:
                items[at] = intern(text)
        for at, turn in turned:
            items[at] = turn(items[at])
        return make(items)

    return build if shared or turned else make


def _maker(hint: Any) -> Turn:  # noqa: ANN401 - any of our classes
    """Makes one of a class from the values of all its fields, in their order."""
    names = [name for name, _ in _shape(hint)]
    if hasattr(hint, "_make"):
        # As `_make` does it, but for its count of the values: a form of another length has another signature.
        return partial(tuple.__new__, hint)
    slots = [vars(hint).get(name) for name in names]
    if hasattr(hint, "__post_init__") or not all(isinstance(slot, MemberDescriptorType) for slot in slots):
        return lambda items: hint(**dict(zip(names, items, strict=True)))
    # A frozen dataclass sets each field by the longest way there is; nothing else happens in its `__init__`.
    puts = [slot.__set__ for slot in slots]
    new = partial(object.__new__, hint)

    def made(items: list[Any]) -> Any:  # noqa: ANN401 - any of our classes
        one = new()
        for put, item in zip(puts, items, strict=True):
            put(one, item)
        return one

    return made
