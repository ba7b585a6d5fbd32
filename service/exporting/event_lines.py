"""Owns the format `onrecord-events@1`: how an event is a line of JSON, and what the first line and the last say.

    first   which log, and which offsets
    events  one a line, in log order
    last    how many, and the SHA-256 over the bytes of their lines

Lines end in a line feed. Keys are camelCase; ``payload`` is as the log stores it, under its schema version.
"""

import datetime
import hashlib
from typing import Annotated, Any, Literal
from uuid import UUID

import orjson
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from events.event import RecordRef
from events.log.stored import StoredEvent
from events.payload import recorded_at_text
from events.vocabulary import Change, EventId, EventKind, LogOffset, RecordKind, SchemaVersion, StreamVersion

FORMAT = "onrecord-events@1"
MEDIA_TYPE = "application/x-ndjson"

_Offset = Annotated[str, Field(pattern=r"^(0|[1-9][0-9]{0,17})$")]
_Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Salt = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
_Moment = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}\.[0-9]{3}Z$")]


class _Line(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", frozen=True)


class FirstLine(_Line):
    """What a file holds: the events after an offset and up to another, of one log."""

    format: Literal["onrecord-events@1"]
    log: UUID
    after: _Offset
    up_to: _Offset


class LastLine(_Line):
    """What tells that a file is whole; the same for the same events, whichever log they are in."""

    events: int
    sha256: _Sha256


class EventLine(_Line):
    """One event; every key is there, null where there is nothing."""

    log_offset: _Offset
    id: UUID
    record_kind: RecordKind
    record_id: str
    version: int
    kind: EventKind
    change: Change | None
    schema_version: int
    recorded_at: _Moment
    recorded_by: str
    idempotency_key: str | None
    request_hash: _Sha256 | None
    salt: _Salt | None
    payload: dict[str, Any]
    payload_hash: _Sha256
    leaf: _Sha256

    def stored(self) -> StoredEvent:
        """Return the event that the line is of. Raises ValueError if its moment is no moment."""
        return StoredEvent(
            log_offset=LogOffset(int(self.log_offset)),
            id=EventId(self.id),
            record=RecordRef(self.record_kind, self.record_id),
            version=StreamVersion(self.version),
            kind=self.kind,
            change=self.change,
            schema_version=SchemaVersion(self.schema_version),
            recorded_at=datetime.datetime.fromisoformat(self.recorded_at),
            recorded_by=self.recorded_by,
            idempotency_key=self.idempotency_key,
            request_hash=_bytes(self.request_hash),
            salt=_bytes(self.salt),
            payload=self.payload,
            payload_hash=bytes.fromhex(self.payload_hash),
            leaf=bytes.fromhex(self.leaf),
        )


class Tally:
    """Counts event lines as they pass, and makes the last line of them."""

    def __init__(self) -> None:
        self._events, self._digest = 0, hashlib.sha256()

    def add(self, lines: bytes, *, events: int) -> None:
        """Take in the bytes of so many whole lines."""
        self._events += events
        self._digest.update(lines)

    def last_line(self) -> LastLine:
        """Return what the last line says after what was taken in."""
        return LastLine(events=self._events, sha256=self._digest.hexdigest())


def line(said: FirstLine | LastLine) -> bytes:
    """Return the first line or the last in bytes."""
    return orjson.dumps(said.model_dump(mode="json", by_alias=True), option=orjson.OPT_APPEND_NEWLINE)


def event_line(event: StoredEvent) -> bytes:
    """Return the line of an event in bytes: the same event gives the same bytes."""
    return orjson.dumps(
        {
            "logOffset": str(event.log_offset),
            "id": str(event.id),
            "recordKind": event.record.kind,
            "recordId": event.record.id,
            "version": event.version,
            "kind": event.kind,
            "change": event.change,
            "schemaVersion": event.schema_version,
            "recordedAt": recorded_at_text(event.recorded_at),
            "recordedBy": event.recorded_by,
            "idempotencyKey": event.idempotency_key,
            "requestHash": _hex(event.request_hash),
            "salt": _hex(event.salt),
            "payload": event.payload,
            "payloadHash": event.payload_hash.hex(),
            "leaf": event.leaf.hex(),
        },
        option=orjson.OPT_APPEND_NEWLINE,
    )


def _hex(digest: bytes | None) -> str | None:
    return None if digest is None else digest.hex()


def _bytes(digits: str | None) -> bytes | None:
    return None if digits is None else bytes.fromhex(digits)
