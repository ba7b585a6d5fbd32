"""An import stays near the projections, whoever advances them, so that nobody who records meanwhile waits for long."""

import asyncio
from functools import partial

import pytest
from importing.made_up import ndjson, vote

from projections.projector import Projector
from projections.reading.log import progress
from service.importing.keeping_up import keep_up
from service.importing.unvotes import unvotes

MOST = 30
VOTES = [vote(f"State {number % 40}", None, "yes", number // 40) for number in range(400)]


@pytest.fixture
def behind(writer_pool):
    """Note, behind each chunk, how far the projections are behind before and after the import waited for them."""
    noted = []

    async def waited():
        before = await lag(writer_pool)
        await keep_up(writer_pool, Projector(writer_pool, batch=10), most=MOST)
        noted.append((before, await lag(writer_pool)))

    return noted, waited


async def lag(pool):
    reached = await progress(pool)
    return reached.log_offset - reached.projected_to


async def test_no_chunk_begins_while_more_than_so_many_events_wait(import_directory, behind, tmp_path):
    noted, waited = behind
    report = await import_directory(unvotes(ndjson(tmp_path / "votes.ndjson", VOTES)), keep_up=waited)
    assert report.recorded == len(VOTES)
    assert max(before for before, _ in noted) > MOST
    assert max(after for _, after in noted) <= MOST


async def test_what_is_near_enough_is_left_to_others(import_directory, writer_pool, tmp_path):
    first = unvotes(ndjson(tmp_path / "votes.ndjson", VOTES[:4]))
    await import_directory(first, keep_up=partial(keep_up, writer_pool, Projector(writer_pool)))
    assert (await progress(writer_pool)).projected_to == 0


async def test_an_import_and_a_service_take_turns(import_directory, writer_pool, tmp_path):
    importing = partial(keep_up, writer_pool, Projector(writer_pool, batch=10), most=MOST)
    service, is_over = Projector(writer_pool, batch=10), asyncio.Event()

    async def serve():
        while not is_over.is_set():
            await service.catch_up()
            await asyncio.sleep(0)

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(serve())
        report = await import_directory(unvotes(ndjson(tmp_path / "votes.ndjson", VOTES)), keep_up=importing)
        is_over.set()
    await service.catch_up()
    reached = await progress(writer_pool)
    assert (report.recorded, reached.projected_to) == (len(VOTES), reached.log_offset)


async def test_a_dry_run_leaves_the_projections_alone(import_directory, tmp_path):
    async def never():
        raise AssertionError("a dry run has written nothing that could be projected")

    report = await import_directory(unvotes(ndjson(tmp_path / "votes.ndjson", VOTES)), is_dry=True, keep_up=never)
    assert report.recorded == len(VOTES)
