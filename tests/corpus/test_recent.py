"""What was used last is kept, up to a bound."""

from __future__ import annotations

from corpus.recent import Recent


def test_what_was_not_used_for_longest_goes_first() -> None:
    kept: Recent[str, str] = Recent(2)
    kept.keep({"a": "một", "b": "hai"})
    assert kept.get("a") == "một"

    kept.keep({"c": "ba"})

    assert kept.several("abc") == {"a": "một", "c": "ba"}


def test_the_bound_is_on_what_is_held_not_on_how_many() -> None:
    kept: Recent[str, str] = Recent(5, len)
    kept.keep({"a": "xx", "b": "yyy"})
    kept.keep({"b": "y", "c": "zz"})
    assert kept.several("abc") == {"a": "xx", "b": "y", "c": "zz"}

    kept.keep({"d": "quá dài"})

    assert kept.several("abcd") == {"d": "quá dài"}
    kept.clear()
    assert kept.get("d") is None
