"""Which files of the paths given are to be indexed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.errors import UnreadableReportError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

READABLE = frozenset({".txt", ".md", ".docx", ".pdf", ".html", ".htm"})


def find_reports(paths: Iterable[Path]) -> tuple[tuple[Path, ...], tuple[UnreadableReportError, ...]]:
    """The files to read, folders opened, in order and once each; and what was left out, with the reason.

    A file that is named is read whatever its name; in a folder only what looks like a report is.
    """
    found: dict[Path, Path] = {}
    left: list[UnreadableReportError] = []
    for path in paths:
        if not path.exists():
            left.append(UnreadableReportError(path, "missing"))
        elif path.is_dir():
            inside = [
                file for file in sorted(path.rglob("*")) if file.is_file() and not _is_hidden(file, path)
            ]
            found |= {file.resolve(): file for file in inside if file.suffix.lower() in READABLE}
            left += [
                UnreadableReportError(file, "suffix")
                for file in inside
                if file.suffix.lower() not in READABLE and not _is_sidecar(file)
            ]
        else:
            found.setdefault(path.resolve(), path)
    return tuple(found.values()), tuple(left)


def _is_hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in file.relative_to(folder).parts)


def _is_sidecar(file: Path) -> bool:
    """Whether the file only says something of the report beside it."""
    return file.suffix == ".toml" and file.with_suffix("").is_file()
