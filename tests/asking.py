"""A record in the database of a test, and questions to it over the served schema, with the SQL queries they cost."""

import datetime
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from events.decide.command import Command, Record, Request
from events.drafts import Draft
from events.event import RecordedEvent
from events.log.appending import Log
from events.log.connection import Pool, open_reader_pool, open_writer_pool
from events.log.recorder import Recorded, Recorder
from projections.projector import Projector
from projections.reading.log import SharedProgress
from projections.reading.registries import Registries
from service.access.audit import AuditTrail
from service.access.caller import open_caller
from service.graphql.context import Reading
from service.graphql.loaders import context_of
from service.graphql.schema import build_schema

SCHEMA = build_schema()
NOW = datetime.datetime(2021, 12, 24, 12, tzinfo=datetime.UTC)
PATIENCE = datetime.timedelta(seconds=10)


class CountingPool:
    """A pool that counts what it is asked."""

    def __init__(self, pool: Pool) -> None:
        self._pool, self.asked = pool, 0

    def __getattr__(self, name: str) -> Any:
        if name in {"fetch", "fetchrow", "fetchval"}:
            self.asked += 1
        return getattr(self._pool, name)


@dataclass
class Asking:
    """Somebody who records and asks. The clock of the log stands at ``now``; it is moved by hand."""

    writers: Pool
    readers: CountingPool
    now: datetime.datetime = NOW
    projection_wait: datetime.timedelta = datetime.timedelta(0)
    recorder: Recorder = field(init=False)
    registries: Registries = field(init=False)

    def __post_init__(self) -> None:
        log = Log(self.writers, clock=lambda: self.now)
        self.recorder = Recorder(log, self.writers, today=self.today)
        self.registries = Registries(self.readers)

    def today(self) -> datetime.date:
        """Return the day of the log's clock."""
        return self.now.date()

    async def do(self, *commands: Command | Draft, projected: bool = True) -> list[RecordedEvent]:
        """Put everything on record in one transaction."""
        requests = [Request(Record(c) if isinstance(c, Draft) else c, "desk") for c in commands]
        answers = await self.recorder.record(requests)
        assert all(isinstance(answer, Recorded) for answer in answers), answers
        if projected:
            await Projector(self.writers).catch_up()
        return [answer.event for answer in answers if isinstance(answer, Recorded)]

    async def answer(self, query: str, **variables: Any) -> Any:
        """Execute a query; return the result with its errors, and leave its cost in ``readers.asked``."""
        self.readers.asked = 0
        reading = Reading(
            self.readers, SharedProgress(self.readers), self.registries, lambda: self.now, self.projection_wait
        )
        context = context_of(reading, caller=open_caller("desk"), audit=AuditTrail(self.writers))
        return await SCHEMA.execute(query, variable_values=variables, context_value=context)

    async def ask(self, query: str, **variables: Any) -> Any:
        """Return the data of an answer without errors."""
        result = await self.answer(query, **variables)
        assert not result.errors, result.errors
        return result.data

    async def refusal(self, query: str, **variables: Any) -> dict[str, Any]:
        """Return message and extensions of the only error."""
        (error,) = (await self.answer(query, **variables)).errors
        return {"message": error.message, **(error.extensions or {})}


@asynccontextmanager
async def asking(dsn: str) -> AsyncIterator[Asking]:
    """Open a database for recording and asking."""
    writers = await open_writer_pool(
        dsn, application_name="a test", size=2, lock_timeout=PATIENCE, transaction_timeout=PATIENCE
    )
    readers = await open_reader_pool(dsn, application_name="a test", size=4)
    yield Asking(writers, CountingPool(readers))
    await readers.close()
    await writers.close()
