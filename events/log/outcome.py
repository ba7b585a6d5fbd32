"""Owns what becomes of each event of a batch: a pure function of the batch and of what the log holds.

    Outcome
    ├─ Appended         it got the next offset and the next version of its stream
    ├─ AlreadyAppended  a retry: its id or its key is there, with the same request
    ├─ KeyReused        its id or its key is there, with another request
    └─ VersionConflict  the stream is not where the writer believed

A known id or key is found before the version is looked at, since a retry expects the version of its first try.
"""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from events.event import EventToAppend, RecordedEvent, RecordRef
from events.vocabulary import EventId, LogOffset, StreamVersion


class Appended(NamedTuple):
    """An event with its place; a tuple, since one is made of each event of a large batch, in a fifth of the time."""

    asked: EventToAppend
    log_offset: LogOffset
    version: StreamVersion
    recorded_at: datetime.datetime

    @property
    def event(self) -> RecordedEvent:
        """The event as the log holds it from now on."""
        return RecordedEvent(
            log_offset=self.log_offset,
            id=self.asked.id,
            record=self.asked.record,
            version=self.version,
            kind=self.asked.kind,
            schema_version=self.asked.schema_version,
            recorded_at=self.recorded_at,
            recorded_by=self.asked.recorded_by,
            body=self.asked.body,
        )


@dataclass(frozen=True, slots=True)
class AlreadyAppended:
    """The same request is in the log; ``event_id`` is the id that it got then."""

    event_id: EventId
    log_offset: LogOffset


@dataclass(frozen=True, slots=True)
class KeyReused:
    """The id or the idempotency key stands for another request, or for one that was erased since."""

    log_offset: LogOffset


@dataclass(frozen=True, slots=True)
class VersionConflict:
    """The stream's last version, which the writer did not expect; 0 if there is no such stream."""

    last: StreamVersion


Outcome = Appended | AlreadyAppended | KeyReused | VersionConflict


@dataclass(frozen=True, slots=True)
class Holder:
    """The event that holds an id or a key; ``request_hash`` is None once it is erased."""

    event_id: EventId
    request_hash: bytes | None
    log_offset: LogOffset


@dataclass(frozen=True, slots=True)
class Known:
    """What the log holds of a batch: its last offset, holders of ids and keys, last versions (none = 0)."""

    log_offset: LogOffset
    by_id: Mapping[EventId, Holder]
    by_key: Mapping[str, Holder]
    versions: Mapping[RecordRef, StreamVersion]


def outcomes(events: Sequence[EventToAppend], *, known: Known, recorded_at: datetime.datetime) -> list[Outcome]:
    """Return one outcome for each event, in order; an event sees its neighbours before it as appended."""
    by_id, by_key, versions = dict(known.by_id), dict(known.by_key), dict(known.versions)
    log_offset = known.log_offset
    decided: list[Outcome] = []
    for event in events:
        outcome = _refusal(event, by_id=by_id, by_key=by_key, last=versions.get(event.record, StreamVersion(0)))
        if outcome is None:
            log_offset = LogOffset(log_offset + 1)
            version = versions[event.record] = StreamVersion(versions.get(event.record, 0) + 1)
            holder = by_id[event.id] = Holder(event.id, event.request_hash, log_offset)
            if event.idempotency_key is not None:
                by_key[event.idempotency_key] = holder
            outcome = Appended(event, log_offset, version, recorded_at)
        decided.append(outcome)
    return decided


def _refusal(
    event: EventToAppend, *, by_id: Mapping[EventId, Holder], by_key: Mapping[str, Holder], last: StreamVersion
) -> Outcome | None:
    key_holder = by_key.get(event.idempotency_key) if event.idempotency_key is not None else None
    holders = [holder for holder in (key_holder, by_id.get(event.id)) if holder is not None]
    for holder in holders:
        if holder.request_hash != event.request_hash:
            return KeyReused(holder.log_offset)
    if holders:
        return AlreadyAppended(holders[0].event_id, holders[0].log_offset)
    return None if event.expected.admits(last) else VersionConflict(last)
