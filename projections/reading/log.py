"""Owns reading how far the log and its projections go."""

import asyncio
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from events.log.connection import Source, translated
from events.log.sql import load
from events.vocabulary import LogOffset

QUERIES: Mapping[str, str] = load(Path(__file__).with_name("log.sql"))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the log goes and how far it is projected, and when that last advanced.

    Offsets are comparable only within one ``log_id``.
    """

    log_id: UUID
    log_offset: LogOffset
    projected_to: LogOffset
    advanced_at: datetime.datetime

    @property
    def lag(self) -> int:
        """How many events of the log are not projected yet."""
        return max(0, self.log_offset - self.projected_to)

    @property
    def is_caught_up(self) -> bool:
        """Whether everything in the log is projected."""
        return self.projected_to >= self.log_offset


async def progress(source: Source) -> Progress:
    """Return how far the log goes and how far the projections reach, at one moment."""
    with translated():
        row = await source.fetchrow(QUERIES["head"])
    if row is None:
        raise LookupError("the log has no identity or no checkpoint; restore the rows that the migrations wrote")
    return Progress(row["log_id"], LogOffset(row["log_offset"]), LogOffset(row["projected_to"]), row["advanced_at"])


class SharedProgress:
    """Read it for all who ask at once: while a query is on its way, whoever comes shares the next one.

    So what is answered was never read before it was asked for.
    """

    def __init__(self, source: Source) -> None:
        self._source, self._turn = source, asyncio.Lock()
        self._next: asyncio.Task[Progress] | None = None

    async def read(self) -> Progress:
        """Return how far the log goes and how far the projections reach, at one moment since this was called.

        Raises:
            LogUnavailable: the database did not answer.
        """
        return await asyncio.shield(self.asked())

    def asked(self) -> "asyncio.Task[Progress]":
        """Return the query that answers whoever asks now; others await it too, so shield it."""
        if self._next is None:
            self._next = asyncio.create_task(self._read())
            self._next.add_done_callback(_heard)
        return self._next

    async def _read(self) -> Progress:
        async with self._turn:
            self._next = None
            return await progress(self._source)


def _heard(task: "asyncio.Task[Progress]") -> None:
    """Take note of how a query ended whose askers may all have gone."""
    if not task.cancelled():
        task.exception()
