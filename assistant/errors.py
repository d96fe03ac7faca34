"""What an operator can get wrong before a question is asked.

BaocaoError
└── SettingsError                 what was set cannot be used; commands end with status 2
    ├── UnknownSettingError       a name that is no setting, often misspelt
    ├── InvalidSettingError       a known setting with a value that it cannot have
    ├── UnreadableConfigError     the file that BAOCAO_CONFIG names
    ├── UnusableHomeError         a data folder that cannot be made or written
    └── MissingProviderError      a model whose provider's package is not installed
"""

from collections.abc import Mapping
from pathlib import Path

from corpus.errors import BaocaoError


class SettingsError(BaocaoError):
    """What was set cannot be used."""


class UnknownSettingError(SettingsError):
    """A name that is no setting."""

    def __init__(self, name: str, nearest: str | None) -> None:
        """Keep the name as it was given and the setting that was probably meant."""
        super().__init__(f"no setting is called {name!r}, nearest is {nearest!r}")
        self.name, self.nearest = name, nearest
        self.reason = "nearest" if nearest else "nothing_near"


class InvalidSettingError(SettingsError):
    """A known setting with a value that it cannot have."""

    def __init__(self, name: str, kind: str, context: Mapping[str, object]) -> None:
        """Keep the setting's name, and pydantic's key and context of what is wrong with its value."""
        super().__init__(f"{name}: {kind} {dict(context)}")
        self.name, self.kind, self.context = name, kind, context


class UnreadableConfigError(SettingsError):
    """The file that BAOCAO_CONFIG names is missing or is not TOML."""

    def __init__(self, file: Path, reason: str) -> None:
        """Keep the file and why it cannot be read (`missing`, `syntax`)."""
        super().__init__(f"cannot read the settings file {str(file)!r}: {reason}")
        self.file, self.reason = file, reason


class UnusableHomeError(SettingsError):
    """The data folder cannot be made or written."""

    def __init__(self, home: Path) -> None:
        """Keep the folder."""
        super().__init__(f"cannot write to the data folder {str(home)!r}")
        self.home = home


class MissingProviderError(SettingsError):
    """The model that was set needs a package that is not installed."""

    def __init__(self, provider: str, package: str) -> None:
        """Keep the provider and the package to install."""
        super().__init__(f"provider {provider!r} needs {package!r}")
        self.provider, self.package = provider, package
