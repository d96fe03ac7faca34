"""Somebody at a door, and what they may do there."""

from dataclasses import dataclass
from enum import StrEnum


class Scope(StrEnum):
    """What a key or a person may do."""

    READ = "read"
    ASK = "ask"
    UPLOAD = "upload"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Whoever a request comes from."""

    id: str
    name: str
    scopes: frozenset[Scope]
    groups: frozenset[str] = frozenset()

    def may(self, scope: Scope) -> bool:
        """Whether they may; an administrator may all, whoever asks may also read."""
        if Scope.ADMIN in self.scopes or scope in self.scopes:
            return True
        return scope is Scope.READ and Scope.ASK in self.scopes


# While access is off, everybody on this machine is the same trusted person.
LOCAL = Principal(id="", name="local", scopes=frozenset({Scope.ADMIN}))
