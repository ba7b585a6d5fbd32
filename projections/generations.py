"""Owns the generations of the projections: which there are, and serving another one than the live one.

    begin ──► NEXT ──► filled beside the live one ──► switch ──► LIVE ──► switch ──► PREVIOUS ──► dropped
                                                                  ▲                      │
                                                                  └──────── back ────────┘

GenerationError
├── RebuildUnderWay     another process fills or switches; one at a time
├── NothingToGoBackTo   there is no previous generation
└── SwitchHeldUp        a reader would not let go of the live tables
"""

import asyncio
import datetime
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import asyncpg

from events.log.connection import Connection, Pool, Source, translated
from events.log.sql import load
from events.vocabulary import LogOffset

QUERIES: Mapping[str, str] = load(Path(__file__).with_name("generations.sql"))
_FIRST_PATIENCE = datetime.timedelta(milliseconds=20)
_LONGEST_PATIENCE = datetime.timedelta(milliseconds=100)
_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 0.05, 5.0
_GIVE_UP_SECONDS = 600.0


class Generation(StrEnum):
    """Which tables: those served, those that will be, those that were."""

    LIVE = "LIVE"
    NEXT = "NEXT"
    PREVIOUS = "PREVIOUS"


class GenerationError(Exception):
    """A generation could not be made or switched to; the one that is served is as it was."""


class RebuildUnderWay(GenerationError):
    """Somebody else is at it."""

    def __init__(self) -> None:
        super().__init__("another process rebuilds the projections; wait until it is done, or stop it, and try again")


class NothingToGoBackTo(GenerationError):
    """The previous generation was dropped, or never was."""

    def __init__(self) -> None:
        super().__init__("no previous generation is kept; run `onrecord rebuild` to derive everything anew")


class SwitchHeldUp(GenerationError):
    """Readers kept the live tables busy all the time."""

    def __init__(self) -> None:
        super().__init__("somebody reads the projections without a pause; end long transactions and try again")


@dataclass(frozen=True, slots=True)
class Reached:
    """How far a generation is, and when it last advanced."""

    generation: Generation
    log_offset: LogOffset
    advanced_at: datetime.datetime


async def generations(source: Source) -> list[Reached]:
    """Return the generations that there are, the live one first."""
    with translated():
        rows = await source.fetch(QUERIES["generations"])
    return [Reached(Generation(row["generation"]), row["log_offset"], row["advanced_at"]) for row in rows]


@asynccontextmanager
async def alone(pool: Pool) -> AsyncIterator[Connection]:
    """Yield the connection of the only one who fills a generation or switches to one.

    Raises:
        RebuildUnderWay: somebody else does.
        LogUnavailable: the database did not answer.
    """
    with translated():
        async with pool.acquire() as connection, _taken(connection):
            yield connection


@asynccontextmanager
async def _taken(connection: Connection) -> AsyncIterator[None]:
    if not await connection.fetchval(QUERIES["take"]):
        raise RebuildUnderWay
    try:
        yield
    finally:
        with suppress(asyncpg.InterfaceError, asyncpg.PostgresConnectionError):  # who lost it has given it back
            await connection.execute(QUERIES["give_back"])


async def drop(connection: Connection, generation: Generation) -> None:
    """Drop the next or the previous generation, if there is one."""
    await connection.execute(QUERIES["drop"], generation)


async def stay(connection: Connection) -> None:
    """Keep the live generation to the end of the transaction.

    Queries that see one moment begin with it: at that moment, tables switched to later would be empty.
    """
    await connection.execute(QUERIES["stay"])


async def live_offset(connection: Connection) -> LogOffset:
    """Return how far the live generation is."""
    return LogOffset(await connection.fetchval(QUERIES["live"]))


async def switch(
    connection: Connection,
    generation: Generation,
    *,
    approach: Callable[[], Awaitable[object]],
    bring: Callable[[LogOffset], Awaitable[LogOffset]],
) -> LogOffset:
    """Serve a generation from now on, and keep the live one as the previous; return how far it is.

    ``approach`` brings it near to the live one, which goes on meanwhile; ``bring`` at least to an offset, within the
    transaction and while the live one stands still. Where readers hold the live tables the switch gives way and tries
    again, so that nobody who reads waits for it longer than 100 ms, and that seldom.

    Raises:
        SwitchHeldUp: that went on for ten minutes.
    """
    patience, pause, loop = _FIRST_PATIENCE, _FIRST_PAUSE_SECONDS, asyncio.get_running_loop()
    deadline = loop.time() + _GIVE_UP_SECONDS
    while loop.time() < deadline:
        await approach()
        try:
            async with connection.transaction():
                await connection.execute(QUERIES["stop_live"])
                reached = await bring(await live_offset(connection))
                await connection.execute(QUERIES["switch"], generation, patience)
        except (asyncpg.LockNotAvailableError, asyncpg.DeadlockDetectedError):
            await asyncio.sleep(pause * (1 + random.random()))  # noqa: S311 - nothing to guess
            patience, pause = min(2 * patience, _LONGEST_PATIENCE), min(2 * pause, _LONGEST_PAUSE_SECONDS)
        else:
            return reached
    raise SwitchHeldUp
