"""A stream keeps the line open while it works, and stops working when nobody reads."""

import asyncio
import threading
import time

from api.sse import PING, kept_alive, number_after, reader_left


def test_the_line_is_kept_open_until_the_work_is_done() -> None:
    async def work() -> str:
        await asyncio.sleep(0.2)
        return "xong"

    async def read() -> list[object]:
        return [
            part.result() if isinstance(part, asyncio.Task) else part
            async for part in kept_alive(work(), 0.05)
        ]

    *pings, last = asyncio.run(read())

    assert last == "xong"
    assert len(pings) >= 2
    assert set(pings) == {PING}


def test_work_is_told_when_its_reader_leaves() -> None:
    told = threading.Event()

    def think() -> None:
        for _ in range(500):
            if reader_left():
                told.set()
                return
            time.sleep(0.01)

    async def leave() -> None:
        parts = kept_alive(asyncio.to_thread(think), 0.02)
        assert await anext(parts) == PING
        await parts.aclose()  # type: ignore[attr-defined] # it is a generator
        await asyncio.to_thread(told.wait, 5)

    asyncio.run(leave())

    assert told.is_set()


def test_work_that_somebody_waits_for_is_told_nothing() -> None:
    assert not reader_left()


def test_an_event_id_tells_how_much_was_read() -> None:
    assert [number_after(given) for given in ("a1:7", "a:b:12", "", None, "a1:-1", "a1:" + "9" * 40)] == [
        7,
        12,
        0,
        0,
        0,
        0,
    ]
