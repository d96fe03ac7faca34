"""PDFs as they came in, kept so that their pages can still be shown when the files themselves are gone.

A copy is named after the hash of what was read. It is made before its report goes live and goes with it; what
a killed writer left behind goes when the next one settles. Words never depend on a copy: without one the
page is told and not shown.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from corpus.adding import sidecar_of

if TYPE_CHECKING:
    from collections.abc import Iterable

log = logging.getLogger(__name__)

FOLDER = "originals"
KEPT_FAMILY = "pdf"  # only its pages can be shown
_SUFFIX = ".pdf"
_STEP = 1024 * 1024
_MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Keeping:
    """Which files are copied, and how much room the copies may take."""

    elsewhere: bool = True  # also of files outside the data folder, which usually stay where they are
    most: int = 4096 * _MEGABYTE

    @classmethod
    def named(cls, which: str, megabytes: int) -> Keeping:
        """By the words of the settings: `all`, `uploads` or `none`."""
        return cls(elsewhere=which == "all", most=0 if which == "none" else megabytes * _MEGABYTE)


class Originals:
    """The copies of one data folder; whoever changes them holds the writers' lock."""

    def __init__(self, home: Path, keeping: Keeping) -> None:
        self.home, self.folder, self.keeping = home, home / FOLDER, keeping
        self._held: int | None = None  # bytes, counted when first needed

    def find(self, content_hash: str) -> Path | None:
        """The copy of what has this hash, if there is one."""
        copy = self._place(content_hash)
        return copy if copy.is_file() else None

    def keep(self, path: Path, content_hash: str) -> None:
        """Copy a file that has this hash; a report is indexed all the same where that cannot be done."""
        if self.find(content_hash) or not (self.keeping.elsewhere or self._is_inside(path)):
            return
        try:
            size = path.stat().st_size
            if self._count() + size > self.keeping.most:
                log.warning("no copy of %s: the room for originals is used up", path.name)
            elif self._copy(path, content_hash):
                self._held = self._count() + size
        except OSError as error:
            log.warning("no copy of %s: %s", path.name, error.strerror)

    def sweep(self, wanted: Iterable[str]) -> None:
        """Drop the copies of all that has none of these hashes, and what was never finished."""
        if not self.folder.is_dir():
            return
        names = {self._place(one).name for one in wanted}
        for copy in self.folder.iterdir():
            if copy.name not in names:
                copy.unlink(missing_ok=True)
        self._held = None  # another process may have kept some too

    def _place(self, content_hash: str) -> Path:
        return self.folder / f"{content_hash}{_SUFFIX}"

    def _is_inside(self, path: Path) -> bool:
        return path.resolve().is_relative_to(self.home.resolve())

    def _count(self) -> int:
        if self._held is None:
            copies = self.folder.iterdir() if self.folder.is_dir() else ()
            self._held = sum(copy.stat().st_size for copy in copies)
        return self._held

    def _copy(self, path: Path, content_hash: str) -> bool:
        """Whether the copy was made whole; a file that has changed since it was read is left alone."""
        self.folder.mkdir(parents=True, exist_ok=True)
        target = self._place(content_hash)
        fresh = target.with_suffix(".moi")
        digest = hashlib.sha256()
        try:
            with path.open("rb") as given, fresh.open("wb") as kept:
                while step := given.read(_STEP):
                    digest.update(step)
                    kept.write(step)
            digest.update(sidecar_of(path))
            same = digest.hexdigest() == content_hash
            if same:
                fresh.replace(target)
            return same
        finally:
            fresh.unlink(missing_ok=True)
