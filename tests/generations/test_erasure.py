"""What is erased is in no generation once its erasure is reached, whatever was being rebuilt meanwhile."""

import json

import pytest
from generations.told import Rows, erased, meanwhile, rows_of, told
from positions.recording import opened

from events.log.connection import Pool
from projections.generations import Generation, NothingToGoBackTo, generations
from projections.projector import Projector


class Stopped(Exception):
    """What a test stops a rebuild with."""


def offsets_in(rows: Rows) -> set[int]:
    """Return the offsets of the statements of which anything is kept."""
    return {json.loads(row)["log_offset"] for table in ("stance", "event_words", "event_actor") for row in rows[table]}


@pytest.mark.parametrize("is_caught_up", [True, False], ids=["live first", "the next first"])
async def test_an_erasure_during_a_rebuild_is_in_what_is_served_after_it(
    database: str, pool: Pool, small_slices: None, is_caught_up: bool
) -> None:
    log = await told(pool, statements=6)
    await Projector(pool).catch_up()
    gone = log[-6]
    reached: list[int] = []

    async def erase_it() -> None:
        await erased(database, gone)
        if is_caught_up:
            others = await opened(database)
            await Projector(others).catch_up()
            await others.close()

    def once_it_is_derived(offset: int, _head: int) -> None:
        if offset >= gone.log_offset and not any(one >= gone.log_offset for one in reached):
            meanwhile(erase_it)
        reached.append(offset)

    assert await Projector(pool).rebuild(progress=once_it_is_derived) == len(log) + 1
    assert sorted(reached) != reached, "it began again"
    served = await rows_of(database)
    assert gone.log_offset not in offsets_in(served)
    if is_caught_up:
        assert await rows_of(database, "projection_previous") == served


async def test_an_erasure_leaves_nothing_in_the_previous_and_in_an_abandoned_generation(
    database: str, pool: Pool, small_slices: None
) -> None:
    log = await told(pool, statements=6)
    projector = Projector(pool)
    await projector.rebuild()
    await projector.rebuild()
    await abandoned(pool, at=len(log))
    assert [one.generation for one in await generations(pool)] == list(Generation)
    await erased(database, log[-1])
    await projector.catch_up()
    assert [one.generation for one in await generations(pool)] == [Generation.LIVE]
    assert log[-1].log_offset not in offsets_in(await rows_of(database))
    with pytest.raises(NothingToGoBackTo):
        await projector.go_back()


async def abandoned(pool: Pool, *, at: int) -> None:
    """Leave a rebuild that has come so far."""

    def stop(reached: int, _head: int) -> None:
        if reached >= at:
            raise Stopped

    with pytest.raises(Stopped):
        await Projector(pool).rebuild(progress=stop)


async def test_there_is_no_way_back_past_an_erasure_that_is_not_projected_yet(database: str, pool: Pool) -> None:
    log = await told(pool, statements=3)
    projector = Projector(pool)
    await projector.rebuild()
    await projector.rebuild()
    served = await rows_of(database)
    await erased(database, log[-1])
    with pytest.raises(NothingToGoBackTo):
        await projector.go_back()
    assert await rows_of(database) == served
    await projector.catch_up()
    assert log[-1].log_offset not in offsets_in(await rows_of(database))


async def test_an_erasure_of_before_does_not_make_a_rebuild_begin_again(
    database: str, pool: Pool, small_slices: None
) -> None:
    log = await told(pool, statements=6)
    await erased(database, log[-1])
    await Projector(pool).catch_up()
    served = await rows_of(database)
    reached: list[int] = []
    await Projector(pool).rebuild(progress=lambda offset, _head: reached.append(offset))
    assert sorted(reached) == reached
    assert await rows_of(database) == served
