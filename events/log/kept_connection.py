"""Owns the connection that one append leaves to the next while they follow each other closely.

The way to the pool and back is a tenth of a single append. Nobody waits long for it: it goes back where nothing
follows, and at once to a pool that has no other.
"""

import asyncio
from typing import TypeAlias

import asyncpg

from events.log.connection import Pool

Pooled: TypeAlias = "asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"

_SECONDS = 0.01
"""How long it is kept for the next."""


class KeptConnection:
    """Take and give connections of a pool, and keep one of them for a moment."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._kept: Pooled | None = None
        self._until: asyncio.TimerHandle | None = None
        self._going_back: asyncio.Task[None] | None = None

    async def take(self) -> Pooled:
        """Return the one that is kept, or any of the pool."""
        connection, self._kept = self._kept, None
        if self._until is not None:
            self._until.cancel()
        if connection is None:
            return await self._pool.acquire()
        if _is_open(connection):
            return connection
        await self._pool.release(connection)
        return await self._pool.acquire()

    async def give(self, connection: Pooled) -> None:
        """Give back a connection whose work is done."""
        if self._kept is not None or self._pool.get_max_size() == 1:
            await self._pool.release(connection)
            return
        self._kept = connection
        self._until = asyncio.get_running_loop().call_later(_SECONDS, self._let_go)

    async def drop(self, connection: Pooled) -> None:
        """Give back a connection on which something failed: the pool puts it in order."""
        await self._pool.release(connection)

    def _let_go(self) -> None:
        connection, self._kept = self._kept, None
        if connection is not None:
            self._going_back = asyncio.create_task(self._pool.release(connection), name="giving a connection back")


def _is_open(connection: Pooled) -> bool:
    try:
        return not connection.is_closed()
    except asyncpg.InterfaceError:  # it was lost, and the pool has taken it back
        return False
