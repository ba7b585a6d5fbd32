"""Owns connections to the log's database: their pools, their settings, and what a driver error means to us."""

import datetime
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TypeAlias

import asyncpg
import orjson
from typing_extensions import override

from events.errors import LogUnavailable, Refusal, RefusalCode, Refused

Pool: TypeAlias = "asyncpg.Pool[asyncpg.Record]"
Connection: TypeAlias = "asyncpg.Connection[asyncpg.Record] | asyncpg.pool.PoolConnectionProxy[asyncpg.Record]"
Source: TypeAlias = "Pool | Connection"
"""What can be asked a query: every one of a pool on a connection of its own, or all in one connection's transaction."""

WRITER, READER = "onrecord_writer", "onrecord_reader"
_CONNECT_SECONDS = 10
_JSONB_FORMAT = b"\x01"

_UNAVAILABLE = (
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.LockNotAvailableError,
    asyncpg.TransactionTimeoutError,
    asyncpg.TransactionRollbackError,
    asyncpg.ReadOnlySQLTransactionError,
    asyncpg.InternalClientError,
    asyncpg.InterfaceError,
    ConnectionError,
    OSError,
    TimeoutError,
)
_HEAD_MOVED = frozenset(
    {"event_pkey", "event_predecessor", "event_id_key", "event_idempotency_key_key",
     "event_stream_version_key", "event_stream_predecessor"}
)  # fmt: skip
"""Refused by the database although the look-up under the append lock allowed it: somebody wrote without the lock."""
_REFUSALS: Mapping[str, tuple[RefusalCode, str]] = {
    "erasure_of_known_event": (RefusalCode.UNKNOWN_ID, "no such event in this log; check the id"),
    "erasure_once": (RefusalCode.INVALID, "the event is erased already; nothing is left to erase"),
    "erasure_of_content": (RefusalCode.INVALID, "erasing it would change what is in force; erase a content version"),
}


class _Undisturbed(asyncpg.Connection):
    """A pooled connection without the reset query on every release: 0.16 of 1.4 ms of an append.

    Nobody keeps session state on it; an open transaction is still rolled back.
    """

    @override
    def get_reset_query(self) -> str:
        return ""


@contextmanager
def translated() -> Iterator[None]:
    """Turn driver errors into ours, by constraint name; what is a fault of the program passes through.

    Raises:
        LogUnavailable: no connection, a timeout, a standby, or another writer at the same place.
        Refused: an erasure that the database refuses, or a text with U+0000.
    """
    try:
        yield
    except _UNAVAILABLE as error:
        raise LogUnavailable(f"the log did not answer ({error}); ask again with the same idempotency key") from error
    except (asyncpg.UntranslatableCharacterError, asyncpg.CharacterNotInRepertoireError) as error:
        raise Refused(
            [Refusal(RefusalCode.INVALID, (), "a text has a character that cannot be stored; take out U+0000")]
        ) from error
    except asyncpg.PostgresError as error:
        constraint = str(getattr(error, "constraint_name", None))
        if constraint in _HEAD_MOVED:
            raise LogUnavailable("another writer was at the same place in the log; ask again") from error
        if constraint in _REFUSALS:
            code, message = _REFUSALS[constraint]
            raise Refused([Refusal(code, ("event",), message)]) from error
        raise


async def open_writer_pool(
    dsn: str,
    *,
    application_name: str,
    size: int,
    lock_timeout: datetime.timedelta,
    transaction_timeout: datetime.timedelta,
) -> Pool:
    """Open a pool for appending and for catching up the projections, in the role ``onrecord_writer``.

    What it commits is on disk, whatever the database's default is.

    Plans are pinned to index look-ups: one made for an empty log would stay and fall to a third, and a catch-up of
    1,000 events, whose intermediate sets the planner takes for single rows, to a fifth.
    """
    return await _open_pool(
        dsn,
        size=size,
        settings={
            "application_name": application_name,
            "role": WRITER,
            "search_path": "projection",
            "lock_timeout": _milliseconds(lock_timeout),
            "transaction_timeout": _milliseconds(transaction_timeout),
            "synchronous_commit": "on",
            "plan_cache_mode": "force_generic_plan",
            "enable_seqscan": "off",
            "enable_hashjoin": "off",
            "enable_mergejoin": "off",
            "enable_bitmapscan": "off",
            "jit": "off",
        },
    )


async def open_reader_pool(dsn: str, *, application_name: str, size: int) -> Pool:
    """Open a pool for reading only, in the role ``onrecord_reader``; a standby will do."""
    return await _open_pool(
        dsn,
        size=size,
        settings={
            "application_name": application_name,
            "role": READER,
            "default_transaction_read_only": "on",
            "jit": "off",
        },
    )


async def speak_json(connection: Connection) -> None:
    """Make jsonb columns of this connection Python values; ``json`` stays the text that the database made."""
    await connection.set_type_codec(
        "jsonb",
        schema="pg_catalog",
        encoder=lambda value: _JSONB_FORMAT + orjson.dumps(value),
        decoder=lambda stored: orjson.loads(memoryview(stored)[1:]),
        format="binary",
    )


async def _open_pool(dsn: str, *, size: int, settings: dict[str, str]) -> Pool:
    with translated():
        return await asyncpg.create_pool(
            dsn,
            min_size=1,
            max_size=size,
            init=speak_json,
            server_settings=settings,
            timeout=_CONNECT_SECONDS,
            connection_class=_Undisturbed,
        )


def _milliseconds(duration: datetime.timedelta) -> str:
    return str(duration // datetime.timedelta(milliseconds=1))
