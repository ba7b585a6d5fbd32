"""Owns what of an event is made ready before its place in the log is known, so that nobody waits for it at the end."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import orjson

from events.event import EventToAppend, RecordedEvent, Version
from events.payload import digest_of, leaf, payload_bytes
from events.vocabulary import Change, EventKind

_CHANGE_OF_KIND = {EventKind.RETRACTION: Change.RETRACTION}
_TURN = 200
Row = tuple[object, ...]
COLUMNS = (
    "log_offset", "recorded_at", "id", "record_kind", "record_id", "version", "kind", "change", "schema_version",
    "recorded_by", "idempotency_key", "request_hash", "salt", "payload", "payload_hash", "leaf",
)  # fmt: skip
"""The order of a row that is copied."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """An event with its salt, its payload as canonical JSON, and the hash of both."""

    event: EventToAppend
    salt: bytes
    payload: bytes
    payload_hash: bytes

    def row(self, recorded: RecordedEvent) -> Row:
        """Return the values of the event at its place, in the order of the arrays of the query ``insert``."""
        return self._row(recorded, self.payload.decode())

    def copied(self, recorded: RecordedEvent) -> Row:
        """Return the values of the event at its place, in the order of ``COLUMNS``; the connection speaks JSON."""
        return (recorded.log_offset, recorded.recorded_at, *self._row(recorded, orjson.Fragment(self.payload)))

    def _row(self, recorded: RecordedEvent, payload: object) -> Row:
        event, body = self.event, self.event.body
        change = body.change if isinstance(body, Version) else _CHANGE_OF_KIND.get(event.kind)
        return (
            event.id, event.record.kind.value, event.record.id, recorded.version, event.kind.value, change,
            event.schema_version, event.recorded_by, event.idempotency_key, event.request_hash, self.salt,
            payload, self.payload_hash, leaf(recorded, payload_hash=self.payload_hash),
        )  # fmt: skip


def prepared(events: Sequence[EventToAppend], *, salt: Callable[[], bytes]) -> list[Prepared]:
    """Make events ready, each with a salt of its own."""
    return [_prepared(event, salt()) for event in events]


async def prepared_in_turns(events: Sequence[EventToAppend], *, salt: Callable[[], bytes]) -> list[Prepared]:
    """Do as ``prepared`` does, and let others have their turns meanwhile."""
    ready = prepared(events[:_TURN], salt=salt)
    for start in range(_TURN, len(events), _TURN):
        await asyncio.sleep(0)
        ready += prepared(events[start : start + _TURN], salt=salt)
    return ready


def _prepared(event: EventToAppend, salt: bytes) -> Prepared:
    payload = payload_bytes(event.body)
    return Prepared(event, salt, payload, digest_of(payload, salt=salt))
