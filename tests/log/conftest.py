"""What the tests of the log share: the log of this test's own database, pools in each role, plain events."""

import datetime
import hashlib
import itertools
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from uuid import UUID, uuid4

import asyncpg
import pytest

from events.contents import Actor, Move
from events.event import ANY, NEW, EventToAppend, ExpectedVersion, RecordedEvent, RecordRef, Retraction, Version
from events.log.appending import Log
from events.log.connection import Pool, open_reader_pool, open_writer_pool, speak_json
from events.log.reader import LogReader
from events.vocabulary import Change, EventId, EventKind, RecordKind

EventFactory = Callable[..., EventToAppend]


@pytest.fixture
def first_moment() -> datetime.datetime:
    return datetime.datetime(2021, 12, 10, 9, 30, 0, 123_000, tzinfo=datetime.UTC)


@pytest.fixture
async def writer_pool(database: str) -> AsyncIterator[Pool]:
    """Open a pool as the service does, but impatient."""
    pool = await open_writer_pool(
        database,
        application_name="a test",
        size=4,
        lock_timeout=datetime.timedelta(seconds=1),
        transaction_timeout=datetime.timedelta(seconds=10),
    )
    yield pool
    await pool.close()


@pytest.fixture
async def reader(database: str) -> AsyncIterator[LogReader]:
    pool = await open_reader_pool(database, application_name="a test", size=2)
    yield LogReader(pool)
    await pool.close()


@pytest.fixture
async def superuser(database: str) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
    connection = await asyncpg.connect(database)
    await speak_json(connection)
    yield connection
    await connection.close()


@pytest.fixture
def log(writer_pool: Pool) -> Log:
    return Log(writer_pool)


@pytest.fixture
def event_of() -> EventFactory:
    """Make an event of an actor's stream; each call another id and another request, unless given."""
    numbers = itertools.count(1)

    def make(
        record_id: str = "",
        *,
        expected: ExpectedVersion = NEW,
        event_id: UUID | None = None,
        key: str | None = None,
        request: str | None = None,
    ) -> EventToAppend:
        number = next(numbers)
        slug = record_id or f"actor-{number}"
        content = Actor.model_validate(
            {"id": slug, "kind": "state", "names": [{"lang": "en", "text": f"Name {number}"}]}
        )
        return EventToAppend(
            id=EventId(event_id or uuid4()),
            record=RecordRef(RecordKind.ACTOR, slug),
            kind=EventKind.REFERENCE,
            expected=expected,
            body=Version(Change.FIRST, content),
            recorded_by="desk",
            request_hash=hashlib.sha256((request or str(number)).encode()).digest(),
            idempotency_key=key,
        )

    return make


@pytest.fixture
def a_move(event_of: EventFactory) -> EventToAppend:
    content = {"actors": ["nato"], "summary": "An exercise.", "occurred": {"edtf": "2021-12-10"}, "appearances": []}
    return replace(
        event_of(),
        record=RecordRef(RecordKind.MOVE, "a-move"),
        kind=EventKind.MOVE,
        body=Version(Change.FIRST, Move.model_validate(content)),
    )


@pytest.fixture
def retraction_of(event_of: EventFactory) -> Callable[[RecordedEvent], EventToAppend]:
    def make(event: RecordedEvent) -> EventToAppend:
        return replace(
            event_of(expected=ANY),
            record=event.record,
            kind=EventKind.RETRACTION,
            body=Retraction(event.id, "wrong"),
        )

    return make
