"""Owns the live side of one process: a single reader at the end of the log, and the stream of each subscriber.

    a subscriber:  started ──► history ──► live        history: pages from the database, behind the ring
                                  ▲          │         live: the ring in memory, woken as it grows
                                  └──────────┘         back, if it falls behind the ring

A subscriber is known by its place in the log alone, and the ring has no gaps: so none is missed, and none comes twice.
While nobody follows, nothing is read but how far the log goes.
Wake-ups are only hints; what counts is how far the projections are in the database that is read.
"""

import asyncio
import datetime
import logging
import time
from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import TracebackType
from typing import Generic, Self, TypeVar
from uuid import UUID

from events.errors import LogUnavailable
from events.vocabulary import LogOffset
from projections.projector import Projector
from projections.reading.log import Progress
from service.live.delivery import Delivery
from service.live.feed import Feed

CHECKPOINT_EVERY = datetime.timedelta(seconds=15)
"""At most this often: nothing passed a filter up to here."""
RING = 4096
"""Deliveries kept in memory."""
RING_CHANGES = 100_000
"""Changes of answers that they may have together; an event that has more is read anew for each subscriber."""
_PAGE = 256
_HISTORIES_AT_ONCE = 4
_POLL = datetime.timedelta(milliseconds=250)
_BEHIND_SECONDS = 0.01
_PAUSE_SECONDS = 0.2
_logger = logging.getLogger(__name__)
T = TypeVar("T")


class LogReplaced(Exception):
    """The database holds another log now; offsets are comparable within one log only."""

    def __init__(self, log_id: UUID) -> None:
        self.log_id = log_id
        super().__init__(f"the log was replaced by {log_id}; read anew and subscribe from there")


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """What a subscriber is told: what was picked from a delivery, or None for a checkpoint, after which to resume."""

    log_offset: LogOffset
    picked: T | None


class Hub:
    """Tell any number of subscribers of one process what happens; an async context manager."""

    def __init__(self, feed: Feed, projector: Projector) -> None:
        """Read through ``feed``; ``projector`` only wakes, and need not be the one that projects."""
        self._feed, self._projector = feed, projector
        self._ring: dict[LogOffset, Delivery] = {}
        self._kept_changes = 0
        self._log_id: UUID | None = None
        self._reached = LogOffset(0)
        self._followers = 0
        self._grown = asyncio.Event()
        self._histories = asyncio.Semaphore(_HISTORIES_AT_ONCE)
        self._task: asyncio.Task[None] | None = None

    @property
    def reached(self) -> LogOffset:
        """The last offset that subscribers can be told of."""
        return self._reached

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._tail(), name="live hub")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def follow(
        self, after: LogOffset, picked_from: Callable[[Delivery], T | None]
    ) -> AsyncGenerator[Step[T], None]:
        """Yield a step for each delivery behind an offset from which something is picked, in log order, without end.

        A checkpoint comes between them where the log moves past without a match, not sooner than ``CHECKPOINT_EVERY``
        after the last step.

        Raises:
            LogReplaced: the log is another one than it was.
        """
        log_id, told = self._log_id, _Told(after)
        with self._followed():
            while True:
                grown = self._grown
                deliveries = await self._behind(after)
                if log_id is not None and self._log_id is not None and log_id != self._log_id:
                    raise LogReplaced(self._log_id)
                log_id = self._log_id
                for step in told.steps(deliveries, picked_from):
                    yield step
                after = deliveries[-1].log_offset if deliveries else after
                if told.is_checkpoint_due(after):
                    yield told.step(after, None)
                if not deliveries:
                    await told.wait(grown, after)

    @contextmanager
    def _followed(self) -> Iterator[None]:
        self._followers += 1
        try:
            yield
        finally:
            self._followers -= 1

    async def _behind(self, after: LogOffset) -> list[Delivery]:
        """Return a page behind an offset, from the ring where it reaches back that far; empty at the end of the log."""
        if after >= self._reached:
            return []
        if after + 1 in self._ring:
            upto = min(self._reached, after + _PAGE)
            return [self._ring[LogOffset(offset)] for offset in range(after + 1, upto + 1)]
        async with self._histories:
            while True:
                try:
                    return await self._feed.page(after, limit=_PAGE)
                except LogUnavailable as error:
                    _logger.warning("a subscriber's history waits for the database: %s", error)
                    await asyncio.sleep(_PAUSE_SECONDS)

    async def _tail(self) -> None:
        while True:
            try:
                progress = await self._feed.progress()
                self._settle(progress)
                is_behind = not await self._take_in(progress.projected_to)
                if await self._projector.wait_for(LogOffset(self._reached + 1), within=_POLL) and is_behind:
                    await asyncio.sleep(_BEHIND_SECONDS)  # a standby has not what the projector wrote
            except LogUnavailable as error:
                _logger.warning("subscriptions wait for the database: %s", error)
                await asyncio.sleep(_PAUSE_SECONDS)
            except Exception:  # the rim: subscribers would wait for ever
                _logger.exception("subscriptions wait, and try again")
                await asyncio.sleep(_PAUSE_SECONDS)

    def _settle(self, progress: Progress) -> None:
        """Begin where the projections are: while nobody follows, when the log is another one, after a long import."""
        is_same = progress.log_id == self._log_id
        if not is_same or not self._followers or progress.projected_to - self._reached > RING:
            self._ring.clear()
            self._kept_changes = 0
            self._log_id, self._reached = progress.log_id, progress.projected_to
            self._tell()

    async def _take_in(self, upto: LogOffset) -> bool:
        """Read to where the projections are; tell whether there was anything new."""
        before = self._reached
        while self._reached < upto and (deliveries := await self._feed.page(self._reached, limit=_PAGE)):
            self._keep(deliveries)
            self._tell()
        return self._reached > before

    def _keep(self, deliveries: Sequence[Delivery]) -> None:
        """Add deliveries to the ring; those that no longer fit leave it, oldest first."""
        oldest = self._reached - len(self._ring) + 1
        self._ring.update((delivery.log_offset, delivery) for delivery in deliveries)
        self._reached = deliveries[-1].log_offset
        self._kept_changes += sum(delivery.size for delivery in deliveries)
        while len(self._ring) > RING or self._kept_changes > RING_CHANGES:
            self._kept_changes -= self._ring.pop(LogOffset(oldest)).size
            oldest += 1

    def _tell(self) -> None:
        self._grown.set()
        self._grown = asyncio.Event()


class _Told:
    """What one subscriber was last told, and when."""

    def __init__(self, after: LogOffset) -> None:
        self._log_offset, self._at = after, time.monotonic()
        self._every = CHECKPOINT_EVERY.total_seconds()

    def step(self, log_offset: LogOffset, picked: T | None) -> Step[T]:
        self._log_offset, self._at = log_offset, time.monotonic()
        return Step(log_offset, picked)

    def steps(self, deliveries: Sequence[Delivery], picked_from: Callable[[Delivery], T | None]) -> Iterator[Step[T]]:
        for delivery in deliveries:
            picked = picked_from(delivery)
            if picked is not None:
                yield self.step(delivery.log_offset, picked)

    def is_checkpoint_due(self, seen: LogOffset) -> bool:
        return seen > self._log_offset and time.monotonic() >= self._at + self._every

    async def wait(self, grown: asyncio.Event, seen: LogOffset) -> None:
        """Wait for more, at most until a checkpoint is due."""
        left = self._at + self._every - time.monotonic() if seen > self._log_offset else None
        try:
            async with asyncio.timeout(left):
                await grown.wait()
        except TimeoutError:
            return
