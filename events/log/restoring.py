"""Owns putting events back at their own places in a log that lacks them; only a connection of the owner may.

Nothing is decided again: what was on record is, with its ids, its moments, its salts and its erasures.
"""

import datetime
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from itertools import groupby
from operator import attrgetter

import asyncpg
import orjson

from events.log.connection import Connection, speak_json, translated
from events.log.reader import QUERIES, LogReader
from events.log.stored import QUERIES as STORED
from events.log.stored import StoredEvent
from events.vocabulary import EventKind, LogOffset

OWNER = "onrecord_owner"
_CONNECT_SECONDS = 10
_Row = tuple[object, ...]


class LogMoved(Exception):
    """Somebody else appended: the log does not end where the next event belongs, but at ``head``."""

    def __init__(self, head: LogOffset) -> None:
        self.head = head
        super().__init__(f"the log ends at offset {head}, and not before the next event")


@asynccontextmanager
async def owner_connection(
    dsn: str, *, application_name: str, patience: datetime.timedelta
) -> AsyncIterator[Connection]:
    """Open a connection in the role ``onrecord_owner``, for whom a turn at the end of the log may take so long.

    Raises:
        LogUnavailable: no connection.
    """
    settings = {
        "application_name": application_name,
        "role": OWNER,
        "lock_timeout": str(patience // datetime.timedelta(milliseconds=1)),
        "synchronous_commit": "on",
        "jit": "off",
    }
    with translated():
        connection = await asyncpg.connect(dsn, server_settings=settings, timeout=_CONNECT_SECONDS)
    try:
        await speak_json(connection)
        yield connection
    finally:
        await connection.close()


async def restore(connection: Connection, events: Sequence[StoredEvent]) -> None:
    """Append events just as they were stored, all or none, in one transaction that is as long as they are many.

    An erasure among them takes away the payload that it names, if the log has it still. ``connection`` is an
    ``owner_connection``; ``events`` are not none, and follow each other in log order.

    Raises:
        LogMoved: the first of them is not the next of the log.
        LogUnavailable: no turn at the end of the log, or the database does not answer; nothing is known to be written.
    """
    with translated():
        async with connection.transaction(isolation="read_committed"):
            await connection.execute(QUERIES["lock_append"])
            head = (await LogReader(connection).head()).log_offset
            if head != events[0].log_offset - 1:
                raise LogMoved(head)
            await connection.executemany(QUERIES["insert"], _batches(events))
            erasures = [event.id for event in events if event.kind is EventKind.ERASURE]
            if erasures:
                await connection.execute(STORED["lay_tombstones"], erasures)
            await connection.execute(QUERIES["notify"], str(events[-1].log_offset))


def _batches(events: Sequence[StoredEvent]) -> list[_Row]:
    """Return the arguments of ``insert``, once for each moment: a query has one ``recorded_at``."""
    return [
        (batch[0].log_offset - 1, moment, *zip(*map(_row, batch), strict=True))
        for moment, batch in ((moment, list(group)) for moment, group in groupby(events, attrgetter("recorded_at")))
    ]


def _row(event: StoredEvent) -> _Row:
    return (
        event.id, event.record.kind.value, event.record.id, event.version, event.kind.value, event.change,
        event.schema_version, event.recorded_by, event.idempotency_key, event.request_hash, event.salt,
        orjson.dumps(event.payload).decode(), event.payload_hash, event.leaf,
    )  # fmt: skip
