"""Owns the end of the log: one transaction at a time looks up, decides, and appends.

The append lock makes the order of offsets the order of commits; the database refuses whoever goes round it.

at once   ──► nobody else is there, and the log ends where this process left it: one query does it all
else      ──► the lock, what the log holds, the outcome of each event, the rows

Only the second knows why an event is not appended; whatever surprises the first is left to it.
"""

import datetime
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

import asyncpg

from events.errors import LogUnavailable
from events.event import ANY, EventToAppend, RecordedEvent, RecordRef
from events.log.connection import Connection, Pool, translated
from events.log.outcome import Appended, Holder, Known, Outcome, outcomes
from events.log.prepared import COLUMNS, Prepared, Row, prepared
from events.log.reader import QUERIES, LogReader
from events.log.sharing import Sharing
from events.vocabulary import LogOffset, StreamVersion

Clock = Callable[[], datetime.datetime]
SALT_BYTES = 16
_COPIED_FROM = 2_000
"""Events that go by COPY; fewer go as arrays, which one query can place."""
_Placed = tuple[Prepared, RecordedEvent]


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
        self.recorded_at: datetime.datetime | None = None
        self._clock, self._salt = clock, salt

    async def append(self, events: Sequence[EventToAppend]) -> list[Outcome]:
        """Append what can be appended, in order, and return one outcome for each event; a bad one fails alone.

        Raises:
            LogUnavailable: nothing of this transaction is known to be written.
        """
        return await self.append_prepared(prepared(events, salt=self._salt))

    async def append_prepared(self, events: Sequence[Prepared]) -> list[Outcome]:
        """Do as ``append`` does, with events that are ready."""
        if not events:
            return []
        asked = [one.event for one in events]
        known, last_recorded_at = await self._known(asked)
        recorded_at = self.recorded_at or _moment(self._clock, last=last_recorded_at)
        decided = outcomes(asked, known=known, recorded_at=recorded_at)
        placed = _placed(events, decided)
        if placed:
            await self._insert(placed, after=known.log_offset, recorded_at=recorded_at)
            self.recorded_at, self.appended_to = recorded_at, LogOffset(known.log_offset + len(placed))
        return decided

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

    async def _insert(self, placed: Sequence[_Placed], *, after: LogOffset, recorded_at: datetime.datetime) -> None:
        with translated():
            if len(placed) < _COPIED_FROM:
                await self.connection.execute(QUERIES["insert"], after, recorded_at, *_arrays(placed))
            else:
                await self.connection.copy_records_to_table(
                    "event", schema_name="log", columns=COLUMNS, records=[one.copied(event) for one, event in placed]
                )


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
        self._sharing: Sharing[Prepared, Outcome] = Sharing(self._append)
        self._last: LogOffset | None = None
        self._last_recorded_at: datetime.datetime | None = None

    async def append(self, events: Sequence[EventToAppend]) -> list[Outcome]:
        """Append what can be appended, in order, in one transaction; return one outcome for each event.

        Callers at once share a transaction; a bad event fails alone.

        Raises:
            LogUnavailable: nothing is known to be written.
        """
        return await self._sharing.ask(prepared(events, salt=self._salt)) if events else []

    async def _append(self, ready: Sequence[Prepared]) -> list[Outcome]:
        appended = await self._at_once(ready, after=self._last) if self._last is not None else None
        if appended is not None:
            return [*appended]
        async with self.appending() as appending:
            return await appending.append_prepared(ready)

    async def append_after(self, log_offset: LogOffset, events: Sequence[EventToAppend]) -> list[Appended] | None:
        """Append all events right after an offset, if the log still ends there and nobody else is at its end.

        None if not: then nothing is written. Raises LogUnavailable as ``append`` does.
        """
        return await self._at_once(prepared(events, salt=self._salt), after=log_offset)

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
        if appending.appended_to is not None and appending.recorded_at is not None:
            self._committed(appending.appended_to, appending.recorded_at)

    async def _at_once(self, events: Sequence[Prepared], *, after: LogOffset) -> list[Appended] | None:
        recorded_at = _moment(self._clock, last=self._last_recorded_at)
        asked = [one.event for one in events]
        decided = outcomes(asked, known=_believed(asked, after), recorded_at=recorded_at)
        appended = [outcome for outcome in decided if isinstance(outcome, Appended)]
        if not _COPIED_FROM > len(appended) == len(events) > 0 or ANY in (event.expected for event in asked):
            return None
        placed = [(one, outcome.event) for one, outcome in zip(events, appended, strict=True)]
        with translated():
            try:
                size = await self._pool.fetchval(QUERIES["insert_next"], after, recorded_at, *_arrays(placed))
            except asyncpg.IntegrityConstraintViolationError:
                return None
        if size is None:
            return None
        self._committed(placed[-1][1].log_offset, recorded_at)
        return appended

    def _committed(self, head: LogOffset, recorded_at: datetime.datetime) -> None:
        if self._last is None or head > self._last:
            self._last, self._last_recorded_at = head, recorded_at
        if self._on_commit is not None:
            self._on_commit(head)


def _moment(clock: Clock, *, last: datetime.datetime | None) -> datetime.datetime:
    """Return the time in milliseconds, as the log keeps it, and never before the last."""
    now = clock()
    now = now.replace(microsecond=now.microsecond // 1000 * 1000)
    return now if last is None else max(now, last)


def _believed(events: Sequence[EventToAppend], head: LogOffset) -> Known:
    """Return what the log holds if every writer is right in what it expects, and nothing is a retry."""
    versions: dict[RecordRef, StreamVersion] = {}
    for event in events:
        versions.setdefault(event.record, event.expected.version or StreamVersion(0))
    return Known(log_offset=head, by_id={}, by_key={}, versions=versions)


def _placed(events: Sequence[Prepared], decided: Sequence[Outcome]) -> list[_Placed]:
    return [(one, outcome.event) for one, outcome in zip(events, decided, strict=True) if isinstance(outcome, Appended)]


def _arrays(placed: Sequence[_Placed]) -> list[Row]:
    """Return the arrays of the queries ``insert`` and ``insert_next``."""
    return list(zip(*(one.row(event) for one, event in placed), strict=True))


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
