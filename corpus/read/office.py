"""Old Word files and OpenDocument texts, turned into .docx by LibreOffice where it is installed."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from corpus.errors import UnreadableReportError

_PATIENCE = 120  # seconds


def as_docx(raw: bytes, path: Path, suffix: str, otherwise: str) -> bytes:
    """The file as .docx; `otherwise` is the reason given where LibreOffice is missing."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise UnreadableReportError(path, otherwise)
    with tempfile.TemporaryDirectory(prefix="baocao-") as folder:
        given = Path(folder) / f"tep{suffix}"
        given.write_bytes(raw)
        # A profile of its own: nothing of the user is read, no other copy waited for, no macro trusted.
        profile = f"-env:UserInstallation={(Path(folder) / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", "docx", "--outdir", folder, str(given)]
        try:
            subprocess.run(  # noqa: S603 -- a fixed command over files of our own
                command, check=True, capture_output=True, timeout=_PATIENCE, stdin=subprocess.DEVNULL
            )
            return given.with_suffix(".docx").read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise UnreadableReportError(path, "damaged_word") from error
