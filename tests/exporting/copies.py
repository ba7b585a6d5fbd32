"""Making a copy of a log by way of a file, and holding the copy against its original, whole."""

import asyncio
import datetime
from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import UUID

from positions.histories import History
from positions.recording import as_happened, recorded
from positions.served import served_changes, served_rows
from positions.stories import STORIES

from events.log.connection import Pool
from events.log.erasure import erase
from events.log.reader import LogReader
from events.log.restoring import owner_connection
from events.vocabulary import Clock, EventId, LogOffset
from projections.projector import Projector
from service.exporting.record import record_lines, span_of
from service.importing.event_file import EventFile
from service.importing.restoring import Restored, check, restore_rest

_PATIENCE = datetime.timedelta(seconds=10)
_DERIVED = """
select a.id as actor, i.id as issue, p.clock, p.from_day, p.until_day, p.known_from, p.known_to, p.since,
    p.since_earliest, to_jsonb(p.standing) as standing
  from projection.position p
    join projection.actor_key a using (actor) join projection.issue_key i using (issue)
  order by a.id, i.id, p.clock, p.known_from, p.from_day
"""


def hard_history() -> History:
    """Return a record corrected in every way, its source re-dated, its first event under an idempotency key."""
    history = STORIES["corrected in every way"]()
    history.requests[0] = replace(history.requests[0], idempotency_key="first")
    return history


async def in_log(pool: Pool, history: History, *, erased: Collection[int] = ()) -> None:
    """Put a history on record, then erase some of its versions, counted as in a list."""
    log = await recorded(pool, as_happened(history))
    versions = [event for event in log if event.content is not None]
    for number, place in enumerate(erased, 900):
        await erase_in(pool, versions[place].id, erasure=UUID(int=number))


async def erase_in(pool: Pool, event_id: UUID, *, erasure: UUID) -> None:
    async with pool.acquire() as connection:
        await connection.execute("set role onrecord_owner")
        await erase(
            connection, EventId(event_id), erasure_id=EventId(erasure), reason="a court", recorded_by="an editor"
        )
        await connection.execute("set role onrecord_writer")


async def read_out(pool: Pool, path: Path, **span: int) -> Path:
    """Export to a file."""
    content = await exported(pool, **span)
    await asyncio.to_thread(path.write_bytes, content)
    return path


async def exported(pool: Pool, **span: int) -> bytes:
    return b"".join([part async for part in record_lines(pool, await span_of(pool, **span))])


async def put_back(dsn: str, path: Path) -> Restored:
    """Import a file as the owner of a database."""
    file = EventFile.opened(path)
    async with owner_connection(dsn, application_name="a test", patience=_PATIENCE) as connection:
        return await restore_rest(connection, file, after=await check(connection, file))


async def whole_log(pool: Pool) -> list[tuple[Any, ...]]:
    """Return every column of every event."""
    return [tuple(row) for row in await pool.fetch("select * from log.event order by log_offset")]


async def answers(pool: Pool) -> list[Any]:
    """Return every pair's positions and every change, for both clocks, as known at every offset."""
    await Projector(pool).catch_up()
    head = (await LogReader(pool).head()).log_offset
    found: list[Any] = []
    async with pool.acquire() as connection:
        for offset in map(LogOffset, range(1, head + 1)):
            for clock in Clock:
                found.append(await served_rows(connection, clock=clock, known_at=offset))
                found.append(await served_changes(connection, log_offset=offset, clock=clock))
    return found


async def derived(pool: Pool) -> list[tuple[Any, ...]]:
    """Return every position there ever was, with the days and the offsets for which it holds."""
    await Projector(pool).catch_up()
    return [tuple(row) for row in await pool.fetch(_DERIVED)]
