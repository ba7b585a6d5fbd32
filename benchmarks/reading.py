"""Owns measuring the reading of the log in pages against one COPY out of the same rows, on a cluster on disk.

raw     pages by keyset, payloads as the bytes that the database sends: what reading itself costs
stored  the same for an export: every payload a JSON value
typed   the same as events of today's shape, each validated
"""

import argparse
import datetime
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import asyncpg
import uvloop

import migrations
from benchmarks.alternately import Work, by_turns, told
from benchmarks.projections import generated
from events.log.appending import Log
from events.log.connection import Connection, Pool, open_reader_pool, open_writer_pool
from events.log.reader import QUERIES, LogReader
from events.log.sql import load
from events.log.stored import stored_events
from events.vocabulary import LogOffset
from service.embedded.server import EmbeddedPostgres

COPY = load(Path(__file__).with_name("reading.sql"))["copied"]
_PAGE = 2_000
_PATIENCE = datetime.timedelta(minutes=30)


async def raw_connection(dsn: str) -> Connection:
    """Connect so that a payload is bytes."""
    connection = await asyncpg.connect(dsn, server_settings={"jit": "off"})
    await connection.set_type_codec("jsonb", schema="pg_catalog", encoder=bytes, decoder=bytes, format="binary")
    return connection


def copying(connection: Connection, upto: int) -> Work:
    """Copy all events out at once, and throw them away."""

    async def thrown_away(_: bytes) -> None:
        return

    async def work() -> None:
        await connection.copy_from_query(COPY, upto, output=thrown_away, format="binary")

    return work


def raw_pages(connection: Connection, upto: int, *, page: int = _PAGE) -> Work:
    """Read all events by pages, as rows."""

    async def work() -> None:
        after = 0
        while after < upto:
            rows: Sequence[Any] = await connection.fetch(QUERIES["read"], after, upto, page)
            after = rows[-1]["log_offset"]

    return work


def stored_pages(pool: Pool, upto: int) -> Work:
    """Read all events by pages, as an export does."""

    async def work() -> None:
        after = 0
        while after < upto:
            after = (await stored_events(pool, LogOffset(after), upto=LogOffset(upto), limit=_PAGE))[-1].log_offset

    return work


def typed_pages(pool: Pool, upto: int) -> Work:
    """Read all events by pages, as a reader of single events does."""
    reader = LogReader(pool)

    async def work() -> None:
        after = 0
        while after < upto:
            after = (await reader.read(LogOffset(after), limit=_PAGE))[-1].log_offset

    return work


async def _filled(dsn: str, size: int) -> int:
    """Append statements to an empty log; return where it ends."""
    pool = await open_writer_pool(
        dsn, application_name="bench", size=1, lock_timeout=_PATIENCE, transaction_timeout=_PATIENCE
    )
    await Log(pool).append(generated(size))
    head = await LogReader(pool).head()
    await pool.close()
    return head.log_offset


async def measure(dsn: str, *, size: int, rounds: int) -> None:
    """Print the medians of events a second, and of their ratio to COPY."""
    await migrations.upgrade(dsn)
    upto = await _filled(dsn, size)
    connection = await raw_connection(dsn)
    pool = await open_reader_pool(dsn, application_name="bench", size=1)
    ways = {
        "COPY out": lambda: copying(connection, upto),
        "raw": lambda: raw_pages(connection, upto),
        "stored": lambda: stored_pages(pool, upto),
        "typed": lambda: typed_pages(pool, upto),
    }
    print(told("reading the log", await by_turns(ways, count=upto, rounds=rounds)), flush=True)
    await pool.close()
    await connection.close()


def main() -> None:
    """Read how much, and measure on a cluster of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=50_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as home, EmbeddedPostgres(Path(home) / "bench") as server:
        uvloop.run(measure(server.dsn(), size=given.size, rounds=given.rounds))


if __name__ == "__main__":
    main()
