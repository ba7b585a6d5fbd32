"""An import that is killed and started again leaves the log that one left alone would have left."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import asyncpg
from importing.made_up import ndjson, vote
from positions.recording import opened

from events.log.appending import Log
from service.importing.running import importing_recorder, run
from service.importing.unvotes import unvotes

_ONRECORD = Path(sys.executable).with_name("onrecord")
_TRIES = 10_000
_CONTENT = """
select log_offset, id, record_kind, record_id, version, kind, recorded_by, idempotency_key, request_hash, payload
  from log.event order by log_offset
"""
_STATES = [f"State {number}" for number in range(30)]
VOTES = [
    vote(state, None, ("yes", "no", "abstain")[(roll_call + number) % 3], roll_call, session=50 + roll_call // 20)
    for roll_call in range(40)
    for number, state in enumerate(_STATES)
]


async def killed_behind(database, path, *, events):
    """Import in a process of its own, and kill it as soon as it has recorded so many events."""
    importing = await asyncio.create_subprocess_exec(
        _ONRECORD, "import", "unvotes", path, env=os.environ | {"DATABASE_URL": database}
    )
    connection = await asyncpg.connect(database)
    try:
        for _ in range(_TRIES):
            if await connection.fetchval("select count(*) from log.event") >= events:
                break
            await asyncio.sleep(0.005)
    finally:
        importing.send_signal(signal.SIGKILL)
        await importing.wait()
        await connection.close()


async def imported(database, path):
    pool = await opened(database)
    report = await run(unvotes(path), importing_recorder(Log(pool), pool), recorded_by="desk")
    await pool.close()
    return report


async def content(database):
    """Return what is in the log but for moments, salts and what follows from them."""
    connection = await asyncpg.connect(database)
    rows = await connection.fetch(_CONTENT)
    await connection.close()
    return [tuple(row) for row in rows]


async def test_a_killed_import_is_taken_up_where_it_was(database, second, tmp_path):
    path = ndjson(tmp_path / "votes.ndjson.gz", VOTES)
    for events in (10, 300):
        await killed_behind(database, path, events=events)
    half = await content(database)
    assert 300 <= len(half) < len(VOTES)
    report = await imported(database, path)
    assert (report.rows, report.is_whole) == (len(VOTES), True)
    assert report.already_there + report.registered_before == len(half)
    assert (await imported(second, path)).recorded == len(VOTES)
    whole = await content(database)
    assert whole == await content(second)
    assert whole[: len(half)] == half
