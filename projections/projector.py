"""Owns advancing the projections: catching up as the log grows, and being waited for."""

import asyncio
import datetime
import logging

from events.errors import LogUnavailable
from events.log.connection import Pool, translated
from events.log.wakeup import HeadWatch
from events.vocabulary import LogOffset
from projections.at_once import Progress
from projections.catch_up.layers import CHECKPOINT, Advance, catch_up
from projections.rebuilding import go_back, rebuild

BATCH = 1000
"""Events a transaction: long enough for set-based work, short enough that a reader of its own write does not wait."""
_PAUSE_SECONDS = 0.2
_logger = logging.getLogger(__name__)


def _silent(_reached: LogOffset, _head: LogOffset) -> None:
    """Tell nobody."""


class Projector:
    """Keeps the projections of one log. Any number of processes may run one; they take turns at the checkpoint."""

    def __init__(self, pool: Pool, *, batch: int = BATCH) -> None:
        self._pool = pool
        self._batch = batch
        self._reached = LogOffset(0)
        self._advanced = asyncio.Event()

    @property
    def reached(self) -> LogOffset:
        """The offset that the projections are known to have reached."""
        return self._reached

    async def advance(self) -> Advance:
        """Bring the projections one batch forward in one transaction.

        Raises:
            LogUnavailable: the database did not answer; nothing was advanced.
        """
        with translated():
            async with self._pool.acquire() as connection, connection.transaction():
                advance = await catch_up(connection, limit=self._batch)
        self._tell(advance.end)
        return advance

    async def catch_up(self, *, progress: Progress | None = None) -> LogOffset:
        """Advance until nothing is left to do; return the offset reached."""
        while (advance := await self.advance()).end > advance.start:
            if progress:
                progress(advance.end, await self._head())
        return advance.end

    async def rebuild(self, *, progress: Progress | None = None) -> LogOffset:
        """Derive everything anew beside what is served, then serve it; see ``projections.rebuilding``."""
        reached = await rebuild(self._pool, progress=progress or _silent)
        self._tell(reached)
        return reached

    async def go_back(self, *, progress: Progress | None = None) -> LogOffset:
        """Serve again what was served before the last rebuild, caught up with the log."""
        reached = await go_back(self._pool, progress=progress or _silent)
        self._tell(reached)
        return reached

    async def follow(self, watch: HeadWatch) -> None:
        """Advance whenever the log grows, without end; a database that is away is waited for."""
        while True:
            try:
                await self.catch_up()
                async for head in watch.heads(self._reached):
                    await self._advance_to(head)
            except LogUnavailable as error:
                _logger.warning("projections wait for the log: %s", error)
                await asyncio.sleep(_PAUSE_SECONDS)

    async def _advance_to(self, head: LogOffset) -> None:
        """Advance until a head of the log is reached, and no further look: the next head is told of."""
        while self._reached < head and (advance := await self.advance()).end > advance.start:
            pass

    async def wait_for(self, log_offset: LogOffset, *, within: datetime.timedelta) -> bool:
        """Wait until the projections have reached an offset; tell whether they did in time."""
        try:
            async with asyncio.timeout(within.total_seconds()):
                while self._reached < log_offset:
                    advanced = self._advanced
                    await advanced.wait()
        except TimeoutError:
            return False
        return True

    async def _head(self) -> LogOffset:
        with translated():
            return LogOffset(await self._pool.fetchval(CHECKPOINT["head"]))

    def _tell(self, reached: LogOffset) -> None:
        if reached > self._reached:
            self._reached = reached
            self._advanced.set()
            self._advanced = asyncio.Event()
