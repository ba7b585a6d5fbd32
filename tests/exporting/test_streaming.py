"""An export reads a page when the one before it was taken: a slow client costs a page of memory, not the record."""

import asyncio
import datetime
import itertools

import orjson
import pytest
from exporting.copies import exported
from positions.histories import NAME
from positions.recording import RECORDED, opened

from events import drafts
from events.decide.command import Record, Request
from events.log.appending import Log
from events.log.connection import open_reader_pool
from events.log.recorder import Recorder
from events.log.stored import QUERIES
from service.exporting.download import download
from service.exporting.record import PAGE, OutsideTheLog, record_lines, span_of

EVENTS = 3 * PAGE + 1
NAMES = {query: name for name, query in QUERIES.items()}


@pytest.fixture
async def long_log(database):
    """Record three pages of actors, and one more; yield a pool that may write."""
    pool = await opened(database)
    recorder = Recorder(Log(pool, clock=lambda: RECORDED), pool)
    actors = [drafts.ActorDraft(id=f"actor-{n}", kind="state", names=NAME) for n in range(EVENTS)]
    await recorder.record([Request(Record(actor), "desk", None) for actor in actors])
    yield pool
    await pool.close()


@pytest.fixture
async def watched(long_log, database):
    """Yield a reader pool of one connection, and what it is asked, by the names of the queries."""
    pool = await open_reader_pool(database, application_name="a test", size=1)
    asked: list[str] = []
    held = await pool.acquire()
    held.add_query_logger(lambda record: asked.append(NAMES.get(record.query, record.query)))
    await pool.release(held)
    yield pool, asked
    await pool.close()


def numbers(part):
    return [int(orjson.loads(line)["logOffset"]) for line in part.splitlines()]


async def test_a_page_is_read_when_the_one_before_it_was_taken(watched):
    pool, asked = watched
    lines = record_lines(pool, await span_of(pool))
    asked.clear()
    await anext(lines)
    assert asked == []
    for page in range(4):
        first = page * PAGE + 1
        assert numbers(await anext(lines)) == list(range(first, min(first + PAGE, EVENTS + 1)))
        assert asked == ["stored"] * (page + 1)
    await lines.aclose()


async def test_no_connection_is_held_between_pages(watched):
    pool, _ = watched
    lines = record_lines(pool, await span_of(pool))
    await anext(lines)
    await anext(lines)
    assert await asyncio.wait_for(pool.fetchval("select 1"), 5) == 1
    await lines.aclose()


async def test_a_client_that_takes_nothing_is_read_no_further_page_for(watched):
    pool, asked = watched
    response = await download(pool, after=0, up_to=None)
    asked.clear()
    sent: list[bytes] = []
    is_stuck, never = asyncio.Event(), asyncio.Event()

    async def send(message):
        sent.append(message.get("body", b""))
        if len(sent) == 4:  # the head, the first line, two pages
            is_stuck.set()
            await never.wait()

    scope = {"type": "http", "asgi": {"spec_version": "2.4"}, "method": "GET", "path": "/", "headers": []}
    answering = asyncio.create_task(response(scope, never.wait, send))
    await asyncio.wait_for(is_stuck.wait(), 5)
    await asyncio.sleep(0.05)
    assert asked == ["stored"] * 2
    assert numbers(sent[-1])[-1] == 2 * PAGE
    answering.cancel()
    await asyncio.gather(answering, return_exceptions=True)


async def test_what_is_recorded_while_the_export_goes_on_is_not_in_it(long_log):
    span = await span_of(long_log)
    lines = record_lines(long_log, span)
    await anext(lines)
    later = itertools.count(1)
    recorder = Recorder(Log(long_log, clock=lambda: RECORDED + datetime.timedelta(days=next(later))), long_log)
    late = drafts.ActorDraft(id="late", kind="state", names=NAME)
    await recorder.record([Request(Record(late), "desk", None)])
    *pages, last = [part async for part in lines]
    assert numbers(b"".join(pages)) == list(range(1, EVENTS + 1))
    assert orjson.loads(last)["events"] == EVENTS


@pytest.mark.parametrize(
    ("span", "header", "found"),
    [
        ({"after": 3, "up_to": 5}, {"after": "3", "upTo": "5"}, [4, 5]),
        ({"after": EVENTS}, {"after": str(EVENTS), "upTo": str(EVENTS)}, []),
        ({"up_to": 0}, {"after": "0", "upTo": "0"}, []),
        ({"after": EVENTS - 1}, {"after": str(EVENTS - 1), "upTo": str(EVENTS)}, [EVENTS]),
    ],
)
async def test_a_span_is_what_is_between_two_offsets(long_log, span, header, found):
    first, *events, last = (await exported(long_log, **span)).splitlines()
    log_id = str(await long_log.fetchval("select id from log.identity"))
    assert orjson.loads(first) == {"format": "onrecord-events@1", "log": log_id} | header
    assert numbers(b"\n".join(events)) == found
    assert orjson.loads(last)["events"] == len(found)


@pytest.mark.parametrize(
    ("span", "sentence"),
    [
        ({"after": EVENTS + 1}, f"The log ends at offset {EVENTS}; ask for events up to that."),
        ({"up_to": EVENTS + 1}, f"The log ends at offset {EVENTS}; ask for events up to that."),
        ({"after": 5, "up_to": 4}, "Offset 5 is behind offset 4; give the lower one as the one to begin after."),
    ],
)
async def test_a_span_outside_the_log_is_refused(long_log, span, sentence):
    with pytest.raises(OutsideTheLog) as refused:
        await span_of(long_log, **span)
    assert str(refused.value) == sentence
