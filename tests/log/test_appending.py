"""The end of the log: dense offsets in the order of commits, one outcome for each event, nothing left of a rollback."""

import asyncio
import datetime
import random
from dataclasses import replace

import asyncpg
import pytest

from events.errors import LogUnavailable
from events.event import ANY, ExpectedVersion, RecordRef
from events.log.appending import Log
from events.log.connection import open_writer_pool
from events.log.outcome import AlreadyAppended, Appended, KeyReused, VersionConflict
from events.payload import leaf, payload_hash
from events.vocabulary import LogOffset, RecordKind, StreamVersion


class Changed(Exception):
    """Stands for whatever goes wrong in the caller's block."""


async def append(log, *events):
    return await log.append(events)


async def append_and_take_back(log, *events):
    async with log.appending() as appending:
        await appending.append(events)
        raise Changed


async def offsets(superuser):
    return [row[0] for row in await superuser.fetch("select log_offset from log.event order by log_offset")]


async def test_an_appended_event_is_read_back_as_it_was_answered(log, reader, event_of):
    (outcome,) = await append(log, event_of())
    assert isinstance(outcome, Appended)
    assert await reader.read(LogOffset(0), limit=10) == [outcome.event]


async def test_events_of_one_transaction_share_recorded_at_in_milliseconds(log, reader, event_of):
    async with log.appending() as appending:
        await appending.append([event_of(), event_of()])
        await asyncio.sleep(0.01)
        await appending.append([event_of()])
    moments = {event.recorded_at for event in await reader.read(LogOffset(0), limit=10)}
    assert len(moments) == 1
    assert moments.pop().microsecond % 1000 == 0


async def test_recorded_at_never_goes_back_when_the_clock_does(writer_pool, reader, event_of, first_moment):
    hours = iter([2, 0, 1, 3])
    log = Log(writer_pool, clock=lambda: first_moment + datetime.timedelta(hours=next(hours), microseconds=999))
    for _ in range(4):
        await append(log, event_of())
    moments = [event.recorded_at for event in await reader.read(LogOffset(0), limit=10)]
    assert [(moment - first_moment) / datetime.timedelta(hours=1) for moment in moments] == [2, 2, 2, 3]


async def test_one_bad_event_fails_alone(log, reader, event_of):
    known = event_of("nato", key="key")
    await append(log, known)
    good, stale, retry, reused, last = await append(
        log, event_of("russia"), event_of("nato"), known, event_of(key="key"), event_of("nato", expected=ANY)
    )
    assert isinstance(good, Appended)
    assert isinstance(last, Appended)
    assert (stale, retry, reused) == (
        VersionConflict(StreamVersion(1)), AlreadyAppended(known.id, LogOffset(1)), KeyReused(LogOffset(1)),
    )  # fmt: skip
    assert [(e.record.id, e.version) for e in await reader.read(LogOffset(0), limit=9)] == [
        ("nato", 1),
        ("russia", 1),
        ("nato", 2),
    ]


async def test_a_batch_of_bad_events_leaves_the_log_unchanged(log, reader, event_of):
    assert await append(log, event_of(expected=ExpectedVersion.exactly(3))) == [VersionConflict(StreamVersion(0))]
    assert (await reader.head()).log_offset == 0


async def test_no_events_have_no_outcomes(log):
    assert await append(log) == []


async def test_one_record_id_names_a_stream_in_each_kind(log, event_of):
    event = event_of("nato")
    other = replace(event_of("nato"), record=RecordRef(RecordKind.SOURCE, "nato"))
    outcomes = await append(log, event, other)
    assert all(isinstance(outcome, Appended) for outcome in outcomes)


async def test_a_rolled_back_transaction_gives_its_offsets_back(log, superuser, event_of):
    await append(log, event_of())
    with pytest.raises(Changed):
        await append_and_take_back(log, event_of(), event_of())
    await append(log, event_of())
    assert await offsets(superuser) == [1, 2]


async def test_a_cancelled_append_leaves_no_gap_and_no_lock(log, superuser, event_of):
    async def hang():
        async with log.appending() as appending:
            await appending.append([event_of()])
            await asyncio.sleep(60)

    task = asyncio.create_task(hang())
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await append(log, event_of())
    assert await offsets(superuser) == [1]


async def test_concurrent_writers_leave_no_gap_whatever_they_take_back(log, superuser, event_of):
    chance = random.Random(7)

    async def write():
        for _ in range(20):
            try:
                async with log.appending() as appending:
                    await appending.append([event_of() for _ in range(chance.randint(1, 3))])
                    await appending.append([event_of("shared", expected=ANY)])
                    if chance.random() < 0.3:
                        raise Changed
            except Changed:
                continue

    await asyncio.gather(*(write() for _ in range(4)))
    found = await offsets(superuser)
    assert found == list(range(1, len(found) + 1))
    versions = await superuser.fetch("select version from log.event where record_id = 'shared' order by log_offset")
    assert [row[0] for row in versions] == list(range(1, len(versions) + 1))
    moments = [row[0] for row in await superuser.fetch("select recorded_at from log.event order by log_offset")]
    assert moments == sorted(moments)


async def test_of_sixteen_retries_at_once_one_is_appended(log, reader, event_of):
    event = event_of(key="key")
    outcomes = [outcome for (outcome,) in await asyncio.gather(*(append(log, event) for _ in range(16)))]
    assert sum(isinstance(outcome, Appended) for outcome in outcomes) == 1
    assert outcomes.count(AlreadyAppended(event.id, LogOffset(1))) == 15
    assert (await reader.head()).log_offset == 1


async def test_the_look_ups_inside_see_the_commit_before_the_lock_and_what_was_appended(log, event_of):
    first, second = event_of("nato"), event_of("nato", expected=ExpectedVersion.exactly(1))
    is_inside, may_go_on = asyncio.Event(), asyncio.Event()

    async def slow():
        async with log.appending() as appending:
            await appending.append([first])
            is_inside.set()
            await may_go_on.wait()

    task = asyncio.create_task(slow())
    await is_inside.wait()
    asyncio.get_running_loop().call_later(0.05, may_go_on.set)
    async with log.appending() as appending:
        assert (await appending.head()).log_offset == 1
        await appending.append([second])
        assert [event.id for event in await appending.stream(first.record)] == [first.id, second.id]
    await task


async def test_a_writer_who_gets_no_turn_in_time_is_told_that_the_log_is_unavailable(log, event_of):
    async with log.appending():
        with pytest.raises(LogUnavailable):
            await append(log, event_of())


async def test_nobody_appends_at_once_while_somebody_else_is_at_the_end(log, event_of):
    await append(log, event_of())
    async with log.appending():
        with pytest.raises(LogUnavailable):
            await append(log, event_of())
    (outcome,) = await append(log, event_of())
    assert outcome.event.log_offset == 2


@pytest.mark.parametrize("others", [0, 2])
async def test_what_one_query_cannot_append_is_decided_by_what_the_log_holds(log, superuser, event_of, others):
    nato = event_of("nato", key="key")
    await append(log, nato)
    for event, outcome in [
        (nato, AlreadyAppended(nato.id, LogOffset(1))),
        (event_of("nato"), VersionConflict(StreamVersion(1))),
        (event_of(key="key"), KeyReused(LogOffset(1))),
    ]:
        first, *rest = await append(log, event, *(event_of() for _ in range(others)))
        assert first == outcome
        assert [type(one) for one in rest] == [Appended] * others
    assert await offsets(superuser) == list(range(1, 3 * others + 2))


async def test_two_processes_append_by_turns_without_a_gap(writer_pool, superuser, event_of):
    logs = [Log(writer_pool), Log(writer_pool)]
    for turn in range(12):
        (outcome,) = await append(logs[turn % 3 // 2], event_of())
        assert outcome.event.log_offset == turn + 1
    assert await offsets(superuser) == list(range(1, 13))


async def test_callers_at_once_share_transactions_and_have_their_own_outcomes(writer_pool, superuser, event_of):
    heads = []
    log = Log(writer_pool, on_commit=heads.append)
    nato = event_of("nato")
    await append(log, nato)
    answers = await asyncio.gather(
        *(append(log, *own) for own in ([event_of(), event_of()], [nato], [event_of("nato")], [event_of()]))
    )
    assert [[getattr(one, "event", None) and one.event.log_offset for one in own] for own in answers] == [
        [2, 3], [None], [None], [4],
    ]  # fmt: skip
    assert answers[1:3] == [[AlreadyAppended(nato.id, LogOffset(1))], [VersionConflict(StreamVersion(1))]]
    assert heads == [1, 4]
    assert await offsets(superuser) == [1, 2, 3, 4]


async def test_a_large_batch_is_copied_and_a_bad_event_in_it_fails_alone(log, superuser, reader, event_of):
    count = 2_100
    outcomes = await append(log, *(event_of() for _ in range(count)), event_of("nato"), event_of("nato"))
    assert outcomes[-1] == VersionConflict(StreamVersion(1))
    assert [outcome.event for outcome in outcomes[:-1]] == await reader.read(LogOffset(0), limit=count + 2)
    odd = "select count(*) from log.event e where e.leaf <> log.leaf_of(e)"
    assert await superuser.fetchval(odd) == 0


@pytest.mark.parametrize("others", [1, 600])
async def test_a_batch_that_says_something_twice_says_it_once(log, superuser, event_of, others):
    await append(log, event_of())
    nato, keyed = event_of("nato"), event_of(key="key")
    repeating = [nato, nato, event_of("nato"), keyed, event_of(key="key")]
    *new, again, conflict, once, reused = await append(log, *(event_of() for _ in range(others)), *repeating)
    assert [type(one) for one in (*new, once)] == [Appended] * (others + 2)
    assert (again, conflict) == (AlreadyAppended(nato.id, LogOffset(others + 2)), VersionConflict(StreamVersion(1)))
    assert reused == KeyReused(LogOffset(others + 3))
    assert await offsets(superuser) == list(range(1, others + 4))


async def test_a_large_batch_that_is_there_in_part_gets_the_rest_appended(log, superuser, event_of):
    events = [event_of() for _ in range(700)]
    await append(log, *events[:10])
    there, new = (outcomes := await append(log, *events))[:10], outcomes[10:]
    assert there == [AlreadyAppended(event.id, LogOffset(place)) for place, event in enumerate(events[:10], 1)]
    assert [outcome.event.log_offset for outcome in new] == list(range(11, 701))
    assert await offsets(superuser) == list(range(1, 701))


async def test_two_processes_append_large_batches_by_turns_without_a_gap(writer_pool, superuser, event_of):
    logs = [Log(writer_pool), Log(writer_pool)]
    for turn in range(6):
        outcomes = await append(logs[turn % 3 // 2], *(event_of() for _ in range(600)))
        assert outcomes[-1].event.log_offset == (turn + 1) * 600
    assert await offsets(superuser) == list(range(1, 3_601))


async def test_a_killed_backend_in_the_middle_leaves_no_gap(log, superuser, event_of):
    async def lose_the_backend():
        async with log.appending() as appending:
            await appending.append([event_of()])
            backend = await appending.connection.fetchval("select pg_backend_pid()")
            await superuser.execute("select pg_terminate_backend($1, 1000)", backend)
            await appending.append([event_of()])

    with pytest.raises(LogUnavailable):
        await lose_the_backend()
    await append(log, event_of())
    assert await offsets(superuser) == [1]


async def test_a_writer_who_keeps_others_waiting_is_cut_off(log, database, superuser, event_of):
    pool = await open_writer_pool(
        database,
        application_name="a test",
        size=1,
        lock_timeout=datetime.timedelta(seconds=1),
        transaction_timeout=datetime.timedelta(milliseconds=100),
    )

    async def dawdle():
        async with Log(pool).appending() as appending:
            await appending.append([event_of()])
            await asyncio.sleep(0.3)

    with pytest.raises(LogUnavailable):
        await dawdle()
    await pool.close()
    await append(log, event_of())
    assert await offsets(superuser) == [1]


async def test_a_closed_pool_is_unavailable(log, writer_pool, event_of):
    await writer_pool.close()
    with pytest.raises(LogUnavailable):
        await append(log, event_of())


async def test_salt_is_fresh_for_each_event_and_hashes_are_what_the_payload_says(log, superuser, event_of):
    await append(log, event_of(), event_of())
    rows = await superuser.fetch("select * from log.event order by log_offset")
    assert rows[0]["salt"] != rows[1]["salt"]
    assert [payload_hash(row["payload"], salt=row["salt"]) for row in rows] == [row["payload_hash"] for row in rows]


async def test_the_database_computes_the_same_leaf(log, superuser, event_of):
    outcomes = await append(log, event_of("nato"), event_of("nato", expected=ANY))
    rows = await superuser.fetch("select leaf, payload_hash, log.leaf_of(e) from log.event e order by log_offset")
    for outcome, row in zip(outcomes, rows, strict=True):
        assert row["leaf"] == leaf(outcome.event, payload_hash=row["payload_hash"]) == row["leaf_of"]


async def test_a_commit_wakes_once_with_the_head_and_a_rollback_not_at_all(writer_pool, database, event_of):
    heard, hinted = [], []
    log = Log(writer_pool, on_commit=hinted.append)
    listener = await asyncpg.connect(database)
    await listener.add_listener("onrecord_log", lambda *call: heard.append(call[-1]))
    async with log.appending() as appending:
        await appending.append([event_of(), event_of()])
        await appending.append([event_of()])
        assert hinted == []
    with pytest.raises(Changed):
        await append_and_take_back(log, event_of())
    async with log.appending():
        pass
    await append(log, event_of())
    await listener.execute("select 1")
    await listener.close()
    assert heard == ["3", "4"]
    assert hinted == [3, 4]
