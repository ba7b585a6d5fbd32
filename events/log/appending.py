"""Owns the end of the log: one transaction at a time looks up, decides, and appends.

The append lock makes the order of offsets the order of commits; the database refuses whoever goes round it.
"""

import datetime
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

import orjson

from events.errors import LogUnavailable
from events.event import EventToAppend, RecordedEvent, Version
from events.log.connection import Connection, Pool, translated
from events.log.outcome import Appended, Holder, Known, Outcome, outcomes
from events.log.reader import QUERIES, LogReader
from events.payload import leaf, payload_hash, payload_of
from events.vocabulary import Change, EventKind, LogOffset

Clock = Callable[[], datetime.datetime]
SALT_BYTES = 16
_CHANGE_OF_KIND = {EventKind.RETRACTION: Change.RETRACTION}


def utc_now() -> datetime.datetime:
    """Return the time of this machine, aware, in UTC."""
    return datetime.datetime.now(datetime.UTC)


def random_salt() -> bytes:
    """Return 16 unguessable bytes."""
    return secrets.token_bytes(SALT_BYTES)


class Appending(LogReader):
    """One transaction at the end of the log: nobody else appends until it is over, and its reads see the last commit.

    ``recorded_at`` is one value for all that it appends. Leaving the block by an exception takes everything back, the
    offsets too.
    """

    def __init__(self, connection: Connection, *, clock: Clock, salt: Callable[[], bytes]) -> None:
        super().__init__(connection)
        self.connection = connection
        self.appended_to: LogOffset | None = None
        self._clock, self._salt = clock, salt
        self._recorded_at: datetime.datetime | None = None

    async def append(self, events: Sequence[EventToAppend]) -> list[Outcome]:
        """Append what can be appended, in order, and return one outcome for each event; a bad one fails alone.

        Raises:
            LogUnavailable: nothing of this transaction is known to be written.
        """
        if not events:
            return []
        known, last_recorded_at = await self._known(events)
        recorded_at = self._at(last_recorded_at)
        decided = outcomes(events, known=known, recorded_at=recorded_at)
        placed = [
            (event, outcome.event)
            for event, outcome in zip(events, decided, strict=True)
            if isinstance(outcome, Appended)
        ]
        if placed:
            await self._insert(placed, after=known.log_offset, recorded_at=recorded_at)
            self._recorded_at, self.appended_to = recorded_at, placed[-1][1].log_offset
        return decided

    def _at(self, last: datetime.datetime | None) -> datetime.datetime:
        if self._recorded_at is not None:
            return self._recorded_at
        now = self._clock()
        now = now.replace(microsecond=now.microsecond // 1000 * 1000)
        return now if last is None else max(now, last)

    async def _known(self, events: Sequence[EventToAppend]) -> tuple[Known, datetime.datetime | None]:
        records = list(dict.fromkeys(event.record for event in events))
        with translated():
            (row,) = await self.connection.fetch(
                QUERIES["known"],
                [event.id for event in events],
                [event.idempotency_key for event in events if event.idempotency_key is not None],
                [record.kind.value for record in records],
                [record.id for record in records],
            )
        known = Known(
            log_offset=LogOffset(row["log_offset"] or 0),
            by_id={held[0]: Holder(*held) for held in row["by_id"]},
            by_key={key: Holder(*held) for key, *held in row["by_key"]},
            versions=dict(zip(records, row["versions"], strict=True)),
        )
        return known, row["recorded_at"]

    async def _insert(
        self,
        placed: Sequence[tuple[EventToAppend, RecordedEvent]],
        *,
        after: LogOffset,
        recorded_at: datetime.datetime,
    ) -> None:
        rows = [_row(event, recorded, salt=self._salt()) for event, recorded in placed]
        with translated():
            await self.connection.execute(QUERIES["insert"], after, recorded_at, *zip(*rows, strict=True))


class Log:
    """The log of one database: the only way in."""

    def __init__(
        self,
        pool: Pool,
        *,
        clock: Clock = utc_now,
        salt: Callable[[], bytes] = random_salt,
        on_commit: Callable[[LogOffset], None] | None = None,
    ) -> None:
        """``pool`` is a writer pool; ``on_commit`` hears of each new head in this process, once it is committed."""
        self._pool, self._clock, self._salt, self._on_commit = pool, clock, salt, on_commit

    @asynccontextmanager
    async def appending(self) -> AsyncIterator[Appending]:
        """Enter one transaction at the end of the log; leaving commits it and wakes the followers, once.

        Keep it short: everybody else who appends waits.

        Raises:
            LogUnavailable: no connection, or no turn within the pool's ``lock_timeout``.
        """
        async with _transaction(self._pool) as connection:
            with translated():
                await connection.execute(QUERIES["lock_append"])
            appending = Appending(connection, clock=self._clock, salt=self._salt)
            yield appending
            if appending.appended_to is not None:
                with translated():
                    await connection.execute(QUERIES["notify"], str(appending.appended_to))
        if appending.appended_to is not None and self._on_commit is not None:
            self._on_commit(appending.appended_to)


@asynccontextmanager
async def _transaction(pool: Pool) -> AsyncIterator[Connection]:
    """READ COMMITTED: the query after the lock sees the last commit."""
    with translated():
        connection = await pool.acquire()
    try:
        transaction = connection.transaction(isolation="read_committed")
        with translated():
            await transaction.start()
        try:
            yield connection
        except BaseException:
            with suppress(LogUnavailable), translated():
                await transaction.rollback()
            raise
        with translated():
            await transaction.commit()
    finally:
        await pool.release(connection)


def _row(event: EventToAppend, recorded: RecordedEvent, *, salt: bytes) -> tuple[object, ...]:
    """Return the values of one event in the order of the arrays of the query ``insert``."""
    payload = payload_of(event.body)
    digest = payload_hash(payload, salt=salt)
    change = event.body.change if isinstance(event.body, Version) else _CHANGE_OF_KIND.get(event.kind)
    return (
        event.id, event.record.kind.value, event.record.id, recorded.version, event.kind.value, change,
        event.schema_version, event.recorded_by, event.idempotency_key, event.request_hash, salt,
        orjson.dumps(payload).decode(), digest, leaf(recorded, payload_hash=digest),
    )  # fmt: skip
