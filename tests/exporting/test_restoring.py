"""While a file is imported others may write: nobody waits for long, and nothing is put in another's place."""

import asyncio
import datetime

import pytest
from exporting.copies import whole_log
from positions.stories import STORIES

from events.log.appending import Log
from events.log.recorder import Recorder
from events.log.restoring import LogMoved, owner_connection, restore
from events.log.stored import stored_events
from events.vocabulary import LogOffset
from service.importing.event_file import EventFile
from service.importing.restoring import AnotherLog, check, restore_rest

PATIENCE = datetime.timedelta(seconds=10)


@pytest.fixture
async def owner(empty):
    async with owner_connection(empty, application_name="a test", patience=PATIENCE) as connection:
        yield connection


async def test_what_is_recorded_meanwhile_ends_the_import_with_a_sentence(file, copy, owner):
    opened = EventFile.opened(file)
    held = await check(owner, opened)
    request = STORIES["three equals"]().requests[0]
    await Recorder(Log(copy), copy).record([request])
    before = await whole_log(copy)
    with pytest.raises(AnotherLog) as refused:
        await restore_rest(owner, opened, after=held)
    assert str(refused.value) == (
        "Something else was recorded meanwhile: the log ends at offset 1, and the file's next event belongs at 1. "
        "Import the file into an empty log, and record there afterwards."
    )
    assert await whole_log(copy) == before


async def test_a_chunk_is_restored_whole_or_not_at_all(source, copy, owner):
    events = await stored_events(source, LogOffset(0), upto=LogOffset(9), limit=9)
    with pytest.raises(LogMoved) as moved:
        await restore(owner, events[1:])
    assert moved.value.head == 0
    assert await whole_log(copy) == []


async def test_the_writer_may_not_restore_an_erasure(source, copy):
    """Who may only append cannot say that something was erased."""
    log = await stored_events(source, LogOffset(0), upto=LogOffset(1000), limit=1000)
    async with copy.acquire() as writer:
        with pytest.raises(Exception, match=r"an erasure is appended by log\.erase_event only"):
            await restore(writer, log)
    assert await whole_log(copy) == []


async def test_those_who_follow_the_log_are_woken(file, copy, empty, owner):
    heard: asyncio.Queue[str] = asyncio.Queue()
    async with copy.acquire() as listener:
        await listener.add_listener("onrecord_log", lambda *said: heard.put_nowait(said[-1]))
        opened = EventFile.opened(file)
        await restore_rest(owner, opened, after=await check(owner, opened))
        assert await asyncio.wait_for(heard.get(), 5) == "20"
        assert await asyncio.wait_for(heard.get(), 5) == "29"
        await listener.reset()


async def test_progress_is_told(file, copy, owner):
    opened, told = EventFile.opened(file), []
    held = await check(owner, opened, progress=lambda done: told.append(("checked", done)))
    await restore_rest(owner, opened, after=held, progress=lambda done: told.append(("restored", done)))
    assert told == [("checked", 29), ("restored", 20), ("restored", 29)]
