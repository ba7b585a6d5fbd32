"""Reading the log: by place, by record, by id, by moment."""

import datetime
from uuid import UUID, uuid4

import asyncpg
import pytest

from events.errors import LogUnavailable
from events.event import ANY, RecordRef, Retraction
from events.log.appending import Log
from events.log.connection import open_reader_pool
from events.vocabulary import EventId, EventKind, LogOffset, RecordKind

SECOND = datetime.timedelta(seconds=1)


async def append(log, *events):
    async with log.appending() as appending:
        return [outcome.event for outcome in await appending.append(events)]


async def test_an_empty_log_has_an_identity_and_no_head(reader):
    head = await reader.head()
    assert isinstance(head.log_id, UUID)
    assert (head.log_offset, head.recorded_at) == (0, None)
    assert await reader.read(LogOffset(0), limit=10) == []
    assert await reader.offset_at(datetime.datetime.now(datetime.UTC)) == 0


async def test_the_head_is_the_last_event(log, reader, event_of):
    events = await append(log, event_of(), event_of())
    head = await reader.head()
    assert (head.log_offset, head.recorded_at) == (2, events[-1].recorded_at)


async def test_pages_join_to_the_whole_log(log, reader, event_of):
    events = await append(log, *(event_of() for _ in range(7)))
    pages, after = [], LogOffset(0)
    while page := await reader.read(after, limit=3):
        pages.append(page)
        after = page[-1].log_offset
    assert [len(page) for page in pages] == [3, 3, 1]
    assert [event for page in pages for event in page] == events


async def test_a_page_ends_where_it_is_told_to(log, reader, event_of):
    events = await append(log, *(event_of() for _ in range(7)))
    assert await reader.read(LogOffset(2), limit=99, upto=LogOffset(5)) == events[2:5]


async def test_a_stream_is_read_by_version_and_an_unknown_one_is_empty(log, reader, event_of):
    first, _, second = await append(log, event_of("nato"), event_of("russia"), event_of("nato", expected=ANY))
    assert await reader.stream(first.record) == [first, second]
    assert await reader.stream(RecordRef(RecordKind.SOURCE, "nato")) == []


async def test_streams_are_read_at_once(log, reader, event_of):
    nato, russia, again = await append(log, event_of("nato"), event_of("russia"), event_of("nato", expected=ANY))
    unknown = RecordRef(RecordKind.ACTOR, "nobody")
    found = await reader.streams([russia.record, unknown, nato.record])
    assert found == {russia.record: [russia], unknown: [], nato.record: [nato, again]}


async def test_events_are_found_by_id(log, reader, event_of):
    first, second = await append(log, event_of(), event_of())
    assert await reader.event(second.id) == second
    assert await reader.event(EventId(uuid4())) is None
    assert await reader.events_by_id([second.id, EventId(uuid4()), first.id]) == {first.id: first, second.id: second}


@pytest.mark.parametrize(
    ("seconds", "log_offset"), [(-0.001, 0), (0, 2), (0.5, 2), (1, 3), (1.999, 3), (2, 5), (1e6, 5)]
)
async def test_a_moment_is_the_last_offset_recorded_by_then(
    writer_pool, reader, event_of, first_moment, seconds, log_offset
):
    moments = iter([first_moment, first_moment + SECOND, first_moment + 2 * SECOND])
    log = Log(writer_pool, clock=lambda: next(moments))
    for count in (2, 1, 2):
        await append(log, *(event_of() for _ in range(count)))
    assert await reader.offset_at(first_moment + seconds * SECOND) == log_offset


async def test_the_registry_is_the_log_without_what_was_said_and_done(log, reader, event_of, a_move):
    actor, _, later = await append(log, event_of(), a_move, event_of())
    assert await reader.read_registry(LogOffset(0), limit=9) == [actor, later]
    assert await reader.read_registry(LogOffset(1), limit=9, upto=LogOffset(2)) == []


async def test_a_retraction_is_read_in_the_stream_it_was_appended_to(log, reader, event_of, retraction_of):
    (event,) = await append(log, event_of("nato"))
    (retraction,) = await append(log, retraction_of(event))
    assert (retraction.kind, retraction.version) == (EventKind.RETRACTION, 2)
    assert retraction.body == Retraction(event.id, "wrong")
    assert await reader.stream(event.record) == [event, retraction]
    assert await reader.read_registry(LogOffset(0), limit=9) == [event, retraction]


async def test_a_reader_pool_does_not_write(reader):
    with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
        await reader._source.execute("create temporary table mine ()")


async def test_no_database_is_an_unavailable_log(tmp_path):
    with pytest.raises(LogUnavailable):
        await open_reader_pool(f"postgresql://postgres@/postgres?host={tmp_path}", application_name="a test", size=1)
