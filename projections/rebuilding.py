"""Owns rebuilding: everything derived anew beside the live generation, which goes on serving and catching up."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass

import asyncpg

from events.log.connection import Connection, Pool
from events.vocabulary import LogOffset
from projections.at_once import Progress, derive_at_once
from projections.catch_up.layers import CHECKPOINT, Advance, ErasedMeanwhile, catch_up
from projections.generations import (
    QUERIES,
    Generation,
    NothingToGoBackTo,
    alone,
    drop,
    generations,
    live_offset,
    switch,
)

SLICE = 10_000
"""Events a transaction while nobody waits for it, once the whole log up to some offset was derived at once."""
_SESSIONS = 2
_SPARED_WITHIN = 0.2
"""Seconds to wait for a connection that may be busy: one session does it as well."""
_CLOSE = 1000
"""So near to the live generation, the rest is derived while that one stands still."""


async def rebuild(pool: Pool, *, progress: Progress) -> LogOffset:
    """Derive everything anew and serve it; return how far it is. What was served is kept as the previous generation.

    Where something is erased meanwhile, it begins again.

    Raises:
        GenerationError: another process rebuilds, or readers would not give way; what is served is as it was.
        LogUnavailable: the database did not answer; what is served is as it was.
    """
    async with alone(pool) as connection:
        while True:
            with suppress(ErasedMeanwhile):
                return await _rebuilt(connection, pool, progress)


async def go_back(pool: Pool, *, progress: Progress) -> LogOffset:
    """Serve the previous generation again, caught up with the log; what was served is the previous one then.

    Raises:
        NothingToGoBackTo: there is none, or an erasure came since: it may hold what is erased.
        GenerationError, LogUnavailable: as for ``rebuild``.
    """
    async with alone(pool) as connection:
        reached = {found.generation: found.log_offset for found in await generations(connection)}
        if Generation.PREVIOUS not in reached:
            raise NothingToGoBackTo
        await drop(connection, Generation.NEXT)
        filling = _Filling(connection, Generation.PREVIOUS, clean_to=reached[Generation.PREVIOUS])
        try:
            async with filling.noticing():
                return await filling.serve(progress)
        except ErasedMeanwhile:
            raise NothingToGoBackTo from None


@asynccontextmanager
async def _others(pool: Pool) -> AsyncIterator[list[Connection]]:
    """Yield the connections that work beside the first, as many as the pool can spare."""
    async with AsyncExitStack() as stack:
        others: list[Connection] = []
        with suppress(TimeoutError):
            while len(others) < _SESSIONS - 1:
                others.append(await stack.enter_async_context(pool.acquire(timeout=_SPARED_WITHIN)))
        yield others


async def _rebuilt(connection: Connection, pool: Pool, progress: Progress) -> LogOffset:
    head = LogOffset(await connection.fetchval(CHECKPOINT["head"]))
    filling = _Filling(connection, Generation.NEXT, clean_to=head)
    async with filling.noticing():
        async with _others(pool) as others:
            await derive_at_once([connection, *others], head, progress=progress)
        await drop(connection, Generation.PREVIOUS)
        return await filling.serve(progress)


@dataclass(frozen=True, slots=True)
class _Filling:
    """One generation that is brought forward beside the live one.

    No payload was read for it that an erasure up to ``clean_to`` took away.
    """

    connection: Connection
    generation: Generation
    clean_to: LogOffset

    @asynccontextmanager
    async def noticing(self) -> AsyncIterator[None]:
        """Take it for erased where it is gone: whoever comes upon an erasure drops what may hold the erased."""
        try:
            yield
        except asyncpg.UndefinedTableError:
            if any(found.generation is self.generation for found in await generations(self.connection)):
                raise
            raise ErasedMeanwhile from None

    async def follow(self, head: LogOffset, progress: Progress) -> None:
        """Bring it to ``head``, and near to where the live generation is by then."""
        while True:
            advance = await self._advance()
            live = await live_offset(self.connection)
            progress(advance.end, max(head, live, advance.end))
            if advance.end == advance.start or advance.end >= max(head, live - _CLOSE):
                return

    async def serve(self, progress: Progress) -> LogOffset:
        """Bring it to where the live generation is, and switch to it."""
        return await switch(
            self.connection,
            self.generation,
            approach=lambda: self.follow(LogOffset(0), progress),
            bring=self._bring,
        )

    async def _bring(self, log_offset: LogOffset) -> LogOffset:
        """Bring it at least to an offset, in the caller's transaction; return how far it is."""
        await self._enter()
        reached = LogOffset(await self.connection.fetchval(CHECKPOINT["where"]))
        while reached < log_offset:
            advance = await catch_up(self.connection, limit=log_offset - reached, clean_to=self.clean_to)
            reached = advance.end
        return reached

    async def _advance(self) -> Advance:
        async with self.connection.transaction():
            await self._enter()
            return await catch_up(self.connection, limit=SLICE, clean_to=self.clean_to)

    async def _enter(self) -> None:
        await self.connection.execute(
            QUERIES["fill_next"] if self.generation is Generation.NEXT else QUERIES["fill_previous"]
        )
