"""What was used last, up to a bound: for what is costly to read and asked for again soon."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Recent(Generic[K, V]):
    """A mapping that forgets what was not used for longest; threads may share it."""

    def __init__(self, most: int, size: Callable[[V], int] = lambda _: 1) -> None:
        self._most, self._size = most, size
        self._held: OrderedDict[K, V] = OrderedDict()
        self._total = 0
        self._lock = threading.Lock()

    def get(self, key: K) -> V | None:
        """What is kept under a key, if it still is."""
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
            return found

    def several(self, keys: Iterable[K]) -> dict[K, V]:
        """What is kept under these keys."""
        found: dict[K, V] = {}
        with self._lock:
            for key in keys:
                value = self._held.get(key)
                if value is not None:
                    self._held.move_to_end(key)
                    found[key] = value
        return found

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._held.clear()
            self._total = 0

    def keep(self, found: Mapping[K, V]) -> None:
        """Keep these, and let go of the oldest beyond the bound, but never of the very last."""
        with self._lock:
            for key, value in found.items():
                before = self._held.pop(key, None)
                self._total += self._size(value) - (0 if before is None else self._size(before))
                self._held[key] = value
            while self._total > self._most and len(self._held) > 1:
                _, gone = self._held.popitem(last=False)
                self._total -= self._size(gone)
