"""Owns what of an event is made ready before its place in the log is known, so that nobody waits for it at the end."""

import asyncio
from collections.abc import Callable, Sequence
from typing import NamedTuple

import orjson

from events.event import EventToAppend, Version
from events.log.outcome import Appended
from events.payload import digest_of, leaf_at, payload_bytes
from events.vocabulary import Change, EventKind

_CHANGE_OF_KIND = {EventKind.RETRACTION: Change.RETRACTION}
_TURN = 200
Row = tuple[object, ...]
COLUMNS = (
    "log_offset", "recorded_at", "id", "record_kind", "record_id", "version", "kind", "change", "schema_version",
    "recorded_by", "idempotency_key", "request_hash", "salt", "payload", "payload_hash", "leaf",
)  # fmt: skip
"""The order of a row that is copied."""


class Prepared(NamedTuple):
    """An event with its salt, its payload as canonical JSON, and the hash of both."""

    event: EventToAppend
    salt: bytes
    payload: bytes
    payload_hash: bytes

    def row(self, place: Appended) -> Row:
        """Return the values of the event at its place, in the order of the arrays of the query ``insert``."""
        return self._row(place, self.payload.decode())

    def copied(self, place: Appended) -> Row:
        """Return the values of the event at its place, in the order of ``COLUMNS``; the connection speaks JSON."""
        return (place.log_offset, place.recorded_at, *self._row(place, orjson.Fragment(self.payload)))

    def _row(self, place: Appended, payload: object) -> Row:
        event, salt, _, payload_hash = self
        _, log_offset, version, recorded_at = place
        body, record = event.body, event.record
        change = body.change if isinstance(body, Version) else _CHANGE_OF_KIND.get(event.kind)
        leaf = leaf_at(
            event, log_offset=log_offset, version=version, recorded_at=recorded_at, payload_hash=payload_hash
        )
        return (
            event.id, record.kind, record.id, version, event.kind, change, event.schema_version, event.recorded_by,
            event.idempotency_key, event.request_hash, salt, payload, payload_hash, leaf,
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
