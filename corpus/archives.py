"""ZIP archives of reports: opened within bounds, whatever their members call themselves."""

from __future__ import annotations

import shutil
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path, PurePosixPath
from typing import IO

from corpus.errors import UnreadableReportError
from corpus.text import nfc

_MOST_MEMBERS = 1000
_MOST_UNPACKED = 400 * 1024 * 1024  # bytes of all members together
_STEP = 1024 * 1024
_ENCRYPTED = 0x1
_OFFICE = ("word/", "xl/", "ppt/", "META-INF/")


def is_archive(path: Path) -> bool:
    """Whether a file is a ZIP of files, and not an office document, which is one inside."""
    if not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as packed:
            return not any(name.startswith(_OFFICE) or name == "mimetype" for name in packed.namelist())
    except (zipfile.BadZipFile, OSError):
        return True


def unpack(archive: Path, folder: Path) -> Path:
    """The folder that holds the archive's files: its own below `folder`, the same for the same content."""
    own = folder / f"{archive.stem}-{_digest(archive)}"
    if own.is_dir():
        return own
    fresh = own.with_name(f"{own.name}.moi")
    shutil.rmtree(fresh, ignore_errors=True)
    try:
        with zipfile.ZipFile(archive) as packed:
            for name, content in _members(packed, archive):
                target = fresh / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("wb") as kept:
                    shutil.copyfileobj(content, kept, _STEP)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        shutil.rmtree(fresh, ignore_errors=True)
        raise UnreadableReportError(archive, "damaged_archive") from error
    except UnreadableReportError:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    fresh.mkdir(parents=True, exist_ok=True)
    fresh.rename(own)
    return own


def _members(packed: zipfile.ZipFile, archive: Path) -> Iterator[tuple[str, IO[bytes]]]:
    """Each file with a safe name of its own, if all of them together are of a bearable size."""
    members = [one for one in packed.infolist() if not one.is_dir()]
    if len(members) > _MOST_MEMBERS or sum(one.file_size for one in members) > _MOST_UNPACKED:
        raise UnreadableReportError(archive, "archive_too_large")
    for member in members:
        if member.flag_bits & _ENCRYPTED:
            raise UnreadableReportError(archive, "password")
        name = safe_path(member.filename)
        if name is not None:
            with packed.open(member) as content:
                yield name, content


def safe_path(name: str) -> str | None:
    """A member's name below any folder; None for what hides or leads outside."""
    parts = [_safe_part(part) for part in PurePosixPath(nfc(name).replace("\\", "/")).parts]
    if any(part in {"", ".", ".."} or part.startswith((".", "__MACOSX", "~$")) for part in parts):
        return None
    return "/".join(parts) or None


def _safe_part(part: str) -> str:
    letters = (
        letter for letter in part if unicodedata.category(letter)[0] != "C" and letter not in '<>:"|?*'
    )
    return "".join(letters).strip(" ").replace("/", "")[:120]


def _digest(archive: Path) -> str:
    known = sha256()
    with archive.open("rb") as content:
        while step := content.read(_STEP):
            known.update(step)
    return known.hexdigest()[:12]
