"""Owns one catch-up: every layer in order, from the checkpoint to a later offset, in the caller's transaction."""

from dataclasses import dataclass
from pathlib import Path

from events.log.connection import Connection
from events.log.sql import load
from events.vocabulary import LogOffset

_DIRECTORY = Path(__file__).parent
RECORDS = load(_DIRECTORY / "records.sql")
SOURCES = load(_DIRECTORY / "sources.sql")
CONTENTS = load(_DIRECTORY / "contents.sql")
DATES = load(_DIRECTORY / "dates.sql")
POSITIONS = load(_DIRECTORY / "positions.sql")
CHECKPOINT = load(_DIRECTORY / "checkpoint.sql")

LAYERS = (
    *RECORDS.values(),
    *SOURCES.values(),
    *CONTENTS.values(),
    *DATES.values(),
    POSITIONS["close_claims"],
    POSITIONS["open_claims"],
    POSITIONS["touch_pairs"],
)
"""What brings every layer below the positions forward, and lists the pairs to fold."""


@dataclass(frozen=True, slots=True)
class Advance:
    """What one catch-up did: offsets after ``start`` up to ``end``; equal where there was nothing to do."""

    start: LogOffset
    end: LogOffset


async def catch_up(connection: Connection, *, limit: int) -> Advance:
    """Bring all projections at most ``limit`` events forward, exactly once, with their checkpoint.

    The caller's transaction holds the checkpoint until it ends, so that two never advance at once.
    """
    start = LogOffset(await connection.fetchval(CHECKPOINT["hold"]))
    end = LogOffset(await connection.fetchval(CHECKPOINT["reachable"], start, limit))
    if end == start:
        return Advance(start, end)
    if await connection.fetchval(CHECKPOINT["erases"], start, end):
        await _derive_anew(connection, end, limit=limit)
    else:
        await _derive(connection, start, end)
    await connection.execute(CHECKPOINT["advance"], end)
    return Advance(start, end)


async def _derive(connection: Connection, start: LogOffset, end: LogOffset) -> None:
    for query in LAYERS:
        await connection.execute(query, start, end)
    for number in range(1, 1 + await connection.fetchval(POSITIONS["rounds"])):
        await connection.execute(POSITIONS["fold_round"], number)
    await connection.execute(POSITIONS["forget_touched"])


async def _derive_anew(connection: Connection, end: LogOffset, *, limit: int) -> None:
    """An erasure takes its payload out of the past as well, so everything is derived again without it."""
    await forget(connection)
    for start in range(0, end, limit):
        await _derive(connection, LogOffset(start), LogOffset(min(start + limit, end)))


async def forget(connection: Connection) -> None:
    """Empty every projection and set the checkpoint to 0; readers see the old state until the transaction commits."""
    for query in (*load(_DIRECTORY / "forget.sql").values(), CHECKPOINT["hold"]):
        await connection.execute(query)
    await connection.execute(CHECKPOINT["advance"], 0)
