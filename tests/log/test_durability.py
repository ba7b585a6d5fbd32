"""What was answered is in the log, once and without gaps, whoever is killed; on a cluster that writes to disk."""

import asyncio
import datetime
import os
import signal
from contextlib import suppress
from uuid import uuid4

import asyncpg
import pytest

import migrations
from events.errors import LogUnavailable
from events.log.appending import Log
from events.log.connection import open_writer_pool
from events.log.outcome import AlreadyAppended, Appended
from service.embedded.server import EmbeddedPostgres

pytestmark = pytest.mark.durable
WRITERS = 4
AT_WORK = 0.4
PATIENCE = 30


@pytest.fixture
async def server(tmp_path):
    with EmbeddedPostgres(tmp_path / "cluster") as server:
        await migrations.upgrade(server.dsn())
        watching = asyncio.create_task(server.watch())
        yield server
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)


async def write(log, event_of, *, answered, is_over):
    """Append one event after the other, each until it is answered; note where each is in the log."""
    while not is_over.is_set():
        event = event_of(key=str(uuid4()))
        while event.id not in answered:
            with suppress(LogUnavailable):
                async with log.appending() as appending:
                    outcome, _ = await appending.append([event, event])
                match outcome:
                    case Appended(log_offset=log_offset):
                        answered[event.id] = log_offset
                    case AlreadyAppended(event_id, log_offset):
                        answered[event_id] = log_offset
            if event.id not in answered:
                await asyncio.sleep(0.02)


async def until(is_so):
    for _ in range(PATIENCE * 20):
        if is_so():
            return
        await asyncio.sleep(0.05)
    pytest.fail("nothing was appended for too long")


async def backends(dsn):
    connection = await asyncpg.connect(dsn)
    try:
        rows = await connection.fetch("select pid from pg_stat_activity where application_name = 'a test'")
        return [row[0] for row in rows]
    finally:
        await connection.close()


async def test_killed_backends_and_servers_lose_nothing_and_leave_no_gap(server, event_of):
    pool = await open_writer_pool(
        server.dsn(),
        application_name="a test",
        size=WRITERS,
        lock_timeout=datetime.timedelta(seconds=5),
        transaction_timeout=datetime.timedelta(seconds=10),
    )
    answered, is_over = {}, asyncio.Event()
    writers = [
        asyncio.create_task(write(Log(pool), event_of, answered=answered, is_over=is_over)) for _ in range(WRITERS)
    ]
    await asyncio.sleep(AT_WORK)
    for pid in await backends(server.dsn()):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    await asyncio.sleep(AT_WORK)
    os.kill(server.server_pid, signal.SIGKILL)
    before = len(answered)
    await until(lambda: len(answered) >= before + 100)
    is_over.set()
    await asyncio.gather(*writers)
    rows = await pool.fetch("select id, log_offset from log.event order by log_offset")
    await pool.close()
    assert [row["log_offset"] for row in rows] == list(range(1, len(rows) + 1))
    assert {row["id"]: row["log_offset"] for row in rows} == answered
