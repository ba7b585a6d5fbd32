"""The shared recorder: callers of one process in shared transactions, each with its own answer, whoever goes away."""

import asyncio
import datetime
import itertools
from uuid import UUID

import pytest
from recording import HEAD, furnished_recorder, refusals, request, told
from writing import TODAY, actor, move, statement

from events.decide.command import Request
from events.errors import LogUnavailable, Refused
from events.log.appending import Log
from events.log.connection import open_writer_pool
from events.log.recorder import Recorded, Recorder
from events.log.shared_recorder import SharedRecorder

CALLERS, EACH = 16, 15


@pytest.fixture
async def writer_pool(database):
    """Open a pool that has the patience of a busy machine: nothing here is about a turn that does not come."""
    patience = datetime.timedelta(seconds=30)
    pool = await open_writer_pool(
        database, application_name="tests", size=4, lock_timeout=patience, transaction_timeout=patience
    )
    yield pool
    await pool.close()


@pytest.fixture
def commits():
    return []


@pytest.fixture
async def recorder(log, writer_pool, commits):
    await furnished_recorder(log, writer_pool)
    return Recorder(Log(writer_pool, on_commit=commits.append), writer_pool, today=lambda: TODAY)


@pytest.fixture
def shared(recorder):
    return SharedRecorder(recorder)


@pytest.fixture
async def another(database, recorder):
    """Give the recorder of another process: it shares nothing with the first but the database."""
    pool = await open_writer_pool(
        database,
        application_name="another process",
        size=1,
        lock_timeout=datetime.timedelta(seconds=5),
        transaction_timeout=datetime.timedelta(seconds=10),
    )
    yield SharedRecorder(Recorder(Log(pool), pool, today=lambda: TODAY))
    await pool.close()


@pytest.fixture
async def busy(superuser):
    """Hold the end of the log until it is let go: whoever records waits."""
    transaction = superuser.transaction()
    await transaction.start()
    await superuser.execute("select pg_advisory_xact_lock(7301)")
    yield transaction.rollback
    if superuser.is_in_transaction():
        await transaction.rollback()


async def has_begun(superuser, *, waiting=1):
    """Wait until a transaction waits for the end of the log."""
    query = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
    for _ in range(4_000):
        if await superuser.fetchval(query) >= waiting:
            return
        await asyncio.sleep(0.005)
    pytest.fail("nobody waits for the end of the log")


async def count_of(superuser, record_kind):
    return await superuser.fetchval("select count(*) from log.event where record_kind = $1", record_kind)


async def offsets(superuser):
    return [row[0] for row in await superuser.fetch("select log_offset from log.event order by log_offset")]


async def one(shared, asked):
    (answer,) = await shared.record([asked])
    return answer


async def call(shared, count=EACH, *, refuse_every=5):
    """Record one statement after the other, some of which are refused; return the answers."""
    return [
        await one(shared, request(statement(about=["nobody"] if n % refuse_every == 0 else [])))
        for n in range(1, count + 1)
    ]


class TestCallersAtOnce:
    async def test_each_get_their_own_answer_in_their_own_order_without_a_gap(self, shared, commits, superuser):
        answers = await asyncio.gather(*(call(shared) for _ in range(CALLERS)))
        for own in answers:
            refused = [n for n, answer in enumerate(own, 1) if isinstance(answer, Refused)]
            places = [answer.event.log_offset for answer in own if isinstance(answer, Recorded)]
            assert refused == [5, 10, 15]
            assert places == sorted(places)
        everything = sorted(a.event.log_offset for own in answers for a in own if isinstance(a, Recorded))
        assert everything == list(range(HEAD + 1, HEAD + 1 + CALLERS * 12))
        assert await offsets(superuser) == list(range(1, HEAD + 1 + CALLERS * 12))
        assert len(commits) <= 2 * EACH

    async def test_go_in_the_order_in_which_they_came(self, shared):
        answers = await asyncio.gather(*(one(shared, request(move())) for _ in range(50)))
        assert told(answers) == [(HEAD + n, True) for n in range(1, 51)]

    async def test_wait_in_as_many_transactions_as_hold_them(self, recorder, commits):
        shared = SharedRecorder(recorder, largest=20)
        await asyncio.gather(*(one(shared, request(move())) for _ in range(50)))
        assert commits == [HEAD + 20, HEAD + 40, HEAD + 50]

    async def test_with_several_requests_each_have_them_together(self, recorder, commits):
        shared = SharedRecorder(recorder, largest=4)
        sizes = [3, 1, 2, 9, 0, 1]
        answers = await asyncio.gather(*(shared.record([request(move())] * size) for size in sizes))
        assert [len(own) for own in answers] == sizes
        assert commits == [HEAD + 4, HEAD + 6, HEAD + 15, HEAD + 16]

    async def test_build_on_those_before_them_and_share_a_key(self, shared):
        asked = [request(actor("ukraine")), request(statement(about=["ukraine"]), "key"),
                 request(statement(about=["ukraine"]), "key"), request(move(), "key")]  # fmt: skip
        answers = await asyncio.gather(*(one(shared, each) for each in asked))
        assert told(answers) == [
            (HEAD + 1, True), (HEAD + 2, True), (HEAD + 2, False), [("KEY_REUSED", "idempotencyKey")],
        ]  # fmt: skip

    async def test_do_not_suffer_from_a_fault_that_one_of_them_meets(self, shared, superuser):
        asked = [request(move()), Request(object(), "desk"), request(move())]
        first, fault, last = await asyncio.gather(*(one(shared, each) for each in asked), return_exceptions=True)
        assert told([first, last]) == [(HEAD + 1, True), (HEAD + 2, True)]
        assert isinstance(fault, AttributeError)
        assert await offsets(superuser) == list(range(1, HEAD + 3))

    async def test_of_two_processes_leave_no_gap(self, shared, another, superuser):
        keys = [f"key {n}" for n in range(60)]

        async def of_key(recorder, key):
            return await one(recorder, request(move(), key))

        answers = await asyncio.gather(*(of_key(recorder, key) for key in keys for recorder in (shared, another)))
        assert sorted(a.event.log_offset for a in answers if a.is_new) == list(range(HEAD + 1, HEAD + 61))
        assert {a.event.log_offset for a in answers if not a.is_new} == set(range(HEAD + 1, HEAD + 61))
        assert await offsets(superuser) == list(range(1, HEAD + 61))


class TestACallerWhoGoesAway:
    async def test_while_it_waits_has_written_nothing(self, shared, superuser, busy):
        first = asyncio.create_task(one(shared, request(move())))
        await has_begun(superuser)
        going, staying = (asyncio.create_task(one(shared, request(move()))) for _ in range(2))
        await asyncio.sleep(0)
        going.cancel()
        await busy()
        answers = await asyncio.gather(first, going, staying, return_exceptions=True)
        assert isinstance(answers[1], asyncio.CancelledError)
        assert told([answers[0], answers[2]]) == [(HEAD + 1, True), (HEAD + 2, True)]
        assert await count_of(superuser, "MOVE") == 2

    async def test_in_the_middle_leaves_its_event_once_and_finds_it_by_its_key(self, shared, superuser, busy):
        going, staying = (asyncio.create_task(one(shared, request(move(), key))) for key in ("going", "staying"))
        await has_begun(superuser)
        going.cancel()
        await busy()
        assert told([await staying]) == [(HEAD + 2, True)]
        assert told([await one(shared, request(move(), "going"))]) == [(HEAD + 1, False)]
        assert await count_of(superuser, "MOVE") == 2

    async def test_alone_in_the_middle_takes_its_event_along(self, shared, superuser, busy):
        going = asyncio.create_task(one(shared, request(move(), "going")))
        await has_begun(superuser)
        waiting = asyncio.create_task(one(shared, request(move())))
        await asyncio.sleep(0)
        going.cancel()
        await busy()
        assert told([await waiting]) == [(HEAD + 1, True)]
        assert told([await one(shared, request(move(), "going"))]) == [(HEAD + 2, True)]
        assert await count_of(superuser, "MOVE") == 2


class TestALogThatIsLost:
    async def test_is_told_to_each_caller_who_shared_the_transaction(self, shared, superuser, busy):
        lost = [asyncio.create_task(one(shared, request(move(), f"key {n}"))) for n in range(3)]
        await has_begun(superuser)
        waits = asyncio.create_task(one(shared, request(move())))
        await asyncio.sleep(0)
        await superuser.execute(
            "select pg_terminate_backend(l.pid, 1000) from pg_locks l where l.locktype = 'advisory' and not l.granted"
        )
        answers = await asyncio.gather(*lost, return_exceptions=True)
        assert [type(answer) for answer in answers] == [LogUnavailable] * 3
        assert len({id(answer) for answer in answers}) == 3
        await busy()
        assert told([await waits]) == [(HEAD + 1, True)]
        again = [await one(shared, request(move(), f"key {n}")) for n in range(3)]
        assert told(again) == [(HEAD + n, True) for n in (2, 3, 4)]

    async def test_that_is_closed_is_unavailable(self, shared, writer_pool):
        await writer_pool.close()
        with pytest.raises(LogUnavailable):
            await one(shared, request(move()))


class TestBackPressure:
    async def test_lets_in_no_more_than_there_is_room_for(self, recorder, superuser, busy):
        shared = SharedRecorder(recorder, room=3, patience=datetime.timedelta(milliseconds=20))
        within = [asyncio.create_task(one(shared, request(move()))) for _ in range(3)]
        await has_begun(superuser)
        with pytest.raises(LogUnavailable, match="too many wait"):
            await one(shared, request(move()))
        await busy()
        assert [answer.is_new for answer in await asyncio.gather(*within)] == [True] * 3
        assert told([await one(shared, request(move()))]) == [(HEAD + 4, True)]

    async def test_lets_in_whoever_waited_as_soon_as_somebody_leaves(self, recorder):
        shared = SharedRecorder(recorder, room=2, largest=2)
        answers = await asyncio.gather(*(one(shared, request(move())) for _ in range(9)))
        assert told(answers) == [(HEAD + n, True) for n in range(1, 10)]

    async def test_gives_back_the_room_of_whoever_goes_away(self, recorder, superuser, busy):
        shared = SharedRecorder(recorder, room=1)
        going = asyncio.create_task(one(shared, request(move())))
        waiting = [asyncio.create_task(one(shared, request(move()))) for _ in range(2)]
        await has_begun(superuser)
        for task in (going, waiting[0]):
            task.cancel()
        await busy()
        assert told([await waiting[1]]) == [(HEAD + 1, True)]


async def test_a_refusal_is_answered_not_raised(shared):
    assert refusals(await one(shared, request(actor("nato")))) == [("ID_TAKEN", "input.id")]


async def test_a_preview_is_a_transaction_of_its_own(shared):
    async with shared.previewing([request(move())]) as (_, answers):
        assert told(answers) == [(HEAD + 1, True)]
    assert told([await one(shared, request(move()))]) == [(HEAD + 1, True)]


async def test_ids_are_drawn_once_for_each_request_in_the_order_they_came(recorder):
    numbers = itertools.count(1)
    drawn = []

    def draw(asked):
        drawn.append(asked.idempotency_key)
        return UUID(int=next(numbers))

    recorder._draw_id = draw
    shared = SharedRecorder(recorder)
    asked = [request(move(), "a"), Request(object(), "desk", "b"), request(move(), "c")]
    await asyncio.gather(*(one(shared, each) for each in asked), return_exceptions=True)
    assert drawn == ["a", "b", "c"]
