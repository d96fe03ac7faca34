"""Several processes on one listening socket: none takes all that waits."""

import socket
from collections.abc import Iterator

import pytest

from api.listening import SharedSocket


@pytest.fixture
def shared() -> Iterator[socket.socket]:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen(50)
        listening.settimeout(0)
        yield listening


def test_one_connection_is_taken_at_a_time_and_the_next_left_to_others(shared: socket.socket) -> None:
    callers = [socket.create_connection(shared.getsockname()) for _ in range(4)]
    one, other = SharedSocket(shared), SharedSocket(shared)

    taken = []
    for process in (one, other) * 2:
        taken.append(process.accept()[0])
        with pytest.raises(BlockingIOError):  # the loop stops here and looks again later
            process.accept()

    assert (one.held, other.held) == (2, 2)
    for line in (*callers, *taken, one, other):
        line.close()


def test_whoever_holds_more_waits_longer_before_taking_another(shared: socket.socket) -> None:
    waited: list[float] = []
    process = SharedSocket(shared, waited.append)
    lines = []
    for _ in range(30):
        lines.append(socket.create_connection(shared.getsockname()))
        lines.append(process.accept()[0])
        with pytest.raises(BlockingIOError):
            process.accept()

    assert waited[0] == 0
    assert waited == sorted(waited)
    assert waited[-1] == 0.002
    for line in lines:
        line.close()
    assert process.held == 0
    process.close()
