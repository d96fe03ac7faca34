"""Which files of the paths given are to be indexed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpus.archives import is_archive, unpack
from corpus.errors import UnreadableReportError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

READABLE = frozenset({".txt", ".md", ".docx", ".doc", ".odt", ".rtf", ".pdf", ".html", ".htm"})
ARCHIVE = ".zip"
UNPACKED = "unpacked"  # the folder of archives below the data folder


def find_reports(
    paths: Iterable[Path], unpacked: Path
) -> tuple[tuple[Path, ...], tuple[UnreadableReportError, ...]]:
    """The files to read, folders and archives opened, in order and once each; what was left out, and why.

    A file that is named is read whatever its name; in a folder only what looks like a report is. Archives
    are unpacked below the folder `unpacked`.
    """
    found: dict[Path, Path] = {}
    left: list[UnreadableReportError] = []
    for path in _opened(paths, unpacked, left):
        if not path.exists():
            left.append(UnreadableReportError(path, "missing"))
        elif path.is_dir():
            inside = [
                file for file in sorted(path.rglob("*")) if file.is_file() and not _is_hidden(file, path)
            ]
            if path.parent == unpacked:  # an archive in an archive may be a bomb
                left += [UnreadableReportError(file, "archive") for file in inside if _is_packed(file)]
            found |= {file.resolve(): file for file in inside if file.suffix.lower() in READABLE}
            left += [
                UnreadableReportError(file, "suffix")
                for file in inside
                if file.suffix.lower() not in {*READABLE, ARCHIVE} and not _is_sidecar(file)
            ]
        else:
            found.setdefault(path.resolve(), path)
    return tuple(found.values()), tuple(left)


def _opened(paths: Iterable[Path], unpacked: Path, left: list[UnreadableReportError]) -> Iterator[Path]:
    """The paths, each archive (also one lying in a folder given) followed by the folder of what it holds."""
    for path in paths:
        inside = sorted(path.rglob(f"*{ARCHIVE}")) if path.is_dir() else [path]
        if path.is_dir() or not (path.is_file() and is_archive(path)):
            yield path
        for archive in inside:
            if archive.is_file() and is_archive(archive):
                try:
                    yield unpack(archive, unpacked)
                except UnreadableReportError as error:
                    left.append(error)


def _is_packed(file: Path) -> bool:
    return file.suffix.lower() == ARCHIVE


def _is_hidden(file: Path, folder: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in file.relative_to(folder).parts)


def _is_sidecar(file: Path) -> bool:
    """Whether the file only says something of the report beside it."""
    return file.suffix == ".toml" and file.with_suffix("").is_file()
