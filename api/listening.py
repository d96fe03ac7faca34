"""How several processes share one listening socket: whoever holds fewer connections takes the next.

Left to themselves the processes race, and whoever wakes first takes every connection that waits: of fifty
browsers that stay connected one process can get all, while the others sit idle.
"""

import asyncio
import os
import socket
import time
from asyncio import AbstractServer
from collections.abc import Callable
from typing import Any, Final
from weakref import WeakSet

# Long enough for an idle process to be faster than one that holds some more, short enough not to be felt.
_SECONDS_A_CONNECTION: Final = 0.0001
_MOST_SECONDS: Final = 0.002


class SharedSocket(socket.socket):
    """A listening socket from which one connection is taken at a time, the later the more are held."""

    __slots__ = ("_held", "_others_turn", "_wait")

    def __init__(self, shared: socket.socket, wait: Callable[[float], None] = time.sleep) -> None:
        super().__init__(shared.family, shared.type, shared.proto, fileno=os.dup(shared.fileno()))
        self._held: WeakSet[socket.socket] = WeakSet()
        self._others_turn = False
        self._wait = wait

    @property
    def held(self) -> int:
        """How many connections taken here are still open."""
        return sum(one.fileno() >= 0 for one in self._held)

    def accept(self) -> tuple[socket.socket, Any]:  # Any: an address has a form for each family
        """The next connection, or `BlockingIOError` where it is for another process to take."""
        if self._others_turn:
            self._others_turn = False
            raise BlockingIOError
        self._wait(min(_MOST_SECONDS, self.held * _SECONDS_A_CONNECTION))
        taken, address = super().accept()
        self._held.add(taken)
        self._others_turn = True
        return taken, address


class SharingLoop(asyncio.SelectorEventLoop):
    """An event loop that shares the sockets it is given to serve."""

    # Any: whatever else is said of a server is passed on as it is.
    async def create_server(self, *arguments: Any, **named: Any) -> AbstractServer:  # type: ignore[override] # noqa: ANN401
        """A server on the socket given, which other processes may serve as well."""
        if isinstance(given := named.get("sock"), socket.socket):
            named["sock"] = SharedSocket(given)
        return await super().create_server(*arguments, **named)
