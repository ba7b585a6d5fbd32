"""Owns long histories made in the database: what stands below positions is drawn by a query, positions by catching up.

Appending a million statements would take minutes, and nobody who asks for positions reads the log.
"""

from dataclasses import dataclass
from pathlib import Path

from events.log.connection import Connection, Pool
from events.log.sql import load
from events.vocabulary import LogOffset
from projections.catch_up.layers import CHECKPOINT
from projections.catch_up.positions import derive_positions

QUERIES = load(Path(__file__).with_name("long_history.sql"))
_BATCH = 5000


@dataclass(frozen=True, slots=True)
class Size:
    """How many statements, of how many actors on how many issues, drawn evenly."""

    statements: int
    actors: int
    issues: int


async def fill(pool: Pool, size: Size, *, batch: int = _BATCH) -> None:
    """Make a history in a migrated database without any; ``pool`` writes. The log stays empty."""
    async with pool.acquire() as connection:
        async with connection.transaction():
            await connection.execute(QUERIES["keys"], size.actors, size.issues)
            await connection.execute(QUERIES["seed"])
            await connection.execute(QUERIES["statements"], size.statements, size.actors, size.issues, 0)
        for start in range(0, size.statements, batch):
            await _advance(connection, LogOffset(start), LogOffset(min(start + batch, size.statements)))


async def _advance(connection: Connection, start: LogOffset, end: LogOffset) -> None:
    async with connection.transaction():
        await derive_positions(connection, start, end)
        await connection.execute(CHECKPOINT["advance"], end)
