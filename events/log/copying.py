"""Owns the rows of events in the binary form of COPY, each made while PostgreSQL takes in those before it.

    signature, then for each row: how many columns, then for each of them its length and its bytes, -1 for null; then -1

As the driver writes them, but in pieces of a few rows, so that the first is on its way before the last is made.
"""

import asyncio
import datetime
from collections.abc import AsyncIterator, Callable, Sequence
from functools import lru_cache
from struct import Struct
from typing import TypeVar

from events.log.outcome import Appended
from events.log.prepared import Prepared, change_of
from events.payload import leaf_at

Item = TypeVar("Item")
COLUMNS = (
    "log_offset", "recorded_at", "id", "record_kind", "record_id", "version", "kind", "change", "schema_version",
    "recorded_by", "idempotency_key", "request_hash", "salt", "payload", "payload_hash", "leaf",
)  # fmt: skip
"""The order of a row."""
_PIECE = 64
_SIGNATURE, _END = b"PGCOPY\n\xff\r\n\0" + bytes(8), b"\xff\xff"
_EPOCH, _MICROSECOND = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC), datetime.timedelta(microseconds=1)
_PLACE, _VERSION, _SCHEMA_VERSION = Struct(">hiqiqi16s"), Struct(">ii"), Struct(">ih")
_JSONB, _NULL = b"\x01", b"\xff\xff\xff\xff"


async def in_pieces(items: Sequence[Item], row: Callable[[Item], bytes]) -> AsyncIterator[bytes]:
    """Yield the rows of all items as the source of a COPY, a few at a time, and let others have their turns."""
    yield _SIGNATURE
    for start in range(0, len(items), _PIECE):
        yield b"".join([row(item) for item in items[start : start + _PIECE]])
        await asyncio.sleep(0)
    yield _END


def copied(ready: Prepared, place: Appended) -> bytes:
    """Return the row of an event at its place."""
    event, salt, payload, payload_hash = ready
    _, log_offset, version, recorded_at = place
    record = event.record
    leaf = leaf_at(event, log_offset=log_offset, version=version, recorded_at=recorded_at, payload_hash=payload_hash)
    return b"".join((
        _PLACE.pack(len(COLUMNS), 8, log_offset, 8, _microseconds(recorded_at), 16, event.id.bytes),
        _word(record.kind), _field(record.id.encode()), _VERSION.pack(4, version),
        _word(event.kind), _word(change_of(event)), _SCHEMA_VERSION.pack(2, event.schema_version),
        _word(event.recorded_by), _NULL if event.idempotency_key is None else _field(event.idempotency_key.encode()),
        _field(event.request_hash), _field(salt), _field(_JSONB + payload), _field(payload_hash), _field(leaf),
    ))  # fmt: skip


def _field(value: bytes) -> bytes:
    return len(value).to_bytes(4, "big") + value


@lru_cache(maxsize=256)
def _word(text: str | None) -> bytes:
    """Return a text that many rows have in common; None is null."""
    return _NULL if text is None else _field(text.encode())


@lru_cache(maxsize=16)
def _microseconds(recorded_at: datetime.datetime) -> int:
    return (recorded_at - _EPOCH) // _MICROSECOND
