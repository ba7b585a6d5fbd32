"""Owns what runs inside a service process, from the pools up to the hub, and the order in which it starts and stops.

pools ──► head watch ──► projector ──► hub
"""

import asyncio
import datetime
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass

from events.log.appending import Log, utc_now
from events.log.connection import Pool, open_reader_pool, open_writer_pool
from events.log.recorder import Recorder
from events.log.shared_recorder import SharedRecorder
from events.log.wakeup import HeadWatch
from projections.projector import Projector
from projections.reading.log import SharedProgress
from projections.reading.registries import Registries
from service.access.audit import AuditTrail
from service.access.caller import Caller, open_caller
from service.access.callers import Access, Everybody, TokenHolders
from service.access.tokens import Tokens
from service.graphql.context import Reading
from service.graphql.service_context import ServiceContext
from service.graphql.writing import Writing
from service.live.feed import Feed
from service.live.hub import Hub
from service.settings import Settings

_READERS, _WRITERS, _NOTERS = 8, 4, 2
_POLL = datetime.timedelta(seconds=1)
_LOCK = datetime.timedelta(seconds=5)
_APPEND = datetime.timedelta(seconds=10)
_CATCH_UP = datetime.timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Services:
    """What a service process has: who is let in, how to read, how to write, how to follow."""

    access: Access
    reading: Reading
    writing: Writing
    hub: Hub

    def context(self, caller: Caller) -> ServiceContext:
        """Return a context for one request of a caller."""
        return ServiceContext(self.reading, writing=self.writing, hub=self.hub, caller=caller, access=self.access)


@asynccontextmanager
async def running(settings: Settings, *, writer_url: str, reader_url: str, is_open: bool) -> AsyncIterator[Services]:
    """Run everything on a migrated database; ``reader_url`` may name a standby. ``is_open``: no token is asked for.

    Raises:
        LogUnavailable: the database does not answer.
    """
    async with AsyncExitStack() as stack:
        writers = await _writers(stack, writer_url, name="onrecord writer", size=_WRITERS, patience=_APPEND)
        noting = await _writers(stack, writer_url, name="onrecord access", size=_NOTERS, patience=_APPEND)
        projecting = await _writers(stack, writer_url, name="onrecord projector", size=1, patience=_CATCH_UP)
        readers = await open_reader_pool(reader_url, application_name="onrecord reader", size=_READERS)
        stack.push_async_callback(readers.close)
        reached = SharedProgress(readers)
        watch = await stack.enter_async_context(HeadWatch(writer_url, poll=_POLL))
        projector = Projector(projecting)
        await stack.enter_async_context(_task(projector.follow(watch), name="projector"))
        hub = await stack.enter_async_context(Hub(Feed(readers, reached), projector))
        patience = datetime.timedelta(seconds=settings.projection_wait)
        yield Services(
            access=_access(settings, noting, is_open=is_open),
            reading=Reading(readers, reached, Registries(readers), utc_now, patience),
            writing=Writing(
                recorder=SharedRecorder(Recorder(Log(writers, on_commit=watch.hint), writers)),
                projector=projector,
                reached=reached,
                projection_wait=patience,
            ),
            hub=hub,
        )


def _access(settings: Settings, pool: Pool, *, is_open: bool) -> Access:
    tokens = Tokens(pool)
    callers = Everybody(open_caller(settings.desk)) if is_open else TokenHolders(tokens, now=utc_now)
    return Access(callers, tokens, AuditTrail(pool))


async def _writers(stack: AsyncExitStack, url: str, *, name: str, size: int, patience: datetime.timedelta) -> Pool:
    pool = await open_writer_pool(
        url, application_name=name, size=size, lock_timeout=_LOCK, transaction_timeout=patience
    )
    stack.push_async_callback(pool.close)
    return pool


@asynccontextmanager
async def _task(work: Coroutine[None, None, None], *, name: str) -> AsyncIterator[None]:
    """Do some work beside, until leaving."""
    task = asyncio.create_task(work, name=name)
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
