"""Owns how a body becomes bytes and back: canonical JSON, salted hash, leaf, upcasting on reading.

``payload_hash = SHA-256(salt || canonical payload)``; the leaf is SHA-256 over the canonical JSON array
``[log_offset, id, record_kind, record_id, version, kind, schema_version, recorded_at, recorded_by, payload_hash]``, so
that a tree over the leaves proves an event without its payload, and still does after an erasure.
"""

import datetime
import hashlib
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from uuid import UUID

import orjson
import rfc8785
from pydantic import BaseModel

from events.contents import CONTENT_OF_RECORD
from events.event import Body, Erased, Erasure, EventToAppend, RecordedEvent, RecordRef, Retraction, Version
from events.upcasters import upcast
from events.vocabulary import Change, EventKind, LogOffset, SchemaVersion, StreamVersion

Json = Mapping[str, Any]
_GREATEST_INTEGER = 2**53 - 1
_LEAST_PLAIN = 1e-4
_PLAIN = frozenset({str, bool, type(None)})


def canonical(value: Any) -> bytes:
    """Return the canonical JSON (RFC 8785) of a JSON value."""
    if _is_plain(value):
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)  # 5 µs instead of 70, the test included
    return rfc8785.dumps(value)


def _is_plain(value: Any) -> bool:
    """Tell whether nothing is in it that orjson would write in another way: no key beyond ASCII, no such number."""
    within = [value]
    for one in within:
        kind = type(one)
        if kind is dict:
            if not all(map(str.isascii, one)):
                return False
            within += one.values()
        elif kind is list:
            within += one
        elif kind not in _PLAIN and not _is_plain_number(one):
            return False
    return True


def _is_plain_number(value: Any) -> bool:
    """Tell whether it is a number, and orjson writes it as ECMAScript does: 5.0 it would not, nor 0.000001."""
    if type(value) is int:
        return -_GREATEST_INTEGER <= value <= _GREATEST_INTEGER
    return type(value) is float and _LEAST_PLAIN <= abs(value) <= _GREATEST_INTEGER and not value.is_integer()


def payload_bytes(body: Body) -> bytes:
    """Return the payload of a body as canonical JSON; absent values are left out, lists are kept even when empty.

    It writes what ``canonical`` would of the same values, in a third of the time: no copy of the content is made first.
    """
    return orjson.dumps(_envelope(body), default=_present, option=orjson.OPT_SORT_KEYS)


def _envelope(body: Body) -> dict[str, object]:
    match body:
        case Version(change, content, reason, adopts):
            envelope: dict[str, object] = {"change": change, "content": content}
            if reason is not None:
                envelope["reason"] = reason
            if adopts is not None:
                envelope["adopts"] = str(adopts)
            return envelope
        case Retraction(retracts, reason):
            return {"change": Change.RETRACTION, "retracts": str(retracts), "reason": reason}
        case Erasure(erases, reason):
            return {"erases": str(erases), "reason": reason}
        case Erased(erased_by):
            return {"erased_by": str(erased_by)}


def _present(part: BaseModel) -> dict[str, object]:
    """Return what a content or a part of it says, for orjson to write; names are ASCII there, whole numbers small."""
    return {
        name: _figure(value) if type(value) is float else value
        for name, value in part.__dict__.items()
        if value is not None
    }


def _figure(value: float) -> object:
    return value if _is_plain_number(value) else orjson.Fragment(rfc8785.dumps(value))


def body_from(payload: Json, *, record: RecordRef, kind: EventKind, schema_version: SchemaVersion) -> Body:
    """Read a stored payload of any schema version into today's body."""
    if "erased_by" in payload:
        return Erased(UUID(payload["erased_by"]))
    if kind is EventKind.RETRACTION:
        return Retraction(UUID(payload["retracts"]), payload["reason"])
    if kind is EventKind.ERASURE:
        return Erasure(UUID(payload["erases"]), payload["reason"])
    content = upcast(payload["content"], record_kind=record.kind, schema_version=schema_version)
    adopts = payload.get("adopts")
    return Version(
        change=Change(payload["change"]),
        content=CONTENT_OF_RECORD[record.kind].model_validate(content),
        reason=payload.get("reason"),
        adopts=UUID(adopts) if adopts else None,
    )


def payload_hash(payload: Json, *, salt: bytes) -> bytes:
    """Return SHA-256 of salt and canonical payload, 32 bytes."""
    return digest_of(canonical(payload), salt=salt)


def digest_of(canonical_payload: bytes, *, salt: bytes) -> bytes:
    """Return SHA-256 of salt and a payload that is canonical JSON already, 32 bytes."""
    return hashlib.sha256(salt + canonical_payload).digest()


def request_hash(request: Any) -> bytes:
    """Return SHA-256 of the canonical request, 32 bytes: what an idempotency key stands for."""
    return hashlib.sha256(canonical(request)).digest()


@lru_cache(maxsize=16)
def recorded_at_text(recorded_at: datetime.datetime) -> str:
    """Return RFC 3339 in UTC with exactly three decimals, the precision of the log."""
    return (
        recorded_at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{recorded_at.microsecond // 1000:03d}Z"
    )


def leaf(event: RecordedEvent, *, payload_hash: bytes) -> bytes:
    """Return the 32-byte leaf of one event, as the module docstring defines it; the body takes no part."""
    return leaf_at(
        event,
        log_offset=event.log_offset,
        version=event.version,
        recorded_at=event.recorded_at,
        payload_hash=payload_hash,
    )


def leaf_at(
    event: EventToAppend | RecordedEvent,
    *,
    log_offset: LogOffset,
    version: StreamVersion,
    recorded_at: datetime.datetime,
    payload_hash: bytes,
) -> bytes:
    """Return the leaf that an event has at a place in the log."""
    fields = (
        log_offset,
        event.id,
        event.record.kind,
        event.record.id,
        version,
        event.kind,
        event.schema_version,
        recorded_at_text(recorded_at),
        event.recorded_by,
        payload_hash.hex(),
    )
    # Canonical, as there is no float and no key; 100 times faster. Ids out of the database are of a class of asyncpg's.
    return hashlib.sha256(orjson.dumps(fields, default=str)).digest()
