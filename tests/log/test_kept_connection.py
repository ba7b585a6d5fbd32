"""The connection between two appends: the same while they follow each other, the pool's again when nothing follows."""

import asyncio
import datetime

from events.log.appending import Log
from events.log.connection import open_writer_pool
from events.log.kept_connection import KeptConnection

PATIENCE = datetime.timedelta(seconds=5)


async def until_idle(pool, count):
    for _ in range(500):
        if pool.get_idle_size() == count:
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"{pool.get_idle_size()} idle, not {count}")


async def test_one_who_follows_at_once_gets_the_same(writer_pool):
    kept = KeptConnection(writer_pool)
    first = await kept.take()
    await kept.give(first)
    second = await kept.take()
    assert second is first
    await kept.drop(second)


async def test_two_at_once_get_one_each_and_one_is_kept(writer_pool):
    kept = KeptConnection(writer_pool)
    one, other = await kept.take(), await kept.take()
    assert one is not other
    await kept.give(one)
    await kept.give(other)
    assert (writer_pool.get_size(), writer_pool.get_idle_size()) == (2, 1)
    await until_idle(writer_pool, 2)


async def test_it_goes_back_to_the_pool_when_nothing_follows(log, writer_pool, event_of):
    await log.append([event_of()])
    await log.append([event_of()])
    await until_idle(writer_pool, writer_pool.get_size())


async def test_a_pool_of_one_has_it_back_at_once(database, event_of):
    pool = await open_writer_pool(
        database, application_name="a test", size=1, lock_timeout=PATIENCE, transaction_timeout=PATIENCE
    )
    await Log(pool).append([event_of()])
    assert pool.get_idle_size() == 1
    await pool.close()


async def test_one_that_was_lost_meanwhile_is_not_used(writer_pool):
    kept = KeptConnection(writer_pool)
    lost = await kept.take()
    await kept.give(lost)
    lost.terminate()
    found = await kept.take()
    assert found is not lost
    assert await found.fetchval("select 1") == 1
    await kept.drop(found)
    await until_idle(writer_pool, writer_pool.get_size())
