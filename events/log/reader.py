"""Owns reading the log: by place, by record, by id, by moment."""

import datetime
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import asyncpg

from events.event import RecordedEvent, RecordRef
from events.log.connection import Source, translated
from events.log.sql import load
from events.payload import body_from
from events.vocabulary import EventId, EventKind, LogOffset, RecordKind, SchemaVersion, StreamVersion

QUERIES: Mapping[str, str] = load(Path(__file__).with_name("queries.sql"))
_END = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Head:
    """How far the log goes; ``recorded_at`` is None while it is empty (``log_offset`` 0).

    Offsets are comparable only within one ``log_id``.
    """

    log_id: UUID
    log_offset: LogOffset
    recorded_at: datetime.datetime | None


class LogReader:
    """Read the log through a pool, or through one connection and its transaction.

    Every method raises ``LogUnavailable`` if the database does not answer. Bodies are upcast to today's shape.
    """

    def __init__(self, source: Source) -> None:
        self._source = source

    async def head(self) -> Head:
        """Return how far the log goes."""
        with translated():
            row = await self._source.fetchrow(QUERIES["head"])
        if row is None:
            raise LookupError("log.identity is empty; restore the row that migration 0001_log wrote")
        return Head(row["id"], LogOffset(row["log_offset"] or 0), row["recorded_at"])

    async def offset_at(self, known_at: datetime.datetime) -> LogOffset:
        """Return the greatest offset recorded at or before a moment, 0 if none."""
        with translated():
            return LogOffset(await self._source.fetchval(QUERIES["offset_at"], known_at))

    async def read(self, after: LogOffset, *, limit: int, upto: LogOffset | None = None) -> list[RecordedEvent]:
        """Return at most ``limit`` events after an offset, and up to another inclusive, in log order."""
        return await self._events("read", after, _END if upto is None else upto, limit)

    async def read_registry(
        self, after: LogOffset, *, limit: int, upto: LogOffset | None = None
    ) -> list[RecordedEvent]:
        """Return the like of ``read``, only of actors, roles, issues, sources, instruments and relations."""
        return await self._events("read_registry", after, _END if upto is None else upto, limit)

    async def stream(self, record: RecordRef) -> list[RecordedEvent]:
        """Return all events of a record by version, none if there is no such record."""
        return await self._events("streams", [record.kind.value], [record.id])

    async def streams(self, records: Collection[RecordRef]) -> dict[RecordRef, list[RecordedEvent]]:
        """Return all events of each record by version; a record without any has an empty list."""
        found: dict[RecordRef, list[RecordedEvent]] = {record: [] for record in records}
        for event in await self._events("streams", [r.kind.value for r in found], [r.id for r in found]):
            found[event.record].append(event)
        return found

    async def event(self, event_id: EventId) -> RecordedEvent | None:
        """Return an event, None if the log has no such id."""
        return (await self.events_by_id([event_id])).get(event_id)

    async def events_by_id(self, ids: Collection[EventId]) -> dict[EventId, RecordedEvent]:
        """Return those of the events that the log has, by id, in log order."""
        return {event.id: event for event in await self._events("events_by_id", list(ids))}

    async def _events(self, query: str, *arguments: object) -> list[RecordedEvent]:
        with translated():
            rows: Sequence[asyncpg.Record] = await self._source.fetch(QUERIES[query], *arguments)
        return [recorded_event(row) for row in rows]


def recorded_event(row: asyncpg.Record) -> RecordedEvent:
    """Return the event that a row of ``log.event`` holds; its jsonb is a Python value."""
    record = RecordRef(RecordKind(row["record_kind"]), row["record_id"])
    kind, schema_version = EventKind(row["kind"]), SchemaVersion(row["schema_version"])
    return RecordedEvent(
        log_offset=LogOffset(row["log_offset"]),
        id=EventId(row["id"]),
        record=record,
        version=StreamVersion(row["version"]),
        kind=kind,
        schema_version=schema_version,
        recorded_at=row["recorded_at"],
        recorded_by=row["recorded_by"],
        body=body_from(row["payload"], record=record, kind=kind, schema_version=schema_version),
    )
