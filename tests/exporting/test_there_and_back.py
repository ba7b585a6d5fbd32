"""A record exported and imported into an empty log is the same record: events, positions, and the file of it."""

import datetime
from uuid import UUID

import pytest
from exporting.copies import answers, derived, erase_in, exported, in_log, put_back, read_out, whole_log
from positions.recording import RECORDED, WORLD, opened
from positions.stories import STORIES

from events.decide.command import Record, Request
from events.log.appending import Log
from events.log.reader import LogReader
from events.log.recorder import Recorded, Recorder
from events.vocabulary import LogOffset
from projections.projector import Projector
from service.importing.record import FIRST_RECORD, RecordDirectory
from service.importing.restoring import Restored
from service.importing.running import importing_recorder, run

ERASED = 2


def without_log_id(file: bytes) -> list[bytes]:
    return file.splitlines()[1:]


async def test_a_hard_history_comes_back_whole(source, file, copy, empty):
    restored = await put_back(empty, file)
    log = await whole_log(source)
    assert restored == Restored(restored=len(log), already_there=0)
    assert await whole_log(copy) == log
    before = await answers(source)
    assert any(before)
    assert await answers(copy) == before


async def test_what_came_back_is_exported_again_byte_for_byte(file, copy, empty):
    await put_back(empty, file)
    assert without_log_id(await exported(copy)) == without_log_id(file.read_bytes())
    assert (await exported(copy)).splitlines()[0] != file.read_bytes().splitlines()[0]


@pytest.mark.parametrize("story", STORIES)
async def test_every_story_comes_back_with_its_positions(story, database, copy, empty, tmp_path):
    pool = await opened(database)
    try:
        await in_log(pool, STORIES[story]())
        await put_back(empty, await read_out(pool, tmp_path / "file"))
        assert await answers(copy) == await answers(pool)
        assert await whole_log(copy) == await whole_log(pool)
    finally:
        await pool.close()


async def test_the_first_record_comes_back_with_its_positions(database, copy, empty, tmp_path):
    pool = await opened(database)
    try:
        report = await run(RecordDirectory(FIRST_RECORD), importing_recorder(Log(pool), pool), recorded_by="desk")
        assert not report.refused
        await put_back(empty, await read_out(pool, tmp_path / "file"))
        assert await whole_log(copy) == await whole_log(pool)
        positions = await derived(pool)
        assert len(positions) > 100
        assert await derived(copy) == positions
    finally:
        await pool.close()


async def test_importing_again_changes_nothing(source, file, copy, empty):
    await put_back(empty, file)
    before = await whole_log(copy)
    assert await put_back(empty, file) == Restored(restored=0, already_there=len(before))
    assert await whole_log(copy) == before == await whole_log(source)


async def test_a_log_is_exported_and_imported_in_parts(source, copy, empty, tmp_path):
    parts = [(0, 5), (5, WORLD + 2), (WORLD + 2, None)]
    for number, (after, up_to) in enumerate(parts):
        ends = {} if up_to is None else {"up_to": up_to}
        await put_back(empty, await read_out(source, tmp_path / str(number), after=after, **ends))
    assert await whole_log(copy) == await whole_log(source)
    assert await answers(copy) == await answers(source)


async def test_an_import_that_was_broken_off_is_taken_up_where_it_stopped(source, file, copy, empty, tmp_path):
    await put_back(empty, await read_out(source, tmp_path / "beginning", up_to=WORLD))
    log = await whole_log(source)
    assert await put_back(empty, file) == Restored(restored=len(log) - WORLD, already_there=WORLD)
    assert await whole_log(copy) == log


async def test_what_was_erased_after_a_part_was_exported_is_erased_by_the_next_part(source, copy, empty, tmp_path):
    await put_back(empty, await read_out(source, tmp_path / "one"))
    head = (await LogReader(source).head()).log_offset
    await Projector(copy).catch_up()
    said = (await LogReader(source).read(LogOffset(WORLD), limit=1))[0]
    await erase_in(source, said.id, erasure=UUID(int=999))
    part = await read_out(source, tmp_path / "two", after=head)
    assert await put_back(empty, part) == Restored(restored=1, already_there=0)
    assert await whole_log(copy) == await whole_log(source)
    assert await answers(copy) == await answers(source)


async def test_importing_an_older_file_does_not_bring_back_what_was_erased_since(source, file, copy, empty):
    await put_back(empty, file)
    said = (await LogReader(copy).read(LogOffset(WORLD), limit=1))[0]
    await erase_in(copy, said.id, erasure=UUID(int=999))
    before = await whole_log(copy)
    assert await put_back(empty, file) == Restored(restored=0, already_there=len(before) - 1)
    assert await whole_log(copy) == before


async def test_a_retry_of_before_is_known_after_the_import_and_recording_goes_on(file, copy, empty, story_request):
    await put_back(empty, file)
    head = (await LogReader(copy).head()).log_offset
    recorder = Recorder(Log(copy, clock=lambda: RECORDED + datetime.timedelta(days=9)), copy)
    retried, new = await recorder.record([story_request, Request(story_request.command, "desk", "second")])
    assert isinstance(retried, Recorded)
    assert (retried.is_new, retried.event.log_offset) == (False, 1)
    assert not isinstance(new, Recorded)
    assert (await LogReader(copy).head()).log_offset == head


@pytest.fixture
def story_request():
    """The first request of the hard history, under its key."""
    from exporting.copies import hard_history  # noqa: PLC0415

    request = hard_history().requests[0]
    assert isinstance(request.command, Record)
    return request


async def test_history_dated_after_today_comes_back(database, copy, empty, tmp_path):
    """It was recorded; whether it would be today is not asked."""
    pool = await opened(database)
    try:
        await in_log(pool, STORIES["three equals"]())
        file = await read_out(pool, tmp_path / "file")
        async with copy.acquire() as connection:
            assert await connection.fetchval("select count(*) from log.event") == 0
        await put_back(empty, file)
        moments = [row[8] for row in await whole_log(copy)]
        assert moments == [row[8] for row in await whole_log(pool)]
        assert moments[-1] > moments[0]
    finally:
        await pool.close()
