"""Owns running the peers: the floor, ours and every peer by turns on one PostgreSQL, told as ratios to the floor.

The floor of appending is raw inserts of rows that are ready (``benchmarks.appending``), that of reading one COPY out.
"""

import argparse
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import asyncpg
import uvloop
from rich.console import Console
from rich.table import Table

from benchmarks.alternately import Rates, Work, by_turns, told_shortly
from benchmarks.appending import Floor, Ours, opened, rows
from benchmarks.peers import event_sourcing, message_db
from benchmarks.peers.event_sourcing import EventSourcing
from benchmarks.peers.fetching import NotFetched, eventsourcing_python, message_db_sql
from benchmarks.peers.matter import BATCH, CALLERS, PAGE, Matter
from benchmarks.peers.message_db import MessageDb
from benchmarks.reading import copying, raw_connection, raw_pages
from events.log.connection import Connection
from service.embedded.server import EmbeddedPostgres

Ways = dict[str, Callable[[Matter, int], Work | Awaitable[Work]]]
_PAYLOADS = 1_000
_PAYLOAD = 11
"""Where a row of the floor has its payload."""


def way_of_floor(floor: Floor, connection: Connection, matter: Matter, count: int) -> Work:
    """Get ready to do so much of a matter with PostgreSQL alone."""
    match matter:
        case Matter.ONE:
            return floor.singly(count, callers=1)
        case Matter.MANY:
            return floor.singly(count, callers=CALLERS)
        case Matter.BATCHES:
            return floor.in_batches(count)
        case Matter.READ:
            return copying(connection, count)


def way_of_ours(ours: Ours, connection: Connection, matter: Matter, count: int) -> Work:
    """Get ready to do so much of a matter with the log."""
    match matter:
        case Matter.ONE:
            return ours.singly(count, callers=1)
        case Matter.MANY:
            return ours.singly(count, callers=CALLERS)
        case Matter.BATCHES:
            return ours.in_batches(count, size=BATCH)
        case Matter.READ:
            return raw_pages(connection, count, page=PAGE)


@asynccontextmanager
async def taking_part(server: EmbeddedPostgres, home: Path) -> AsyncIterator[Ways]:
    """Enter with everybody who could be had, the floor first."""
    payloads = [str(row[_PAYLOAD]) for row, _ in rows(_PAYLOADS)]
    async with AsyncExitStack() as stack:
        floor, ours = await stack.enter_async_context(opened(server.dsn()))
        connection = await raw_connection(server.dsn())
        stack.push_async_callback(connection.close)
        ways: Ways = {
            "floor": lambda matter, count: way_of_floor(floor, connection, matter, count),
            "ours": lambda matter, count: way_of_ours(ours, connection, matter, count),
        }
        for name, start in ((message_db.NAME, _message_db), (event_sourcing.NAME, _event_sourcing)):
            print(f"fetching {name} ...", flush=True)
            try:
                peer = await start(server, home / name, payloads)
            except NotFetched as reason:
                print(f"{name} is left out: {reason}", flush=True)
            else:
                stack.push_async_callback(peer.close)
                ways[name] = peer.way
        yield ways


async def _message_db(server: EmbeddedPostgres, home: Path, payloads: Sequence[str]) -> MessageDb:
    install = message_db_sql(home)
    return await MessageDb.installed(await _database(server, "message_db"), install, payloads)


async def _event_sourcing(server: EmbeddedPostgres, home: Path, payloads: Sequence[str]) -> EventSourcing:
    python = eventsourcing_python(home)
    await _database(server, "eventsourcing")
    host = str(await _setting(server, "unix_socket_directories"))
    return await EventSourcing.started(python, host=host, database="eventsourcing", payloads=payloads)


async def _database(server: EmbeddedPostgres, name: str) -> str:
    connection = await asyncpg.connect(server.dsn())
    await connection.execute(f"create database {name}")
    await connection.close()
    return server.dsn(database=name)


async def _vacuumed(server: EmbeddedPostgres) -> None:
    """Let every table be planned for by what it holds."""
    connection = await asyncpg.connect(server.dsn())
    names = await connection.fetch("select datname from pg_database where not datistemplate")
    await connection.close()
    for (name,) in names:
        connection = await asyncpg.connect(server.dsn(database=name))
        await connection.execute("vacuum analyze")
        await connection.close()


async def _setting(server: EmbeddedPostgres, name: str) -> object:
    connection = await asyncpg.connect(server.dsn())
    value = await connection.fetchval("select current_setting($1)", name)
    await connection.close()
    return value


def table(results: dict[Matter, Rates]) -> Table:
    """Return the medians of events a second, and of their ratios to the floor."""
    names = list(next(iter(results.values())))
    made = Table("events a second (ratio to the floor)", *names)
    for matter, rates in results.items():
        made.add_row(matter.title, *(told_shortly(rates, name) for name in names))
    return made


async def measure(server: EmbeddedPostgres, home: Path, *, size: int, rounds: int) -> None:
    """Measure one matter after the other, and print them all at the end."""
    results: dict[Matter, Rates] = {}
    async with taking_part(server, home) as ways:
        for matter in Matter:
            print(f"{matter.title} ...", flush=True)
            count = size * matter.times
            await _vacuumed(server)
            made = {
                name: (lambda way=way, matter=matter, count=count: way(matter, count)) for name, way in ways.items()
            }
            results[matter] = await by_turns(made, count=count, rounds=rounds)
    Console(width=120).print(table(results))


def main() -> None:
    """Read how long, and measure on a cluster of its own."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.peers", description=__doc__)
    parser.add_argument("--size", type=int, default=500, help="events a round where one caller appends one by one")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, EmbeddedPostgres(Path(home) / "bench") as server:
        uvloop.run(measure(server, Path(home), size=given.size, rounds=given.rounds))


if __name__ == "__main__":
    main()
