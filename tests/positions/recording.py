"""Putting a history on record in a database of its own, as it happened or in another order, and how many are drawn."""

import asyncio
import datetime
import os
from collections.abc import Awaitable, Callable, Iterable
from itertools import count
from typing import Any
from uuid import UUID

from cluster import Cluster
from hypothesis import HealthCheck, Phase, settings
from positions.histories import History, world

from events.decide.command import Request
from events.event import RecordedEvent
from events.log.appending import Log
from events.log.connection import Pool, open_writer_pool
from events.log.reader import LogReader
from events.log.recorder import Recorder
from events.vocabulary import LogOffset

RECORDED = datetime.datetime(2021, 12, 14, 9, tzinfo=datetime.UTC)
TODAY = datetime.date(2021, 12, 20)
HOUR, MILLISECOND = datetime.timedelta(hours=1), datetime.timedelta(milliseconds=1)
WORLD = len(world())
"""The offset at which everybody is known and nobody has spoken."""
_PATIENCE = datetime.timedelta(seconds=30)
_DRAWN = os.environ.get("HISTORIES")


def drawing(histories: int) -> settings:
    """Draw so many histories, the same in every run; with HISTORIES=1000 in the environment a thousand others.

    Those are not shrunk, which takes minutes: what fails is shown as it was drawn.
    """
    return settings(
        deadline=None,
        derandomize=_DRAWN is None,
        max_examples=int(_DRAWN or histories),
        phases=[phase for phase in Phase if phase is not Phase.shrink or _DRAWN is None],
        suppress_health_check=list(HealthCheck),
        database=None,
    )


def in_a_new_database(cluster: Cluster, template: str, run: Callable[..., Awaitable[None]], *arguments: Any) -> None:
    """Run in a clone of the template, dropped afterwards."""

    async def connected(dsn: str) -> None:
        pool = await opened(dsn)
        try:
            await run(pool, *arguments)
        finally:
            await pool.close()

    dsn = cluster.create_database("history", template=template)
    try:
        asyncio.run(connected(dsn))
    finally:
        cluster.drop_database("history")


async def opened(dsn: str) -> Pool:
    """Return a pool that may write; the caller closes it."""
    return await open_writer_pool(
        dsn, application_name="test", size=2, lock_timeout=_PATIENCE, transaction_timeout=_PATIENCE
    )


def as_happened(history: History) -> list[tuple[UUID, Request]]:
    """Return the requests of a history with the ids of their events."""
    return list(zip(history.events, history.requests, strict=True))


async def recorded(
    pool: Pool, requests: Iterable[tuple[UUID, Request]], *, apart: datetime.timedelta = HOUR
) -> list[RecordedEvent]:
    """Put requests on record, the world at once and then one by one, and return the log."""
    given = list(requests)
    ticks = count()
    ids = iter([event_id for event_id, _ in given])
    log = Log(pool, clock=lambda: RECORDED + next(ticks) * apart)
    recorder = Recorder(log, pool, today=lambda: TODAY, draw_id=lambda _: next(ids))
    await recorder.record([request for _, request in given[:WORLD]])
    for _, request in given[WORLD:]:
        await recorder.record([request])
    return await LogReader(pool).read(LogOffset(0), limit=10_000)
