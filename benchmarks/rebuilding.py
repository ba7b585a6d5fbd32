"""Owns measuring a rebuild under load: how long it takes, and how long a reader and a recorded statement ever wait.

One reader asks all the time, one statement after the other is recorded and waited for, first without a rebuild, then
during one, both through a service's own pools. The rebuild is a process of its own, as `onrecord rebuild` is.
"""

import argparse
import asyncio
import datetime
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import migrations
from benchmarks.projections import generated
from events.event import EventToAppend
from events.log.appending import Log
from events.log.connection import Pool, open_reader_pool, open_writer_pool
from events.log.wakeup import HeadWatch
from events.vocabulary import Clock, LogOffset
from projections.projector import Projector
from projections.reading.log import progress
from projections.reading.positions import positions_of
from projections.reading.view import View
from projections.rule import RULE
from service.embedded.server import EmbeddedPostgres

_PATIENCE = datetime.timedelta(minutes=30)
_QUIET_SECONDS = 5.0
_PAUSE_SECONDS = 0.005
_RECORDED = 20_000


class Stalls:
    """How long each of many waited, in milliseconds."""

    def __init__(self) -> None:
        self._waits: list[float] = []

    async def keep(self, do: Callable[[], Awaitable[object]]) -> None:
        """Do it over and over, without end."""
        while True:
            began = time.perf_counter()
            await do()
            self._waits.append(1000 * (time.perf_counter() - began))
            await asyncio.sleep(_PAUSE_SECONDS)

    def told(self) -> str:
        """Return how many there were and how they fared."""
        ordered = sorted(self._waits)
        median, p99 = statistics.median(ordered), ordered[len(ordered) * 99 // 100]
        return f"{len(ordered)} times, p50 {median:.1f}, p99 {p99:.1f}, longest {ordered[-1]:.1f} ms"


class Desk:
    """Somebody who reads a position, and somebody who records."""

    def __init__(self, writers: Pool, readers: Pool, projector: Projector, more: list[EventToAppend]) -> None:
        self._writers, self._readers, self._projector = writers, readers, projector
        self._more = iter(more)

    async def read(self) -> None:
        """Ask where an actor stands, as known now."""
        reached = await progress(self._readers)
        view = View(datetime.date(2020, 1, 1), reached.projected_to, Clock.OCCURRED, RULE)
        await positions_of(self._readers, view, pairs=[("actor-1", f"issue-{n}") for n in range(10)])

    async def record(self) -> None:
        """Append one more statement and wait until it is projected."""
        async with Log(self._writers).appending() as appending:
            await appending.append([next(self._more)])
        head = LogOffset(await self._writers.fetchval("select max(log_offset) from log.event"))
        while (await progress(self._readers)).projected_to < head:
            await self._projector.wait_for(head, within=datetime.timedelta(milliseconds=50))


async def measure(dsn: str, count: int) -> None:
    """Fill a log, then load it without and with a rebuild beside."""
    await migrations.upgrade(dsn)
    writers = await open_writer_pool(
        dsn, application_name="bench", size=4, lock_timeout=_PATIENCE, transaction_timeout=_PATIENCE
    )
    readers = await open_reader_pool(dsn, application_name="bench reader", size=4)
    events = generated(count + _RECORDED)
    first, more = events[:-_RECORDED], events[-_RECORDED:]
    for start in range(0, len(first), 1000):
        async with Log(writers).appending() as appending:
            await appending.append(first[start : start + 1000])
    projector = Projector(writers)
    await projector.catch_up()
    async with HeadWatch(dsn, poll=datetime.timedelta(seconds=1)) as watch:
        following = asyncio.create_task(projector.follow(watch))
        desk = Desk(writers, readers, projector, more)
        await _loaded("without a rebuild", desk, asyncio.sleep(_QUIET_SECONDS))
        began = time.perf_counter()
        await _loaded("during a rebuild", desk, _rebuilt(dsn))
        seconds = time.perf_counter() - began
        print(f"rebuild beside them: {len(first) / seconds:,.0f} events/s, {seconds:.1f} s")
        following.cancel()
    await readers.close()
    await writers.close()


async def _loaded(name: str, desk: Desk, until: Awaitable[None]) -> None:
    reading, recording = Stalls(), Stalls()
    tasks = [asyncio.create_task(reading.keep(desk.read)), asyncio.create_task(recording.keep(desk.record))]
    await until
    for task in tasks:
        task.cancel()
    for ended in await asyncio.gather(*tasks, return_exceptions=True):
        if not isinstance(ended, asyncio.CancelledError):
            raise RuntimeError(f"{name}: somebody failed") from ended
    print(f"{name}: a reader {reading.told()}; a recorded statement, until it is projected, {recording.told()}")


async def _rebuilt(dsn: str) -> None:
    command = [sys.executable, "-m", "service.cli", "rebuild"]
    process = await asyncio.create_subprocess_exec(*command, env={**os.environ, "DATABASE_URL": dsn})
    if await process.wait():
        raise RuntimeError("the rebuild failed; see above")


def main() -> None:
    """Read how many statements, and measure on a cluster of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=20_000)
    count = parser.parse_args().statements
    with tempfile.TemporaryDirectory() as home, EmbeddedPostgres(Path(home) / "bench") as server:
        asyncio.run(measure(server.dsn(), count))


if __name__ == "__main__":
    main()
