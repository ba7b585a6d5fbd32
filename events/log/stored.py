"""Owns events as the log stores them, whole: a copy of the log is made of these, and checked against their leaves."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from events.event import RecordedEvent, RecordRef
from events.log.connection import Source, translated
from events.log.sql import load
from events.payload import Json, body_from
from events.vocabulary import Change, EventId, EventKind, LogOffset, RecordKind, SchemaVersion, StreamVersion

QUERIES: Mapping[str, str] = load(Path(__file__).with_name("stored.sql"))


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """All that the log holds of one event; ``payload`` is of ``schema_version``, not upcast.

    Of an erased event ``salt`` and ``request_hash`` are gone, and ``payload`` is the tombstone.
    """

    log_offset: LogOffset
    id: EventId
    record: RecordRef
    version: StreamVersion
    kind: EventKind
    change: Change | None
    schema_version: SchemaVersion
    recorded_at: datetime.datetime
    recorded_by: str
    idempotency_key: str | None
    request_hash: bytes | None
    salt: bytes | None
    payload: Json
    payload_hash: bytes
    leaf: bytes

    def recorded(self) -> RecordedEvent:
        """Return the event as a reader of the log sees it, upcast.

        Raises:
            LookupError: it is of a newer shape than this program knows, or its payload lacks something.
            ValueError: its payload is of no shape that there ever was.
        """
        return RecordedEvent(
            log_offset=self.log_offset,
            id=self.id,
            record=self.record,
            version=self.version,
            kind=self.kind,
            schema_version=self.schema_version,
            recorded_at=self.recorded_at,
            recorded_by=self.recorded_by,
            body=body_from(self.payload, record=self.record, kind=self.kind, schema_version=self.schema_version),
        )


async def stored_events(source: Source, after: LogOffset, *, upto: LogOffset, limit: int) -> list[StoredEvent]:
    """Return at most ``limit`` events after an offset, and up to another inclusive, in log order.

    The source's connections speak JSON. Raises LogUnavailable if the database does not answer.
    """
    with translated():
        rows = await source.fetch(QUERIES["stored"], after, upto, limit)
    return [_stored(row) for row in rows]


async def leaves(source: Source, after: LogOffset, *, upto: LogOffset) -> list[bytes]:
    """Return the leaves of the events after an offset, and up to another inclusive, in log order.

    Raises LogUnavailable if the database does not answer.
    """
    with translated():
        return [row["leaf"] for row in await source.fetch(QUERIES["leaves"], after, upto)]


def _stored(row: asyncpg.Record) -> StoredEvent:
    return StoredEvent(
        log_offset=LogOffset(row["log_offset"]),
        id=EventId(row["id"]),
        record=RecordRef(RecordKind(row["record_kind"]), row["record_id"]),
        version=StreamVersion(row["version"]),
        kind=EventKind(row["kind"]),
        change=Change(row["change"]) if row["change"] else None,
        schema_version=SchemaVersion(row["schema_version"]),
        recorded_at=row["recorded_at"],
        recorded_by=row["recorded_by"],
        idempotency_key=row["idempotency_key"],
        request_hash=row["request_hash"],
        salt=row["salt"],
        payload=row["payload"],
        payload_hash=row["payload_hash"],
        leaf=row["leaf"],
    )
