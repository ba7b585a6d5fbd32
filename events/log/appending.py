"""Owns the end of the log: one transaction at a time looks up, decides, and appends.

The append lock makes the order of offsets the order of commits; the database refuses whoever goes round it.

at once   ──► nobody else is there, and the log ends where this process left it: one query does it all
copied    ──► a large batch under the lock, in the belief that all of it is new: nothing but COPY while others wait
else      ──► the lock, what the log holds, the outcome of each event, the rows

Only the last knows why an event is not appended; whatever surprises the others is left to it.
"""

import datetime
import secrets
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

import asyncpg

from events.errors import LogUnavailable
from events.event import EventToAppend
from events.log.connection import Connection, Pool, translated
from events.log.copying import COLUMNS, copied, in_pieces
from events.log.kept_connection import KeptConnection
from events.log.outcome import Appended, Holder, Known, Outcome, outcomes
from events.log.placing import Clock, Placed, arrays, believed, moment, placed
from events.log.prepared import Asked, event_of, prepared, prepared_in_turns
from events.log.reader import QUERIES, LogReader
from events.log.sharing import Sharing
from events.vocabulary import LogOffset

SALT_BYTES = 16
_COPIED_FROM = 500
"""Events that go by COPY; fewer go as arrays, which one query can place."""


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

    async def append(self, events: Sequence[Asked]) -> list[Outcome]:
        """Append what can be appended, in order, and return one outcome for each event; a bad one fails alone.

        Raises:
            LogUnavailable: nothing of this transaction is known to be written.
        """
        if not events:
            return []
        asked = [event_of(one) for one in events]
        known, last_recorded_at = await self._known(asked)
        recorded_at = self.recorded_at or moment(self._clock, last=last_recorded_at)
        decided = outcomes(asked, known=known, recorded_at=recorded_at)
        places = placed(events, decided)
        if places:
            with translated():
                await (self._insert if len(places) < _COPIED_FROM else self._copy)(places)
        return decided

    async def copy_next(self, places: Sequence[Placed]) -> None:
        """Append events at the places that are believed to be theirs.

        Raises:
            Surprised: the log is not as it was believed to be; the transaction is lost.
        """
        head, first = await self.head(), places[0][1]
        last_recorded_at = head.recorded_at or first.recorded_at
        if head.log_offset != first.log_offset - 1 or last_recorded_at > first.recorded_at:
            raise Surprised
        with translated():
            try:
                await self._copy(places)
            except asyncpg.IntegrityConstraintViolationError as error:
                raise Surprised from error

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

    async def _insert(self, places: Sequence[Placed]) -> None:
        first = places[0][1]
        rows = [prepared(one, salt=self._salt).row(place) for one, place in places]
        await self.connection.execute(QUERIES["insert"], first.log_offset - 1, first.recorded_at, *arrays(rows))
        self._end_at(places[-1][1])

    async def _copy(self, places: Sequence[Placed]) -> None:
        source = in_pieces(places, lambda placed: copied(prepared(placed[0], salt=self._salt), placed[1]))
        await self.connection.copy_to_table("event", schema_name="log", columns=COLUMNS, format="binary", source=source)
        self._end_at(places[-1][1])

    def _end_at(self, last: Appended) -> None:
        self.recorded_at, self.appended_to = last.recorded_at, last.log_offset


class Surprised(Exception):
    """The log is not as a writer believed it to be."""


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
        self._kept = KeptConnection(pool)
        self._clock, self._salt, self._on_commit = clock, salt, on_commit
        self._sharing: Sharing[Asked, Outcome] = Sharing(self._append)
        self._last: LogOffset | None = None
        self._last_recorded_at: datetime.datetime | None = None

    async def append(self, events: Sequence[Asked]) -> list[Outcome]:
        """Append what can be appended, in order, in one transaction; return one outcome for each event.

        Callers at once share a transaction; a bad event fails alone. Who has the time makes them ready (``prepared``).

        Raises:
            LogUnavailable: nothing is known to be written.
        """
        return await self._sharing.ask(await self._ready(events)) if events else []

    async def _append(self, events: Sequence[Asked]) -> list[Outcome]:
        appended = await self._appended(events, after=self._last) if self._last is not None else None
        if appended is not None:
            return [*appended]
        async with self.appending() as appending:
            return await appending.append(events)

    async def append_after(self, log_offset: LogOffset, events: Sequence[EventToAppend]) -> list[Appended] | None:
        """Append all events right after an offset, if the log still ends there and nobody else is at its end.

        None if not: then nothing is written. Raises LogUnavailable as ``append`` does.
        """
        return await self._appended(await self._ready(events), after=log_offset)

    @asynccontextmanager
    async def connection(self) -> AsyncIterator[Connection]:
        """Enter with the connection that the next append is likely to use, to look up what it is decided on.

        Raises:
            LogUnavailable: no connection.
        """
        with translated():
            connection = await self._kept.take()
        try:
            yield connection
        except BaseException:
            await self._kept.drop(connection)
            raise
        await self._kept.give(connection)

    @asynccontextmanager
    async def appending(self) -> AsyncIterator[Appending]:
        """Enter one transaction at the end of the log; leaving commits it and wakes the followers, once.

        Keep it short: everybody else who appends waits.

        Raises:
            LogUnavailable: no connection, or no turn within the pool's ``lock_timeout``.
        """
        async with self.connection() as connection, _transaction(connection):
            with translated():
                await connection.execute(QUERIES["lock_append"])
            appending = Appending(connection, clock=self._clock, salt=self._salt)
            yield appending
            if appending.appended_to is not None:
                with translated():
                    await connection.execute(QUERIES["notify"], str(appending.appended_to))
        if appending.appended_to is not None and appending.recorded_at is not None:
            self._committed(appending.appended_to, appending.recorded_at)

    async def _ready(self, events: Sequence[Asked]) -> Sequence[Asked]:
        """Make a few events ready while others write; those of a large batch are while those before them are copied."""
        return events if len(events) >= _COPIED_FROM else await prepared_in_turns(events, salt=self._salt)

    async def _appended(self, events: Sequence[Asked], *, after: LogOffset) -> list[Appended] | None:
        """Append what is believed to be new right after an offset; None if something is otherwise."""
        recorded_at = moment(self._clock, last=self._last_recorded_at)
        places = believed(events, after=after, recorded_at=recorded_at)
        if not places or not await (self._at_once if len(places) < _COPIED_FROM else self._copied)(places):
            return None
        return [place for _, place in places]

    async def _at_once(self, places: Sequence[Placed]) -> bool:
        rows = [prepared(one, salt=self._salt).row(place) for one, place in places]
        query, values = ("insert_one_next", rows[0]) if len(rows) == 1 else ("insert_next", arrays(rows))
        first, last = places[0][1], places[-1][1]
        with translated():
            try:
                size = await self._fetched(QUERIES[query], first.log_offset - 1, first.recorded_at, *values)
            except asyncpg.IntegrityConstraintViolationError:
                return False
        if size is not None:
            self._committed(last.log_offset, last.recorded_at)
        return size is not None

    async def _fetched(self, query: str, *values: object) -> object:
        connection = await self._kept.take()
        try:
            found: object = await connection.fetchval(query, *values)
        except BaseException:
            await self._kept.drop(connection)
            raise
        await self._kept.give(connection)
        return found

    async def _copied(self, places: Sequence[Placed]) -> bool:
        try:
            async with self.appending() as appending:
                await appending.copy_next(places)
        except Surprised:
            return False
        return True

    def _committed(self, head: LogOffset, recorded_at: datetime.datetime) -> None:
        if self._last is None or head > self._last:
            self._last, self._last_recorded_at = head, recorded_at
        if self._on_commit is not None:
            self._on_commit(head)


@asynccontextmanager
async def _transaction(connection: Connection) -> AsyncIterator[None]:
    """READ COMMITTED: the query after the lock sees the last commit."""
    transaction = connection.transaction(isolation="read_committed")
    with translated():
        await transaction.start()
    try:
        yield
    except BaseException:
        with suppress(LogUnavailable), translated():
            await transaction.rollback()
        raise
    with translated():
        await transaction.commit()
