"""Owns deriving the positions of a stretch of the log, whose statements and days are derived already."""

from pathlib import Path

from events.log.connection import Connection
from events.log.sql import load
from events.vocabulary import LogOffset

_DIRECTORY = Path(__file__).parent
CLAIMS = load(_DIRECTORY / "claims.sql")
PLAIN = load(_DIRECTORY / "plain.sql")
POSITIONS = load(_DIRECTORY / "positions.sql")


async def derive_plain_pairs(connection: Connection, end: LogOffset, *, part: int, parts: int) -> None:
    """Derive claims and positions of the plain pairs of one part, from the beginning of the log to ``end``.

    What they are is told in plain.sql. Those of all other pairs are left to ``derive_positions``, of new pairs only: the
    rows are the same as if it had derived all.
    """
    await connection.execute(PLAIN["plain_pairs"], end, part, parts)


async def derive_positions(
    connection: Connection, start: LogOffset, end: LogOffset, *, part: int = 0, parts: int = 1, only_new: bool = False
) -> None:
    """Bring the positions of one part of all pairs from ``start`` to ``end``; if asked, only of those without claims.

    The parts are disjoint: several connections may each derive one, in transactions of their own. A stretch may be a
    batch or the whole log; the rows are the same.
    """
    rounds = await connection.fetch(CLAIMS["claims"], start, end, part, parts, only_new)
    await connection.execute(POSITIONS["part_clocks"])
    continuation = 0
    for number, has_runs, has_others in rounds:
        if has_runs:
            await connection.execute(POSITIONS["append_round"], number)
        current = number
        while has_others and await connection.fetchval(POSITIONS["fold_round"], current, continuation):
            current, continuation = continuation, continuation - 1
