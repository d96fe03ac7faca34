"""What can break while reports are read, stored and searched.

BaocaoError
├── UnreadableReportError     a file that is not the text of a report
└── StoreError                a store that cannot be opened, read or written
    └── StoreBusyError        another process is writing
"""

from pathlib import Path


class BaocaoError(Exception):
    """The base of all our errors; doors give each class its Vietnamese words."""


class UnreadableReportError(BaocaoError):
    """A file that is not the text of a report."""

    def __init__(self, file: Path | str, reason: str) -> None:
        """Keep the file and the reason (a short key: `empty`, `binary`, `encoding`, `too_large`, …)."""
        name = Path(file).name
        super().__init__(f"cannot read {name!r}: {reason}")
        self.file, self.reason = name, reason


class StoreError(BaocaoError):
    """A store that cannot be opened, read or written."""

    def __init__(self, store: str, reason: str) -> None:
        """Keep the store's name and what went wrong."""
        super().__init__(f"store {store}: {reason}")
        self.store, self.reason = store, reason


class StoreBusyError(StoreError):
    """Another process is writing to the store."""
