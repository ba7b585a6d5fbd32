"""Owns putting requests on record, knowing when readers see them, and looking at what a request would change.

dry run:  caught up ──► recorded and projected in one transaction ──► read from it ──► all taken back
"""

import asyncio
import datetime
import time
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import asyncpg

from events.decide.command import Request
from events.log.connection import Connection, Pool, translated
from events.log.recorder import Answer, Recorded
from events.log.shared_recorder import SharedRecorder
from events.log.sql import load
from events.vocabulary import LogOffset
from projections.catch_up.layers import catch_up
from projections.projector import Projector
from projections.reading.log import SharedProgress

QUERIES = load(Path(__file__).with_name("writing.sql"))
_LOOK_EVERY = datetime.timedelta(milliseconds=50)
_BEHIND_SECONDS = 0.005
_CATCH_UP = 100


class NotCaughtUp(Exception):
    """The projections are too far behind to foresee anything; ask again in a moment."""

    def __init__(self) -> None:
        super().__init__("the projections are behind the log, so nothing can be foreseen; ask again in a moment")


@dataclass(frozen=True, slots=True)
class Writing:
    """What writing needs of the process: the recorder, the projector, and how far readers see."""

    recorder: SharedRecorder
    projector: Projector
    reached: SharedProgress
    projection_wait: datetime.timedelta

    async def record(self, request: Request) -> Answer:
        """Put a request on record, on disk once this returns.

        Raises:
            LogUnavailable: nothing is known to be written.
        """
        (answer,) = await self.recorder.record([request])
        return answer

    async def projected_to(self, log_offset: LogOffset) -> LogOffset:
        """Wait, not for long, until readers see an offset projected, by whatever process; return how far they see."""
        deadline = time.monotonic() + self.projection_wait.total_seconds()
        while True:
            is_here = await self.projector.wait_for(log_offset, within=_LOOK_EVERY)
            seen = (await self.reached.read()).projected_to
            if seen >= log_offset or time.monotonic() > deadline:
                return seen
            if is_here:
                await asyncio.sleep(_BEHIND_SECONDS)  # a standby has not what the projector wrote


class Preview:
    """A transaction in which a request is recorded and projected; everybody else who writes waits until it is closed.

    ``answer`` is what recording would have answered. Queries through ``source`` may be asked at once, and take turns.
    """

    def __init__(self, stack: AsyncExitStack, connection: Connection, answer: Answer) -> None:
        self._stack, self.answer = stack, answer
        self.source = cast("Pool", _Turns(connection))

    @classmethod
    async def opened(cls, writing: Writing, request: Request) -> "Preview":
        """Open a preview of a request; close it soon.

        Raises:
            LogUnavailable: the log did not answer, or not in time.
            NotCaughtUp: the projections are behind the log.
        """
        head = (await writing.reached.read()).log_offset
        if await writing.projected_to(head) < head:
            raise NotCaughtUp
        async with AsyncExitStack() as stack:
            connection, (answer,) = await stack.enter_async_context(writing.recorder.previewing([request]))
            if isinstance(answer, Recorded) and answer.is_new:
                await _project(connection, answer.event.log_offset)
            return cls(stack.pop_all(), connection, answer)

    async def close(self) -> None:
        """Take everything back. Safe to call again."""
        await self._stack.aclose()


async def _project(connection: Connection, log_offset: LogOffset) -> None:
    """Bring the projections to an event of this transaction."""
    with translated():
        await connection.execute(QUERIES["settle"])
        while (await catch_up(connection, limit=_CATCH_UP)).end < log_offset:
            pass


class _Turns:
    """One connection for many coroutines: what is asked at once is answered one after the other."""

    def __init__(self, connection: Connection) -> None:
        self._connection, self._turn = connection, asyncio.Lock()

    async def fetch(self, query: str, *arguments: object) -> list[asyncpg.Record]:
        async with self._turn:
            return await self._connection.fetch(query, *arguments)

    async def fetchrow(self, query: str, *arguments: object) -> asyncpg.Record | None:
        async with self._turn:
            return await self._connection.fetchrow(query, *arguments)

    async def fetchval(self, query: str, *arguments: object) -> object:
        async with self._turn:
            return await self._connection.fetchval(query, *arguments)
