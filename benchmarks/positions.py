"""Owns measuring positions: catching up by 1,000, deriving them anew at once in two sessions, one hot pair by quarters.

Wall-clock time, and processor time of the PostgreSQL sessions that derive. 20 statements a pair, a tenth of them late.
"""

import argparse
import asyncio
import datetime
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from itertools import islice
from pathlib import Path

import asyncpg
import psutil

import migrations
from benchmarks.projections import streamed
from events.log.appending import Log
from events.log.connection import Connection, Pool, open_writer_pool
from events.vocabulary import LogOffset
from projections.at_once import Filling
from projections.projector import Projector
from service.embedded.server import EmbeddedPostgres

ISSUES, OF_A_PAIR, SESSIONS = 50, 20, 2
_CHUNK = 5_000
_PATIENCE = datetime.timedelta(hours=2)
_ROWS = "select count(*) from projection.position"
_NEXT_ROWS = "select count(*) from projection_next.position"


async def written(pool: Pool, count: int, *, actors: int, issues: int) -> LogOffset:
    """Put the registry and ``count`` statements on record; return the head."""
    head = 0
    events = streamed(count, actors=actors, issues=issues, are_ordered=actors == 1)
    while chunk := list(islice(events, _CHUNK)):
        async with Log(pool).appending() as appending:
            await appending.append(chunk)
        head += len(chunk)
        print(f"\rrecorded {head:,}", end="", flush=True)
    print()
    return LogOffset(head)


def processor_time(process: int) -> float:
    """Return the seconds of processor time that a process has used."""
    times = psutil.Process(process).cpu_times()
    return times.user + times.system


async def caught_up_in_quarters(pool: Pool, head: LogOffset) -> None:
    """Catch up by 1,000 and print events a second of each quarter."""
    projector = Projector(pool)
    async with pool.acquire() as connection:
        process = connection.get_server_pid()
    for quarter in range(1, 5):
        start, began, used = projector.reached, time.perf_counter(), processor_time(process)
        while projector.reached < head * quarter // 4:
            await projector.advance()
        wall, used = time.perf_counter() - began, processor_time(process) - used
        print(f"catch-up by 1,000, quarter {quarter}: {_rates(projector.reached - start, wall, used)}", flush=True)


async def derived_at_once(pool: Pool, dsn: str, head: LogOffset) -> None:
    """Derive everything anew in parallel sessions, and print what the positions take of it, with all their indexes."""
    async with AsyncExitStack() as stack:
        connections = [await stack.enter_async_context(pool.acquire()) for _ in range(SESSIONS)]
        filling = Filling(connections, head, lambda _reached, _head: None)
        await _timed("everything below the positions", head, connections, filling.layers())
        await _timed("all positions", head, connections, filling.positions())
        await filling.finished()
    owner = await asyncpg.connect(dsn)
    caught_up, found = await owner.fetchval(_ROWS), await owner.fetchval(_NEXT_ROWS)
    await owner.close()
    if caught_up and caught_up != found:
        raise SystemExit(f"{caught_up:,} rows were caught up, {found:,} derived at once: report it")


async def _timed(name: str, head: LogOffset, connections: Sequence[Connection], work: Awaitable[None]) -> None:
    """Print events a second; the processor time leaves out what sessions start to make indexes with."""
    processes = [connection.get_server_pid() for connection in connections]
    began, used = time.perf_counter(), sum(map(processor_time, processes))
    await work
    wall, used = time.perf_counter() - began, sum(map(processor_time, processes)) - used
    print(f"{name} at once, {len(connections)} sessions: {_rates(head, wall, used)}", flush=True)


def _rates(events: int, wall: float, used: float) -> str:
    return f"{events / wall:,.0f} events/s of wall-clock time, {events / used:,.0f} of processor time"


@asynccontextmanager
async def _writers(dsn: str, size: int) -> AsyncIterator[Pool]:
    pool = await open_writer_pool(
        dsn, application_name="bench", size=size, lock_timeout=_PATIENCE, transaction_timeout=_PATIENCE
    )
    try:
        yield pool
    finally:
        await pool.close()


async def measure(dsn: str, count: int, *, pairs: int, catching_up: bool) -> None:
    """Record, catch up unless told not to, and derive everything anew."""
    await migrations.upgrade(dsn)
    issues = min(ISSUES, pairs)
    async with _writers(dsn, 1) as pool:
        head = await written(pool, count, actors=max(1, pairs // issues), issues=issues)
        if catching_up:
            await caught_up_in_quarters(pool, head)
    async with _writers(dsn, SESSIONS) as pool:
        await derived_at_once(pool, dsn, head)


def main() -> None:
    """Read how many statements, of how many pairs, and measure on a cluster of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument(
        "--hot", action="store_true", help="all of them of one actor on one issue, with their order within a day"
    )
    parser.add_argument("--at-once-only", action="store_true", help="do not catch up by 1,000")
    given = parser.parse_args()
    pairs = 1 if given.hot else max(1, given.statements // OF_A_PAIR)
    with tempfile.TemporaryDirectory() as home, EmbeddedPostgres(Path(home) / "bench") as server:
        asyncio.run(measure(server.dsn(), given.statements, pairs=pairs, catching_up=not given.at_once_only))


if __name__ == "__main__":
    main()
