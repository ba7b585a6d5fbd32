"""Owns deriving the positions of a stretch of the log, whose statements and days are derived already."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from events.log.connection import Connection
from events.log.sql import load
from events.vocabulary import LogOffset

_DIRECTORY = Path(__file__).parent
CLAIMS = load(_DIRECTORY / "claims.sql")
PLAIN = load(_DIRECTORY / "plain.sql")
POSITIONS = load(_DIRECTORY / "positions.sql")


class Round(NamedTuple):
    """At most one run of claims in order, or one other change, of each pair."""

    number: int
    has_runs: bool
    has_others: bool


async def derive_plain_pairs(connection: Connection, end: LogOffset, *, part: int, parts: int) -> None:
    """Derive claims and positions of the plain pairs of one part, from the beginning of the log to ``end``.

    What they are is told in plain.sql. All other pairs are left to ``listed_rounds`` of new pairs; the rows are the
    same as if all were listed.
    """
    await connection.execute(PLAIN["plain_pairs"], end, part, parts)


async def derive_positions(connection: Connection, start: LogOffset, end: LogOffset) -> None:
    """Bring the positions of all pairs from ``start`` to ``end``."""
    await derive_rounds(connection, await listed_rounds(connection, start, end))


async def listed_rounds(
    connection: Connection,
    start: LogOffset,
    end: LogOffset,
    *,
    part: int = 0,
    parts: int = 1,
    only_new: bool = False,
) -> list[Round]:
    """Bring the claims of one part of all pairs from ``start`` to ``end``, and list what that changes, in rounds.

    The parts are disjoint: several connections may each take one, in transactions of their own. A stretch may be a
    batch or the whole log; the rows are the same. With ``only_new``, pairs that have claims already are passed by.
    """
    return [Round(*row) for row in await connection.fetch(CLAIMS["claims"], start, end, part, parts, only_new)]


async def derive_rounds(connection: Connection, rounds: Sequence[Round]) -> None:
    """Bring the positions to what is listed in the same transaction."""
    await connection.execute(POSITIONS["part_clocks"])
    continuation = 0
    for changes in rounds:
        if changes.has_runs:
            await connection.execute(POSITIONS["append_round"], changes.number)
        current, ahead = changes.number, 1
        while changes.has_others and await connection.fetchval(POSITIONS["fold_round"], current, continuation, ahead):
            # Most changes end with the next answer; where one goes on, as a new beginning of a long stance does, it
            # mostly goes far.
            current, continuation, ahead = continuation, continuation - 1, 2 * ahead + 1
