"""Owns the shape of an event: what is handed to the log, and what the log gives back."""

import datetime
from dataclasses import dataclass
from typing import Self
from uuid import UUID

from events.contents import Content
from events.vocabulary import Change, EventId, EventKind, LogOffset, RecordKind, SchemaVersion, StreamVersion


@dataclass(frozen=True, slots=True, order=True)
class RecordRef:
    """Names one record, hence one stream: slugs are unique only within their kind."""

    kind: RecordKind
    id: str


@dataclass(frozen=True, slots=True)
class Version:
    """A content version of a record: its first, a correction, a further appearance, or a schedule's new state.

    ``reason`` is given on corrections only; ``adopts`` is the coding event that a correction adopts.
    """

    change: Change
    content: Content
    reason: str | None = None
    adopts: UUID | None = None


@dataclass(frozen=True, slots=True)
class Retraction:
    """Withdraws one event of the stream it is appended to."""

    retracts: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Erasure:
    """Says that the payload of one event was replaced by a tombstone."""

    erases: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Erased:
    """What is left of an erased payload; ``erased_by`` is the erasure's event id."""

    erased_by: UUID


Body = Version | Retraction | Erasure | Erased


@dataclass(frozen=True, slots=True)
class ExpectedVersion:
    """What the writer believes of the stream: ``NEW``, an exact last version, or whatever is there now (``ANY``)."""

    version: StreamVersion | None

    @classmethod
    def exactly(cls, version: int) -> Self:
        """Expect this last version of the stream, of any kind of event."""
        return cls(StreamVersion(version))

    def admits(self, last: StreamVersion) -> bool:
        """Tell whether a stream at ``last`` (0 = no such stream) meets the expectation."""
        return self.version is None or self.version == last


NEW = ExpectedVersion(StreamVersion(0))
ANY = ExpectedVersion(None)
_FIRST_SCHEMA = SchemaVersion(1)


@dataclass(frozen=True, slots=True)
class EventToAppend:
    """An event before the log gave it its place.

    ``request_hash`` is the SHA-256 of the canonical request, so that a retry under the same ``idempotency_key`` is
    known from a reuse of the key; it does not cover what ``events.decide`` completed.
    """

    id: EventId
    record: RecordRef
    kind: EventKind
    expected: ExpectedVersion
    body: Body
    recorded_by: str
    request_hash: bytes
    idempotency_key: str | None = None
    schema_version: SchemaVersion = _FIRST_SCHEMA


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """An event as the log holds it, its body upcast to today's shape."""

    log_offset: LogOffset
    id: EventId
    record: RecordRef
    version: StreamVersion
    kind: EventKind
    schema_version: SchemaVersion
    recorded_at: datetime.datetime
    recorded_by: str
    body: Body

    @property
    def content(self) -> Content | None:
        """The content of a version, None for any other event."""
        return self.body.content if isinstance(self.body, Version) else None
