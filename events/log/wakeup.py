"""Owns learning that the log has grown: hints in this process, NOTIFY between processes, and a poll for what got lost.

    connecting ──► listening ──► lost ──► (back off) ──► connecting
                   NOTIFY, poll

A NOTIFY may be lost, the poll is not.
"""

import asyncio
import datetime
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from types import TracebackType
from typing import NoReturn, Self

import asyncpg

from events.errors import LogUnavailable
from events.log.connection import Connection, translated
from events.log.reader import QUERIES
from events.vocabulary import LogOffset

CHANNEL = "onrecord_log"
_CONNECT_SECONDS = 10
_QUERY_SECONDS = 10
_BACK_OFF_SECONDS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
_logger = logging.getLogger(__name__)


class HeadWatch:
    """Know how far the log goes, over one connection for any number of followers; an async context manager.

    Offsets it gives are committed, so a follower who sees n can read 1..n. What is lost while the connection is away is
    made up for by the next poll.
    """

    def __init__(self, dsn: str, *, poll: datetime.timedelta) -> None:
        """``dsn`` names the primary, a standby cannot listen; ``poll`` bounds how late a lost NOTIFY is noticed."""
        self._dsn, self._poll = dsn, poll.total_seconds()
        self._head = LogOffset(0)
        self._grown = asyncio.Event()
        self._failures = 0
        self._task: asyncio.Task[None] | None = None

    @property
    def head(self) -> LogOffset:
        """The last offset that it has heard of."""
        return self._head

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._watch(), name="head watch")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def hint(self, head: LogOffset) -> None:
        """Say that the log goes at least this far; committed offsets only."""
        if head > self._head:
            self._head = head
            self._grown.set()
            self._grown = asyncio.Event()

    async def heads(self, after: LogOffset) -> AsyncIterator[LogOffset]:
        """Give ever greater heads beyond ``after``, the last one only if several were missed; without end."""
        while True:
            grown = self._grown
            if self._head > after:
                after = self._head
                yield after
            else:
                await grown.wait()

    async def _watch(self) -> None:
        while True:
            try:
                with translated():
                    connection = await asyncpg.connect(
                        self._dsn, timeout=_CONNECT_SECONDS, server_settings={"application_name": CHANNEL}
                    )
                try:
                    await self._listen(connection)
                finally:
                    connection.terminate()
            except (LogUnavailable, asyncpg.PostgresError) as error:
                pause = _BACK_OFF_SECONDS[min(self._failures, len(_BACK_OFF_SECONDS) - 1)]
                self._failures += 1
                _logger.warning("not listening to the log, trying again in %.2f s: %s", pause, error)
                await asyncio.sleep(pause)

    async def _listen(self, connection: Connection) -> NoReturn:
        """Ask for the head whenever something stirs or the poll is due; a lost connection fails the question.

        What a NOTIFY says is not believed: any role may send one, and a head too high would stall the followers.
        """
        stirred = asyncio.Event()
        connection.add_termination_listener(lambda *_: stirred.set())
        with translated():
            await connection.add_listener(CHANNEL, lambda *_: stirred.set())
            while True:
                stirred.clear()
                self.hint(LogOffset(await connection.fetchval(QUERIES["head_offset"], timeout=_QUERY_SECONDS)))
                self._failures = 0
                with suppress(TimeoutError):
                    await asyncio.wait_for(stirred.wait(), self._poll)
