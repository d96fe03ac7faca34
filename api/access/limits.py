"""How often one person may ask: a bucket that fills again by itself. Each worker counts on its own."""

import math
import time
from collections.abc import Callable
from typing import Final

from api.problems import Kind, ProblemError

_MOST_BUCKETS: Final = 10_000


class Buckets:
    """One bucket a person and address, so many drops a minute."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.per_minute, self.clock = per_minute, clock
        self._levels: dict[str, tuple[float, float]] = {}

    def take(self, name: str) -> None:
        """Take one drop, or raise with the seconds to wait."""
        now = self.clock()
        level, since = self._levels.get(name, (float(self.per_minute), now))
        level = min(self.per_minute, level + (now - since) * self.per_minute / 60)
        if level < 1:
            wait = math.ceil((1 - level) * 60 / self.per_minute)
            headers = {"Retry-After": str(wait)}
            raise ProblemError(Kind.RATE, f"Hãy thử lại sau {wait} giây.", headers=headers)
        if len(self._levels) >= _MOST_BUCKETS:
            self._levels = {who: held for who, held in self._levels.items() if now - held[1] < 60}
        self._levels[name] = (level - 1, now)
