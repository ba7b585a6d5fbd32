"""Many writers for a while, whatever goes wrong: nothing missed, nothing doubled, no gap; projections equal a rebuild.

``SOAK_SECONDS`` says how long; the shortest run already meets every kind of trouble.
"""

import asyncio
import datetime
import os
import random
import signal
from contextlib import suppress
from uuid import uuid4

import asyncpg
import pytest
from log.killed_service import Killed, KilledService
from recording import HEAD, furnished_recorder, request
from writing import TODAY, move, stance, statement

import migrations
from events.errors import LogUnavailable
from events.log.appending import Log
from events.log.connection import open_writer_pool
from events.log.recorder import Recorded, Recorder
from events.log.shared_recorder import SharedRecorder
from projections.projector import Projector
from service.embedded.server import EmbeddedPostgres

pytestmark = pytest.mark.durable
SECONDS = float(os.environ.get("SOAK_SECONDS", "3"))
WRITERS = 16
PATIENCE = datetime.timedelta(seconds=10)
PROJECTOR_PATIENCE = datetime.timedelta(minutes=10)
WRITING = "select pid from pg_stat_activity where application_name = 'soaked' and backend_type = 'client backend'"
AWAY = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, LogUnavailable)
PROJECTED = ("record", "dated_event", "position")
EARLIEST = TODAY - datetime.timedelta(days=20 * 365)


class TakenBack(Exception):
    """Leaves a transaction so that it is rolled back."""


@pytest.fixture
async def dsn(tmp_path):
    with EmbeddedPostgres(tmp_path / "cluster") as server:
        await migrations.upgrade(server.dsn())
        watching = asyncio.create_task(server.watch())
        yield server.dsn()
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


@pytest.fixture
async def pools(dsn):
    """Open a pool for each of two services: they share nothing but the database."""
    opened = [
        await open_writer_pool(
            dsn, application_name="soaked", size=4, lock_timeout=PATIENCE, transaction_timeout=PATIENCE
        )
        for _ in range(2)
    ]
    yield opened
    for pool in opened:
        pool.terminate()


@pytest.fixture
async def projecting(dsn):
    """Open the pool of a projector, whose catch-up at the end and whose rebuild may take their time."""
    pool = await open_writer_pool(
        dsn, application_name="projecting", size=1, lock_timeout=PROJECTOR_PATIENCE,
        transaction_timeout=PROJECTOR_PATIENCE,
    )  # fmt: skip
    yield pool
    pool.terminate()


async def until_answered(shared, asked):
    """Ask with the same key until there is an answer."""
    while True:
        try:
            (answer,) = await shared.record([asked])
        except LogUnavailable:
            await asyncio.sleep(0.02)
        else:
            return answer


def anything_said(chance):
    """Return a statement of some day; nearly all come late, for nobody writes in the order in which it was said."""
    day = EARLIEST + datetime.timedelta(days=chance.randrange((TODAY - EARLIEST).days))
    said = stance(
        chance.choice(["nato-enlargement", "ukraine-joins-nato"]), chance.choice(["SUPPORT", "OPPOSE", "NEUTRAL"])
    )
    return statement(occurred={"edtf": day.isoformat()}, stances=[said])


async def write(shared, answered, is_over):
    """Record one thing after the other; now and then go away in the middle, and ask again."""
    chance = random.Random()
    while not is_over.is_set():
        key = str(uuid4())
        asked = request(anything_said(chance) if chance.random() < 0.2 else move(), key)
        if chance.random() < 0.2:
            with suppress(TimeoutError, LogUnavailable):
                await asyncio.wait_for(shared.record([asked]), chance.random() * 0.01)
        answer = await until_answered(shared, asked)
        assert isinstance(answer, Recorded), answer
        answered[key] = (answer.event.log_offset, answer.event.id)


async def write_to(service, answered, is_over):
    """Record one thing after the other with a service that is killed now and then, and ask again."""
    while not is_over.is_set():
        key = str(uuid4())
        while key not in answered:
            try:
                answered[key] = await service.record(key)
            except Killed:
                await asyncio.sleep(0.02)


async def kill(service, is_over):
    """Kill a service in the middle of its work, four times; the next writer starts it again."""
    while not is_over.is_set():
        with suppress(TimeoutError):
            await asyncio.wait_for(is_over.wait(), SECONDS / 5)
        if not is_over.is_set():
            await service.kill()


async def project(projector, is_over):
    """Follow the log as a service does."""
    while not is_over.is_set():
        with suppress(LogUnavailable):
            await projector.catch_up()
        await asyncio.sleep(0.05)


async def take_back(log, event_of, is_over):
    """Hold the end of the log, append, idle, and roll back."""
    while not is_over.is_set():
        with suppress(TakenBack, LogUnavailable):
            async with log.appending() as appending:
                await appending.append([event_of(), event_of()])
                await asyncio.sleep(0.01)
                raise TakenBack
        await asyncio.sleep(0.05)


async def kill_backends(dsn, is_over):
    """Kill two writers' backends, whatever they are doing, three times; the server starts anew each time."""
    for _ in range(3):
        await asyncio.sleep(SECONDS / 4)
        with suppress(*AWAY):
            connection = await asyncpg.connect(dsn)
            pids = [row[0] for row in await connection.fetch(WRITING)]
            if pids and not is_over.is_set():
                await connection.execute("select pg_terminate_backend($1)", pids[0])
                os.kill(pids[-1], signal.SIGKILL)
            await connection.close()


async def patiently(ask):
    """Ask until the server, which may just have been killed, is there again."""
    while True:
        try:
            return await ask()
        except AWAY:
            await asyncio.sleep(0.05)


async def log_of(pool):
    return await pool.fetch("select log_offset, id, idempotency_key, recorded_at from log.event order by log_offset")


async def projected(pool):
    """Return a digest of the rows of each projection."""
    query = "select md5(coalesce(string_agg(r::text, ',' order by r::text), '')) from projection.{} r"
    return {name: await pool.fetchval(query.format(name)) for name in PROJECTED}


async def soak(pools, projector, dsn, event_of):
    """Let everybody write for a while; return what each key was answered."""
    service = KilledService(dsn)
    shared = [SharedRecorder(Recorder(Log(pool), pool, today=lambda: TODAY)) for pool in pools]
    answered, is_over = {}, asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        for number in range(WRITERS // 2):
            tasks.create_task(write(shared[number % 2], answered, is_over))
            tasks.create_task(write_to(service, answered, is_over))
        tasks.create_task(kill(service, is_over))
        tasks.create_task(project(projector, is_over))
        tasks.create_task(take_back(Log(pools[1]), event_of, is_over))
        tasks.create_task(kill_backends(dsn, is_over))
        await asyncio.sleep(SECONDS)
        is_over.set()
    await service.kill()
    return answered


async def test_sixteen_writers_miss_nothing_double_nothing_and_leave_no_gap(dsn, pools, projecting, event_of):
    await furnished_recorder(Log(pools[0]), pools[0])
    projector = Projector(projecting)
    answered = await soak(pools, projector, dsn, event_of)
    rows = [row for row in await patiently(lambda: log_of(projecting)) if row["log_offset"] > HEAD]
    assert [row["log_offset"] for row in rows] == list(range(HEAD + 1, HEAD + 1 + len(rows)))
    assert {row["idempotency_key"]: (row["log_offset"], row["id"]) for row in rows} == answered
    assert [row["recorded_at"] for row in rows] == sorted(row["recorded_at"] for row in rows)
    await patiently(projector.catch_up)
    before = await projected(projecting)
    await projector.rebuild()
    assert await projected(projecting) == before
