"""Learning that the log has grown, whatever gets lost."""

import asyncio
import datetime
from contextlib import aclosing

import pytest

from events.log.wakeup import CHANNEL, HeadWatch
from events.vocabulary import LogOffset

AT_ONCE = datetime.timedelta(milliseconds=20)
NEVER = datetime.timedelta(hours=1)
PATIENCE = 5
LISTENERS = "select pid from pg_stat_activity where application_name = $1 and datname = current_database()"
INSERT_WITHOUT_NOTIFY = """
    insert into log.event
    select log_offset + 1, gen_random_uuid(), record_kind, record_id, version + 1, kind, change, schema_version,
      recorded_at, recorded_by, null, request_hash, salt, payload, payload_hash, leaf
    from log.event order by log_offset desc limit 1"""


async def append(log, *events):
    async with log.appending() as appending:
        await appending.append(events)


async def next_head(watch, after):
    async with asyncio.timeout(PATIENCE), aclosing(watch.heads(LogOffset(after))) as heads:
        return await anext(heads)


async def listener_of(superuser, *, other_than=None):
    async with asyncio.timeout(PATIENCE):
        while True:
            pids = [row[0] for row in await superuser.fetch(LISTENERS, CHANNEL) if row[0] != other_than]
            if pids:
                return pids[0]
            await asyncio.sleep(0.01)


async def test_a_watch_begins_with_the_head_as_it_is(log, database, event_of):
    await append(log, event_of(), event_of())
    async with HeadWatch(database, poll=NEVER) as watch:
        assert await next_head(watch, 0) == 2
        assert watch.head == 2


async def test_a_commit_elsewhere_is_heard_without_a_poll(log, database, event_of):
    await append(log, event_of())
    async with HeadWatch(database, poll=NEVER) as watch:
        await next_head(watch, 0)
        await append(log, event_of())
        assert await next_head(watch, 1) == 2


async def test_a_forged_notification_stalls_nobody(log, superuser, database, event_of):
    await append(log, event_of())
    async with HeadWatch(database, poll=NEVER) as watch:
        await next_head(watch, 0)
        await superuser.execute("notify onrecord_log, '999'; notify onrecord_log, 'nonsense'")
        await append(log, event_of())
        assert await next_head(watch, 1) == 2


async def test_a_lost_notification_is_made_up_for_by_the_poll(log, superuser, database, event_of):
    await append(log, event_of())
    async with HeadWatch(database, poll=AT_ONCE) as watch:
        await next_head(watch, 0)
        await superuser.execute(INSERT_WITHOUT_NOTIFY)
        assert await next_head(watch, 1) == 2


async def test_a_killed_connection_is_replaced_and_nothing_is_missed(log, superuser, database, event_of):
    await append(log, event_of())
    async with HeadWatch(database, poll=NEVER) as watch:
        await next_head(watch, 0)
        killed = await listener_of(superuser)
        await superuser.execute("select pg_terminate_backend($1, 1000)", killed)
        await append(log, event_of())
        assert await next_head(watch, 1) == 2
        await listener_of(superuser, other_than=killed)
        await append(log, event_of())
        assert await next_head(watch, 2) == 3


async def test_every_follower_hears_ever_greater_heads_and_may_skip_some(database):
    async def follow(watch):
        seen = [1]
        async with aclosing(watch.heads(LogOffset(1))) as heads:
            while seen[-1] != 9:
                seen.append(await anext(heads))
        return seen

    async with HeadWatch(database, poll=NEVER) as watch:
        followers = [asyncio.create_task(follow(watch)) for _ in range(3)]
        await asyncio.sleep(0)
        for head in (3, 2, 4, 9):
            watch.hint(LogOffset(head))
        assert await asyncio.gather(*followers) == [[1, 9]] * 3


async def test_a_hint_wakes_even_without_a_database(tmp_path, caplog):
    async with HeadWatch(f"postgresql://postgres@/postgres?host={tmp_path}", poll=NEVER) as watch:
        await asyncio.sleep(0.2)
        watch.hint(LogOffset(5))
        assert await next_head(watch, 4) == 5
    assert "trying again" in caplog.text


async def test_an_unmigrated_database_is_tried_again_too(empty_database, caplog):
    async with HeadWatch(empty_database, poll=NEVER):
        await asyncio.sleep(0.2)
    assert "trying again" in caplog.text


@pytest.mark.parametrize("pause", [0, 0.001, 0.01, 0.1])
async def test_a_watch_may_end_at_any_time(database, pause):
    async with HeadWatch(database, poll=AT_ONCE):
        await asyncio.sleep(pause)
