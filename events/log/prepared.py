"""Owns what of an event is made ready before its place in the log is known, so that nobody waits for it at the end."""

import asyncio
from collections.abc import Callable, Sequence
from typing import NamedTuple

from events.event import EventToAppend, Version
from events.log.outcome import Appended
from events.payload import digest_of, leaf_at, payload_bytes
from events.vocabulary import Change, EventKind

_CHANGE_OF_KIND = {EventKind.RETRACTION: Change.RETRACTION}
_TURN = 200
Row = tuple[object, ...]


class Prepared(NamedTuple):
    """An event with its salt, its payload as canonical JSON, and the hash of both."""

    event: EventToAppend
    salt: bytes
    payload: bytes
    payload_hash: bytes

    def row(self, place: Appended) -> Row:
        """Return the values of the event at its place, in the order of the arrays of the query ``insert``."""
        event, salt, payload, payload_hash = self
        _, log_offset, version, recorded_at = place
        record = event.record
        leaf = leaf_at(
            event, log_offset=log_offset, version=version, recorded_at=recorded_at, payload_hash=payload_hash
        )
        return (
            event.id, record.kind, record.id, version, event.kind, change_of(event), event.schema_version,
            event.recorded_by, event.idempotency_key, event.request_hash, salt, payload.decode(), payload_hash, leaf,
        )  # fmt: skip


Asked = EventToAppend | Prepared
"""An event that is to be appended; one of a large batch is made ready only while those before it are written."""


def event_of(asked: Asked) -> EventToAppend:
    """Return the event, ready or not."""
    return asked.event if isinstance(asked, Prepared) else asked


def change_of(event: EventToAppend) -> Change | None:
    """Return what the event does to its record, as the log keeps it beside the payload; None of an erasure."""
    body = event.body
    return body.change if isinstance(body, Version) else _CHANGE_OF_KIND.get(event.kind)


def prepared(asked: Asked, *, salt: Callable[[], bytes]) -> Prepared:
    """Make an event ready with a salt of its own, if it is not."""
    if isinstance(asked, Prepared):
        return asked
    own, payload = salt(), payload_bytes(asked.body)
    return Prepared(asked, own, payload, digest_of(payload, salt=own))


async def prepared_in_turns(events: Sequence[Asked], *, salt: Callable[[], bytes]) -> list[Prepared]:
    """Make events ready, and let others have their turns meanwhile."""
    ready = [prepared(one, salt=salt) for one in events[:_TURN]]
    for start in range(_TURN, len(events), _TURN):
        await asyncio.sleep(0)
        ready += [prepared(one, salt=salt) for one in events[start : start + _TURN]]
    return ready
