"""Measured tables inside pages that people write."""

from __future__ import annotations

from pathlib import Path


def put(table: str, file: Path, name: str) -> None:
    """The table into a page between `<!-- name -->` and `<!-- /name -->`, or as a file of its own."""
    page = file.read_text(encoding="utf-8") if file.exists() else ""
    head, mark, rest = page.partition(f"<!-- {name} -->")
    _old, end, tail = rest.partition(f"<!-- /{name} -->")
    file.write_text(f"{head}{mark}\n{table}{end}{tail}" if end else table, encoding="utf-8")
